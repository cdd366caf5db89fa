"""First start, Fiches, Démarches, Réglages, Aide, in every size: nothing unnamed, out of reach, too small or cut."""

import contextlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desk.base.settings import Language, Settings, Theme
from desk.base.words import words
from desk.domain.fields import Problem
from desk.domain.libraries import Library, LibraryId
from desk.domain.procedures import Confidence
from desk.domain.sheets import Freshness
from desk.domain.taxonomy import Taxonomy
from desk.domain.territory import Commune
from desk.ui.screens.calls import CallsScreen
from desk.ui.screens.first_start import FirstStartScreen
from desk.ui.screens.help import HelpScreen
from desk.ui.screens.overview import OverviewScreen
from desk.ui.screens.procedures import ProceduresScreen
from desk.ui.screens.settings import SettingsScreen
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.ui.screens.sheet_history import SheetHistoryScreen
from desk.ui.screens.sheets import SheetsScreen
from desk.ui.theme import apply_look
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.whole import WholeReading
from desk.work.calling import CallLine, Round
from desk.work.counting_shape import Decides, Rules
from desk.work.history import Step
from desk.work.overview import Overview, OverviewLine
from desk.work.overview import Part as OverviewPart
from desk.work.procedures import FamilyGroup, ProcedureLine
from desk.work.setup import Territory
from desk.work.sheet_form import SheetForm
from desk.work.sheet_list import SheetPage
from desk.work.sheets import Part, SheetLine, SheetView
from desk.work.updates import Standing
from desk.work.upkeep import Backup
from tests.ui.sweep_counts import the_journal, the_observatory
from tests.ui.sweep_exchange import the_exchange, the_export, the_import, the_suggestions
from tests.ui.sweep_services import the_aid, the_charter, the_sessions, the_skills
from tests.ui.sweep_training import the_training

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    Reading,
    WholeReading,
)
STATES = (
    "first-library", "first-by-hand", "first-territory", "first-hub", "first-relays", "first-ready", "sheets",
    "calls", "overview", "history",
    "procedures", "settings-0", "settings-1", "settings-2", "settings-3", "settings-4", "settings-5", "settings-6", "settings-7", "settings-8", "help", "editor",
    "import-choose", "import-look", "import-running", "import-done", "suggestions", "export-done",
    "exchange-alone", "exchange-joined", "exchange-charge",
    "charter-read", "charter-adapt", "charter-partners", "charter-versions",
    "sessions-week", "sessions-month", "sessions-form", "aid-requests", "aid-helpers", "skills-empty", "skills-card",
    "observatory-slips", "observatory-figures", "observatory-tally", "journal-today", "journal-bin", "training-case",
    "training-answer", "training-frame",
)  # fmt: skip
RULES = 4
"""The section of the settings where the rules of slips and visits are decided."""

PLAIN, LARGE = Settings(), Settings(text_percent=200)
IN_EACH_LANGUAGE = tuple(Settings(language=language) for language in Language)
SIZES = {100: ((1366, 768),), 200: ((1366, 768), (1024, 600))}
PATIENCE_MS = 1500

COMMUNE = Commune(
    insee="01007", name="Saint-Rambert-en-Bugey", postcodes=("01500",), departement="01", departement_name="Ain",
    population=2841, place=None,
)  # fmt: skip
LIBRARY = Library(
    id=LibraryId("l"), name="Bibliothèque municipale de Saint-Rambert-en-Bugey", commune="Ambronay", insee="01007",
    departement="01", mark="AM", address="2 rue des Ruettes", postcode="01500",
)  # fmt: skip


def first_start(say, look, page, taxonomy):
    screen = FirstStartScreen(say, look)
    screen.present_relay_types(taxonomy)
    choice = screen.findChild(QPushButton, "by-hand")
    choice.click()
    screen.findChild(QLineEdit, "library-name").setText(LIBRARY.name)
    screen.findChild(QLineEdit, "commune-search").setText("saint")
    screen.present_communes((COMMUNE,))
    if page == "library":
        screen.findChild(QPushButton, "from-list").click()
    for _ in range({"territory": 1, "hub": 2, "relays": 3}.get(page, 0)):
        screen.findChild(QPushButton, "next").click()
    if page == "territory":
        screen.present_territory(Territory(communes=194, france_services=10))
    if page == "ready":
        screen.present_ready(79, 12)
    return screen


def the_sheets(say, look):
    screen = SheetsScreen(say, look)
    name = "Maison France services de Saint-Rambert-en-Bugey-et-Villebois"
    line = SheetLine(
        id="s", name=name, commune="Villeneuve", km=4.2, away="4,2 km", checked="à vérifier (liste du 1er août 2024)",
        fresh=Freshness.NEVER, score=1.0,
    )  # fmt: skip
    screen.present(SheetPage(lines=(line, replace(line, id="t", told="signalée comme fausse"))))
    screen.present_sheet(
        SheetView(
            id="s", name=name, relay_types=("France services",), description="", address="3 place de l'Église",
            away="4,2 km", phone="04 00 00 00 00", email="saint-rambert@france-services.gouv.fr", website="",
            now="rouvre demain 9 h", week=("lundi au vendredi 9 h – 12 h et 14 h – 17 h",), hours_text="",
            hours_problems=(), reach="", fee="gratuit", itinerant=False, checked="à vérifier", fresh=Freshness.NEVER,
            source="Liste officielle", licence="Licence Ouverte 2.0", note="", status="fermé pour de bon",
            doubtful="Signalée comme fausse : téléphonez avant (le numéro de téléphone, des personnes refusées)",
            doubts=("des personnes refusées, signalé il y a 3 semaines par MB",), contact=("Accueil, 04 00 00 00 00",),
            parts=(Part(title="Pour qui", lines=("Familles avec enfants, personnes en situation de handicap",)),),
        )
    )  # fmt: skip
    screen.present_said("Vérifiée aujourd'hui. Vos initiales se choisissent dans Réglages.", undoable=True)
    screen.present_differences(3)
    return screen


def the_calls(say, look):
    screen = CallsScreen(say, look)
    name = "Maison France services de Saint-Rambert-en-Bugey-et-Villebois"
    line = CallLine(
        id="c", number=1, sheet="s", name=name, phone="04 00 00 00 00", why="jamais vérifiée ici · liste d'août 2024",
        result="à appeler", done=True,
    )  # fmt: skip
    screen.present(Round(week="2026-W48", title="Semaine du 23 au 29 novembre 2026", lines=(line,), others=2))
    screen.present_told("Corrigez la fiche : enregistrée, elle sera vérifiée aujourd'hui.")
    return screen


def the_overview(say, look):
    screen = OverviewScreen(say, look)
    line = OverviewLine(name="Saint-Rambert-en-Bugey", commune="2 841 habitants", told="Justice, Logement", sheet="s")
    screen.present(
        Overview(part=OverviewPart.GAPS, sentence="1 commune sur 194 sans relais à moins de 10 km", lines=(line,))
    )
    return screen


def the_history(say, look):
    screen = SheetHistoryScreen(say, look)
    step = Step(
        n=2, field="phone", what="Téléphone : 04 74 00 00 02", before="04 74 38 10 74", by="MB", standing=False,
        when="il y a 3 semaines (2 novembre 2026)",
    )  # fmt: skip
    screen.present("Maison France services de Saint-Rambert-en-Bugey-et-Villebois", (step,))
    screen.present_told("Remis.")
    return screen


def the_editor(say, look):
    """The form with everything unfolded, a list open, cards, doubts and a sheet that looks like it."""
    screen = SheetEditorScreen(say, look)
    hours = "Mo-Fr 09:00-12:00,14:00-17:00; PH off; 2026 Dec 05 10:00-12:00"
    screen.present(
        SheetForm(
            id="s", name="Maison France services de Saint-Rambert-en-Bugey", checked="jamais vérifiée ici",
            values={
                "name": "Maison France services", "itinerant": True, "opening_hours": hours,
                "services": [{"name": "Aide aux démarches"}], "closures": [{"first": "2026-12-24", "last": "2026-12-26"}],
                "stops": [{"name": "Marché", "opening_hours": "Tu 09:00-12:00"}],
            },
        )
    )  # fmt: skip
    for button in screen.findChildren(QPushButton):
        if button.objectName().startswith("more-") or button.objectName() == "choose-relay_types":
            button.click()
    screen.present_problems((Problem(field="name", code="too-long"),), (Problem(field="siret", code="siret-rounded"),))
    screen.present_alike(
        (
            SheetLine(
                id="o", name="France services de Saint-Rambert", commune="Saint-Rambert-en-Bugey", km=1.0, away="1 km",
                checked="jamais vérifiée ici · liste d'août 2024", fresh=Freshness.NEVER, score=1.0,
            ),
        )
    )  # fmt: skip
    return screen


def the_procedures(say, look, checklist):
    screen = ProceduresScreen(say, look)
    line = ProcedureLine(
        id="a", title="Compte ameli : créer, se connecter, code oublié", administration="CPAM",
        confidence=Confidence.MIXED, checked=False, review=False, season=True,
    )  # fmt: skip
    screen.present((FamilyGroup(slug="s", label="Social - Santé", procedures=(line,)),))
    screen.present_checklist(checklist)
    return screen


def the_settings(say, look, section):
    screen = SettingsScreen(say, look)
    copies = (Backup(path=Path("desk-2026-11-16.sqlite"), day=date(2026, 11, 16), size=217_000),)
    screen.present(Settings(on_duty=("MB",)), LIBRARY, (), copies)
    screen.counting_rules.present(Rules(news_days=30, kept_months=25, decides=Decides.COORDINATOR))
    screen.updates.present(
        Standing(
            version="0.6.0",
            may=True,
            waiting="0.7.0",
            words=say("Version {version} is ready. It opens next time Relais is opened.", version="0.7.0"),
        ),
        joined=True,
    )
    screen.updates.present_offer(
        say("Version {version} of {day}, {size} MB to bring here.", version="0.7.0", day="24 novembre 2026", size=48)
    )
    screen.updates.present_progress(40)
    screen.findChild(QListWidget, "sections").setCurrentRow(section)
    if section == RULES:
        screen.findChild(QLineEdit, "rules-initials").setText("MB")
        screen.counting_rules.take_charge()
    return screen


def built(qapp, state, settings, size, make_checklist):
    """Build a screen in one of its states, dressed and on show."""
    say, look = words(settings.language.value), apply_look(qapp, settings)
    kind, _, part = state.partition("-")
    taxonomy = Taxonomy(families={}, domains={}, relay_types={})
    screen = {
        "first": lambda: first_start(say, look, part, taxonomy),
        "sheets": lambda: the_sheets(say, look),
        "calls": lambda: the_calls(say, look),
        "overview": lambda: the_overview(say, look),
        "history": lambda: the_history(say, look),
        "procedures": lambda: the_procedures(say, look, make_checklist()),
        "settings": lambda: the_settings(say, look, int(part)),
        "help": lambda: HelpScreen(say, look),
        "editor": lambda: the_editor(say, look),
        "import": lambda: the_import(say, look, part),
        "suggestions": lambda: the_suggestions(say, look),
        "export": lambda: the_export(say, look, part),
        "exchange": lambda: the_exchange(say, look, part),
        "charter": lambda: the_charter(say, look, part),
        "sessions": lambda: the_sessions(say, look, part),
        "aid": lambda: the_aid(say, look, part),
        "skills": lambda: the_skills(say, look, part),
        "observatory": lambda: the_observatory(say, look, part),
        "journal": lambda: the_journal(say, look, part),
        "training": lambda: the_training(say, look, part),
    }[kind]()
    give_room(screen, state, settings, size)
    screen.show()
    assert QTest.qWaitForWindowActive(screen)
    return screen


def give_room(screen, state, settings, size):
    """Leave the screen what the window's own column leaves it."""
    screen.resize(size[0] - (0 if state.startswith("first") else 212 if settings.text_percent < 150 else 93), size[1])
    QCoreApplication.processEvents()


def put_away(screens):
    for screen in screens:
        screen.close()
        screen.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make(qapp, make_checklist):
    """Build screens, each in one of its states; they live until the test ends."""
    kept = []

    def made(state, settings=None, size=(1366, 768)):
        kept.append(built(qapp, state, settings or Settings(), size, make_checklist))
        return kept[-1]

    yield made
    put_away(kept)


@pytest.fixture(scope="module")
def shown(request, qapp, make_checklist):
    """A screen in a state and a dress, built once for all tests that look at it there, and its dress."""
    state, settings = request.param
    screen = built(qapp, state, settings, (1366, 768), make_checklist)
    yield screen, state, settings
    put_away([screen])


def dressed(*settings):
    """Show every state in each of these dresses."""
    shown = [(state, one) for state in STATES for one in settings]
    names = [f"{state}-{one.language.value}-{one.text_percent}" for state, one in shown]
    return pytest.mark.parametrize("shown", shown, ids=names, indirect=True)


def controls(screen):
    found = [widget for widget in screen.findChildren(QWidget) if isinstance(widget, CONTROLS) and widget.isVisible()]
    return [one for one in found if not isinstance(one.parent(), QAbstractSpinBox | QComboBox) and one.objectName()]


def name_of(widget):
    QAccessible.setActive(True)
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def cut(screen):
    found = []
    for widget in screen.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            longest = max(widget.fontMetrics().horizontalAdvance(word) for word in re.split("[ -]", widget.text()))
            wanted = longest, widget.heightForWidth(widget.width())
        else:
            wanted = widget.sizeHint().width(), widget.sizeHint().height()
        if widget.width() < wanted[0] - 2 or widget.height() < wanted[1] - 2:
            found.append((widget.text()[:40], widget.size().toTuple(), wanted))
        if widget.mapTo(screen, widget.rect().topRight()).x() > screen.width():
            found.append((widget.text()[:40], "beyond the right edge"))
    return found


@dressed(*IN_EACH_LANGUAGE)
def test_every_control_says_its_own_name(shown):
    screen, _, _ = shown
    names = [(name_of(widget), widget.objectName()) for widget in controls(screen)]
    assert [control for name, control in names if len(name) < 2] == []
    said = [name for name, _ in names]
    assert [name for name in set(said) if said.count(name) > 1] == []


@dressed(*IN_EACH_LANGUAGE)
def test_no_access_key_is_given_twice(shown):
    screen, _, _ = shown
    texts = [widget.text() for widget in screen.findChildren(QAbstractButton) if widget.isVisible()]
    texts += [label.text() for label in screen.findChildren(QLabel) if label.isVisible() and label.buddy()]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) == len(set(keys)), keys


@dressed(PLAIN)
def test_tab_reaches_every_control_and_comes_back(qtbot, shown):
    screen, _, _ = shown
    wanted = [one for one in controls(screen) if one.isEnabled() and not isinstance(one, QRadioButton)]
    wanted[0].setFocus()
    reached = []
    for _ in range(250):
        if QApplication.focusWidget() in reached:
            break
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert [one.objectName() for one in wanted if one not in reached] == []


@dressed(PLAIN)
def test_every_target_is_large_enough(shown):
    screen, _, _ = shown
    sizes = {one.objectName(): min(one.width(), one.height()) for one in controls(screen)}
    assert {name: size for name, size in sizes.items() if size < 24} == {}


@dressed(PLAIN, LARGE)
def test_nothing_is_cut(qtbot, shown):
    screen, state, settings = shown
    for size in SIZES[settings.text_percent]:
        give_room(screen, state, settings, size)
        with contextlib.suppress(qtbot.TimeoutError):
            qtbot.waitUntil(lambda: not cut(screen), timeout=PATIENCE_MS)
        assert cut(screen) == [], size


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(
    ("state", "name"),
    [("sheets", "note"), ("sheets", "sheet"), ("sheets", "sheets"), ("procedures", "procedures"), ("help", "page")],
)
def test_the_keyboard_is_seen_where_it_is(make, state, name, theme):
    screen = make(state, Settings(theme=theme))
    control = screen.findChild(QWidget, name)
    control.clearFocus()
    without = screen.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert screen.grab().toImage() != without


def test_lists_are_never_wider_than_their_room(make):
    for state in ("first-by-hand", "sheets", "settings-4"):
        for lines in make(state, Settings(text_percent=200)).findChildren(QListView):
            assert lines.horizontalScrollBar().maximum() == 0
