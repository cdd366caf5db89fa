"""The three papers: their measures and their sizes of type."""

from dataclasses import dataclass

from desk.base.settings import SlipFormat
from desk.slips.marks import POINTS_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Measures in points. ``height`` is None for a roll, which is cut where the text ends, ``tallest`` at most.

    ``body`` is never smaller than 14 pt on a sheet and 11 pt on a roll; telephone numbers never smaller than 18 pt.
    """

    width: float
    height: float | None
    tallest: float
    margin_x: float
    margin_y: float
    small: float
    footer: float
    header: float
    body: float
    heading: float
    visit: float
    name: float
    title: float
    phone: float
    number: float
    code: float
    bar: float
    bar_height: float
    narrow: bool = False

    @property
    def column(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin_x


def _mm(value: float) -> float:
    return value * POINTS_PER_MM


PAPERS = {
    SlipFormat.A5: Paper(
        width=_mm(148),
        height=_mm(210),
        tallest=_mm(210),
        margin_x=_mm(8.5),
        margin_y=_mm(7),
        small=10.5,
        footer=9,
        header=10.5,
        body=14,
        heading=15,
        visit=14.5,
        name=18,
        title=20,
        phone=25,
        number=18,
        code=15,
        bar=_mm(0.3),
        bar_height=_mm(10.5),
    ),
    SlipFormat.A4: Paper(
        width=_mm(210),
        height=_mm(297),
        tallest=_mm(297),
        margin_x=_mm(15),
        margin_y=_mm(12),
        small=11.5,
        footer=11,
        header=13,
        body=16,
        heading=18,
        visit=18,
        name=23,
        title=28,
        phone=32,
        number=22,
        code=19,
        bar=_mm(0.38),
        bar_height=_mm(14),
    ),
    SlipFormat.RECEIPT: Paper(
        width=_mm(80),
        height=None,
        tallest=_mm(420),
        margin_x=_mm(4),
        margin_y=_mm(4),
        small=10,
        footer=9,
        header=10,
        body=11.5,
        heading=12.5,
        visit=12.5,
        name=14,
        title=16,
        phone=22,
        number=18,
        code=16,
        bar=_mm(0.375),
        bar_height=_mm(12),
        narrow=True,
    ),
}
