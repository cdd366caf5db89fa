"""Permanences, the form: what is typed and not kept is offered back; Esc, a closed window or a kill lose nothing (T4, T118)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desk.domain.sessions import Session
from desk.store.drafts import Draft, Drafts
from desk.ui import messages
from desk.ui.screens.sessions import SessionsScreen

PATIENCE_MS = 5000
TAKE_UP, FORGET = 0, 1


@pytest.fixture
def answers(monkeypatch):
    """What the person answers when a draft waits, and the sentences asked."""
    given, asked = [], []

    def choose(_window, sentence, _answers, *, safe):
        asked.append((sentence, safe))
        return given.pop(0)

    monkeypatch.setattr(messages, "choose", choose)
    return given, asked


@pytest.fixture
def at_sessions(make_desk, settle):
    def opened(*, plant=True):
        desk = make_desk(plant=plant)
        desk.window.bring("sessions")
        settle(desk)
        return desk, desk.window.findChild(SessionsScreen)

    return opened


@pytest.fixture
def drafts(profile):
    return Drafts(profile.drafts, "permanence")


def title(screen):
    return screen.form.findChild(QLineEdit, "title")


def a_new_one(qtbot, desk, screen, settle):
    qtbot.keyClick(screen, Qt.Key.Key_Insert)
    settle(desk)


def test_what_is_typed_is_in_a_file_within_the_second_with_no_key_to_press(qtbot, at_sessions, settle, drafts):
    desk, screen = at_sessions()
    a_new_one(qtbot, desk, screen, settle)
    with qtbot.waitSignal(screen.form.draft_changed, timeout=1000):
        qtbot.keyClicks(title(screen), "Permanence des imp")
    qtbot.waitUntil(lambda: drafts.of("") is not None, timeout=PATIENCE_MS)
    assert drafts.of("").fields == {"title": "Permanence des imp"}


def test_escape_then_the_same_form_again_offers_what_was_typed(qtbot, at_sessions, settle, drafts, answers):
    desk, screen = at_sessions()
    a_new_one(qtbot, desk, screen, settle)
    qtbot.keyClicks(title(screen), "Atelier tablette")
    qtbot.keyClick(title(screen), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: drafts.of("") is not None, timeout=PATIENCE_MS)

    answers[0].append(TAKE_UP)
    a_new_one(qtbot, desk, screen, settle)
    assert title(screen).text() == "Atelier tablette"
    ((sentence, safe),) = answers[1]
    assert sentence.startswith("Reprendre votre brouillon du ")
    assert safe == TAKE_UP


def test_a_window_closed_while_typing_loses_nothing(qtbot, at_sessions, settle, drafts):
    desk, screen = at_sessions()
    a_new_one(qtbot, desk, screen, settle)
    qtbot.keyClicks(title(screen), "Écrivain public")
    desk.window.close()
    assert drafts.of("").fields == {"title": "Écrivain public"}


def test_a_draft_that_is_thrown_away_is_gone(qtbot, at_sessions, settle, drafts, answers, clock):
    desk, screen = at_sessions()
    drafts.keep(Draft(sheet="", at=clock.now(), fields={"title": "Ancien"}))
    answers[0].append(FORGET)
    a_new_one(qtbot, desk, screen, settle)
    assert title(screen).text() == ""
    qtbot.waitUntil(lambda: drafts.of("") is None, timeout=PATIENCE_MS)


def test_what_is_kept_leaves_no_draft(qtbot, at_sessions, settle, drafts, answers, clock):
    desk, screen = at_sessions()
    fields = {"title": "Impôts", "first": "2026-11-26", "start": "14 h", "end": "16 h"}
    drafts.keep(Draft(sheet="", at=clock.now(), fields=fields))
    answers[0].append(TAKE_UP)
    a_new_one(qtbot, desk, screen, settle)
    screen.form.findChild(QAbstractButton, "keep-session").click()
    settle(desk)

    qtbot.waitUntil(lambda: drafts.of("") is None, timeout=PATIENCE_MS)
    kept = []
    desk.ask(lambda store: store.records.all(Session), kept.append)
    settle(desk)
    assert [one.title for one in kept[0]] == ["Impôts"]


def test_the_drafts_of_two_forms_never_meet(profile, clock):
    sheets, sessions = Drafts(profile.drafts), Drafts(profile.drafts, "permanence")
    for record in ("", "nouvelle", "k7m29qxd4trw"):
        sheets.keep(Draft(sheet=record, at=clock.now(), fields={"name": f"fiche {record}"}))
        sessions.keep(Draft(sheet=record, at=clock.now(), fields={"title": f"permanence {record}"}))
    for record in ("", "nouvelle", "k7m29qxd4trw"):
        assert sheets.of(record).fields == {"name": f"fiche {record}"}
        assert sessions.of(record).fields == {"title": f"permanence {record}"}
