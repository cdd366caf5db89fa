"""What the signs of the map mean, and how many of each there are."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.sheets import Freshness
from desk.ui.theme import Look
from desk.ui.widgets.access import named, plain_label
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.map_signs import Signs, star
from desk.work.map import MapView

_SIDE_PX = 22
_SEVERAL = 5
"""The number shown in the sign of several sheets."""


class MapLegend(QWidget):
    """Signs with their words: groups first, then how fresh, then the rest."""

    def __init__(self, say: Words, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        named(self, "legend", say("What the signs mean"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: QWidget | None = None

    def present(self, view: MapView) -> None:
        """Show the signs that the map of ``view`` uses."""
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = QWidget()
        flow = Flow(self._shown, down=2)
        signs, say = Signs(self._look, self.font(), self.devicePixelRatioF(), _SIDE_PX), self._say
        french = say.language == "fr"
        lines = [
            (signs.sheet(group, Freshness.FRESH), f"{group.label if french else group.english} ({many})")
            for group, many in view.groups
        ]
        if view.groups:
            first = view.groups[0][0]
            lines += [
                (signs.sheet(first, Freshness.FRESH), say("full: checked under 3 months ago")),
                (signs.sheet(first, Freshness.AGEING), say("plain line: under 8 months")),
                (signs.sheet(first, Freshness.NEVER), say("broken line: to verify")),
                (signs.many(_SEVERAL), say("several sheets")),
            ]
        lines.append((self._star(signs.side), say("the library")))
        for picture, words in lines:
            flow.addWidget(_line(picture, words))
        self._column.addWidget(self._shown)

    def _star(self, side: int) -> QPixmap:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.colour("text")))
        painter.drawPolygon(star(QPointF(side / 2, side / 2), side * 0.4))
        painter.end()
        return pixmap


def _line(picture: QPixmap, words: str) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    sign = QLabel()
    sign.setPixmap(picture)
    row.addWidget(sign)
    row.addWidget(plain_label(words, "small", wraps=False))
    return whole
