"""Same act, same word (T124): every label of a button of ours, in French, in one list that a person reads when it changes."""

import ast
from pathlib import Path

import pytest

from desk.base.words import words
from tests.kept import compare

ROOT = Path(__file__).resolve().parents[2]
SYNONYMS = (
    {"enregistrer", "sauvegarder", "valider"},
    {"annuler", "abandonner la saisie", "laisser tomber"},
    {"fermer", "quitter la fenêtre"},
    {"supprimer", "détruire"},
    {"chercher", "rechercher"},
    {"imprimer", "tirer"},
    {"réimprimer", "imprimer encore", "imprimer à nouveau"},
)
"""Verbs that say the same: of each set, the program has one at most."""


def labels():
    """Return the French words of each button made with words of ours."""
    say, found = words("fr"), set()
    for file in sorted((ROOT / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"QPushButton", "QToolButton"}):
                continue
            for inside in ast.walk(node):
                if isinstance(inside, ast.Call) and getattr(inside.func, "id", "") == "say" and inside.args:
                    told = inside.args[0]
                    if isinstance(told, ast.Constant):
                        found.add(say.table.get(told.value, told.value).replace("&", ""))
    return sorted(found, key=str.casefold)


@pytest.mark.golden
def test_the_words_of_buttons_have_not_changed():
    compare("buttons.txt", "\n".join(labels()) + "\n")


def test_no_act_has_two_words():
    said = [label.casefold().rstrip("…") for label in labels()]
    for same in SYNONYMS:
        used = {verb for verb in same if any(label == verb or label.startswith(f"{verb} ") for label in said)}
        assert len(used) <= 1, used
