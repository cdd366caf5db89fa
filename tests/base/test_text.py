"""Folding for search and cleaning of what is typed or read."""

from hypothesis import given
from hypothesis import strategies as st

from desk.base.text import clean, clean_lines, fold

ANY = st.text(st.characters(), max_size=80)


def test_folding_forgets_case_accents_and_ligatures():
    assert fold("Cœur d’ÉTÉ à l'Haÿ") == "coeur d'ete a l'hay"


def test_cleaning_keeps_one_line_of_readable_signs():
    assert clean("  La\x00 Ru\u202eche\r\n\tde\u00a0lecture \ud800") == "La Ruche de lecture"


def test_cleaning_keeps_lines_where_they_are_wanted():
    assert clean_lines(" un \r\n\r\n deux\u2028trois ") == "un\n\ndeux\ntrois"


@given(ANY)
def test_what_is_cleaned_is_clean(text):
    once = clean(text, 40)

    assert len(once) <= 40
    assert once == clean(once, 40)
    once.encode("utf-8")


@given(ANY)
def test_what_is_folded_stays_folded(text):
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_cleaned_lines_are_clean(text):
    once = clean_lines(text, 60)

    assert len(once) <= 60
    assert once == clean_lines(once, 60)
