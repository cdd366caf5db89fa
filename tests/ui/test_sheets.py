"""Fiches: find, read, note."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from desk.base.paths import resources
from desk.domain.fields import Problem
from desk.domain.sheets import Freshness
from desk.store.store import open_store
from desk.ui.screens.sheets import MOST, SheetsScreen
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.reading import Reading
from desk.work import sheets
from desk.work.sheets import SheetLine, SheetView


def a_line(number, **changes):
    values = {
        "id": f"s{number}",
        "name": f"Mairie {number}",
        "commune": "Villeneuve",
        "km": 4.2,
        "away": "4,2 km",
        "checked": "à vérifier",
        "fresh": Freshness.NEVER,
        "score": 1.0,
    }
    return SheetLine(**values | changes)


def a_view(**changes):
    values = {
        "id": "s1",
        "name": "Mairie de Villeneuve",
        "relay_types": ("Mairie",),
        "description": "",
        "address": "3 place de l'Église, 69000 Villeneuve",
        "away": "4,2 km",
        "phone": "04 00 00 00 00",
        "email": "",
        "website": "",
        "now": "rouvre demain 9 h",
        "week": ("lundi 9 h – 12 h",),
        "hours_text": "Fermé en août",
        "hours_problems": (),
        "reach": "sans rendez-vous",
        "fee": "gratuit",
        "itinerant": False,
        "checked": "vérifiée il y a 12 jours",
        "fresh": Freshness.FRESH,
        "source": "Saisie à la bibliothèque",
        "licence": "",
        "note": "sonner deux fois",
    }
    return SheetView(**values | changes)


@pytest.fixture
def screen(qtbot, say, look):
    made = SheetsScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def the_list(screen):
    return screen.findChild(Lines, "sheets")


def note(screen):
    return screen.findChild(QPlainTextEdit, "note")


def texts(screen):
    return [
        label.text().replace("\N{NO-BREAK SPACE}", " ") for label in screen.findChildren(QLabel) if label.isVisible()
    ]


def test_each_letter_asks_for_sheets(qtbot, screen):
    asked = []
    screen.find_requested.connect(asked.append)
    qtbot.keyClicks(screen.findChild(QLineEdit, "find"), "ma")
    assert asked == ["m", "ma"]


def test_never_more_than_fifty_sheets_are_in_the_list(screen):
    screen.present(tuple(a_line(number) for number in range(60)))
    assert the_list(screen).model().rowCount() == MOST
    assert any("50 plus proches" in text for text in texts(screen))


def test_an_empty_answer_is_said(qtbot, screen):
    screen.present(())
    assert "Il n'y a pas encore de fiche." in texts(screen)
    qtbot.keyClicks(screen.findChild(QLineEdit, "find"), "xyz")
    screen.present(())
    assert "Aucune fiche ne contient ces mots." in texts(screen)


def test_the_first_sheet_found_is_asked_for_and_the_arrows_ask_for_the_others(qtbot, screen):
    with qtbot.waitSignal(screen.open_requested) as asked:
        screen.present((a_line(1), a_line(2)))
    assert asked.args == ["s1"]
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(screen.findChild(QLineEdit, "find"), Qt.Key.Key_Down)
    assert asked.args == ["s2"]


def test_coming_back_keeps_the_sheet_that_was_open(screen):
    screen.present((a_line(1), a_line(2)))
    screen.present_sheet(a_view(id="s2"))
    screen.present((a_line(1), a_line(2), a_line(3)))
    assert the_list(screen).row.id == "s2"


def test_the_age_of_a_sheet_is_words_and_a_picture(screen):
    screen.present((a_line(1), a_line(2, fresh=Freshness.FRESH, checked="vérifiée hier")))
    model = the_list(screen).model()
    told = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Mairie 2, Villeneuve, 4,2 km, vérifiée hier"


def test_a_sheet_is_shown_in_full(screen):
    screen.present_sheet(a_view(hours_problems=("hours-overnight",), itinerant=True))
    shown = "\n".join(texts(screen))
    for words in (
        "Mairie de Villeneuve",
        "04 00 00 00 00",
        "3 place de l'Église",
        "Rouvre demain 9 h",
        "lundi 9 h – 12 h",
        "Fermé en août",
        "L'heure de fermeture vient avant",
        "gratuit, change de lieu",
        "Vérifiée il y a 12 jours",
        "Saisie à la bibliothèque",
    ):
        assert words in shown
    assert "04 00 00 00 00" in screen.findChild(Reading, "sheet").accessibleDescription()


def test_a_hostile_name_is_only_text(screen):
    screen.present_sheet(a_view(name='<img src="file:///etc/passwd"><b>x</b>'))
    assert '<img src="file:///etc/passwd"><b>x</b>' in texts(screen)


def test_what_is_unknown_leaves_no_hole(screen):
    screen.present_sheet(
        a_view(relay_types=(), address="", away="", phone="", week=(), hours_text="", reach="", fee="", source="")
    )
    assert not any("Téléphone" in text for text in texts(screen))
    assert not any("Source" in text for text in texts(screen))


def test_a_note_is_kept_after_the_last_key_without_a_button(qtbot, screen):
    screen.present_sheet(a_view())
    with qtbot.assertNotEmitted(screen.note_changed):
        assert note(screen).toPlainText() == "sonner deux fois"
    with qtbot.waitSignal(screen.note_changed, timeout=2000) as kept:
        qtbot.keyClicks(note(screen), "!")
    assert kept.args == ["s1", "!sonner deux fois"]


def test_a_note_is_kept_before_another_sheet_comes(qtbot, screen):
    screen.present((a_line(1), a_line(2)))
    screen.present_sheet(a_view())
    qtbot.keyClicks(note(screen), "A")
    with qtbot.waitSignal(screen.note_changed) as kept:
        the_list(screen).walk(1)
    assert kept.args[0] == "s1"


def test_a_note_is_kept_when_the_window_closes_at_once(qtbot, screen):
    screen.present_sheet(a_view())
    qtbot.keyClicks(note(screen), "A")
    with qtbot.waitSignal(screen.note_changed):
        screen.close()


def test_what_a_note_must_not_hold_is_said(screen):
    screen.present_sheet(a_view())
    screen.present_note_kept((Problem(field="note", code="secret-iban"),))
    assert any("compte bancaire" in text for text in texts(screen))
    screen.present_note_kept(())
    assert "Note gardée sur ce poste." in texts(screen)


def test_tab_leaves_the_note(qtbot, screen):
    screen.present_sheet(a_view())
    note(screen).setFocus()
    qtbot.keyClick(note(screen), Qt.Key.Key_Tab)
    assert not note(screen).hasFocus()


def test_enter_goes_to_the_sheet_and_escape_comes_back_with_the_words(qtbot, screen):
    box = screen.findChild(QLineEdit, "find")
    qtbot.keyClicks(box, "mairie")
    screen.present((a_line(1),))
    screen.present_sheet(a_view())
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert screen.findChild(Reading, "sheet").hasFocus()
    qtbot.keyClick(screen.findChild(Reading, "sheet"), Qt.Key.Key_Escape)
    assert box.hasFocus()
    assert box.text() == "mairie"


def test_the_whole_desk_finds_a_sheet_and_keeps_its_note(qtbot, make_desk, settle, profile, clock):
    desk = make_desk()
    desk.window.bring("sheets")
    settle(desk)
    screen = desk.window.findChild(SheetsScreen)
    opened = the_list(screen).row
    qtbot.keyClicks(note(screen), "sonner deux fois")
    desk.window.close()
    again = open_store(profile, clock, resources())
    assert sheets.view(again, opened.id, desk.say).note == "sonner deux fois"
    again.close()
