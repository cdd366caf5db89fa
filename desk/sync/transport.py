"""What carries a question to the hub and its answer back, and which answers are believed: only a hub's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

from desk.base.codec import CodecError, from_foreign_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.text import clean
from desk.wire.packing import MEDIA_TYPE
from desk.wire.protocol import PROTOCOL, Fault

OCTETS = "application/octet-stream"
_JSON = "application/json"
_OK, _BAD_REQUEST = 200, 400


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub said yes to."""

    body: bytes


class HubSaidNoError(Exception):
    """The hub refused: ``fault`` says why, ``said`` what goes with it, ``after`` how many seconds to wait."""

    def __init__(self, fault: Fault, said: dict[str, Any], after: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.said = said
        self.after = after


class Transport(Protocol):
    """Carries one question to the hub and its answer back."""

    def ask(self, method: str, path: str, body: bytes, proof: str) -> Answer:
        """Ask.

        Raises:
            HubSaidNoError: the hub answered no.
            UnavailableError: ``OFFLINE``, ``HUB_SILENT``, ``NETWORK_PORTAL``, ``HUB_UNTRUSTED``, ``HUB_NAME_DIFFERS``,
                ``CLOCK_WRONG``.
        """
        ...

    def close(self) -> None:
        """Let the line go."""
        ...


def checked_address(typed: str) -> str:
    """Return the address of a hub: https, or http on this machine and its own network only.

    Raises:
        RefusedError: ``UNUSABLE_ADDRESS``.
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "//" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedError(Code.UNUSABLE_ADDRESS, text=clean(typed, 80)) from error
    fine = parts.scheme == "https" or (parts.scheme == "http" and _is_near(host))
    if not fine or not host or parts.username or parts.query or parts.fragment or parts.path.strip("/"):
        raise RefusedError(Code.UNUSABLE_ADDRESS, text=clean(typed, 80))
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _is_near(host: str) -> bool:
    """Return whether a host is this machine or on its own network, where no certificate can be had."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".lan"))
    return address.is_loopback or address.is_private


def judged(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    """Return what the hub said, or raise as `Transport` says: everything that is not a hub's own answer is refused."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status == _OK and kind in {MEDIA_TYPE, OCTETS}:
        return Answer(content)
    if status >= _BAD_REQUEST and kind == _JSON:
        said = _said(content)
        if said is not None:
            raise HubSaidNoError(Fault(said["error"]["code"]), said, _seconds(headers.get("Retry-After", "")))
    if status in {502, 503, 504}:
        raise UnavailableError(Code.HUB_SILENT)
    raise UnavailableError(Code.NETWORK_PORTAL)


def _said(content: bytes) -> dict[str, Any] | None:
    """Return what a hub says with a no, or None when no hub said it."""
    try:
        said = from_foreign_json(content)
    except CodecError:
        return None
    if not isinstance(said, dict) or said.get("p") != PROTOCOL or not isinstance(said.get("error"), dict):
        return None
    return said if said["error"].get("code") in {fault.value for fault in Fault} else None


def _seconds(text: str) -> int:
    return min(int(text), 86_400) if text.isascii() and text.isdecimal() else 0
