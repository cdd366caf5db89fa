"""Compétences: issued here, completed there, verified without a connection; what is doubtful is said, nothing is kept."""

from dataclasses import replace
from datetime import date

import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.domain.skills import CardKey, Resource, Step, coming_next
from desk.store.store import open_store
from desk.wire.skills_card import CardError, CardProblem
from desk.work import sessions, setup, skills


@pytest.fixture
def neighbour(tmp_path, with_lists):
    """Another library, on another machine."""
    profile = with_lists(Profile(root=tmp_path / "neighbour"))
    opened = open_store(profile, FixedClock(date_time(2026, 12, 1)), resources())
    setup.set_up(opened, setup.from_official(opened, setup.the_official(opened, "9498")))
    yield opened
    opened.close()


def date_time(*parts):
    from datetime import datetime

    return datetime(*parts, 10)


def keys_travel(here, there):
    for key in here.records.all(CardKey):
        there.records.put(key)


def test_a_card_issued_here_is_completed_there_and_verified_by_both(store, neighbour, say):
    blank = skills.new_card(store, say)
    first = skills.stamp(store, blank.text, {1: Step.ALONE, 6: Step.LEARNING}, say)
    keys_travel(store, neighbour)

    there = skills.read(neighbour, first.text, say)
    assert there.warnings == ()
    assert there.stamps[0].library == store.library().name
    second = skills.stamp(neighbour, first.text, {1: Step.ALONE, 6: Step.HELPED}, say)
    keys_travel(neighbour, store)

    back = skills.read(store, second.text, say)
    assert back.number == blank.number
    assert [stamp.known for stamp in back.stamps] == [True, True]
    assert {line.number: line.step for line in back.lines if line.step} == {1: Step.ALONE, 6: Step.HELPED}
    assert back.lines[5].told == f"avec de l'aide · {neighbour.library().name}, 1er décembre 2026"


def test_the_next_sessions_of_digital_help_here_come_with_the_card_and_no_others(store, say):
    for title, kind in (("Atelier tablettes", "conseiller-numerique"), ("Impôts", "centre-finances-publiques")):
        made = replace(
            sessions.blank(store, date(2026, 11, 26)), title=title, relay_types=(kind,), start="14:00", end="16:00"
        )
        assert sessions.save(store, made, "MB").problems == ()

    told = skills.new_card(store, say).sessions

    assert told[0] == "jeudi 26 novembre 2026, 14 h – 16 h · Atelier tablettes · sur place"
    assert len(told) == 2
    assert not any("Impôts" in line for line in told)


def test_a_stamp_notes_only_what_changed_and_nothing_when_nothing_did(store, say):
    card = skills.stamp(store, skills.new_card(store, say).text, {1: Step.ALONE}, say)

    again = skills.stamp(store, card.text, {1: Step.ALONE}, say)
    more = skills.stamp(store, card.text, {1: Step.ALONE, 2: Step.HELPED}, say)

    assert again.text == card.text
    assert [len(stamp.skills) for stamp in more.stamps] == [1, 1]


def test_a_print_says_up_to_which_stamp_it_goes_and_that_a_later_one_may_exist(store, neighbour, say):
    blank = skills.new_card(store, say)
    first = skills.stamp(store, blank.text, {1: Step.ALONE}, say)
    second = skills.stamp(neighbour, first.text, {1: Step.ALONE, 2: Step.HELPED}, say)

    assert [skills.read(store, one.text, say).latest for one in (blank, first, second)] == [
        "Cette feuille n'a aucun tampon. Une plus récente existe peut-être : demandez-la.",
        "Cette feuille a un tampon, du 24 novembre 2026. Une plus récente existe peut-être : demandez-la.",
        "Cette feuille a 2 tampons, le dernier du 1er décembre 2026. Une plus récente existe peut-être : demandez-la.",
    ]


def test_the_last_stamp_is_taken_off_by_the_library_that_made_it_and_by_no_other(store, neighbour, say):
    first = skills.stamp(store, skills.new_card(store, say).text, {1: Step.ALONE}, say)
    keys_travel(store, neighbour)
    second = skills.stamp(neighbour, first.text, {1: Step.ALONE, 2: Step.HELPED}, say)
    keys_travel(neighbour, store)

    with pytest.raises(CardError) as refused:
        skills.without_last(store, second.text, say)
    back = skills.without_last(neighbour, second.text, say)

    assert refused.value.problem is CardProblem.NOT_OURS
    assert (second.ours_last, back.text, back.ours_last) == (True, first.text, False)
    assert skills.without_last(store, back.text, say).stamps == ()


def test_what_is_not_sure_of_a_course_says_so(store, say):
    told = skills.new_card(store, say).resources

    assert "ABC Diag de Pix, premiers pas · niveau A · durée et lieu à vérifier" in told
    assert "Pix, évaluer ses compétences · niveau B · durée : à vérifier · où : pix.fr, à vérifier" in told
    sure = Resource(title="Cours", level="A", length="2 heures", where="exemple.fr", status="sure")
    assert skills.resource_words(sure, say) == "Cours · niveau A · durée : 2 heures · où : exemple.fr"


def test_a_library_that_is_not_known_is_said_and_its_lines_count(store, neighbour, say):
    card = skills.stamp(neighbour, skills.new_card(neighbour, say).text, {15: Step.ALONE}, say)

    read = skills.read(store, card.text, say)

    assert read.warnings == (
        "Un tampon vient d'une bibliothèque inconnue ici. La carte reste valable pour la personne.",
    )
    assert read.lines[14].step is Step.ALONE
    assert read.lines[14].told == "seul·e · une bibliothèque inconnue ici, 1er décembre 2026"


def test_a_key_withdrawn_before_the_stamp_is_said_one_withdrawn_after_is_not(store, neighbour, say):
    card = skills.stamp(neighbour, skills.new_card(neighbour, say).text, {15: Step.ALONE}, say)
    (key,) = neighbour.records.all(CardKey)

    store.records.put(replace(key, revoked_on=date(2026, 11, 1)))
    assert skills.read(store, card.text, say).stamps[0].revoked
    assert "retirée le 1er novembre 2026, avant ce tampon" in skills.read(store, card.text, say).warnings[0]
    store.records.put(replace(key, revoked_on=date(2027, 1, 1)))
    assert skills.read(store, card.text, say).warnings == ()


def test_a_key_that_travels_under_a_name_it_has_not_is_not_believed(store, neighbour, say):
    card = skills.stamp(neighbour, skills.new_card(neighbour, say).text, {15: Step.ALONE}, say)
    (key,) = neighbour.records.all(CardKey)
    skills.stamp(store, skills.new_card(store, say).text, {1: Step.ALONE}, say)
    own = store.records.all(CardKey)[0]

    store.records.put(replace(key, key=own.key))

    assert not skills.read(store, card.text, say).stamps[0].known


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CardProblem.NOT_A_CARD),
        ("BEGIN:VCARD", CardProblem.NOT_A_CARD),
        ("RELAIS1:AE", CardProblem.CUT_SHORT),
        ("RELAIS1:!!!!", CardProblem.CUT_SHORT),
    ],
)
def test_what_is_no_card_is_named(store, say, text, problem):
    with pytest.raises(CardError) as error:
        skills.read(store, text, say)

    assert error.value.problem is problem
    assert skills.problem_words(problem, say).endswith(".")


def test_every_problem_of_a_card_has_its_sentence(say):
    assert len({skills.problem_words(one, say) for one in CardProblem}) == len(CardProblem)


def test_nothing_of_a_card_is_kept_and_the_secret_is_readable_by_its_owner_only(store, say):
    before = store.database.row("SELECT count(*) FROM changes")[0]
    card = skills.stamp(store, skills.new_card(store, say).text, {1: Step.ALONE}, say)
    skills.read(store, card.text, say)

    assert store.database.row("SELECT count(*) FROM changes")[0] == before + 1  # the library's public key
    kept = b"".join(one.read_bytes() for one in store.profile.root.glob("*.sqlite*"))
    assert card.number.encode() not in kept
    assert store.profile.card_key_file.stat().st_mode & 0o777 == 0o600
    assert store.profile.card_key_file.read_bytes().strip() not in kept


def test_what_is_begun_comes_before_what_is_new_and_nothing_known_alone_comes_back(store):
    known = skills.referential(store).skills

    coming = coming_next(known, {1: Step.ALONE, 8: Step.HELPED, 9: Step.LEARNING})

    assert [one.id for one in coming][:2] == ["c08", "c09"]
    assert len(coming) == 3
    assert coming[2].level == "A"


def test_the_referential_has_thirty_five_skills_each_mapped_and_its_mapping_is_to_verify(store):
    told = skills.referential(store)

    assert [one.number for one in told.skills] == list(range(1, 36))
    assert all(1 <= one.pix <= 5 and 1 <= one.digcomp <= 5 and one.level in "ABC" for one in told.skills)
    assert told.status == "to_verify"
    assert all(any(year in one for year in ("2019", "2022")) for one in told.frameworks)


def test_another_library_or_a_withdrawn_key_signs_with_a_new_one_and_old_stamps_keep_their_name(store, say):
    first = skills.stamp(store, skills.new_card(store, say).text, {1: Step.ALONE}, say)
    before = store.library().name
    store.keep_library(replace(store.library(), name="Bibliothèque du Lac"))

    second = skills.stamp(store, first.text, {1: Step.ALONE, 2: Step.ALONE}, say)
    assert [stamp.library for stamp in second.stamps] == [before, "Bibliothèque du Lac"]
    newest = next(key for key in store.records.all(CardKey) if key.library_name == "Bibliothèque du Lac")
    store.records.put(replace(newest, revoked_on=date(2026, 11, 20)))
    third = skills.stamp(store, first.text, {1: Step.ALONE, 3: Step.ALONE}, say)

    assert third.warnings == ()
    assert len(store.records.all(CardKey)) == 3
