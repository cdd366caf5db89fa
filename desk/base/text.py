"""Text without opinion: folding for search, cleaning of what is typed or read."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
_LIGATURE = re.compile("[œŒæÆß’ʼ‘]")
_FORMAT_SIGNS = {"Cc", "Cf", "Cs", "Co", "Cn"}
_ACCENTED = re.compile(r"[\x00-\x7f\u0300-\u034e\u0350-\u036f]*")
"""ASCII and the usual accents taken apart: nearly all of French."""


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents nor ligatures, apostrophes straight."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES) if _LIGATURE.search(text) else text)
    if _ACCENTED.fullmatch(plain):
        return plain.encode("ascii", "ignore").decode("ascii").lower()
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def clean(text: str, limit: int = 2000) -> str:
    """Return ``text`` on one line: control and direction signs removed, spaces folded, at most ``limit`` signs."""
    kept = text[: limit * 4]
    if not kept.isprintable():  # printable means: nothing below would be removed or turned into a space
        kept = _SPACES.sub(" ", kept)
        kept = kept if kept.isprintable() else "".join(sign for sign in kept if _keep(sign))
    kept = kept if kept.isascii() else unicodedata.normalize("NFC", kept)
    return (_SPACES.sub(" ", kept) if "  " in kept else kept).strip()[:limit].rstrip()


def clean_lines(text: str, limit: int = 10_000) -> str:
    """Return ``text`` with its line breaks, each line cleaned."""
    if text.isprintable():  # no line break is
        return clean(text, limit)
    return "\n".join(clean(line, limit) for line in text[: limit * 4].splitlines())[:limit].strip()


def _keep(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in _FORMAT_SIGNS
