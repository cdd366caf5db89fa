"""Acts one by one, on the desk where they were noted: no journal, no seal, nothing that travels; erased for good."""

from collections.abc import Sequence
from datetime import date

from desk.base.codec import CodecError, from_plain, to_plain
from desk.base.errors import Code, UnavailableError
from desk.domain.catalogue import REFERRAL
from desk.domain.referrals import Referral
from desk.store.database import Database
from desk.store.rows import cells, plain_of, select, upsert


class Referrals:
    """Keeps and returns acts. Writing methods are called inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, referral: Referral) -> None:
        """Keep one act, new or changed."""
        self._database.write(upsert(REFERRAL), cells(REFERRAL, to_plain(referral)))

    def one(self, referral_id: str) -> Referral | None:
        """Return the act of this id, or None."""
        found = self._where("id = ?", (referral_id,))
        return found[0] if found else None

    def of_code(self, code: str) -> Referral | None:
        """Return the act whose slip carries ``code``, or None."""
        found = self._where("code = ?", (code,))
        return found[0] if found else None

    def of_tally(self, code: str) -> tuple[Referral, ...]:
        """Return the acts ticked on one tally sheet."""
        return self._where("tally = ? ORDER BY rowid", (code,))

    def latest(self, limit: int) -> tuple[Referral, ...]:
        """Return the last acts noted, latest first."""
        return self._where("1 ORDER BY rowid DESC LIMIT ?", (limit,))

    def of_day(self, day: date) -> tuple[Referral, ...]:
        """Return the acts of one day, latest first."""
        return self._where("day = ? ORDER BY rowid DESC", (day.isoformat(),))

    def all(self) -> tuple[Referral, ...]:
        """Return every act, oldest first."""
        return self._where("1 ORDER BY rowid", ())

    def unheard_of(self, first: date, last: date) -> tuple[Referral, ...]:
        """Return the acts of these days that have a slip of which nothing was heard, oldest first."""
        return self._where(
            "code <> '' AND end = 'relayed' AND outcome = '' AND day BETWEEN ? AND ? ORDER BY day, rowid",
            (first.isoformat(), last.isoformat()),
        )

    def count(self) -> int:
        """Return how many acts are kept."""
        row = self._database.row("SELECT count(*) FROM referrals")
        return int(row[0]) if row else 0

    def drop(self, referral_id: str) -> None:
        """Erase one act for good."""
        self._database.write("DELETE FROM referrals WHERE id = ?", (referral_id,))

    def drop_before(self, month: str) -> int:
        """Erase for good the acts that count in months before ``month``, and return how many there were."""
        row = self._database.row("SELECT count(*) FROM referrals WHERE month < ?", (month,))
        self._database.write("DELETE FROM referrals WHERE month < ?", (month,))
        return int(row[0]) if row else 0

    def reserve(self, codes: Sequence[str], today: date) -> None:
        """Keep the codes of blank slips printed ahead."""
        self._database.write_all(
            "INSERT INTO reserved_codes (code, printed_on) VALUES (?, ?)", [(one, today.isoformat()) for one in codes]
        )

    def is_taken(self, code: str) -> bool:
        """Return whether a slip, a blank slip or a tally sheet carries ``code`` already."""
        row = self._database.row(
            "SELECT EXISTS (SELECT 1 FROM referrals WHERE code = ?1) OR EXISTS (SELECT 1 FROM reserved_codes"
            " WHERE code = ?1) OR EXISTS (SELECT 1 FROM tallies WHERE code = ?1)",
            (code,),
        )
        return bool(row and row[0])

    def is_reserved(self, code: str) -> bool:
        """Return whether ``code`` was printed ahead on a blank slip and is not used yet."""
        return self._database.row("SELECT 1 FROM reserved_codes WHERE code = ?", (code,)) is not None

    def use(self, code: str) -> None:
        """Take a code printed ahead: its slip is now an act."""
        self._database.write("DELETE FROM reserved_codes WHERE code = ?", (code,))

    def _where(self, condition: str, values: Sequence[object]) -> tuple[Referral, ...]:
        rows = self._database.rows(f"{select(REFERRAL)} WHERE {condition}", values)
        try:
            return tuple(from_plain(plain_of(REFERRAL, row), Referral) for row in rows)
        except CodecError as error:
            raise UnavailableError(Code.FILE_DAMAGED, file=self._database.path.name) from error
