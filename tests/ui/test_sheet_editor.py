"""Fiches, the form: walked by keyboard, what is typed read back, doubts beside the field, drafts, undoing."""

import json
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desk.base.settings import Settings
from desk.base.words import words
from desk.domain.fields import Problem
from desk.domain.sheets import Freshness
from desk.ui.screens.sheet_editor import SheetEditorScreen
from desk.ui.theme import apply_look
from desk.ui.widgets.form_boxes import Box, LineBox
from desk.ui.widgets.hours_box import ALWAYS, APPOINTMENT, AS_IT_IS, UNKNOWN, WEEK, HoursBox
from desk.work.sheet_form import SheetForm, Town
from desk.work.sheet_values import Choice
from desk.work.sheets import SheetLine

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 5000
KINDS = (
    Choice(slug="mairie", label="Mairie", hint="État civil"),
    Choice(slug="ccas", label="Centre communal d'action sociale (CCAS)"),
    Choice(slug="msa", label="MSA"),
)
FORM = SheetForm(
    id="s", name="Mairie d'Ambronay", checked="vérifiée hier", undoable=True, areas={"01": "Ain"},
    values={
        "name": "Mairie d'Ambronay", "phone": "04 74 38 10 74", "relay_types": ["mairie", "relais-lunaire"],
        "opening_hours": "Mo-Tu,Th-Fr 09:00-12:00; We 09:00-12:00,14:00-17:00; PH off", "status": "open", "reach": "unknown",
        "fee": "free", "latitude": 46.009, "longitude": 5.362, "area": ["01"], "wheelchair": None,
        "services": [{"id": "x", "name": "État civil", "position": 0, "level": "Basique", "fee": ""}],
        "closures": [{"first": "2026-12-24", "last": "2027-01-02", "reason": "congés"}], "note": "sonner",
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def dress(qapp):
    return apply_look(qapp, Settings())


@pytest.fixture(scope="module")
def whole_form(qapp, dress):
    """One form for every test, as one form serves every sheet."""
    made = SheetEditorScreen(words("fr"), dress)
    made.offer({"relay_types": KINDS})
    made.resize(1154, 768)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def screen(qtbot, whole_form):
    whole_form.present(FORM)
    whole_form.findChild(QCheckBox, "checked").setChecked(False)
    whole_form.show()
    whole_form.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is whole_form, timeout=PATIENCE_MS)
    whole_form.take_focus()
    return whole_form


def line(screen, name):
    found = screen.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def retype(qtbot, control, text):
    control.setFocus()
    control.selectAll()
    qtbot.keyClick(control, Qt.Key.Key_Delete)
    if text.isascii():
        qtbot.keyClicks(control, text)
    else:
        control.insert(text)  # QTest has no keys for accents


def said(screen):
    return " ".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def told(screen):
    return screen.findChild(QLabel, "told").text()


def saved(qtbot, screen):
    with qtbot.waitSignal(screen.save_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CONTROL)
    return asked.args


# what it shows, what it gives back


def test_a_sheet_is_shown_and_nothing_of_it_is_an_edit(screen):
    assert line(screen, "name").text() == "Mairie d'Ambronay"
    assert line(screen, "hours-we-opens").text() == "9 h"
    assert line(screen, "hours-we-ends").text() == "17 h"
    assert line(screen, "closures-0-first").text() == "24 décembre 2026"
    assert line(screen, "area").text() == "Ain"
    assert line(screen, "point").text() == "46.009 5.362"
    assert "Mairie · relais-lunaire" in said(screen)
    assert screen.edits == {}


def test_only_what_was_changed_is_saved(qtbot, screen):
    retype(qtbot, line(screen, "phone"), "0474381000")

    edits, checked = saved(qtbot, screen)

    assert (edits, checked) == ({"phone": "0474381000"}, False)


def test_saving_without_a_change_says_so(qtbot, screen):
    with qtbot.assertNotEmitted(screen.save_requested):
        screen.save()

    assert told(screen) == "Rien n'a changé."


def test_checking_is_one_box(qtbot, screen):
    box = screen.findChild(QCheckBox, "checked")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)

    assert saved(qtbot, screen) == [{}, True]


def test_what_a_card_does_not_show_is_kept(qtbot, screen):
    retype(qtbot, line(screen, "services-0-name"), "Papiers")

    edits, _ = saved(qtbot, screen)

    (service,) = edits["services"]
    assert (service["name"], service["id"], service["level"]) == ("Papiers", "x", "Basique")


def test_cards_are_added_and_removed_by_keyboard(qtbot, screen):
    screen.findChild(QPushButton, "add-closures").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "closures-1-first"
    qtbot.keyClicks(QApplication.focusWidget(), "1/5/2027")

    edits, _ = saved(qtbot, screen)
    assert edits["closures"][1]["first"] == "2027-05-01"

    first = screen.findChild(QPushButton, "closures-0-remove")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    edits, _ = saved(qtbot, screen)
    assert [one["first"] for one in edits["closures"]] == ["2027-05-01"]


def test_an_empty_card_counts_for_nothing(qtbot, screen):
    screen.findChild(QPushButton, "add-services").click()

    with qtbot.assertNotEmitted(screen.save_requested):
        screen.save()


# vocabularies


def test_a_list_is_opened_searched_and_ticked_by_keyboard(qtbot, screen):
    choose = screen.findChild(QPushButton, "choose-relay_types")
    choose.setFocus()
    qtbot.keyClick(choose, Qt.Key.Key_Space)
    search = QApplication.focusWidget()
    assert search.objectName() == "search-relay_types"

    qtbot.keyClicks(search, "action soc")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.keyClick(search, Qt.Key.Key_Escape)

    assert QApplication.focusWidget() is choose
    assert "CCAS" in choose.accessibleName()
    assert saved(qtbot, screen)[0] == {"relay_types": ["ccas", "mairie", "relais-lunaire"]}


def test_the_list_is_walked_with_the_arrows_and_what_is_chosen_comes_first(qtbot, screen):
    screen.findChild(QPushButton, "choose-relay_types").click()
    shown = screen.findChild(QListWidget, "list-relay_types")
    assert [shown.item(row).text() for row in range(2)] == ["Mairie", "relais-lunaire"]

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Space)

    assert screen.edits == {"relay_types": ["mairie"]}


def test_a_click_on_the_words_ticks_once(qtbot, screen):
    screen.findChild(QPushButton, "choose-relay_types").click()
    shown = screen.findChild(QListWidget, "list-relay_types")
    place = shown.visualItemRect(shown.item(2))

    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.right() - 20, place.center().y()))
    assert "ccas" in screen.edits["relay_types"]
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 14, place.center().y()))
    assert screen.edits == {}


def test_escape_closes_a_list_before_it_leaves_the_form(qtbot, screen):
    screen.findChild(QPushButton, "choose-needs").click()

    with qtbot.assertNotEmitted(screen.left):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    with qtbot.waitSignal(screen.left):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


# hours


@pytest.fixture
def hours(qtbot, dress, say):
    box = HoursBox(say, dress, "Horaires")
    qtbot.addWidget(box)
    return box


@pytest.mark.parametrize(
    ("osm", "way"),
    [
        ("", UNKNOWN),
        ("Mo-Fr 09:00-12:00; PH off", WEEK),
        ('unknown "sur rendez-vous"', APPOINTMENT),
        ("24/7", ALWAYS),
        ("Tu[1] 14:00-17:00", AS_IT_IS),
        ("un jour sur deux", AS_IT_IS),
    ],
)
def test_hours_are_shown_in_the_way_they_are_told_and_not_touched(hours, osm, way):
    hours.put({"opening_hours": osm})

    assert hours.way == way
    assert hours.ready == {"opening_hours": osm}


def test_a_richer_text_shows_its_sentence_and_is_lost_only_by_choosing_otherwise(qtbot, hours):
    hours.put({"opening_hours": "Tu[1] 14:00-17:00"})
    hours.show()
    assert "1er mardi du mois 14 h – 17 h" in " ".join(label.text() for label in hours.findChildren(QLabel))

    qtbot.keyClick(hours.combo, Qt.Key.Key_Home)
    assert hours.ready == {"opening_hours": ""}
    qtbot.keyClick(hours.combo, Qt.Key.Key_End)
    assert hours.ready == {"opening_hours": "Tu[1] 14:00-17:00"}


@pytest.mark.parametrize(
    ("opens", "closes", "osm"),
    [
        ("9", "12", "Mo 09:00-12:00; PH off"),
        ("9h30", "12:15", "Mo 09:30-12:15; PH off"),
        ("930", "midi", "Mo 09:30-12:00; PH off"),
    ],
)
def test_hours_are_typed_as_people_write_them(qtbot, hours, opens, closes, osm):
    hours.show()
    hours.combo.setCurrentIndex(1)
    hours.combo.activated.emit(1)

    qtbot.keyClicks(line(hours, "hours-mo-opens"), opens)
    assert hours.ready == {"opening_hours": ""}  # an hour without its other half changes nothing yet
    qtbot.keyClicks(line(hours, "hours-mo-closes"), closes)

    assert hours.ready == {"opening_hours": osm}


def test_what_cannot_be_read_stays_typed_and_leaves_the_hours_of_before(qtbot, hours, say, dress):
    hours.put({"opening_hours": "Mo 09:00-12:00; PH off"})
    hours.show()
    retype(qtbot, line(hours, "hours-mo-opens"), "tôt")

    assert hours.ready == {"opening_hours": "Mo 09:00-12:00; PH off"}
    again = HoursBox(say, dress, "Horaires")
    qtbot.addWidget(again)
    again.put(json.loads(json.dumps(hours.values)))
    assert line(again, "hours-mo-opens").text() == "tôt"


def test_a_closing_before_the_opening_is_said_beside_the_hours(qtbot, hours):
    hours.put({"opening_hours": "Mo 09:00-12:00; PH off"})
    hours.show()
    retype(qtbot, line(hours, "hours-mo-closes"), "8")

    assert hours.troubled
    assert hours.ready == {"opening_hours": "Mo 09:00-08:00; PH off"}


def test_monday_is_copied_onto_the_week_and_other_days_have_other_hours(qtbot, hours):
    hours.put({"opening_hours": "Mo 09:00-12:00; PH off; 2026 Dec 05 10:00-12:00"})
    hours.show()
    assert line(hours, "exceptions-0-first").text() == "5 décembre 2026"

    hours.findChild(QPushButton, "hours-copy").click()

    assert hours.ready == {"opening_hours": "Mo-Fr 09:00-12:00; PH off; 2026 Dec 05 10:00-12:00"}


# problems and doubts


def test_what_must_be_corrected_is_said_beside_its_box_which_gets_the_keyboard(screen):
    screen.present_problems(
        (
            Problem(field="services.0.phone", code="secret-card"),
            Problem(field="description", code="secret-password"),
            Problem(field="elsewhere", code="in-the-future"),
        )
    )

    assert QApplication.focusWidget().objectName() == "description"
    assert "mot de passe" in screen.findChild(QPlainTextEdit, "description").accessibleDescription()
    assert "carte" in line(screen, "services-0-phone").accessibleDescription()
    assert told(screen).startswith("Pas enregistré")
    assert "dans le futur" in told(screen)


def test_a_doubt_about_a_folded_box_unfolds_it(screen):
    assert not line(screen, "siret").isVisible()

    screen.present_saved(FORM, (Problem(field="siret", code="siret-check"),), "Enregistré.")

    assert line(screen, "siret").isVisible()
    assert "SIRET" in line(screen, "siret").accessibleDescription()


@pytest.mark.parametrize(
    ("name", "text", "shown", "doubt"),
    [
        ("phone", "04.74.38.10.75", "04 74 38 10 75", ""),
        ("phone", "04 74", "04 74", "téléphone"),
        ("email", "ACCUEIL@Ambronay.fr", "accueil@ambronay.fr", ""),
        ("website", "ambronay.fr", "https://ambronay.fr", ""),
        ("summary", "mdp : soleil38", "mdp : soleil38", "mot de passe"),
        ("point", "12.5 60.5", "12.5 60.5", "France"),
    ],
)
def test_a_box_says_at_once_what_is_doubtful_and_shows_what_it_understood(qtbot, screen, name, text, shown, doubt):
    for more in screen.findChildren(QPushButton):
        if more.objectName() == "more-where" and not line(screen, "point").isVisible():
            more.click()
    control = line(screen, name)
    retype(qtbot, control, text)
    qtbot.keyClick(control, Qt.Key.Key_Tab)

    assert control.text() == shown
    assert doubt in control.accessibleDescription()


def test_a_point_that_cannot_be_read_stays_in_the_box_and_blocks_nothing(qtbot, screen):
    retype(qtbot, line(screen, "point"), "derrière l'église")
    retype(qtbot, line(screen, "phone"), "3939")

    assert saved(qtbot, screen)[0] == {"phone": "3939"}
    assert screen.edits["latitude"] == "derrière l'église"


# lookalikes and communes


def test_lookalikes_are_asked_while_typing_and_one_key_opens_the_other(qtbot, screen):
    with qtbot.waitSignal(screen.alike_requested, timeout=PATIENCE_MS) as asked:
        retype(qtbot, line(screen, "name"), "Mairie")
    assert asked.args == ["Mairie", "04 74 38 10 74", ""]
    other = SheetLine(
        id="o",
        name="Mairie",
        commune="Ambronay",
        km=1,
        away="1 km",
        checked="à vérifier",
        fresh=Freshness.NEVER,
        score=1,
    )

    screen.present_alike((other,))
    button = screen.findChild(QPushButton, "alike-0")
    assert screen.findChild(QFrame, "alike").isVisible()
    assert "Mairie" in button.text()
    button.setFocus()
    with qtbot.waitSignal(screen.other_requested) as opened:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert opened.args == ["o"]
    screen.present_alike(())
    assert not screen.findChild(QFrame, "alike").isVisible()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_choosing_a_commune_fills_in_its_postcode_and_its_code(qtbot, screen):
    box = line(screen, "commune")
    with qtbot.waitSignal(screen.towns_requested) as asked:
        retype(qtbot, box, "ambr")
    assert asked.args == ["am"] or asked.args[0].startswith("am")
    screen.present_towns((Town(words="Ambronay · 01500 · Ain", commune="Ambronay", postcode="01500", insee="01007"),))
    popup = QApplication.activePopupWidget()

    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert box.text() == "Ambronay"
    assert (line(screen, "postcode").text(), line(screen, "insee").text()) == ("01500", "01007")


def test_stops_are_asked_only_of_what_travels(qtbot, screen):
    stops = screen.findChild(QFrame, "group-stops")
    assert not stops.isVisible()

    screen.findChild(QCheckBox, "itinerant").click()

    assert stops.isVisible()


# undoing


def test_ctrl_z_undoes_in_the_box_then_in_the_form_then_the_last_save(qtbot, screen):
    phone, name = line(screen, "phone"), line(screen, "name")
    retype(qtbot, phone, "3939")
    name.setFocus()
    QTest.keyClicks(name, " !")
    while screen.edits.get("name"):
        qtbot.keyClick(name, Qt.Key.Key_Z, CONTROL)
    assert name.text() == "Mairie d'Ambronay"
    assert phone.text() == "3939"

    qtbot.keyClick(name, Qt.Key.Key_Z, CONTROL)
    assert phone.text() == "04 74 38 10 74"
    assert screen.edits == {}
    with qtbot.waitSignal(screen.undo_requested):
        qtbot.keyClick(name, Qt.Key.Key_Z, CONTROL)


def test_ctrl_z_takes_back_a_choice_a_tick_and_a_card(qtbot, screen):
    fee = screen.findChild(QComboBox, "fee")
    fee.setFocus()
    qtbot.keyClick(fee, Qt.Key.Key_End)
    screen.findChild(QPushButton, "closures-0-remove").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert set(screen.edits) == {"fee", "closures"}

    screen.take_focus()
    screen.undo()
    assert set(screen.edits) == {"fee"}
    screen.undo()
    assert screen.edits == {}


def test_a_new_sheet_has_nothing_left_to_undo(screen):
    screen.present(SheetForm(values={"name": ""}))

    screen.undo()

    assert told(screen) == "Il n'y a plus rien à annuler."


# drafts


def test_what_is_typed_is_told_as_a_draft_without_waiting_for_a_pause(qtbot, screen):
    """The clock of the draft starts at the first letter and is not started again by the next ones."""
    with qtbot.waitSignal(screen.draft_changed, timeout=1000) as kept:
        retype(qtbot, line(screen, "phone"), "39")
        while not kept.signal_triggered:
            QTest.keyClicks(line(screen, "phone"), "1", delay=20)
    assert kept.args[0]["phone"].startswith("39")


def test_leaving_hiding_or_closing_keeps_the_draft_at_once(qtbot, screen):
    for leave in (screen.leave, screen.hide, screen.close):
        screen.show()
        retype(qtbot, line(screen, "name"), leave.__name__)
        with qtbot.waitSignal(screen.draft_changed) as kept:
            leave()
        assert kept.args == [{"name": leave.__name__}]


def test_a_draft_is_typed_over_the_sheet_with_all_it_holds(qtbot, screen):
    retype(qtbot, line(screen, "hours-mo-opens"), "tôt")
    retype(qtbot, line(screen, "point"), "ici")
    screen.findChild(QPushButton, "add-closures").click()
    QApplication.focusWidget().insert("bientôt")
    draft = json.loads(json.dumps(screen.edits))

    screen.present(FORM)
    assert screen.edits == {}
    screen.present(FORM, draft)

    assert screen.edits == draft
    assert line(screen, "closures-1-first").text() == "bientôt"
    assert "brouillon" in told(screen)


def test_what_is_typed_while_it_is_being_saved_stays(qtbot, screen):
    retype(qtbot, line(screen, "name"), "Mairie")
    saved(qtbot, screen)
    retype(qtbot, line(screen, "phone"), "3939")

    screen.present_saved(SheetForm(id="s", name="Mairie", values={**FORM.values, "name": "Mairie"}), (), "Enregistré.")

    assert screen.edits == {"phone": "3939"}


# by keyboard alone, for everyone


def test_tab_goes_through_every_box_in_reading_order(qtbot, screen):
    for box in screen.findChildren(QPushButton):
        if box.objectName().startswith("more-"):
            box.click()
    screen.findChild(QPushButton, "back").setFocus()
    seen = []
    while (at := QApplication.focusWidget()) not in seen:
        seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    boxes = [box for box in screen.findChildren(Box) if box.isVisible()]
    controls = {
        one
        for box in boxes
        for one in box.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert {
        one.objectName()
        for one in controls
        if isinstance(one, QLineEdit | QPlainTextEdit | QComboBox | QPushButton) and one not in seen
    } == set()
    body = screen.findChild(QFrame, "group-who").parentWidget()
    places = [one.mapTo(body, QPoint(0, one.height())) for one in seen if body.isAncestorOf(one)]
    jumps = [(a.toTuple(), b.toTuple()) for a, b in pairwise(places) if b.y() < a.y() - 60 and b.x() <= a.x()]
    assert jumps == []
    assert seen[-1].objectName() == "save"


def test_pages_go_from_group_to_group(qtbot, screen):
    screen.take_focus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown, CONTROL)
        reached.append(QApplication.focusWidget().objectName())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, CONTROL)

    assert reached == ["choose-needs", "address", "hours-way"]
    assert QApplication.focusWidget().objectName() == "address"


def test_the_wheel_changes_no_value(screen):
    fee = screen.findChild(QComboBox, "fee")
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(fee, event)

    assert screen.edits == {}


def test_opening_sheet_after_sheet_makes_no_more_widgets(screen):
    other = SheetForm(id="t", name="Autre", values={"name": "Autre"})
    for form in (FORM, other):
        screen.present(form)
    before = len(screen.findChildren(QWidget))

    for _ in range(20):
        screen.present(other)
        screen.present(FORM)

    assert len(screen.findChildren(QWidget)) == before


@pytest.mark.parametrize("percent", [100, 200])
def test_every_sentence_under_a_box_is_whole(qapp, qtbot, say, percent):
    look = apply_look(qapp, Settings(text_percent=percent))
    box = LineBox(
        say, "phone", "Téléphone", hint="Une indication assez longue pour passer à la ligne, et même deux fois"
    )
    qtbot.addWidget(box)
    box.tell(["Ce numéro n'est pas entier. Il est gardé tel qu'il est écrit, en attendant mieux."], wrong=True)
    box.resize(300, 900)
    box.show()
    qtbot.waitExposed(box)

    for label in box.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) - 2
    assert look.scale.percent == percent
