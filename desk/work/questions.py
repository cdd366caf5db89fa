"""Open questions: two desks wrote different things of the same field, neither having seen the other. A person settles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desk.base.clock import today
from desk.base.codec import from_json, from_plain, to_json, to_plain, to_sorted_json
from desk.base.errors import Code, RefusedError
from desk.base.ids import id_from
from desk.domain.catalogue import KINDS, Kind
from desk.domain.doubts import Doubt, Reason
from desk.store.changes import ME, Author, blank, gather, spread
from desk.store.numbers import numbers
from desk.store.store import Store
from desk.work.outcome import Outcome

_KINDS = {kind.name: kind for kind in KINDS}
REASONS: Mapping[str, Reason] = {
    "phone": Reason.PHONE,
    "hours": Reason.HOURS,
    "place": Reason.MOVED,
    "status": Reason.CLOSED,
}
"""What a question about a field makes doubtful of a sheet."""


class Keep(StrEnum):
    """What a person chooses: what is written here, what another wrote, or neither until somebody has checked."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of the values: whose desk, the day, how it was checked, the value as it travels. ``desk`` 0 is this one."""

    desk: int
    label: str
    day: date
    value: Any
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of one record with several values. ``id`` names it on the command line; the value shown comes first.

    ``before`` is what the field said before either was written, None where it is not known.
    """

    id: str
    kind: str
    record: str
    name: str
    field: str
    versions: tuple[Version, ...]
    before: Any = None
    to_check: bool = False


def questions(store: Store) -> tuple[Question, ...]:
    """Return the open questions, those not set aside to be checked first, then by the name of the record."""
    return _questions(store, "kind IN (SELECT value FROM json_each(?))", to_json(sorted(_KINDS)).decode())


def of_sheets(store: Store, ids: Sequence[str]) -> dict[str, tuple[Question, ...]]:
    """Return the open questions about those of these sheets that have any, by sheet."""
    found: dict[str, tuple[Question, ...]] = {}
    wanted = to_json(list(ids)).decode()
    for one in _questions(store, "kind = 'sheet' AND id IN (SELECT value FROM json_each(?))", wanted):
        found[one.record] = (*found.get(one.record, ()), one)
    return found


def _questions(store: Store, condition: str, given: str) -> tuple[Question, ...]:
    rows = store.database.rows(
        f"SELECT kind, id, field, desk, n, at, value FROM beside WHERE readable AND {condition}"  # noqa: S608 - constants
        " ORDER BY kind, id, field",
        (given,),
    )
    if not rows:
        return ()
    found: dict[tuple[str, str, str], list[tuple[int, int, int, Any]]] = {}
    for kind_name, record_id, field, desk, n, at, value in rows:
        found.setdefault((kind_name, record_id, field), []).append((desk, n, at, from_json(value, object)))
    names = dict(store.database.rows("SELECT desk, label FROM desks"))
    made = [_question(store, key, beside, names) for key, beside in found.items()]
    return tuple(
        sorted((one for one in made if one), key=lambda one: (one.to_check, one.name.casefold(), one.record, one.field))
    )


def count(store: Store) -> int:
    """Return how many questions wait for a person."""
    return sum(not one.to_check for one in questions(store))


def settle(store: Store, question_id: str, keep: Keep, initials: str = "", *, value: Any = None) -> Outcome:
    """Close a question. `Keep.THEIRS` takes the latest of the others' values, or ``value`` where there are several.

    `Keep.BOTH` leaves both and says on the sheet that it is to be checked by telephone.

    Raises:
        RefusedError: ``UNKNOWN_QUESTION``: it was settled meanwhile.
    """
    asked = next((one for one in questions(store) if one.id == question_id), None)
    if asked is None:
        raise RefusedError(Code.UNKNOWN_QUESTION)
    if keep is Keep.BOTH:
        return _to_check(store, asked, initials)
    kind = _KINDS[asked.kind]
    chosen = value if value is not None else _chosen(asked, keep)
    record = store.records.one(kind.record, asked.record)
    if record is None:
        raise RefusedError(Code.UNKNOWN_QUESTION)
    fields = spread(kind, to_plain(record))
    if "." in asked.field and not chosen:
        fields.pop(asked.field, None)
    else:
        fields[asked.field] = chosen
    settled = from_plain({"id": asked.record, **gather(kind, {**blank(kind), **fields})}, kind.record)
    changed = store.records.settle(settled, frozenset({asked.field}), Author(initials=initials))
    doubt = store.records.one(Doubt, _doubt_id(asked))
    if doubt is not None and doubt.settled_on is None:
        store.records.put(_settled(doubt, today(store.clock), initials), Author(initials=initials))
    return Outcome(id=asked.record, changed=changed | {asked.kind, "doubt"})


def _chosen(asked: Question, keep: Keep) -> Any:
    ours = [one for one in asked.versions if one.desk == ME]
    theirs = [one for one in asked.versions if one.desk != ME]
    side = ours if keep is Keep.OURS else theirs
    if not side:  # both were written elsewhere: what is shown is ours, the other theirs
        side = [one for one in asked.versions if one.shown is (keep is Keep.OURS)]
    return side[0].value


def _to_check(store: Store, asked: Question, initials: str) -> Outcome:
    if asked.kind != "sheet":
        return Outcome(id=asked.record)
    store.records.put(
        Doubt(
            id=_doubt_id(asked),
            sheet=asked.record,
            reason=REASONS.get(asked.field, Reason.OTHER),
            said_on=today(store.clock),
            said_by=initials,
        ),
        Author(initials=initials),
    )
    return Outcome(id=asked.record, changed=frozenset({"doubt"}))


def _settled(doubt: Doubt, day: date, initials: str) -> Doubt:
    return Doubt(
        id=doubt.id,
        sheet=doubt.sheet,
        reason=doubt.reason,
        said_on=doubt.said_on,
        said_by=doubt.said_by,
        settled_on=day,
        settled_by=initials,
    )


def _doubt_id(asked: Question) -> str:
    return id_from(f"question {asked.kind} {asked.record} {asked.field}")


def _question(
    store: Store,
    key: tuple[str, str, str],
    beside: Sequence[tuple[int, int, int, Any]],
    names: Mapping[int, str],
) -> Question | None:
    kind_name, record_id, field = key
    kind = _KINDS[kind_name]
    version = store.records.log.version(kind, record_id)
    record = store.records.one(kind.record, record_id)
    if record is None:
        return None
    fields = spread(kind, to_plain(record))
    shown = version.stamps.get(field, version.stamps["*"])
    values = [(*shown, fields.get(field, 0 if "." in field else None)), *beside]
    if len({to_sorted_json(value) for *_, value in values}) == 1:
        return None
    known = numbers(store.database)
    versions = [
        Version(
            desk=desk,
            label="" if desk == ME else names.get(desk, str(known.numbered((desk, n))[0])),
            day=date.fromtimestamp(at) if at else date.min,  # noqa: DTZ012 - a local day, as people count them
            value=value,
            shown=place == 0,
        )
        for place, (desk, n, at, value) in enumerate(values)
    ]
    asked = Question(
        id=id_from("\0".join(key)),
        kind=kind_name,
        record=record_id,
        name=str(getattr(record, "name", "") or getattr(record, "title", "")),
        field=field,
        versions=(versions[0], *sorted(versions[1:], key=lambda one: one.day, reverse=True)),
        before=_before(store, kind, record_id, field),
    )
    doubt = store.records.one(Doubt, _doubt_id(asked))
    return asked if doubt is None or doubt.settled_on is not None else _with_check(asked)


def _with_check(asked: Question) -> Question:
    return Question(
        id=asked.id,
        kind=asked.kind,
        record=asked.record,
        name=asked.name,
        field=asked.field,
        versions=asked.versions,
        before=asked.before,
        to_check=True,
    )


def _before(store: Store, kind: Kind, record_id: str, field: str) -> Any:
    """Return what this desk showed before it last wrote the field, None where it never did."""
    row = store.database.row(
        "SELECT before FROM changes WHERE kind = ? AND id = ? AND json_extract(before, ?) IS NOT NULL"
        " ORDER BY n DESC LIMIT 1",
        (kind.name, record_id, f'$."{field}"'),
    )
    return from_json(row[0], dict[str, Any]).get(field) if row else None
