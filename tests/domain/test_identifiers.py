import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.identifiers import Pivot, clean_rna, clean_siret, pivot_of, read_pivot, siren_of


@pytest.mark.parametrize(
    ("text", "siret"),
    [
        ("22740001700074", "22740001700074"),
        ("22\u202f740\u202f001\u202f700\u202f074", "22740001700074"),
        ("227 400 017 00074", "22740001700074"),
        ("22740001700074.0", "22740001700074"),
        ("35600000000048", "35600000000048"),
        ("35600000049837", "35600000049837"),
        ("5720784000013", "05720784000013"),
    ],
)
def test_a_siret_is_its_fourteen_digits(text, siret):
    assert clean_siret(text).value.zfill(14) == siret
    assert clean_siret(siret).value == siret


def test_la_poste_is_not_refused_by_luhn():
    """Its establishments are only held to a sum of digits that is a multiple of five (INSEE)."""
    assert clean_siret("35600000049837").problem == ""
    assert clean_siret("35600000049838").problem == "siret-check"


@pytest.mark.parametrize("text", ["00000000000000", "0", "1", "00000000100000", "", " ", "-", "NR"])
def test_fillers_are_nothing(text):
    assert (clean_siret(text).value, clean_siret(text).problem) == ("", "")
    assert read_pivot(text) == Pivot()


@pytest.mark.parametrize("text", ["79200000000000", "33958100000000", "7,92E+13", "3.39581E+13"])
def test_a_siret_that_a_spreadsheet_rounded_is_left_out(text):
    assert (clean_siret(text).value, clean_siret(text).problem) == ("", "siret-rounded")


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("356000000", "356000000", "siret-is-siren"),
        ("227 400 017", "227400017", "siret-is-siren"),
        ("22740001700075", "22740001700075", "siret-check"),
        ("120\u202f004\u202f161\u202f400\u202f013", "120 004 161 400 013", "siret-length"),
        ("CAMARET-SUR-AIGUES", "CAMARET-SUR-AIGUES", "siret-length"),
    ],
)
def test_what_is_doubtful_stays_and_is_said(text, value, problem):
    assert (clean_siret(text).value, clean_siret(text).problem) == (value, problem)


def test_an_association_has_its_own_number():
    assert clean_rna("w 751 234 567").value == "W751234567"
    assert clean_rna("W9N1234567").problem == ""
    assert clean_rna("751234567").problem == "rna-unreadable"
    assert clean_rna("-").value == ""


@pytest.mark.parametrize(
    ("text", "pivot"),
    [
        ("22740001700074", Pivot(siret="22740001700074")),
        ("W751234567", Pivot(rna="W751234567")),
        ("0123456001", Pivot(other="0123456001")),
        ("79200000000000", Pivot(problem="siret-rounded")),
    ],
)
def test_a_pivot_is_a_siret_an_rna_number_or_another(text, pivot):
    assert read_pivot(text) == pivot


def test_a_pivot_is_written_from_the_siret_first():
    assert pivot_of("22740001700074", "W751234567") == "22740001700074"
    assert pivot_of("227400017", "W751234567") == "W751234567"
    assert pivot_of("", "") == ""


def test_the_siren_is_what_establishments_share():
    assert siren_of("22740001700074") == siren_of("227400017") == "227400017"
    assert siren_of("1") == ""


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fault(text):
    assert clean_siret(clean_siret(text).value).value == clean_siret(text).value
    read_pivot(text)
