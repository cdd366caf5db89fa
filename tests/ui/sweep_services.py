"""The states of the screens of the service, for the sweeps: the charter in its parts, the sessions by week, month, form."""

from datetime import date

from PySide6.QtWidgets import QAbstractButton, QListWidget

from desk.base.paths import resources
from desk.domain.agreements import Agreement
from desk.domain.charter import CharterVersion, levels_open
from desk.domain.mutual_aid import AidRequest, Helper
from desk.domain.sessions import Session, SessionId
from desk.domain.skills import Step
from desk.store import seed
from desk.ui.screens.charter import CharterScreen
from desk.ui.screens.mutual_aid import MutualAidScreen
from desk.ui.screens.sessions import SessionsScreen
from desk.ui.screens.skills import SkillsScreen
from desk.work.agreements import AgreementLine
from desk.work.charter import ActLine, Adaptation, CharterView, VersionLine, level_words
from desk.work.mutual_aid import HelperLine, Match, RequestLine
from desk.work.sessions import Agenda, DayLine, SeasonLine, SlotLine
from desk.work.skills import CardView, SkillLine, StampLine

LONG = "Maison départementale des solidarités de Saint-Rambert-en-Bugey-et-Villebois"
TODAY = date(2026, 11, 24)
PARTS = ("read", "adapt", "partners", "texts", "versions")


def the_charter(say, look, part):
    model = seed.charter(resources() / "seed")
    screen = CharterScreen(say, look)
    acts = tuple(
        ActLine(
            id=act.id, label=act.label, level=act.level, level_words=level_words(act.level, say), reason=act.reason,
            reference=act.reference, open=levels_open(act), lacking=act.equipment[:1], changed=False,
        )
        for act in model.acts
    )  # fmt: skip
    standing = "Version 2, adoptée le 2 novembre 2026 : le conseil municipal de Saint-Rambert-en-Bugey."
    view = CharterView(
        title=model.title, standing=standing, articles=model.articles, acts=acts, signatories=("Le maire",), texts=model.texts
    )  # fmt: skip
    screen.present(view)
    versions = tuple(VersionLine(id=str(n), told=standing, adopted=True, rules=n == 0) for n in range(3))
    screen.present_adaptation(
        Adaptation(
            draft=CharterVersion(id="d"), begun=True, acts=acts, versions=versions, equipment=("computer", "internet")
        )
    )
    screen.present_version(view)
    kept = Agreement(id="a", sheet="s", we_send="les dossiers de carte grise", agreed_on=TODAY, review_on=TODAY)
    line = AgreementLine(agreement=kept, partner=LONG, told="les dossiers · à relire", to_review=True)
    screen.present_agreements((line,), (("s", LONG), ("t", "Mairie")))
    screen.present_told("La charte est gardée dans charte-leaflet.pdf.", left="d")
    screen.findChild(QListWidget, "parts").setCurrentRow(PARTS.index(part))
    return screen


def a_line(number, **fields):
    told = {
        "session": f"s{number}", "day": TODAY, "when": "mardi 24", "times": "14 h – 16 h 30", "title": LONG,
        "who": "France services", "where": "sur place, salle des fêtes", "reach": "sans rendez-vous",
        "rhythm": "un mardi sur deux, 14 h – 16 h 30", "held": True, "state": "", "clash": "", "here": True,
    }  # fmt: skip
    return DayLine(**told | fields)


def the_sessions(say, look, part):
    screen = SessionsScreen(say, look, TODAY)
    lines = (
        a_line(0, clash="Deux dans la même salle : aussi Atelier smartphone.", free_slots=2),
        a_line(1, title="Atelier smartphone", held=False, state="annulé : la personne est absente"),
    )
    season = (SeasonLine(title="Trêve hivernale", procedures=(), invite="Conseil logement (ADIL)", invited=False),)
    if part == "month":
        screen.findChild(QAbstractButton, "span-1").click()
    screen.present(
        Agenda(since=TODAY, until=TODAY, title="Semaine du lundi 23 novembre 2026", days=lines, season=season)
    )
    screen.present_slots((SlotLine(time="14:00", told="libre", codes=(), appointments=()),))
    if part == "form":
        session = Session(id=SessionId("s"), title=LONG, library="l", first=TODAY)
        screen.form.offer((("s", LONG),), (("ccas", "Centre communal d'action sociale (CCAS)"),))
        screen.present_form(session, session)
    return screen


def the_aid(say, look, part):
    screen = MutualAidScreen(say, look)
    asked = AidRequest(id="r", made_on=TODAY, subject="tablet", limits="a sa tablette, entend mal", code="K7F3Q5")
    screen.present_requests((RequestLine(request=asked, what="tablette", when="mercredi après-midi", state=LONG),))
    screen.present_times(("jeudi 26 novembre 2026, 14 h – 16 h · Temps d'entraide · sur place, salle des fêtes",) * 2)
    screen.present_matches(
        (Match(name="Bernadette Saint-Martin-Bellevue", told="mercredi après-midi · pas à domicile"),)
    )
    helper = Helper(id="h", name="Bernadette Saint-Martin-Bellevue", subjects=("tablet", "photos"), consent_on=TODAY)
    state = "accord jusqu'au 24 mai 2027"
    screen.present_helpers(
        (
            HelperLine(
                helper=helper, subjects="tablette, photos", when="mercredi", state=state, consents=True, to_renew=False
            ),
        )
    )
    screen.present_told("Gardé sur ce poste.")
    screen.findChild(QAbstractButton, "part-1" if part == "helpers" else "part-0").click()
    return screen


def the_skills(say, look, part):
    screen = SkillsScreen(say, look)
    if part == "empty":
        return screen
    lines = tuple(
        SkillLine(
            number=n, label="Reconnaître un message suspect", area="Se servir de l'appareil", level="B",
            step=Step.HELPED if n % 2 else None, told=f"avec de l'aide · {LONG}, 24 novembre 2026",
        )
        for n in range(1, 36)
    )  # fmt: skip
    stamp = StampLine(
        told=f"24 novembre 2026 · {LONG}", library=LONG, day=TODAY, known=True, revoked=False, doubtful=False, skills=()
    )
    warning = "Un tampon vient d'une bibliothèque inconnue ici. La carte reste valable pour la personne."
    screen.present(
        CardView(
            text="RELAIS1:A",
            number="K7F3Q5AB",
            lines=lines,
            stamps=(stamp,),
            warnings=(warning,),
            coming=("Imprimer",),
            resources=("Pix · niveau B · durée : à vérifier · où : pix.fr, à vérifier",),
            ours_last=True,
            latest="Cette feuille a un tampon, du 24 novembre 2026. Une plus récente existe peut-être : demandez-la.",
        )
    )
    return screen
