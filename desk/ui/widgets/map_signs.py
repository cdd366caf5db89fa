"""The signs of the map: an outline and a letter for each group, a full, plain or broken line for how fresh it is."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from desk.domain.map import RelayGroup, Shape
from desk.domain.sheets import Freshness
from desk.ui.theme import Look

SIGN_PX = 30
"""The side of a sign at 100 %."""

_LINE = 2.0
_LETTER = 0.52
_DIGITS = {1: 0.52, 2: 0.5, 3: 0.4, 4: 0.32}
_SMALLEST_DIGITS = 0.26
_POLYGONS: dict[Shape, tuple[tuple[float, float], ...]] = {
    Shape.SQUARE: ((-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84)),
    Shape.HOUSE: ((-0.86, -0.3), (0, -1), (0.86, -0.3), (0.86, 0.86), (-0.86, 0.86)),
    Shape.HEXAGON: tuple((cos(pi * side / 3), sin(pi * side / 3)) for side in range(6)),
    Shape.DIAMOND: ((0, -1), (1, 0), (0, 1), (-1, 0)),
    Shape.SHIELD: ((-0.86, -0.88), (0.86, -0.88), (0.86, 0.2), (0, 1), (-0.86, 0.2)),
    Shape.ROOF: ((0, -1), (1, 0.86), (-1, 0.86)),
    Shape.OCTAGON: tuple((0.98 * cos(pi * (2 * side + 1) / 8), 0.98 * sin(pi * (2 * side + 1) / 8)) for side in range(8)),
    Shape.BASIN: ((-1, -0.8), (1, -0.8), (0.62, 0.84), (-0.62, 0.84)),
    Shape.CROSS: (
        (-0.5, -0.96), (0.5, -0.96), (0.5, -0.5), (0.96, -0.5), (0.96, 0.5), (0.5, 0.5),
        (0.5, 0.96), (-0.5, 0.96), (-0.5, 0.5), (-0.96, 0.5), (-0.96, -0.5), (-0.5, -0.5),
    ),
}  # fmt: skip
_LOWERED = {Shape.ROOF: 0.3, Shape.HOUSE: 0.08, Shape.SHIELD: -0.12, Shape.DROP: -0.14}
"""How far below the middle the letter stands, where the outline is not even."""


class Signs:
    """Draws signs once each and keeps their pictures. ``side_px`` is their side at 100 %."""

    def __init__(self, look: Look, font: QFont, ratio: float, side_px: int = SIGN_PX) -> None:
        self._look = look
        self._font = font
        self._ratio = ratio
        self._kept: dict[object, QPixmap] = {}
        self.side = look.scale.px(side_px)

    def sheet(self, group: RelayGroup, fresh: Freshness) -> QPixmap:
        """Return the sign of one sheet."""
        if (key := (group.slug, fresh)) not in self._kept:
            self._kept[key] = self._drawn(_outline(group.shape), group, fresh)
        return self._kept[key]

    def many(self, count: int) -> QPixmap:
        """Return the sign of several sheets: a double ring and their number."""
        if count not in self._kept:
            pixmap, painter = self._blank()
            text, half = self._look.colour("text"), self.side / 2
            painter.setPen(QPen(QColor(text), 1.4))
            painter.setBrush(QColor(self._look.colour("surface_raised")))
            painter.drawEllipse(QPointF(half, half), half - 1, half - 1)
            painter.drawEllipse(QPointF(half, half), half - 3.6, half - 3.6)
            digits = str(count)
            self._write(painter, digits, _DIGITS.get(len(digits), _SMALLEST_DIGITS), text, 0.0)
            painter.end()
            self._kept[count] = pixmap
        return self._kept[count]

    def _drawn(self, outline: QPainterPath, group: RelayGroup, fresh: Freshness) -> QPixmap:
        colour = self._look.colour
        doubtful = fresh in {Freshness.OLD, Freshness.NEVER}
        line = colour("stop_text" if doubtful else "accent")
        inside, letter = (line, colour("accent_text")) if fresh is Freshness.FRESH else (colour("surface"), line)
        pixmap, painter = self._blank()
        painter.save()
        painter.translate(self.side / 2, self.side / 2)
        room = self.side / 2 - _LINE
        painter.scale(room, room)
        pen = QPen(QColor(line), _LINE)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if doubtful:
            painter.fillPath(outline, QColor(inside))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.8, 1.3])
            painter.strokePath(outline, pen)
        else:
            painter.setPen(pen)
            painter.setBrush(QColor(inside))
            painter.drawPath(outline)
        painter.restore()
        self._write(painter, group.letter, _LETTER, letter, _LOWERED.get(group.shape, 0.0))
        painter.end()
        return pixmap

    def _blank(self) -> tuple[QPixmap, QPainter]:
        pixmap = QPixmap(round(self.side * self._ratio), round(self.side * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return pixmap, painter

    def _write(self, painter: QPainter, text: str, part: float, colour: str, lowered: float) -> None:
        font = QFont(self._font)
        font.setPixelSize(max(8, round(self.side * part)))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        place = QRectF(0, self.side / 2 * lowered, self.side, self.side)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def star(middle: QPointF, radius: float) -> QPolygonF:
    """Return the outline of the library's sign."""
    turns = [(radius if part % 2 == 0 else radius * 0.45, pi * part / 5) for part in range(10)]
    return QPolygonF([middle + QPointF(out * sin(turn), -out * cos(turn)) for out, turn in turns])


def _outline(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    if shape in _POLYGONS:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in _POLYGONS[shape]]))
        path.closeSubpath()
    elif shape is Shape.PILL:
        path.addRoundedRect(QRectF(-1, -0.68, 2, 1.36), 0.68, 0.68)
    else:
        path.moveTo(0, 1)
        path.arcTo(QRectF(-0.82, -1, 1.64, 1.64), -52, 284)
        path.closeSubpath()
    return path
