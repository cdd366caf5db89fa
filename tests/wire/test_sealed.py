"""The file on a stick: whole and from whom it says, or nothing."""

from dataclasses import replace

import pytest

from desk.base.ids import new_secret
from desk.wire.errors import WireError
from desk.wire.packing import MOST_PACKED
from desk.wire.sealed import Seal, peek, seal, unseal
from desk.wire.signing import is_signed, public_key, sign

SECRET = bytes(range(32))
HEADING = Seal(hub="mw19bsd3m53z", network="marne", author=57, to=0, first=4301, last=4350, at=1_795_400_000)
BODY = b'{"p":1,"cur":{}}' * 8


def test_what_was_sealed_is_read_by_who_knows_the_author():
    file = seal(HEADING, BODY, SECRET)

    assert peek(file) == HEADING
    assert unseal(file, public_key(SECRET)) == (HEADING, BODY)


def test_sealing_twice_gives_the_same_bytes():
    assert seal(HEADING, BODY, SECRET) == seal(HEADING, BODY, SECRET)


def test_a_file_cut_anywhere_is_refused():
    file = seal(HEADING, BODY, SECRET)

    for size in range(len(file)):
        with pytest.raises(WireError):
            unseal(file[:size], public_key(SECRET))


def test_a_file_with_any_bit_changed_is_refused():
    file = seal(HEADING, BODY, SECRET)

    for bit in range(0, len(file) * 8, 5):
        spoiled = bytearray(file)
        spoiled[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WireError):
            unseal(bytes(spoiled), public_key(SECRET))


def test_a_file_signed_by_another_or_followed_by_bytes_is_refused():
    file = seal(HEADING, BODY, SECRET)

    for data, public in ((file, public_key(new_secret())), (file + b"x", public_key(SECRET)), (file, b"")):
        with pytest.raises(WireError):
            unseal(data, public)


def test_a_heading_that_is_no_heading_is_refused():
    for head in (b"[]", b"{}", b'{"p":2}', b'{"p":1,"hub":3}', b'{"p":1,"p":1}', b"x"):
        data = b"RELAIS1\0" + len(head).to_bytes(4) + head
        with pytest.raises(WireError):
            unseal(data + sign(SECRET, data), public_key(SECRET))


def test_too_large_a_file_is_never_made():
    with pytest.raises(WireError):
        seal(replace(HEADING, first=0), b"x" * (MOST_PACKED + 1), SECRET)


def test_a_key_or_a_signature_of_another_size_signs_nothing():
    assert is_signed(public_key(SECRET), b"a", sign(SECRET, b"a"))
    assert not is_signed(public_key(SECRET), b"a", b"")
    assert not is_signed(b"\xff" * 32, b"a", sign(SECRET, b"a"))
