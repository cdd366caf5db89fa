"""Rewrite the pictures of the README: ``python3 packaging/build.py screenshots``. Every screen, every paper, on real parts."""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton

from desk.app import Desk, application, rest
from desk.base import settings as kept_settings
from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.settings import Settings, SlipFormat, Theme
from desk.base.words import words
from desk.domain.mutual_aid import Helper
from desk.domain.relays import Wishes
from desk.domain.sessions import weekly
from desk.domain.skills import Step
from desk.hub.ledger import open_database
from desk.slips import counting_papers, report_pages
from desk.slips.charter_papers import CharterPaper, compose_charter
from desk.slips.compose import compose
from desk.slips.marks import Page, Ruler
from desk.slips.session_pages import lay_out_day
from desk.slips.session_papers import day_poster
from desk.slips.sheets_of_text import lay_out_text
from desk.slips.skills_card_page import compose_card, lay_out_card
from desk.store.store import Store, open_store
from desk.store.training import make_copy
from desk.ui import printing
from desk.ui.screens.exchange import ExchangeScreen
from desk.ui.screens.skills import SkillsScreen
from desk.work import counting, figures, mutual_aid, refer, sessions, setup, skills, tallies
from tests.hub.service import Service
from tests.path.lived_year import Alone, LivedYear, months_of
from tests.sync.village import Village

FOLDER = resources() / "screenshots"
TUESDAY = datetime(2026, 11, 24, 10, 0)
LIBRARY = "9498"
NEED = "refaire ma carte d'identité"
STEPS = {1: Step.ALONE, 2: Step.ALONE, 6: Step.HELPED, 9: Step.LEARNING, 15: Step.ALONE}
LOOKS = ((Theme.LIGHT, 100), (Theme.LIGHT, 200), (Theme.DARK, 100), (Theme.DARK, 200), (Theme.CONTRAST, 100))


def main() -> int:
    """Draw everything anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp())
    try:
        _first_start(Profile(root=folder / "new"))
        profile = _ready(Profile(root=folder / "ready"))
        _papers(profile)
        _training(profile)
        for theme, percent in LOOKS:
            _screens(profile, theme, percent)
        with _network(folder) as village:
            for theme, percent in LOOKS:
                _exchange(village, theme, percent)
    finally:
        shutil.rmtree(folder)
    return 0


def _ready(profile: Profile) -> Profile:
    store = open_store(profile, FixedClock(TUESDAY), resources())
    setup.set_up(store, setup.from_official(store, setup.the_official(store, LIBRARY)))
    _lived(store)
    _of_the_service(store)
    store.close()
    return profile


def _lived(store: Store) -> None:
    """Let two years go by at the desk, from a seed: the Observatoire has something to tell."""
    clock = store.clock
    assert isinstance(clock, FixedClock)
    year = LivedYear(village=Alone(store), seed=4, visits_a_day=3)
    for one in (TUESDAY.year - 1, TUESDAY.year):
        for first, last in months_of(one):
            if first <= TUESDAY.date():
                year.live(first, min(last, TUESDAY.date() - timedelta(days=1)))
    clock.advance(TUESDAY - clock.moment)
    counting.keep_time(store)


def _of_the_service(store: Store) -> None:
    """Keep a few sessions, helpers and requests, so that no picture is empty. The names are nobody's."""
    first = TUESDAY.date()
    for title, host, kind, day, rule, minutes in (
        ("Permanence France services", "France services", "france-services", 2, weekly(), 30),
        ("Atelier smartphone", "Association informatique", "association-informatique", 0, weekly(every=2), 0),
        ("Permanence des impôts", "Centre des finances publiques", "centre-finances-publiques", 3, "", 0),
    ):
        made = replace(
            sessions.blank(store, first + timedelta(days=day)),
            title=title, host=host, relay_types=(kind,), rule=rule, slot_minutes=minutes,
        )  # fmt: skip
        sessions.save(store, made, "ML")
    mutual_aid.save_helper(
        store,
        Helper(
            id="", name="Camille Exemple", phone="06 39 98 00 01", subjects=("tablet", "photos"), half_days=("we-pm",),
            limits="pas à domicile", may_say="mon prénom", consent_on=first,
        ),
    )  # fmt: skip
    mutual_aid.ask(store, "tablet", ("we-pm",), "a sa tablette, entend mal")


def _desk(profile: Profile, theme: Theme, percent: int) -> Desk:
    kept_settings.save(profile.settings_file, Settings(theme=theme, text_percent=percent))
    desk = Desk(application(), profile, FixedClock(TUESDAY))
    desk.open()
    _settle(desk)
    desk.window.resize(1366, 768)
    return desk


def _screens(profile: Profile, theme: Theme, percent: int) -> None:
    desk = _desk(profile, theme, percent)
    look = f"{theme.value}-{percent}"
    _keep(desk, f"vide-{look}")
    desk.refer.ask("carte")
    _keep(desk, f"besoin-{look}")
    desk.refer.ask("je cherche le dernier Goncourt")
    _keep(desk, f"rien-{look}")
    desk.refer.ask(NEED)
    desk.refer.choose_first()
    _keep(desk, f"orienter-{look}")
    for name in (
        "sheets",
        "sheet-editor",
        "map",
        "calls",
        "overview",
        "import",
        "export",
        "procedures",
        "charter",
        "sessions",
        "mutual-aid",
        "skills",
        "observatory",
        "journal",
        "settings",
        "help",
    ):
        desk.window.bring(name)
        _settle(desk)
        if name == "skills":
            _a_card(desk)
        _keep(desk, f"{name}-{look}")
    desk.window.bring("sessions")
    _settle(desk)
    desk.window.findChild(QAbstractButton, "span-1").click()
    _keep(desk, f"sessions-month-{look}")
    desk.window.bring("observatory")
    desk.window.findChild(QAbstractButton, "part-figures").click()
    _settle(desk)
    _keep(desk, f"figures-{look}")
    desk.window.bring("refer")
    desk.refer.ask(NEED)
    desk.refer.choose_first()
    _settle(desk)
    desk.ending.ask()
    _keep(desk, f"ending-{look}")
    desk.close()


def _a_card(desk: Desk) -> None:
    """Show a card that this library stamped."""
    cards: list[str] = []
    desk.ask(
        lambda store: skills.stamp(store, skills.new_card(store, desk.say).text, STEPS, desk.say).text, cards.append
    )
    _settle(desk)
    desk.window.findChild(SkillsScreen).read_requested.emit(cards[0])
    _settle(desk)


@contextmanager
def _network(folder: Path) -> Generator[Village, None, None]:
    """A village in a network, where a neighbour wrote the same lines in another way."""
    planted, clock = _ready(Profile(root=folder / "planted")), FixedClock(TUESDAY)
    url = f"sqlite:///{folder / 'hub.sqlite'}"
    with closing(open_database(url)) as database, closing(Service(database, clock)) as service:
        here, there = (
            Village(planted, folder / name, FixedClock(TUESDAY), service, name).join(service.code("marne"))
            for name in ("Médiathèque de Blacy", "Bibliothèque de Maurupt-le-Montois")
        )
        office = here.new(
            name="Mission locale de Vitry-le-François", phone="03 26 74 00 00", opening_hours="Mo,Tu 09:00-12:00"
        )
        town = here.new(name="CCAS de Blacy", phone="03 26 74 11 11")
        for one in (here, there, here):
            one.sync()
        for one, days in ((clock, 2), (there.clock, 1), (here.clock, 2)):
            one.advance(timedelta(days=days))
        there.set(office, opening_hours="Mo 09:00-12:00; Th 14:00-17:00")
        there.set(town, phone="03 26 74 33 33")
        here.set(office, opening_hours="Mo 14:00-17:00")
        here.set(town, phone="03 26 74 22 22")
        for one in (here, there, here):
            one.sync()
        here.set(town, website="https://www.blacy.fr")
        here.close()
        there.close()
        yield here


def _exchange(village: Village, theme: Theme, percent: int) -> None:
    look = f"{theme.value}-{percent}"
    kept_settings.save(village.profile.settings_file, Settings(theme=theme, text_percent=percent, initials="MB"))
    desk = Desk(application(), village.profile, village.clock, lambda _: village.line)
    desk.open()
    _settle(desk)
    desk.window.resize(1366, 768)
    desk.window.bring("exchange")
    _keep(desk, f"exchange-{look}")
    desk.window.findChild(ExchangeScreen).take_charge()
    _keep(desk, f"question-{look}")
    desk.close()


def _first_start(profile: Profile) -> None:
    desk = _desk(profile, Theme.LIGHT, 100)
    _keep(desk, "first-start-light-100")
    desk.close()


def _papers(profile: Profile) -> None:
    printing.ensure_application()
    store = open_store(profile, FixedClock(TUESDAY), resources())
    say, wishes = words("fr"), Wishes(at=TUESDAY)
    for slip_format in SlipFormat:
        best = refer.relays(store, "carte-identite", wishes, say, 1)[0]
        made = replace(refer.prepare(store, "carte-identite", best.sheet), code="K7F3QQ")
        slip = compose(store, refer.checklist(store, "carte-identite", say), best.sheet, made, "fr", wishes)
        printing.picture(slip, slip_format, 110).save(str(FOLDER / f"slip-{slip_format.value}.png"))
    ruler = printing.FontRuler()
    card = skills.stamp(store, skills.new_card(store, say).text, STEPS, say)
    day = TUESDAY.date() + timedelta(days=2)
    for name, page in (
        ("skills-card", lay_out_card(compose_card(store, card), ruler, say)),
        ("charter-leaflet", lay_out_text(compose_charter(store, CharterPaper.LEAFLET, say), ruler)[0]),
        ("charter-plain", lay_out_text(compose_charter(store, CharterPaper.PLAIN, say), ruler)[0]),
        ("door-poster", lay_out_day(day_poster(store, day, say), ruler)),
        *_pages_of_figures(store, ruler),
    ):
        printing.page_picture(page, 80).save(str(FOLDER / f"{name}.png"))
    store.close()


def _pages_of_figures(store: Store, ruler: Ruler) -> list[tuple[str, Page]]:
    """The page of a year for the town hall, that for partners, and the papers of a day without the computer."""
    say, library, day = words("fr"), store.library(), TUESDAY.date()
    assert library is not None
    year = figures.own_figures(store, str(TUESDAY.year - 1), say)
    told = report_pages.report(year, library.name, day)
    wider = figures.own_figures(store, str(TUESDAY.year - 1), say, wider=True)
    partners = report_pages.report(wider, library.name, day)
    return [
        ("page-town-hall", report_pages.lay_out_report(told, ruler, say)),
        ("page-partners", report_pages.lay_out_partners(partners, ruler, say)[-1]),
        ("page-tally", counting_papers.lay_out_tally(tallies.print_sheet(store, say), library, day, ruler, say)),
        (
            "page-blank-slips",
            counting_papers.lay_out_blank_slips(counting.blank_slips(store, 6), library, ruler, say)[0],
        ),
    ]


def _training(profile: Profile) -> None:
    """The window in which one practises."""
    clock = FixedClock(TUESDAY)
    store = open_store(profile, clock, resources())
    made = make_copy(store, clock, resources())
    store.close()
    desk = _desk(made, Theme.LIGHT, 100)
    desk.window.bring("training")
    _keep(desk, "training-light-100")
    desk.close()


def _keep(desk: Desk, name: str) -> None:
    _settle(desk)
    desk.window.grab().save(str(FOLDER / f"{name}.png"))


def _settle(desk: Desk) -> None:
    rest(desk)
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
