"""Counters go to the library's own computers and to the coordinator, to nobody else; acts go nowhere; erased is erased."""

from dataclasses import replace

from desk.base.ids import id_from
from desk.domain.counts import Count
from desk.domain.referrals import End, Outcome, Referral, ReferralId
from desk.hub.ledger_desks import Role
from desk.store import counts
from desk.work import counting
from tests.sync.village import at, enrolled

CANARY = "K7F3Q5"


def a_slip(village, code=CANARY):
    counting.note(
        village.store,
        Referral(
            id=ReferralId(f"act{code}"), day=village.clock.now().date(), procedure="carte-vitale",
            relay_type="france-services", sheet="zqxrelay", code=code, end=End.RELAYED,
        ),
    )  # fmt: skip


def summed(village):
    return {(one.library, one.result): one.n for one in counts.open_counts(village.store)}


def sent_bytes(village):
    return b"".join(body or b"" for _, _, body in village.line.asked)


def test_the_coordinator_reads_every_library_and_a_neighbour_none(village, service):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    (chief,) = enrolled(village, service, "Coordination", role=Role.COORDINATOR)
    a_slip(here)
    a_slip(there)
    counting.note_outcome(there.store, CANARY, Outcome.DONE)
    for one in (here, there, chief, there, here):
        one.sync()

    own, other = counts.library_code(here.store.library()), counts.library_code(there.store.library())
    assert summed(chief) == {(own, "relayed"): 1, (other, "relayed-done"): 1}
    assert summed(here) == {(own, "relayed"): 1}
    assert summed(there) == {(other, "relayed-done"): 1}


def test_two_computers_of_one_library_add_up(village, service):
    first = village("Blacy").join(service.code("ain", Role.DESK))
    code = service.code("ain", Role.DESK, library=counts.library_code(first.store.library()))
    second = village("Blacy-bis", at(first.clock))
    second.store.keep_library(replace(second.store.library(), id=id_from("Blacy"), name="Blacy"))
    second.join(code)
    a_slip(first)
    a_slip(second, "22222B")
    for one in (first, second, first):
        one.sync()

    assert list(summed(first).values()) == [2]
    assert summed(first) == summed(second)


def test_no_act_leaves_whatever_is_noted(village, service):
    here, there = enrolled(village, service, "Blacy", "Maurupt")
    a_slip(here)
    here.sync()

    for secret in (CANARY.encode(), b"zqxrelay"):
        assert secret not in sent_bytes(here)
    stick = here.profile.root.parent / "stick"
    stick.mkdir()
    here.write(stick)
    there.read(stick)
    assert counts.open_counts(there.store) == ()
    assert there.store.referrals.count() == 0


def test_counters_erased_after_their_time_leave_the_hub_too(village, service):
    here, chief = *enrolled(village, service, "Blacy"), *enrolled(village, service, "Chef", role=Role.COORDINATOR)
    a_slip(here)
    for one in (here, chief):
        one.sync()
    kept = here.store.records.all(Count)
    assert len(kept) == 1

    here.store.records.erase("count", [kept[0].id])
    for one in (here, chief, here):
        one.sync()

    for one in (here, chief):
        assert one.store.records.all(Count) == ()
    assert here.store.database.rows("SELECT 1 FROM changes WHERE state = 4") == []
    with service.hub.database.reading() as session:
        kept_there = session.rows("SELECT * FROM log") + session.rows("SELECT * FROM records")
    assert not any("carte-vitale" in str(row) for row in kept_there)
