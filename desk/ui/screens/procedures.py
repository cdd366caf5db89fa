"""Démarches: every procedure by family, and the one chosen in full, each fact with its source."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk.base.text import fold
from desk.base.words import Words
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.procedure_page import page, told
from desk.ui.widgets.reading import Reading
from desk.work.procedures import FamilyGroup, ProcedureLine
from desk.work.refer_view import Checklist

_NARROWEST_PX = 300
_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


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
        self._tree.clear()
        for group in groups:
            family = QTreeWidgetItem([f"{group.label} ({len(group.procedures)})"])
            bold = QFont()
            bold.setWeight(QFont.Weight.DemiBold)
            family.setData(0, Qt.ItemDataRole.FontRole, bold)
            family.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            family.addChildren([self._line(line) for line in group.procedures])
            self._tree.addTopLevelItem(family)
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
                self._choose_first()
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
        self._box.returnPressed.connect(self._choose_first)
        self._box.installEventFilter(self)
        self._count = named(plain_label("", "muted"), "count")
        self._tree = named(QTreeWidget(), "procedures", say("Procedures by family"))
        self._tree.setHeaderHidden(True)
        self._tree.setWordWrap(True)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setIndentation(self._look.scale.px(18))
        self._tree.currentItemChanged.connect(self._open)
        self._tree.itemActivated.connect(self._read)
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

    def _line(self, line: ProcedureLine) -> QTreeWidgetItem:
        marks = [self._say("this month")] if line.season else []
        marks += [self._say("to be reviewed")] if line.review else []
        shown = QTreeWidgetItem([f"{line.title} ({', '.join(marks)})" if marks else line.title])
        shown.setData(0, _ID, line.id)
        shown.setData(0, _WORDS, fold(f"{line.title} {line.administration}"))
        if line.season:
            side = self._look.scale.px(18)
            shown.setIcon(0, icon("calendar-days", self._look.colour("accent"), side))
        return shown

    def _families(self) -> list[QTreeWidgetItem]:
        return _lines(self._tree.invisibleRootItem())

    def _narrow(self, text: str) -> None:
        """Keep only the procedures that have every word of ``text``."""
        wanted = fold(text).split()
        left = 0
        for family in self._families():
            kept = 0
            for line in _lines(family):
                has = all(word in str(line.data(0, _WORDS)) for word in wanted)
                line.setHidden(not has)
                kept += has
            family.setHidden(kept == 0)
            family.setExpanded(bool(wanted))
            left += kept
        if left or not wanted:
            self._count.setText(self._say.count(left, "{n} procedure", "{n} procedures"))
        else:
            self._count.setText(self._say("No procedure has these words in its title. Try the home screen (F2)."))

    def _choose_first(self) -> None:
        """Make the first procedure left current; with no word typed, the first family."""
        narrowed = bool(self._box.text().strip())
        for family in self._families():
            if family.isHidden():
                continue
            left = (line for line in _lines(family) if not line.isHidden())
            first = next(left, family) if narrowed else family
            self._tree.setCurrentItem(first)
            return

    def _open(self, chosen: QTreeWidgetItem | None) -> None:
        if chosen is not None and (one := chosen.data(0, _ID)):
            self.open_requested.emit(str(one))

    def _read(self, chosen: QTreeWidgetItem) -> None:
        if chosen.data(0, _ID):
            self._reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refer(self) -> None:
        if self._checklist is not None:
            self.refer_requested.emit(self._checklist.procedure)


def _lines(parent: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (parent.child(place) for place in range(parent.childCount()))
    return [line for line in found if line is not None]
