"""The cards of the cases, and the mark that papers of an exercise carry: one door, every paper."""

import re
from pathlib import Path

import pytest

from desk.base import training as marks
from desk.base.settings import SlipFormat
from desk.slips.marks import POINTS_PER_MM, Page, TextMark, Weight
from desk.slips.training_cards import lay_out_cards
from desk.ui import printing
from desk.work import training
from tests.kept import compare

DESK = Path(marks.__file__).parents[1]
SMALLEST = 9.0


@pytest.fixture
def door(qapp):
    """The printing door of somebody who practises."""
    marks.mark_papers(True)
    yield printing
    marks.mark_papers(False)


@pytest.mark.golden
def test_the_cards_say_what_they_did_two_on_each_page(store, say, ruler):
    pages = lay_out_cards(training.cases(store, say), ruler, say)
    assert len(pages) == 6
    said = "\n".join(mark.text for page in pages for mark in page.marks if isinstance(mark, TextMark))
    compare("service/training-cards.txt", said + "\n")


def test_each_card_holds_in_its_half_in_the_papers_own_type(store, say, qapp):
    for page in lay_out_cards(training.cases(store, say), printing.FontRuler(), say):
        half = page.height / 2
        texts = [mark for mark in page.marks if isinstance(mark, TextMark)]
        assert min(mark.size for mark in texts) >= SMALLEST
        second = next(place for place, mark in enumerate(texts) if place and mark.text.startswith("Cas "))
        assert max(mark.y for mark in texts[:second]) < half < min(mark.y - mark.size for mark in texts[second:])
        assert max(mark.y for mark in texts) < page.height - page.margin_y
        assert not any(mark.text.endswith("…") for mark in texts if not mark.text.startswith("Une photocopie"))


def test_one_card_alone_is_one_page(store, say, ruler):
    assert len(lay_out_cards(training.cases(store, say)[:1], ruler, say)) == 1


def paper(width_mm, height_mm):
    mark = TextMark(40.0, 60.0, "Bonjour", 12.0, Weight.REGULAR)
    size = (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM)
    return Page(width=size[0], height=size[1], margin_x=20.0, margin_y=20.0, marks=(mark,))


def grey(image):
    return sum(
        190 <= image.pixelColor(x, y).lightness() <= 210
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


@pytest.mark.parametrize("size", [(210, 297), (148, 210), (80, 150), (80, 420), (297, 420), (297, 210)])
def test_every_paper_says_across_that_it_is_an_exercise(door, size):
    image = door.page_picture(paper(*size), 40)
    assert grey(image) > 0.02 * image.width() * image.height() / 9


def test_no_paper_of_the_desk_says_so(qapp):
    assert grey(printing.page_picture(paper(210, 297), 40)) < 10


@pytest.mark.parametrize("form", SlipFormat)
def test_the_slip_of_an_exercise_stays_readable(door, make_slip, form):
    image = door.picture(make_slip(), form, 72)
    assert (
        min(image.pixelColor(x, y).lightness() for x in range(0, image.width(), 2) for y in range(image.height())) < 60
    )


def test_pdf_and_printer_carry_the_mark_as_the_picture_does(door):
    marked = door.pdf_bytes((paper(210, 297),), "fr")
    marks.mark_papers(False)
    assert len(marked) > len(door.pdf_bytes((paper(210, 297),), "fr"))


def test_there_is_one_door_for_paper():
    """Nothing else in the program draws on a printer or in a PDF: what is marked there is marked everywhere."""
    named = re.compile(r"\b(QPdfWriter|QPrinter|QPagedPaintDevice|QPrintDialog|QPrintPreviewDialog)\b")
    doors = {
        file.relative_to(DESK).as_posix()
        for file in DESK.rglob("*.py")
        if named.search(file.read_text(encoding="utf-8"))
    }
    assert doors == {"ui/printing.py"}
