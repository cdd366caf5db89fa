"""The same desk without a window: for coordinators, for tests, and for days when the screen is the problem.

Exit codes: 0 done · 1 refused or nothing found · 2 usage · 3 surroundings (locked, full, damaged) · 4 our fault.
"""

import argparse
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from desk.base.errors import RefusedError, UnavailableError
from desk.base.words import Words, words
from desk.cli.answers import DONE, OUR_FAULT, REFUSED, SURROUNDINGS, shown, stop_answering, told
from desk.cli.options import Commands, language, parser_of, what_one_practises_on
from desk.store.database import of_system
from desk.work import sentences

ROOMS = (
    "desk",
    "backups",
    "refer",
    "sheets",
    "sheet",
    "imports",
    "exports",
    "charter",
    "sessions",
    "aid",
    "skills",
    "counts",
    "reports",
    "journal",
    "network",
    "fallback",
    "training",
    "updates",
    "help",
)
"""Where commands come from, in the order of the help."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    say = words(language(arguments))
    options = _parser(say, ("hub",) if arguments[:1] == ["hub"] else ROOMS).parse_args(arguments)
    try:
        if options.training:
            options.data_dir = str(what_one_practises_on(options.data_dir).root)
        code: int = options.run(options, say)
        sys.stdout.flush()
    except RefusedError as error:
        return told(sentences.of_error(error, say), REFUSED)
    except UnavailableError as error:
        return told(sentences.of_error(error, say), SURROUNDINGS)
    except BrokenPipeError:
        stop_answering()
        return DONE
    except OSError as error:
        stop_answering()
        return told(sentences.of_error(of_system(error, shown(error.filename or "")), say), SURROUNDINGS)
    except Exception as error:  # noqa: BLE001 - the one handler at the top: what is left is our own mistake
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        return told(say("Relais made a mistake of its own ({what}). What was saved is safe.", what=what), OUR_FAULT)
    return code


def _parser(say: Words, rooms: tuple[str, ...]) -> argparse.ArgumentParser:
    """Return the parser of these rooms only: a hub is installed without what the other commands need."""
    parser = parser_of(say)
    commands = Commands(parser, say)
    for room in rooms:
        import_module(f"desk.cli.{room}").add(commands)
    return parser


with suppress(AttributeError, ValueError):
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
