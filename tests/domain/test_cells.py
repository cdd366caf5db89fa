from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.cells import clean_block, clean_cell, read_boolean, read_date, split_values, without_markup
from desk.domain.cleaned import says_nothing

KNOWN = {
    "surdité", "handicaps moteurs", "jeunes", "langues étrangères (anglais)", "familles et/ou enfants", "bibliothèque / médiathèque",
    "accès internet et matériel informatique", "aide aux démarches administratives", "gratuit, sauf atelier",
}  # fmt: skip


def known(text):
    return text.casefold() in KNOWN


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("True", True), ("oui", True), ("Oui", True), ("X", True), ("Ouiner", True), ("Oui, se renseigner", True), ("1", True),
        ("non", False), ("False", False), ("Non", False), ("0", False), ("Non accessible", False),
        ("-", None), ("", None), ("?", None), ("NR", None), ("non renseigné", None), ("peut-être", None), ("Néant", None),
    ],
)  # fmt: skip
def test_a_boolean_is_yes_no_or_not_told(text, answer):
    assert read_boolean(text) is answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-07-26", date(2022, 7, 26)),
        ("2020-01-01T00:00:00Z", date(2020, 1, 1)),
        ("2020/06/30 14:16:50.898", date(2020, 6, 30)),
        ("31/12/2020", date(2020, 12, 31)),
        ("09/12/2020 14:50:00", date(2020, 12, 9)),
        ("12/31/2020", date(2020, 12, 31)),
        ("05/08/16", date(2016, 8, 5)),
        ("Espace labellisé 01/01/2020", date(2020, 1, 1)),
        ("1er mars 2021", date(2021, 3, 1)),
        ("Mis à jour le 3 février 2022", date(2022, 2, 3)),
        ("20200131", date(2020, 1, 31)),
        ("44197", date(2021, 1, 1)),
        ("1639958400000", date(2021, 12, 20)),
        ("2016-08-05", date(2016, 8, 5)),
    ],
)
def test_a_date_is_read_however_it_is_written(text, day):
    assert (read_date(text).day, read_date(text).problem) == (day, "")


@pytest.mark.parametrize("text", ["01/01/1970", "1969-12-31", "1970-01-01T00:00:00", "0000-00-00", "", "-", "0"])
def test_a_program_s_zero_is_no_date_and_no_problem(text):
    assert (read_date(text).day, read_date(text).problem) == (None, "")


@pytest.mark.parametrize("text", ["09/0102023", "31/02/2020", "jamais", "du 01/01/2020 au 31/12/2020"])
def test_what_is_no_single_date_is_said(text):
    assert (read_date(text).day, read_date(text).problem) == (None, "date-unreadable")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Surdité|Handicaps moteurs", ("Surdité", "Handicaps moteurs")),
        ("Surdité;Handicaps moteurs; Surdité", ("Surdité", "Handicaps moteurs")),
        ("Surdité\nJeunes", ("Surdité", "Jeunes")),
        ('Surdité","Handicaps moteurs', ("Surdité", "Handicaps moteurs")),
        ('"Surdité","Jeunes"', ("Surdité", "Jeunes")),
        ("Surdité, Handicaps moteurs", ("Surdité", "Handicaps moteurs")),
        ("Surdité / Jeunes", ("Surdité", "Jeunes")),
        ("Surdité - Jeunes", ("Surdité", "Jeunes")),
        ("Surdité Handicaps moteurs Jeunes", ("Surdité", "Handicaps moteurs", "Jeunes")),
        ("Bibliothèque / Médiathèque", ("Bibliothèque / Médiathèque",)),
        ("Familles et/ou enfants", ("Familles et/ou enfants",)),
        ("Gratuit, sauf atelier", ("Gratuit, sauf atelier",)),
        ("Gratuit, sauf atelier, Jeunes", ("Gratuit, sauf atelier", "Jeunes")),
        ("Accueil, écoute et conseil", ("Accueil, écoute et conseil",)),
        ("Accès libre / Bureautique", ("Accès libre / Bureautique",)),
        ("{Lundi,Mardi}", ("Lundi", "Mardi")),
        ('["a","b"]', ("a", "b")),
        ("[cassé", ("cassé",)),
        ("<ul><li>Surdité</li><li>Jeunes</li></ul>", ("Surdité", "Jeunes")),
        ("", ()),
        ("-", ()),
        (" | ;", ()),
    ],
)
def test_values_are_told_apart_without_cutting_those_that_hold_commas(text, values):
    assert split_values(text, known) == values


def test_without_known_values_only_hard_separators_count():
    assert split_values("Surdité, Jeunes|Autre / chose") == ("Surdité, Jeunes", "Autre / chose")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("'+33 4 74", "+33 4 74"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'01000", "01000"),
        ("'t Hof", "'t Hof"),
        ("l’aide aux  démarches", "l'aide aux démarches"),
        ("<p>Bonjour &amp; merci</p>", "Bonjour & merci"),
        ("<ul><li>mardi 14H00</li><li>jeudi</li></ul>", "mardi 14H00 jeudi"),
        ("&eacute;t&eacute;&nbsp;2024", "été 2024"),
        ("<script>alert(1)</script>ok", "ok"),
        ("<i class='icon'></i> Imprimante", "Imprimante"),
        ("a < b & c", "a < b & c"),
        ("<b>gras", "gras"),
        ("<!-- rien -->x", "x"),
    ],
)
def test_a_cell_becomes_one_line_of_plain_text(text, plain):
    assert clean_cell(text) == plain


def test_a_block_keeps_its_paragraphs():
    assert clean_block("<p>Un &amp; deux</p><p></p><p>Trois</p>") == "Un & deux\nTrois"
    assert clean_block("Un<br />deux\r\n\r\ntrois") == "Un\ndeux\ntrois"


def test_a_huge_cell_is_cut_before_it_is_read():
    assert len(clean_cell("<p>" * 3_000_000)) <= 2000
    assert len(clean_cell("é" * 10_000_000)) == 2000
    assert len(split_values("a," * 1_000_000, known)) <= 1


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "--", "/", "@", "NC", "n/a", "N.R.", "Non renseigné", "null", "None", "aucune", "pas d'horaires"],
)
def test_what_people_write_for_nothing_is_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Oui", "Nantes", "pas de calais sur mer", "0", "Nancy", "Nadaillac"])
def test_what_says_something_is_something(text):
    assert not says_nothing(text)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    read_boolean(text)
    read_date(text)
    assert clean_cell(clean_cell(text)) is not None
    assert all(value.strip() for value in split_values(text, known))
    without_markup(text)
