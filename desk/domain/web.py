"""E-mail and web addresses: how they are written in real files, how they are kept, how standards want them."""

import re
from functools import lru_cache
from urllib.parse import quote

from desk.base.text import clean
from desk.domain.cleaned import Cleaned, one_or, says_nothing

_LONGEST = 2000
_EMAIL = re.compile(r"[\w.!#$&'*+=?^~-]+@+[\w-]+(?:\.[\w-]+)+")
_BETWEEN_EMAILS = re.compile(r"[\s;,|/()<>:\[\]\"-]|\b(?:ou|et|mailto|e-?mails?|courriels?|mel)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r"(?:javascript|vbscript|file|data|blob|about|ftp|sms|tel|intent)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[:/.]*h?t{1,3}p{1,2}(?P<secure>s{0,2})\s?(?::+\s?[/\\]*|[/\\]{2,}:?[/\\]*)\s*", re.IGNORECASE)
_WWW = re.compile(r"^www\s?[:,;.]\s?", re.IGNORECASE)
_BETWEEN_URLS = re.compile(r"(?:\s+(?:ou|et|-|–|/)\s+|[\s;|,]+)(?=\S)", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[\w/])(?=https?://)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?P<last>[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})|\d{1,3}(?:\.\d{1,3}){3}"
)
_PORT = re.compile(r":\d{1,5}$")
_IN_PATH = "/?#[]@!$&'()*+,;=:%~-._"


def clean_email(text: str) -> Cleaned:
    """Return the addresses of ``text`` in lower case, the first as the value.

    Problems: ``email-unreadable``, ``email-is-url``, ``email-accents`` (no such address usually exists), where the text
    stays, and ``part-left-out`` when there were words beside.
    """
    return _cleaned_email(text[:_LONGEST])


@lru_cache(maxsize=8192)
def _cleaned_email(text: str) -> Cleaned:
    said = clean(text).replace("%A0", " ").replace("%a0", " ")
    if says_nothing(said):
        return Cleaned(value="")
    found = [_one_email(one) for one in _EMAIL.findall(said)]
    if not found:
        return Cleaned(value=said, problem="email-is-url" if _one_url(said) else "email-unreadable")
    beside = _BETWEEN_EMAILS.sub("", _EMAIL.sub("", said)).strip(".'")
    problem = "part-left-out" if beside else ""
    if not all(one.isascii() for one in found):
        problem = "email-accents"
    first, *others = dict.fromkeys(found)
    return Cleaned(value=first, problem=problem, also=tuple(others))


def clean_url(text: str) -> Cleaned:
    """Return the addresses of ``text`` whole, ``https://`` added where none was written, hosts in lower case.

    Problems: ``url-unreadable`` and ``url-is-email``, where the text stays; ``url-forbidden`` for ``javascript:``,
    ``file:``, ``data:`` and the like, where nothing stays.
    """
    return _cleaned_url(text[:_LONGEST])


@lru_cache(maxsize=8192)
def _cleaned_url(text: str) -> Cleaned:
    said = clean(text)
    if says_nothing(said):
        return Cleaned(value="")
    if _FORBIDDEN.match(said):
        return Cleaned(value="", problem="url-forbidden")
    if _EMAIL.fullmatch(_strip_scheme(said.removeprefix("mailto:"))[1].strip("/. ")):
        return Cleaned(value=said, problem="url-is-email")
    whole = _one_url(said)
    if whole:
        return Cleaned(value=whole)
    parts = [_one_url(part) for part in _BETWEEN_URLS.split(_GLUED.sub(" ", said)) if part]
    return one_or(said, tuple(parts) if all(parts) else (), "url-unreadable")


def to_ascii_url(url: str) -> str:
    """Return ``url`` with ASCII signs only, as standards want it: the host in punycode, the rest percent-encoded."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    try:
        plain = host.encode("idna").decode("ascii")
    except UnicodeError:
        plain = quote(host)
    return f"{scheme}{mark}{plain}{slash}{quote(path, safe=_IN_PATH)}"


def _one_email(text: str) -> str:
    local, _, domain = text.lower().strip(".'").partition("@")
    return f"{local.strip('./')}@{domain.lstrip('@')}"


def _strip_scheme(text: str) -> tuple[str, str]:
    """Return (scheme, rest): « https//: », « http:/www », « https :// », « ttps:// » are read as they were meant."""
    scheme = "https://"
    while found := _SCHEME.match(text):
        scheme, text = ("https://" if found["secure"] else "http://"), text[found.end() :]
    return scheme, text


def _one_url(text: str) -> str:
    """Return one address made whole; nothing when ``text`` is not one."""
    scheme, rest = _strip_scheme(text.strip(" .,;<>\"'"))
    rest = _WWW.sub("www.", rest).replace("\\", "/")
    place = re.search(r"[/?#]", rest)
    host, path = (rest[: place.start()], rest[place.start() :]) if place else (rest, "")
    host = host.lower().strip(".")
    if "@" in host or " " in rest or not _HOST.fullmatch(_PORT.sub("", host)):
        return ""
    return f"{scheme}{host}{path}"
