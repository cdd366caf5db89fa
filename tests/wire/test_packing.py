"""The bytes: the smallest of three forms, and what could harm is refused before it is unpacked or kept."""

import bz2
import json
import resource
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wire.errors import WireError
from desk.wire.packing import MOST_DEPTH, MOST_PACKED, expand, pack, refuse_oddities, unpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, PLAIN, max_size=6))
@settings(max_examples=100, deadline=None)
def test_what_was_packed_comes_back(message):
    assert unpack(pack(message)) == message


def test_the_first_bytes_tell_the_form():
    assert pack({"p": 1}) == b'{"p":1}'
    assert pack({"a": "lundi " * 50})[:1] == b"\x78"
    assert pack({"a": [f"lundi {n}" for n in range(5000)]})[:3] == b"BZh"


ODDITIES = {
    "nan": b'{"a":NaN}',
    "infinity": b'{"a":Infinity}',
    "beyond floats": b'{"a":1e999}',
    "key twice": b'{"id":1,"id":2}',
    "key twice inside": b'{"a":[{"id":1,"id":2}]}',
    "key twice, spaced": b'{ "id": 1, "id": 2 }',
    "lone surrogate": b'{"a":"\\ud800x"}',
    "nul": b'{"a":"x\\u0000"}',
    "nul in a key": b'{"a\\u0000":1}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "2^63": b'{"n":9223372036854775808}',
    "five thousand digits": b'{"n":' + b"9" * 5000 + b"}",
    "not text": b'{"a":"\xff"}',
    "deep": b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "a little deep": b'{"a":' + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH + b"}",
    "cut": b'{"a":',
    "two messages": b"{}{}",
    "nothing": b"",
}


@pytest.mark.parametrize("name", ODDITIES)
@pytest.mark.parametrize("form", [bytes, zlib.compress, bz2.compress])
def test_odd_json_is_refused(name, form):
    with pytest.raises(WireError):
        unpack(form(ODDITIES[name]))


def test_spaces_and_escapes_are_only_another_way_to_write():
    assert unpack(b'{ "a" : "\\u00e9", "b": 1.50 }') == {"a": "é", "b": 1.5}


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**63, -(2**63) - 1, "a\0", "\ud800", {1: 2}, {"a": b"x"}, {"a": {1, 2}}]
)
def test_what_would_be_refused_is_never_sent(value):
    with pytest.raises(WireError):
        pack({"a": value})


def test_a_literal_backslash_is_no_nul():
    assert unpack(pack({"a": "\\u0000"})) == {"a": "\\u0000"}
    refuse_oddities("\\ud800")


@pytest.mark.parametrize("form", [zlib.compress, bz2.compress])
def test_a_bomb_is_refused_without_being_unpacked(form):
    bomb = form(b'{"a":"' + b"0" * 50_000_000 + b'"}')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(WireError):
        unpack(bomb, 1_000_000)

    assert len(bomb) < MOST_PACKED
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize("form", [zlib.compress, bz2.compress])
def test_a_body_cut_anywhere_or_followed_by_bytes_is_refused(form):
    whole = form(json.dumps({"a": list(range(300))}).encode())

    for size in range(0, len(whole), 7):
        with pytest.raises(WireError):
            unpack(whole[:size])
    with pytest.raises(WireError):
        unpack(whole + b"x")


def test_a_page_of_a_captive_portal_is_not_a_message():
    with pytest.raises(WireError):
        unpack(b"<html><title>WiFi Mairie</title>Connectez-vous</html>")
    with pytest.raises(WireError):
        expand(b"{" + b" " * 100, 50)
