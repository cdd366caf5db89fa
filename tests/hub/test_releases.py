"""Programs that a hub offers: brought whole over the network, to its own desks only, never from anywhere else."""

import pytest

from desk.base import newer
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.hub import releases
from desk.hub.ledger import open_database
from desk.wire.releases import NOTICE, PACKED, PART
from desk.work import updates
from tests.hub.service import Service
from tests.releases import ANOTHER, KNOWN, program, written


@pytest.fixture
def offering(clock, tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    made = Service(database, clock, tmp_path / "mises-a-jour")
    yield made
    made.close()
    database.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mises-a-jour"


def proof(desk):
    return f"Desk {desk.number}.{desk.token}"


def asked(service, desk, path):
    return service.client.get(path, headers={"Authorization": proof(desk)})


def test_the_newest_program_for_a_system_is_offered_part_by_part(offering, folder):
    content = program(filling=PART)
    written(folder, content, version="9.0")
    best = written(folder, content, version="10.0")
    written(folder, content, version="11.0", system="beos-ppc")
    desk = offering.desk()
    notice = asked(offering, desk, f"/v1/releases/{newer.system()}")
    came = [asked(offering, desk, f"/v1/releases/{best.system}/10.0/{number}").content for number in range(best.parts)]

    assert updates.offered(notice.content, KNOWN) == best
    assert b"".join(came) == content


def test_a_program_that_has_not_come_whole_yet_is_not_offered(offering, folder):
    made = written(folder, program())
    (folder / f"{made.name}{PACKED}").unlink()
    (folder / f"relais-x{NOTICE}").write_bytes(b"{")

    assert asked(offering, offering.desk(), f"/v1/releases/{newer.system()}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "linux-x86_64/9.0/999",
        "linux-x86_64/9.0/-1",
        "linux-x86_64/9.0/²",
        "..%2f..%2fetc/9.0/0",
        "linux-x86_64/..%2f..%2fx/0",
    ],
)
def test_nothing_else_of_the_hub_can_be_asked_for(offering, folder, path):
    written(folder, program())

    assert asked(offering, offering.desk(), f"/v1/releases/{path}").status_code == 404


def test_only_what_is_signed_and_whole_is_put_on_offer(tmp_path, folder):
    made = written(tmp_path / "dist", program())
    notice = tmp_path / "dist" / f"{made.name}{NOTICE}"
    assert releases.offer(folder, notice, KNOWN) == made
    assert sorted(path.name for path in folder.iterdir()) == [f"{made.name}{NOTICE}", f"{made.name}{PACKED}"]

    notice.with_suffix(PACKED).write_bytes(program(filling=9))
    with pytest.raises(UnavailableError) as damaged:
        releases.offer(folder, notice, KNOWN)
    foreign = written(tmp_path / "other", program(), secret=ANOTHER)
    with pytest.raises(RefusedError) as refused:
        releases.offer(folder, tmp_path / "other" / f"{foreign.name}{NOTICE}", KNOWN)
    notice.with_suffix(PACKED).unlink()
    with pytest.raises(UnavailableError) as missing:
        releases.offer(folder, notice, KNOWN)

    codes = [damaged.value.code, refused.value.code, missing.value.code]
    assert codes == [Code.UPDATE_DAMAGED, Code.UPDATE_UNBELIEVED, Code.FILE_MISSING]
