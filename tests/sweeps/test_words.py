"""Every sentence of the code has its French, with the same blanks; no table keeps a sentence that the code has lost."""

import ast
import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLANK = re.compile(r"\{(\w*)\}")
TABLES = sorted((ROOT / "resources" / "i18n" / "fr").glob("*.json"))


def sentences_of(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called, texts = node.func, [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        texts = [text for text in texts if isinstance(text, str)]
        if _is_say(called) and texts:
            found.add(texts[0])
        elif isinstance(called, ast.Attribute) and called.attr == "count" and _is_say(called.value) and len(texts) == 2:
            found.add("|".join(texts))
    return found


def _is_say(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "say") or (
        isinstance(node, ast.Attribute) and node.attr in {"say", "_say"}
    )


SAID = {sentence for file in sorted((ROOT / "desk").rglob("*.py")) for sentence in sentences_of(file)}


def french() -> dict[str, str]:
    table = {}
    for file in TABLES:
        table.update(json.loads(file.read_text(encoding="utf-8")))
    return table


def _words_in(sentence: str) -> int:
    return len(re.findall(r"[A-Za-zÀ-ÿ]{3,}", BLANK.sub("", sentence)))


def test_every_sentence_of_the_code_has_its_french():
    assert sorted(SAID - french().keys()) == []


def test_no_table_keeps_a_sentence_that_the_code_has_lost():
    assert sorted(french().keys() - SAID) == []


def test_no_sentence_stands_in_two_tables():
    counted = Counter(key for file in TABLES for key in json.loads(file.read_text(encoding="utf-8")))
    assert [key for key, times in counted.items() if times > 1] == []


def test_the_french_keeps_every_blank():
    wrong = [
        english
        for english, said in french().items()
        if {*BLANK.findall(english)} != {*BLANK.findall(said)} or english.count("|") != said.count("|")
    ]
    assert wrong == []


def test_no_french_is_empty_or_left_in_english():
    same = {english for english, said in french().items() if english == said and _words_in(english) > 1}
    assert [english for english, said in french().items() if not said.strip()] == []
    assert sorted(same) == []
