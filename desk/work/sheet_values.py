"""The vocabularies of a sheet: what may be chosen for each field, in words, and which value a text means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desk.base.text import fold
from desk.base.words import Words
from desk.domain.addresses import find_commune
from desk.domain.standards import value_key
from desk.store.store import Store

FREE = frozenset({"other_labels"})
"""Lists in which any words are at home."""

WHOLE = "france"
_INSEE, _SIREN = 5, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a vocabulary: its slug, its plain name, and what helps to choose it."""

    slug: str
    label: str
    hint: str = ""


def choices(store: Store, say: Words) -> dict[str, tuple[Choice, ...]]:
    """Return what may be chosen today for each field that has a vocabulary, in the order of its list."""
    french, taxonomy = say.language == "fr", store.seeds.taxonomy
    relay_types = sorted(
        taxonomy.relay_types.values(),
        key=lambda kind: (not kind.first_hand, fold(kind.label if french else kind.english)),
    )
    offered = {
        field: tuple(Choice(slug=one.slug, label=_words(one.fr, one.en, say)) for one in store.values.offered(field))
        for field in store.values.fields
    }
    offered["relay_types"] = tuple(
        Choice(slug=one.slug, label=_words(one.label, one.english, say), hint=one.hint if french else "")
        for one in relay_types
    )
    offered["needs"] = tuple(
        Choice(slug=one.slug, label=_words(one.label, one.english, say)) for one in taxonomy.families.values()
    )
    return offered


def said(store: Store, field: str, slugs: Iterable[str], say: Words) -> tuple[str, ...]:
    """Return values of a field in words, retired ones too; those of no list as they are written."""
    if field == "relay_types":
        return tuple(store.seeds.taxonomy.relay_label(slug, say.language) for slug in slugs)
    if field == "needs":
        families = store.seeds.taxonomy.families
        return tuple(
            _words(families[slug].label, families[slug].english, say) if slug in families else slug for slug in slugs
        )
    if field == "area":
        return tuple(area_labels(store, slugs, say).values())
    if field not in store.values.fields:
        return tuple(slugs)
    return tuple(store.values.label(field, slug, say.language) for slug in slugs)


def slug_of(store: Store) -> Callable[[str, str], str | None]:
    """Return what finds the value that a text means in the vocabulary of a field: by its slug, its name, its spellings."""
    taxonomy, areas = store.seeds.taxonomy, _areas(store)
    relay_types = {
        value_key(name): one.slug
        for one in taxonomy.relay_types.values()
        for name in (one.english, one.label, one.slug)
    }
    families = {
        value_key(name): one.slug for one in taxonomy.families.values() for name in (one.english, one.label, one.slug)
    }

    def meant(field: str, text: str) -> str | None:
        if field in FREE:
            return text
        if field == "area":
            return areas(text)
        if field in {"relay_types", "needs"}:
            return (relay_types if field == "relay_types" else families).get(value_key(text))
        return store.values.slug_of(field, text) if field in store.values.fields else None

    return meant


def area_labels(store: Store, codes: Iterable[str], say: Words) -> dict[str, str]:
    """Return the codes of an area in words: « Ain », « Ambronay », « la France entière »."""
    found: dict[str, str] = {}
    for code in codes:
        commune = store.reference.commune(code) if len(code) == _INSEE else None
        if code == WHOLE:
            found[code] = say("the whole of France")
        elif len(code) < _INSEE:
            found[code] = store.reference.departements().get(code, code)
        else:
            found[code] = commune.name if commune else code
    return found


def _areas(store: Store) -> Callable[[str], str | None]:
    """Return what finds the code of an area: a département, a commune, an EPCI by its SIREN, the whole of France."""
    departements: dict[str, str] = {}

    def meant(text: str) -> str | None:
        key = value_key(text)
        if key in {WHOLE, "france entiere", "la france entiere", "toute la france", "the whole of france"}:
            return WHOLE
        if not departements:
            for code, name in store.reference.departements().items():
                departements.update({value_key(code): code, value_key(name): code})
        if key in departements:
            return departements[key]
        if key.isdigit() and len(key) == _SIREN:
            return key
        coded = text.upper() if len(text) == _INSEE and text[:1].isdigit() else ""
        return find_commune(store.reference, "" if coded else text, "", coded).insee or None

    return meant


def _words(french: str, english: str, say: Words) -> str:
    return french if say.language == "fr" else english or french
