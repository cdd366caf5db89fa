"""Every code has a sentence and every sentence a code; every refusal gives what its sentence needs."""

import ast
import re
from pathlib import Path

import pytest

from desk.base.errors import Code, RefusedError
from desk.base.words import words
from desk.work import sentences

DESK = Path(__file__).resolve().parents[2] / "desk"
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(DESK.rglob("*.py"))}
BLANK = re.compile(r"\{(\w+)\}")
SECRETS = ("nir", "iban", "card", "password")


def called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(*names):
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in names:
                yield file, node


def raised():
    """Yield (place, code, blanks) of each error made with a code that can be read."""
    for file, node in calls("RefusedError", "UnavailableError"):
        codes = [
            one.attr
            for argument in node.args
            for one in ast.walk(argument)
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "Code"
        ]
        blanks = {keyword.arg for keyword in node.keywords}
        for code in codes:
            yield f"{file.relative_to(DESK)}:{node.lineno}", Code[code], blanks


def blanks_of(code):
    """Return the names that the sentence of ``code`` needs, in English and French."""
    needed = set()
    for language in ("en", "fr"):
        say = words(language)

        def noting(sentence, /, _say=say, **blanks):
            needed.update(BLANK.findall(_say.table.get(sentence, sentence)))
            return sentence

        sentences._ERRORS[code](noting, {})
    return needed


def produced():
    """Return every problem code that a check can give, read in the code."""
    found = set()
    for _, node in calls("Problem", "HoursProblem"):
        for keyword in node.keywords:
            if keyword.arg != "code":
                continue
            if isinstance(keyword.value, ast.Constant):
                found.add(keyword.value.value)
            elif isinstance(keyword.value, ast.Attribute):  # a rule of hours carries its own doubt
                hours = (DESK / "domain" / "hours.py").read_text(encoding="utf-8")
                found.update(re.findall(r'"(hours-[a-z0-9-]+)"', hours))
            elif isinstance(keyword.value, ast.JoinedStr):
                beginning = keyword.value.values[0].value
                assert beginning == "secret-"
                found.update(beginning + secret for secret in SECRETS)
    return found | cleaned()


def cleaned():
    """Return every code that the cleaning of a value can give: what a ``problem`` is set to, the last word of `one_or`."""
    set_to = []
    for file, tree in TREES.items():
        if file.parent == DESK / "domain":
            set_to += [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "problem"]
            set_to += [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "problem"
            ]
    set_to += [node.args[-1] for _, node in calls("one_or")]
    return {
        one.value
        for value in set_to
        for one in ast.walk(value)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
    }


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert set(sentences._ERRORS) == set(Code)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", Code)
def test_a_sentence_is_short_and_whole(code, language):
    told = sentences.of_error(RefusedError(code, **dict.fromkeys(blanks_of(code), "X")), words(language))

    assert told.endswith((".", "!", "?"))
    assert not BLANK.search(told)
    for part in re.split(r"(?<=[.!?:;]) ", told):
        assert len(re.findall(r"[\w'’-]+", part)) <= 16, part


def test_every_error_gives_the_blanks_that_its_sentence_needs():
    wrong = [
        (place, code.value, blanks_of(code) - blanks) for place, code, blanks in raised() if blanks_of(code) - blanks
    ]

    assert wrong == []


def test_the_errors_made_from_a_table_give_the_blanks_too():
    """`saying`, `of_system` and the copy give a code that is not spelled out, always with the file."""
    from desk.base.result_codes import CODES

    assert {name for code in CODES.values() for name in blanks_of(code)} <= {"file"}


def test_every_problem_has_a_sentence_and_no_sentence_is_left_over():
    assert produced() == sentences.PROBLEM_CODES


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_problem_code_is_said_in_its_own_words(language):
    say = words(language)
    general = sentences.of_problem("no such code", say)

    told = [sentences.of_problem(code, say) for code in sorted(sentences.PROBLEM_CODES)]

    assert general not in told
    assert len(set(told)) == len(told)


def test_the_kinds_of_secrets_are_all_known():
    """`secret_in` gives these names and no other."""
    tree = TREES[DESK / "domain" / "fields.py"]
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "secret_in")
    given = {
        one.value
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }

    assert given == set(SECRETS)
