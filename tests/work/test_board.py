"""What the desk sees of the open months: small numbers are hushed where a visitor may see them, and only there."""

import pytest

from desk.base.words import words
from desk.domain.referrals import End, Reason
from desk.work import counting, figures

SAY = words("fr")


def count(store, many, reason=Reason.TOO_FAR, procedure="carte-vitale"):
    for _ in range(many):
        counting.end_visit(store, End.NOT_POSSIBLE, reason=reason, procedure=procedure)


@pytest.mark.parametrize(
    ("many", "now", "hushed"),
    [
        (1, "1 passage compté ce mois-ci.", "Moins de 5 passages comptés ce mois-ci."),
        (4, "4 passages comptés ce mois-ci.", "Moins de 5 passages comptés ce mois-ci."),
        (5, "5 passages comptés ce mois-ci.", "5 passages comptés ce mois-ci."),
    ],
)
def test_a_number_under_5_is_hushed_and_5_is_not(store, many, now, hushed):
    count(store, many)
    board = figures.board(store, SAY)

    assert (board.now.words[0], board.hushed.words[0]) == (now, hushed)
    assert [one.figure.text for one in board.now.unmet] == [str(many)]
    assert [one.figure.text for one in board.hushed.unmet] == [str(many) if many >= 5 else "moins de 5"]


def test_a_month_without_any_visit_says_so_either_way(store):
    board = figures.board(store, SAY)

    assert board.now == board.hushed
    assert board.now.unmet == ()


def test_the_order_of_hushed_lines_does_not_tell_which_is_larger(store):
    count(store, 3, procedure="impots-declaration-revenus")
    count(store, 1, procedure="ameli-compte")
    count(store, 6, procedure="carte-vitale")
    board = figures.board(store, SAY)
    first, *hushed = board.hushed.unmet

    assert [one.figure.n for one in board.now.unmet] == [6, 3, 1]
    assert first.figure.n == 6
    assert [one.label for one in hushed] == sorted(one.label for one in hushed)
