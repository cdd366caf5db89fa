"""The description of the hub's doors in OpenAPI 3.1, written by hand; a test compares it with the routes."""

from typing import Any

from desk import __version__
from desk.hub.faults import STATUS
from desk.wire.packing import MEDIA_TYPE
from desk.wire.protocol import Fault

_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
_PACKED = {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_DESK: list[dict[str, list[str]]] = [{"desk": []}]
_DEFAULT = (Fault.OUR_FAULT, Fault.BUSY)
_DESK_FAULTS = (Fault.UNKNOWN_DESK, Fault.REVOKED, Fault.TOO_MANY)


def description() -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Relais hub",
            "version": __version__,
            "description": (
                "The exchange between the desks of small libraries. A packed message is JSON, plain, zlib or bz2, told "
                "apart by its first bytes; every message carries p, the version of the protocol."
            ),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": {
            "/v1/enrol": {
                "post": _door(
                    "Come in with a code, or ask for a second identity with one's own token.",
                    [{}, *_DESK],
                    {"200": _answer("Number, token, rights.", _PACKED)},
                    (Fault.MALFORMED, Fault.CODE_REFUSED, Fault.UNKNOWN_DESK, Fault.TOO_LARGE, Fault.TOO_MANY),
                    body=_PACKED,
                )
            },
            "/v1/sync": {
                "post": _door(
                    "Send changes and receive what is new, one page each way, in one request.",
                    _DESK,
                    {"200": _answer("What was taken, what is new.", _PACKED)},
                    (*_DESK_FAULTS, Fault.MALFORMED, Fault.FORK, Fault.BELOW_FLOOR, Fault.TOO_LARGE),
                    body=_PACKED,
                )
            },
            "/v1/snapshot/{feed}/{seq}/{part}": {
                "get": _door(
                    "One immutable part of a snapshot, or its manifest when part says so.",
                    _DESK,
                    {"200": _answer("The part, or the packed manifest.", {**_BYTES, **_PACKED})},
                    (*_DESK_FAULTS, Fault.MALFORMED, Fault.NOT_FOUND),
                    parameters=[_in("path", "feed"), _in("path", "seq"), _in("path", "part")],
                )
            },
            "/v1/bundle": {
                "post": _door(
                    "The file of a stick, signed by its author, brought by any desk of the network.",
                    _DESK,
                    {"200": _answer("The signed answer, for the author.", _BYTES)},
                    (*_DESK_FAULTS, Fault.MALFORMED, Fault.NOT_FOUND, Fault.FORK, Fault.BELOW_FLOOR, Fault.TOO_LARGE),
                    body=_BYTES,
                )
            },
            "/v1/wait": {
                "get": _door(
                    "Wait for news, 55 seconds at most.",
                    _DESK,
                    {"200": _answer("The feeds that have moved.", _PACKED), "204": {"description": "Nothing new."}},
                    (*_DESK_FAULTS, Fault.MALFORMED, Fault.NOT_FOUND),
                    parameters=[_in("query", "cur")],
                )
            },
            "/v1/releases/{system}": {
                "get": _door(
                    "The signed notice of the newest program offered for a system.",
                    _DESK,
                    {"200": _answer("The notice.", _BYTES)},
                    (*_DESK_FAULTS, Fault.NOT_FOUND),
                    parameters=[_in("path", "system")],
                )
            },
            "/v1/releases/{system}/{version}/{part}": {
                "get": _door(
                    "One part of a program, 512 KiB but for the last.",
                    _DESK,
                    {"200": _answer("The part.", _BYTES)},
                    (*_DESK_FAULTS, Fault.NOT_FOUND),
                    parameters=[_in("path", "system"), _in("path", "version"), _in("path", "part")],
                )
            },
            "/healthz": {
                "get": _door(
                    "Whether the hub and its database answer, and the hub's time.",
                    [],
                    {"200": _answer("All is well.", {"application/json": {"schema": {"type": "object"}}})},
                )
            },
            "/metrics": {
                "get": _door(
                    "Totals, in the text form of Prometheus.",
                    [],
                    {"200": _answer("The counters.", {"text/plain": {"schema": {"type": "string"}}})},
                )
            },
            "/openapi.json": {
                "get": _door(
                    "This description.",
                    [],
                    {"200": _answer("OpenAPI 3.1.", {"application/json": {"schema": {"type": "object"}}})},
                )
            },
        },
        "components": {
            "securitySchemes": {
                "desk": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "Desk <number>.<token>",
                }
            },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["p", "error"],
                    "properties": {
                        "p": {"const": 1},
                        "error": {
                            "type": "object",
                            "required": ["code", "sentence"],
                            "properties": {
                                "code": {"enum": [fault.value for fault in Fault]},
                                "sentence": {"type": "string"},
                            },
                        },
                    },
                }
            },
        },
    }


def _door(
    summary: str,
    security: list[dict[str, list[str]]],
    answers: dict[str, Any],
    faults: tuple[Fault, ...] = (),
    *,
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    found = dict(answers)
    for status in sorted({STATUS[fault] for fault in (*faults, *_DEFAULT)}):
        codes = [fault.value for fault in (*faults, *_DEFAULT) if STATUS[fault] == status]
        found[str(status)] = _answer(", ".join(codes), _ERROR)
    door: dict[str, Any] = {"summary": summary, "security": security, "responses": found}
    if body:
        door["requestBody"] = {"required": True, "content": body}
    if parameters:
        door["parameters"] = parameters
    return door


def _answer(sentence: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": sentence, "content": content}


def _in(place: str, name: str) -> dict[str, Any]:
    return {"in": place, "name": name, "required": True, "schema": {"type": "string"}}
