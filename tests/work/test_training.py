"""The twelve cases: found by their words, true to the procedures, plain, five minutes each, nobody real."""

import re

import pytest

from desk.domain.procedures import Procedure, StepKind
from desk.store import seed
from desk.work import refer, training
from desk.work.training import answer_text, visitor_text

LONGEST_SENTENCE = 15
NUMBER = re.compile(r"\d[\d .]{5,}\d|@|www\.|\.fr\b|\d+ ?(€|euros)")
DAYS = re.compile(r"\b\d+ (jours?|mois|ans)\b")


@pytest.fixture
def cases(store):
    return seed.training_cases(store.seeds.folder)


def test_there_are_twelve_and_no_two_alike(cases):
    assert len(cases) == 12
    assert len({case.id for case in cases}) == len({case.title for case in cases}) == 12
    assert len({case.procedure for case in cases}) == 12


def test_the_words_to_type_find_the_procedure_first(store, cases):
    matcher = refer.matcher(store)
    for case in cases:
        found = matcher.find(case.typed, 2)
        if case.procedure:
            assert (found.hits[0].procedure, found.nothing_fits) == (case.procedure, False), case.id
        else:
            assert found.nothing_fits, case.id


def test_one_of_the_visitors_own_sentences_finds_it_too(store, cases):
    matcher = refer.matcher(store)
    for case in cases:
        first = {matcher.find(sentence, 1).hits[0].procedure for sentence in case.visitor}
        assert not case.procedure or case.procedure in first, case.id


def test_the_stop_the_relay_and_what_is_never_done_are_those_of_the_procedure(store, cases):
    known = {procedure.id: procedure for procedure in store.records.all(Procedure)}
    for case in cases:
        if not case.procedure:
            assert (case.stop, case.relay_type, case.never) == ("", "", ""), case.id
            continue
        steps = {step.id: step for step in known[case.procedure].steps}
        assert steps[case.stop].kind is StepKind.STOP, case.id
        assert case.relay_type in steps[case.stop].relay_types, case.id
        assert steps[case.never].kind is StepKind.NEVER, case.id
        assert case.relay_type in store.seeds.taxonomy.relay_types, case.id


def test_no_telephone_number_no_amount_and_no_time_limit_is_invented(cases):
    for case in cases:
        for sentence in (*case.good, case.talk, case.title):
            assert not NUMBER.search(sentence), sentence
            assert not DAYS.search(sentence), sentence


def test_the_cases_are_written_plainly(cases):
    said = [
        sentence
        for case in cases
        for text in (case.title, *case.visitor, *case.good, case.talk, *(t for a in case.asked for t in (a.question, a.answer)))
        for sentence in re.split(r"[.!?…:]\s", text)
    ]  # fmt: skip
    assert [one for one in said if len(re.findall(r"[\w'’-]+", one)) > LONGEST_SENTENCE] == []


def test_a_key_that_a_case_names_is_the_one_of_the_desk(cases):
    named = {key for case in cases for line in case.good for key in re.findall(r"\bF\d+\b|Ctrl\+\S+", line)}
    assert named == {"F10"}


def test_a_good_answer_says_what_the_procedure_says_today(store, say):
    first = training.cases(store, say)[0]
    steps = {step.id: step.text for step in store.records.one(Procedure, "carte-identite").steps}
    text = answer_text(first, say)
    assert steps["s6"] in text
    assert steps["s9"] in text
    assert "Mairie qui fait les cartes d'identité" in text
    assert visitor_text(first, say) in text


def test_the_visitors_part_gives_no_answer_away(store, say):
    for case in training.cases(store, say):
        seen = visitor_text(case, say)
        assert not any(line in seen for part in case.good[1:] for line in part.lines), case.id


def test_in_english_the_headings_are_english(store):
    from desk.base.words import words

    assert "## Where the desk stops" in answer_text(training.cases(store, words("en"))[0], words("en"))
