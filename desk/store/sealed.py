"""The files of sticks, kept as they were read until they are handed over: a neighbour's to the hub, the hub's to a neighbour."""

from dataclasses import dataclass
from enum import IntEnum

from desk.store.database import Database


class Handed(IntEnum):
    """Where a file is on its way."""

    WAITING = 0
    """To be handed over."""
    DONE = 1
    """Handed over; kept only to know it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """One file. ``author`` and ``addressee`` are desks, 0 the hub; ``first`` and ``last`` the changes inside."""

    author: int
    addressee: int
    first: int
    last: int
    at: int
    data: bytes


class SealedFiles:
    """Keeps and returns the files of sticks. Writing methods are called inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, file: SealedFile) -> bool:
        """Keep a file to hand over; return False for one that is known."""
        key = (file.author, file.addressee, file.first, file.last, file.at)
        row = self._database.row(
            "SELECT 1 FROM sealed WHERE author = ? AND addressee = ? AND first = ? AND last = ? AND at = ?", key
        )
        if row is None:
            self._database.write(
                "INSERT INTO sealed (author, addressee, first, last, at, data, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, file.data, Handed.WAITING),
            )
        return row is None

    def waiting(self, *, to_hub: bool) -> tuple[SealedFile, ...]:
        """Return what waits to be handed to the hub, or by the hub to neighbours, in the order it was written."""
        rows = self._database.rows(
            f"SELECT author, addressee, first, last, at, data FROM sealed WHERE state = 0"  # noqa: S608 - one of two constants
            f" AND addressee {'=' if to_hub else '<>'} 0 ORDER BY author, first, at"
        )
        return tuple(
            SealedFile(author=author, addressee=addressee, first=first, last=last, at=at, data=bytes(data))
            for author, addressee, first, last, at, data in rows
        )

    def handed(self, file: SealedFile) -> None:
        """Keep that a file was handed over: its bytes are not needed any more."""
        self._database.write(
            "UPDATE sealed SET state = ?, data = x'' WHERE author = ? AND addressee = ? AND first = ? AND last = ?"
            " AND at = ?",
            (Handed.DONE, file.author, file.addressee, file.first, file.last, file.at),
        )
