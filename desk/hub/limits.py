"""How much one desk, one address, one network may ask. Memory is bounded whoever asks."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from desk.base.clock import Clock
from desk.wire.packing import MOST_PACKED

DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of a hub. Days are of 86,400 seconds.

    ``snapshot_every`` changes make a new snapshot; a desk that has read nothing starts from one if it spares it
    ``snapshot_worth`` entries. ``changes_a_day`` is for a desk, ten times more for a coordinator: beyond, changes wait at
    the desk for the next day. A body may stand still for ``stall_seconds``, and take ``slowest_seconds`` in all: what moves,
    however slowly, goes on.
    """

    packed: int = MOST_PACKED
    stall_seconds: float = 60.0
    slowest_seconds: float = 900.0
    changes_a_day: int = 50_000
    desks: int = 20_000
    code_hours: int = 72
    code_tries: int = 5
    code_tries_an_hour: int = 20
    failures_a_minute: int = 60
    requests_a_minute: int = 240
    snapshot_every: int = 5_000
    snapshot_worth: int = 2_000
    snapshots_kept: int = 2
    history_days: int = 180
    active_days: int = 90
    own_history_days: int = 400
    statistics_months: int = 25
    next_s: int = 600
    wait_seconds: float = 55.0


class Rate:
    """Tokens by key, refilled with time; only the ``most`` latest keys are remembered."""

    def __init__(self, clock: Clock, allowed: int, seconds: int, most: int = 10_000) -> None:
        self._clock = clock
        self._allowed = allowed
        self._speed = allowed / (seconds * 1000)
        self._most = most
        self._left: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> int:
        """Take one token and return 0, or the seconds to wait for the next when none is left."""
        with self._lock:
            left, now = self._tokens(key)
            if left < 1:
                return max(1, int((1 - left) / self._speed / 1000) + 1)
            self._keep(key, left - 1, now)
            return 0

    def is_empty(self, key: str) -> int:
        """Return 0 while ``key`` has a token, else the seconds to wait. Takes none."""
        with self._lock:
            left, _ = self._tokens(key)
            return 0 if left >= 1 else max(1, int((1 - left) / self._speed / 1000) + 1)

    def __len__(self) -> int:
        return len(self._left)

    def _tokens(self, key: str) -> tuple[float, int]:
        now = self._clock.utc_ms()
        left, then = self._left.get(key, (float(self._allowed), now))
        return min(self._allowed, left + max(0, now - then) * self._speed), now

    def _keep(self, key: str, left: float, now: int) -> None:
        self._left[key] = (left, now)
        self._left.move_to_end(key)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
