"""The vocabularies: families and domains of procedures, relay types, ways of saying."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One of the eleven families of the national Coop."""

    slug: str
    label: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One of the 22 domains of procedures, and its family."""

    slug: str
    label: str
    english: str
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayType:
    """A kind of structure one hands over to.

    ``typologies`` are the Mednum codes that mark such a structure; ``broader`` the types to fall back on, best first.
    """

    slug: str
    label: str
    english: str
    hint: str = ""
    typologies: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    first_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Ways of saying one thing, folded (lower case, no accents)."""

    say: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something that people ask at the desk and that no procedure answers: a book, a birth, the weather."""

    slug: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How people speak: synonyms, words that carry nothing, spelling shortcuts, matters for elsewhere."""

    synonyms: tuple[Synonyms, ...] = ()
    stop_words: frozenset[str] = frozenset()
    sms: dict[str, str] | None = field(default=None, hash=False)
    elsewhere: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    """A number for danger, with its use and the status of that fact. ``discreet`` says the use to who knows already."""

    number: str
    use: str
    discreet: str = ""
    hours: str = ""
    confidence: str = "to_verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """Every vocabulary at hand, by slug."""

    families: dict[str, Family]
    domains: dict[str, Domain]
    relay_types: dict[str, RelayType]

    def relay_label(self, slug: str, language: str = "fr") -> str:
        """Return the plain name of a relay type; the slug itself when it is not in the list."""
        known = self.relay_types.get(slug)
        if known is None:
            return slug
        return known.label if language == "fr" else known.english


def widened(taxonomy: Taxonomy, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``slugs`` followed by the broader types to fall back on, nearest first, each once."""
    found = list(dict.fromkeys(slugs))
    for slug in found:
        known = taxonomy.relay_types.get(slug)
        found.extend(broader for broader in (known.broader if known else ()) if broader not in found)
    return tuple(found)
