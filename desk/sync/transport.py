"""The network, from the desk: the only door to ``httpx2``. Asks one thing of the hub, believes nothing else.

No redirect is followed, nothing is unpacked on the way, an answer that is too long or too slow is left. A desk proves
itself to the hub it knows and to nobody else.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
import truststore

from desk import __version__
from desk.base.codec import CodecError, from_foreign_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.text import clean
from desk.wire.packing import MEDIA_TYPE
from desk.wire.protocol import PROTOCOL, Fault

CONNECT_SECONDS = 10.0
STALL_SECONDS = 60.0
"""An exchange in which no byte moves for so long is given up."""

DEADLINE_SECONDS = 300.0
"""And one that lasts longer than this, however it drips."""

MOST_BYTES = 4 * 1024 * 1024
_JSON = "application/json"
_OCTETS = "application/octet-stream"
_NOT_YET_VALID, _EXPIRED, _WRONG_NAME = 9, 10, 62


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


@dataclass(slots=True)
class HttpTransport:
    """The real network. One connection is kept for a round; `close` it after."""

    address: str
    _client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client = httpx2.Client(
            base_url=checked_address(self.address),
            verify=trusted,
            follow_redirects=False,
            timeout=httpx2.Timeout(STALL_SECONDS, connect=CONNECT_SECONDS),
            headers={"Accept-Encoding": "identity", "User-Agent": f"Relais/{__version__}"},
        )

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def ask(self, method: str, path: str, body: bytes, proof: str) -> Answer:
        """Ask, as `Transport` says."""
        headers = {"Content-Type": _OCTETS if path == "/v1/bundle" else MEDIA_TYPE}
        if proof:
            headers["Authorization"] = proof
        try:
            with self._client.stream(method, path, content=body or None, headers=headers) as answer:
                content = _read(answer)
        except httpx2.ConnectError as error:
            raise _of_connection(error) from error
        except (httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise UnavailableError(Code.OFFLINE) from error
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise UnavailableError(Code.HUB_SILENT) from error
        return judged(answer.status_code, answer.headers, content)


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


def _read(answer: httpx2.Response) -> bytes:
    """Read an answer as it comes, within bounds of size and of time."""
    until = time.monotonic() + DEADLINE_SECONDS
    content = bytearray()
    for piece in answer.iter_raw():
        content += piece
        if len(content) > MOST_BYTES or time.monotonic() > until:
            raise UnavailableError(Code.HUB_SILENT)
    return bytes(content)


def judged(status: int, headers: Mapping[str, str], content: bytes) -> Answer:
    """Return what the hub said, or raise as `Transport` says: everything that is not a hub's own answer is refused."""
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status == httpx2.codes.OK and kind in {MEDIA_TYPE, _OCTETS}:
        return Answer(content)
    if status >= httpx2.codes.BAD_REQUEST and kind == _JSON:
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


def _of_connection(error: BaseException) -> UnavailableError:
    """Return what to say of a connection that could not be made: who is there is not the hub, or nobody is there."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        codes = {_NOT_YET_VALID: Code.CLOCK_WRONG, _EXPIRED: Code.CLOCK_WRONG, _WRONG_NAME: Code.HUB_NAME_DIFFERS}
        return UnavailableError(codes.get(cause.verify_code, Code.HUB_UNTRUSTED))
    return UnavailableError(Code.NETWORK_PORTAL if cause is not None else Code.OFFLINE)
