"""What the hub writes at once for most changes is what the one merge rule comes to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.hub.cells import RecordCells
from desk.wire.change import Change
from desk.wire.merge import SEED, merge

FIELDS = ("name", "hours", "phone")
DOTS = st.tuples(st.sampled_from([SEED, 1, 2]), st.integers(1, 3))


@st.composite
def changes(draw):
    dots = draw(st.lists(DOTS, min_size=1, max_size=8, unique=True))
    return [
        Change(
            desk=desk,
            n=n,
            at=draw(st.integers(0, 3)),
            feed="dep:51",
            kind="sheet",
            id="r",
            sets=draw(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), max_size=3)),
            bases=draw(
                st.dictionaries(
                    st.sampled_from(FIELDS),
                    st.lists(st.sampled_from(dots), min_size=1, max_size=2).map(tuple),
                    max_size=2,
                )
            ),
        )
        for desk, n in dots
    ]


def live_of(record):
    return {("sheet", "r", name): cell for name, cell in record.whole().items() if cell}


@given(changes())
@settings(max_examples=150, deadline=None)
def test_writing_at_once_is_merging_or_is_not_done(found):
    record, live, gone = RecordCells(), {}, set()
    for change in found:
        before = record.texts()
        moved = merge(live, gone, change)
        left = record.overwrite(change) if not gone else None
        if left is None:
            assert record.texts() == before
            for name in {**change.sets, **change.bases}:
                record.put(name, live.get(("sheet", "r", name), {}))
        else:
            assert [(name, () if dot is None else (dot,)) for name, dot in left] == [
                (one.key[2], one.left) for one in moved if one.stands
            ]
        assert live_of(record) == {key: cell for key, cell in live.items() if cell}
        assert live_of(RecordCells(*(record.texts() or ()))) == live_of(record)


def test_a_field_that_its_author_had_seen_is_written_at_once():
    record = RecordCells('{"hours":"lundi"}', '{"*":[1,4,100]}')
    seen = Change(
        desk=2, n=9, at=200, feed="dep:51", kind="sheet", id="r", sets={"hours": "mardi"}, bases={"hours": ((1, 4),)}
    )

    assert record.overwrite(seen) == [("hours", (1, 4))]
    assert record.texts() == ('{"hours":"mardi"}', '{"*":[1,4,100],"hours":[2,9,200]}')


def test_a_field_written_by_somebody_else_meanwhile_is_left_to_the_rule():
    record = RecordCells('{"hours":"lundi"}', '{"*":[1,4,100]}')
    unseen = Change(desk=2, n=9, at=200, feed="dep:51", kind="sheet", id="r", sets={"hours": "mardi"}, bases={})

    assert record.overwrite(unseen) is None
    assert record.texts() == ('{"hours":"lundi"}', '{"*":[1,4,100]}')
