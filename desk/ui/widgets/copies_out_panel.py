"""Copies away from this computer: on another disk or key each day, in one file now, on another computer for good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.messages import choose
from desk.ui.widgets.access import named, plain_label, tell


class CopiesOutPanel(QWidget):
    """Tells where the second copies stand, and makes one file of the whole desk.

    Signals:
        place_requested: a disk or key is to be chosen for the second copies.
        place_left: no second copies are wanted any more.
        copy_requested: the second copy is wanted now.
        file_requested: the whole desk is wanted in one file, with what concerns persons or without.
        move_requested: the desk goes on to another computer.
        leave_requested: everything is wanted in plain files, with persons or without.
    """

    place_requested = Signal()
    place_left = Signal()
    copy_requested = Signal()
    file_requested = Signal(bool)
    move_requested = Signal()
    leave_requested = Signal(bool)

    def __init__(self, say: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._state = named(plain_label("", "body"), "elsewhere-state")
        place = named(QPushButton(say("C&hoose a disk or a key…")), "choose-place")
        place.clicked.connect(self.place_requested)
        self._now = named(QPushButton(say("Copy there &now")), "copy-there")
        self._now.clicked.connect(self.copy_requested)
        self._leave = named(QPushButton(say("No second copies any &more")), "leave-place")
        self._leave.clicked.connect(self.place_left)
        self._persons = named(QCheckBox(say("With what concerns &persons")), "with-persons")
        file = named(QPushButton(say("&Write the file…")), "whole-file")
        file.clicked.connect(lambda: self.file_requested.emit(self._persons.isChecked()))
        move = named(QPushButton(say("Mo&ve to another computer…")), "move")
        move.clicked.connect(self._confirm_move)
        plain = named(QPushButton(say("Everything in plain fi&les…")), "leave-for-good")
        plain.clicked.connect(lambda: self.leave_requested.emit(self._persons.isChecked()))
        self._told = named(plain_label("", "strong"), "copies-told")
        self._told.setVisible(False)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(plain_label(say("On another disk or key"), "subtitle"))
        column.addWidget(self._state)
        column.addWidget(plain_label(say("What concerns persons is never copied there."), "muted"))
        for button in (place, self._now, self._leave):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(plain_label(say("The whole desk in one file"), "subtitle"))
        column.addWidget(
            plain_label(
                say(
                    "Notes, contacts and helpers go in only if you ask. Keep such a file locked away, like a paper file."
                ),
                "muted",
            )
        )
        column.addWidget(self._persons)
        for button in (file, plain, move):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._told)
        self.present("", chosen=False)

    def present(self, sentence: str, *, chosen: bool) -> None:
        """Say how things stand with the second copies."""
        self._state.setText(sentence)
        self._now.setEnabled(chosen)
        self._leave.setEnabled(chosen)

    def present_told(self, sentence: str) -> None:
        """Say what was just done, or why not."""
        tell(self._told, sentence)

    def _confirm_move(self) -> None:
        say = self._say
        sentence = say(
            "Everything goes in one file: sheets, slips, notes, contacts, settings, and the keys of this desk. "
            "After that, this computer should no longer be used as a desk."
        )
        answers = (say("&Change nothing"), say("Write the file and &move"))
        if choose(self.window(), sentence, answers, safe=0) == 1:
            self.move_requested.emit()
