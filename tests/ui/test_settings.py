"""Réglages: each change counts at once; going back to a day says what happens; the check speaks."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton, QSpinBox

from desk.base.settings import Language, Settings, SlipFormat, Theme
from desk.domain.libraries import EQUIPMENT, Library, LibraryId
from desk.ui.screens.settings import SettingsScreen
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.upkeep_panel import size_words
from desk.work.upkeep import Backup, Report

LIBRARY = Library(
    id=LibraryId("l1"), name="Bibliothèque", commune="Ambronay", insee="01007", departement="01", mark="AM"
)
COPIES = (
    Backup(path=Path("b/desk-2026-11-16.sqlite"), day=date(2026, 11, 16), size=217_000),
    Backup(path=Path("b/desk-2026-11-15.sqlite"), day=date(2026, 11, 15), size=9_400_000),
)
REPORT = Report(
    ok=True, relais="0.1.0", sqlite="3.53", schema=1, sizes={"desk.sqlite": 2048},
    counts={"procedures": 79, "sheets": 12, "referrals": 3}, backups=2, latest_backup=None, problems=(),
)  # fmt: skip


@pytest.fixture
def screen(qtbot, say, look):
    made = SettingsScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    made.present(Settings(on_duty=("MB", "JD")), LIBRARY, ("HP du couloir",), COPIES)
    return made


@pytest.fixture
def choose(qtbot, screen):
    """Choose a value in a combo with the keyboard, and return what the screen says."""

    def chosen(name, value):
        combo = screen.findChild(QComboBox, name)
        screen.take_focus(name)
        with qtbot.waitSignal(screen.settings_changed) as changed:
            step = Qt.Key.Key_Down if combo.findData(value) > combo.currentIndex() else Qt.Key.Key_Up
            qtbot.keyClick(combo, step)
        return changed.args[0]

    return chosen


def texts(screen):
    return [label.text().replace("\N{NO-BREAK SPACE}", " ") for label in screen.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("language", "language", Language.ENGLISH),
        ("theme", "theme", Theme.DARK),
        ("text-size", "text_percent", 110),
        ("slip-format", "slip_format", SlipFormat.A4),
        ("slip-language", "slip_language", Language.ENGLISH),
        ("printer", "printer", "HP du couloir"),
        ("initials", "initials", "MB"),
    ],
)
def test_a_choice_counts_at_once(choose, name, field, value):
    changed = choose(name, value)
    assert getattr(changed, field) == value
    assert changed.on_duty == ("MB", "JD")


def test_showing_the_settings_changes_nothing(qtbot, screen):
    with qtbot.assertNotEmitted(screen.settings_changed), qtbot.assertNotEmitted(screen.library_changed):
        screen.present(Settings(theme=Theme.DARK), replace(LIBRARY, radius_km=12), (), ())


def test_a_printer_that_went_away_stays_chosen(screen):
    screen.present(Settings(printer="Ancienne"), LIBRARY, ("HP",), ())
    assert screen.findChild(QComboBox, "printer").currentData() == "Ancienne"


def test_without_a_printer_it_says_what_remains(screen):
    screen.present(Settings(), LIBRARY, (), ())
    screen.take_focus("printer")
    assert any("aucune imprimante" in text for text in texts(screen))


def test_initials_are_a_list_and_never_a_name(qtbot, screen):
    box = screen.findChild(QLineEdit, "on-duty")
    screen.take_focus("on-duty")
    box.setText("mb, pl pl")
    with qtbot.waitSignal(screen.settings_changed) as changed:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert changed.args[0].on_duty == ("MB", "PL")
    box.setText("Martine")
    with qtbot.assertNotEmitted(screen.settings_changed):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert any("4 lettres au plus" in text for text in texts(screen))


def test_equipment_radius_name_phone_and_mark_change_the_library(qtbot, screen):
    heard = []
    screen.library_changed.connect(heard.append)
    qtbot.keyClick(screen.findChild(QCheckBox, "has-scanner"), Qt.Key.Key_Space)
    screen.findChild(QSpinBox, "library-radius").setValue(20)
    for name, typed in (("library-name", "Le Mille"), ("library-phone", "04 74 00 00 00"), ("library-mark", "mi")):
        line = screen.findChild(QLineEdit, name)
        line.setText(typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard[0].equipment == tuple(item for item in EQUIPMENT if item != "scanner")
    assert heard[-1] == replace(heard[0], radius_km=20, name="Le Mille", phone="04 74 00 00 00", mark="MI")


@pytest.mark.parametrize(("name", "typed"), [("library-mark", "4"), ("library-name", "  ")])
def test_a_wrong_line_is_said_and_changes_nothing(qtbot, screen, name, typed):
    line = screen.findChild(QLineEdit, name)
    line.setText(typed)
    with qtbot.assertNotEmitted(screen.library_changed):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert screen.findChild(QLabel, "library-wrong").text()


def test_another_library_can_be_asked_for(qtbot, screen):
    with qtbot.waitSignal(screen.library_change_requested):
        qtbot.keyClick(screen.findChild(QPushButton, "change-library"), Qt.Key.Key_Space)


def test_the_copies_are_days_in_words(screen):
    model = screen.findChild(Lines, "copies").model()
    told = [model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(2)]
    assert told == ["lundi 16 novembre 2026, 212 Ko", "dimanche 15 novembre 2026, 9,0 Mo"]


@pytest.mark.parametrize(("size", "words"), [(1, "1 Ko"), (217_000, "212 Ko"), (9_400_000, "9,0 Mo")])
def test_a_size_is_said_in_units_people_know(say, size, words):
    assert size_words(size, say) == words


def test_going_back_says_what_happens_and_waits_for_a_yes(qtbot, screen, when_asked):
    screen.take_focus("restore")
    told = when_asked(lambda dialog: (dialog.accessibleName(), dialog.findChild(QPushButton, "choice-1").click())[0])
    with qtbot.waitSignal(screen.restore_requested) as wanted:
        qtbot.keyClick(screen.findChild(QPushButton, "restore"), Qt.Key.Key_Space)
    assert "lundi 16 novembre 2026" in told[0]
    assert "Rien n'est effacé" in told[0]
    assert wanted.args == [COPIES[0].path]


def test_escape_goes_back_to_nothing(qtbot, screen, when_asked):
    screen.take_focus("restore")
    when_asked(lambda dialog: dialog.reject())
    with qtbot.assertNotEmitted(screen.restore_requested):
        qtbot.keyClick(screen.findChild(QPushButton, "restore"), Qt.Key.Key_Space)


def test_without_a_copy_there_is_nothing_to_go_back_to(screen):
    screen.present(Settings(), LIBRARY, (), ())
    assert not screen.findChild(QPushButton, "restore").isEnabled()
    assert any("pas encore de copie" in text for text in texts(screen))


def test_the_check_says_that_all_is_well_or_what_is_wrong(qtbot, screen):
    with qtbot.waitSignal(screen.check_requested):
        qtbot.keyClick(screen.findChild(QPushButton, "check"), Qt.Key.Key_Space)
    report = screen.findChild(QLabel, "report")
    screen.present_report(REPORT)
    assert report.text().startswith("Tout est en ordre.\n79 démarches, 12 fiches, 3 bons.")
    screen.present_report(replace(REPORT, ok=False, problems=("desk.sqlite: page 3",)))
    assert "desk.sqlite: page 3" in report.text()
    assert "Revenez à un jour passé" in report.text()


def test_the_keyboard_comes_back_to_its_control_and_its_section(screen):
    screen.take_focus("theme")
    assert screen.findChild(QComboBox, "theme").hasFocus()
    assert screen.findChild(QListWidget, "sections").currentItem().text() == "L'écran"


def test_what_this_software_knows_and_its_licences_can_be_read(screen):
    assert "Vos notes internes" in texts(screen)
    licences = screen.findChild(Reading, "licences").accessibleDescription()
    for words in ("EUPL", "SIL Open Font", "ISC", "Licence Ouverte 2.0"):
        assert words in licences


def test_without_a_library_only_the_way_to_choose_one_is_left(screen):
    screen.present(Settings(), None, (), ())
    assert not screen.findChild(QLineEdit, "library-name").isEnabled()
    assert screen.findChild(QPushButton, "change-library").isEnabled()


def test_the_whole_desk_keeps_a_change_of_library(qtbot, make_desk, settle):
    desk = make_desk()
    desk.window.bring("settings")
    settle(desk)
    screen = desk.window.findChild(SettingsScreen)
    line = screen.findChild(QLineEdit, "library-name")
    line.setText("Le Mille")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(desk)
    assert "Le Mille" in desk.window.windowTitle()


def test_changing_the_size_of_letters_keeps_the_keyboard_where_it_was(qtbot, make_desk, settle):
    desk = make_desk()
    desk.window.bring("settings")
    settle(desk)
    before = desk.window.findChild(SettingsScreen)
    before.take_focus("text-size")
    qtbot.keyClick(before.findChild(QComboBox, "text-size"), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: desk.window.findChild(SettingsScreen) is not before)
    settle(desk)
    after = desk.window.findChild(SettingsScreen)
    assert desk.settings.text_percent == 110
    assert desk.window.focusWidget() is after.findChild(QComboBox, "text-size")
