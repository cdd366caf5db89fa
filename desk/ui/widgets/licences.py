"""Whose work Relais stands on: licences of the program, the letters, the drawings and the open data."""

from desk import __version__
from desk.base.codec import from_json
from desk.base.paths import resources
from desk.base.words import Words


def programs_inside() -> list[str]:
    """Return one line for each program frozen into this one: name, version, licence; nothing where nothing is frozen."""
    listed = resources() / "licences" / "programs.json"
    if not listed.is_file():
        return []
    programs = from_json(listed.read_bytes(), list[dict[str, str]])
    return [f"{one['name']} {one['version']}: {one['licence']}" for one in programs]


def licences(say: Words) -> str:
    """Return the page of licences, marked up for reading."""
    return "\n".join(
        (
            f"# {say('Licences')}",
            say(
                "Relais {version} is free software under the European Union Public Licence (EUPL) 1.2.",
                version=__version__,
            ),
            "",
            f"## {say('Letters and drawings')}",
            f"- {say('Letters: Atkinson Hyperlegible Next, SIL Open Font License 1.1, © The Atkinson Hyperlegible Next Project Authors.')}",
            f"- {say('Drawings: Lucide, ISC licence, © Lucide Contributors.')}",
            f"## {say('Open data')}",
            f"- {say('Libraries: Ministry of Culture, “Adresses des bibliothèques publiques”, August 2024, Licence Ouverte.')}",
            f"- {say('France services: ANCT, list of 1 August 2024, Licence Ouverte 2.0.')}",
            f"- {say('Communes: Insee, official codes 2026, Licence Ouverte 2.0. Places on the map: La Poste and datas.fun.')}",
            "",
            say("These lists were not checked with the places themselves: what comes from them is marked “to verify”."),
            "",
            f"## {say('Procedures, charter, kinds of relay')}",
            say("Written for Relais. Each procedure names the documents its facts come from, with their dates."),
            "",
            f"## {say('Programs inside')}",
            say("Python, Qt and PySide6 (LGPL), SQLite, and the free libraries named in the file “pyproject.toml”."),
            *(f"- {line}" for line in programs_inside()),
        )
    )
