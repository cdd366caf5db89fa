"""Listening: the application on a socket, until asked to stop. With `patience`, the only door to uvicorn."""

import gc
import logging
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn

from desk.base.errors import Code, UnavailableError
from desk.hub.journal import Journal
from desk.hub.patience import PatientProtocol

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 75
ANYWHERE = {"0.0.0.0": ("192.0.2.1", "127.0.0.1"), "::": ("2001:db8::1", "::1")}  # noqa: S104 - not listened on
"""By address that means "every one of this machine": one that is nobody's, to ask which way leads out, and our own."""

MOST_CONNECTIONS = 65_536
LAST_SECONDS = 10
"""How long requests under way may last once asked to stop."""

CIRCLES = (50_000, 20, 20)
"""When Python looks for circles of values that keep one another: a page makes thousands of values, and no circle."""


def listen(app: Any, bound: socket.socket, journal: Journal) -> None:
    """Serve ``app`` on the socket ``bound``, and close it, once a signal has asked to stop and requests have ended."""
    _through(journal)
    _allow_connections()
    gc.freeze()
    gc.set_threshold(*CIRCLES)
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
        ws="none",
        http=PatientProtocol,
    )
    journal.note("listening", host=bound.getsockname()[0], port=bound.getsockname()[1])
    asked = {one: signal.signal(one, _asked_twice) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        uvicorn.Server(settings).run(sockets=[bound])
    finally:
        bound.close()
        for one, before in asked.items():
            signal.signal(one, before)
    journal.note("stopped")


def _allow_connections() -> None:
    """Let as many desks keep a connection open as the system allows: by default it starts programs with few."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows, which has no such bound

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, MOST_CONNECTIONS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _asked_twice(*_: object) -> None:
    """Do nothing more: the server, once stopped, raises again the signal that had stopped it."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``, 0 for any free one.

    Raises:
        UnavailableError: ``PORT_TAKEN``: another program listens there, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UnavailableError(Code.PORT_TAKEN, port=port) from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(place)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise UnavailableError(Code.PORT_TAKEN, port=port) from error
    return bound


def reached_at(bound: socket.socket) -> str:
    """Return the address by which a desk beside this machine reaches ``bound``: never that of "every address"."""
    host, port = bound.getsockname()[:2]
    if host in ANYWHERE:
        elsewhere, host = ANYWHERE[host]
        with socket.socket(bound.family, socket.SOCK_DGRAM) as way, suppress(OSError):  # without a network: our own
            way.connect((elsewhere, 9))  # chooses a way out, sends nothing
            host = way.getsockname()[0]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Lines(logging.Handler):
    """Turns the server's own warnings into lines of the journal: where they come from, not what they quote."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if record.exc_info and record.exc_info[1]:
            self._journal.mistake(record.exc_info[1], route=record.name)
        else:
            self._journal.note("server", level=record.levelname, place=f"{record.module}:{record.lineno}")


def _through(journal: Journal) -> None:
    logger = logging.getLogger("uvicorn")
    logger.handlers = [_Lines(journal)]
    logger.setLevel(logging.WARNING)
    logger.propagate = False
