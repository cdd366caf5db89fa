"""« Ce que ce logiciel sait » tells the truth: every kind, every field, what is never kept."""

import pytest

from desk.base.words import words
from desk.domain.catalogue import KINDS, columns
from desk.store.backups import DAYS_KEPT, MONTHS_KEPT
from desk.store.private import UNMET_WORDS_DAYS
from desk.work.knows import kept, never_kept, page
from desk.work.knows_fields import field_words


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_every_kind_has_plain_words_and_no_other(kind, say):
    assert set(field_words(kind, say)) == set(columns(kind))
    assert all(field_words(kind, say).values())


def test_every_kind_is_told_with_its_reach_and_its_end(say):
    for one in kept(say):
        assert one.title
        assert one.purpose
        assert one.fields
        assert one.travels
        assert one.stays
    assert len(kept(say)) > len(KINDS)


def test_no_thing_is_told_twice(say):
    titles = [one.title for one in kept(say)]
    assert len(titles) == len(set(titles))
    assert all(len(one.fields) == len(set(one.fields)) for one in kept(say))


def test_the_page_says_how_long_as_the_program_really_does(say):
    text = page(say)
    assert f"Effacés après {UNMET_WORDS_DAYS} jours." in text
    assert f"pendant {DAYS_KEPT} jours, puis une par mois pendant {MONTHS_KEPT} mois" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_never_kept_comes_first(language):
    said = words(language)
    text = page(said)
    places = [text.index(one) for one in never_kept(said)]
    assert max(places) < min(text.index(f"## {one.title}") for one in kept(said))
