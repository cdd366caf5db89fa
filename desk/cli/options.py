"""How commands are written: the parser in the desk's language, the options that many commands share."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from desk import __version__
from desk.base.clock import Clock, FixedClock, SystemClock
from desk.base.errors import Code, RefusedError
from desk.base.paths import Profile, profile, resources
from desk.base.settings import Language
from desk.base.text import clean
from desk.base.words import Words, words
from desk.cli.answers import USAGE, told

if TYPE_CHECKING:
    from desk.store.store import Store

YEARS = range(2000, 2100)
"""Years that may be asked about: beyond them no calendar means anything."""

MOST_ANSWERS = 1000

WithStore = Callable[[argparse.Namespace, "Store", Words], int]
Alone = Callable[[argparse.Namespace, Words], int]


class _Parser(argparse.ArgumentParser):
    """Refuses a command in one sentence, in the language of the desk."""

    say: Words = words()

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse says it in English only
        self.print_usage(sys.stderr)
        sys.exit(
            told(
                self.say("This command is not complete. To see how to write it: {help}", help=f"{self.prog} --help"),
                USAGE,
            )
        )


class Commands:
    """Where each room adds its commands."""

    def __init__(self, parser: argparse.ArgumentParser, say: Words) -> None:
        self.say = say
        self._made = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("commands"))

    def command(
        self, name: str, run: WithStore, sentence: str, *, may_answer_json: bool = True
    ) -> argparse.ArgumentParser:
        """Add a command that works on the desk's store, opened for it and closed after it.

        Without ``may_answer_json``, ``--json`` is left for the command to give it another meaning.
        """

        def opened(options: argparse.Namespace, say: Words) -> int:
            with Opened(profile(options.data_dir), clock_of(options)) as store:
                return run(options, store, say)

        return self.alone(name, opened, sentence, may_answer_json=may_answer_json)

    def alone(self, name: str, run: Alone, sentence: str, *, may_answer_json: bool = True) -> argparse.ArgumentParser:
        """Add a command that opens what it needs itself."""
        made = self._add(name, sentence, may_answer_json=may_answer_json)
        made.set_defaults(run=run)
        return made

    def group(self, name: str, sentence: str) -> "Commands":
        """Add a word under which other commands stand: `relais sheet show`."""
        return Commands(self._add(name, sentence), self.say)

    def wanted(self, one: argparse.ArgumentParser, name: str, metavar: str, sentence: str) -> None:
        """Add something that must be given."""
        one.add_argument_group(self.say("what to give")).add_argument(name, metavar=metavar, type=text, help=sentence)

    def limited(self, one: argparse.ArgumentParser) -> None:
        """Add the number of answers."""
        one.add_argument("--limit", type=_many, default=5, metavar="N", help=self.say("how many answers, 5 by default"))

    def of_person(self, one: argparse.ArgumentParser) -> None:
        """Add what is known of the person: when they are free, whether they have a car."""
        one.add_argument(
            "--free",
            default="",
            type=text,
            metavar="HALF_DAYS",
            help=self.say("when the person is free, such as thu-pm,sat-am"),
        )
        one.add_argument("--no-car", action="store_true", help=self.say("the person has no car"))

    def _add(self, name: str, sentence: str, *, may_answer_json: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = self._made.add_parser(
            name,
            help=sentence,
            description=sentence,
            parents=[_common(self.say, may_answer_json=may_answer_json)],
            add_help=False,
            allow_abbrev=False,
        )
        return made


class Opened:
    """Opens a profile for one command and closes it, whatever happens."""

    def __init__(self, chosen: Profile, clock: Clock) -> None:
        from desk.store.store import open_store  # noqa: PLC0415 - the hub is installed without what the desk needs

        self._store = open_store(chosen, clock, resources())

    def __enter__(self) -> "Store":
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def clock_of(options: argparse.Namespace) -> Clock:
    """Return the machine's clock, or the moment asked for."""
    return SystemClock() if options.at is None else FixedClock(_moment(options.at))


def parser_of(say: Words) -> argparse.ArgumentParser:
    """Return the parser without any command yet."""
    said = type("_Said", (_Parser,), {"say": say})
    parser: argparse.ArgumentParser = said(
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
    return parser


def text(typed: str) -> str:
    """Return what was typed without the bytes that are no letters in any language."""
    return typed.encode("utf-8", "replace").decode()


def language(arguments: list[str]) -> str:
    """Return the language asked for, before the rest is read: help is in it too."""
    asked = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    asked.add_argument("--language", nargs="?")
    chosen = asked.parse_known_args(arguments)[0].language
    return chosen if chosen in set(Language) else Language.FRENCH.value


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(text, 40)) from error
    if moment.year not in YEARS:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(text, 40))
    return moment


def _many(typed: str) -> int:
    """Return how many answers are wanted."""
    if not 1 <= int(typed) <= MOST_ANSWERS:
        raise ValueError(typed[:40])
    return int(typed)


def _common(say: Words, *, may_answer_json: bool = True) -> _Parser:
    """Return the options of every command. Made anew for each: argparse shares defaults between those it is given twice."""
    every = _Parser(add_help=False)
    every.add_argument("-h", "--help", action="help", help=say("show this help"))
    every.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=say("folder of the library's data"))
    if may_answer_json:
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
        type=text,
        default=argparse.SUPPRESS,
        help=say("local time, such as 2026-11-24T10:00"),
    )
    return every
