"""Each visit counts once, in one month, for ever: whatever is noted after, taken back, or typed on a wrong day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.clock import FixedClock, today
from desk.base.errors import Code, RefusedError
from desk.domain.counts import Count, Result, month_of, result_of
from desk.domain.referrals import Autonomy, Device, End, Outcome, Reason, Referral, ReferralId, Visit
from desk.store import counts
from desk.store.putting_back import COUNTING_KEY
from desk.work import counting, counting_rules
from desk.work.counting import Told

ENDS = st.sampled_from([End.ANSWERED, End.RELAYED, End.NOT_POSSIBLE, End.LEFT])


def counted(store):
    """Return (month, need, result) → n, without what came to nothing."""
    found = {}
    for one in store.records.all(Count):
        key = (one.month, one.need, one.result)
        found[key] = found.get(key, 0) + one.n
    return {key: n for key, n in found.items() if n}


def slip(store, code="K7F3Q5", **fields):
    made = Referral(
        id=ReferralId("slip"), day=today(store.clock), procedure="carte-vitale", relay_type="france-services",
        code=code, end=End.RELAYED, **fields,
    )  # fmt: skip
    counting.note(store, made)
    return made


def later(store, days):
    store.clock = FixedClock(store.clock.now() + timedelta(days=days))
    return store


def test_a_slip_counts_once_however_often_it_is_kept(store):
    made = slip(store)
    counting.note(store, made)

    assert counted(store) == {("2026-11", "carte-vitale", "relayed"): 1}


def test_what_became_of_a_slip_moves_it_from_one_counter_to_another(store):
    slip(store)
    counting.note_outcome(store, "k7f 3q5", Outcome.CLOSED)
    counting.note_outcome(store, "K7F3Q5", Outcome.DONE)

    assert counted(store) == {("2026-11", "carte-vitale", "relayed-done"): 1}
    assert store.referrals.of_code("K7F3Q5").outcome_on == today(store.clock)


def test_a_code_with_a_wrong_sign_and_a_code_of_elsewhere_are_two_sentences(store):
    slip(store)
    for typed, code in (("K7F3Q6", Code.WRONG_CODE), ("22222B", Code.UNKNOWN_SLIP)):
        with pytest.raises(RefusedError) as refused:
            counting.note_outcome(store, typed, Outcome.DONE)
        assert refused.value.code in {code, Code.WRONG_CODE}


def test_a_visit_without_a_slip_counts_by_how_it_ended(store):
    counting.end_visit(store, End.ANSWERED, procedure="carte-vitale")
    counting.end_visit(store, End.NOT_POSSIBLE, reason=Reason.ONLINE_ONLY, procedure="carte-vitale")
    counting.end_visit(store, End.LEFT, reason=Reason.CLOSED)

    assert counted(store) == {
        ("2026-11", "carte-vitale", "answered"): 1,
        ("2026-11", "carte-vitale", "online-only"): 1,
        ("2026-11", "", "left"): 1,
    }


def test_what_is_told_beside_stays_here_and_moves_no_counter(store):
    slip(store)
    before = counted(store)
    counting.tell(store, "slip", Told(autonomy=Autonomy.PARTLY, device=Device.NONE, visit=Visit.FIRST))

    kept = store.referrals.one("slip")
    assert (kept.autonomy, kept.device, kept.visit) == (Autonomy.PARTLY, Device.NONE, Visit.FIRST)
    assert counted(store) == before


def test_a_visit_counted_by_mistake_is_taken_back_for_good_and_its_paper_is_still_known(store):
    slip(store)
    counting.take_back(store, "slip")

    assert counted(store) == {}
    assert store.referrals.count() == 0
    counting.note_outcome(store, "K7F3Q5", Outcome.DONE)
    assert counted(store) == {("2026-11", "", "relayed-done"): 1}


def test_a_blank_slip_printed_ahead_counts_when_its_code_is_typed(store):
    first, second = counting.blank_slips(store, 2)
    counting.note_outcome(store, first, Outcome.NO_NEWS)

    assert counted(store) == {("2026-11", "", "relayed-no-news"): 1}
    assert first != second
    assert not store.referrals.is_reserved(first)


def test_a_month_whose_wait_is_over_never_changes_again(store):
    slip(store)
    counting.keep_time(later(store, 40))  # 3 January: December's news are still waited for, November's no longer
    assert counts.closed_months(store) == ("2026-11",)
    closed = counts.closed_counts(store)

    with pytest.raises(RefusedError) as refused:
        counting.take_back(store, "slip")
    assert refused.value.code is Code.MONTH_CLOSED
    counting.note(store, Referral(id=ReferralId("late"), day=date(2026, 11, 20), end=End.ANSWERED))

    counting.keep_time(store)
    assert counts.closed_counts(store) == closed
    assert [one.result for one in closed] == ["relayed-no-news"]
    assert store.referrals.one("late").month == "2027-01"


def codes(found):
    return [one.code for one in found]


def test_a_slip_is_not_back_yet_then_without_news_then_no_longer_listed(store):
    slip(store)
    told = []
    for _ in range(14):
        told.append((codes(counting.not_back(store)), codes(counting.without_news(store))))
        later(store, 7)
    waited, asked, gone = (["K7F3Q5"], []), ([], ["K7F3Q5"]), ([], [])
    assert told == [waited] * 5 + [asked] * 9  # the wait of 30 days, then two months
    assert (codes(counting.not_back(store)), codes(counting.without_news(store))) == gone


@pytest.mark.parametrize(("days", "waited", "asked"), [(30, 1, 0), (31, 0, 1), (91, 0, 1), (92, 0, 0)])
def test_the_two_lists_meet_on_the_last_day_of_the_wait(store, days, waited, asked):
    slip(store)
    later(store, days)

    assert (len(counting.not_back(store)), len(counting.without_news(store))) == (waited, asked)


def test_slips_without_news_are_listed_oldest_first_and_leave_once_something_is_heard(store):
    for number, (code, back) in enumerate((("K7F3Q5", 40), ("22222B", 50), ("K7F3Q6", 60))):
        day = today(store.clock) - timedelta(days=back)
        counting.note(store, Referral(id=ReferralId(f"s{number}"), day=day, code=code, end=End.RELAYED))
    assert codes(counting.without_news(store)) == ["K7F3Q6", "22222B", "K7F3Q5"]

    counting.note_outcome(store, "K7F3Q5", Outcome.NO_NEWS)
    assert codes(counting.without_news(store)) == ["K7F3Q6", "22222B"]
    assert counting.not_back(store) == ()


def test_what_is_heard_after_a_month_is_closed_is_kept_and_moves_no_figure(store):
    slip(store)
    counting.keep_time(later(store, 40))
    made, sent = counts.closed_counts(store), store.records.all(Count)
    assert codes(counting.without_news(store)) == ["K7F3Q5"]

    heard = counting.note_outcome(store, "K7F3Q5", Outcome.DONE)
    counting.keep_time(later(store, 1))
    assert counting.is_settled(store, heard)
    assert store.referrals.of_code("K7F3Q5").outcome is Outcome.DONE
    assert counting.without_news(store) == ()
    assert (counts.closed_counts(store), store.records.all(Count)) == (made, sent)


def test_a_longer_wait_opens_no_month_again(store):
    slip(store)
    counting.keep_time(later(store, 40))
    made, sent = counts.closed_counts(store), store.records.all(Count)
    counting_rules.decide(store, news_days=90)

    counting.note_outcome(store, "K7F3Q5", Outcome.DONE)
    assert (counts.closed_counts(store), store.records.all(Count)) == (made, sent)
    counting.note(store, Referral(id=ReferralId("late"), day=date(2026, 11, 20), end=End.ANSWERED))
    assert store.referrals.one("late").month == "2027-01"


def test_a_counter_that_arrives_after_its_month_was_closed_changes_nothing_shown(store):
    slip(store)
    counting.keep_time(later(store, 40))
    store.records.put(
        Count(id="other", library=counts.library_code(store.library()), month="2026-11", result="left", n=50)
    )

    counting.keep_time(store)
    assert [one.n for one in counts.closed_counts(store)] == [1]
    assert counts.open_counts(store) == ()


def test_months_without_any_visit_close_too(store):
    slip(store)
    counting.keep_time(later(store, 130))  # 3 April

    assert counts.closed_months(store) == ("2026-11", "2026-12", "2027-01", "2027-02")


def test_a_clock_that_jumps_years_ahead_closes_nothing(store):
    slip(store)
    counting.keep_time(later(store, 365 * 40))

    assert counts.closed_months(store) == ()
    assert store.referrals.count() == 1


def test_after_25_months_acts_are_erased_and_whole_years_are_folded(store):
    slip(store)
    for _ in range(30):
        counting.keep_time(later(store, 31))

    assert store.referrals.count() == 0
    assert "2026" in counts.closed_months(store)
    assert not any(month.startswith("2026-") for month in counts.closed_months(store))
    assert [(one.month, one.result, one.n) for one in counts.closed_counts(store)] == [("2026", "relayed-no-news", 1)]
    assert store.records.all(Count) == ()
    store.database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"K7F3Q5" not in store.profile.desk_file.read_bytes()


def test_the_time_acts_are_kept_is_chosen_and_what_is_older_goes(store):
    slip(store)
    for _ in range(15):
        counting.keep_time(later(store, 31))
    assert store.referrals.count() == 1

    counting_rules.decide(store, kept_months=13)
    counting.keep_time(store)
    assert store.referrals.count() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["note", "amend", "outcome", "back", "day", "restore"]),
            st.integers(0, 5),
            ENDS,
            st.sampled_from(list(Outcome)),
            st.sampled_from(list(Reason)),
        ),
        max_size=25,
    )
)
def test_counters_are_always_what_the_acts_say(store, steps):
    """Whatever is noted, changed, taken back, on whatever day, and under whatever key, counters add up to the acts."""
    store.clock = FixedClock(datetime(2026, 11, 24, 10, tzinfo=UTC))
    for one in store.referrals.all():
        counting.take_back(store, one.id)
    for act, which, end, outcome, reason in steps:
        known = store.referrals.one(f"act{which}")
        if act in {"note", "amend"}:
            counting.note(
                store,
                Referral(
                    id=ReferralId(f"act{which}"), day=known.day if known else today(store.clock), end=end,
                    outcome=outcome if end is End.RELAYED else Outcome.UNKNOWN,
                    reason=reason if end is End.NOT_POSSIBLE else Reason.UNKNOWN,
                ),
            )  # fmt: skip
        elif act == "back" and known:
            counting.take_back(store, known.id)
        elif act == "day":
            later(store, 1 if today(store.clock) < date(2026, 12, 20) else 0)
        elif act == "restore":
            store.keep_state(COUNTING_KEY, "")

    said = {}
    for one in store.referrals.all():
        key = (one.month, one.procedure, result_of(one).value)
        said[key] = said.get(key, 0) + 1
    assert counted(store) == said


@pytest.mark.parametrize("result", list(Result))
def test_each_result_can_be_noted(result):
    reasons = {one.value: one for one in Reason}
    made = {
        "answered": Referral(id="a", day=date(2026, 1, 1), end=End.ANSWERED),
        "left": Referral(id="a", day=date(2026, 1, 1), end=End.LEFT),
        "not-possible": Referral(id="a", day=date(2026, 1, 1), end=End.NOT_POSSIBLE),
        "relayed": Referral(id="a", day=date(2026, 1, 1), end=End.RELAYED),
    }.get(result.value)
    if made is None and result.value.startswith("relayed-"):
        outcome = Outcome(result.value.removeprefix("relayed-"))
        made = Referral(id="a", day=date(2026, 1, 1), end=End.RELAYED, outcome=outcome)
    made = made or Referral(id="a", day=date(2026, 1, 1), end=End.NOT_POSSIBLE, reason=reasons[result.value])

    assert result_of(made) is result
    assert month_of(made.day) == "2026-01"
