"""From what people type, or a file of JSON gives, to the values of a record's fields: cleaned, checked, never guessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from desk.base.errors import Code, RefusedError
from desk.base.ids import new_id
from desk.base.text import clean, clean_lines
from desk.domain.addresses import clean_insee, clean_postcode
from desk.domain.cells import read_boolean, read_date, split_values
from desk.domain.cleaned import Cleaned
from desk.domain.fields import Problem, no_secret
from desk.domain.hours import lint
from desk.domain.hours_french import osm_of_french
from desk.domain.identifiers import clean_rna, clean_siret
from desk.domain.persons import looks_personal
from desk.domain.phones import clean_phone
from desk.domain.sheets import Sheet
from desk.domain.web import clean_email, clean_url

OUR_OWN = frozenset({"id", "origin", "position"})
"""Fields that nobody types."""

BETWEEN = " / "
"""What stands between two values of one box: two telephone numbers, two addresses."""

LINES = frozenset(
    {
        "description", "audience_details", "conditions", "desk_details", "hours_text", "fee_details", "accessibility",
        "ways_details",
    }
)  # fmt: skip
"""Texts that may have several lines."""

MOST = 200
"""Members of a list, services, stops: nothing real has more."""

_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_MEMBER = 4000, 20_000, 200
_SHORT = 200
_REPEATED = frozenset(
    {
        "parent", "conditions", "postcode", "commune", "insee", "opening_hours", "hours_text", "audience_details",
        "fee_details", "accessibility", "desk_details", "source", "source_url", "source_date", "licence",
    }
)  # fmt: skip
"""Fields of which files say the same from row to row: what was read is remembered, where it is short."""

Slug = Callable[[str, str], str | None]
"""Given a field and what was written, the value of its vocabulary that this means; None when it is not in the list."""


@dataclass(slots=True, kw_only=True)
class Read:
    """What was understood: ``values`` by field, ``problems`` that forbid to keep, ``warnings`` that do not."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def typed_fields(shape: Any = Sheet) -> tuple[str, ...]:
    """Return the names of the fields that people may set, in the order of the record."""
    return tuple(one.name for one in fields(shape) if one.name not in OUR_OWN)


def read_fields(given: Mapping[str, object], departement: str, slug: Slug, shape: Any = Sheet) -> Read:
    """Read ``given``, by the names of the record. A doubtful text is kept as it is written, with a warning.

    Raises:
        RefusedError: ``UNKNOWN_FIELD``, the first name that is not one of the record's, or nobody's to set.
    """
    reader = _Reader(departement, slug)
    reader.read.values = reader.record(shape, given, "")
    return reader.read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """What one field of a record holds: one ``kind`` or a list of it, and whether it may be nothing."""

    kind: Any
    listed: bool
    optional: bool


@cache
def _slots(shape: Any) -> dict[str, _Slot]:
    hints = get_type_hints(shape)
    return {name: _slot(hints[name]) for name in typed_fields(shape)}


def _slot(hint: Any) -> _Slot:
    inside = [one for one in get_args(hint) if one not in {NoneType, Ellipsis}]
    return _Slot(
        kind=inside[0] if inside else hint, listed=get_origin(hint) is tuple, optional=NoneType in get_args(hint)
    )


class _UnreadableError(Exception):
    """A value that cannot be kept at all, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Reader:
    """Reads one record and those inside it, noting what is wrong on the way."""

    def __init__(self, departement: str, slug: Slug) -> None:
        self.read = Read()
        self._departement = departement
        self._slug = slug

    def record(self, shape: Any, given: Mapping[str, object], path: str) -> dict[str, Any]:
        slots = _slots(shape)
        for name in given:
            if name not in slots and not (path and name in OUR_OWN):
                raise RefusedError(Code.UNKNOWN_FIELD, field=clean(f"{path}{name}", 60))
        values = {}
        for name, slot in slots.items():
            if name in given:
                try:
                    values[name] = self._value(name, slot, given[name], f"{path}{name}")
                except _UnreadableError as error:
                    self.read.problems.append(error.problem)
        return values

    def _value(self, name: str, slot: _Slot, given: object, where: str) -> Any:
        kind = slot.kind
        if slot.listed:
            return self._texts(name, given, where) if kind is str else self._records(kind, given, where)
        if kind is str:
            return self._text(name, given, where)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self._choice(kind, given, where)
        if given is None or (isinstance(given, str) and not given.strip()):
            if slot.optional:
                return None
            if kind is bool:
                return False
            raise _UnreadableError(Problem(field=where, code="required"))
        if kind is date:
            return self._day(given, where)
        if kind is bool:
            return given if isinstance(given, bool) else self._boolean(given, where)
        return self._number(kind, given, where)

    def _doubt(self, where: str, code: str) -> None:
        self.read.warnings.append(Problem(field=where, code=code))

    # texts

    def _text(self, name: str, given: object, where: str) -> str:
        if given is None:
            return ""
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        text = str(given)
        departement = self._departement if name == "phone" else ""
        read = _text_again if name in _REPEATED and len(text) <= _SHORT else _text_read
        value, doubts, secret = read(name, text, departement)
        for one in doubts:
            self._doubt(where, one.code)
        if secret:
            raise _UnreadableError(Problem(field=where, code=secret))
        return value

    def _plain(self, text: str, where: str) -> str:
        """Return ``text``, which holds nothing that no desk may keep."""
        if secret := no_secret(where, text):
            raise _UnreadableError(secret[0])
        return text

    def _texts(self, name: str, given: object, where: str) -> tuple[str, ...]:
        members = _listed(given, lambda one: self._slug(name, one) is not None)
        if members is None:
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        if len(members) > MOST:
            raise _UnreadableError(Problem(field=where, code="too-long"))
        kept = []
        for one in members:
            text = self._plain(clean(one, _LONGEST_LINE), where)
            if len(text) > _LONGEST_MEMBER:
                raise _UnreadableError(Problem(field=where, code="too-long"))
            known = self._slug(name, text)
            if known is None and text:
                self._doubt(where, "unknown-value")
            kept.append(text if known is None else known)
        return tuple(dict.fromkeys(filter(None, kept)))

    def _choice(self, kind: type[StrEnum], given: object, where: str) -> StrEnum:
        if given is None or given == "":
            return kind("unknown") if "unknown" in set(kind) else next(iter(kind))
        if isinstance(given, str) and given in set(kind):
            return kind(given)
        raise _UnreadableError(Problem(field=where, code="unknown-value"))

    # days, answers, numbers

    def _day(self, given: object, where: str) -> date | None:
        if isinstance(given, date):
            return given
        read = read_date(given) if isinstance(given, str) else None
        if read is None or read.problem:
            raise _UnreadableError(Problem(field=where, code="date-unreadable"))
        return read.day

    def _boolean(self, given: object, where: str) -> bool:
        answer = read_boolean(given) if isinstance(given, str) else None
        if answer is None:
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        return answer

    def _number(self, kind: type, given: object, where: str) -> float | int:
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        try:
            number = float(given.replace(",", ".").replace(" ", "")) if isinstance(given, str) else float(given)
        except ValueError as error:
            raise _UnreadableError(Problem(field=where, code="unreadable")) from error
        if number - number != 0 or (kind is int and number != int(number)):  # no number is infinite, no day is a half
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        return int(number) if kind is int else number

    # records inside the record

    def _records(self, shape: Any, given: object, where: str) -> tuple[object, ...]:
        if not isinstance(given, Sequence | NoneType) or isinstance(given, str | bytes):
            raise _UnreadableError(Problem(field=where, code="unreadable"))
        if len(given or ()) > MOST:
            raise _UnreadableError(Problem(field=where, code="too-long"))
        made = []
        for place, one in enumerate(given or ()):
            if not isinstance(one, Mapping):
                raise _UnreadableError(Problem(field=f"{where}.{place}", code="unreadable"))
            before = len(self.read.problems)
            told = {name: value for name, value in one.items() if value or name != "last"}
            values = self._whole(shape, one, self.record(shape, told, f"{where}.{place}."), place)
            lacking = [
                each.name for each in fields(shape) if each.default is MISSING and values.get(each.name) in {None, ""}
            ]
            for name in lacking if len(self.read.problems) == before else ():
                self.read.problems.append(Problem(field=f"{where}.{place}.{name}", code="required"))
            if len(self.read.problems) == before:
                made.append(shape(**values))
        return tuple(made)

    @staticmethod
    def _whole(shape: Any, given: Mapping[str, object], values: dict[str, Any], place: int) -> dict[str, Any]:
        """Return the values with those that nobody types; a closing of one day ends when it begins."""
        names = {one.name for one in fields(shape)}
        if "id" in names:
            values |= {"id": clean(str(given.get("id") or ""), 60) or new_id(), "position": place}
        if "last" in names and values.get("last") is None:
            values["last"] = values.get("first")
        return values


def _text_read(name: str, text: str, departement: str) -> tuple[str, tuple[Problem, ...], str]:
    """Return the value of a text, what is doubtful in it, the code of what forbids to keep it."""
    if name in LINES:
        return _linted(clean_lines(text, _LONGEST_TEXT))
    if name == "opening_hours":
        return _hours_read(clean(text, _LONGEST_LINE))
    if (cleaner := _CLEANERS.get(name)) is None:
        return _linted(clean(text, _LONGEST_LINE))
    cleaned = clean_phone(text, departement) if name == "phone" else cleaner(clean(text, _LONGEST_LINE))
    doubts = (Problem(field=name, code=cleaned.problem),) if cleaned.problem else ()
    if doubts and (secret := _linted(cleaned.value)[2]):
        return "", doubts, secret
    if name == "email" and any(looks_personal(one) for one in (cleaned.value, *cleaned.also)):
        doubts = (*doubts, Problem(field=name, code="email-personal"))
    return BETWEEN.join((cleaned.value, *cleaned.also)), doubts, ""


_text_again = lru_cache(maxsize=8192)(_text_read)


def _hours_read(text: str) -> tuple[str, tuple[Problem, ...], str]:
    """Return OSM text; French hours are turned into it where they are sure."""
    codes = dict.fromkeys(one.code for one in lint(text)) if text else {}
    if "hours-unreadable" in codes and (osm := osm_of_french(text)):
        return osm, (), ""
    return _linted(text, tuple(Problem(field="opening_hours", code=code) for code in codes))


def _linted(text: str, doubts: tuple[Problem, ...] = ()) -> tuple[str, tuple[Problem, ...], str]:
    secret = no_secret("", text)
    return text, doubts, secret[0].code if secret else ""


def _listed(given: object, known: Callable[[str], bool]) -> list[str] | None:
    """Return the members of a list, or of a text that lists them; None when they are no texts."""
    if given is None:
        return []
    if isinstance(given, str):
        members = split_values(given, known)
        alone = len(members) == 1 and " " not in members[0]  # a list of slugs, one of them not known yet
        return [one for member in members for one in (member.split(",") if alone else (member,))]
    if not isinstance(given, Sequence) or not all(isinstance(one, str) for one in given):
        return None
    return list(given)


_CLEANERS: dict[str, Callable[[str], Cleaned]] = {
    "phone": clean_phone,
    "email": clean_email,
    "website": clean_url,
    "booking_url": clean_url,
    "accessibility_url": clean_url,
    "source_url": clean_url,
    "link": clean_url,
    "siret": clean_siret,
    "rna": clean_rna,
    "postcode": clean_postcode,
    "insee": clean_insee,
}
