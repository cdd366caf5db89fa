"""Aide: every screen has its page, in two languages, in plain words; F1 opens the right one."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from desk.base.paths import resources
from desk.base.settings import Language
from desk.ui.screens.help import PAGES, HelpDialog, HelpScreen, read_pages
from desk.ui.widgets.reading import Reading, blocks, spoken

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
def test_every_page_exists_and_no_other(language):
    files = {file.stem for file in (resources() / "help" / language.value).glob("*.md")}
    assert files == set(PAGES)
    assert all(page.title and page.text.startswith("# ") for page in read_pages(language.value))


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


@pytest.mark.parametrize("name", PAGES)
def test_f1_opens_the_page_of_the_screen_with_the_keyboard_on_it(screen, name):
    screen.open_page(name)
    assert title(screen) == next(page.title for page in read_pages("fr") if page.name == name)
    assert screen.findChild(Reading, "page").hasFocus()


def test_an_unknown_screen_opens_the_first_page(screen):
    screen.open_page("sheets")
    screen.open_page("elsewhere")
    assert title(screen) == "Première heure"


def test_words_find_pages_and_the_first_is_shown(qtbot, screen):
    qtbot.keyClicks(screen.findChild(QLineEdit, "find-help"), "imprimante pdf")
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
