"""The window: the way from screen to screen on the left, one screen at a time on the right."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.base.words import Words
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.scroll import ScrollingArea

IDLE_MS = 5 * 60 * 1000
"""After five minutes without a key or a click, the screen clears itself."""

_NARROW_PX = 1000
_ICON_PX = 22
_NAV_PX = 212
_NARROW_NAV_PX = 62
_FIXED = 2
_AWAKE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
_HELP = "F1"
"""Its own signal: help opens at the page of the screen in front."""


class MainWindow(QMainWindow):
    """Holds the screens.

    Signals:
        screen_shown: the name of the screen now in front.
        help_requested: F1, with the name of the screen in front.
        idle: nobody touched anything for five minutes.
        zoom_requested: +1, -1, or 0 for the usual size.
        closing: the window is about to close.
        leave_training_requested: the exercise ends.
    """

    screen_shown = Signal(str)
    help_requested = Signal(str)
    idle = Signal()
    zoom_requested = Signal(int)
    closing = Signal()
    leave_training_requested = Signal()

    def __init__(
        self, say: Words, look: Look, library: str, parent: QWidget | None = None, *, training: bool = False
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._made: list[str] = []
        """The screens that were brought, in the order in which they are stacked."""
        self._buttons: dict[str, QPushButton] = {}
        self._labels: dict[str, str] = {}
        self._icons: dict[str, str] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._under: dict[str, str] = {}
        self._before = (say("EXERCISE"),) if training else ()
        self._entitle(library)
        self.setMinimumSize(640, 420)

        self._screens = QStackedWidget()
        self._hidden = named(QFrame(), "hidden", say("Hidden screen"))
        self._hidden.setProperty("role", "page")
        covered = QVBoxLayout(self._hidden)
        covered.addStretch(1)
        covered.addWidget(
            plain_label(say("Screen hidden. Press F11 to come back."), "title"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        covered.addStretch(1)
        self._whole = QStackedWidget()
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._nav = self._navigation(library)
        row.addWidget(self._nav)
        row.addWidget(self._screens, 1)
        self._whole.addWidget(inside)
        self._whole.addWidget(self._hidden)
        self.setCentralWidget(self._framed() if training else self._whole)

        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.idle)
        self._timer.start()
        self._shortcuts()

    def add_screen(self, name: str, label: str, key: str, icon_name: str, make: Callable[[], QWidget]) -> None:
        """Add a screen that the navigation, or its key, brings in front. It is made when first brought."""
        self._add(name, make)
        self._labels[name] = f"{label}   {key}" if key else label
        button = named(QPushButton(self._labels[name]), f"go-{name}", f"{label} {key}".strip())
        button.setProperty("role", "nav")
        button.setCheckable(True)
        button.setToolTip(f"{label} {key}".strip())
        button.clicked.connect(self._ask_help if key == _HELP else lambda: self.bring(name))
        self._buttons[name], self._icons[name] = button, icon_name
        self._draw(name)
        button.toggled.connect(lambda _: self._draw(name))
        self._group.addButton(button)
        self._way.addWidget(button)
        if key and key != _HELP:
            QShortcut(QKeySequence(key), self).activated.connect(lambda: self.bring(name))
        if len(self._labels) == 1:
            button.setChecked(True)

    def add_page(self, name: str, under: str, make: Callable[[], QWidget]) -> None:
        """Add a page of the room ``under``: brought in front by that room, without a place of its own in the navigation."""
        self._add(name, make)
        self._under[name] = under

    def _add(self, name: str, make: Callable[[], QWidget]) -> None:
        self._makers[name] = make

    def _draw(self, name: str) -> None:
        """Draw the icon of a screen in the colour that its button has."""
        button = self._buttons[name]
        colour = "nav_current_text" if button.isChecked() else "nav_text"
        button.setIcon(icon(self._icons[name], self._look.colour(colour), _ICON_PX))

    def bring(self, name: str) -> None:
        """Bring a screen in front."""
        if name not in self._made:
            self._made.append(name)
            self._screens.addWidget(self._makers[name]())
        self._screens.setCurrentIndex(self._made.index(name))
        self._buttons[self._under.get(name, name)].setChecked(True)
        self.screen_shown.emit(name)

    @property
    def front(self) -> str:
        """The name of the screen in front."""
        return self._made[self._screens.currentIndex()] if self._made else ""

    def knows(self, name: str) -> bool:
        """Return whether there is a screen or a page of that name."""
        return name in self._makers

    def present_library(self, name: str) -> None:
        """Show whose desk this is."""
        self._library.setText(name)
        self._entitle(name)

    def present_state(self, first: str, second: str = "") -> None:
        """Show in two lines that everything is kept, at the foot of the navigation."""
        self._state.setText(first)
        self._state_more.setText(second)
        self._state_more.setVisible(bool(second))

    def cover_with(self, screen: QWidget) -> None:
        """Show only ``screen``, as at the first start."""
        self._whole.addWidget(screen)
        self._whole.setCurrentWidget(screen)

    def uncover(self) -> None:
        """Show the screens again and forget what covered them."""
        while self._whole.count() > _FIXED:
            over = self._whole.widget(_FIXED)
            if over is not None:
                self._whole.removeWidget(over)
                over.deleteLater()
        self._whole.setCurrentIndex(0)

    @property
    def covered(self) -> bool:
        """Whether something else than the screens is shown."""
        return self._whole.currentIndex() != 0

    def hide_or_come_back(self) -> None:
        """Cover everything at once, or uncover it."""
        if self._whole.currentIndex() >= _FIXED:
            return
        self._whole.setCurrentIndex(1 - self._whole.currentIndex())
        if self._whole.currentIndex() == 0 and (screen := self._screens.currentWidget()) is not None:
            screen.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - whoever it is for
        """Start the five minutes again at each key, click or turn of the wheel."""
        if event.type() in _AWAKE:
            self._timer.start()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep only the icons where there is little room."""
        super().resizeEvent(event)
        self._fit_navigation()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes."""
        self._timer.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _entitle(self, library: str) -> None:
        self.setWindowTitle(" · ".join((*self._before, "Relais", *filter(None, (library,)))))

    def _framed(self) -> QWidget:
        from desk.ui.widgets.training_frame import TrainingFrame  # noqa: PLC0415 - only where one practises

        frame = TrainingFrame(self._say, self._look, self._whole)
        frame.case_requested.connect(lambda: self.bring("training"))
        frame.leave_requested.connect(self.leave_training_requested)
        return frame

    def _ask_help(self) -> None:
        self.help_requested.emit(self.front)

    def _fit_navigation(self) -> None:
        narrow = self.width() < _NARROW_PX * self._look.scale.percent / 100 * 0.85
        for name, button in self._buttons.items():
            button.setText("" if narrow else self._labels[name])
        for part in (self._title, self._library, self._box):
            part.setVisible(not narrow)
        width = self._look.scale.px(_NARROW_NAV_PX if narrow else _NAV_PX)
        self._nav.setMinimumWidth(width)
        self._nav.setMaximumWidth(width)

    def _navigation(self, library: str) -> QFrame:
        nav = named(QFrame(), "navigation", self._say("Screens"))
        nav.setProperty("role", "nav")
        self._way = QVBoxLayout()
        self._way.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._way.setSpacing(4)
        self._group = QButtonGroup(self)
        self._title = plain_label("Relais", "nav-title")
        self._library = plain_label(library, "nav-muted")
        for label in (self._title, self._library):
            label.setIndent(8)
        self._state = plain_label("", "nav-strong")
        self._state_more = plain_label("", "nav-muted")
        self._box = QFrame()
        self._box.setProperty("role", "nav-box")
        told = QVBoxLayout(self._box)
        told.setContentsMargins(10, 8, 10, 8)
        told.addWidget(self._state)
        told.addWidget(self._state_more)
        column = QVBoxLayout(nav)
        column.setContentsMargins(8, 16, 8, 12)
        column.addWidget(self._title)
        column.addWidget(self._library)
        column.addSpacing(12)
        ways = QWidget()
        self._way.setContentsMargins(0, 0, 0, 0)
        ways.setLayout(self._way)
        rail = ScrollingArea(ways)  # large letters, low screens: the way to every screen stays within reach
        rail.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(rail, 1)
        column.addWidget(self._box)
        return nav

    def _shortcuts(self) -> None:
        for keys, act in (
            ((_HELP,), self._ask_help),
            (("F11",), self.hide_or_come_back),
            (("Ctrl++", "Ctrl+="), lambda: self.zoom_requested.emit(1)),
            (("Ctrl+-",), lambda: self.zoom_requested.emit(-1)),
            (("Ctrl+0",), lambda: self.zoom_requested.emit(0)),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(act)
