"""JSON as tables: a list of objects, a page around it, GeoJSON, one object a line, several lists by name."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from desk.base.codec import CodecError, from_json, to_json
from desk.base.errors import Code, RefusedError
from desk.exchange.tables import MOST_SIGNS, Package, Rows, Table, distinct
from desk.exchange.text_tables import mended

_AROUND = ("data", "results", "items", "records", "contents", "rows", "lieux", "places")


def json_package(name: str, data: bytes) -> Package:
    """Return what a JSON file holds.

    Raises:
        RefusedError: ``TABLE_UNREADABLE``, ``TABLE_EMPTY``, ``TABLE_TOO_LARGE``.
    """
    value = _value(data)
    if isinstance(value, dict):
        if isinstance(value.get("features"), list):
            return _one(name, [_feature(one) for one in value["features"] if isinstance(one, dict)], value)
        lists = {key: rows for key, rows in value.items() if _is_list_of_objects(rows)}
        around = next((key for key in _AROUND if key in lists), "")
        if around and len(lists) == 1:
            return _one(name, lists[around], value)
        if lists and all(isinstance(rows, list) for rows in value.values()):
            return Package(name=name, tables={key: _table(rows) for key, rows in lists.items() if rows}, nested=value)
        if value and all(isinstance(one, dict) for one in value.values()):
            return _one(name, [{"id": key, **one} for key, one in value.items()], value)
        return _one(name, [value], value)
    if isinstance(value, list):
        return _one(name, [one for one in value if isinstance(one, dict)], value)
    raise RefusedError(Code.TABLE_UNREADABLE)


def _value(data: bytes) -> object:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return from_json(data, object)
    except CodecError as first:
        rows = []
        for line in data.splitlines():
            if line.strip():
                try:
                    rows.append(from_json(line, dict[str, Any]))
                except CodecError:
                    raise RefusedError(Code.TABLE_UNREADABLE) from first
        return rows


def _one(name: str, rows: Sequence[Mapping[str, object]], nested: object) -> Package:
    if not rows:
        raise RefusedError(Code.TABLE_EMPTY)
    return Package(name=name, tables={"": _table(rows)}, nested=nested)


def _table(rows: Sequence[Mapping[str, object]]) -> Table:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    return Table(columns=distinct([str(key) for key in keys]), rows=partial(_rows, rows, keys), format="json")


def _rows(rows: Sequence[Mapping[str, object]], keys: Sequence[str]) -> Rows:
    for number, row in enumerate(rows, start=1):
        yield number, [_text(row.get(key)) for key in keys]


def _feature(feature: Mapping[str, Any]) -> dict[str, object]:
    row = dict(feature.get("properties") or {})
    shape = feature.get("geometry") or {}
    point = shape.get("coordinates") if shape.get("type") == "Point" else None
    if isinstance(point, list) and len(point) >= 2:
        row = {**row, "longitude": point[0], "latitude": point[1]}
    return {"id": feature["id"], **row} if "id" in feature and "id" not in row else row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = (
        mended(value)
        if isinstance(value, str)
        else to_json(value).decode()
        if isinstance(value, dict | list)
        else str(value)
    )
    if len(text) > MOST_SIGNS:
        raise RefusedError(Code.TABLE_TOO_LARGE)
    return text


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
