"""Appels de la semaine: one digit a result, the list on paper, the form and back, by the keyboard alone."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from desk.domain.calls import Call, Result
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.slips.calls import compose_calls
from desk.slips.calls_page import lay_out_calls
from desk.ui import printing
from desk.ui.screens.calls import CallsScreen
from desk.ui.widgets.lines import Lines
from desk.work import calling, freshness
from desk.work.calling import CallLine, Round

GOLDEN = Path(__file__).parents[1] / "golden" / "calls" / "week.txt"
REWRITE = os.environ.get("RELAIS_REWRITE_GOLDEN") == "1"


def a_line(number=1, **fields):
    values = {
        "id": f"2026-W48-s{number}",
        "number": number,
        "sheet": f"s{number}",
        "name": f"Mairie {number}",
        "phone": "04 74 00 00 00",
        "why": "jamais vérifiée",
        "result": "à appeler",
        "done": False,
    }
    return CallLine(**values | fields)


def a_round(*lines, others=0):
    return Round(week="2026-W48", title="Semaine du 23 au 29 novembre 2026", lines=lines, others=others)


@pytest.fixture
def screen(qtbot, say, look):
    made = CallsScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    made.take_focus()
    return made


def texts(screen):
    return [label.text().replace("\N{NO-BREAK SPACE}", " ") for label in screen.findChildren(QLabel)]


def typed(widget, sign):
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))


@pytest.mark.parametrize(
    ("sign", "result"),
    [("1", Result.RIGHT), ("&", Result.RIGHT), ("2", Result.CORRECTED), ("é", Result.CORRECTED), ('"', Result.NO_ANSWER),
     ("'", Result.WRONG_NUMBER), ("(", Result.CLOSED), ("5", Result.CLOSED)],
)  # fmt: skip
@pytest.mark.parametrize("place", ["calls", "sheet", "print"])
def test_a_digit_is_a_result_wherever_the_keyboard_is(qtbot, screen, place, sign, result):
    from PySide6.QtWidgets import QWidget

    screen.present(a_round(a_line(1), a_line(2)))
    screen.findChild(QWidget, place).setFocus()
    with qtbot.waitSignal(screen.result_requested) as told:
        typed(QApplication.focusWidget(), sign)
    assert told.args == ["2026-W48-s1", result]


def test_other_digits_say_nothing(qtbot, screen):
    screen.present(a_round(a_line(1)))
    with qtbot.assertNotEmitted(screen.result_requested):
        for sign in ("6", "0", "è", "a"):
            typed(screen.findChild(Lines), sign)


def test_the_line_stays_after_its_result_and_what_other_libraries_call_is_said(screen):
    screen.present(a_round(a_line(1), a_line(2)))
    screen.findChild(Lines).walk(1)
    screen.present(a_round(a_line(1), a_line(2, done=True, result="tout est juste"), others=2))
    assert screen.findChild(Lines).row.number == 2
    assert any("2 lieux sont appelés par d'autres" in text for text in texts(screen))


def test_the_first_call_still_to_make_is_chosen(screen):
    screen.present(a_round(a_line(1, done=True), a_line(2)))
    assert screen.findChild(Lines).row.number == 2


def test_only_a_result_can_be_undone(qtbot, screen):
    screen.present(a_round(a_line(1)))
    assert not screen.findChild(QPushButton, "undo").isEnabled()
    screen.present(a_round(a_line(1, done=True)))
    with qtbot.waitSignal(screen.undo_requested) as asked:
        qtbot.keyClick(screen.findChild(Lines), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["2026-W48-s1"]


def test_a_week_without_a_call_is_said(screen):
    screen.present(a_round())
    assert any("Personne à appeler" in text for text in texts(screen))
    assert not screen.findChild(QPushButton, "print").isEnabled()


# the whole desk


@pytest.fixture
def desk(make_desk, settle):
    made = make_desk()
    made.settings = replace(made.settings, initials="MB")
    made.window.bring("sheets")
    settle(made)
    made.window.findChild(QPushButton, "calls").click()
    settle(made)
    return made


def the_list(desk):
    return desk.window.findChild(CallsScreen).findChild(Lines)


def stored(desk, work):
    return desk.background._pool.submit(lambda: work(desk._store)).result()


def test_the_week_is_ready_when_the_page_opens_and_a_call_checks_the_sheet(qtbot, desk, settle):
    line = the_list(desk).row
    assert the_list(desk).hasFocus()

    typed(QApplication.focusWidget(), "1")
    settle(desk)

    assert the_list(desk).row.result == "tout est juste"
    assert stored(desk, lambda store: store.records.one(Sheet, line.sheet)).verified_by == "MB"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert stored(desk, lambda store: store.records.one(Sheet, line.sheet)).verified_on is None


def test_corrected_opens_the_form_and_once_saved_the_sheet_is_checked_and_the_calls_are_back(qtbot, desk, settle):
    line = the_list(desk).row
    typed(QApplication.focusWidget(), "2")
    settle(desk)
    assert desk.window.front == "sheet-editor"

    stored(desk, lambda store: store.records.put(replace(store.records.one(Sheet, line.sheet), phone="04 74 00 00 09")))
    desk.changed(frozenset({"sheet"}))
    desk.window.bring("sheets")
    qtbot.waitUntil(lambda: desk.window.front == "calls")
    settle(desk)

    sheet = stored(desk, lambda store: store.records.one(Sheet, line.sheet))
    assert (sheet.phone, sheet.verified_how) == ("04 74 00 00 09", freshness.BY_PHONE)
    assert stored(desk, lambda store: store.records.one(Call, line.id)).result is Result.CORRECTED


def test_leaving_the_form_without_a_correction_checks_nothing(qtbot, desk, settle):
    line = the_list(desk).row
    typed(QApplication.focusWidget(), "2")
    settle(desk)
    desk.window.bring("sheets")
    qtbot.waitUntil(lambda: desk.window.front == "calls")
    settle(desk)
    assert stored(desk, lambda store: store.records.one(Sheet, line.sheet)).verified_on is None


def test_escape_goes_back_to_the_list_of_sheets(qtbot, desk, settle):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(desk)
    assert desk.window.front == "sheets"
    assert desk.window.findChild(QLineEdit, "find").hasFocus()


def test_without_a_printer_the_list_is_kept_as_one_black_page(desk, settle, when_asked, tmp_path, monkeypatch):
    file = tmp_path / "appels.pdf"
    monkeypatch.setattr(desk, "ask_file", lambda *_, **__: str(file))
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-0").click())

    desk.window.findChild(CallsScreen).findChild(QPushButton, "print").click()
    settle(desk)

    document = pypdfium2.PdfDocument(file.read_bytes())
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    assert len(document) == 1
    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(maxcolors=1 << 24))
    assert "appels.pdf" in " ".join(texts(desk.window.findChild(CallsScreen)))


# the paper, read back


@pytest.fixture
def week(store, say):
    for number, name in enumerate(
        ("Mairie de Villeneuve", "Maison des solidarités de la plaine et des plateaux de l'Ain")
    ):
        store.records.put(
            Sheet(
                id=SheetId(f"call{number:08d}"),
                name=name,
                relay_types=("mairie",) if not number else ("maison-des-solidarites", "pmi"),
                phone="0474000000" if not number else "+33 4 74 11 22 33",
                address="3 place de l'Église",
                postcode="01500",
                commune="Villeneuve",
                latitude=store.library().latitude,
                longitude=store.library().longitude,
                opening_hours="Mo,Th 09:00-12:00,14:00-17:00; Sa 09:00-12:00" if not number else "",
                hours_text="" if not number else "le matin, sauf vacances",
                reach=Reach.WALK_IN,
                fee=Fee.FREE,
                verified_on=None if number else date(2025, 3, 3),
            )
        )
    calling.prepare(store, "MB")
    return compose_calls(store, calling.this_week(store, say), say)


@pytest.mark.golden
def test_the_printed_list_has_not_changed(qapp, week, tmp_path):
    """The text of the list as read back from its PDF. ``RELAIS_REWRITE_GOLDEN=1`` rewrites it; read the difference."""
    file = tmp_path / "appels.pdf"
    printing.page_to_pdf(lay_out_calls(week, printing.FontRuler()), "fr", file, "Appels de la semaine")

    document = pypdfium2.PdfDocument(file.read_bytes())
    said = document[0].get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-") + "\n"

    assert len(document) == 1
    if REWRITE:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(said, encoding="utf-8")
    assert said == GOLDEN.read_text(encoding="utf-8")


def test_the_list_stays_inside_its_margins_and_its_boxes_are_drawn(qapp, week):
    page = lay_out_calls(week, printing.FontRuler())

    document = pypdfium2.PdfDocument(printing.pdf_bytes((page,), "fr"))

    picture = document[0].render(scale=100 / 72).to_pil().convert("L")
    left, top, right, bottom = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert left * 0.72 >= page.margin_x - 2
    assert top * 0.72 >= page.margin_y - 2
    assert right * 0.72 <= page.width - page.margin_x + 2
    assert bottom * 0.72 <= page.height - page.margin_y + 2
