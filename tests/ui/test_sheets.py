"""Fiches: find, read, note."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton, QWidget

from desk.base.paths import resources
from desk.domain.doubts import Doubt, Reason
from desk.domain.fields import Problem
from desk.domain.narrowing import Only
from desk.domain.sheets import Freshness, Sheet
from desk.store.store import open_store
from desk.ui.screens.sheets import MOST, NEEDS, SheetsScreen
from desk.ui.widgets.doubt_dialog import DoubtDialog
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.reading import Reading
from desk.work import sheets
from desk.work.sheet_list import PAGE, Question, SheetPage
from desk.work.sheets import Part, SheetLine, SheetView

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


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


def a_page(*lines, more=False):
    return SheetPage(lines=lines, last=len(lines), more=more)


def button(screen, name):
    return screen.findChild(QPushButton, name)


def test_each_letter_asks_for_sheets(qtbot, screen):
    asked = []
    screen.asked.connect(asked.append)
    qtbot.keyClicks(screen.findChild(QLineEdit, "find"), "ma")
    assert asked == [Question(text="m"), Question(text="ma")]


@pytest.mark.parametrize("only", [Only.TO_CHECK, Only.DOUBTFUL, Only.OURS])
def test_the_list_is_narrowed_in_plain_sight(qtbot, screen, only):
    screen.present(a_page(a_line(1)))
    choice = screen.findChild(QRadioButton, f"only-{only.value}")
    with qtbot.waitSignal(screen.asked) as asked:
        choice.click()
    assert asked.args == [Question(only=only)]
    assert choice.isVisible()
    screen.present(a_page())
    assert any("vérifi" in text or "fausse" in text or "saisie" in text for text in texts(screen))


def test_going_down_the_list_asks_for_more_once_until_there_is_no_more(qtbot, screen):
    asked = []
    screen.more_asked.connect(asked.append)
    screen.present(a_page(*(a_line(number) for number in range(PAGE)), more=True))
    assert asked == []
    for _ in range(PAGE):
        qtbot.keyClick(screen.findChild(QLineEdit, "find"), Qt.Key.Key_Down)
    assert asked == [Question(after=PAGE)]
    screen.present_more(a_page(*(a_line(number) for number in range(PAGE, PAGE + 5))))
    assert the_list(screen).row.id == f"s{PAGE - 1}"
    assert the_list(screen).model().rowCount() == PAGE + 5
    for _ in range(10):
        qtbot.keyClick(screen.findChild(QLineEdit, "find"), Qt.Key.Key_Down)
    assert len(asked) == 1


def test_however_long_one_scrolls_the_list_stays_light(screen):
    asked = []
    screen.more_asked.connect(asked.append)
    screen.present(a_page(*(a_line(number) for number in range(MOST)), more=True))
    the_list(screen).scrollToBottom()
    assert asked == []


def test_what_changes_asks_for_as_many_lines_as_there_are(qtbot, screen):
    screen.present(a_page(*(a_line(number) for number in range(2 * PAGE))))
    with qtbot.waitSignal(screen.asked) as asked:
        screen.ask_again()
    assert asked.args == [Question(least=2 * PAGE)]


def test_an_empty_answer_is_said(qtbot, screen):
    screen.present(a_page())
    assert "Il n'y a pas encore de fiche." in texts(screen)
    qtbot.keyClicks(screen.findChild(QLineEdit, "find"), "xyz")
    screen.present(a_page())
    assert "Aucune fiche ne contient ces mots." in texts(screen)


def test_the_first_sheet_found_is_asked_for_and_the_arrows_ask_for_the_others(qtbot, screen):
    with qtbot.waitSignal(screen.open_requested) as asked:
        screen.present(a_page(a_line(1), a_line(2)))
    assert asked.args == ["s1"]
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(screen.findChild(QLineEdit, "find"), Qt.Key.Key_Down)
    assert asked.args == ["s2"]


def test_coming_back_keeps_the_sheet_that_was_open(screen):
    screen.present(a_page(a_line(1), a_line(2)))
    screen.present_sheet(a_view(id="s2"))
    screen.present(a_page(a_line(1), a_line(2), a_line(3)))
    assert the_list(screen).row.id == "s2"


def test_the_age_of_a_sheet_is_words_and_a_picture(screen):
    screen.present(a_page(a_line(1), a_line(2, fresh=Freshness.FRESH, checked="vérifiée hier")))
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
    screen.present(a_page(a_line(1), a_line(2)))
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
    screen.present(a_page(a_line(1)))
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


# what one says of a sheet


def test_one_key_says_that_the_sheet_is_right_wherever_the_keyboard_is(qtbot, screen):
    screen.present(a_page(a_line(1), a_line(2)))
    for place in ("find", "note", "sheet", "sheets"):
        screen.present_sheet(a_view())
        screen.findChild(QWidget, place).setFocus()
        with qtbot.waitSignal(screen.verify_requested) as said:
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        assert said.args == ["s1"]


@pytest.mark.parametrize(
    ("key", "signal"),
    [("J", "verify_requested"), ("D", "doubt_requested"), ("E", "edit_requested"), ("Shift+H", "history_requested")],
)
def test_each_act_has_its_key_and_is_about_the_line_chosen(qtbot, screen, key, signal):
    screen.present(a_page(a_line(1), a_line(2)))
    screen.present_sheet(a_view())
    box = screen.findChild(QLineEdit, "find")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(getattr(screen, signal)) as asked:
        shift, _, letter = key.rpartition("+")
        held = CTRL_SHIFT if shift else Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(box, getattr(Qt.Key, f"Key_{letter}"), held)
    assert asked.args == ["s2"]


def test_without_a_sheet_nothing_can_be_said(qtbot, screen):
    screen.present(a_page())
    with qtbot.assertNotEmitted(screen.verify_requested):
        qtbot.keyClick(screen.findChild(QLineEdit, "find"), Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert not button(screen, "verify").isEnabled()


def test_what_was_said_can_be_taken_back_from_the_box_itself(qtbot, screen):
    screen.present(a_page(a_line(1)))
    screen.present_sheet(a_view())
    box = screen.findChild(QLineEdit, "find")
    qtbot.keyClicks(box, "ma")
    screen.present(a_page(a_line(1)))
    screen.present_said("Vérifiée aujourd'hui par MB.", undoable=True)
    with qtbot.waitSignal(screen.undo_requested):
        qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == "ma"
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() != "ma"


def test_what_was_said_of_one_sheet_is_not_shown_over_another(screen):
    screen.present(a_page(a_line(1), a_line(2)))
    screen.present_sheet(a_view())
    screen.present_said("Vérifiée aujourd'hui par MB.", undoable=True)
    screen.present_sheet(a_view())
    assert "Vérifiée aujourd'hui par MB." in texts(screen)
    screen.present_sheet(a_view(id="s2"))
    assert "Vérifiée aujourd'hui par MB." not in texts(screen)


def test_a_button_without_its_page_is_not_shown(screen):
    screen.offer({"map", "sheet-history"})
    shown = {name for name in NEEDS if button(screen, name).isVisible()}
    assert shown == {"map", "history"}


@pytest.mark.parametrize("name", ["calls", "map", "overview", "import", "export"])
def test_every_page_has_its_button(qtbot, screen, name):
    with qtbot.waitSignal(screen.page_requested) as asked:
        button(screen, name).click()
    assert asked.args == [name]


def test_what_is_wrong_is_said_before_anything_else(screen):
    screen.present_sheet(
        a_view(
            status="fermé pour de bon",
            doubtful="Signalée comme fausse : téléphonez avant (les horaires)",
            doubts=("les horaires, signalé hier par MB",),
            closures=("fermé du 24 au 26 décembre 2026",),
            parts=(Part(title="Pour qui", lines=("Seniors", "Familles")),),
            contact=("Mme X, accueil",),
        )
    )
    shown = texts(screen)
    wrong, phone = shown.index("Fermé pour de bon"), next(n for n, text in enumerate(shown) if "Téléphone" in text)
    assert wrong < shown.index("Signalée comme fausse : téléphonez avant (les horaires)") < phone
    for words in ("– les horaires, signalé hier par MB", "Pour qui", "Seniors", "Fermé du 24 au 26 décembre 2026"):
        assert words in shown
    assert "Mme X, accueil" in shown
    spoken = screen.findChild(Reading, "sheet").accessibleDescription()
    assert "signalé hier par MB" in spoken
    assert "Mme X" not in spoken


@pytest.mark.parametrize(
    ("keys", "reason"), [("1", Reason.PHONE), ("é", Reason.HOURS), ("(", Reason.SERVICE), ("7", Reason.OTHER)]
)
def test_a_reason_is_one_key_on_any_keyboard(qtbot, say, look, keys, reason):
    dialog = DoubtDialog(say, "Mairie")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.sendEvent(
        QApplication.focusWidget() or dialog,
        QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, keys),
    )
    assert dialog.reason is reason


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_8, Qt.Key.Key_A])
def test_no_other_key_says_anything(qtbot, say, look, key):
    dialog = DoubtDialog(say, "Mairie")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.focusWidget().objectName() == "cancel"
    qtbot.keyClick(dialog.focusWidget(), key)
    assert dialog.reason is None


# the whole desk, by the keyboard alone


@pytest.fixture
def desk(make_desk, settle):
    made = make_desk()
    made.settings = replace(made.settings, initials="MB")
    made.window.bring("sheets")
    settle(made)
    return made


def press(qtbot, desk, key, modifier=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def record(desk, shape, wanted):
    return desk.background._pool.submit(lambda: desk._store.records.one(shape, wanted)).result()


def open_doubts(desk):
    return desk.background._pool.submit(
        lambda: [one for one in desk._store.records.all(Doubt) if one.settled_on is None]
    ).result()


def test_a_sheet_is_checked_and_that_is_taken_back(qtbot, desk, settle):
    screen = desk.window.findChild(SheetsScreen)
    sheet = screen.chosen

    press(qtbot, desk, Qt.Key.Key_J)
    settle(desk)
    assert record(desk, Sheet, sheet).verified_by == "MB"
    assert the_list(screen).row.checked == "vérifiée aujourd'hui"
    assert "Vérifiée aujourd'hui par MB." in texts(screen)

    press(qtbot, desk, Qt.Key.Key_Z)
    settle(desk)
    assert record(desk, Sheet, sheet).verified_on is None
    assert "Annulé." in texts(screen)


def test_a_sheet_is_said_to_be_wrong_and_that_is_taken_back(qtbot, desk, settle, when_asked):
    screen = desk.window.findChild(SheetsScreen)
    when_asked(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_2))

    press(qtbot, desk, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not desk.background.busy and bool(open_doubts(desk)))
    settle(desk)
    assert [one.reason for one in open_doubts(desk)] == [Reason.HOURS]
    assert the_list(screen).row.told == "signalée comme fausse"
    assert any("Signalée comme fausse : téléphonez avant (les horaires)" in text for text in texts(screen))

    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    screen.take_focus()
    press(qtbot, desk, Qt.Key.Key_Z)
    settle(desk)
    assert open_doubts(desk) == []


def test_the_history_opens_puts_back_and_comes_back_to_the_same_line(qtbot, desk, settle):
    screen = desk.window.findChild(SheetsScreen)
    press(qtbot, desk, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    press(qtbot, desk, Qt.Key.Key_J)
    settle(desk)
    sheet = screen.chosen

    press(qtbot, desk, Qt.Key.Key_H, CTRL_SHIFT)
    settle(desk)
    assert desk.window.front == "sheet-history"
    press(qtbot, desk, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    settle(desk)
    assert record(desk, Sheet, sheet).verified_on is None

    press(qtbot, desk, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    settle(desk)
    assert desk.window.front == "sheets"
    assert screen.chosen == sheet
    assert screen.findChild(QLineEdit, "find").hasFocus()


def test_every_button_of_the_toolbar_leads_to_a_page_of_the_window(desk):
    screen = desk.window.findChild(SheetsScreen)
    for name, page in NEEDS.items():
        assert button(screen, name).isHidden() is not desk.window.knows(page)
