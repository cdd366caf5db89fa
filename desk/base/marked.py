"""Our own tiny mark-up of pages to read: ``# title``, ``## heading``, ``- item``, ``1. step``, ``> note``, ``**name**``.

An empty line ends a paragraph. Everything else, tags included, is plain text.
"""

import re

STEP = re.compile(r"(\d+)\. +(.*)")

_NAME = re.compile(r"\*\*(.+?)\*\*")
_QUOTED = {"fr": r"« \1 »", "en": r"“\1”"}


def blocks(text: str) -> list[str]:
    """Return the titles, items and whole paragraphs of a marked-up text, each on one line with its mark."""
    found: list[str] = []
    open_paragraph = False
    for line in map(str.strip, text.splitlines()):
        starts = line.startswith(("#", "- ", "> ")) or STEP.match(line)
        if line and not starts and open_paragraph:
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        open_paragraph = bool(line) and not line.startswith("#")
    return found


def spoken(text: str) -> str:
    """Return a marked-up text without its marks, as it is read aloud."""
    return "\n".join(block.lstrip("#->").strip() for block in blocks(text))


def quoted(text: str, language: str) -> str:
    """Return ``text`` with the names of buttons, keys and screens in quotes: labels have no bold inside a line."""
    return _NAME.sub(_QUOTED[language], text)


def names(text: str) -> list[str]:
    """Return the names of buttons, keys and screens that a text quotes."""
    return _NAME.findall(text)
