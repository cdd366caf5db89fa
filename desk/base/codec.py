"""The codec: JSON and type conversion, nowhere else."""

import json
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

Record = TypeVar("Record")


class CodecError(ValueError):
    """The bytes or the plain value do not have the expected shape. Its text says where (``$.need``), never the value."""


def to_plain(value: object) -> Any:
    """Return ``value`` as dicts, lists, tuples, strings, numbers, booleans and None; dates as ISO text."""
    return msgspec.to_builtins(value)


def from_plain(plain: object, shape: type[Record]) -> Record:
    """Build ``shape`` from ``plain``; unknown keys are left out.

    Raises:
        CodecError: a field has another type than declared.
    """
    try:
        return msgspec.convert(plain, shape, strict=False)
    except (msgspec.ValidationError, ValueError) as error:
        raise CodecError(str(error)) from error


def to_json(value: object) -> bytes:
    """Return ``value`` as compact UTF-8 JSON, keys in the order given."""
    return msgspec.json.encode(value)


def to_pretty_json(value: object) -> bytes:
    """Return ``value`` as indented UTF-8 JSON, for people to read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def from_json(data: bytes | str, shape: type[Record]) -> Record:
    """Read ``shape`` from JSON.

    Raises:
        CodecError: not JSON, or another shape.
    """
    try:
        return cast("Record", _decoder(cast("Hashable", shape)).decode(data))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CodecError(str(error)) from error


@cache
def _decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    """Return the reader of one shape: making it costs more than reading a short text with it."""
    return msgspec.json.Decoder(cast("type[Any]", shape), strict=False)


def to_sorted_json(value: object) -> bytes:
    """Return ``value`` as compact UTF-8 JSON, the keys of every object sorted: equal values give equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def from_foreign_json(data: bytes) -> Any:
    """Read JSON written by another machine: an object that names a key twice is refused.

    Raises:
        CodecError: not JSON, nested beyond reason, a number no one can hold, or a key written twice.
    """
    value: object = from_json(data, object)
    try:
        if msgspec.json.encode(value) != data:  # compact writing proves by itself that no key was lost
            json.loads(data, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError) as error:
        raise CodecError(str(error) if isinstance(error, CodecError) else "unreadable") from error
    return value


def lines_from_foreign_json(data: bytes) -> list[Any]:
    """Read whole lines of JSON written by another machine, as `from_foreign_json` reads each.

    Raises:
        CodecError: one of them is not JSON, or as there.
    """
    try:
        values: list[Any] = msgspec.json.Decoder().decode_lines(data)
        if msgspec.json.Encoder().encode_lines(values) == data:
            return values
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CodecError(str(error)) from error
    return [from_foreign_json(line) for line in data.removesuffix(b"\n").split(b"\n")]


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise CodecError("a key is written twice")
    return found
