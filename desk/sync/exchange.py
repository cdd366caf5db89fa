"""The exchange as the program asks for it: join, one round, one stick. Opens the desk's file its own way and closes it."""

import gc
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.base.clock import Clock
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import Profile
from desk.domain.taxonomy import Taxonomy
from desk.store.exchange import LAST_STOP, LAST_TIME, Exchange, open_exchange
from desk.sync import joining, stick
from desk.sync.keys import Keys, load
from desk.sync.report import Report
from desk.sync.round import Round
from desk.sync.stick import StickReport
from desk.sync.transport import HubSaidNoError, Transport, checked_address

Connect = Callable[[str], Transport]
"""Makes a transport to an address."""

HURRY_S = 2.0

CIRCLES = (50_000, 20, 20)
"""When Python looks for circles of values that keep one another, during an exchange: a page makes many values, no circle."""

TURN_S = 0.002
"""Seconds after which the exchange leaves its turn to who types: measured by the bench, « key while receiving »."""

_USUAL = gc.get_threshold()
_USUAL_TURN_S = sys.getswitchinterval()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What every exchange needs to know of this desk."""

    profile: Profile
    clock: Clock
    taxonomy: Taxonomy
    departements: tuple[str, ...]


def over_the_network(address: str) -> Transport:
    """Return a line to the hub at ``address``."""
    from desk.sync.network import HttpTransport  # noqa: PLC0415 - slow to read, and read by who exchanges only

    return HttpTransport(address)


def quickly(address: str) -> Transport:
    """Return a line that gives up after a few seconds: a window that closes does not wait."""
    from desk.sync.network import HttpTransport  # noqa: PLC0415 - slow to read, and read by who exchanges only

    return HttpTransport(address, patience_s=HURRY_S, deadline_s=2 * HURRY_S)


@contextmanager
def _politely() -> Generator[None, None, None]:
    """Let who types pass first meanwhile: threads take turns more often, and circles of values are seldom looked for."""
    gc.set_threshold(*CIRCLES)
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
        sys.setswitchinterval(_USUAL_TURN_S)


def join(place: Place, address: str, code: str, connect: Connect | None = None) -> Keys:
    """Come into the network of an invitation.

    Raises:
        RefusedError: ``UNUSABLE_ADDRESS``, ``CODE_REFUSED``, ``NO_LIBRARY``, ``ALREADY_JOINED``.
        UnavailableError: nobody answered, or not a hub.
    """
    found = checked_address(address)
    with _politely(), open_exchange(place.profile, place.clock, place.taxonomy) as desk:
        transport = (connect or over_the_network)(found)
        try:
            return joining.join(desk, transport, found, code)
        finally:
            transport.close()


def exchange(place: Place, connect: Connect | None = None, *, removals_agreed: bool = False) -> Report:
    """Exchange with the hub until both have everything. Being offline is no error: `Report.stopped` says so.

    Raises:
        RefusedError: ``NOT_JOINED``.
        UnavailableError: this desk's own file fails.
    """
    keys = _keys(place.profile)
    with _politely(), open_exchange(place.profile, place.clock, place.taxonomy) as desk:
        transport = (connect or over_the_network)(keys.address)
        speaking = Round(desk, transport, keys, place.departements, removals_agreed=removals_agreed)
        report = speaking.report
        try:
            speaking.run()
        except HubSaidNoError as error:
            report.stopped = joining.of_refusal(error).code
            report.next_s = max(report.next_s, error.after)
        except UnavailableError as error:
            if error.code not in _OUTSIDE:
                raise
            report.stopped = error.code
            report.held_back = int(error.blanks.get("count", 0))
        finally:
            transport.close()
        _remember(desk, report, place.clock.now())
    return report


def write_stick(place: Place, where: Path) -> StickReport:
    """Write what waits on a stick.

    Raises:
        RefusedError: ``NOT_JOINED``.
        UnavailableError: the stick fails.
    """
    keys = _keys(place.profile)
    with _politely(), open_exchange(place.profile, place.clock, place.taxonomy) as desk:
        return stick.write(desk, keys, place.departements, where)


def read_stick(place: Place, where: Path) -> StickReport:
    """Read a stick.

    Raises:
        RefusedError: ``NOT_JOINED``.
        UnavailableError: the stick fails.
    """
    keys = _keys(place.profile)
    with _politely(), open_exchange(place.profile, place.clock, place.taxonomy) as desk:
        return stick.read(desk, keys, place.departements, where)


_OUTSIDE = frozenset(
    {
        Code.OFFLINE, Code.NETWORK_PORTAL, Code.HUB_SILENT, Code.HUB_BUSY, Code.HUB_UNTRUSTED, Code.HUB_NAME_DIFFERS,
        Code.CLOCK_WRONG, Code.DESK_REVOKED, Code.DESK_UNKNOWN, Code.TOO_MANY_REMOVED,
    }
)  # fmt: skip
"""What stops an exchange and leaves this desk as it is."""


def _keys(profile: Profile) -> Keys:
    keys = load(profile)
    if keys is None:
        raise RefusedError(Code.NOT_JOINED)
    return keys


def _remember(desk: Exchange, report: Report, now: datetime) -> None:
    with desk.database.atomic():
        if not report.stopped:
            desk.keep_state(LAST_TIME, now.isoformat())
        desk.keep_state(LAST_STOP, report.stopped)
