"""Looks: colours by meaning, one scale for every size, the style sheet made from both. The only reader of the tokens."""

from dataclasses import dataclass
from functools import cache, lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.base.paths import resources
from desk.base.settings import Settings, Theme
from desk.base.start_json import read_object
from desk.ui.fonts import load_fonts

BODY_POINTS = 11.5
"""Body text at 100 %, in points: 15 to 16 pixels on an old screen."""

_LARGE_PERCENT = 150

PAIRS = (
    ("text", "page"), ("text", "surface"), ("text", "surface_raised"), ("text_muted", "page"),
    ("text_muted", "surface"), ("accent", "surface"), ("accent", "page"), ("accent_text", "accent"),
    ("accent_soft_text", "accent_soft"), ("nav_text", "nav"), ("nav_muted", "nav"), ("nav_current_text", "nav_current"),
    ("explain_text", "explain"), ("with_text", "with"), ("stop_text", "stop"), ("never_text", "never"),
    ("danger_text", "danger"), ("danger", "surface"), ("selection_text", "selection"), ("text", "explain"),
    ("text", "with"), ("text", "stop"), ("text", "never"),
)  # fmt: skip
"""Every pair of text and background that the style sheet makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Turns sizes at 100 % into sizes on this screen."""

    percent: int

    @property
    def large(self) -> bool:
        """Whether the text is so large that what stands side by side goes one below the other."""
        return self.percent >= _LARGE_PERCENT

    def points(self, at_100: float) -> float:
        """Return a text size in points."""
        return round(at_100 * self.percent / 100, 1)

    def px(self, at_100: float) -> int:
        """Return a length in pixels; grows less than the text, so that large text keeps its room."""
        return round(at_100 * (1 + (self.percent - 100) / 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How everything looks now: the tokens of one theme and one scale."""

    theme: Theme
    scale: Scale
    tokens: dict[str, str]

    def colour(self, token: str) -> str:
        """Return the hexadecimal value of a token."""
        return self.tokens[token]


@cache
def tokens(theme: Theme) -> dict[str, str]:
    """Return the colours of ``theme`` by meaning."""
    return read_object(resources() / "style" / f"{theme.value}.json")


def look_of(settings: Settings) -> Look:
    """Return the look that ``settings`` ask for."""
    return Look(theme=settings.theme, scale=Scale(percent=settings.text_percent), tokens=tokens(settings.theme))


def apply_look(app: QApplication, settings: Settings) -> Look:
    """Dress the whole application and return its look."""
    look = prepare_look(app, settings)
    dress(app, look)
    return look


def prepare_look(app: QApplication, settings: Settings) -> Look:
    """Give the whole application its font and colours, and return its look; `dress` does the rest."""
    look = look_of(settings)
    app.setStyle("Fusion")
    font = QFont(load_fonts())
    font.setPointSizeF(look.scale.points(BODY_POINTS))
    app.setFont(font)
    app.setPalette(_palette(look))
    return look


def dress(app: QApplication, look: Look) -> None:
    """Give everything its style sheet: a widget made before is dressed once, one made after each time it is moved."""
    app.setStyleSheet(style_sheet(look))


def set_role(widget: QWidget, role: str) -> QWidget:
    """Give ``widget`` another role and dress it again."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget


@lru_cache(maxsize=256)
def icon(name: str, colour: str, side: int = 20) -> QIcon:
    """Return the line icon ``name`` drawn in ``colour`` (hexadecimal), sharp at ``side`` pixels and twice that."""
    made = QIcon()
    drawing = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    for factor in (1, 2):
        pixmap = QPixmap(side * factor, side * factor)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side * factor, side * factor))
        painter.end()
        made.addPixmap(pixmap)
    return made


def picture(look: Look, name: str) -> QLabel:
    """Return the line icon ``name`` alone, in the accent colour."""
    side = look.scale.px(24)
    sign = QLabel()
    sign.setPixmap(icon(name, look.colour("accent"), side).pixmap(side, side))
    return sign


def style_sheet(look: Look) -> str:
    """Return the style sheet of a look: the only place where sizes and colours become Qt's."""
    px, points = look.scale.px, look.scale.points
    sizes = {
        "title": points(17),
        "big": points(15),
        "subtitle": points(13.5),
        "small": points(10.5),
        "huge": points(30),
        "gap": px(8),
        "target": px(32),
        "main": px(44),
        "nav_row": px(36),
        "field": px(34),
        "search": px(54),
        "ring": 3,
        "round": 9,
        "check": px(18),
        "half_check": px(18) // 2 + 2,
        "dot": px(18) + 4 - 2 * ((px(18) + 4) // 3),
        "dot_ring": (px(18) + 4) // 3,
        "nav_icon": px(22),
        "bar": px(14),
    }
    named = {f"c_{name}": value for name, value in look.tokens.items()}
    tick = "tick-white" if QColor(look.colour("accent_text")).lightness() > 127 else "tick-black"
    arrow = "white" if QColor(look.colour("text")).lightness() > 127 else "black"
    drawn = {
        name: (resources() / "style" / f"{file}.svg").as_posix()
        for name, file in (("tick", tick), ("down", f"down-{arrow}"), ("up", f"up-{arrow}"))
    }
    return _SHEET.substitute({**{name: str(value) for name, value in sizes.items()}, **named, **drawn})


def _palette(look: Look) -> QPalette:
    colour = look.colour
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, token in (
        (roles.Window, "page"),
        (roles.WindowText, "text"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "surface_raised"),
        (roles.Text, "text"),
        (roles.PlaceholderText, "text_muted"),
        (roles.Button, "surface"),
        (roles.ButtonText, "text"),
        (roles.BrightText, "danger"),
        (roles.ToolTipBase, "surface"),
        (roles.ToolTipText, "text"),
        (roles.Highlight, "selection"),
        (roles.HighlightedText, "selection_text"),
        (roles.Link, "accent"),
        (roles.LinkVisited, "accent"),
        (roles.Light, "surface"),
        (roles.Mid, "line_soft"),
        (roles.Dark, "line"),
        (roles.Shadow, "line"),
    ):
        palette.setColor(role, QColor(colour(token)))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour("text_muted")))
    return palette


_SHEET = Template("""
QWidget { color: $c_text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $c_page; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QToolTip { color: $c_text; background: $c_surface; border: 1px solid $c_line; padding: 4px; }

QLabel { background: transparent; }
QLabel[role="huge"] { font-size: ${huge}pt; font-weight: 700; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="subtitle"] { font-size: ${subtitle}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $c_text_muted; }
QLabel[role="small"] { color: $c_text_muted; font-size: ${small}pt; }
QLabel[role="chip"], QLabel[role="badge-unknown"] {
  background: $c_accent_soft; color: $c_accent_soft_text; border-radius: ${round}px; padding: 2px 10px; font-weight: 600; }
QLabel[role="badge-open"] {
  background: $c_with; color: $c_with_text; border-radius: ${round}px; padding: 2px 10px; font-weight: 600; }
QLabel[role="badge-closed"] {
  background: $c_stop; color: $c_stop_text; border-radius: ${round}px; padding: 2px 10px; font-weight: 600; }
QLabel[role="warn"] { color: $c_stop_text; font-weight: 600; }
QLabel[role="small-warn"] { color: $c_stop_text; font-size: ${small}pt; font-weight: 600; }
QLabel[role="nav-title"] { color: $c_nav_text; font-size: ${title}pt; font-weight: 700; }
QLabel[role="nav-muted"] { color: $c_nav_muted; }
QLabel[role="nav-strong"] { color: $c_nav_text; font-weight: 600; }

QFrame[role="card"], QFrame[role="box"] {
  background: $c_surface; border: 1px solid $c_line_soft; border-radius: ${round}px; }
QFrame[role="card-selected"] { background: $c_surface; border: 3px solid $c_accent; border-radius: ${round}px; }
QFrame[role="action"] { background: $c_surface_raised; border-radius: ${round}px; border: 1px solid $c_line_soft; }
QFrame[role="banner-info"] { background: $c_accent_soft; border: 1px solid $c_accent; border-radius: ${round}px; }
QFrame[role="banner-warning"] { background: $c_stop; border: 1px solid $c_stop_text; border-radius: ${round}px; }
QFrame[role="banner-danger"] { background: $c_never; border: 2px solid $c_never_text; border-radius: ${round}px; }
QFrame[role="step-explain"] { background: $c_explain; border-left: 6px solid $c_explain_text; }
QFrame[role="step-with"] { background: $c_with; border-left: 6px solid $c_with_text; }
QFrame[role="step-stop"] { background: $c_stop; border-left: 6px solid $c_stop_text; }
QFrame[role="step-never"] { background: $c_never; border-left: 6px solid $c_never_text; }
QFrame[role^="step-"]:focus { border: ${ring}px solid $c_focus; border-left-width: 6px; }
QLabel[role="step-explain"] { color: $c_explain_text; font-weight: 600; border: none; background: transparent; }
QLabel[role="step-with"] { color: $c_with_text; font-weight: 600; border: none; background: transparent; }
QLabel[role="step-stop"] { color: $c_stop_text; font-weight: 600; border: none; background: transparent; }
QLabel[role="step-never"] { color: $c_never_text; font-weight: 600; border: none; background: transparent; }
QFrame[role="search"] { background: $c_surface; border: 2px solid $c_accent; border-radius: ${round}px; }
QFrame[role="search-focus"] { background: $c_surface; border: ${ring}px solid $c_focus; border-radius: ${round}px; }
QFrame[role="nav"] { background: $c_nav; }
QFrame[role="nav-box"] { background: rgba(0, 0, 0, 60); border-radius: ${round}px; }
QFrame[role="line"] { background: $c_line_soft; max-height: 1px; border: none; }

QPushButton, QToolButton {
  background: $c_surface; color: $c_text; border: 1px solid $c_line; border-radius: ${round}px;
  padding: 4px 14px; min-height: ${target}px; }
QPushButton:hover, QToolButton:hover { border-color: $c_accent; }
QPushButton:pressed, QToolButton:pressed { background: $c_surface_raised; }
QPushButton:focus, QToolButton:focus { border: ${ring}px solid $c_focus; padding: 2px 12px; }
QPushButton:disabled, QToolButton:disabled { color: $c_text_muted; border-style: dashed; }
QPushButton:checked { background: $c_accent_soft; color: $c_accent_soft_text; border: 2px solid $c_accent; padding: 3px 13px; }
QPushButton[role="primary"] {
  background: $c_accent; color: $c_accent_text; border: 2px solid $c_accent; font-weight: 600;
  font-size: ${subtitle}pt; min-height: ${main}px; padding: 2px 20px; }
QPushButton[role="primary"]:focus { border: ${ring}px solid $c_focus; padding: 1px 19px; }
QPushButton[role="primary"]:disabled {
  background: $c_surface; color: $c_text_muted; border: 2px dashed $c_line; }
QPushButton[role="choice"] { text-align: left; }
QPushButton[role="danger"] { color: $c_danger; border-color: $c_danger; font-weight: 600; }
QPushButton[role="chip"] {
  background: $c_accent_soft; color: $c_accent_soft_text; border: 1px solid $c_accent_soft; font-weight: 600; }
QPushButton[role="chip"]:focus { border: ${ring}px solid $c_focus; }
QPushButton[role="nav"] {
  background: transparent; color: $c_nav_text; border: ${ring}px solid transparent; text-align: left;
  padding: 0 8px; min-height: ${nav_row}px; icon-size: ${nav_icon}px; }
QPushButton[role="nav"]:hover { background: $c_nav_current; color: $c_nav_current_text; }
QPushButton[role="nav"]:checked { background: $c_nav_current; color: $c_nav_current_text; font-weight: 600; }
QPushButton[role="nav"]:focus { border: ${ring}px solid $c_nav_text; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox {
  background: $c_surface; color: $c_text; border: 1px solid $c_line; border-radius: 6px; padding: 3px 8px;
  selection-background-color: $c_selection; selection-color: $c_selection_text;
  placeholder-text-color: $c_text_muted; }
QLineEdit, QSpinBox, QComboBox { min-height: ${field}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {
  border: ${ring}px solid $c_focus; padding: 1px 6px; }
QLineEdit[role="search"], QLineEdit[role="search"]:focus {
  font-size: ${big}pt; min-height: ${search}px; border: none; background: transparent; padding: 0 6px; }
QComboBox::drop-down { subcontrol-origin: border; border: none; width: ${field}px; }
QComboBox::down-arrow { image: url("$down"); width: ${bar}px; height: ${bar}px; }
QSpinBox { padding-right: ${field}px; }
QSpinBox:focus { padding-right: ${field}px; }
QSpinBox::up-button, QSpinBox::down-button {
  subcontrol-origin: border; width: ${field}px; border: none; background: transparent; }
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow { image: url("$up"); width: ${bar}px; height: ${bar}px; }
QSpinBox::down-arrow { image: url("$down"); width: ${bar}px; height: ${bar}px; }
QComboBox QAbstractItemView { background: $c_surface; color: $c_text; selection-background-color: $c_selection;
  selection-color: $c_selection_text; }

QCheckBox, QRadioButton { spacing: 10px; padding: 4px; min-height: ${target}px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border: ${ring}px solid $c_focus; border-radius: 6px; padding: 1px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: ${check}px; height: ${check}px; background: $c_surface; border: 2px solid $c_text_muted; border-radius: 4px; }
QRadioButton::indicator { border-radius: ${half_check}px; }
QCheckBox::indicator:checked { background: $c_accent; border-color: $c_accent; image: url("$tick"); }
QRadioButton::indicator:checked { width: ${dot}px; height: ${dot}px; border: ${dot_ring}px solid $c_accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-style: dashed; }

QListView, QTreeView, QTableView, QListWidget {
  background: $c_surface; color: $c_text; border: 1px solid $c_line_soft; border-radius: ${round}px; outline: none;
  padding: 3px; }
QListView:focus, QTreeView:focus, QTableView:focus { border: ${ring}px solid $c_focus; padding: 1px; }
QListView::item, QTreeView::item { padding: 7px 8px; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
  background: $c_selection; color: $c_selection_text; }
QHeaderView::section { background: $c_surface_raised; color: $c_text; border: none; padding: 6px; font-weight: 600; }
QScrollBar:vertical { width: ${bar}px; background: transparent; }
QScrollBar::handle:vertical { background: $c_line; border-radius: 6px; min-height: 32px; }
QScrollBar:horizontal { height: ${bar}px; background: transparent; }
QScrollBar::handle:horizontal { background: $c_line; border-radius: 6px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
""")
