"""Aide: one short page a screen, the first hour, what is new, what to do when something goes wrong."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
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

from desk.base.paths import resources
from desk.base.text import fold
from desk.base.words import Words
from desk.ui.theme import Look
from desk.ui.widgets.access import labelled, named, plain_label
from desk.ui.widgets.panels import TwoPanels
from desk.ui.widgets.reading import Reading

PAGES = (
    "first_hour", "refer", "sheets", "sheet-editor", "map", "import", "suggestions", "export", "procedures", "charter", "sessions", "mutual-aid", "skills", "exchange",
    "settings", "first_start", "help", "what_if", "news",
)  # fmt: skip
"""The pages, in the order of the list: a screen's page has the screen's name."""

_LEAST_PX = 260
_SHARES = (10, 26)
_ABOVE = 0.6
_OF_PARENT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page: its name, its title, its marked-up text."""

    name: str
    title: str
    text: str


def read_pages(language: str) -> tuple[HelpPage, ...]:
    """Return the pages that come with the program, in the order of `PAGES`; the first line of each is its title."""
    folder = resources() / "help" / language
    pages = []
    for name in PAGES:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        pages.append(HelpPage(name=name, title=text.splitlines()[0].removeprefix("# "), text=text))
    return tuple(pages)


class HelpScreen(QWidget):
    """A list of pages, a box to find one, and the page."""

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
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

        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(labelled(say("&Find in the help"), self._box))
        side.addWidget(self._none)
        side.addWidget(self._list, 1)
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
        self._list.setCurrentRow(PAGES.index(name) if name in PAGES else 0)
        self._read()

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
        wanted = fold(text).split()
        left = []
        for place, page in enumerate(self._pages.values()):
            has = all(word in fold(page.text) for word in wanted)
            self._list.item(place).setHidden(not has)
            if has:
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
        self._reading.setAccessibleName(page.title)
        self._reading.present_marked(page.text)

    def _read(self) -> None:
        self._reading.setFocus(Qt.FocusReason.OtherFocusReason)


class HelpDialog(QDialog):
    """The help in a window of its own, for when the screens are not there yet: at the first start."""

    def __init__(self, say: Words, look: Look, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Help"))
        screen = HelpScreen(say, look)
        close = QDialogButtonBox()
        close.addButton(named(QPushButton(say("&Close")), "close-help"), QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(screen, 1)
        column.addWidget(close)
        if parent is not None:
            self.resize(parent.size() * _OF_PARENT)
        screen.open_page(page)
