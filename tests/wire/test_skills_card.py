"""The skills card: what is signed stays as it was, whatever is done to the bytes; nothing that comes in can harm."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.base.ids import new_secret
from desk.domain.skills import is_number, new_number
from desk.wire import skills_card
from desk.wire.signing import public_key
from desk.wire.skills_card import CardError, CardProblem, Standing

DAY = date(2026, 11, 24)
HERE, THERE = new_secret(), new_secret()
KEYS = {skills_card.key_id(public_key(secret)): public_key(secret) for secret in (HERE, THERE)}
LINES = st.lists(
    st.tuples(st.integers(1, 63), st.integers(1, 3)), min_size=1, max_size=63, unique_by=lambda one: one[0]
).map(tuple)


def two_stamps():
    first = skills_card.stamped(skills_card.blank("K7F3Q5AB"), HERE, DAY, ((1, 3), (2, 1)))
    return skills_card.stamped(first, THERE, date(2026, 12, 1), ((2, 2), (9, 1)))


CARD = two_stamps()


@settings(max_examples=40, deadline=None)
@given(stamps=st.lists(LINES, max_size=skills_card.MOST_STAMPS))
def test_a_card_written_and_read_again_is_the_same(stamps):
    card = skills_card.blank(new_number())
    for lines in stamps:
        card = skills_card.stamped(card, HERE, DAY, lines)

    again = skills_card.from_text(skills_card.to_text(card).lower())

    assert again == card
    assert [stamp.lines for stamp in again.stamps] == stamps
    assert skills_card.standings(again, KEYS) == (Standing.SIGNED,) * len(stamps)


@settings(max_examples=20, deadline=None)
@given(stamps=st.lists(LINES, min_size=1, max_size=4))
def test_the_last_stamp_taken_off_leaves_the_card_as_it_was_before_it(stamps):
    before = card = skills_card.blank(new_number())
    for lines in stamps:
        before, card = card, skills_card.stamped(card, HERE, DAY, lines)

    assert skills_card.without_last(card) == before
    assert skills_card.without_last(skills_card.blank(card.number)) == skills_card.blank(card.number)


def test_a_full_card_still_holds_in_one_qr_code_that_a_scanner_can_type():
    card = skills_card.blank(new_number())
    for place in range(skills_card.MOST_STAMPS):
        card = skills_card.stamped(card, HERE, DAY, tuple((1 + 5 * place % 58 + n, 3) for n in range(5)))
    text = skills_card.to_text(card)

    assert len(text) < 2000
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    with pytest.raises(CardError) as full:
        skills_card.stamped(card, HERE, DAY, ((1, 1),))
    assert full.value.problem is CardProblem.FULL


@settings(max_examples=300, deadline=None)
@given(bit=st.integers(0, len(CARD.data) * 8 - 1))
def test_one_bit_changed_anywhere_is_refused_or_leaves_no_stamp_that_covers_it_signed(bit):
    data = bytearray(CARD.data)
    data[bit // 8] ^= 1 << bit % 8

    try:
        card = skills_card.read_bytes(bytes(data))
    except CardError:
        return

    true = {(one.signed[10:], one.signature) for one in CARD.stamps}
    for one, standing in zip(card.stamps, skills_card.standings(card, KEYS), strict=True):
        if standing is Standing.SIGNED:
            assert (one.signed[10:], one.signature) in true
            assert card.number == CARD.number


def test_a_stamp_cannot_be_taken_out_of_the_middle_nor_moved_to_another_card():
    first, second = CARD.stamps
    other = skills_card.blank("A7F3Q5AB").data
    moved = other[:9] + b"\x01" + first.signed[10:] + first.signature
    alone = CARD.data[:9] + b"\x01" + CARD.data[len(first.signed) + 64 :]

    assert skills_card.standings(skills_card.read_bytes(moved), KEYS) == (Standing.FORGED,)
    assert skills_card.standings(skills_card.read_bytes(alone), KEYS) == (Standing.FORGED,)
    assert second.key != first.key


def test_a_key_that_is_not_known_is_said_and_its_lines_are_read():
    only_here = {key: public for key, public in KEYS.items() if public == public_key(HERE)}

    assert skills_card.standings(CARD, only_here) == (Standing.SIGNED, Standing.UNKNOWN)


def test_a_key_under_another_s_name_signs_nothing():
    wrong = dict.fromkeys(KEYS, public_key(new_secret()))

    assert skills_card.standings(CARD, wrong) == (Standing.FORGED, Standing.FORGED)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=300), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=300).map("RELAIS1:".__add__)
    )
)
@example("")
@example("RELAIS1:")
@example("RELAIS1:" + "A" * 5000)
@example("relais2:AAAA")
def test_anything_typed_is_a_card_or_a_problem_with_its_name(text):
    card, problem = told_by(text)

    assert (card is None) != (problem is None)
    assert problem is None or problem in CardProblem


def told_by(text):
    """Return the card that a text says, or its problem."""
    try:
        return skills_card.from_text(text), None
    except CardError as error:
        return None, error.problem


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, len(CARD.data) - 1))
def test_a_card_cut_short_is_never_read_as_a_shorter_one(cut):
    with pytest.raises(CardError):
        skills_card.read_bytes(CARD.data[:cut])


def test_a_later_version_says_so():
    with pytest.raises(CardError) as later:
        skills_card.read_bytes(bytes([2]) + CARD.data[1:])

    assert later.value.problem is CardProblem.LATER_VERSION


def test_a_number_checks_itself():
    number = new_number()

    assert is_number(number)
    assert not is_number(number[:-1] + ("2" if number[-1] != "2" else "3"))
    assert not is_number("K7F3Q5")
