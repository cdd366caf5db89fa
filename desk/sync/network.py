"""The network, from the desk: the only door to ``httpx2``. Asks one thing of the hub, believes nothing else.

No redirect is followed, nothing is unpacked on the way, an answer that is too long or too slow is left. A desk proves
itself to the hub it knows and to nobody else.
"""

import ssl
import time
from dataclasses import dataclass, field

import httpx2
import truststore

from desk import __version__
from desk.base.errors import Code, UnavailableError
from desk.sync.transport import OCTETS, Answer, checked_address, judged
from desk.wire.packing import MEDIA_TYPE

CONNECT_SECONDS = 10.0
STALL_SECONDS = 60.0
"""An exchange in which no byte moves for so long is given up."""

DEADLINE_SECONDS = 300.0
"""And one that lasts longer than this, however it drips."""

MOST_BYTES = 4 * 1024 * 1024
_NOT_YET_VALID, _EXPIRED, _WRONG_NAME = 9, 10, 62


@dataclass(slots=True)
class HttpTransport:
    """The real network. One connection is kept for a round; `close` it after."""

    address: str
    patience_s: float = CONNECT_SECONDS
    deadline_s: float = DEADLINE_SECONDS
    _client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        trusted = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client = httpx2.Client(
            base_url=checked_address(self.address),
            verify=trusted,
            follow_redirects=False,
            timeout=httpx2.Timeout(min(STALL_SECONDS, self.deadline_s), connect=self.patience_s),
            headers={"Accept-Encoding": "identity", "User-Agent": f"Relais/{__version__}"},
        )

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def ask(self, method: str, path: str, body: bytes, proof: str) -> Answer:
        """Ask, as `Transport` says."""
        headers = {"Content-Type": OCTETS if path == "/v1/bundle" else MEDIA_TYPE}
        if proof:
            headers["Authorization"] = proof
        try:
            with self._client.stream(method, path, content=body or None, headers=headers) as answer:
                content = _read(answer, self.deadline_s)
        except httpx2.ConnectError as error:
            raise _of_connection(error) from error
        except (httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise UnavailableError(Code.OFFLINE) from error
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise UnavailableError(Code.HUB_SILENT) from error
        return judged(answer.status_code, answer.headers, content)


def _read(answer: httpx2.Response, seconds: float) -> bytes:
    """Read an answer as it comes, within bounds of size and of time."""
    until = time.monotonic() + seconds
    content = bytearray()
    for piece in answer.iter_raw():
        content += piece
        if len(content) > MOST_BYTES or time.monotonic() > until:
            raise UnavailableError(Code.HUB_SILENT)
    return bytes(content)


def _of_connection(error: BaseException) -> UnavailableError:
    """Return what to say of a connection that could not be made: who is there is not the hub, or nobody is there."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        codes = {_NOT_YET_VALID: Code.CLOCK_WRONG, _EXPIRED: Code.CLOCK_WRONG, _WRONG_NAME: Code.HUB_NAME_DIFFERS}
        return UnavailableError(codes.get(cause.verify_code, Code.HUB_UNTRUSTED))
    return UnavailableError(Code.NETWORK_PORTAL if cause is not None else Code.OFFLINE)
