"""A snapshot: a whole feed in parts that cannot be mistaken for others."""

import bz2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wire import snapshot
from desk.wire.digest import digest_of, to_text, weight
from desk.wire.errors import WireError
from desk.wire.merge import SEED, Value
from desk.wire.protocol import PART_BYTES
from desk.wire.snapshot import Heading, RecordCells, Replaced

DOTS = st.tuples(st.integers(1, 4), st.integers(1, 50))
CELLS = st.dictionaries(
    DOTS,
    st.builds(Value, st.integers(0, 9), st.none() | st.integers(-9, 2**63 - 1) | st.text("abé", max_size=4)),
    min_size=1,
    max_size=3,
)
RECORDS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.dictionaries(st.sampled_from(["name", "hours", "phone"]), CELLS, max_size=3),
    max_size=5,
)


def heading(live=None):
    return Heading(
        feed="dep:51",
        epoch="e1",
        seq=12,
        digest=to_text(digest_of(live or {})),
        at=1_795_400_000,
        known={3: 9, 57: 4350},
    )


@given(records=RECORDS, gone=st.sets(DOTS, max_size=3))
@settings(max_examples=60, deadline=None)
def test_everything_comes_back(records, gone):
    live = {("sheet", record, name): cell for record, cells in records.items() for name, cell in cells.items()}
    content = [RecordCells(kind="sheet", id=record, cells=cells) for record, cells in records.items()]
    replaced = [Replaced(kind="sheet", id="a", field="name", dot=dot) for dot in gone]

    parts = list(snapshot.write(heading(live), content, replaced))
    found, lines = snapshot.read(parts)
    live_again, gone_again = snapshot.gather(lines)

    assert found == heading(live)
    assert live_again == live
    assert gone_again == {("sheet", "a", "name", dot) for dot in gone}
    assert snapshot.is_whole(found, live_again)


def large():
    """Return enough records for several parts: values that do not pack well."""
    return [
        RecordCells(kind="sheet", id=f"r{n}", cells={"name": {(1, n + 1): Value(0, f"{n * 2654435761 % 2**32:x}" * 8)}})
        for n in range(40_000)
    ]


@pytest.fixture(scope="module")
def parts():
    return list(snapshot.write(heading(), large(), []))


def test_parts_are_of_one_size_and_each_is_told_by_its_sum(parts):
    manifest = snapshot.manifest_of(heading(), parts)

    assert len(parts) > 2
    assert {len(part) for part in parts[:-1]} == {PART_BYTES}
    assert manifest.size == sum(map(len, parts))
    snapshot.verify_part(manifest, 1, parts[1])
    for number, part in ((0, parts[1]), (1, parts[1][:-1] + b"x"), (99, parts[1]), (-1, parts[-1])):
        with pytest.raises(WireError):
            snapshot.verify_part(manifest, number, part)


def test_a_snapshot_cut_short_or_damaged_is_refused(parts):
    for spoiled in (parts[:-1], [parts[0][:100]], [], [b"<html>"], [parts[0], parts[2]], [*parts, b"more"]):
        with pytest.raises(WireError):
            _, lines = snapshot.read(spoiled)
            for _ in lines:
                pass


def test_lines_that_are_no_content_are_refused():
    first = b'{"p":1,"feed":"dep:51","epoch":"e","seq":1,"digest":"0000000000000000","at":1}\n'
    for line in (
        b"[0]",
        b'{"fields":[]}',
        b'{"fields":3}',
        b"3",
        b'["+",1]',
        b"[0,1,2,3,4]",
        b'{"a":1,"a":2}',
        b"[[",
        b'["-","k","r","f",1,-9]',
    ):
        with pytest.raises(WireError):
            _, lines = snapshot.read([bz2.compress(first + line + b"\n")])
            list(lines)


def test_a_snapshot_of_another_protocol_is_refused():
    with pytest.raises(WireError):
        snapshot.read([bz2.compress(b'{"p":2}\n')])


def test_a_line_without_end_does_not_fill_the_memory():
    bomb = bz2.compress(b'{"p":1' + b" " * 2**26)

    with pytest.raises(WireError):
        snapshot.read([bomb])


def test_what_comes_with_the_program_weighs_nothing():
    assert weight(("sheet", "r", "name"), (SEED, 3)) == 0
    assert digest_of({("sheet", "r", "name"): {(SEED, 3): Value(0, "x"), (1, 1): Value(0, "y")}}) == weight(
        ("sheet", "r", "name"), (1, 1)
    )
