"""T76–T79: nothing of a person leaves, byte by byte; the exchange cannot even read it."""

import base64
import bz2
import re
import unicodedata
import urllib.parse
import zlib

import pytest
from pysqlite3 import dbapi2 as sqlite

from desk.base.codec import from_json
from desk.domain.catalogue import KINDS, Scope
from desk.domain.mutual_aid import Helper
from desk.store.changes import blank
from desk.store.exchange import open_exchange
from desk.store.private import Contact
from desk.wire.packing import unpack
from desk.work import mutual_aid, refer

PACKED = re.compile(rb"BZh9|\x78[\x01\x5e\x9c\xda]")
CANARIES = ("Zéphyrine Kanarivrai", "kanari.vrai@exemple.fr", "06 39 98 17 52", "Notékanari du jeudi", "Rangékanari")


def variants(canary):
    """Yield the ways in which a text can hide in bytes."""
    texts = {canary, canary.lower(), canary.upper(), canary.replace(" ", "")}
    texts |= {unicodedata.normalize(form, text) for text in set(texts) for form in ("NFC", "NFD")}
    texts |= {unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode() for text in set(texts)}
    for text in texts:
        raw = text.encode()
        yield raw
        yield text.encode("utf-16-le")
        yield text.encode("latin-1", "replace")
        yield text.encode("unicode_escape")
        yield urllib.parse.quote(text).encode()
        yield raw.hex().encode()
        for shift in range(3):
            yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def opened(data):
    """Return the bytes and what is packed in them."""
    found = [data]
    for packed in PACKED.finditer(data):
        unpacker = bz2.BZ2Decompressor() if packed.group().startswith(b"BZh") else zlib.decompressobj()
        found.append(_tried(unpacker.decompress, data[packed.start() : packed.start() + 1_000_000]))
    return b"\n".join(found)


def _tried(unpack_bytes, data):
    try:
        return unpack_bytes(data)
    except (OSError, zlib.error):
        return b""


def hits(data):
    plain = opened(data)
    return sorted({canary for canary in CANARIES for one in variants(canary) if len(one) > 4 and one in plain})


@pytest.fixture
def loaded(two):
    """A desk whose private places are full of what must not leave, and that works as on any day."""
    here, there = two
    person, mail, phone, note, row = CANARIES
    made = here.new(phone="04 74 38 00 00", description="Aide aux démarches")
    here.store.private.keep_note("sheet", made, note, here.clock.now().date())
    mutual_aid.save_helper(
        here.store,
        Helper(
            id="", name=person, phone=phone, subjects=("tablet",), limits=note, may_say=person,
            consent_on=here.clock.now().date(),
        ),
    )  # fmt: skip
    mutual_aid.ask(here.store, "tablet", ("we-pm",), note)
    here.store.private.keep_contact(made, Contact(name=person, phone=phone, email=mail), here.clock.now().date())
    with here.store.database.atomic():
        here.store.database.write(
            "INSERT INTO originals (sheet, layout, row, said, imported_on) VALUES (?, 'csv', ?, '{}', '2026-11-24')",
            (made, f'{{"x":"{row} {person}"}}'),
        )
        here.store.database.write(
            "INSERT INTO suggestions (sheet, field, theirs, source, said_on) VALUES (?, 'phone', ?, 'x', '2026-11-24')",
            (made, f'"{phone}"'),
        )
    refer.hand_over(here.store, refer.prepare(here.store, "carte-identite", ""))
    here.set(made, phone="3939")
    return here, there


def test_the_scan_finds_a_leak(two):
    here, _ = two
    here.new(description=f"Demander {CANARIES[0]}", name="Fuite")
    here.sync()

    assert hits(b"".join(body for _, _, body in here.line.asked)) == [CANARIES[0]]


def test_nothing_of_a_person_is_in_the_traffic_the_hub_the_stick_or_the_logs(loaded, service, hub_url, tmp_path):
    here, there = loaded
    here.sync()
    there.sync()
    stick = tmp_path / "stick"
    stick.mkdir()
    here.new(name="Encore une")
    here.write(stick)

    places = {
        "traffic": b"".join(body for _, _, body in (*here.line.asked, *there.line.asked)),
        "hub": b"".join(path.read_bytes() for path in tmp_path.glob("hub.sqlite*")),
        "stick": b"".join(path.read_bytes() for path in stick.rglob("*.rls")),
        "journal of the hub": service.written.getvalue(),
        "the neighbour": b"".join(path.read_bytes() for path in there.profile.root.rglob("*.sqlite*")),
    }
    for place, data in places.items():
        assert data, place
        assert hits(data) == [], place


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM originals",
        "SELECT (SELECT row FROM originals LIMIT 1)",
        "WITH o AS (SELECT row FROM originals) SELECT * FROM o",
        "SELECT count(*) FROM suggestions",
        "INSERT INTO suggestions (sheet, field, theirs, source, said_on) VALUES ('a', 'b', 'c', 'd', 'e')",
        "ATTACH DATABASE 'private.sqlite' AS other",
        "PRAGMA table_info(originals)",
        "PRAGMA writable_schema = 1",
        "CREATE VIEW seen AS SELECT * FROM originals",
        "DROP TABLE sheets",
        "SELECT load_extension('x')",
    ],
)
def test_the_exchange_s_connection_refuses_what_does_not_travel(two, sql):
    here, _ = two
    with (
        open_exchange(here.profile, here.clock, here.store.seeds.taxonomy) as desk,
        pytest.raises(sqlite.DatabaseError),
        desk.database.atomic(),
    ):
        desk.database.write(sql)


def test_only_declared_fields_of_kinds_that_travel_are_sent(loaded):
    here, _ = loaded
    here.sync()
    travelling = {kind.name: kind for kind in KINDS if kind.scope is not Scope.NEVER}

    sent = [row for _, path, body in here.line.asked if path == "/v1/sync" for row in unpack(body).get("changes", ())]

    assert sent
    for _, _, _, kind, _, sets, _ in sent:
        whole = {name.partition(".")[0] for name in sets}
        known = set(blank(travelling[kind])) | {*travelling[kind].sets, *travelling[kind].maps}
        assert whole <= known


def test_no_setting_and_no_copy_holds_the_keys(loaded):
    here, _ = loaded
    token = from_json(here.profile.keys_file.read_bytes(), dict[str, object])["token"].encode()

    holders = [path.name for path in here.profile.root.rglob("*") if path.is_file() and token in path.read_bytes()]

    assert holders == ["network.json"]
