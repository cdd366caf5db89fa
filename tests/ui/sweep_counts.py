"""The states of the Observatoire and of the journal, for the sweeps."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QRadioButton

from desk.domain.referrals import End
from desk.ui.screens.journal import JournalScreen
from desk.ui.screens.observatory import ObservatoryScreen
from desk.work.counts_view import Board, Figure, Figures, Line, News, NewsLine, OpenMonths, Period, Table
from desk.work.journal import Binned, Entry
from desk.work.tallies import TallyLine, TallySheet

LONG = "Acheter sur internet, suivre une commande, être remboursé d'un achat jamais arrivé"
YEAR = Period(id="2026", label="2026")
NEWS = NewsLine(
    code="K7F3Q5", title=LONG, relay="Maison départementale des solidarités de Saint-Rambert-en-Bugey",
    phone="04 00 00 00 00", day="3 novembre 2026", age="il y a 3 semaines", told="déjà noté : terminé",
)  # fmt: skip


STILL = replace(NEWS, code="K7F3Q5", day="20 novembre 2026", age="il y a 4 jours", told="")
LATER = "Les chiffres de novembre pourront être montrés à partir du 31."


def figure(n, text=""):
    return Figure(n=n, text=text or str(n))


def a_line(key, label, n, before=None, text=""):
    told = figure(before) if before is not None else None
    return Line(key=key, label=label, figure=figure(n, text), before=told)


def some_figures(**changed):
    tables = (
        Table(
            id="families", title="Pourquoi les gens viennent", note="Les autres lignes sont masquées.",
            lines=(
                a_line("logement", "Logement", 42, 37), a_line("travail", "Travail - Formation - Entreprise", 12, 24),
                a_line("justice", "Justice", None, text="moins de 5"),
            ),
        ),
        Table(id="needs", title="Les démarches les plus demandées", lines=(a_line("achat", LONG, 17),)),
    )  # fmt: skip
    given = {
        "scope": "own", "of": "Bibliothèque de Saint-Rambert-en-Bugey", "commune": "Saint-Rambert-en-Bugey", "period": YEAR,
        "threshold": 5, "total": figure(71), "before": figure(64), "tables": tables,
        "sentences": ("2026 : la bibliothèque a reçu 71 demandes.", "On vient surtout pour : Logement (42).", "12 fois, rien."),
        "proposal": "Demander à un partenaire une permanence ici, une fois par mois.",
        "sources": ("Compté à l'accueil, une ligne par passage, sans nom.",),
    }  # fmt: skip
    return Figures(**given | changed)


def a_board(**changed):
    given = {
        "now": OpenMonths(words=("3 passages comptés ce mois-ci.", LATER), unmet=(a_line("l", LONG, 2),)),
        "hushed": OpenMonths(
            words=("Moins de 5 passages comptés ce mois-ci.", LATER), unmet=(a_line("l", LONG, None, text="moins de 5"),)
        ),
        "news": News(days=30, without_news=(NEWS, replace(NEWS, code="22222B")), not_back=(STILL,)),
        "periods": (YEAR, Period(id="2026-T4", label="4e trimestre 2026")),
        "network_periods": (YEAR,),
    }  # fmt: skip
    return Board(**given | changed)


def a_tally(**changed):
    ends = (
        (End.ANSWERED, "Répondu ici"), (End.RELAYED, "Relayé"), (End.NOT_POSSIBLE, "Pas possible"), (End.LEFT, "Parti avant la fin"),
    )  # fmt: skip
    lines = (TallyLine(key="achat", label=LONG), TallyLine(key="family:logement", label="Autre : Logement"))
    return TallySheet(
        **{"code": "K7F3Q5", "lines": lines, "columns": ends, "typed": {"achat": {"relayed": 3}}} | changed
    )


def the_observatory(say, look, part):
    screen = ObservatoryScreen(say, look)
    screen.findChild(QRadioButton, f"part-{part}").click()
    screen.present(a_board())
    screen.slips.present_slip(NEWS)
    screen.present_figures(some_figures())
    screen.present_sheet(a_tally(), date(2026, 11, 24))
    return screen


def the_journal(say, look, part):
    screen = JournalScreen(say, look)
    entry = Entry(
        id="c1", day=date(2026, 11, 24), when="aujourd'hui", time="10 h 05", what=f"Fiche, changement : {LONG}",
        details="Téléphone, Courriel, Horaires, Jours de fermeture", by="ML", undoable=True,
    )  # fmt: skip
    screen.findChild(QRadioButton, f"part-{part}").click()
    if part == "bin":
        screen.present_bin((Binned(kind="sheet", id="s", title=LONG, what="Fiche", when="hier"),))
    else:
        screen.present((entry, entry))
    screen.present_told("Quelqu'un l'a changé depuis. Ouvrez la fiche pour corriger à la main.", wrong=True)
    return screen
