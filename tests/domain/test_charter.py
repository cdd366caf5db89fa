"""The charter: a library tightens and never loosens; the last adopted version rules."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.base.paths import resources
from desk.domain.charter import (
    ActChoice,
    ArticleText,
    CharterVersion,
    Level,
    acts_said,
    allows,
    applied,
    check,
    in_force,
    levels_open,
)
from desk.store import seed

MODEL = seed.charter(resources() / "seed")
TODAY = date(2026, 11, 24)
CHOICES = st.lists(
    st.builds(ActChoice, id=st.sampled_from([act.id for act in MODEL.acts]), level=st.sampled_from(Level)),
    max_size=8,
    unique_by=lambda one: one.id,
).map(tuple)


def version(**fields):
    return CharterVersion(**{"id": "v", **fields})


def test_the_model_has_sixteen_articles_acts_of_each_level_and_texts_with_dates():
    assert [article.number for article in MODEL.articles] == list(range(1, 17))
    assert {act.level for act in MODEL.acts} == set(Level)
    assert all(act.reason and act.reference for act in MODEL.acts)
    assert all(text.date and text.says for text in MODEL.texts)
    numbers = {article.number for article in MODEL.articles}
    assert all(text.quotes and all(set(one.charter) <= numbers for one in text.quotes) for text in MODEL.texts)


def test_the_plain_version_has_one_short_idea_a_line_and_no_sign_to_decipher():
    lines = [line for one in MODEL.plain for line in one.lines]

    assert all(len(line.split()) <= 14 for line in lines)
    assert not any(sign in line for line in lines for sign in "%&§;()")


@settings(max_examples=60, deadline=None)
@given(choices=CHOICES)
def test_no_choice_ever_goes_farther_than_the_model(choices):
    ruling = applied(MODEL, version(choices=choices))

    farthest = list(Level)
    for origin, act in zip(MODEL.acts, ruling.acts, strict=True):
        assert farthest.index(act.level) >= farthest.index(origin.level)
        assert act.level in levels_open(origin)


def test_what_would_loosen_the_model_is_refused_with_its_field():
    problems = check(version(choices=(ActChoice(id="pay", level=Level.DO),)), MODEL, TODAY)

    assert [(one.field, one.code) for one in problems] == [("choices", "charter-loosened")]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("hours", "x" * 201, "too-long"),
        ("speak_to", "mot de passe : azerty12", "secret-password"),
        ("speak_to", "Josette Martin", "person-named"),
        ("adopted_by", "M. Durand", "person-named"),
        ("prices", "4970 1000 0000 0154", "secret-card"),
    ],
)
def test_what_cannot_stand_in_a_charter_is_said(field, text, code):
    assert code in {one.code for one in check(version(**{field: text}), MODEL, TODAY)}


def test_an_adoption_in_the_future_is_said():
    assert [one.code for one in check(version(adopted_on=date(2027, 1, 1)), MODEL, TODAY)] == ["in-the-future"]


def test_the_last_adopted_version_rules_whatever_the_order_they_come_in():
    first = version(id="a", number=1, adopted_on=date(2025, 1, 1))
    second = version(id="b", number=2, adopted_on=date(2026, 3, 3))
    draft = version(id="c", number=3)
    gone = version(id="d", number=4, removed_on=date(2026, 5, 6))

    for order in permutations((first, second, draft, gone)):
        assert in_force(order) is second
    assert in_force((draft,)) is None


def test_an_article_in_other_words_replaces_the_model_s_and_an_empty_one_does_not():
    ruling = applied(
        MODEL, version(articles=(ArticleText(id="2", text="Tout le village."), ArticleText(id="3", text=" ")))
    )

    assert ruling.articles[1].text == "Tout le village."
    assert ruling.articles[2].text == MODEL.articles[2].text


def test_without_a_scanner_nobody_promises_to_scan():
    told = {act.id for act in acts_said(MODEL, Level.DO, ("computer", "printer", "internet"))}

    assert "scan" not in told
    assert "print" in told
    assert not allows(MODEL, "scan", ("computer",))
    assert allows(MODEL, "scan", ("computer", "scanner"))
