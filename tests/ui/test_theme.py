"""Looks: readable in three themes, one scale, every picture there."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desk.base.paths import resources
from desk.base.settings import TEXT_SIZES, Settings, Theme
from desk.ui.theme import PAIRS, apply_look, icon, look_of, tokens
from desk.ui.widgets.access import plain_label

UI = Path(__file__).resolve().parents[2] / "desk" / "ui"
SIZES_LIVE_IN = {"theme.py", "printing.py"}


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in QColor(colour).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_every_text_is_readable_on_its_background(theme):
    least = 7 if theme is Theme.CONTRAST else 4.5
    colours = tokens(theme)
    weak = [(text, ground) for text, ground in PAIRS if contrast(colours[text], colours[ground]) < least]
    assert weak == []


@pytest.mark.parametrize("theme", Theme)
def test_the_ring_of_the_keyboard_is_seen_on_every_background(theme):
    colours = tokens(theme)
    grounds = ("page", "surface", "explain", "with", "stop", "never")
    assert [ground for ground in grounds if contrast(colours["focus"], colours[ground]) < 3] == []
    assert contrast(colours["nav_text"], colours["nav"]) >= 3


def test_the_themes_have_the_same_tokens():
    assert len({frozenset(tokens(theme)) for theme in Theme}) == 1


@pytest.mark.parametrize("make", [lambda: plain_label("texte"), QPushButton, QLineEdit])
def test_text_twice_as_large_is_twice_as_large_everywhere(qapp, qtbot, make):
    heights = []
    for percent in (100, 200):
        apply_look(qapp, Settings(text_percent=percent))
        widget = make()
        qtbot.addWidget(widget)
        widget.ensurePolished()
        heights.append(QFontMetrics(widget.font()).height())
    assert heights[1] >= 1.8 * heights[0]


def test_no_size_of_text_is_written_outside_the_theme():
    written = re.compile(r"font-size|setPointSize|setPixelSize|\bsetFont\(|setFixed(Width|Height|Size)")
    allowed = {
        "needs_list.py": 1,
        "lines.py": 1,
        "map_picture.py": 3,
        "month_grid.py": 2,
        "map_signs.py": 2,
    }  # painters, from scaled fonts
    found = {
        file.name: len(written.findall(file.read_text(encoding="utf-8")))
        for file in UI.rglob("*.py")
        if file.name not in SIZES_LIVE_IN
    }
    assert {name: count for name, count in found.items() if count > allowed.get(name, 0)} == {}


def test_every_label_of_a_screen_is_made_as_plain_text():
    made = re.compile(r"QLabel\((?!\))|setTextFormat\(Qt\.TextFormat\.(?!PlainText)|setHtml|QTextBrowser")
    found = [file.name for file in UI.rglob("*.py") if made.search(file.read_text(encoding="utf-8"))]
    assert [name for name in found if name != "access.py"] == []


def test_every_icon_asked_for_exists():
    named = re.compile(r'(?:icon|_picture)\(\s*"([a-z0-9-]+)"|add\("[a-z]+", say\("[^"]+"\), "[^"]*", "([a-z0-9-]+)"')
    code = [*UI.rglob("*.py"), UI.parent / "app.py"]
    names = {one or two for file in code for one, two in named.findall(file.read_text(encoding="utf-8"))}
    assert "compass" in names
    assert [name for name in sorted(names) if not (resources() / "icons" / f"{name}.svg").exists()] == []


def test_an_icon_is_drawn_in_its_colour(qapp):
    drawn = icon("search", "#ff0000", 40).pixmap(40, 40).toImage()
    reds = [drawn.pixelColor(x, y).red() for x in range(40) for y in range(40) if drawn.pixelColor(x, y).alpha() == 255]
    assert reds
    assert min(reds) == 255


def test_every_size_on_offer_makes_a_style_sheet(qapp):
    for percent in TEXT_SIZES:
        assert "$" not in apply_look(qapp, Settings(text_percent=percent)).theme
        assert "$" not in qapp.styleSheet()


def test_large_text_puts_side_by_side_things_below_one_another():
    assert [look_of(Settings(text_percent=percent)).scale.large for percent in (100, 125, 150, 200)] == [
        False,
        False,
        True,
        True,
    ]


def test_what_looks_like_mark_up_is_shown_as_it_is(qapp, qtbot):
    label = plain_label('<b>Mairie</b> <img src="file:///etc/passwd">')
    qtbot.addWidget(label)
    assert label.text() == '<b>Mairie</b> <img src="file:///etc/passwd">'
    assert isinstance(label, QLabel)
    assert label.textFormat().name == "PlainText"
