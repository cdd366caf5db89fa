"""Every kind of record survives the codec, the table and the change log; a new field is a decision."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.codec import from_json, from_plain, to_json, to_plain
from desk.domain.agreements import Agreement
from desk.domain.catalogue import KINDS, columns, kind_of
from desk.domain.charter import ActChoice, ArticleText, CharterVersion
from desk.domain.libraries import Library
from desk.domain.mutual_aid import AidOffer
from desk.domain.procedures import Fact, KeyMoment, Phone, Procedure, Source, Step
from desk.domain.services import Closure, Service, Stop
from desk.domain.sessions import Cancellation, Session
from desk.domain.sheets import Sheet
from desk.store.changes import difference, gather, spread

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "fields.json"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TEXTS = st.lists(TEXT.filter(bool), max_size=3, unique=True).map(tuple)
WHOLE = st.integers(-(2**53), 2**53)
DEGREES = st.none() | st.floats(-180, 180, allow_nan=False)
IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=12, max_size=12)


def built(shape, **fixed):
    """Return a strategy for ``shape`` in which texts hold anything that a keyboard or a file may bring."""
    by_type = {str: TEXT, tuple[str, ...]: TEXTS, float | None: DEGREES, str | None: st.none() | TEXT}
    by_type |= {int: WHOLE, int | None: st.none() | WHOLE}
    chosen = {field.name: by_type[field.type] for field in fields(shape) if field.type in by_type}
    return st.builds(shape, **{**chosen, **fixed})


def listed(items):
    """Return a strategy for items, each with its own id, in the order that every desk gives them."""
    several = st.lists(items, max_size=2, unique_by=lambda item: item.id)
    return several.map(lambda found: tuple(sorted(found, key=lambda item: (item.position, item.id))))


INDEXES = st.lists(st.integers(0, 9), max_size=2).map(tuple)
FACTS = st.lists(built(Fact, sources=INDEXES), max_size=2).map(tuple)
RECORDS = {
    "procedure": built(
        Procedure,
        id=IDS,
        phones=st.lists(built(Phone, sources=INDEXES), max_size=2).map(tuple),
        paper_form=st.none() | built(Fact, sources=INDEXES),
        steps=st.lists(built(Step, sources=INDEXES), max_size=2).map(tuple),
        prerequisites=FACTS,
        bring=FACTS,
        offline=FACTS,
        warnings=FACTS,
        key_moments=st.lists(built(KeyMoment, sources=INDEXES, months=INDEXES), max_size=2).map(tuple),
        sources=st.lists(built(Source), max_size=2).map(tuple),
    ),
    "library": built(Library, id=IDS, radius_km=st.integers(1, 200)),
    "sheet": built(
        Sheet,
        id=IDS,
        services=listed(built(Service, id=IDS, position=st.integers(0, 3))),
        stops=listed(built(Stop, id=IDS, position=st.integers(0, 3))),
        closures=st.lists(st.builds(Closure, first=st.dates(), last=st.dates()), max_size=2).map(tuple),
        **{name: TEXTS.map(lambda texts: tuple(sorted(texts))) for name in kind_of(Sheet).sets},
    ),
    "charter": built(
        CharterVersion,
        id=IDS,
        choices=listed(built(ActChoice, id=IDS, position=st.integers(0, 3))),
        articles=listed(built(ArticleText, id=IDS, position=st.integers(0, 3))),
        signatories=TEXTS.map(lambda texts: tuple(sorted(texts))),
    ),
    "agreement": built(Agreement, id=IDS, relay_types=TEXTS.map(lambda texts: tuple(sorted(texts)))),
    "session": built(
        Session,
        id=IDS,
        first=st.dates(),
        last=st.none() | st.dates(),
        cancelled=listed(built(Cancellation, id=IDS, position=st.integers(0, 3))),
        **{name: TEXTS.map(lambda texts: tuple(sorted(texts))) for name in kind_of(Session).sets},
    ),
    "aid-offer": built(
        AidOffer, id=IDS, **{name: TEXTS.map(lambda texts: tuple(sorted(texts))) for name in kind_of(AidOffer).sets}
    ),
}
RECORDS = {kind.name: RECORDS.get(kind.name, built(kind.record, id=IDS)) for kind in KINDS}


def records_of(kind):
    return RECORDS[kind.name]


EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
QUICKLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@EVERY_KIND
@QUICKLY
@given(data=st.data())
def test_a_record_made_plain_and_back_is_the_same(kind, data):
    record = data.draw(records_of(kind))

    assert from_plain(to_plain(record), kind.record) == record
    assert from_json(to_json(record), kind.record) == record


@EVERY_KIND
def test_a_record_kept_and_read_again_is_the_same(store, kind):
    @QUICKLY
    @given(record=records_of(kind))
    def kept_and_read(record):
        store.records.put(record)

        assert store.records.one(kind.record, record.id) == record

    kept_and_read()
    assert store.records.altered() == ()


@EVERY_KIND
@QUICKLY
@given(data=st.data())
def test_a_record_spread_for_the_way_and_gathered_is_the_same(kind, data):
    record = data.draw(records_of(kind))
    plain = to_plain(record)

    gathered = from_plain({"id": record.id, **gather(kind, spread(kind, plain))}, kind.record)

    assert gathered == record


@EVERY_KIND
@QUICKLY
@given(data=st.data())
def test_what_changed_and_what_was_before_make_what_is_now(kind, data):
    before = spread(kind, to_plain(data.draw(records_of(kind))))
    after = spread(kind, to_plain(data.draw(records_of(kind))))

    changed = difference(before, after)

    assert {name: value for name, value in {**before, **changed}.items() if value != 0 or name in after} == after


@EVERY_KIND
def test_the_table_has_exactly_the_fields_of_the_record(store, kind):
    told = store.database.rows(f'SELECT name FROM pragma_table_info("{kind.table}")')

    assert {name for (name,) in told} == set(columns(kind))


@EVERY_KIND
def test_every_column_but_the_id_has_a_default_or_may_be_empty(store, kind):
    """Changes arrive one field at a time: a row must be possible from its id alone."""
    with store.database.atomic():
        store.database.write(f'INSERT INTO "{kind.table}" (id) VALUES (?)', ("zzzzzzzzzzzz",))

    assert store.records.one(kind.record, "zzzzzzzzzzzz").id == "zzzzzzzzzzzz"


@EVERY_KIND
def test_every_table_refuses_another_type_than_its_own(store, kind):
    sql = store.database.row("SELECT sql FROM sqlite_schema WHERE name = ?", (kind.table,))[0]

    assert sql.rstrip().upper().endswith("STRICT")


def test_a_new_field_is_a_decision():
    """T78, T79: the names and classes of every field, as reviewed. To accept a new one, write it in the golden file."""
    from desk.domain.catalogue import Class, class_of

    actual = {
        kind.name: {
            "scope": kind.scope.value,
            "fields": {name: class_of(kind, name).value for name in columns(kind)},
        }
        for kind in KINDS
    }

    assert actual == json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert {Class(one) for kind in actual.values() for one in kind["fields"].values()} <= set(Class)
