"""Importer: a file chosen, its columns understood and corrected, its first places shown, then kept row after row."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.ui.theme import Look, set_role
from desk.ui.widgets.access import named, plain_label, tell
from desk.ui.widgets.scroll import ScrollingArea

_SAMPLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """One column of the file: its name, something that stands in it, the field that it seems to tell."""

    name: str
    sample: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file before anything of it is kept. ``columns`` is empty for a standard that is read by its own rules."""

    name: str
    layout: str
    columns: tuple[ColumnLine, ...]
    first: tuple[str, ...]


class ImportScreen(QWidget):
    """Three moments: choose, look, keep.

    Signals:
        choose_requested: the person wants to choose a file.
        columns_corrected: the field of each column, by its name.
        import_requested: keep the rows of the file on screen.
        stop_requested: stop after the batch under way.
        settle_requested: the differences are to be settled.
        left: back to the list of sheets.
    """

    choose_requested = Signal()
    columns_corrected = Signal(dict)
    import_requested = Signal()
    stop_requested = Signal()
    settle_requested = Signal()
    left = Signal()

    def __init__(self, say: Words, look: Look, fields: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._fields = fields
        self._boxes: dict[str, QComboBox] = {}
        self.setProperty("role", "page")
        back = named(QPushButton(say("&Back to the list (Esc)")), "back")
        back.clicked.connect(self.left)
        choose = named(QPushButton(say("&Choose a file…")), "choose-file")
        choose.setProperty("role", "primary")
        choose.clicked.connect(self.choose_requested)
        top = QHBoxLayout() if not look.scale.large else QVBoxLayout()
        top.addWidget(back)
        top.addWidget(choose)
        if not look.scale.large:
            top.addStretch(1)
        self._told = plain_label(
            say("A list from an administration, a network, a spreadsheet: Relais reads it and shows it first.")
        )
        self._first = plain_label("", "muted")
        self._first_title = plain_label(say("The first places, as they are understood"), "subtitle")
        self._columns_title = plain_label(say("What each column tells"), "subtitle")
        self._grid_part = QWidget()
        self._grid = QGridLayout(self._grid_part)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        for widget in (self._first_title, self._first, self._columns_title, self._grid_part):
            column.addWidget(widget)
        column.addStretch(1)
        self._bar = named(QProgressBar(), "progress", say("Rows kept"))
        self._bar.setRange(0, 0)
        self._go = named(QPushButton(say("&Import")), "import")
        self._go.setProperty("role", "primary")
        self._go.clicked.connect(self.import_requested)
        self._stop = named(QPushButton(say("&Stop")), "stop")
        self._stop.clicked.connect(self.stop_requested)
        self._settle = named(QPushButton(say("Settle the &differences")), "settle")
        self._settle.clicked.connect(self.settle_requested)
        foot = QHBoxLayout()
        foot.addWidget(self._go)
        foot.addWidget(self._stop)
        foot.addWidget(self._settle)
        foot.addWidget(self._bar, 1)
        foot.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        whole.addWidget(plain_label(say("Import a file"), "title"))
        whole.addLayout(top)
        whole.addWidget(self._told)
        whole.addWidget(ScrollingArea(inside), 1)
        whole.addLayout(foot)
        self._show(looking=False, running=False)
        self._settle.setVisible(False)

    def present(self, view: FileView) -> None:
        """Show a file that was read and not kept yet."""
        say = self._say
        self._tell(say("{file}: {layout}", file=view.name, layout=view.layout), "body")
        self._first.setText("\n".join(view.first))
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.deleteLater()
        self._boxes = {}
        for place, line in enumerate(view.columns):
            box = named(QComboBox(), f"column-{place}", say("What “{column}” tells", column=line.name))
            for field, words in self._fields.items():
                box.addItem(words, field)
            if line.field and line.field not in self._fields:
                box.addItem(line.field, line.field)
            box.setCurrentIndex(max(0, box.findData(line.field)))
            box.currentIndexChanged.connect(self._corrected)
            label = plain_label(line.name, "strong")
            label.setBuddy(box)
            self._boxes[line.name] = box
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(plain_label(line.sample[:_SAMPLE], "muted"), place, 1)
            self._grid.addWidget(box, place, 2)
        self._columns_title.setVisible(bool(view.columns))
        self._settle.setVisible(False)
        self._show(looking=True, running=False)
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def present_first(self, first: tuple[str, ...]) -> None:
        """Show the first places again, after a column was corrected."""
        self._first.setText("\n".join(first))

    def present_progress(self, rows: int) -> None:
        """Show how many rows are kept."""
        self._tell(self._say("{n} rows kept…", n=rows), "body")
        self._show(looking=True, running=True)

    def present_done(self, sentences: tuple[str, ...], differences: int) -> None:
        """Say what became of the file."""
        self._tell("\n".join(sentences), "body")
        self._show(looking=False, running=False)
        self._settle.setVisible(bool(differences))
        if differences:
            self._settle.setFocus(Qt.FocusReason.OtherFocusReason)

    def present_refusal(self, sentence: str) -> None:
        """Say why the file cannot be read."""
        self._tell(sentence, "warn")
        self._show(looking=False, running=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _corrected(self) -> None:
        self.columns_corrected.emit({name: box.currentData() or "" for name, box in self._boxes.items()})

    def _show(self, *, looking: bool, running: bool) -> None:
        for part in (self._first_title, self._first, self._grid_part, self._columns_title):
            part.setVisible(looking and not running)
        self._go.setVisible(looking and not running)
        self._stop.setVisible(running)
        self._bar.setVisible(running)

    def _tell(self, sentence: str, role: str) -> None:
        set_role(self._told, role)
        tell(self._told, sentence)
