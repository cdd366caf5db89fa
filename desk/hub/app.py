"""The hub's doors, and two pages for those who look after it. The only door to Starlette."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from desk import __version__
from desk.base.clock import Clock
from desk.base.codec import to_json
from desk.base.errors import UnavailableError
from desk.hub import enrolment, ledger_feeds, releases, rounds, snapshots
from desk.hub.faults import HubError
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import Database
from desk.hub.limits import Limits
from desk.hub.openapi import description
from desk.hub.upkeep import keep_up
from desk.hub.waiting import Heads, Waiting
from desk.wire.errors import WireError
from desk.wire.packing import MEDIA_TYPE, pack
from desk.wire.protocol import PROTOCOL, ROOM_MOST, WAIT_SECONDS, Fault, heads_to_wire
from desk.wire.sealed import MOST_SEALED

UPKEEP_SECONDS = 30

SEALED_TYPE = "application/octet-stream"

SAFE = {"x-content-type-options": "nosniff"}
"""On every answer."""

SAFER = {
    **SAFE,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
}
"""On every answer that a browser could show. A packed one is left as short as it can be."""

Handler = Callable[[Hub, Request], Awaitable[Response]]


def create_app(
    database: Database, clock: Clock, *, journal: Journal, limits: Limits | None = None, offered: Path | None = None
) -> Starlette:
    """Return the hub's ASGI application on a database that is open. ``offered`` is the folder of programs it offers."""
    hub = Hub(database, clock, limits or Limits(), journal, offered)

    async def look() -> Heads:
        return await run_in_threadpool(_heads, hub)

    waiting = Waiting(look)

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncGenerator[None, None]:
        work = asyncio.create_task(_keep_up_for_ever(hub))
        try:
            yield
        finally:
            work.cancel()

    handlers: tuple[tuple[str, str, Handler], ...] = (
        ("POST", "/v1/enrol", _enrol),
        ("POST", "/v1/sync", partial(_sync, waiting)),
        ("GET", "/v1/snapshot/{feed}/{seq}/{part}", _snapshot),
        ("POST", "/v1/bundle", partial(_bundle, waiting)),
        ("GET", "/v1/wait", partial(_wait, waiting)),
        ("GET", "/v1/releases/{system}", _release),
        ("GET", "/v1/releases/{system}/{version}/{part}", _release_part),
        ("GET", "/healthz", _health),
        ("GET", "/metrics", _metrics),
        ("GET", "/openapi.json", _openapi),
    )
    routes = [Route(path, _answering(hub, path, act), methods=[method]) for method, path, act in handlers]
    return Starlette(routes=routes, exception_handlers={HTTPException: _unknown}, lifespan=alive)


# The doors


async def _enrol(hub: Hub, request: Request) -> Response:
    body = await _body(hub, request, 65_536)
    return _packed(await run_in_threadpool(enrolment.enrol, hub, _proof(request), body, _address(request)))


async def _sync(waiting: Waiting, hub: Hub, request: Request) -> Response:
    body = await _body(hub, request, hub.limits.packed)
    answer = await run_in_threadpool(rounds.sync, hub, _proof(request), body)
    _counted(hub, waiting, request, body, answer)
    return _packed(answer.body)


async def _bundle(waiting: Waiting, hub: Hub, request: Request) -> Response:
    body = await _body(hub, request, MOST_SEALED)
    answer = await run_in_threadpool(rounds.bundle, hub, _proof(request), body)
    _counted(hub, waiting, request, body, answer)
    return Response(answer.body, media_type=SEALED_TYPE, headers=SAFE)


async def _snapshot(hub: Hub, request: Request) -> Response:
    feed, seq, part = (request.path_params[name] for name in ("feed", "seq", "part"))
    content = await run_in_threadpool(snapshots.part, hub, _proof(request), feed, seq, part)
    return _packed(content) if part == snapshots.MANIFEST else Response(content, media_type=SEALED_TYPE, headers=SAFE)


async def _wait(waiting: Waiting, hub: Hub, request: Request) -> Response:
    query = request.query_params.get("cur", "")
    network, cursors = await run_in_threadpool(snapshots.watched, hub, _proof(request), query)
    news = await waiting.news(network, cursors, min(WAIT_SECONDS, hub.limits.wait_seconds))
    return _packed(pack(heads_to_wire(news))) if news else Response(status_code=204, headers=SAFE)


async def _release(hub: Hub, request: Request) -> Response:
    content = await run_in_threadpool(releases.notice, hub, _proof(request), request.path_params["system"])
    return Response(content, media_type=SEALED_TYPE, headers=SAFE)


async def _release_part(hub: Hub, request: Request) -> Response:
    named = [request.path_params[name] for name in ("system", "version", "part")]
    content = await run_in_threadpool(releases.part, hub, _proof(request), *named)
    return Response(content, media_type=SEALED_TYPE, headers=SAFE)


async def _health(hub: Hub, _: Request) -> Response:
    await run_in_threadpool(_heads, hub)
    return _json({"p": PROTOCOL, "ok": True, "time": hub.now(), "version": __version__})


async def _metrics(hub: Hub, _: Request) -> Response:
    totals = await run_in_threadpool(_totals, hub)
    return Response(hub.figures.text(totals), media_type="text/plain; version=0.0.4", headers=SAFER)


async def _openapi(_hub: Hub, _: Request) -> Response:
    return _json(description())


# Answering


def _answering(hub: Hub, path: str, act: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint: what goes wrong is told in one shape, everything is counted, nothing said is kept."""

    async def answer(request: Request) -> Response:
        began = perf_counter()
        try:
            response = await act(hub, request)
        except HubError as error:
            response = _fault(_slowed(hub, request, error))
        except WireError:
            response = _fault(HubError(Fault.MALFORMED))
        except UnavailableError as error:
            hub.journal.note("unavailable", route=path, code=error.code.value)
            response = _fault(HubError(Fault.BUSY, wait=5))
        except ClientDisconnect:
            response = _fault(HubError(Fault.MALFORMED))
        except Exception as error:  # noqa: BLE001 - the one handler at the top: what is left is our own mistake
            hub.journal.mistake(error, route=path)
            response = _fault(HubError(Fault.OUR_FAULT))
        seconds = perf_counter() - began
        hub.figures.add("requests", route=path, status=response.status_code)
        hub.figures.add("seconds", seconds, route=path)
        figures = getattr(request.state, "figures", {})
        hub.journal.note("request", route=path, status=response.status_code, ms=round(seconds * 1000, 1), **figures)
        return response

    return answer


def _slowed(hub: Hub, request: Request, error: HubError) -> HubError:
    """Return the refusal; who keeps trying tokens is only told to wait."""
    if error.fault is Fault.UNKNOWN_DESK and (wait := hub.failed.wait(_address(request))):
        return HubError(Fault.TOO_MANY, wait=wait)
    return error


def _counted(hub: Hub, waiting: Waiting, request: Request, body: bytes, answer: rounds.Answer) -> None:
    hub.figures.add("bytes_received", len(body))
    hub.figures.add("bytes_sent", len(answer.body))
    request.state.figures = {"desk": answer.desk, "received": len(body), "sent": len(answer.body)}
    if answer.taken:
        waiting.stir()


async def _unknown(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _fault(HubError(Fault.WRONG_METHOD if status == 405 else Fault.NOT_FOUND))


def _fault(error: HubError) -> Response:
    headers = {**SAFER, "retry-after": str(error.wait)} if error.wait else dict(SAFER)
    if error.fault is Fault.TOO_LARGE:
        headers["connection"] = "close"  # what is still on its way is not even read
    return Response(to_json(error.to_wire()), error.status, headers, "application/json")


def _packed(content: bytes) -> Response:
    return Response(content, media_type=MEDIA_TYPE, headers=SAFE)


def _json(message: Any) -> Response:
    return Response(to_json(message), media_type="application/json", headers=SAFER)


# Reading requests


async def _body(hub: Hub, request: Request, most: int) -> bytes:
    """Return the body.

    Raises:
        HubError: ``TOO_LARGE``, at the first byte too many; ``MALFORMED`` when it stands still.
    """
    too_large = HubError(Fault.TOO_LARGE, room=min(most, ROOM_MOST))
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced[:20]) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(hub.limits.slowest_seconds):
            parts = aiter(request.stream())
            while True:
                async with asyncio.timeout(hub.limits.stall_seconds):
                    part = await anext(parts, None)
                if part is None:
                    return bytes(body)
                body += part
                if len(body) > most:
                    raise too_large
    except TimeoutError as error:
        raise HubError(Fault.MALFORMED) from error


def _proof(request: Request) -> str:
    return request.headers.get("authorization", "")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


# On the database


def _heads(hub: Hub) -> Heads:
    with hub.database.reading() as session:
        return ledger_feeds.heads(session)


def _totals(hub: Hub) -> dict[str, int]:
    with hub.database.reading() as session:
        return ledger_feeds.totals(session)


async def _keep_up_for_ever(hub: Hub) -> None:
    while True:
        await asyncio.sleep(UPKEEP_SECONDS)
        try:
            await run_in_threadpool(keep_up, hub)
        except UnavailableError as error:
            hub.journal.note("unavailable", route="upkeep", code=error.code.value)
        except Exception as error:  # noqa: BLE001 - upkeep goes on another time; the journal says what failed
            hub.journal.mistake(error, route="upkeep")
