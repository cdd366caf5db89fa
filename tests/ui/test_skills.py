"""Compétences in a whole desk, and the card printed, scanned again, read: what the paper carries is what was stamped."""

import random

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from desk.domain.skills import Step
from desk.slips.marks import TextMark
from desk.slips.skills_card_page import compose_card, lay_out_card
from desk.ui import printing, scanned
from desk.ui.screens.skills import SkillsScreen
from desk.ui.widgets.lines import Lines
from desk.work import skills


@pytest.fixture
def stamped(store, say):
    card = skills.new_card(store, say)
    for place in range(4):
        card = skills.stamp(store, card.text, dict.fromkeys(range(1, 6 + 6 * place), Step.ALONE), say)
    return card


def printed_and_scanned(page, file, *, seed=1):
    """The page as a cheap scanner at 200 dpi gives it back: grey, blurred, a little turned, noisy."""
    image = printing.page_picture(page, 200)
    raw = Image.frombytes(
        "L", (image.width(), image.height()), bytes(image.constBits()), "raw", "L", image.bytesPerLine()
    )
    turned = raw.rotate(1.7, expand=True, fillcolor=245).filter(ImageFilter.GaussianBlur(1.0))
    noise = random.Random(seed)
    pixels = bytes(max(0, min(255, 20 + value * 215 // 255 + noise.randrange(-18, 19))) for value in turned.tobytes())
    Image.frombytes("L", turned.size, pixels).save(file, quality=70)


def test_the_square_survives_paper_and_a_cheap_scanner(qapp, store, say, stamped, tmp_path):
    page = lay_out_card(compose_card(store, stamped), printing.FontRuler(), say)
    printed_and_scanned(page, tmp_path / "carte.jpg")

    found = scanned.texts_in(tmp_path / "carte.jpg")

    assert stamped.text in found
    assert len(skills.read(store, found[0], say).stamps) == 4


def test_the_card_is_one_page_with_every_skill_a_line_for_the_name_and_what_it_is_mapped_to(qapp, store, say, stamped):
    page = lay_out_card(compose_card(store, stamped), printing.FontRuler(), say)
    said = " ".join(mark.text for mark in page.marks if isinstance(mark, TextMark))

    for line in stamped.lines:
        assert line.label.split()[0] in said
    assert stamped.number in said
    assert "Nom (à remplir à la main)" in said
    assert "DigComp 2.2, 2022" in said
    assert "Correspondance à vérifier" in said
    for mark in page.marks:
        if isinstance(mark, TextMark):
            assert 0 < mark.x < page.width
            assert 0 < mark.y < page.height
            assert mark.x + printing.FontRuler().width(mark.text, mark.size, mark.weight) < page.width - 5


def test_a_picture_that_is_none_is_said(qapp, tmp_path):
    from desk.base.errors import UnavailableError

    (tmp_path / "x.png").write_bytes(b"not a picture")
    with pytest.raises(UnavailableError):
        scanned.texts_in(tmp_path / "x.png")


@pytest.fixture
def desk_and_screen(make_desk, settle):
    desk = make_desk()
    desk.window.bring("skills")
    settle(desk)
    return desk, desk.window.findChild(SkillsScreen)


def test_a_scanned_card_is_completed_with_digits_stamped_and_printed(desk_and_screen, qtbot, settle, monkeypatch):
    pages = []
    monkeypatch.setattr(printing, "page_to_printer", lambda page, *_: pages.append(page))
    desk, screen = desk_and_screen
    made = []
    desk.ask(lambda store: skills.new_card(store, desk.say), made.append)
    settle(desk)
    box = screen.findChild(QLineEdit, "card-text")
    assert box.hasFocus()
    qtbot.keyClicks(box, made[0].text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(desk)
    lines = screen.findChild(Lines, "skills")
    assert lines.hasFocus()

    qtbot.keyClick(lines, Qt.Key.Key_3)
    assert screen.steps == {1: Step.ALONE}
    screen.findChild(QAbstractButton, "stamp").click()
    settle(desk)

    assert len(pages) == 1
    assert lines.rows[0].told.startswith("seul·e · ")
    desk.window.bring("refer")
    assert lines.rows == ()


def test_what_is_no_card_is_said_on_the_screen_and_nothing_opens(desk_and_screen, qtbot, settle):
    desk, screen = desk_and_screen
    box = screen.findChild(QLineEdit, "card-text")
    qtbot.keyClicks(box, "3017620422003")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(desk)

    assert screen.findChild(QLabel, "told").text().startswith("Ce n'est pas une carte de compétences.")
