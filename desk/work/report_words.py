"""The words that a person puts in the place of a page's own before printing: nobody is named on a page of figures."""

import re
from collections.abc import Mapping

from desk.base.words import Words
from desk.domain.fields import Problem, at_most, no_mobile, no_secret
from desk.domain.persons import is_of_a_person, looks_personal
from desk.work import sentences

SENTENCES = ("first", "second", "third")
PROPOSAL = "proposal"
"""The names of what can be reworded before printing."""

MOST_SIGNS = 400

_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")


def check(reworded: Mapping[str, str]) -> list[Problem]:
    """Return everything to correct in the sentences of a page before it may be printed."""
    problems: list[Problem] = []
    for name, text in reworded.items():
        problems += at_most(name, text, MOST_SIGNS) + no_secret(name, text) + no_mobile(name, text)
        if any(map(looks_personal, _EMAIL.findall(text))):
            problems.append(Problem(field=name, code="email-personal"))
        if is_of_a_person(_EMAIL.sub(" ", text)):
            problems.append(Problem(field=name, code="person-named"))
    return problems


def told(problems: list[Problem], say: Words) -> str:
    """Return what is to be corrected, each thing once."""
    return " ".join(dict.fromkeys(sentences.of_problem(one.code, say) for one in problems))
