"""How commands are written: the parser in the desk's language, the options that many commands share."""

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from desk import __version__
from desk.base.clock import Clock, FixedClock, SystemClock
from desk.base.errors import Code, RefusedError
from desk.base.paths import Profile, profile, resources
from desk.base.settings import Language
from desk.base.text import clean
from desk.base.training import mark_papers
from desk.base.words import Words, words
from desk.cli.answers import USAGE, told

if TYPE_CHECKING:
    from desk.store.store import Store

YEARS = range(2000, 2100)
"""Years that may be asked about: beyond them no calendar means anything."""

MOST_ANSWERS = 1000

WithStore = Callable[[argparse.Namespace, "Store", Words], int]
Alone = Callable[[argparse.Namespace, Words], int]


class _Formatter(argparse.HelpFormatter):
    """Writes the help in the language of the desk, blanks and values when nothing is given included."""

    def __init__(self, prog: str, say: Words) -> None:
        super().__init__(prog)
        self._say = say

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self._say("Usage: ") if prefix is None else prefix)

    def _metavar_formatter(self, action: argparse.Action, default_metavar: str) -> Callable[[int], tuple[str, ...]]:
        shown = super()._metavar_formatter(action, default_metavar)
        said = blanks(self._say)
        return lambda size: tuple(said.get(one, one) for one in shown(size))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        known = action.default not in (None, False, "", [], argparse.SUPPRESS) and action.option_strings
        if not known or not action.help:
            return action.help
        return f"{action.help} {self._say('(by default: {value})', value=str(action.default))}"


def blanks(say: Words) -> dict[str, str]:
    """Return how the blanks of a command are called, by their English name."""
    return {
        "CODE": say("CODE"),
        "COMMAND": say("COMMAND"),
        "DAY": say("DAY"),
        "DAYS": say("DAYS"),
        "DESK": say("DESK"),
        "DIR": say("FOLDER"),
        "FIELD=VALUE": say("LINE=VALUE"),
        "FILE": say("FILE"),
        "HALF_DAYS": say("HALF-DAYS"),
        "HOST": say("HOST"),
        "HOUR": say("HOUR"),
        "ID": say("IDENTIFIER"),
        "INITIALS": say("INITIALS"),
        "INSEE": say("COMMUNE"),
        "KM": say("KM"),
        "MAP.JSON": say("TABLE"),
        "MINUTES": say("MINUTES"),
        "MOMENT": say("MOMENT"),
        "N": say("NUMBER"),
        "NAME": say("NAME"),
        "NEED": say("NEED"),
        "NETWORK": say("NETWORK"),
        "PATH": say("PATH"),
        "PERIOD": say("PERIOD"),
        "PORT": say("PORT"),
        "PROCEDURE_ID": say("PROCEDURE"),
        "QUERY": say("WORDS"),
        "RELAY_TYPE": say("KIND"),
        "SKILL": say("SKILL"),
        "TEXT": say("TEXT"),
        "TITLE": say("TITLE"),
        "URL": say("ADDRESS"),
        "WHY": say("REASON"),
    }


class _Parser(argparse.ArgumentParser):
    """Speaks, and refuses a command in one sentence, in the language of the desk."""

    say: Words = words()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, formatter_class=lambda prog: _Formatter(prog, self.say))
        self._optionals.title = self.say("options")
        self._positionals.title = self.say("what to give")

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
        one.add_argument(name, metavar=metavar, type=text, help=sentence)

    def limited(self, one: argparse.ArgumentParser) -> None:
        """Add the number of answers."""
        one.add_argument("--limit", type=_many, default=5, metavar="N", help=self.say("how many answers"))

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

        mark_papers(chosen.is_training)
        self._store = open_store(chosen, clock, resources())

    def __enter__(self) -> "Store":
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def what_one_practises_on(data_dir: str | None) -> Profile:
    """Return the folder of the exercise that stands in a library's folder.

    Raises:
        RefusedError: ``NO_TRAINING``: none was begun.
    """
    chosen = profile(data_dir)
    found = chosen if chosen.is_training else chosen.training_copy
    if not found.is_training:
        raise RefusedError(Code.NO_TRAINING)
    return found


def clock_of(options: argparse.Namespace) -> Clock:
    """Return the machine's clock, or the moment asked for."""
    return SystemClock() if options.at is None else FixedClock(_moment(options.at))


def parser_of(say: Words) -> argparse.ArgumentParser:
    """Return the parser without any command yet."""
    parser = _spoken(say)(
        prog="relais",
        description=say("The desk of a small library, offline."),
        parents=[_common(say)],
        add_help=False,
        allow_abbrev=False,
    )
    parser.set_defaults(data_dir=None, json=False, language="fr", at=None, training=False)
    parser.add_argument(
        "--version", action="version", version=f"Relais {__version__}", help=say("show the version of Relais")
    )
    return parser


def _spoken(say: Words) -> type[_Parser]:
    """Return the parser that speaks as ``say`` does."""
    return type("_Spoken", (_Parser,), {"say": say})


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
    every = _spoken(say)(add_help=False)
    every.add_argument("-h", "--help", action="help", help=say("show this help"))
    every.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=say("folder of the library's data"))
    every.add_argument(
        "--training",
        action="store_true",
        default=argparse.SUPPRESS,
        help=say("work on the exercise, not on the desk; without a command, open its window"),
    )
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
