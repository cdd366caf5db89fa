"""The map: walked from sheet to sheet by keyboard, moved and brought nearer by keys, mouse or wheel."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desk.base.words import Words
from desk.domain.map import ZOOM_STEP, Box, Window, fitted, moved, showing, stepped, zoomed
from desk.domain.map_clusters import Cluster, opening
from desk.ui.theme import Look
from desk.ui.widgets.access import announce, named
from desk.ui.widgets.map_picture import Arranged, MapPicture, Sign
from desk.ui.widgets.map_words import hint, keys, told
from desk.work.map import MapSpot, MapView

_LEAST_PX = (300, 260)
_RING_PX = 3
_CLICK_PX = 5
_NOTCH = 120
_WHEEL_STEP = 1.25
_PANS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class TerritoryMap(QWidget):
    """Shows a `MapView`. One spot at most is chosen; it is always brought in sight.

    Keys: arrows move, + and − bring nearer and farther, 0 shows everything, Page Down and Page Up walk from sheet to
    sheet by distance, Home goes to the nearest, a letter to the next sheet of its group, Enter opens. Tab leaves.

    Signals:
        window_changed: other sheets may be in sight.
        chosen_changed: another spot is chosen, or none.
        open_requested: the chosen sheet is wanted.
    """

    window_changed = Signal()
    chosen_changed = Signal()
    open_requested = Signal()

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._view: MapView | None = None
        self._window: Window | None = None
        self._arranged: Arranged | None = None
        self._chosen: int | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._turned = 0
        named(self, "map", say("Map of the territory"), keys(say))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(*(look.scale.px(side) for side in _LEAST_PX))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture: MapPicture | None = None

    # what comes in

    def present(self, view: MapView) -> None:
        """Show ``view``. What was chosen stays chosen if it is still there; the window stays for the same territory."""
        before, chosen = self._view, self.chosen
        self._view = view
        same = before is not None and before.library == view.library
        if not same or self._window is None:
            self._window = self._farthest()
        there = {spot.key: number for number, spot in enumerate(view.spots)} if chosen else {}
        self._chosen = there.get(chosen.key) if chosen else None
        self._again()
        self.chosen_changed.emit()

    @property
    def number(self) -> int | None:
        """The place, in the view, of the spot chosen, if any."""
        return self._chosen

    @property
    def chosen(self) -> MapSpot | None:
        """The spot chosen, if any."""
        return self._view.spots[self._chosen] if self._view and self._chosen is not None else None

    @property
    def in_sight(self) -> tuple[int, ...]:
        """The places, in the view, of the spots whose sign is in sight, nearest the library first."""
        arranged = self._arrange()
        return tuple(sorted(number for sign in arranged.signs for number in sign.cluster.members)) if arranged else ()

    @property
    def box(self) -> Box:
        """What is in sight, in kilometres."""
        return self._window.box if self._window else (0.0, 0.0, 0.0, 0.0)

    # acts

    def choose(self, number: int) -> None:
        """Choose the spot at this place of the view and bring it in sight."""
        if self._view is None or not 0 <= number < len(self._view.spots):
            return
        self._chosen = number
        spot = self._view.spots[number]
        if spot.point is not None and self._window is not None:
            self._window = showing(self._window, spot.point)
        self._again()
        self._announce(spot)
        self.chosen_changed.emit()

    def walk(self, step: int, letter: str = "") -> None:
        """Choose the next sheet by distance (or the one before, -1); with a ``letter``, the next of its group, in turn."""
        if self._view is None or not self._view.spots:
            return
        many = len(self._view.spots)
        at = self._chosen if self._chosen is not None else (-1 if step > 0 else many)
        if not letter:
            self.choose(max(0, min(many - 1, at + step)))
            return
        order = ((at + step * far) % many for far in range(1, many + 1))
        found = next((number for number in order if self._view.spots[number].group.letter == letter), None)
        if found is not None:
            self.choose(found)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer by ``factor``, to the chosen sheet or to what is under the mouse."""
        if self._window is None:
            return
        point = (at.x(), at.y()) if at else None
        if point is None and self._arranged and self._arranged.chosen:
            point = (self._arranged.chosen.x, self._arranged.chosen.y)
        self._go(zoomed(self._window, factor, self._farthest(), point))

    def show_within(self, km: float) -> None:
        """Show the circle of ``km`` around the library, whole."""
        self._go(fitted(self.width(), self.height(), km))

    def show_all(self) -> None:
        """Show the whole territory."""
        self._go(self._farthest())

    # Qt

    def sizeHint(self) -> QSize:
        """Return the least that is useful; it takes whatever room there is."""
        return self.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle and the scale; show the whole territory if it was shown."""
        super().resizeEvent(event)
        if self._window is None:
            return
        old, farthest = event.oldSize(), self._farthest()
        was_whole = not old.isValid() or self._window.scale <= fitted(old.width(), old.height(), self._radius()).scale
        kept = replace(
            self._window, scale=max(self._window.scale, farthest.scale), width=self.width(), height=self.height()
        )
        self._go(farthest if was_whole else kept)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, and a ring around it when it has the keyboard."""
        painter = QPainter(self)
        arranged = self._arrange()
        if arranged is not None and self._view is not None and self._picture is not None:
            self._picture.paint(painter, self._view, arranged)
        focused = self.hasFocus()
        wide = _RING_PX if focused else 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(self._look.colour("focus" if focused else "line")), wide)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(wide // 2, wide // 2, -(wide + 1) // 2, -(wide + 1) // 2))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard left."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says; leave the others to the screen."""
        key, text = Qt.Key(event.key()), event.text().upper()
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if command or self._window is None:
            super().keyPressEvent(event)
        elif key in _PANS:
            self._go(stepped(self._window, *_PANS[key], self._radius()))
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.walk(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.choose(0)
        elif text in {"+", "="}:  # the second is the same key on a French keyboard, as is "à" for 0
            self.zoom(ZOOM_STEP)
        elif text in {"-", "−"}:
            self.zoom(1 / ZOOM_STEP)
        elif text in {"0", "À"}:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif text and text in self._letters():
            self.walk(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, text)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the map, or a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map with the mouse."""
        if self._pressed is None or self._window is None:
            return
        gone = event.position() - self._pressed
        if self._dragging or gone.manhattanLength() > _CLICK_PX:
            self._dragging, self._pressed = True, event.position()
            self._go(moved(self._window, -gone.x(), gone.y(), self._radius()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the sheet under the mouse; open it if it is chosen already; come nearer where there are several."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        clicked, self._pressed = not self._dragging, None
        sign = self._under(event.position()) if clicked else None
        if sign is None:
            return
        number = sign.cluster.members[0]
        if len(sign.cluster.members) > 1:
            self._come_to(sign.cluster)
        elif number == self._chosen:
            self.open_requested.emit()
        else:
            self.choose(number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer to what is under the mouse, or go farther."""
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.zoom(_WHEEL_STEP**notches, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say the names of what the mouse rests on."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            sign = self._under(QPointF(event.pos()))
            if sign is not None and self._view is not None:
                names = hint(self._view, sign.cluster, self._say)
                QToolTip.showText(event.globalPos(), names, self, QRect(QPoint(event.pos()), QSize(1, 1)))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # the rest

    def _open(self) -> None:
        """Open the chosen sheet, or bring it in sight first; choose the nearest in sight when there is none."""
        arranged, chosen = self._arrange(), self.chosen
        if chosen is not None and (chosen.point is None or (arranged and arranged.chosen)):
            self.open_requested.emit()
        elif self._chosen is not None:
            self.choose(self._chosen)
        elif sight := self.in_sight:
            self.choose(sight[0])

    def _come_to(self, cluster: Cluster) -> None:
        """Come so near that the sheets of ``cluster`` part; choose the first of those that never do."""
        if self._view is None or self._window is None or self._picture is None:
            return
        level = opening(self._view.levels, cluster)
        nearest = zoomed(self._window, float("inf"), self._farthest()).scale
        if level is None or self._picture.scale_for(level.gap_km) > nearest:
            self.choose(cluster.members[0])
            return
        middle = replace(self._window, x=cluster.x, y=cluster.y)
        self._go(zoomed(middle, self._picture.scale_for(level.gap_km) / middle.scale, self._farthest()))

    def _under(self, position: QPointF) -> Sign | None:
        arranged = self._arrange()
        return self._picture.sign_at(arranged, position.x(), position.y()) if arranged and self._picture else None

    def _arrange(self) -> Arranged | None:
        if self._view is None or self._window is None:
            return None
        if self._picture is None:
            self._picture = MapPicture(self._say, self._look, self.font(), self.devicePixelRatioF())
        if self._arranged is None:
            self._arranged = self._picture.arrange(self._view, self._window, self._chosen)
        return self._arranged

    def _go(self, window: Window) -> None:
        self._window = window
        self._again()

    def _again(self) -> None:
        self._arranged = None
        self.update()
        self.window_changed.emit()

    def _farthest(self) -> Window:
        return fitted(max(1, self.width()), max(1, self.height()), self._radius())

    def _radius(self) -> int:
        return self._view.radius_km if self._view else 1

    def _letters(self) -> set[str]:
        return {group.letter for group, _ in self._view.groups} if self._view else set()

    def _announce(self, spot: MapSpot) -> None:
        sentence = told(spot)
        self.setAccessibleDescription(f"{sentence}. {keys(self._say)}")
        announce(self, sentence)
