"""Names of places and of organisations are let through; what names somebody, or gives their number, is noticed."""

import pytest

from desk.base.paths import resources
from desk.domain.fields import no_mobile, no_phone
from desk.domain.persons import asks_for_somebody, is_of_a_person
from desk.store.reference import read_csv

PLACES = (
    "Marie-Curie : permanence",
    "Permanence Simone Veil",
    "Simone Veil",
    "Saint-Jean",
    "Sainte-Marie-aux-Mines",
    "France services Jean Moulin",
    "France services de Montpellier - Joseph Ricome",
    "Espace Simone-Veil",
    "Maison Louise-Michel",
    "Maison Pierre et Marie Curie",
    "Association Jeanne d'Arc",
    "Association des amis de Camille",
    "Proposé par la médiathèque Jean-Prévost",
    "JEAN JAURÈS",
    "Antoine de Saint-Exupéry",
    "La Roche-Bernard",
    "Mont-Louis",
    "Pierre-Bénite",
    "Permanence à Melle",
    "Bourg-Madame",
    "M.J.C. de Belley",
    "Conseil départemental de l'Aude",
    "Marché de Noël",
    "Taille de pierre",
    "Écrire en langue claire",
    "Permanence des impôts",
)
SOMEBODY = (
    "Mme Dupont",
    "M. Durand",
    "Madame la conseillère",
    "Josette Martin",
    "josette martin",
    "Jean-Pierre Martin",
    "Simone",
    "Pierre",
    "Pierre Dupont",
    "chez Marie",
    "Chez la Marie",
    "avec Camille",
    "Permanence de Josette",
    "Atelier de Josette Martin",
    "Les tricots de Josette",
    "Conseiller numérique : Josette Martin",
    "Mairie, Josette Martin",
    "Josette Martin, mairie de Belley",
    "Salle Jean-Moulin avec Josette",
    "France services : demander Josette",
)


@pytest.mark.parametrize("text", PLACES)
def test_the_name_of_a_place_is_no_person(text):
    assert not is_of_a_person(text)


@pytest.mark.parametrize("text", SOMEBODY)
def test_what_names_somebody_is_noticed(text):
    assert is_of_a_person(text)


def test_no_france_services_of_the_list_is_taken_for_somebody():
    names = {row["lib_fs"] for row in read_csv(resources() / "seed" / "liste-fs-20240801.csv.gz")}

    assert len(names) > 2_000
    assert [name for name in names if is_of_a_person(name)] == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Sur rendez-vous, demander Josette à l'accueil.", True),
        ("Animé par Camille.", True),
        ("Organisé par la Maison Louise-Michel, avec vos papiers.", False),
        ("Rue Jean-Moulin, derrière l'école Jules-Ferry.", False),
    ],
)
def test_a_long_text_is_read_for_whom_one_asks_for(text, asks):
    assert asks_for_somebody(text) is asks


@pytest.mark.parametrize(
    ("text", "any_number", "mobile"),
    [
        ("Permanence 06 12 34 56 78", True, True),
        ("+33 (0)7 12 34 56 78", True, True),
        ("sur rendez-vous au 04 74 38 10 74", True, False),
        ("salle 12, le 24/11/2026 à 14 h", False, False),
        ("2026-11-24", False, False),
    ],
)
def test_a_telephone_number_is_noticed_and_an_office_s_is_told_apart(text, any_number, mobile):
    assert bool(no_phone("title", text)) is any_number
    assert bool(no_mobile("details", text)) is mobile
