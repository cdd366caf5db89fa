"""The clock: the only place that knows what time it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Given to whoever needs it, so that tests can choose the hour."""

    def now(self) -> datetime:
        """Return the local time of the place, naive, to the second."""
        ...

    def utc_ms(self) -> int:
        """Return milliseconds since 1970 UTC, as this machine believes."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the local time of the machine, naive, to the second."""
        return datetime.now().replace(microsecond=0)

    def utc_ms(self) -> int:
        """Return milliseconds since 1970 UTC, as this machine believes."""
        return int(datetime.now(UTC).timestamp() * 1000)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until told to move; for tests and demonstrations."""

    moment: datetime

    def now(self) -> datetime:
        """Return the chosen moment."""
        return self.moment

    def utc_ms(self) -> int:
        """Return the chosen moment as milliseconds, read as UTC."""
        return int(self.moment.replace(tzinfo=UTC).timestamp() * 1000)

    def advance(self, step: timedelta) -> None:
        """Move the clock by ``step``, backwards if negative."""
        self.moment += step


def today(clock: Clock) -> date:
    """Return the local day."""
    return clock.now().date()
