"""By the stick: the same exchange by file. Read twice, late, in any order, cut or pulled out: harmless."""

import pytest

from desk.base.errors import Code, UnavailableError
from desk.sync import keys
from tests.sync.village import enrolled


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def three(village, service):
    """Two villages that never have a network again, and the library bus that sometimes does."""
    here, bus, there = enrolled(village, service, "Blacy", "Bibliobus", "Maurupt")
    for _ in range(2):
        for one in (here, bus, there):
            one.sync()
    return here, bus, there


def files(stick):
    return sorted(path for path in stick.rglob("*") if path.is_file())


def test_what_a_neighbour_wrote_is_read_at_once_from_the_stick(two, stick):
    here, there = two
    for one in (*two, *two):
        one.sync()
    made = here.new(phone="3939")

    here.write(stick)
    report = there.read(stick)

    assert (report.received, report.refused) == (1, [])
    assert there.sheet(made).phone == "3939"


def test_two_villages_that_never_meet_are_equal_through_the_bus(three, stick):
    here, bus, there = three
    one, other = here.new(name="Un"), there.new(name="Deux")

    for _ in range(2):
        here.write(stick)
        bus.read(stick)
        bus.sync()
        bus.write(stick)
        there.read(stick)
        there.write(stick)
        bus.read(stick)
        bus.sync()
        bus.write(stick)
        here.read(stick)

    for desk in three:
        assert desk.sheet(one).name == "Un"
        assert desk.sheet(other).name == "Deux"
        assert not desk.questions()
    assert here.store.records.log.count() == 0
    assert there.store.records.log.count() == 0


def test_two_villages_are_equal_through_a_bus_that_never_has_a_network(three, stick):
    here, bus, there = three
    made = here.new(phone="3939")

    here.write(stick)
    bus.read(stick)
    for path in files(stick):
        path.unlink()
    bus.write(stick)
    there.read(stick)

    assert there.sheet(made).phone == "3939"


def test_a_stick_read_three_times_and_late_changes_nothing_more(three, stick, tmp_path):
    here, bus, there = three
    made = here.new(phone="3939")
    here.write(stick)
    for _ in range(3):
        there.read(stick)
    here.sync()
    here.set(made, phone="3646")
    here.sync()
    there.sync()

    late = there.read(stick)

    assert late.received == 0
    assert there.sheet(made).phone == "3646"
    assert not there.questions()
    assert not bus.questions()


def test_what_a_stick_brought_and_the_network_confirms_is_there_once(three, stick):
    here, _, there = three
    made = here.new(phone="3939")
    here.write(stick)
    there.read(stick)
    there.set(made, phone="3646")
    here.sync()
    there.sync()
    here.sync()

    for one in (here, there):
        assert one.sheet(made).phone == "3646"
        assert not one.questions()


@pytest.mark.parametrize("step", [7, 13])
def test_a_file_cut_anywhere_is_left_aside(three, stick, step):
    here, _, there = three
    here.new(phone="3939")
    here.write(stick)
    (path,) = files(stick)
    whole = path.read_bytes()

    for size in range(0, len(whole), step * 5):
        path.write_bytes(whole[:size])
        report = there.read(stick)
        assert (report.received, report.refused) == (0, [path.name])
    path.write_bytes(whole)
    assert there.read(stick).received == 1


def test_a_flipped_bit_anywhere_is_left_aside(three, stick):
    here, _, there = three
    here.new(phone="3939")
    here.write(stick)
    (path,) = files(stick)
    whole = path.read_bytes()

    for bit in range(0, len(whole) * 8, 211):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        assert there.read(stick).received == 0


def test_a_stick_of_another_network_is_left_aside(village, service, three, stick):
    here, _, _ = three
    (stranger,) = enrolled(village, service, "Ailleurs", network="autre")
    stranger.new()
    stranger.write(stick)
    (path,) = files(stick)
    ours = stick / "RELAIS" / "ain"
    ours.mkdir(parents=True)
    (ours / path.name).write_bytes(path.read_bytes())

    report = here.read(stick)

    assert (report.received, len(report.refused)) == (0, 1)


def test_a_stick_holds_one_file_of_each_desk_and_nothing_half_made(three, stick):
    here, _, _ = three
    for phone in ("3939", "3646", "3949"):
        here.new(phone=phone)
        here.write(stick)

    (path,) = files(stick)
    assert path.name.startswith(f"de-{keys.load(here.profile).desk}-")


def test_a_stick_that_is_not_there_is_told(two, tmp_path):
    here, _ = two

    for act in (here.write, here.read):
        with pytest.raises(UnavailableError) as told:
            act(tmp_path / "nowhere")
        assert told.value.code is Code.FILE_MISSING
