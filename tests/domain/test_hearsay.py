"""They say, we say: a file never overwrites what somebody here corrected."""

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.hearsay import hear

BLANK = {"phone": "", "website": ""}
FIELDS = st.dictionaries(st.sampled_from(["phone", "website", "labels.caf"]), st.sampled_from(["", "a", "b", "c"]))


def of(*, ours, before, now, checked_since=False):
    return hear(ours=ours, before=before, now=now, blank=BLANK, checked_since=checked_since)


def test_a_field_that_only_the_file_changed_is_taken():
    heard = of(ours={"phone": "1"}, before={"phone": "1"}, now={"phone": "2"})

    assert (heard.taken, heard.asked) == ({"phone": "2"}, {})


def test_a_field_that_only_we_changed_stays_without_a_question():
    heard = of(ours={"phone": "3"}, before={"phone": "1"}, now={"phone": "1"})

    assert (heard.taken, heard.asked) == ({}, {})


def test_a_field_that_both_changed_is_asked():
    heard = of(ours={"phone": "3"}, before={"phone": "1"}, now={"phone": "2"})

    assert (heard.taken, heard.asked) == ({}, {"phone": "2"})


def test_a_field_that_both_changed_alike_is_settled():
    assert of(ours={"phone": "2"}, before={"phone": "1"}, now={"phone": "2"}) == of(ours={}, before={}, now={})


def test_a_field_that_the_file_emptied_is_asked():
    heard = of(ours={"phone": "1"}, before={"phone": "1"}, now={})

    assert heard.asked == {"phone": ""}


def test_a_member_that_the_file_withdrew_leaves():
    heard = of(ours={"labels.caf": 1}, before={"labels.caf": 1}, now={})

    assert heard.taken == {"labels.caf": 0}


def test_nothing_is_taken_over_a_check_made_here_since():
    heard = of(ours={"phone": "1"}, before={"phone": "1"}, now={"phone": "2"}, checked_since=True)

    assert (heard.taken, heard.asked) == ({}, {"phone": "2"})


@given(ours=FIELDS, before=FIELDS, now=FIELDS, checked=st.booleans())
def test_a_local_correction_is_never_overwritten(ours, before, now, checked):
    heard = of(ours=ours, before=before, now=now, checked_since=checked)

    for name in heard.taken:
        assert ours.get(name, BLANK.get(name)) == before.get(name, BLANK.get(name))
    assert not heard.taken.keys() & heard.asked.keys()


@given(ours=FIELDS, before=FIELDS, now=FIELDS)
def test_the_same_file_again_says_nothing_new(ours, before, now):
    first = of(ours=ours, before=before, now=now)

    again = of(ours={**ours, **first.taken}, before=now, now=now)

    assert (again.taken, again.asked) == ({}, {})
