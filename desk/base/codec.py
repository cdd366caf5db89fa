"""The codec: JSON and type conversion, nowhere else."""

from typing import Any, TypeVar

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
        return msgspec.json.decode(data, type=shape, strict=False)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CodecError(str(error)) from error
