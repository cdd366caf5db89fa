"""Two desks and a hub: what one writes the other reads, whatever happens on the line."""

import shutil
from datetime import date, timedelta

import pytest

from desk.base.clock import FixedClock
from desk.base.codec import from_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.domain.doubts import Doubt, Reason
from desk.domain.sheets import Sheet
from desk.hub import commands
from desk.hub.ledger_desks import Role
from desk.store.history import history
from desk.sync import exchange, keys
from tests.sync.village import ADDRESS, Village, at, enrolled

VERSION_OF = "SELECT dots FROM versions WHERE kind = 'sheet' AND id = ?"


def both(*villages):
    """Exchange until nobody has anything more to say."""
    for _ in range(2):
        for one in villages:
            one.sync()


def test_a_sheet_made_here_is_read_there(two):
    here, there = two
    made = here.new(phone="04 74 38 00 00", opening_hours="Mo 09:00-12:00")

    sent, received = here.sync(), there.sync()

    assert (sent.up_to_date, sent.stopped, sent.requests) == (True, "", 1)
    assert received.received == 1
    assert received.kinds == {"sheet"}
    assert there.sheet(made) == here.sheet(made)
    assert [found.sheet for found in there.store.index.find("ccas ambronay")][:1] == [made]


def test_what_was_written_before_joining_is_sent_on_joining(village, service):
    here, there = village("Blacy"), village("Maurupt")
    made = here.new()
    here.set(made, phone="3939")

    for one in (here, there):
        one.join(service.code("ain"))
    both(here, there)

    assert there.sheet(made).phone == "3939"


def test_two_fields_edited_on_two_desks_are_both_kept(two):
    here, there = two
    made = here.new()
    both(*two)
    here.set(made, phone="3939")
    there.set(made, opening_hours="Mo 09:00-12:00")

    both(*two)

    for one in two:
        assert (one.sheet(made).phone, one.sheet(made).opening_hours) == ("3939", "Mo 09:00-12:00")
        assert not one.questions()


@pytest.mark.parametrize(("keep", "phone"), [("ours", "3939"), ("theirs", "3646")])
def test_one_field_edited_on_two_desks_keeps_both_values_until_a_person_settles_it(two, keep, phone):
    here, there = two
    made = here.new()
    both(*two)
    here.set(made, phone="3939")
    there.set(made, phone="3646")
    both(*two)

    assert here.sheet(made).phone == there.sheet(made).phone
    for one in two:
        (question,) = one.questions()
        assert (question.field, {version.value for version in question.versions}) == ("phone", {"3939", "3646"})

    here.settle(keep)
    both(*two)

    for one in two:
        assert one.sheet(made).phone == phone
        assert not one.questions()


def test_what_two_people_wrote_alike_asks_nothing(two):
    here, there = two
    made = here.new()
    both(*two)
    for one in two:
        one.set(made, phone="3939")

    both(*two)

    assert not here.questions()
    assert not there.questions()


def test_both_leaves_the_values_and_says_that_the_sheet_is_to_be_checked(two):
    here, there = two
    made = here.new()
    both(*two)
    here.set(made, phone="3939")
    there.set(made, phone="3646")
    both(*two)

    here.settle("both")
    both(*two)

    for one in two:
        (question,) = one.questions()
        assert question.to_check
        (doubt,) = one.store.records.where(Doubt, "sheet = ?", (made,))
        assert (doubt.reason, doubt.settled_on) == (Reason.PHONE, None)

    there.settle("theirs")
    both(*two)
    for one in two:
        assert not one.questions()
        (doubt,) = one.store.records.where(Doubt, "sheet = ?", (made,))
        assert doubt.settled_on is not None


def test_an_edit_made_with_both_values_in_sight_closes_the_question(two):
    here, there = two
    made = here.new()
    both(*two)
    here.set(made, phone="3939")
    there.set(made, phone="3646")
    both(*two)

    there.set(made, phone="3949")
    both(*two)

    assert {one.sheet(made).phone for one in two} == {"3949"}
    assert not here.questions()
    assert not there.questions()


def test_two_needs_added_on_two_desks_are_both_there(two):
    here, there = two
    made = here.new()
    both(*two)
    here.set(made, relay_types=["ccas-cias"])
    there.set(made, relay_types=["caf"])

    both(*two)

    for one in two:
        assert one.sheet(made).relay_types == ("caf", "ccas-cias")
        assert not one.questions()


def test_a_sheet_removed_here_leaves_the_list_there_and_can_come_back(two):
    here, there = two
    made = here.new()
    both(*two)

    here.set(made, removed_on=date(2026, 11, 24))
    both(*two)
    assert there.sheet(made).removed_on == date(2026, 11, 24)
    assert made not in {found.sheet for found in there.store.index.find("ccas")}

    there.set(made, removed_on=None)
    both(*two)
    assert made in {found.sheet for found in here.store.index.find("ccas")}


def test_a_correction_of_what_came_with_the_program_reaches_a_desk_that_has_it(two):
    here, there = two
    seeded = next(sheet for sheet in here.store.records.where(Sheet, "origin <> ''"))

    here.set(seeded.id, phone="3939")
    both(*two)

    assert there.sheet(seeded.id).phone == "3939"
    assert there.sheet(seeded.id).name == seeded.name
    assert not there.questions()


def test_the_history_says_who_wrote_what_comes_from_another_desk(two):
    here, there = two
    made = here.new()
    here.set(made, phone="3939")
    both(*two)

    phones = [change for change in history(there.store, "sheet", made) if change.field == "phone"]
    assert [(change.after, change.by) for change in phones] == [("3939", "Blacy")]


def test_nothing_to_say_is_one_small_request(two):
    here, _ = two
    both(*two)

    said = here.sync()

    assert (said.requests, said.sent, said.received, said.up_to_date) == (1, 0, 0, True)
    assert said.bytes_up + said.bytes_down <= 300


def test_one_changed_field_is_one_small_request(two):
    here, _ = two
    made = here.new()
    both(*two)
    here.set(made, phone="3939")

    said = here.sync()

    assert (said.requests, said.sent) == (1, 1)
    assert said.bytes_up + said.bytes_down <= 500


def test_a_wrong_clock_loses_nothing_and_is_learnt(village, service, clock):
    late = at(clock)
    late.advance(timedelta(days=-9000))
    here, there = village("Blacy", late).join(service.code("ain")), village("Maurupt").join(service.code("ain"))
    made = here.new(phone="3939")

    both(here, there)
    there.set(made, phone="3646")
    both(here, there)

    assert here.sheet(made).phone == "3646"
    assert abs(int(here.store.state("clock_offset_ms")) - 9000 * 86_400_000) < 3_600_000


def test_the_hub_may_be_absent_and_nothing_is_lost(two):
    here, there = two

    def nobody(_):
        raise UnavailableError(Code.OFFLINE)

    made = here.new()
    here.line.cut = nobody
    said = here.sync()
    assert (said.stopped, said.up_to_date) == ("offline", False)

    here.line.cut = None
    both(*two)
    assert there.sheet(made)


def test_a_lost_answer_sends_nothing_twice(two):
    here, there = two
    made = here.new()

    def answer_lost(go):
        go()
        raise UnavailableError(Code.HUB_SILENT)

    here.line.cut = answer_lost
    assert here.sync().stopped == "hub-silent"
    here.line.cut = None
    both(*two)

    assert there.sheet(made) == here.sheet(made)
    assert len([change for change in history(there.store, "sheet", made) if change.field == "name"]) == 1


def test_a_desk_without_network_is_told_so(village):
    with pytest.raises(RefusedError) as told:
        village("Blacy").sync()
    assert told.value.code is Code.NOT_JOINED


def test_a_code_serves_once(village, service):
    code = service.code("ain")
    village("Blacy").join(code)

    with pytest.raises(RefusedError) as told:
        village("Maurupt").join(code)
    assert told.value.code is Code.CODE_REFUSED


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://a", "https://a@b.fr", "https://a.fr/x", "", "https://"]
)
def test_an_address_that_is_not_safe_is_refused(village, address):
    one = village("Blacy")
    with pytest.raises(RefusedError) as told:
        exchange.join(one.place, address, "ABCDEFGH", lambda _: one.line)
    assert told.value.code is Code.UNUSABLE_ADDRESS


def test_the_keys_are_for_their_owner_only(two):
    here, _ = two
    path = here.profile.keys_file

    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.load(here.profile).token.encode() not in here.profile.desk_file.read_bytes()


def test_a_revoked_desk_keeps_its_data_and_is_told(two, hub_url):
    here, _ = two
    made = here.new()
    commands.revoke(hub_url, keys.load(here.profile).desk, here.clock)

    said = here.sync()

    assert (said.stopped, said.up_to_date) == ("desk-revoked", False)
    assert here.sheet(made)
    assert here.store.records.log.count() == 3


def test_a_copied_desk_takes_another_number_and_loses_nothing(village, service, tmp_path, clock, planted):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    made = here.new()
    both(here, there)
    here.store.close()
    copied = Village(planted, tmp_path / "copy", at(clock), service, "Blacy")
    copied.store.close()
    shutil.rmtree(copied.profile.root)
    shutil.copytree(here.profile.root, copied.profile.root)
    here.reopen()
    copied.reopen()

    here.set(made, phone="3939")
    one = copied.new(name="Du poste copié")
    both(here, copied, there)
    both(here, copied, there)

    for desk in (here, copied, there):
        assert desk.sheet(made).phone == "3939"
        assert desk.sheet(one).name == "Du poste copié"
        assert not desk.questions()
    assert keys.load(copied.profile).desk != keys.load(here.profile).desk
    copied.close()


def test_a_desk_that_edits_its_own_lines_again_and_again_keeps_its_number(two):
    here, _ = two
    made = here.new()
    for phone in ("3939", "3646", "3949"):
        here.set(made, phone=phone)
        assert here.sync().requests == 1

    assert keys.load(here.profile).desk == 1


def test_the_address_is_kept_for_the_next_time(two):
    here, _ = two

    assert keys.load(here.profile).address == ADDRESS


def test_what_a_clock_of_the_future_wrote_is_held_to_be_of_the_hour_of_the_hub(village, service, clock):
    ahead = village("Blacy", FixedClock(clock.now() + timedelta(days=900)))
    here, there = ahead.join(service.code("ain", Role.DESK)), village("Maurupt").join(service.code("ain", Role.DESK))
    made = here.new(phone="3939")
    here.set(made, phone="3646")

    both(here, there)

    told = [
        {
            at
            for _, _, at in from_json(
                one.store.database.row(VERSION_OF, (made,))[0], dict[str, tuple[int, int, int]]
            ).values()
        }
        for one in (here, there)
    ]
    assert told[0] == told[1] == {clock.utc_ms() // 1000}


@pytest.mark.parametrize("damage", ["relay_types = '[oops'", "status = 'floating'"])
def test_a_change_is_never_written_over_a_damaged_row(two, damage):
    here, there = two
    made = here.new(phone="3939")
    both(here, there)
    with there.store.database.atomic():
        there.store.database.write(f"UPDATE sheets SET {damage} WHERE id = ?", (made,))
    here.set(made, phone="3646")
    here.sync()

    with pytest.raises(UnavailableError) as stopped:
        there.sync()

    assert stopped.value.code is Code.FILE_DAMAGED


def test_two_hours_given_by_the_hub_show_the_same_value_everywhere(village, service, clock):
    ahead = village("Blacy", FixedClock(clock.now() + timedelta(days=900)))
    here, there = ahead.join(service.code("ain", Role.DESK)), village("Maurupt").join(service.code("ain", Role.DESK))
    made = here.new(phone="3939")
    both(here, there)
    for one in (there.clock, service.clock):
        one.advance(timedelta(minutes=1))
    here.set(made, phone="3646")
    there.set(made, phone="0800")

    both(there, here)

    assert len(here.questions()) == len(there.questions()) == 1
    assert here.sheet(made).phone == there.sheet(made).phone
