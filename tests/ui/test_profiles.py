"""Another library on this computer, from the settings and at the start."""

from PySide6.QtWidgets import QPushButton

from desk.base.words import words
from desk.wiring import profiles as rooms
from desk.work import profiles
from tests.ui.test_app import press
from tests.work.test_profiles import a_second


def test_one_library_more_is_opened_once_this_one_is_closed(make_desk, settle, when_asked):
    desk = make_desk()
    desk.window.bring("settings")
    settle(desk)
    when_asked(press(0))
    desk.window.findChild(QPushButton, "other-library").click()

    assert desk.goes_on_with is not None
    assert desk.goes_on_with.root == profiles.new_one(desk.profile).root
    assert not desk.window.isVisible()


def test_staying_changes_nothing(make_desk, settle, when_asked):
    desk = make_desk()
    desk.window.bring("settings")
    settle(desk)
    when_asked(lambda dialog: dialog.reject())
    desk.window.findChild(QPushButton, "other-library").click()

    assert desk.goes_on_with is None
    assert desk.window.isVisible()


def test_at_the_start_the_library_is_asked_only_when_there_are_several(make_desk, when_asked, clock):
    desk = make_desk()
    assert rooms.which(desk.profile, words("fr")).root == desk.profile.root

    second = a_second(desk.profile, clock)
    asked = when_asked(press(1))
    assert rooms.which(desk.profile, words("fr")).root == second.root
    assert asked
