"""The help cannot lie: every button, key, screen and command that it names is there, every screen has its page."""

import argparse
import json
import re
from pathlib import Path

import pytest

from desk.base.marked import names
from desk.base.paths import resources
from desk.base.text import fold
from desk.base.words import words
from desk.cli.main import ROOMS, _parser
from desk.work.help_pages import ORDER, TO_PRINT, page_names

ROOT = Path(__file__).resolve().parents[2]
TABLE = {
    english: french
    for file in (ROOT / "resources" / "i18n" / "fr").glob("*.json")
    for english, french in json.loads(file.read_text(encoding="utf-8")).items()
}
CODE = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "desk").rglob("*.py")))
LANGUAGES = ("fr", "en")
KEY = re.compile(r"\b(?:Ctrl|Maj|Shift|Alt)(?:\+[^\s*]+?)+(?=[\s.,:;)*]|$)|\bF\d{1,2}\b")
COMMAND = re.compile(r"`(relais[^`]*)`")
SCREEN = re.compile(r'add\(\s*"([\w-]+)",\s*say\("([^"]+)"\),\s*"([^"]+)"')
PAGE = re.compile(r'add_page\(\s*"([\w-]+)"')
BY_QT = {"Maj+Tab", "Shift+Tab"}
"""Keys that every box of every program has."""

TYPED = {"1", "2", "3", "5", "Inser", "Insert", "Ins"}
"""Keys that a screen reads itself: their tests press them."""

SAID = {
    "fr": {
        "cases à cocher", "rouvre le", "vérifiée il y a 12 jours", "fermé en août", "sonner deux fois",
        "à vérifier par téléphone",
    },
    "en": {"tick boxes", "reopens on", "checked 12 days ago", "closed in august", "ring twice", "to verify by telephone"},
}  # fmt: skip
"""What the help quotes and nobody presses: examples of notes, of dates."""

IN_CODE = {"screens": SCREEN.findall(CODE), "pages": PAGE.findall(CODE)}


def pages(language):
    folder = resources() / "help" / language
    return {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in page_names(language)}


def bare(label):
    """Return a label as a person says it: no mark of a key, no key, no points at the end."""
    return fold(re.sub(r"\s{2,}\S.*$|\(.*\)$", "", label.replace("&", "")).strip(" …."))


def labels(language):
    said = TABLE.values() if language == "fr" else TABLE.keys()
    alone = {bare(part) for text in said for part in text.split("|")}
    titles = {bare(text.splitlines()[0].removeprefix("# ")) for text in pages(language).values()}
    return alone | titles | {fold(word) for word in TYPED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_the_help_is_on_a_screen_or_the_title_of_a_page(language):
    known = labels(language)
    lies = {
        (page, name)
        for page, text in pages(language).items()
        for name in names(text)
        if bare(name) not in known and not KEY.fullmatch(name)
    }
    assert sorted(lies) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_the_help_quotes_is_one_of_the_program(language):
    known = "\n".join(labels(language))
    quotes = re.compile(r"« ([^»]+?) »" if language == "fr" else r"“([^”]+)”")
    said = {fold(one) for one in SAID[language]}
    lies = {
        (page, quote)
        for page, text in pages(language).items()
        for quote in quotes.findall(text)
        if bare(quote) not in known and fold(quote) not in said
    }
    assert sorted(lies) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_help_is_one_of_the_program(language):
    known = {key.replace("Shift", "Maj") for key in re.findall(r'"((?:Ctrl|Shift|Alt)\+[^" ]+|F\d+)"', CODE)} | BY_QT
    lies = {
        (page, key)
        for page, text in pages(language).items()
        for key in KEY.findall(text)
        if key.replace("Shift", "Maj") not in known
    }
    assert sorted(lies) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_named_with_a_screen_brings_that_screen(language):
    table = {key: bare(TABLE[name] if language == "fr" else name) for _, name, key in IN_CODE["screens"]}
    assert len(table) >= 11
    wrong = []
    for page, text in pages(language).items():
        said = re.findall(r"\*\*([^*]+)\*\* \((F\d+|Ctrl\+\S+?)\)", text)
        said += [(name, key) for key, name in re.findall(r"\b(F\d+) ?: ([^.]+)\.", text)]
        wrong += [(page, name, key) for name, key in said if key in table and bare(name) != table[key] and key != "F1"]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_in_the_help_is_one_of_the_command_line(language):
    for page, text in pages(language).items():
        for command in COMMAND.findall(text):
            said = command.split()[1:]
            parser = _parser(words(language), ("hub",) if said[0] == "hub" else ROOMS)
            for word in said:
                groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
                if not groups:
                    break
                assert word in groups[0].choices, (page, command)
                parser = groups[0].choices[word]


def test_every_screen_and_every_page_of_the_window_has_its_help():
    wanted = {name for name, _, _ in IN_CODE["screens"]} | set(IN_CODE["pages"]) | {"first_start"}
    assert len(wanted) >= 18
    for language in LANGUAGES:
        assert sorted(wanted - set(page_names(language))) == []


def test_both_languages_have_the_same_pages_in_the_same_order():
    assert page_names("fr") == page_names("en")
    assert page_names("fr")[0] == "first_hour"
    assert page_names("fr")[-1] == "news"
    assert len(set(ORDER)) == len(ORDER)
    assert set(TO_PRINT) <= set(page_names("fr"))
