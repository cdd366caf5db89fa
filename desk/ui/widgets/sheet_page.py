"""One sheet to read: what is wrong first, then how to reach it, then everything else in reading order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.base.words import Words
from desk.domain.sheets import Freshness
from desk.ui.theme import Look, icon
from desk.ui.widgets.access import plain_label
from desk.ui.widgets.reading import item
from desk.work.sentences import of_problem
from desk.work.sheets import SheetView

ICONS = {
    Freshness.FRESH: "badge-check",
    Freshness.AGEING: "clock",
    Freshness.OLD: "triangle-alert",
    Freshness.NEVER: "triangle-alert",
}
"""The picture that stands before an age."""


def page(say: Words, look: Look, view: SheetView) -> list[QWidget]:
    """Return the parts of a sheet, from top to bottom."""
    parts: list[QWidget] = [plain_label(view.name, "title")]
    if view.relay_types:
        parts.append(plain_label(" · ".join(view.relay_types), "muted"))
    if view.status:
        parts.append(_banner((_capital(view.status),)))
    if view.doubts:
        parts.append(_banner((view.doubtful, *(f"– {doubt}" for doubt in view.doubts))))
    if view.phone:
        parts.append(plain_label(say("Telephone: {number}", number=view.phone), "title"))
    if where := " · ".join(part for part in (view.address, view.away) if part):
        parts.append(plain_label(where))
    parts.append(plain_label(_capital(view.now), "subtitle"))
    parts += [item(line) for line in view.week]
    parts += [plain_label(_capital(line), "warn") for line in view.closures]
    if view.hours_text:
        parts.append(plain_label(say("In their words: {text}", text=view.hours_text)))
    parts += [plain_label(of_problem(code, say), "warn") for code in dict.fromkeys(view.hours_problems)]
    if way := ", ".join(way_in(say, view)):
        parts.append(plain_label(_capital(way)))
    parts += [plain_label(text) for text in (view.waiting, view.description, view.email, view.website) if text]
    parts.append(_checked(look, view))
    for part in view.parts:
        parts.append(plain_label(part.title, "subtitle"))
        parts += [item(line) for line in part.lines]
    if view.source:
        parts.append(plain_label(origin(say, view), "small"))
    return parts


def told(say: Words, view: SheetView) -> list[str]:
    """Return the same as it is read aloud."""
    lines = [*view.relay_types, view.status, view.doubtful, *view.doubts]
    lines += [say("Telephone: {number}", number=view.phone)] if view.phone else []
    lines += [view.address, view.away, view.now, *view.week, *view.closures, view.hours_text, *way_in(say, view)]
    lines += [view.waiting, view.description, view.email, view.website, view.checked]
    for part in view.parts:
        lines += [part.title, *part.lines]
    lines += [origin(say, view)] if view.source else []
    return [one for one in lines if one]


def way_in(say: Words, view: SheetView) -> list[str]:
    """Return how one gets in, what it costs, whether it moves: what is known of it."""
    moves = say("it moves from place to place") if view.itinerant else ""
    return [part for part in (view.reach, view.fee, moves) if part]


def origin(say: Words, view: SheetView) -> str:
    """Return where the sheet comes from, with its licence, and how far its last change is on its way."""
    source = say("Source: {source}", source=view.source)
    way = say("Exchange: {way}", way=view.way) if view.way else ""
    return " · ".join(part for part in (source, view.licence, way) if part)


def _banner(lines: tuple[str, ...]) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "banner-warning")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 6, 12, 6)
    column.setSpacing(2)
    for number, line in enumerate(lines):
        column.addWidget(plain_label(line, "body" if number else "warn"))
    return frame


def _checked(look: Look, view: SheetView) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    fresh = view.fresh in {Freshness.FRESH, Freshness.AGEING}
    side = look.scale.px(20)
    sign = QLabel()
    colour = look.colour("accent" if fresh else "stop_text")
    sign.setPixmap(icon(ICONS[view.fresh], colour, side).pixmap(side, side))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(plain_label(_capital(view.checked), "strong" if fresh else "warn"), 1)
    return whole


def _capital(text: str) -> str:
    """Return ``text`` with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]
