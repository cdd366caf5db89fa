"""Connections kept open and lent to one thread at a time, for either database."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What a connection must be able to do."""

    def close(self) -> None:
        """Let go of it."""
        ...


C = TypeVar("C", bound=Closable)


class Pool(Generic[C]):
    """Lends at most ``size`` connections; who comes when all are lent waits. One that failed is not lent again."""

    def __init__(self, connect: Callable[[], C], size: int) -> None:
        self._connect = connect
        self._free: list[C] = []
        self._places = BoundedSemaphore(size)
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def lent(self, is_sound: Callable[[C], bool]) -> Generator[C, None, None]:
        """Lend a connection. It is kept for the next if it ``is_sound`` afterwards."""
        with self._places:
            with self._lock:
                connection = self._free.pop() if self._free else None
            connection = connection or self._connect()
            try:
                yield connection
            finally:
                with self._lock:
                    kept = not self._closed and is_sound(connection)
                    if kept:
                        self._free.append(connection)
                if not kept:
                    connection.close()

    def forget(self) -> None:
        """Close the connections that nobody holds: after one failed, the others may have too."""
        with self._lock:
            left, self._free = self._free, []
        for connection in left:
            connection.close()

    def close(self) -> None:
        """Close everything; what is lent now is closed when it comes back."""
        self._closed = True
        self.forget()
