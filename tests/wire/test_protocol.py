"""The messages: what was said is what is read; what is no message is refused without a word of its content."""

import copy
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wire.change import Change, save_to_wire
from desk.wire.errors import WireError
from desk.wire.feeds import Level
from desk.wire.packing import pack, unpack
from desk.wire.protocol import (
    MARK_CHECK,
    Cells,
    Cursor,
    Echo,
    EnrolReply,
    EnrolRequest,
    Event,
    FeedPage,
    Manifest,
    Name,
    Relay,
    SyncReply,
    SyncRequest,
    heads_from_wire,
    heads_to_wire,
    wait_from_query,
    wait_query,
)

SAVE = Change(
    desk=0, n=4301, at=1_795_399_000, feed="dep:51", kind="sheet", id="k7m29qxd4trw",
    sets={"hours": "lundi 9h-12h"}, bases={"hours": ((3, 17),)}, seen=8810,
)  # fmt: skip
NEXT = Change(
    desk=0, n=4302, at=1_795_399_050, feed="net:marne", kind="procedure", id="carte-identite",
    sets={"title": "Carte", "steps": [{"say": "on explique"}]}, bases={}, seen=0,
)  # fmt: skip
ENTRY = Change(
    desk=3, n=9, at=1_795_390_000, feed="dep:51", kind="sheet", id="x", sets={"a": None}, bases={"a": ((2, 1), (3, 4))}
)
REQUEST = SyncRequest(
    cursors={"dep:51": Cursor(epoch="e1", seq=8812, check="abcd"), "lib:2": Cursor()},
    changes=(SAVE, NEXT),
    chain=b"12345678",
    room=32_768,
    clock=1_795_400_000,
    app="1.4.0",
    schema=12,
    incarnation="3f9a",
    names=7,
    whole=True,
    events=(Event(n=3, month="2026-11", name="referral", dims=("impots", "france-services"), count=2),),
    relays=(Relay(feed="dep:51", epoch="e0", first=12, mark="0123456789abcdef", entries=(ENTRY,)),),
    want=(("dep:51", "sheet", "k7m29qxd4trw"),),
)
REPLY = SyncReply(
    time=1_795_400_003,
    desk=57,
    ack=4302,
    refused=((4301, "right"),),
    parked=(4302,),
    feeds={
        "dep:51": FeedPage(
            epoch="e1",
            cur=8814,
            head=8899,
            digest="a1b2c3d4e5f60718",
            mark="0123456789abcdef",
            rows=[[3, 18, -40, *save_to_wire(SAVE)], [57, 4301, 12]],
        )
    },
    denied=("net:other",),
    names=(Name(desk=3, label="Médiathèque de Blacy", key=b"k" * 32, revoked=True),),
    names_version=8,
    rights={"dep:*": Level.WRITE, "lib:2": Level.READ},
    events=3,
    cells=(Cells(feed="dep:51", kind="sheet", id="x", fields={"a": [[3, 9, 17, "v"]]}, gone={"a": ((4, 2),)}),),
    next_s=60,
)
MESSAGES = [
    REQUEST,
    SyncRequest(),
    REPLY,
    SyncReply(time=1, desk=1, ack=0),
    EnrolRequest(key=b"p" * 32, code="K7F3-Q9TD", label="Blacy", library="C51", app="1.4.0", schema=12),
    EnrolRequest(key=b"p" * 32),
    EnrolReply(
        desk=57, token="t" * 43, network="marne", rights={"dep:*": Level.WRITE}, hub="h", hub_key=b"k" * 32, time=17
    ),
    Manifest(feed="dep:51", epoch="e1", seq=12, size=300_000, parts=("ab" * 32, "cd" * 32)),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_what_was_said_is_what_is_read(message):
    assert type(message).from_wire(unpack(pack(message.to_wire()))) == message


def test_entries_are_numbered_by_their_place_and_dated_from_the_reply():
    page = REPLY.feeds["dep:51"]

    first, second = page.entries("dep:51", REPLY.time)

    assert (first.dot, first.at, first.sets, first.bases) == ((3, 18), REPLY.time - 40, SAVE.sets, SAVE.bases)
    assert second == Echo(desk=57, n=4301, at=REPLY.time - 28)
    assert page.start == 8812
    assert Cursor.after(page) == Cursor(epoch="e1", seq=8814, check="0123456789abcdef"[:MARK_CHECK])


def test_one_changed_field_and_nothing_at_all_cost_few_bytes():
    cursors = {
        "dep:51": Cursor(epoch="q" * 12, seq=8812, check="abcd"),
        "net:marne": Cursor(epoch="r" * 12, seq=120, check="efgh"),
    }

    one = pack(SyncRequest(cursors=cursors, changes=(SAVE,), chain=b"12345678").to_wire())
    none = pack(SyncRequest(cursors=cursors).to_wire())

    assert len(one) < 250
    assert len(none) < 120


def test_changes_with_a_hole_are_never_sent():
    with pytest.raises(WireError):
        SyncRequest(changes=(SAVE, Change(**{**fields_of(NEXT), "n": 4303}))).to_wire()


def fields_of(change):
    return {name: getattr(change, name) for name in Change.__slots__}


def test_a_wait_is_written_in_its_address():
    cursors = {"dep:51": Cursor(epoch="e", seq=12), "lib:C51-2": Cursor()}

    assert wait_from_query(wait_query(cursors)) == {"dep:51": 12, "lib:C51-2": 0}
    assert wait_from_query("") == {}
    assert heads_from_wire(heads_to_wire({"dep:51": 13})) == {"dep:51": 13}
    for wrong in ("dep:51", "dep:51=x", "dep:51=-1", "dep:51=" + "9" * 20, "nothing=1", "dep:51=１"):
        with pytest.raises(WireError):
            wait_from_query(wrong)


WRONG = [None, True, -1, 2**60, 1.5, "x" * 200, "a\nb", [], [[]], {}, {"a": 1}, [1, 2, 3, 4, 5, 6, 7, 8]]


def places(plain, path=()):
    """Yield the path of everything inside a message."""
    inside = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_with_anything_else_in_any_place_is_read_or_refused_and_nothing_worse(message):
    whole = unpack(pack(message.to_wire()))
    for path in places(whole):
        for wrong in WRONG:
            spoiled = copy.deepcopy(whole)
            at = spoiled
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = wrong
            with suppress(WireError):
                found = type(message).from_wire(spoiled)
                for name, page in getattr(found, "feeds", {}).items():
                    page.entries(name, 0)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=3), x, max_size=3),
    )
)
@settings(max_examples=60, deadline=None)
def test_anything_else_is_no_message(plain):
    for shape in (SyncRequest, SyncReply, EnrolRequest, EnrolReply, Manifest):
        with pytest.raises(WireError):
            shape.from_wire(plain)


def test_another_protocol_is_refused():
    with pytest.raises(WireError):
        SyncRequest.from_wire({**SyncRequest().to_wire(), "p": 2})


def test_unknown_words_are_left_out():
    assert (
        SyncRequest.from_wire({**SyncRequest().to_wire(), "role": "coordinator", "desk": 3, "epoch": "x"})
        == SyncRequest()
    )
