"""The copies one can go back to, and the check of everything kept."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.messages import choose
from desk.ui.models.rows import Column
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.lines import Lines
from desk.work.upkeep import Backup, Report, copy_words

_KB = 1024
_LIST_PX = 190


class UpkeepPanel(QWidget):
    """Lists the copies in words, goes back to one after saying what happens, and checks the data.

    Signals:
        restore_requested: the desk is to go back to the copy at this path.
        preview_requested: what going back to the copy at this path would change is wanted.
        file_requested: the desk is to go back to a file that the person chooses.
        check_requested: everything kept is to be checked.
        journal_requested: what was done here, and the bin, are wanted.
    """

    restore_requested = Signal(object)
    preview_requested = Signal(object)
    file_requested = Signal()
    check_requested = Signal()
    journal_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._list: Lines[Backup] = Lines(
            look,
            "copies",
            say("Copies of earlier days"),
            (
                Column(say("Day"), lambda copy: copy_words(copy, say)),
                Column(say("Size"), lambda copy: size_words(copy.size, say)),
                Column(say("Where"), lambda copy: say("on the other disk") if copy.elsewhere else ""),
            ),
        )
        self._list.setMinimumHeight(look.scale.px(_LIST_PX))
        self._list.current_changed.connect(self._look_into)
        self._changes = named(plain_label("", "muted"), "changes")
        self._changes.setVisible(False)
        self._none = plain_label(say("There is no copy yet. One is made each day, at the first start."), "muted")
        self._restore = named(QPushButton(say("&Go back to this day…")), "restore")
        self._restore.clicked.connect(self._confirm)
        other = named(QPushButton(say("Go back to a &file…")), "restore-file")
        other.clicked.connect(self.file_requested)
        check = named(QPushButton(say("&Check my data")), "check")
        check.clicked.connect(self._check)
        self._report = named(plain_label(""), "report")
        self._report.setVisible(False)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(plain_label(say("A copy is made each day. 14 days and 12 months are kept on this computer.")))
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        column.addWidget(self._changes)
        column.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        journal = named(QPushButton(say("The &journal and the bin…   Ctrl+Shift+J")), "journal")
        journal.clicked.connect(self.journal_requested)
        column.addSpacing(8)
        column.addWidget(plain_label(say("What was done here, one line an act"), "subtitle"))
        column.addWidget(journal, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(plain_label(say("Is everything in order?"), "subtitle"))
        column.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._report)
        column.addStretch(1)
        self._show_way()

    def present(self, copies: tuple[Backup, ...]) -> None:
        """Show the copies, latest first."""
        self._list.present(copies, choose_first=True)
        self._list.setVisible(bool(copies))
        self._none.setVisible(not copies)
        self._show_way()

    def present_changes(self, path: Path, sentence: str) -> None:
        """Say what going back to the copy at ``path`` would change, if it is still the one chosen."""
        copy = self._list.row
        if copy is not None and copy.path == path:
            self._changes.setText(sentence)
            self._changes.setVisible(bool(sentence))

    def present_report(self, report: Report) -> None:
        """Say what the check found."""
        say = self._say
        counts, sizes = report.counts, sum(report.sizes.values())
        told = [say("All is well.") if report.ok else say("Something is wrong.")]
        told += [f"– {problem}" for problem in report.problems]
        told.append(
            say(
                "{procedures} procedures, {sheets} sheets, {referrals} slips.",
                procedures=counts.get("procedures", 0),
                sheets=counts.get("sheets", 0),
                referrals=counts.get("referrals", 0),
            )
        )
        told.append(say("Relais {version}, {size} in all.", version=report.relais, size=size_words(sizes, say)))
        if not report.ok:
            told.append(say("Go back to an earlier day, or show this page to the person who helps you."))
        set_role(self._report, "body" if report.ok else "warn")
        tell(self._report, "\n".join(told))

    def _check(self) -> None:
        set_role(self._report, "muted")
        tell(self._report, self._say("Checking…"))
        self.check_requested.emit()

    def _confirm(self) -> None:
        say, copy = self._say, self._list.row
        if copy is None:
            return
        day = copy_words(copy, say)
        sentence = say(
            "The desk will be as it was on {day}. What was typed since will no longer be shown. "
            "Nothing is erased: today's file is set aside in the folder “mis-de-cote”.",
            day=day,
        )
        sentence = "\n\n".join(filter(None, (sentence, self._changes.text())))
        answers = (say("&Change nothing"), say("Go &back to {day}", day=day))
        if choose(self.window(), sentence, answers, safe=0) == 1:
            self.restore_requested.emit(copy.path)

    def _look_into(self) -> None:
        self._show_way()
        self._changes.setText("")
        self._changes.setVisible(False)
        copy = self._list.row
        if copy is not None:
            self.preview_requested.emit(copy.path)

    def _show_way(self) -> None:
        self._restore.setEnabled(self._list.row is not None)


def size_words(size: int, say: Words) -> str:
    """Return a size in words: « 212 Ko », « 9,4 Mo »."""
    if size < _KB * _KB:
        return say("{n} KB", n=max(1, round(size / _KB)))
    return say("{n} MB", n=say.number(size / _KB / _KB, 1))
