"""The values of a sheet's lists: our slugs, their words, and what each is called in the standards of the field.

`SheetValues` is our own vocabulary (``resources/seed/sheet_values.json``); `Standard` and `Conversion` are what others
publish (``resources/seed/standards``). A value that nobody knows is kept by the callers as it was written; a retired one
stays readable and is no longer offered.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from desk.base.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetValue:
    """One value of a list field.

    ``mednum`` is its official spelling, in the column ``mednum_field`` when that is not the field's own. ``di_v1`` and
    ``di_v0`` are the slugs of data·inclusion that mean it; ``aliases`` other spellings met in files.
    """

    slug: str
    fr: str
    en: str = ""
    mednum: str = ""
    mednum_field: str = ""
    di_v1: tuple[str, ...] = ()
    di_v0: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList:
    """The values of one field, and the names of its columns in the standards. ``same_as`` borrows another's values.

    ``ignored`` are values that files use and that say nothing (« Adultes »).
    """

    mednum: str = ""
    di_v1: str = ""
    di_v0: str = ""
    same_as: str = ""
    values: tuple[SheetValue, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardValue:
    """One value of a standard's list, spelled as it must be written; ``also`` are spellings it must be read from."""

    value: str
    label: str = ""
    english: str = ""
    description: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardField:
    """One column of a standard, in its order. ``list`` names the list of its values, ``longest`` its greatest length."""

    name: str
    required: bool = False
    pattern: str = ""
    longest: int = 0
    list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A published standard: its columns and its lists, with where and when they come from."""

    name: str
    version: str
    source: str
    source_date: str
    licence: str = ""
    note: str = ""
    separator: str = ""
    fields: tuple[StandardField, ...] = ()
    lists: dict[str, tuple[StandardValue, ...]] = field(default_factory=dict)

    def spelling(self, name: str, text: str) -> str | None:
        """Return the official spelling of ``text`` in the list ``name``; None when it is not one of its values."""
        key = value_key(text)
        known = (one for one in self.lists.get(name, ()) if key in {value_key(one.value), *map(value_key, one.also)})
        return next((one.value for one in known), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a value goes in another standard."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """How one standard becomes another: new names of columns, and for each value of a column what it becomes.

    A value with no target has no equivalent; a value that is not here is unknown.
    """

    name: str
    source: str
    source_date: str
    licence: str = ""
    note: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, tuple[Target, ...]]] = field(default_factory=dict)

    def targets(self, column: str, text: str) -> tuple[Target, ...] | None:
        """Return what a value of ``column`` becomes; None when it is unknown there."""
        values = self.values.get(column, {})
        if text in values:
            return values[text]
        key = value_key(text)
        return next((targets for value, targets in values.items() if value_key(value) == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetValues:
    """Every list field of a sheet. ``needs_by_theme`` gives, for a family of needs, the themes or beginnings of themes."""

    source: str
    source_date: str
    fields: dict[str, ValueList]
    needs_by_theme: dict[str, tuple[str, ...]] = field(default_factory=dict)
    needs_by_service: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _by_key: dict[str, dict[str, SheetValue]] = field(default_factory=dict, compare=False, repr=False)
    _by_slug: dict[str, dict[str, SheetValue]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in self.fields:
            keys, slugs = self._by_key.setdefault(name, {}), self._by_slug.setdefault(name, {})
            for value in self.values(name):
                slugs[value.slug] = value
                for spelling in (value.slug, value.fr, value.en, value.mednum, *value.di_v0, *value.aliases):
                    if spelling:
                        keys.setdefault(value_key(spelling), value)

    def values(self, name: str) -> tuple[SheetValue, ...]:
        """Return every value of a field, retired ones too, in the order of the list."""
        listed = self.fields[name]
        return self.fields[listed.same_as].values if listed.same_as else listed.values

    def offered(self, name: str) -> tuple[SheetValue, ...]:
        """Return the values of a field that may be chosen today."""
        return tuple(value for value in self.values(name) if not value.retired)

    def slug_of(self, name: str, text: str) -> str | None:
        """Return the slug of what ``text`` means, whatever its case, accents, apostrophes and hyphens; None if unknown."""
        found = self._by_key[name].get(value_key(text))
        return found.slug if found else None

    def knows(self, name: str, text: str) -> bool:
        """Return whether ``text`` is a value of the field or one of those that say nothing."""
        return self.slug_of(name, text) is not None or self.ignores(name, text)

    def ignores(self, name: str, text: str) -> bool:
        """Return whether ``text`` is a value that files use and that says nothing."""
        key = value_key(text)
        return any(key == value_key(one) for one in self.fields[name].ignored)

    def label(self, name: str, slug: str, language: str = "fr") -> str:
        """Return the words of a value; ``slug`` itself when it is not in the list. Retired ones may only have French."""
        value = self._by_slug[name].get(slug)
        if value is None:
            return slug
        return value.fr if language == "fr" else value.en or value.fr

    def mednum_of(self, name: str, slug: str) -> str:
        """Return the official spelling of a value in the Mednum standard; nothing where there is none."""
        value = self._by_slug[name].get(slug)
        return value.mednum if value else ""

    def mednum_field_of(self, name: str, slug: str) -> str:
        """Return the Mednum column that a value goes in: labels are spread over two."""
        value = self._by_slug[name].get(slug)
        return (value.mednum_field if value else "") or self.fields[name].mednum

    def di_v1_of(self, name: str, slug: str) -> tuple[str, ...]:
        """Return the data·inclusion v1 slugs of a value; none where it has no equivalent."""
        value = self._by_slug[name].get(slug)
        return value.di_v1 if value else ()

    def needs_of(self, themes: tuple[str, ...], digital_services: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the families of needs that themes and digital services clearly serve, in the families' order."""
        served = {need for service in digital_services for need in self.needs_by_service.get(service, ())}
        for need, marks in self.needs_by_theme.items():
            if any(_is_of(theme, mark) for theme in themes for mark in marks):
                served.add(need)
        return tuple(need for need in self.needs_by_theme if need in served)


@lru_cache(maxsize=16384)
def value_key(text: str) -> str:
    """Return what two spellings of one value share: letters and digits without case nor accents, one space between."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _is_of(theme: str, mark: str) -> bool:
    return theme.startswith(mark) if mark.endswith("--") else theme == mark
