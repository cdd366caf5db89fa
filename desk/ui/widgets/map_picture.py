"""The picture of the map: what is drawn where, worked out once for each window, then painted."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from desk.base.words import Words
from desk.domain.map import Size, Window, circle_lines, on_circle, size_of, within
from desk.domain.map_clusters import Cluster, inside, level_for
from desk.domain.map_labels import Label, Placed, place
from desk.ui.theme import Look
from desk.ui.widgets.map_signs import Signs, star
from desk.work.map import MapCommune, MapView

APART = 1.14
"""How far signs stand from one another, in sides of one."""

_NAMED_SHEETS = 24
_NAMED_COMMUNES = 110
_LONGEST = 30
_SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
_SCALE_PX = 110
_EDGE, _BESIDE, _RING, _MARGIN = 8, 3, 5, 30
_STAR_PX = 11
_VEIL = 205
_PARTS_OF = ((60, 72), (240, 144), (900, 360), (float("inf"), 720))
_NORTH = "N"
_FONT_OF = {
    "chosen": "strong", "library": "strong", "circle": "small", "town": "town", "borough": "plain", "sheet": "small",
    "village": "small",
}  # fmt: skip
_COLOUR_OF = {
    "chosen": "selection_text", "library": "text", "circle": "text_muted", "town": "text", "borough": "text",
    "sheet": "accent", "village": "text_muted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """A cluster and where its sign stands, in pixels."""

    cluster: Cluster
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arranged:
    """Everything that one window shows."""

    window: Window
    signs: tuple[Sign, ...]
    chosen: Sign | None
    labels: tuple[Placed, ...]
    bar: tuple[float, str]


class MapPicture:
    """Arranges a view in a window and paints it. The same view, window and choice always give the same picture."""

    def __init__(self, say: Words, look: Look, font: QFont, ratio: float) -> None:
        self._say = say
        self._look = look
        self._fonts = {
            "small": _sized(font, 0.88),
            "plain": _sized(font, 0.94),
            "strong": _sized(font, 0.94, QFont.Weight.DemiBold),
            "town": _sized(font, 1.04, QFont.Weight.DemiBold),
        }
        self._metrics = {name: QFontMetricsF(made) for name, made in self._fonts.items()}
        self._widths: dict[tuple[str, str], float] = {}
        self._star = look.scale.px(_STAR_PX)
        self.signs = Signs(look, font, ratio)

    # arranging

    def arrange(self, view: MapView, window: Window, chosen: int | None) -> Arranged:
        """Return what ``window`` shows of ``view``; ``chosen`` is the place of a spot, or None."""
        half = self.signs.side / 2
        around = half / window.scale
        west, south, east, north = window.box
        sight = (west - around, south - around, east + around, north + around)
        signs = tuple(
            Sign(cluster, *window.to_pixels((cluster.x, cluster.y)))
            for cluster in inside(level_for(view.levels, self.gap_km(window)), sight)
        )
        held = next((sign for sign in signs if chosen in sign.cluster.members), None) if chosen is not None else None
        bar = self._bar(window)
        high = self._metrics["small"].height()
        taken = [(sign.x - half, sign.y - half, sign.x + half, sign.y + half) for sign in signs]
        x, y = window.to_pixels((0.0, 0.0))
        taken.append((x - self._star, y - self._star, x + self._star, y + self._star))
        taken.append((0.0, window.height - high - 3 * _EDGE, bar[0] + 4 * _EDGE, window.height))
        taken.append((window.width - high - 2 * _EDGE, 0.0, window.width, 2 * high + 2 * _EDGE))
        room = (2.0, 2.0, window.width - 2, window.height - 2)
        first: tuple[Placed, ...] = ()
        if held is not None and chosen is not None:  # it is named even where it must cover a neighbour
            name = self._label("chosen", view.spots[chosen].name, held.x, held.y, half + _RING + 3, half * 2)
            out = half + _RING + 2
            ring = (held.x - out, held.y - out, held.x + out, held.y + out)
            first = place((name,), taken, room) or place((name,), (ring,), room)
            taken += [ring, *(placed.box for placed in first)]
        others = place(self._labels(view, window, signs, held), taken, room)
        return Arranged(window=window, signs=signs, chosen=held, labels=(*others, *first), bar=bar)

    def sign_at(self, arranged: Arranged, x: float, y: float) -> Sign | None:
        """Return the sign at these pixels, if any."""
        half = self.signs.side / 2
        return next((one for one in arranged.signs if abs(one.x - x) <= half and abs(one.y - y) <= half), None)

    def gap_km(self, window: Window) -> float:
        """Return how far apart clusters must stand in ``window``, so that no sign covers another."""
        return self.signs.side * APART / window.scale

    def scale_for(self, gap_km: float) -> float:
        """Return the pixels for a kilometre at which clusters ``gap_km`` apart are drawn."""
        return self.signs.side * APART / gap_km

    def _labels(self, view: MapView, window: Window, signs: tuple[Sign, ...], held: Sign | None) -> list[Label]:
        """Return the other names to place, the most important first."""
        half, box = self.signs.side / 2, window.box
        labels = []
        if within(box, (0.0, 0.0)):
            home = window.to_pixels((0.0, 0.0))
            labels.append(self._label("library", self._say("the library"), *home, self._star + 2, half + 4))
        labels += [
            self._label("circle", self._say("{km} km", km=km), *at, 3, half + 4)
            for km in view.circles
            if (at := on_circle(km, window, _MARGIN)) is not None
        ]
        communes = [one for one in view.communes if within(box, (one.x, one.y))][:_NAMED_COMMUNES]
        large = [one for one in communes if size_of(one.population) is not Size.VILLAGE]
        labels += [self._commune(one, window) for one in large]
        alone = [sign for sign in signs if len(sign.cluster.members) == 1 and sign is not held]
        if len(alone) <= _NAMED_SHEETS:
            labels += [
                self._label("sheet", view.spots[sign.cluster.members[0]].name, sign.x, sign.y, half + 2, half + 8)
                for sign in alone
            ]
        labels += [self._commune(one, window) for one in communes[len(large) :]]
        return labels

    def _commune(self, commune: MapCommune, window: Window) -> Label:
        size = size_of(commune.population)
        x, y = window.to_pixels((commune.x, commune.y))
        return self._label(size, commune.name, x, y, _dot(size) + 2, self.signs.side / 2 + 3)

    def _label(self, style: str, text: str, x: float, y: float, near: float, far: float) -> Label:
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        metrics = self._metrics[_FONT_OF[style]]
        if (key := (style, shown)) not in self._widths:
            self._widths[key] = metrics.horizontalAdvance(shown)
        return Label(
            key=style,
            text=shown,
            x=x,
            y=y,
            width=self._widths[key] + 2 * _BESIDE,
            height=metrics.height(),
            near=near,
            far=far,
        )

    def _bar(self, window: Window) -> tuple[float, str]:
        """Return the length of the scale's bar in pixels, and what it stands for."""
        km = max((one for one in _SCALES_KM if one * window.scale <= _SCALE_PX), default=_SCALES_KM[0])
        told = self._say("{km} km", km=round(km)) if km >= 1 else self._say("{metres} m", metres=round(km * 1000))
        return km * window.scale, told

    # painting

    def paint(self, painter: QPainter, view: MapView, arranged: Arranged) -> None:
        """Paint everything, the ground first, the names last."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        window, box = arranged.window, arranged.window.box
        self._ground(painter, view, window)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("text_muted"))
        for commune in view.communes:
            if within(box, (commune.x, commune.y)):
                size = _dot(size_of(commune.population))
                painter.drawEllipse(QPointF(*window.to_pixels((commune.x, commune.y))), size, size)
        painter.setPen(QPen(self._colour("surface"), 2))
        painter.setBrush(self._colour("text"))
        painter.drawPolygon(star(QPointF(*window.to_pixels((0.0, 0.0))), self._star))
        self._furniture(painter, arranged)
        half = self.signs.side / 2
        for sign in arranged.signs:
            painter.drawPixmap(QPointF(sign.x - half, sign.y - half), self._picture(view, sign.cluster))
        if arranged.chosen is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._colour("focus"), 3))
            middle = QPointF(arranged.chosen.x, arranged.chosen.y)
            painter.drawEllipse(middle, half + _RING, half + _RING)
        for placed in arranged.labels:
            self._name(painter, placed)

    def _ground(self, painter: QPainter, view: MapView, window: Window) -> None:
        """Paint the background and the circles of distance, the edge of the territory as a whole line."""
        painter.fillRect(QRectF(0, 0, window.width, window.height), self._colour("surface"))
        west, south, east, north = window.box
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide, high = (east - west) / 10, (north - south) / 10
        for km in view.circles:
            pen = QPen(self._colour("text_muted"), 1.2)
            if km != view.radius_km:
                pen.setDashPattern([1.5, 4])
            painter.setPen(pen)
            parts = next(many for out, many in _PARTS_OF if km * window.scale <= out)
            for line in circle_lines(km, (west - wide, south - high, east + wide, north + high), parts):
                painter.drawPolyline(QPolygonF([QPointF(*window.to_pixels(point)) for point in line]))

    def _picture(self, view: MapView, cluster: Cluster) -> QPixmap:
        if len(cluster.members) > 1:
            return self.signs.many(len(cluster.members))
        spot = view.spots[cluster.members[0]]
        return self.signs.sheet(spot.group, spot.fresh)

    def _name(self, painter: QPainter, placed: Placed) -> None:
        style = placed.label.key
        box = QRectF(placed.left, placed.top, placed.label.width, placed.label.height)
        if style == "chosen":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("selection"))
            painter.drawRoundedRect(box, 4, 4)
        else:
            painter.fillRect(box, self._veil())
        name = _FONT_OF[style]
        painter.setFont(self._fonts[name])
        painter.setPen(self._colour(_COLOUR_OF[style]))
        painter.drawText(QPointF(placed.left + _BESIDE, placed.top + self._metrics[name].ascent()), placed.label.text)

    def _furniture(self, painter: QPainter, arranged: Arranged) -> None:
        """Paint the scale and the north."""
        window, (long, told) = arranged.window, arranged.bar
        metrics = self._metrics["small"]
        base = window.height - 1.5 * _EDGE
        wide = max(long, metrics.horizontalAdvance(told) + 4)
        high = metrics.height()
        painter.fillRect(QRectF(8, base - 9 - high, wide + 8, high + 14), self._veil())
        painter.fillRect(QRectF(window.width - high - _EDGE, _EDGE, high, high + 18), self._veil())
        painter.setFont(self._fonts["small"])
        painter.setPen(QPen(self._colour("text"), 2))
        painter.drawPolyline(
            QPolygonF(
                [QPointF(x, y) for x, y in ((12, base - 5), (12, base), (12 + long, base), (12 + long, base - 5))]
            )
        )
        painter.drawText(QPointF(16, base - 9), told)
        middle, top = window.width - 2 * _EDGE, 1.5 * _EDGE
        arrow = [QPointF(middle, top), QPointF(middle + 5, top + 12), QPointF(middle - 5, top + 12)]
        painter.setBrush(self._colour("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF(arrow))
        painter.setPen(self._colour("text"))
        painter.drawText(QPointF(middle - metrics.horizontalAdvance(_NORTH) / 2, top + 12 + metrics.ascent()), _NORTH)

    def _veil(self) -> QColor:
        ground = self._colour("surface")
        ground.setAlpha(_VEIL)
        return ground

    def _colour(self, token: str) -> QColor:
        return QColor(self._look.colour(token))


def _dot(size: Size) -> float:
    return {Size.TOWN: 3.6, Size.BOROUGH: 2.6, Size.VILLAGE: 1.7}[size]


def _sized(font: QFont, factor: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * factor)
    made.setWeight(weight)
    return made
