"""The procedures by family, as a tree that the arrows walk and words narrow. Long titles take more lines."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from desk.base.text import fold
from desk.base.words import Words
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named
from desk.work.procedures import FamilyGroup, ProcedureLine

_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1
_INDENT_PX = 18
_AROUND = 24
_TALL = 1000


class FamilyTree(QTreeWidget):
    """Families, and the procedures below each.

    Signals:
        chosen: the procedure with this id is current.
        opened: Enter was pressed on a procedure.
    """

    chosen = Signal(str)
    opened = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        named(self, "procedures", say("Procedures by family"))
        self.setHeaderHidden(True)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(look.scale.px(_INDENT_PX))
        self.setItemDelegate(_Wrapping(self))
        self.currentItemChanged.connect(self._tell)
        self.itemActivated.connect(self._open)

    def present(self, groups: tuple[FamilyGroup, ...]) -> None:
        """Show the families and their procedures."""
        self.clear()
        bold = QFont()
        bold.setWeight(QFont.Weight.DemiBold)
        for group in groups:
            family = QTreeWidgetItem([f"{group.label} ({len(group.procedures)})"])
            family.setData(0, Qt.ItemDataRole.FontRole, bold)
            family.addChildren([self._line(line) for line in group.procedures])
            self.addTopLevelItem(family)

    def narrow(self, text: str) -> int:
        """Keep only the procedures that have every word of ``text``, and return how many are left."""
        wanted = fold(text).split()
        left = 0
        for family in _below(self.invisibleRootItem()):
            kept = 0
            for line in _below(family):
                has = all(word in str(line.data(0, _WORDS)) for word in wanted)
                line.setHidden(not has)
                kept += has
            family.setHidden(kept == 0)
            family.setExpanded(bool(wanted))
            left += kept
        return left

    def choose_first(self) -> None:
        """Make the first procedure in sight current; the first family when all are folded."""
        for family in _below(self.invisibleRootItem()):
            if not family.isHidden():
                lines = (line for line in _below(family) if not line.isHidden())
                self.setCurrentItem(next(lines, family) if family.isExpanded() else family)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the titles anew at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _line(self, line: ProcedureLine) -> QTreeWidgetItem:
        marks = [self._say("this month")] if line.season else []
        marks += [self._say("to be reviewed")] if line.review else []
        shown = QTreeWidgetItem([f"{line.title} ({', '.join(marks)})" if marks else line.title])
        shown.setData(0, _ID, line.id)
        shown.setData(0, _WORDS, fold(f"{line.title} {line.administration}"))
        if line.season:
            side = self._look.scale.px(_INDENT_PX)
            shown.setIcon(0, icon("calendar-days", self._look.colour("accent"), side))
        return shown

    def _tell(self, line: QTreeWidgetItem | None) -> None:
        if line is not None and (one := line.data(0, _ID)):
            self.chosen.emit(str(one))

    def _open(self, line: QTreeWidgetItem) -> None:
        if line.data(0, _ID):
            self.opened.emit()


class _Wrapping(QStyledItemDelegate):
    """Gives each line the height that its words need at the width of the tree."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room of the whole text, broken where it must be."""
        usual = super().sizeHint(option, index)
        self.initStyleOption(option, index)
        level = 2 if index.parent().isValid() else 1
        beside = (
            level * self._tree.indentation() + _AROUND + (0 if option.icon.isNull() else option.decorationSize.width())
        )
        room = QRect(0, 0, self._tree.viewport().width() - beside, _TALL)
        needed = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap.value), option.text).height()
        return QSize(0, max(usual.height(), needed + usual.height() - option.fontMetrics.height()))


def _below(parent: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (parent.child(place) for place in range(parent.childCount()))
    return [line for line in found if line is not None]
