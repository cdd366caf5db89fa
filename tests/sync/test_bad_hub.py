"""A hub that is not one, that is broken, or that means harm: refused with a sentence, nothing lost, nothing believed."""

import bz2
import zlib
from dataclasses import replace

import pytest

from desk.base.codec import to_json
from desk.base.errors import Code
from desk.domain.procedures import Procedure
from desk.store.exchange import FIELDS, open_exchange
from desk.wire.packing import MEDIA_TYPE, pack, unpack
from tests.hub.pocket_desk import PocketDesk

OURS = {"Content-Type": MEDIA_TYPE}
PORTAL = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, PORTAL, b"<html>Acceptez les conditions</html>"), Code.NETWORK_PORTAL),
        ((200, JSON, b"<html>"), Code.NETWORK_PORTAL),
        ((302, {"Location": "https://portail.example/"}, b""), Code.NETWORK_PORTAL),
        ((511, PORTAL, b""), Code.NETWORK_PORTAL),
        ((407, PORTAL, b""), Code.NETWORK_PORTAL),
        ((502, PORTAL, b"Bad Gateway"), Code.HUB_SILENT),
        ((503, {}, b""), Code.HUB_SILENT),
        ((200, OURS, b""), Code.HUB_SILENT),
        ((200, OURS, b"\x78\x9c"), Code.HUB_SILENT),
        ((200, OURS, zlib.compress(b"0" * 40_000_000, 9)), Code.HUB_SILENT),
        ((200, OURS, bz2.compress(b"[" * 30_000_000)), Code.HUB_SILENT),
        ((200, OURS, b'{"p":1,"time":NaN,"desk":1,"ack":0}'), Code.HUB_SILENT),
        ((200, OURS, b'{"p":1,"time":1,"time":2,"desk":1,"ack":0}'), Code.HUB_SILENT),
        ((200, OURS, b'{"p":2,"time":1,"desk":1,"ack":0}'), Code.HUB_SILENT),
        ((200, OURS, b'{"p":1,"time":99999999999999999999,"desk":1,"ack":0}'), Code.HUB_SILENT),
        ((200, OURS, b'{"p":1,"time":1,"desk":1,"ack":0,"feeds":{"dep:01":{"log":[[1,2]]}}}'), Code.HUB_SILENT),
        ((200, OURS, b"[" * 100_000), Code.HUB_SILENT),
        ((503, JSON, to_json({"p": 1, "error": {"code": "busy", "sentence": "x"}})), Code.HUB_BUSY),
        ((429, JSON, to_json({"p": 1, "error": {"code": "too-many", "sentence": "x"}})), Code.HUB_BUSY),
        ((500, JSON, to_json({"p": 1, "error": {"code": "our-fault", "sentence": "x"}})), Code.HUB_BUSY),
        ((401, JSON, to_json({"p": 1, "error": {"code": "unknown-desk", "sentence": "x"}})), Code.DESK_UNKNOWN),
    ],
)
def test_what_is_no_answer_of_a_hub_is_told_and_nothing_is_lost(two, answer, code):
    here, there = two
    made = here.new(phone="3939")
    here.line.cut = lambda _: answer

    told = here.sync()

    assert (told.stopped, told.up_to_date) == (code, False)
    here.line.cut = None
    here.sync()
    there.sync()
    assert there.sheet(made).phone == "3939"


def test_the_token_goes_to_the_hub_and_nowhere_else(two):
    here, _ = two
    here.line.cut = lambda _: (302, {"Location": "https://ailleurs.example/"}, b"")
    before = len(here.line.asked)

    here.sync()

    assert len(here.line.asked) == before + 1


def pocket(service):
    return PocketDesk(service.transport, feeds=("dep:01",)).enrol(service.code("ain"))


def test_fields_and_kinds_of_a_later_program_are_kept_and_shown_after_the_upgrade(two, service):
    here, _ = two
    later = pocket(service)
    later.sync_until_still()
    later.save("futur0000000", feed="dep:01", name="CCAS", website="https://ccas.fr", drone_landing={"pads": 2})
    later.save("stand0000000", feed="dep:01", kind="stand", title="Permanence")
    later.sync_until_still()

    told = here.sync()
    assert (told.received, told.stopped) == (2, "")
    assert here.sheet("futur0000000").name == "CCAS"
    rows = here.store.database.rows("SELECT kind, field, value FROM beside ORDER BY kind, field")
    assert rows == [("sheet", "drone_landing", '{"pads":2}'), ("stand", "title", '"Permanence"')]
    here.set("futur0000000", phone="3939")
    here.sync()
    later.sync_until_still()
    assert later.shown("futur0000000", "drone_landing") == {"pads": 2}
    assert not here.questions()

    # an older program had not known the site: it stands beside, until a program that knows it looks again
    with here.store.database.atomic():
        here.store.database.write("UPDATE beside SET field = 'website' WHERE field = 'drone_landing'")
        here.store.database.write("UPDATE beside SET value = '\"https://neuf.fr\"' WHERE field = 'website'")
        here.store.database.write("UPDATE sheets SET website = '' WHERE id = 'futur0000000'")
        here.store.keep_state(FIELDS, "")
    with open_exchange(here.profile, here.clock, here.store.seeds.taxonomy):
        assert here.sheet("futur0000000").website == "https://neuf.fr"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"phone": ["une", "liste"]}, ""),
        ({"phone": {"a": 1}}, ""),
        ({"status": "valeur nouvelle"}, "open"),
        ({"place": "pas une adresse"}, ""),
        ({"removed_on": "hier"}, None),
        ({"relay_types.caf": {"x": 1}}, ()),
        ({"services.abc": {"id": "autre", "name": "x"}}, ()),
        ({"description": "'; DROP TABLE sheets; --"}, "'; DROP TABLE sheets; --"),
    ],
)
def test_a_value_that_cannot_be_read_here_is_kept_beside_and_stops_nothing(two, service, fields, shown):
    here, _ = two
    strange = pocket(service)
    strange.sync_until_still()
    strange.save("bizarre00000", feed="dep:01", name="CCAS", **fields)
    strange.save("suivant00000", feed="dep:01", name="Mairie")
    strange.sync_until_still()

    told = here.sync()

    assert (told.received, told.stopped) == (2, "")
    assert here.sheet("suivant00000").name == "Mairie"
    assert here.sheet("bizarre00000").name == "CCAS"
    (field,) = fields
    whole = field.partition(".")[0]
    name = {"place": "commune"}.get(whole, whole)
    assert getattr(here.sheet("bizarre00000"), name) == shown
    if shown != fields[field]:
        assert here.store.database.rows("SELECT field FROM beside") == [(field,)]
    assert here.sync().stopped == ""


def test_a_record_whose_main_fields_are_not_here_yet_waits_and_is_shown_when_they_come(two, service):
    here, _ = two
    early = pocket(service)
    early.sync_until_still()
    early.save("partiel00000", feed="dep:01", phone="3939")
    early.sync_until_still()
    here.sync()
    assert here.sheet("partiel00000") is None

    early.save("partiel00000", feed="dep:01", name="CCAS")
    early.sync_until_still()
    here.sync()

    assert (here.sheet("partiel00000").name, here.sheet("partiel00000").phone) == ("CCAS", "3939")


def test_what_the_hub_refuses_is_set_aside_alone_and_told(two, service):
    here, there = two
    made = here.new()
    here.sync()

    procedure = here.store.records.all(Procedure)[0]
    here.store.records.put(replace(procedure, title="Un titre à nous"))
    here.set(made, phone="3939")

    told = here.sync()
    there.sync()

    assert (told.stopped, told.up_to_date) == ("", True)
    assert there.sheet(made).phone == "3939"
    with open_exchange(here.profile, here.clock, here.store.seeds.taxonomy) as desk:
        (refused,) = desk.outbox.set_aside()
    assert (refused.kind, refused.refusal) == ("procedure", "right")


def test_every_request_can_be_read_by_any_reader(two):
    here, _ = two
    here.new(description="É" * 500)
    here.sync()

    for _, path, body in here.line.asked:
        if path == "/v1/sync":
            assert pack(unpack(body))
