"""S'exercer in the whole desk: frame, title, cases, papers; in by a button, out with or without what was tried."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from desk.app import Desk, _options, _shown, application
from desk.base import training as marks
from desk.base.paths import resources
from desk.ui.crash import Crashes
from desk.ui.main_window import MainWindow
from desk.ui.screens.training import TrainingScreen
from desk.ui.widgets.reading import Reading
from desk.ui.widgets.training_frame import TrainingFrame
from desk.work import training

PATIENCE_MS = 5000


@pytest.fixture
def practice(store, clock):
    made = training.make_copy(store, clock, resources())
    store.close()
    return made


@pytest.fixture
def make_practice(qtbot, practice, clock):
    made = []

    def opened():
        desk = Desk(application(), practice, clock)
        made.append(desk)
        with qtbot.waitActive(desk.window), qtbot.waitSignal(desk.background.rested, timeout=PATIENCE_MS):
            desk.open()
        return desk

    yield opened
    for desk in made:
        desk.window.close()
        desk.close()
        desk.window.deleteLater()
    marks.mark_papers(False)


def press(desk, name):
    desk.window.findChild(QPushButton, name).click()


def case_text(desk):
    return " ".join(label.text() for label in desk.window.findChild(Reading, "case").findChildren(QLabel))


def test_the_window_is_framed_and_its_title_says_so(make_practice):
    desk = make_practice()
    frame = desk.window.findChild(TrainingFrame)
    said = [label.text() for label in frame.findChildren(QLabel)]
    assert "EXERCICE : rien ne compte, rien ne part." in [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]
    assert desk.window.windowTitle().startswith("EXERCICE · Relais · ")
    corner = frame.grab().toImage()
    colours = {corner.pixelColor(3, y).name() for y in range(0, corner.height(), 2)}
    assert {desk.look.colour("stop"), desk.look.colour("stop_text")} <= colours
    assert marks.papers_are_marked()


def test_the_desk_that_counts_has_no_frame_and_no_cases(make_desk):
    marks.mark_papers(True)
    desk = make_desk()
    assert not marks.papers_are_marked()
    assert desk.window.findChild(TrainingFrame) is None
    assert "EXERCICE" not in desk.window.windowTitle()
    assert not desk.window.knows("training")


def test_the_frame_stays_when_the_window_is_made_anew(make_practice, settle):
    desk = make_practice()
    desk._zoom(1)
    QApplication.processEvents()
    settle(desk)
    assert desk.window.findChild(TrainingFrame) is not None
    assert desk.window.windowTitle().startswith("EXERCICE")


def test_a_case_is_read_played_answered_and_printed(make_practice, settle, monkeypatch, tmp_path, when_asked):
    desk = make_practice()
    desk.refer.ask("reste de la fois d'avant")
    desk.window.bring("training")
    settle(desk)
    assert desk.window.findChild(QListWidget, "cases").count() == 12
    assert "Bonjour. Ma carte d'identité n'est plus valable" in case_text(desk)
    assert "empreintes" not in case_text(desk)
    press(desk, "answer")
    assert "Dossier et empreintes" in case_text(desk)
    press(desk, "next")
    assert "carnet" in case_text(desk)
    assert "ne jamais noter" not in case_text(desk).lower()
    press(desk, "play")
    assert (desk.window.front, desk.refer.need) == ("refer", "")
    press(desk, "training-case")
    assert desk.window.front == "training"
    assert "carnet" in case_text(desk)
    monkeypatch.setattr(desk, "ask_file", lambda *_: str(tmp_path / "cas.pdf"))
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-0").click())
    press(desk, "print-cases")
    assert (tmp_path / "cas.pdf").read_bytes().startswith(b"%PDF")


def test_staying_changes_nothing_and_keeping_keeps_what_was_tried(make_practice, when_asked, profile):
    desk = make_practice()
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-0").click())
    press(desk, "training-leave")
    assert (desk.goes_on_with, desk.window.isVisible()) == (None, True)
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-1").click())
    press(desk, "training-leave")
    assert (desk.goes_on_with, desk.throws_away, desk.window.isVisible()) == (profile, False, False)


def test_the_twelve_and_the_one_go_to_the_printer(qtbot, say, look, store):
    screen = TrainingScreen(say, look)
    qtbot.addWidget(screen)
    screen.present(training.cases(store, say))
    asked = []
    screen.print_requested.connect(lambda cases: asked.append(len(cases)))
    screen.findChild(QPushButton, "print-case").click()
    screen.findChild(QPushButton, "print-cases").click()
    assert asked == [1, 12]


def test_an_earlier_exercise_is_offered_again(practice, make_desk, settle, profile):
    before = practice.desk_file.stat().st_ino
    desk = make_desk()
    desk.window.bring("settings")
    settle(desk)
    assert not desk.window.findChild(QPushButton, "practise-anew").isHidden()
    press(desk, "practise")
    assert desk.goes_on_with == practice
    assert practice.desk_file.stat().st_ino == before


def test_the_program_goes_from_the_desk_to_an_exercise_and_back(qapp, store, profile, when_asked):
    """The real loop of the program, driven by whoever clicks: one window after the other, never two."""
    store.close()
    titles = []
    crashes = Crashes(profile.log_file)
    timer = QTimer()
    timer.setInterval(10)

    def click():
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
        title = windows[0].windowTitle() if len(windows) == 1 else ""
        if title.count("·") == 0 or titles[-1:] == [title]:
            return
        titles.append(title)
        if title.startswith("EXERCICE"):
            when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-2").click())
            windows[0].findChild(QPushButton, "training-leave").click()
        elif len(titles) == 1:
            windows[0].bring("settings")
            windows[0].findChild(QPushButton, "practise").click()
        else:
            windows[0].close()

    timer.timeout.connect(click)
    timer.start()
    going = profile
    while going is not None:
        code, going = _shown(application(), going, crashes)
    timer.stop()
    assert code == 0
    assert [title.startswith("EXERCICE") for title in titles] == [False, True, False]
    assert not profile.training_copy.root.exists()


def test_the_word_of_the_command_line_opens_an_exercise():
    assert _options(["--training"]).training
    assert _options(["--data-dir", "/x", "--training"]).data_dir == "/x"
    assert _options(["--training", "--data-dir=/y"]).data_dir == "/y"
    assert not _options([]).training
