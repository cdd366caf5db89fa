"""The codec: JSON in and out, refusals that say where and never what."""

from dataclasses import dataclass
from datetime import date

import pytest

from desk.base.codec import CodecError, from_json, from_plain, to_json, to_plain, to_pretty_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    day: date | None = None
    several: tuple[str, ...] = ()


def test_a_record_goes_through_json_and_back():
    thing = Thing(name="Œuvre", day=date(2026, 11, 24), several=("a", "b"))

    assert from_json(to_json(thing), Thing) == thing
    assert from_json(to_pretty_json(thing), Thing) == thing
    assert to_plain(thing) == {"name": "Œuvre", "day": "2026-11-24", "several": ("a", "b")}


def test_keys_of_a_later_version_are_left_out():
    assert from_plain({"name": "a", "later": 1}, Thing) == Thing(name="a")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"name": 1, "day": "hier"}', b'{"name": null}', b"[" * 100_000, b'{"name": "\xff"}']
)
def test_what_is_not_a_record_is_refused_without_its_values(data):
    with pytest.raises(CodecError) as refused:
        from_json(data, Thing)

    assert "hier" not in str(refused.value)


def test_a_wrong_type_is_told_by_its_place():
    with pytest.raises(CodecError, match=r"\$\.several"):
        from_plain({"name": "a", "several": 3}, Thing)
