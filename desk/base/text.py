"""Text without opinion: folding for search, cleaning of what is typed or read."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
_FORMAT_SIGNS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents nor ligatures, apostrophes straight."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def clean(text: str, limit: int = 2000) -> str:
    """Return ``text`` on one line: control and direction signs removed, spaces folded, at most ``limit`` signs."""
    kept = text[: limit * 4]
    if not kept.isprintable():  # printable means: nothing below would be removed or turned into a space
        kept = "".join(" " if sign.isspace() else sign for sign in kept if _keep(sign))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()[:limit].rstrip()


def clean_lines(text: str, limit: int = 10_000) -> str:
    """Return ``text`` with its line breaks, each line cleaned."""
    return "\n".join(clean(line, limit) for line in text[: limit * 4].splitlines())[:limit].strip()


def _keep(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in _FORMAT_SIGNS
