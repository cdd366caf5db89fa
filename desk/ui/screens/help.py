"""Aide: one short page a screen, the first hour, what is new, what to do when something goes wrong."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label, tell
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading
from desk.work.help_pages import having, read_pages

_LEAST_PX = 260
_SHARES = (10, 26)
_ABOVE = 0.6
_OF_PARENT = 0.9


class HelpScreen(QWidget):
    """A list of pages, a box to find one, and the page.

    Signals:
        print_requested: this page is wanted on paper.
    """

    print_requested = Signal(object)

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None, *, prints: bool = True) -> None:
        super().__init__(parent)
        self._say = say
        self._pages = {page.name: page for page in read_pages(say.language)}
        self.setProperty("role", "page")
        self._box = named(QLineEdit(), "find-help")
        self._box.setMaxLength(200)
        self._box.textChanged.connect(self._narrow)
        self._box.returnPressed.connect(self._read)
        self._box.installEventFilter(self)
        self._list = named(QListWidget(), "pages", say("Pages of the help"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in self._pages.values():
            line = QListWidgetItem(page.title)
            line.setData(Qt.ItemDataRole.UserRole, page.name)
            self._list.addItem(line)
        self._list.currentItemChanged.connect(self._show)
        self._list.itemActivated.connect(self._read)
        self._none = plain_label(say("No page has these words."), "warn")
        self._none.setVisible(False)
        self._reading = Reading(look, "page", say("The page"))
        paper = named(QPushButton(say("&Print this page")), "print-page")
        paper.clicked.connect(self._print)
        paper.setVisible(prints)
        self._told = named(plain_label("", "strong"), "told")
        self._told.setVisible(False)

        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(labelled(say("&Find in the help"), self._box))
        side.addWidget(self._none)
        side.addWidget(self._list, 1)
        side.addWidget(self._told)
        side.addWidget(paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(say("Help"), "title"))
        least = round(_LEAST_PX * look.scale.percent / 100)
        column.addWidget(TwoPanels(left, self._reading, least, shares=_SHARES, above=_ABOVE), 1)
        self._list.setCurrentRow(0)

    def open_page(self, name: str) -> None:
        """Show the page of a screen and put the keyboard on it; an unknown name shows the first page."""
        self._box.clear()
        names = list(self._pages)
        self._list.setCurrentRow(names.index(name) if name in names else 0)
        self._read()

    def present_told(self, sentence: str) -> None:
        """Say what came of it."""
        tell(self._told, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the pages while the keyboard stays in the box."""
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._walk(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the box, and the words in it stay; from the box it leaves."""
        if event.key() == Qt.Key.Key_Escape and not self._box.hasFocus():
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._box.selectAll()
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        """Keep the pages that have every word of ``text``, and show the first of them."""
        found = having(tuple(self._pages.values()), text)
        left = []
        for place, page in enumerate(self._pages.values()):
            self._list.item(place).setHidden(page not in found)
            if page in found:
                left.append(place)
        self._none.setVisible(not left)
        if left and self._list.currentRow() not in left:
            self._list.setCurrentRow(left[0])

    def _walk(self, step: int) -> None:
        left = [place for place in range(self._list.count()) if not self._list.item(place).isHidden()]
        if left:
            at = left.index(self._list.currentRow()) if self._list.currentRow() in left else 0
            self._list.setCurrentRow(left[max(0, min(len(left) - 1, at + step))])

    def _show(self, line: QListWidgetItem | None) -> None:
        if line is None:
            return
        page = self._pages[str(line.data(Qt.ItemDataRole.UserRole))]
        self.present_told("")
        self._reading.setAccessibleName(page.title)
        self._reading.present_marked(page.text)

    def _print(self) -> None:
        line = self._list.currentItem()
        if line is not None:
            self.print_requested.emit(self._pages[str(line.data(Qt.ItemDataRole.UserRole))])

    def _read(self) -> None:
        self._reading.setFocus(Qt.FocusReason.OtherFocusReason)


class HelpDialog(QDialog):
    """The help in a window of its own, for when the screens are not there yet: at the first start."""

    def __init__(self, say: Words, look: Look, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Help"))
        screen = HelpScreen(say, look, prints=False)
        close = QDialogButtonBox()
        close.addButton(named(QPushButton(say("&Close")), "close-help"), QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(screen, 1)
        column.addWidget(close)
        if parent is not None:
            self.resize(parent.size() * _OF_PARENT)
        screen.open_page(page)
