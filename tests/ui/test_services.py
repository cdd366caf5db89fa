"""Charte, Permanences, Entraide in a whole desk: keys, what is kept, what the other screens then show."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QWidget

from desk.base.paths import resources
from desk.base.words import words
from desk.domain.charter import CharterVersion, Level
from desk.domain.sessions import Session, weekly
from desk.store.store import open_store
from desk.ui import printing
from desk.ui.screens.charter import CharterScreen
from desk.ui.screens.mutual_aid import MutualAidScreen
from desk.ui.screens.sessions import SessionsScreen
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.month_grid import MonthGrid
from desk.work import charter, mutual_aid, sessions

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def shown(make_desk, qtbot, settle):
    """Open a desk on one screen and return both."""

    def opened(name, kind):
        desk = make_desk()
        desk.window.bring(name)
        settle(desk)
        return desk, desk.window.findChild(kind)

    return opened


def press(qtbot, widget, name):
    qtbot.mouseClick(widget.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def typed(screen, name, text):
    line = screen.findChild(QLineEdit, name)
    line.setText(text)
    line.textEdited.emit(text)


def asked(desk, settle, work):
    told = []
    desk.ask(work, told.append)
    settle(desk)
    return told[0]


def told(screen):
    return screen.findChild(QLabel, "told").text()


def test_a_charter_is_adapted_with_digits_and_adopted_and_then_rules(shown, qtbot, settle):
    desk, screen = shown("charter", CharterScreen)
    screen.findChild(QListWidget, "parts").setCurrentRow(1)
    acts = screen.findChild(QWidget, "acts")
    place = next(at for at, act in enumerate(acts.rows) if act.id == "print")
    acts.choose(place)
    acts.setFocus()
    qtbot.keyClick(acts, Qt.Key.Key_3)
    settle(desk)
    assert acts.row.level is Level.NEVER
    assert asked(desk, settle, lambda store: charter.charter(store).act("print").level) is Level.DO

    typed(screen, "adopted_by", "le conseil municipal")
    typed(screen, "adopted_on", "02/11/2026")
    screen.findChild(QAbstractButton, "adopt").click()
    settle(desk)

    assert told(screen) == "Cette charte règle maintenant l'accueil."
    assert asked(desk, settle, lambda store: charter.charter(store).act("print").level) is Level.NEVER
    assert screen.findChild(QLabel, "standing").text().startswith("Version 1, adoptée le 2 novembre 2026")


def test_a_draft_is_abandoned_and_comes_back_with_ctrl_z(shown, qtbot, settle):
    desk, screen = shown("charter", CharterScreen)
    screen.findChild(QListWidget, "parts").setCurrentRow(1)
    assert not screen.findChild(QAbstractButton, "abandon").isEnabled()
    typed(screen, "hours", "lundi")
    settle(desk)

    screen.findChild(QAbstractButton, "abandon").click()
    settle(desk)

    assert told(screen) == "Le brouillon est abandonné. Le modèle continue de régler l'accueil."
    assert screen.findChild(QLineEdit, "hours").text() == ""
    qtbot.keyClick(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert (told(screen), screen.findChild(QLineEdit, "hours").text()) == ("Le brouillon est revenu.", "lundi")


def test_a_version_adopted_on_another_computer_is_announced_once_at_opening(make_desk, planted, profile, clock, settle):
    shutil.copytree(planted.root, profile.root)
    store = open_store(profile, clock, resources())
    say = words("fr")
    charter.adopt(store, charter.adaptation(store, say).draft, date(2026, 11, 24), "le conseil municipal")
    store.close()

    told = []
    for _ in range(2):
        desk = make_desk(plant=False)
        settle(desk)
        told.append("Une nouvelle charte règle l'accueil. Version 1" in shown_in(desk.refer))
        desk.window.close()
        desk.close()
    assert told == [True, False]


def shown_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_mark_up_typed_in_a_charter_is_read_as_text_and_a_replaced_version_says_so(shown, settle):
    desk, screen = shown("charter", CharterScreen)

    def adopt(store, hours):
        draft = replace(charter.adaptation(store, desk.say).draft, hours=hours)
        return charter.adopt(store, draft, date(2026, 11, 24), "le conseil").changed

    for hours in ("lundi", "<b>mardi</b><img src=x>"):
        desk.changed(asked(desk, settle, lambda store, hours=hours: adopt(store, hours)))
        settle(desk)

    assert "<b>mardi</b><img src=x>." in shown_in(screen)
    versions = screen.findChild(QListWidget, "versions")
    assert [versions.item(row).text().rsplit(". ", 1)[1] for row in range(2)] == ["En vigueur.", "Remplacée depuis."]


def test_a_digit_that_would_loosen_the_model_says_so_and_changes_nothing(shown, qtbot, settle):
    desk, screen = shown("charter", CharterScreen)
    screen.findChild(QListWidget, "parts").setCurrentRow(1)
    acts = screen.findChild(QWidget, "acts")
    acts.choose(next(at for at, act in enumerate(acts.rows) if act.id == "pay"))
    acts.setFocus()

    qtbot.keyClick(acts, Qt.Key.Key_1)
    settle(desk)

    assert told(screen) == "La charte peut faire moins que le modèle, jamais plus."
    assert asked(desk, settle, lambda store: store.records.all(CharterVersion)) == ()


def test_the_visitor_s_large_letters_open_from_the_home_and_close_with_escape(shown, qtbot, settle, when_asked):
    desk, _ = shown("charter", CharterScreen)
    desk.window.bring("refer")

    def read(dialog):
        words = [label.text() for label in dialog.findChildren(QLabel)]
        dialog.reject()
        return words

    done = when_asked(read)
    qtbot.keyClick(desk.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)

    assert "NOUS FAISONS" in done[0]
    assert any("Trouver le site officiel" in line for line in done[0])


def a_session(store, **fields):
    made = replace(
        sessions.blank(store, THURSDAY),
        **{"title": "Permanence France services", "relay_types": ("france-services",), "slot_minutes": 30, **fields},
    )
    return sessions.save(store, made).id


def test_a_session_is_typed_kept_and_cancelled_with_one_digit(shown, qtbot, settle):
    desk, screen = shown("sessions", SessionsScreen)
    qtbot.keyClick(screen, Qt.Key.Key_Insert)
    settle(desk)
    typed(screen, "title", "Permanence des impôts")
    typed(screen, "host", "Centre des finances publiques")
    typed(screen, "first", "26/11/2026")
    typed(screen, "start", "14h")
    typed(screen, "end", "16h30")
    screen.findChild(QAbstractButton, "keep-session").click()
    settle(desk)
    (kept,) = asked(desk, settle, lambda store: store.records.all(Session))
    assert (kept.title, kept.start, kept.end, kept.rule) == ("Permanence des impôts", "14:00", "16:30", weekly())

    days = screen.findChild(Lines, "days")
    days.setFocus()
    qtbot.keyClick(days, Qt.Key.Key_3)
    settle(desk)

    assert days.row.state == "annulé : mauvais temps"
    qtbot.keyClick(days, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert days.row.held


def test_a_person_s_name_in_the_form_is_said_beside_its_box_and_nothing_is_kept(shown, qtbot, settle):
    desk, screen = shown("sessions", SessionsScreen)
    screen.findChild(QAbstractButton, "new").click()
    settle(desk)
    typed(screen, "title", "Mme Dupont")
    typed(screen, "first", "26/11/2026")
    screen.findChild(QAbstractButton, "keep-session").click()
    settle(desk)

    assert "nommer une personne" in told(screen)
    assert screen.findChild(QLineEdit, "title").hasFocus()
    assert asked(desk, settle, lambda store: store.records.all(Session)) == ()


def test_the_month_is_walked_with_arrows_and_says_each_day_aloud(shown, qtbot, settle):
    desk, screen = shown("sessions", SessionsScreen)
    asked(desk, settle, a_session)
    desk.changed(frozenset({"session"}))
    settle(desk)
    screen.findChild(QAbstractButton, "span-1").click()
    settle(desk)
    month = screen.findChild(MonthGrid)
    month.setFocus()
    qtbot.keyClick(month, Qt.Key.Key_Right)
    assert screen.findChild(Lines, "days").rows == ()
    qtbot.keyClick(month, Qt.Key.Key_Left)

    assert month.chosen == THURSDAY
    assert month.accessibleDescription() == "jeudi 26 novembre 2026 : 14 h Permanence France services"
    assert screen.findChild(Lines, "days").row.title == "Permanence France services"
    qtbot.keyClick(month, Qt.Key.Key_Down)
    settle(desk)
    assert month.chosen == date(2026, 12, 3)
    assert screen.findChild(QLabel, "period").text() == "Décembre 2026"


def test_a_slot_is_given_and_its_paper_printed_without_a_name(shown, qtbot, settle, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "page_to_printer", lambda page, *_: printed.append(page))
    desk, screen = shown("sessions", SessionsScreen)
    asked(desk, settle, a_session)
    desk.changed(frozenset({"session"}))
    settle(desk)
    slots = screen.findChild(QListWidget, "slots")
    assert slots.item(0).text() == "14 h 00 · libre"

    screen.findChild(QAbstractButton, "book").click()
    settle(desk)

    assert len(printed) == 1
    assert slots.item(0).text().startswith("14 h 00 · pris : ")
    assert slots.currentRow() == 1


def test_a_request_is_noted_with_a_code_and_the_form_is_empty_for_the_next_person(shown, qtbot, settle, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "page_to_printer", lambda page, *_: printed.append(page))
    desk, screen = shown("mutual-aid", MutualAidScreen)
    typed(screen, "limits", "entend mal")

    screen.findChild(QAbstractButton, "ask").click()
    settle(desk)

    assert told(screen) in {"Noté. Le papier porte son code.", "C'est parti vers l'imprimante."}
    assert len(printed) == 1
    assert screen.findChild(QLineEdit, "limits").text() == ""
    (line,) = screen.findChild(Lines, "requests").rows
    assert line.request.limits == "entend mal"


def test_a_helper_is_kept_matched_and_erased(shown, qtbot, settle, when_asked):
    desk, screen = shown("mutual-aid", MutualAidScreen)
    screen.findChild(QAbstractButton, "part-1").click()
    typed(screen, "name", "Bernadette")
    screen.findChild(QAbstractButton, "subject-tablet").click()
    typed(screen, "consent_on", "24/11/2026")
    screen.findChild(QAbstractButton, "keep-helper").click()
    settle(desk)
    helpers = screen.findChild(Lines, "helpers")
    assert [line.state for line in helpers.rows] == ["accord jusqu'au 24 mai 2027"]

    helpers.choose(0)
    done = when_asked(lambda dialog: dialog.findChild(QAbstractButton, "choice-1").click())
    screen.findChild(QAbstractButton, "forget-helper").click()
    settle(desk)

    assert done
    assert asked(desk, settle, lambda store: mutual_aid.helpers(store, desk.say)) == ()
    assert helpers.rows == ()


def test_the_empty_home_proposes_what_the_season_brings_and_one_gesture_opens_it(make_desk, qtbot, settle):
    desk = make_desk()
    settle(desk)
    button = desk.refer.findChild(QAbstractButton, "season-loyer-impaye-expulsion")

    button.click()
    settle(desk)

    assert desk.refer.procedure == "loyer-impaye-expulsion"


def test_a_slot_given_while_a_procedure_is_open_says_what_to_bring(shown, qtbot, settle, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "page_to_printer", lambda page, *_: printed.append(page))
    desk, screen = shown("sessions", SessionsScreen)
    asked(desk, settle, a_session)
    desk.changed(frozenset({"session"}))
    desk.refer.procedure_chosen.emit("carte-grise")
    settle(desk)
    desk.window.bring("sessions")
    settle(desk)

    screen.findChild(QAbstractButton, "book").click()
    settle(desk)

    assert any(getattr(mark, "text", "") == "Apportez" for mark in printed[0].marks)
