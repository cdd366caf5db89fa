"""What a command answers: JSON or text on standard output, sentences on the other, an exit code."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from desk.base.codec import to_json

DONE, REFUSED, USAGE, SURROUNDINGS, OUR_FAULT = range(5)


def answered(options: argparse.Namespace, answer: object, text: str) -> int:
    """Write the answer, as JSON when asked for, and return `DONE`."""
    print(to_json(answer).decode() if options.json else text)
    return DONE


def told(sentence: str, code: int) -> int:
    """Say ``sentence`` beside the answer and return ``code``."""
    print(sentence, file=sys.stderr)
    return code


def shown(file: Path | str) -> str:
    """Return a file's name as it can be written, whatever its bytes."""
    return os.fsencode(file).decode("utf-8", "replace")


def stop_answering() -> None:
    """Leave what is not written yet: nobody reads it any more, or it has no room."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
