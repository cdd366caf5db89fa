"""A change, its name, its canonical bytes, the chain that shows a copied disk."""

import pytest

from desk.base.codec import from_json, to_json
from desk.wire.change import (
    CHAIN_START,
    ME,
    MOST_BASES,
    MOST_CHANGE_BYTES,
    MOST_FIELDS,
    PURGE,
    Change,
    Refusal,
    chain_of,
    next_chain,
)
from desk.wire.errors import WireError
from desk.wire.feeds import Level, checked_feed, department_feed, library_feed, network_feed


def change(**values):
    made = {
        "desk": ME,
        "n": 1,
        "at": 5,
        "feed": "dep:51",
        "kind": "sheet",
        "id": "k7m29qxd4trw",
        "sets": {"a": 1},
        "bases": {},
    }
    return Change(**{**made, **values})


def test_the_body_is_the_same_before_and_after_numbering():
    sent = change(sets={"b": {"z": 1, "y": 2}, "a": "é"}, bases={"a": ((3, 9), (ME, 2))})

    kept = sent.numbered(57, 99)

    assert kept.dot == (57, 1)
    assert kept.bases == {"a": ((3, 9), (57, 2))}
    assert sent.body() == kept.body()
    assert sent.body() == b'["dep:51","sheet","k7m29qxd4trw",{"a":"\xc3\xa9","b":{"y":2,"z":1}},{"a":[[0,2],[3,9]]}]'


def test_the_body_does_not_depend_on_the_order_of_keys():
    assert change(sets={"a": 1, "b": 2}).body() == change(sets={"b": 2, "a": 1}).body()


def test_the_chain_tells_any_other_past():
    past = [change(n=1), change(n=2, sets={"a": 2}), change(n=3, sets={"a": 3})]

    assert chain_of(CHAIN_START, past) == next_chain(chain_of(CHAIN_START, past[:2]), past[2].body())
    assert chain_of(CHAIN_START, past) != chain_of(CHAIN_START, [past[1], past[0], past[2]])
    assert len(chain_of(CHAIN_START, past)) == 8


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, None),
        ({"sets": {}}, Refusal.FORM),
        ({"kind": ""}, Refusal.FORM),
        ({"id": "x" * 121}, Refusal.FORM),
        ({"id": "a\nb"}, Refusal.FORM),
        ({"sets": {"a\u202eb": 1}}, Refusal.FORM),
        ({"sets": {"a": "x" * MOST_CHANGE_BYTES}}, Refusal.SIZE),
        ({"sets": {f"f{n}": 1 for n in range(MOST_FIELDS + 1)}}, Refusal.SIZE),
        ({"bases": {"a": tuple((n, 1) for n in range(1, MOST_BASES + 2))}}, Refusal.FORM),
        ({"kind": PURGE, "sets": {"kind": "sheet"}}, None),
        ({"kind": PURGE, "sets": {"kind": "sheet"}, "bases": {"a": ((1, 1),)}}, Refusal.FORM),
        ({"kind": PURGE, "sets": {"kind": 3}}, Refusal.FORM),
        ({"kind": PURGE, "sets": {"kind": "sheet", "more": 1}}, Refusal.FORM),
        ({"kind": "a kind of tomorrow", "sets": {"relay_types.écrivain public": 1}}, None),
    ],
)
def test_a_flaw_is_known_before_sending(values, refusal):
    assert change(**values).flaw() == refusal


def test_an_erasure_acts_on_the_kind_that_it_names():
    erasure = change(kind=PURGE, sets={"kind": "sheet"}, bases={"hours": ((3, 1),)})

    assert (erasure.effect().kind, erasure.effect().sets, erasure.effect().bases) == ("sheet", {}, {"hours": ((3, 1),)})
    assert change().effect() == change()


def test_feeds_are_named_by_what_they_hold():
    assert department_feed("2A") == "dep:2a"
    assert department_feed("971") == "dep:971"
    assert network_feed("marne-est") == "net:marne-est"
    assert library_feed("C5101") == "lib:C5101"
    for wrong in ("dep:5", "dep:51 ", "dep:*", "net:", "net:Marne", "lib:../x", "lib:", "x:1", "", 3, None, "dep:51\n"):
        with pytest.raises(WireError):
            checked_feed(wrong)


def test_levels_include_those_before():
    assert [level for level in Level if Level.WRITE.includes(level)] == [Level.READ, Level.PROPOSE, Level.WRITE]


def test_sorted_json_of_what_was_read_is_the_same_bytes():
    body = change(sets={"x": [1.5, 1e22, -0.0, 12, "\u2028", None, True]}).body()

    assert to_json(from_json(body, object)) == body
