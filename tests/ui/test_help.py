"""Aide: every screen has its page, in two languages, in plain words; F1 opens the right one."""

import re
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton

from desk.base.marked import blocks, spoken
from desk.base.settings import Language
from desk.base.words import words
from desk.slips.help_paper import compose_help
from desk.slips.marks import TextMark
from desk.slips.sheets_of_text import lay_out_text
from desk.ui.printing import FontRuler
from desk.ui.screens.help import HelpDialog, HelpScreen
from desk.ui.widgets.reading import Reading
from desk.work.help_pages import TO_PRINT, page_names, read_pages

LONGEST_SENTENCE = 15
JARGON = re.compile(r"synchronis|base de données|\blog\b|token|backend|\bcache\b|\burl\b|interface", re.IGNORECASE)


@pytest.fixture
def screen(qtbot, say, look):
    made = HelpScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def title(screen):
    return screen.findChild(Reading, "page").accessibleName()


def in_sight(screen):
    pages = screen.findChild(QListWidget, "pages")
    return [pages.item(place).text() for place in range(pages.count()) if not pages.item(place).isHidden()]


@pytest.mark.parametrize("language", Language)
def test_every_page_has_a_title(language):
    assert all(page.title and page.text.startswith("# ") for page in read_pages(language.value))


@pytest.mark.parametrize("language", Language)
def test_names_of_buttons_are_quoted_where_they_cannot_be_bold(language):
    assert [page.name for page in read_pages(language.value) if "**" in page.text] == []


def test_both_languages_say_the_same_things():
    def shape(text):
        return [block.split(" ")[0] if block[0] in "#->" else "." for block in blocks(text)]

    for french, english in zip(read_pages("fr"), read_pages("en"), strict=True):
        assert shape(french.text) == shape(english.text), french.name


@pytest.mark.parametrize("language", Language)
def test_the_pages_are_written_plainly(language):
    hard = []
    for page in read_pages(language.value):
        for sentence in re.split(r"[.!?…:]\s|\n", spoken(page.text)):
            words = re.findall(r"[\w'’-]+", sentence)
            if len(words) > LONGEST_SENTENCE or JARGON.search(sentence):
                hard.append((page.name, sentence))
    assert hard == []


@pytest.mark.parametrize("name", page_names("fr"))
def test_f1_opens_the_page_of_the_screen_with_the_keyboard_on_it(screen, name):
    screen.open_page(name)
    assert title(screen) == next(page.title for page in read_pages("fr") if page.name == name)
    assert screen.findChild(Reading, "page").hasFocus()


def test_an_unknown_screen_opens_the_first_page(screen):
    screen.open_page("sheets")
    screen.open_page("elsewhere")
    assert title(screen) == "Première heure"


def test_words_find_pages_and_the_first_is_shown(qtbot, screen):
    qtbot.keyClicks(screen.findChild(QLineEdit, "find-help"), "imprimante recopiez")
    assert in_sight(screen) == ["Que faire si…"]
    assert title(screen) == "Que faire si…"


def test_words_of_no_page_are_said(qtbot, screen):
    qtbot.keyClicks(screen.findChild(QLineEdit, "find-help"), "zzz")
    assert in_sight(screen) == []
    assert any(
        label.text() == "Aucune page n'a ces mots." for label in screen.findChildren(QLabel) if label.isVisible()
    )


def test_the_keyboard_walks_the_pages_reads_and_comes_back(qtbot, screen):
    box = screen.findChild(QLineEdit, "find-help")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert title(screen) == "Orienter"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    reading = screen.findChild(Reading, "page")
    assert reading.hasFocus()
    qtbot.keyClick(reading, Qt.Key.Key_Escape)
    assert box.hasFocus()


def test_a_mark_makes_a_title_an_item_a_step_or_a_note():
    text = "# Titre\n\n## Partie\nUne phrase\nqui continue.\n\n- un\n- deux\n1. fais\n> note"
    assert blocks(text) == ["# Titre", "## Partie", "Une phrase qui continue.", "- un", "- deux", "1. fais", "> note"]
    assert spoken(text).splitlines()[:3] == ["Titre", "Partie", "Une phrase qui continue."]


def test_tags_are_shown_as_they_are(qtbot, look):
    reading = Reading(look, "page", "Page")
    qtbot.addWidget(reading)
    reading.present_marked("# <b>Titre</b>\n<img src='file:///etc/passwd'>")
    assert [label.text() for label in reading.findChildren(QLabel)] == [
        "<b>Titre</b>",
        "<img src='file:///etc/passwd'>",
    ]


def test_f1_in_the_whole_desk_opens_the_page_of_the_screen_in_front(qtbot, make_desk, settle):
    desk = make_desk()
    desk.window.bring("sheets")
    settle(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.front == "help"
    assert title(desk.window.findChild(HelpScreen)) == "Fiches"


def test_help_opens_in_its_own_window_while_the_first_start_covers_the_screens(qtbot, say, look):
    dialog = HelpDialog(say, look, "first_start")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    assert title(dialog) == {page.name: page.title for page in read_pages("fr")}["first_start"]

    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", TO_PRINT)
def test_the_pages_for_the_wall_hold_on_exactly_one_side_in_readable_letters(name, language, qapp):
    page = next(page for page in read_pages(language.value) if page.name == name)
    made = lay_out_text(
        compose_help(page, "Bibliothèque de Saint-Martin", date(2026, 11, 24), words(language.value)), FontRuler()
    )
    assert len(made) == 1
    sizes = [mark.size for mark in made[0].marks if isinstance(mark, TextMark)]
    assert min(size for size in sizes if size > 9) >= 11
    said = " ".join(mark.text for mark in made[0].marks if isinstance(mark, TextMark))
    assert all(word in said for word in spoken(page.text).split())


@pytest.mark.parametrize("page", read_pages("fr"), ids=lambda page: page.name)
def test_every_page_can_be_printed_whole(page, say, qapp):
    made = lay_out_text(compose_help(page, "", date(2026, 11, 24), say), FontRuler())
    said = " ".join(mark.text for one in made for mark in one.marks if isinstance(mark, TextMark)).split()
    assert set(spoken(page.text).split()) - set(said) == set()


def test_the_page_shown_is_the_one_printed(qtbot, screen):
    asked = []
    screen.print_requested.connect(asked.append)
    screen.open_page("what_if")
    screen.findChild(QPushButton, "print-page").click()
    assert [page.name for page in asked] == ["what_if"]


def test_without_a_printer_a_page_can_be_kept(make_desk, settle, when_asked, monkeypatch, tmp_path):
    desk = make_desk()
    desk._show_help("training")
    monkeypatch.setattr(desk, "ask_file", lambda *_: str(tmp_path / "aide.pdf"))
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-0").click())
    desk.window.findChild(QPushButton, "print-page").click()
    settle(desk)
    assert (tmp_path / "aide.pdf").read_bytes().startswith(b"%PDF")


def test_at_the_first_start_nothing_is_printed_from_the_help(qtbot, say, look):
    dialog = HelpDialog(say, look, "first_start")
    qtbot.addWidget(dialog)
    assert dialog.findChild(QPushButton, "print-page").isHidden()
