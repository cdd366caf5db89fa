"""This library: who it is, where it stands, what it can lend."""

from dataclasses import dataclass
from typing import NewType

from desk.base.text import fold
from desk.domain.fields import Problem, at_most, between, no_phone, no_secret, required
from desk.domain.persons import asks_for_somebody
from desk.domain.territory import Place

LibraryId = NewType("LibraryId", str)

EQUIPMENT = ("computer", "internet", "printer", "scanner", "phone")
"""What a step at the desk may need. A charter's act is proposed only where the library has it."""

DEFAULT_RADIUS_KM = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLibrary:
    """A row of the Ministry of Culture's list (2024-08, Licence Ouverte). ``code`` is unique in France."""

    code: str
    name: str
    address: str
    postcode: str
    commune: str
    insee: str
    departement: str
    place: Place | None
    status: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The library that holds this desk.

    ``mark`` is two letters printed before slip codes; ``radius_km`` the territory shown; ``equipment`` a subset of
    `EQUIPMENT`; ``departement`` two or three signs (``2A``, ``974``).
    """

    id: LibraryId
    name: str
    commune: str
    insee: str
    departement: str
    latitude: float | None = None
    longitude: float | None = None
    official_code: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    radius_km: int = DEFAULT_RADIUS_KM
    mark: str = ""
    equipment: tuple[str, ...] = EQUIPMENT

    @property
    def place(self) -> Place | None:
        """The point on the map, if known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Place(latitude=self.latitude, longitude=self.longitude)


def check(library: Library) -> list[Problem]:
    """Return everything to correct before ``library`` may be kept."""
    problems = required("name", library.name) + at_most("name", library.name, 150) + no_secret("name", library.name)
    problems += no_phone("name", library.name)
    if asks_for_somebody(library.name):
        problems.append(Problem(field="name", code="person-named"))
    if any(sign.isalpha() for sign in library.phone):
        problems.append(Problem(field="phone", code="unreadable"))
    problems += required("commune", library.commune)
    problems += between("radius_km", library.radius_km, 1, 200)
    problems += between("latitude", library.latitude, -90, 90) + between("longitude", library.longitude, -180, 180)
    problems += [
        Problem(field="equipment", code="unknown-value") for item in library.equipment if item not in EQUIPMENT
    ]
    return problems


def full_name(library: Library) -> str:
    """Return the library's name, with its commune where the name does not say it: half of them are « Bibliothèque municipale »."""
    if not library.commune or fold(library.commune) in fold(library.name):
        return library.name
    return f"{library.name}, {library.commune}"


def mark_of(name: str, commune: str) -> str:
    """Return two capital letters for a library: from its commune, else from its name; ``BI`` when neither has any."""
    for text in (commune, name):
        words = [
            "".join(sign for sign in word if sign.isascii() and sign.isalpha())
            for word in fold(text).replace("-", " ").split()
        ]
        words = [
            word
            for word in words
            if word not in {"", "le", "la", "les", "l", "de", "du", "des", "d", "sur", "sous", "en"}
        ]
        if len(words) > 1:
            return (words[0][0] + words[1][0]).upper()
        if words and len(words[0]) > 1:
            return words[0][:2].upper()
    return "BI"
