"""Releases that the network's hub offers: asked for now and again, brought part by part. `desk.work.updates` judges them."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from desk.base import newer
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import Profile
from desk.sync.exchange import Connect, over_the_network
from desk.sync.joining import of_refusal
from desk.sync.keys import load
from desk.sync.line import Line
from desk.sync.report import Report
from desk.sync.transport import HubSaidNoError
from desk.wire.protocol import Fault
from desk.wire.releases import Release


def notice(profile: Profile, connect: Connect | None = None) -> bytes | None:
    """Return the notice of the newest program that the hub offers to this computer, None when it offers none.

    Raises:
        RefusedError: ``NOT_JOINED``.
        UnavailableError: nobody answers, or not the hub.
    """
    with _line(profile, connect) as line:
        try:
            return line.carry("GET", f"/v1/releases/{newer.system()}")
        except HubSaidNoError as error:
            if error.fault is Fault.NOT_FOUND:
                return None
            raise of_refusal(error) from error


@contextmanager
def parts(profile: Profile, release: Release, connect: Connect | None = None) -> Generator[Callable[[int], bytes]]:
    """Give what brings a part of the program of ``release``, over one line.

    Raises:
        RefusedError: ``NOT_JOINED``.
        UnavailableError: nobody answers; ``UPDATE_CUT`` when the hub does not offer it any more.
    """
    with _line(profile, connect) as line:

        def part(number: int) -> bytes:
            try:
                return line.carry("GET", f"/v1/releases/{release.system}/{release.version}/{number}")
            except HubSaidNoError as error:
                if error.fault is Fault.NOT_FOUND:
                    raise UnavailableError(Code.UPDATE_CUT) from error
                raise of_refusal(error) from error

        yield part


@contextmanager
def _line(profile: Profile, connect: Connect | None) -> Generator[Line]:
    keys = load(profile)
    if keys is None:
        raise RefusedError(Code.NOT_JOINED)
    transport = (connect or over_the_network)(keys.address)
    try:
        yield Line(transport, Report(), keys)
    finally:
        transport.close()
