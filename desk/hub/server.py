"""Listening: the application on a socket, until asked to stop. The only door to uvicorn."""

import logging
import socket
from typing import Any

import uvicorn

from desk.base.errors import Code, UnavailableError
from desk.hub.journal import Journal

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 75
LAST_SECONDS = 10
"""How long requests under way may last once asked to stop."""


def listen(app: Any, host: str, port: int, journal: Journal) -> None:
    """Serve ``app`` on ``host`` and ``port`` (0: any free one, told in the journal) until a signal asks to stop.

    Raises:
        UnavailableError: ``PORT_TAKEN``: another program listens there, or the address is not this machine's.
    """
    bound = _bound(host, port)
    _through(journal)
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
        ws="none",
    )
    journal.note("listening", host=host, port=bound.getsockname()[1])
    try:
        uvicorn.Server(settings).run(sockets=[bound])
    finally:
        bound.close()
    journal.note("stopped")


def _bound(host: str, port: int) -> socket.socket:
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
