"""Démarches: every procedure by family, and the one chosen in full, each fact with its source."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.family_tree import FamilyTree
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.procedure_page import page, told
from desk.ui.widgets.reading import Reading
from desk.work.procedures import FamilyGroup
from desk.work.refer_view import Checklist

_NARROWEST_PX = 300


class ProceduresScreen(QWidget):
    """A tree to walk, a box to narrow it, and the procedure chosen beside it.

    Signals:
        open_requested: the procedure with this id is wanted in full.
        refer_requested: the procedure with this id is to be used for a person, on the home screen.
    """

    open_requested = Signal(str)
    refer_requested = Signal(str)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._checklist: Checklist | None = None
        self.setProperty("role", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(say("Procedures"), "title"))
        least = round(_NARROWEST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(self._tree_panel(), self._reading_panel(), least), 1)

    # what comes in

    def present(self, groups: tuple[FamilyGroup, ...]) -> None:
        """Show the families and their procedures; what the box holds still narrows them."""
        self._tree.present(groups)
        self._narrow(self._box.text())

    def present_checklist(self, checklist: Checklist) -> None:
        """Show one procedure in full."""
        self._checklist = checklist
        self._reading.setAccessibleName(checklist.title)
        self._reading.present(page(self._say, checklist), told(self._say, checklist))
        self._use.setEnabled(True)

    # keys

    def take_focus(self) -> None:
        """Put the keyboard in the box."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the down arrow go from the box to the tree."""
        if (
            watched is self._box
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._tree.currentItem() is None:
                self._tree.choose_first()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the box; the words in it stay."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_focus()
            self._box.selectAll()
        else:
            super().keyPressEvent(event)

    # the parts

    def _tree_panel(self) -> QWidget:
        say = self._say
        self._box = named(QLineEdit(), "filter")
        self._box.setMaxLength(200)
        self._box.textChanged.connect(self._narrow)
        self._box.installEventFilter(self)
        self._count = named(plain_label("", "muted"), "count")
        self._tree = FamilyTree(say, self._look)
        self._tree.chosen.connect(self.open_requested)
        self._tree.opened.connect(self._read)
        self._box.returnPressed.connect(self._tree.choose_first)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(labelled(say("&Find a procedure or an office"), self._box))
        column.addWidget(self._count)
        column.addWidget(self._tree, 1)
        return panel

    def _reading_panel(self) -> QWidget:
        say = self._say
        self._reading = Reading(self._look, "procedure", say("The procedure"))
        self._reading.present([plain_label(say("Choose a procedure to read it here."), "muted")], "")
        self._use = named(QPushButton(say("&Refer with this procedure")), "use")
        self._use.setProperty("role", "primary")
        self._use.setEnabled(False)
        self._use.clicked.connect(self._refer)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._use)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._reading, 1)
        column.addLayout(foot)
        return panel

    def _narrow(self, text: str) -> None:
        left = self._tree.narrow(text)
        if left or not text.strip():
            self._count.setText(self._say.count(left, "{n} procedure", "{n} procedures"))
        else:
            self._count.setText(self._say("No procedure has these words in its title. Try the home screen (F2)."))

    def _read(self) -> None:
        self._reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refer(self) -> None:
        if self._checklist is not None:
            self.refer_requested.emit(self._checklist.procedure)
