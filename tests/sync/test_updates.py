"""A newer program over the real line: offered by the hub, brought part by part, tried, shown in the settings."""

import pytest

from desk.base import newer
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.sync import updates as network
from desk.wire.releases import PART
from desk.work import updates
from tests.hub.service import Service
from tests.releases import KNOWN, program, written
from tests.sync.village import Through


def test_a_desk_takes_what_its_hub_offers(village, service, tmp_path, clock):
    content = program(filling=PART)
    folder = tmp_path / "mises-a-jour"
    one = village("Blacy").join(service.code())
    offering = Service(service.database, clock, folder)
    one.line = Through(offering)

    def connect(_address):
        return one.line

    assert network.notice(one.profile, connect) is None
    made = written(folder, content)
    found = updates.offered(network.notice(one.profile, connect), KNOWN)
    one.store.close()
    with network.parts(one.profile, found, connect) as part:
        updates.take(one.profile, found, part, clock)

    assert found == made
    assert newer.chosen(one.profile.programs).version == "9.0"
    with network.parts(one.profile, found, connect) as part, pytest.raises(UnavailableError) as cut:
        part(found.parts)
    offering.close()
    assert cut.value.code is Code.UPDATE_CUT


def test_a_desk_alone_has_nobody_to_ask(profile):
    with pytest.raises(RefusedError) as refused:
        network.notice(profile)
    assert refused.value.code is Code.NOT_JOINED
