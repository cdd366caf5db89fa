"""The table of EN 301 549 in the help: every clause once, judged, with a reason, and judged alike in both languages."""

import re

import pytest

from desk.base.settings import Language
from desk.work.help_pages import read_pages

JUDGED = {
    Language.FRENCH: ("Respecté", "Respecté en partie", "Non respecté", "Sans objet"),
    Language.ENGLISH: ("Met", "Met in part", "Not met", "Does not apply"),
}
CLAUSES = (
    "11.1.1.1", "11.1.2.1.1", "11.1.2.2", "11.1.2.3.1", "11.1.2.4", "11.1.2.5", "11.1.3.1.1", "11.1.3.2.1", "11.1.3.3",
    "11.1.3.4", "11.1.3.5.1", "11.1.4.1", "11.1.4.2", "11.1.4.3", "11.1.4.4.1", "11.1.4.5.1", "11.1.4.10", "11.1.4.11",
    "11.1.4.12", "11.1.4.13", "11.2.1.1.1", "11.2.1.2", "11.2.1.4.1", "11.2.2.1", "11.2.2.2", "11.2.3.1", "11.2.4.3",
    "11.2.4.4", "11.2.4.6", "11.2.4.7", "11.2.5.1", "11.2.5.2", "11.2.5.3", "11.2.5.4", "11.3.1.1.1", "11.3.2.1",
    "11.3.2.2", "11.3.3.1.1", "11.3.3.2", "11.3.3.3", "11.3.3.4", "11.4.1.1.1", "11.4.1.2.1", "11.4.1.3.1", "11.5.1",
    *(f"11.5.2.{number}" for number in range(1, 18)), "11.6.1", "11.6.2", "11.7", *(f"11.8.{n}" for n in range(1, 6)),
)  # fmt: skip
"""The clauses of chapter 11 of EN 301 549 V3.2.1, for software whose functions are open to assistive technologies."""

LINE = re.compile(r"- (11[\d.]*\d) [^.]+\. ([^.]+)\. (.+)")


def lines(language):
    (text,) = [page.text for page in read_pages(language.value) if page.name == "accessibility"]
    return [LINE.fullmatch(line).groups() for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("language", Language)
def test_every_clause_is_judged_once_with_a_reason(language):
    found = lines(language)
    assert tuple(clause for clause, _, _ in found) == CLAUSES
    assert {judged for _, judged, _ in found} == set(JUDGED[language])
    assert [clause for clause, _, reason in found if len(reason) < 15] == []


def test_both_languages_judge_alike():
    places = [[JUDGED[language].index(judged) for _, judged, _ in lines(language)] for language in Language]
    assert places[0] == places[1]
