"""The catalogue: every kind of record, its table, its fields, what may leave. Adding a kind starts here."""

from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any

from desk.domain.agreements import Agreement
from desk.domain.calls import Call
from desk.domain.charter import CharterVersion
from desk.domain.counts import Count, NetworkFigures, NetworkRules
from desk.domain.doubts import Doubt
from desk.domain.libraries import Library
from desk.domain.mutual_aid import AidOffer
from desk.domain.procedures import Procedure
from desk.domain.referrals import Referral
from desk.domain.sessions import Appointment, Session
from desk.domain.sheets import Sheet
from desk.domain.skills import CardKey


class Scope(StrEnum):
    """How far a kind may travel: to the network, inside one library, to the network's coordinator too, or nowhere."""

    NETWORK = "network"
    LIBRARY = "library"
    COORDINATOR = "coordinator"
    NEVER = "never"


class Class(StrEnum):
    """Whom a column concerns. Nothing of class ``PERSON`` may be in a kind that travels."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSON = "person"


Record = (
    Library
    | Procedure
    | Sheet
    | Doubt
    | Call
    | CharterVersion
    | Agreement
    | Session
    | Appointment
    | AidOffer
    | CardKey
    | Count
    | NetworkFigures
    | NetworkRules
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # each is one thing: found by what it is, at once
class Shape:
    """How a record lies in its table. ``nested`` fields are kept as JSON text in their column.

    ``internal`` names the columns that are not shown to the public; ``person`` those that concern a person, only in what
    never leaves.
    """

    name: str
    record: type[Any]
    table: str
    scope: Scope
    nested: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    person: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind(Shape):
    """A kind of record that is exchanged, field by field.

    ``groups`` are fields that change together and travel as one (`SYNC` rule: an address is one field); ``sets`` are
    fields whose members travel one by one, in no order; ``maps`` are fields whose items, each with an ``id``, travel one
    by one.
    """

    record: type[Record]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sets: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()


_SHEET_SETS = (
    "relay_types",
    "typologies",
    "labels",
    "other_labels",
    "needs",
    "digital_services",
    "audiences",
    "special_care",
    "support",
    "area",
    "ways",
    "desk_ways",
)

KINDS: tuple[Kind, ...] = (
    Kind(
        name="library",
        record=Library,
        table="libraries",
        scope=Scope.LIBRARY,
        groups=(("place", ("address", "postcode", "commune", "insee", "departement", "latitude", "longitude")),),
        nested=("equipment",),
    ),
    Kind(
        name="procedure",
        record=Procedure,
        table="procedures",
        scope=Scope.NETWORK,
        groups=(("checked", ("checked_on", "checked_by")),),
        nested=(
            "phones",
            "paper_form",
            "steps",
            "prerequisites",
            "bring",
            "offline",
            "warnings",
            "key_moments",
            "relay_types",
            "sources",
            "to_verify",
            "words",
        ),
        internal=("checked_by", "to_verify"),
    ),
    Kind(
        name="sheet",
        record=Sheet,
        table="sheets",
        scope=Scope.NETWORK,
        groups=(
            ("place", ("address", "address_extra", "postcode", "commune", "insee", "latitude", "longitude")),
            ("hours", ("opening_hours", "hours_text")),
            ("waiting", ("waiting_days", "waiting_on")),
            ("verified", ("verified_on", "verified_by", "verified_how")),
        ),
        sets=_SHEET_SETS,
        maps=("services", "stops"),
        nested=(*_SHEET_SETS, "services", "stops", "closures"),
        internal=("verified_by",),
    ),
    Kind(
        name="doubt",
        record=Doubt,
        table="doubts",
        scope=Scope.NETWORK,
        groups=(("said", ("said_on", "said_by")), ("settled", ("settled_on", "settled_by"))),
        internal=("said_by", "settled_by"),
    ),
    Kind(
        name="call",
        record=Call,
        table="calls",
        scope=Scope.NETWORK,
        groups=(("done", ("result", "done_on", "done_by")),),
        internal=("done_by",),
    ),
    Kind(
        name="charter",
        record=CharterVersion,
        table="charters",
        scope=Scope.LIBRARY,
        groups=(("adopted", ("adopted_on", "adopted_by")),),
        sets=("signatories",),
        maps=("choices", "articles"),
        nested=("choices", "articles", "signatories"),
    ),
    Kind(
        name="agreement",
        record=Agreement,
        table="agreements",
        scope=Scope.LIBRARY,
        sets=("relay_types",),
        nested=("relay_types",),
    ),
    Kind(
        name="session",
        record=Session,
        table="sessions",
        scope=Scope.NETWORK,
        groups=(
            ("place", ("library", "room", "address", "postcode", "commune", "insee", "latitude", "longitude")),
            ("when", ("first", "start", "end", "rule", "last", "on_public_holidays", "in_school_holidays")),
            ("verified", ("verified_on", "verified_by")),
        ),
        sets=("relay_types", "extra"),
        maps=("cancelled",),
        nested=("relay_types", "extra", "cancelled"),
        internal=("verified_by",),
    ),
    Kind(
        name="appointment",
        record=Appointment,
        table="appointments",
        scope=Scope.NETWORK,
        groups=(("slot", ("session", "day", "time")),),
        internal=("code",),
    ),
    Kind(
        name="aid-offer",
        record=AidOffer,
        table="aid_offers",
        scope=Scope.NETWORK,
        sets=("subjects", "half_days"),
        nested=("subjects", "half_days"),
    ),
    Kind(name="card-key", record=CardKey, table="card_keys", scope=Scope.NETWORK),
    Kind(name="count", record=Count, table="counts", scope=Scope.COORDINATOR),
    Kind(name="figures", record=NetworkFigures, table="figures", scope=Scope.NETWORK, nested=("cells",)),
    Kind(name="network-rules", record=NetworkRules, table="network_rules", scope=Scope.NETWORK),
)

REFERRAL = Shape(
    name="referral", record=Referral, table="referrals", scope=Scope.NEVER, nested=("free",), internal=("code", "tally")
)
"""Acts one by one stay on the desk where they were noted, outside the journal that travels: only `Count` leaves."""


_BY_RECORD: dict[type[object], Kind] = {kind.record: kind for kind in KINDS}


def kind_of(record: type[object]) -> Kind:
    """Return the kind of a record class."""
    return _BY_RECORD[record]


@cache
def columns(kind: Shape) -> tuple[str, ...]:
    """Return the field names of a kind, in the order of its record."""
    return tuple(field.name for field in fields(kind.record))


@cache
def defaults(kind: Kind) -> dict[str, object]:
    """Return the value that each field of a kind has until somebody sets it; fields that must be given have none."""
    return {
        field.name: field.default_factory() if field.default_factory is not MISSING else field.default
        for field in fields(kind.record)
        if field.default is not MISSING or field.default_factory is not MISSING
    }


def class_of(kind: Shape, column: str) -> Class:
    """Return whom a column concerns."""
    if column in kind.person:
        return Class.PERSON
    return Class.INTERNAL if column in kind.internal else Class.PUBLIC
