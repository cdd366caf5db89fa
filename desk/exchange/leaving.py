"""Leaving for good: everything the desk knows, in files that any office program reads. Persons in files of their own."""

import csv
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from desk.base.clock import today
from desk.base.dates import plain_day
from desk.base.errors import Code, RefusedError
from desk.base.files import written_whole
from desk.base.training import must_count
from desk.base.words import Words
from desk.domain.libraries import full_name
from desk.domain.procedures import Procedure
from desk.domain.sheets import Sheet
from desk.exchange import figures_files
from desk.exchange.calendar import write_calendar_file
from desk.exchange.export.given import Choice
from desk.exchange.export.plain import harmless
from desk.exchange.exports import Format, export
from desk.store.database import of_system
from desk.store.store import Store
from desk.work import charter, figures, register, sessions
from desk.work.counts_view import Figures
from desk.work.setup import must_be_set_up

READ_ME = "LISEZ-MOI.txt"
EVERYTHING = Choice(share_alike=True)


def leave(store: Store, folder: Path, say: Words, *, persons: bool = False) -> tuple[str, ...]:
    """Write everything in ``folder``, empty or not there yet, and return the names of the files.

    With ``persons``, notes, contacts and helpers too, in files whose names begin with ``personnes-``.

    Raises:
        RefusedError: ``NO_LIBRARY``, ``TRAINING``, ``NOT_EMPTY`` when something is in the folder already.
        UnavailableError: ``DISK_FULL``, ``READ_ONLY``; each file is whole or is not there.
    """
    must_count(store.profile.desk_file)
    library = must_be_set_up(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RefusedError(Code.NOT_EMPTY, folder=folder.name)
    except OSError as error:
        raise of_system(error, folder.name) from error
    told: dict[str, str] = {}

    def put(name: str, what: str, write: Callable[[Path], object]) -> None:
        write(folder / name)
        told[name] = what

    put("fiches.xlsx", say("every sheet, one line each"), lambda file: export(store, Format.XLSX, file, EVERYTHING))
    put("fiches.csv", say("the same, as plain text"), lambda file: export(store, Format.CSV, file, EVERYTHING))
    put(
        "carte-nationale.csv",
        say("the sheets, in the national standard"),
        lambda file: export(store, Format.MEDNUM, file, EVERYTHING),
    )
    put(
        "permanences.ics",
        say("the drop-in sessions, for any calendar"),
        lambda file: write_calendar_file(
            file, sessions.held_here(store), sessions.calendar(store), store.clock.now(), say.language, library.name
        ),
    )
    put("charte.txt", say("the charter and its acts"), lambda file: _text(file, _charter(store, say)))
    put(
        "demarches.csv",
        say("the procedures, step by step"),
        lambda file: _table(file, ("demarche", "etape", "texte"), _procedures(store)),
    )
    put("registre-rgpd.txt", say("the entry for the register"), lambda file: _text(file, register.register_entry(store, say)))  # fmt: skip
    for period in figures.board(store, say).periods:
        if len(period.id) == len("2026"):
            year = figures.own_figures(store, period.id, say)
            told_year = say("the figures of {period}, masked", period=period.label)
            put(f"chiffres-{period.id}.xlsx", told_year, partial(_figures, store, year, say))
    for name, what, header, rows in _persons(store, say) if persons else ():
        put(name, what, partial(_table, header=header, rows=rows))
    lines = [
        say("{library}: everything that Relais knew, on {day}.", library=full_name(library),
            day=plain_day(today(store.clock), say.language)),
        "",
        *(f"{name} : {what}" for name, what in told.items()),
    ]  # fmt: skip
    put(READ_ME, "", lambda file: _text(file, "\n".join(lines)))
    return tuple(told)


def _figures(store: Store, year: Figures, say: Words, file: Path) -> None:
    figures_files.write(store, year, file, say)


def _charter(store: Store, say: Words) -> str:
    view = charter.view(store, say)
    lines = [view.title, view.standing, ""]
    for article in view.articles:
        lines += [f"{article.number}. {article.title}", article.text, ""]
    return "\n".join([*lines, *(f"{act.level_words} · {act.label}" for act in view.acts)])


def _procedures(store: Store) -> Iterable[Sequence[str]]:
    for procedure in store.records.all(Procedure):
        for step in procedure.steps:
            yield procedure.title, step.kind.value, step.text


def _persons(store: Store, say: Words) -> Iterable[tuple[str, str, tuple[str, ...], Sequence[Sequence[str]]]]:
    names = {sheet.id: sheet.name for sheet in store.records.all(Sheet)}
    notes = [(name, note) for sheet, name in names.items() if (note := store.private.note("sheet", sheet))]
    yield "personnes-notes.csv", say("your internal notes"), ("fiche", "note"), notes
    contacts = [
        (name, one.name, one.role, one.phone, one.email)
        for sheet, name in names.items()
        if (one := store.private.contact(sheet)).name or one.phone or one.email
    ]
    yield (
        "personnes-contacts.csv",
        say("whom to ask for at partners'"),
        ("fiche", "nom", "role", "telephone", "courriel"),
        contacts,
    )
    helpers = [(one.name, one.phone, ", ".join(one.subjects), one.limits) for one in store.private.aid.helpers()]
    yield (
        "personnes-aidants.csv",
        say("the people who help"),
        ("nom", "telephone", "sujets", "limites"),
        helpers,
    )


def _text(file: Path, text: str) -> None:
    try:
        with written_whole(file) as opened:
            opened.write(text.encode("utf-8") + b"\n")
    except OSError as error:
        raise of_system(error, file.name) from error


def _table(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    try:
        with written_whole(file) as opened:
            text = TextIOWrapper(opened, "utf-8-sig", newline="", write_through=True)
            lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
            lines.writerow(header)
            lines.writerows([harmless(cell) for cell in row] for row in rows)
            text.detach()
    except OSError as error:
        raise of_system(error, file.name) from error
