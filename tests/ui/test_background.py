"""One thread for the store; answers come back to the screen's thread, the latest question wins."""

import threading

import pytest
from PySide6.QtCore import QThread

from desk.ui.background import Background


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


def refuse(error):
    raise AssertionError(error)


def test_the_answer_comes_back_on_the_screens_thread(qtbot, qapp, background):
    heard = []
    with qtbot.waitSignal(background.rested):
        background.ask(threading.current_thread, lambda worker: heard.extend((worker, QThread.currentThread())), refuse)
    assert heard[0] is not threading.main_thread()
    assert heard[1] is qapp.thread()


def test_an_error_comes_back_as_an_error(qtbot, background):
    heard = []
    with qtbot.waitSignal(background.rested):
        background.ask(lambda: 1 / 0, refuse, heard.append)
    assert isinstance(heard[0], ZeroDivisionError)


def test_only_the_latest_question_of_a_lane_is_answered(qtbot, background):
    go, heard = threading.Event(), []
    with qtbot.waitSignal(background.rested):
        background.ask(go.wait, lambda _: heard.append("first"), refuse)
        for number in range(50):
            background.ask(lambda number=number: number, heard.append, refuse, lane="relays")
        go.set()
    assert heard == ["first", 49]


def test_questions_of_other_lanes_are_all_answered(qtbot, background):
    heard = []
    with qtbot.waitSignal(background.rested):
        for lane in ("", "a", "", "b"):
            background.ask(lambda lane=lane: lane, heard.append, refuse, lane=lane)
    assert heard == ["", "a", "", "b"]


def test_a_mistake_while_showing_an_answer_does_not_keep_anyone_waiting(qtbot, background):
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(background.rested):
        background.ask(lambda: 0, lambda number: 1 / number, refuse)
    assert caught[0][0] is ZeroDivisionError
    assert not background.busy


def test_the_last_task_runs_after_all_the_others(qapp):
    background, done = Background(), []
    for number in range(5):
        background.ask(lambda number=number: done.append(number), lambda _: None, refuse)
    background.last(lambda: done.append("closed"))
    assert done == [0, 1, 2, 3, 4, "closed"]


def test_who_closed_is_not_answered_any_more(qtbot):
    """The widget that asked may be gone: what was asked is still done."""
    background, done, answered = Background(), [], []
    background.ask(lambda: done.append(1), answered.append, answered.append)
    background.last(lambda: done.append(2))
    with qtbot.waitSignal(background.rested, timeout=5000):
        pass

    assert (done, answered) == ([1, 2], [])
