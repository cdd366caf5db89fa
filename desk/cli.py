"""The same desk without a window: for coordinators, for tests, and for days when the screen is the problem.

Exit codes: 0 done · 1 refused or nothing found · 2 usage · 3 surroundings (locked, full, damaged) · 4 our fault.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from desk import __version__
from desk.base.clock import Clock, FixedClock, SystemClock
from desk.base.codec import to_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import Profile, profile, resources
from desk.base.settings import Language, SlipFormat
from desk.base.text import clean
from desk.base.words import Words, words
from desk.domain.hours import HalfDay, parse_half_days
from desk.domain.libraries import DEFAULT_RADIUS_KM
from desk.domain.relays import Wishes
from desk.store.database import of_system
from desk.store.store import Store, open_store
from desk.work import refer, sentences, setup, sheets, upkeep

YEARS = range(2000, 2100)
"""Years that may be asked about: beyond them no calendar means anything."""

MOST_ANSWERS = 1000

DONE, REFUSED, USAGE, SURROUNDINGS, OUR_FAULT = range(5)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    say = words(_language(arguments))
    options = _parser(say).parse_args(arguments)
    try:
        code = _run(options, say)
        sys.stdout.flush()
    except RefusedError as error:
        return _told(sentences.of_error(error, say), REFUSED)
    except UnavailableError as error:
        return _told(sentences.of_error(error, say), SURROUNDINGS)
    except BrokenPipeError:
        _stop_answering()
        return DONE
    except OSError as error:
        _stop_answering()
        return _told(sentences.of_error(of_system(error, _shown(error.filename or "")), say), SURROUNDINGS)
    except Exception as error:  # noqa: BLE001 - the one handler at the top: what is left is our own mistake
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        return _told(say("Relais made a mistake of its own ({what}). What was saved is safe.", what=what), OUR_FAULT)
    return code


def _run(options: argparse.Namespace, say: Words) -> int:
    chosen = profile(options.data_dir)
    clock: Clock = SystemClock() if options.at is None else FixedClock(_moment(options.at))
    with Opened(chosen, clock) as store:
        command: Callable[[argparse.Namespace, Store, Words], int] = options.run
        return command(options, store, say)


class Opened:
    """Opens a profile for one command and closes it, whatever happens."""

    def __init__(self, chosen: Profile, clock: Clock) -> None:
        self._store = open_store(chosen, clock, resources())

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


# Commands


def _setup(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.library:
        library = setup.from_official(store, setup.the_official(store, options.library), options.radius)
    elif options.name and options.commune:
        library = setup.by_hand(options.name, setup.the_commune(store, options.commune), options.radius)
    else:
        return _told(say("Give --library, or --name and --commune."), USAGE)
    before = store.library()
    if before is not None:
        library = replace(library, id=before.id)
    outcome = setup.set_up(store, library)
    for problem in outcome.problems:
        _told(f"{problem.field}: {sentences.of_problem(problem.code, say)}", REFUSED)
    if outcome.problems:
        return REFUSED
    if library.place is None:
        _told(sentences.of_error(RefusedError(Code.COMMUNE_WITHOUT_PLACE, commune=library.commune), say), DONE)
    procedures, found = setup.counts(store)
    answer = {
        "library": library.name,
        "commune": library.commune,
        "radius_km": library.radius_km,
        "procedures": procedures,
        "sheets": found,
    }
    return _answered(
        options,
        answer,
        say("{library}, {commune}: {procedures} procedures and {sheets} sheets within {radius_km} km.", **answer),
    )


def _need(options: argparse.Namespace, store: Store, say: Words) -> int:
    found = refer.needs(store, refer.matcher(store), options.text, say, options.limit)
    answer = {
        "procedures": [
            {"id": hit.id, "title": hit.title, "score": hit.score, "why": hit.why} for hit in found.procedures
        ],
        "nothing_fits": found.nothing_fits,
    }
    lines = [say("Nothing fits well. The nearest:")] if found.nothing_fits else []
    lines += [f"{hit.score:.2f}  {hit.id}  {hit.title}" for hit in found.procedures]
    _answered(options, answer, "\n".join(lines))
    return REFUSED if found.nothing_fits else DONE


def _relays(options: argparse.Namespace, store: Store, say: Words) -> int:
    wishes = Wishes(at=store.clock.now(), free=_half_days(options.free), by_car=not options.no_car)
    cards = refer.relays(store, options.procedure, wishes, say, options.limit)
    answer = {
        "procedure": options.procedure,
        "relays": [
            {
                "sheet": card.sheet,
                "name": card.name,
                "relay_types": card.relay_types,
                "km": card.km,
                "open_now": card.open_now,
                "next": card.next,
                "sentence": card.sentence,
                "phone": card.phone,
                "checked_on": card.checked_on,
                "why": card.why,
            }
            for card in cards
        ],
    }
    text = "\n".join(f"{card.name} · {card.away} · {card.sentence} · {card.phone} · {card.checked}" for card in cards)
    _answered(options, answer, text or say("No relay is known for this procedure."))
    return DONE if cards else REFUSED


def _sheets(options: argparse.Namespace, store: Store, say: Words) -> int:
    lines = sheets.lines(store, options.query, say, options.limit)
    answer = {
        "sheets": [
            {"id": line.id, "name": line.name, "commune": line.commune, "km": line.km, "score": line.score}
            for line in lines
        ]
    }
    text = "\n".join(f"{line.id}  {line.name}, {line.commune} · {line.away} · {line.checked}" for line in lines)
    _answered(options, answer, text or say("No sheet has these words."))
    return DONE if lines else REFUSED


def _slip(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.slips.compose import compose  # noqa: PLC0415 - only this command makes paper
    from desk.ui import printing  # noqa: PLC0415 - only this command needs Qt

    wishes = Wishes(at=store.clock.now(), free=_half_days(options.free), by_car=not options.no_car)
    checklist = refer.checklist(store, options.procedure, say)
    cards = refer.relays(store, options.procedure, wishes, say, 1) if options.sheet is None else ()
    sheet = options.sheet if options.sheet is not None else (cards[0].sheet if cards else "")
    file = Path(options.pdf).absolute()
    made = refer.prepare(store, options.procedure, sheet)
    slip = compose(store, checklist, sheet or None, made, options.language, wishes=wishes)
    printing.ensure_application()
    pages = printing.to_pdf(slip, SlipFormat(options.format), file)
    refer.hand_over(store, made)
    answer = {
        "code": made.code,
        "file": _shown(file),
        "pages": pages,
        "procedure": options.procedure,
        "sheet": sheet or None,
    }
    return _answered(options, answer, say("Slip {code}: {file}", code=made.code, file=_shown(file)))


def _check(options: argparse.Namespace, store: Store, say: Words) -> int:
    report = upkeep.check_all(store)
    text = [say("All is well.") if report.ok else say("Something is wrong.")]
    text += [f"Relais {report.relais} · SQLite {report.sqlite}"]
    text += [say("{procedures} procedures, {sheets} sheets, {referrals} slips.", **report.counts)]
    text += [f"{name} · {-(-size // 1024)} Ko" for name, size in report.sizes.items()]
    text += [f"- {problem}" for problem in report.problems]
    _answered(options, report, "\n".join(text))
    return DONE if report.ok else SURROUNDINGS


# Reading options, writing answers


def _half_days(text: str) -> frozenset[HalfDay]:
    try:
        return parse_half_days(text) if text else frozenset()
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_HALF_DAY, text=clean(text, 40)) from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(text, 40)) from error
    if moment.year not in YEARS:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(text, 40))
    return moment


def _text(typed: str) -> str:
    """Return what was typed without the bytes that are no letters in any language."""
    return typed.encode("utf-8", "replace").decode()


def _many(typed: str) -> int:
    """Return how many answers are wanted."""
    if not 1 <= int(typed) <= MOST_ANSWERS:
        raise ValueError(typed[:40])
    return int(typed)


def _shown(file: Path | str) -> str:
    """Return a file's name as it can be written, whatever its bytes."""
    return os.fsencode(file).decode("utf-8", "replace")


def _stop_answering() -> None:
    """Leave what is not written yet: nobody reads it any more, or it has no room."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answered(options: argparse.Namespace, answer: object, text: str) -> int:
    print(to_json(answer).decode() if options.json else text)
    return DONE


def _told(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """Refuses a command in one sentence, in the language of the desk."""

    say: Words = words()

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse says it in English only
        self.print_usage(sys.stderr)
        sys.exit(
            _told(
                self.say("This command is not complete. To see how to write it: {help}", help=f"{self.prog} --help"),
                USAGE,
            )
        )


def _language(arguments: list[str]) -> str:
    """Return the language asked for, before the rest is read: help is in it too."""
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    asked.add_argument("--language", nargs="?")
    chosen = asked.parse_known_args(arguments)[0].language
    return chosen if chosen in set(Language) else Language.FRENCH.value


def _common(say: Words) -> _Parser:
    """Return the options of every command. Made anew for each: argparse shares defaults between those it is given twice."""
    every = _Parser(add_help=False)
    every.add_argument("-h", "--help", action="help", help=say("show this help"))
    every.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=say("folder of the library's data"))
    every.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=say("answer in JSON"))
    every.add_argument(
        "--language",
        choices=[one.value for one in Language],
        default=argparse.SUPPRESS,
        help=say("language of answers"),
    )
    every.add_argument(
        "--at",
        metavar="MOMENT",
        type=_text,
        default=argparse.SUPPRESS,
        help=say("local time, such as 2026-11-24T10:00"),
    )
    return every


def _parser(say: Words) -> _Parser:
    said = type("_Said", (_Parser,), {"say": say})
    parser: _Parser = said(
        prog="relais",
        description=say("The desk of a small library, offline."),
        parents=[_common(say)],
        add_help=False,
        allow_abbrev=False,
    )
    parser.set_defaults(data_dir=None, json=False, language="fr", at=None)
    parser.add_argument(
        "--version", action="version", version=f"Relais {__version__}", help=say("show the version of Relais")
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("commands"))

    def command(name: str, run: Callable[..., int], sentence: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=sentence, description=sentence, parents=[_common(say)], add_help=False, allow_abbrev=False
        )
        made.set_defaults(run=run)
        return made

    def wanted(one: argparse.ArgumentParser, name: str, metavar: str, sentence: str) -> None:
        one.add_argument_group(say("what to give")).add_argument(name, metavar=metavar, type=_text, help=sentence)

    def limited(one: argparse.ArgumentParser) -> None:
        one.add_argument("--limit", type=_many, default=5, metavar="N", help=say("how many answers, 5 by default"))

    def of_person(one: argparse.ArgumentParser) -> None:
        one.add_argument(
            "--free",
            default="",
            type=_text,
            metavar="HALF_DAYS",
            help=say("when the person is free, such as thu-pm,sat-am"),
        )
        one.add_argument("--no-car", action="store_true", help=say("the person has no car"))

    one = command("setup", _setup, say("Say which library this desk belongs to."))
    one.add_argument(
        "--library", type=_text, metavar="TEXT", help=say("code of the official list, or name and commune")
    )
    one.add_argument("--name", type=_text, help=say("name of a library that is not in the list"))
    one.add_argument("--commune", type=_text, metavar="INSEE", help=say("its commune: INSEE code, postcode or name"))
    one.add_argument("--radius", type=int, default=DEFAULT_RADIUS_KM, metavar="KM", help=say("how far people go"))
    one = command("need", _need, say("Find the procedures that a need may mean."))
    wanted(one, "text", "NEED", say("the need, in the person's words"))
    limited(one)
    one = command("relays", _relays, say("Rank the local relays of a procedure."))
    wanted(one, "procedure", "PROCEDURE_ID", say("the procedure, as `need` names it"))
    limited(one)
    of_person(one)
    one = command("sheets", _sheets, say("Find referral sheets."))
    wanted(one, "query", "QUERY", say("words of the sheet; none for the nearest"))
    limited(one)
    one = command("slip", _slip, say("Write a referral slip as PDF and count one referral."))
    one.add_argument(
        "--procedure", required=True, type=_text, metavar="ID", help=say("the procedure, as `need` names it")
    )
    one.add_argument("--sheet", type=_text, metavar="ID", help=say("the best relay when absent"))
    one.add_argument(
        "--format",
        choices=[one.value for one in SlipFormat],
        default=SlipFormat.A5.value,
        help=say("paper of the slip"),
    )
    one.add_argument("--pdf", required=True, metavar="FILE", help=say("the file to write"))
    of_person(one)
    command("check", _check, say("Check everything that is kept: integrity, sizes, versions."))
    return parser


with suppress(AttributeError, ValueError):
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
