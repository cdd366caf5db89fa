from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.addresses import (
    AddressLine,
    FoundCommune,
    clean_commune,
    clean_insee,
    clean_postcode,
    commune_key,
    departements_of,
    find_commune,
    split_address,
)
from desk.domain.territory import Commune


def commune(insee, name, postcodes, attached_to="", departement=""):
    return Commune(
        insee=insee,
        name=name,
        postcodes=tuple(postcodes.split()),
        departement=departement or insee[:2],
        departement_name="",
        population=1000,
        place=None,
        attached_to=attached_to,
    )


@dataclass
class Finder:
    """A few communes, found as the reference finds all of them."""

    communes: list[Commune] = field(
        default_factory=lambda: [
            commune("01007", "Ambronay", "01500"),
            commune("01004", "Ambérieu-en-Bugey", "01500"),
            commune("02558", "Le Nouvion-en-Thiérache", "02170"),
            commune("12176", "Onet-le-Château", "12850 12000"),
            commune("49307", "Loire-Authion", "49140 49250 49630 49800"),
            commune("49002", "Andard", "", "49307"),
            commune("49005", "Angers", "49000 49100"),
            commune("72181", "Le Mans", "72000 72100"),
            commune("75056", "Paris", "75001 75014"),
            commune("75114", "Paris 14e Arrondissement", "75014", "75056"),
            commune("13055", "Marseille", "13001"),
            commune("13201", "Marseille 1er Arrondissement", "13001", "13055"),
            commune("76640", "Saint-Pierre-lès-Elbeuf", "76320"),
            commune("17300", "La Rochelle", "17000"),
            commune("70450", "La Rochelle", "70120"),
            commune("98818", "Nouméa", "98800", departement="988"),
            commune("63236", "Montfermy", "63230"),
            commune("14520", "Port-en-Bessin-Huppain", "14520"),
        ]
    )

    def communes_coded(self, insee):
        return tuple(one for one in self.communes if one.insee == insee)

    def communes_by_postcode(self, postcode):
        return tuple(one for one in self.communes if postcode in one.postcodes)

    def communes_named(self, key, departements=()):
        return tuple(
            one
            for one in self.communes
            if commune_key(one.name) == key and (not departements or one.departement in departements)
        )


@pytest.fixture
def find():
    finder = Finder()
    return lambda name, postcode="", insee="": find_commune(finder, name, postcode, insee)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("1000", "01000"), ("01000", "01000"), ("1000.0", "01000"), ("F-01000", "01000"), ("01 000", "01000"), ("98800", "98800"),
     ("8 rue de la Boétie - 33000 Bordeaux", "33000"), ("0", ""), ("", ""), ("-", "")],
)  # fmt: skip
def test_a_postcode_has_its_zero_back(text, postcode):
    assert (clean_postcode(text).value, clean_postcode(text).problem) == (postcode, "")


@pytest.mark.parametrize("text", ["Rue Robert Schuman", "2A004", "100", "33000 ou 33100"])
def test_what_is_no_postcode_stays(text):
    assert (clean_postcode(text).value, clean_postcode(text).problem) == (text, "postcode-unreadable")


@pytest.mark.parametrize(
    ("text", "code", "problem"),
    [
        ("1004", "01004", ""),
        ("6088.0", "06088", ""),
        ("2a004", "2A004", ""),
        ("98818", "98818", ""),
        ("", "", ""),
        ("100", "100", "insee-unreadable"),
        ("Bourg", "Bourg", "insee-unreadable"),
    ],
)
def test_the_code_of_a_commune_has_its_zero_back(text, code, problem):
    assert (clean_insee(text).value, clean_insee(text).problem) == (code, problem)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AMIENS CEDEX 1 BP 32615", "Amiens"),
        ("LE MANS CEDEX 02", "Le Mans"),
        ("PARIS 7 TSA10717", "Paris"),
        ("PARIS 14", "Paris"),
        ("LYON 9EME", "Lyon"),
        ("Marseille 1er arrondissement", "Marseille"),
        ("ANGOULEME 16024", "Angouleme"),
        ("ST PIERRE LES ELBEUF", "Saint Pierre les Elbeuf"),
        ("St-Étienne", "Saint-Étienne"),
        ("CASTELNAU MONTRATIER STE ALAUZIE", "Castelnau Montratier Sainte Alauzie"),
        ("CHALON S/ SAONE", "Chalon sur Saone"),
        ("Champigny-sur-Marne (94)", "Champigny-sur-Marne"),
        ("Ch╢teau-Thierry", "Château-Thierry"),
        ("L’Haÿ-les-Roses", "L'Haÿ-les-Roses"),
        ("SAINT-AUBIN-LÈS-ELBEUF", "Saint-Aubin-lès-Elbeuf"),
        ("Digne-les-Bains", "Digne-les-Bains"),
    ],
)
def test_a_commune_s_name_is_made_clean(text, name):
    assert clean_commune(text) == name
    assert clean_commune(name) == name


def test_two_spellings_of_one_commune_share_a_key():
    assert commune_key("ST-PIERRE LES ELBEUF CEDEX") == commune_key("Saint-Pierre-lès-Elbeuf")
    assert commune_key("Nouvion-en-Thiérache") == commune_key("LE NOUVION EN THIERACHE")
    assert commune_key("Le") == "le"


@pytest.mark.parametrize(
    ("told", "name", "insee"),
    [
        (("AMBRONAY", "01500"), "Ambronay", "01007"),
        (("Ambronay", "1500", "01007"), "Ambronay", "01007"),
        (("Nouvion-en-Thiérache", "02170"), "Le Nouvion-en-Thiérache", "02558"),
        (("ST PIERRE LES ELBEUF", "76320"), "Saint-Pierre-lès-Elbeuf", "76640"),
        (("LE MANS CEDEX 2", "72016"), "Le Mans", "72181"),
        (("PARIS 14", "75014"), "Paris", "75056"),
        (("Paris", "75014", "75114"), "Paris", "75056"),
        (("Marseille", "13001", "13201"), "Marseille", "13055"),
        (("0NET LE CHATEAU", "12850"), "Onet-le-Château", "12176"),
        (("Port-en-Bessin", "14520"), "Port-en-Bessin-Huppain", "14520"),
        (("", "02170"), "Le Nouvion-en-Thiérache", "02558"),
        (("", "", "01007"), "Ambronay", "01007"),
        (("Ambronay",), "Ambronay", "01007"),
        (("Le Bourg", "01500", "01007"), "Ambronay", "01007"),
        (("La Rochelle", "17000"), "La Rochelle", "17300"),
    ],
)
def test_name_postcode_and_code_tell_a_commune_together(find, told, name, insee):
    found = find(*told)

    assert (found.name, found.insee, found.former, found.problem) == (name, insee, "", "")
    assert found.commune.insee == insee


def test_a_former_commune_leads_to_that_of_today_and_its_name_is_kept(find):
    for told in (("ANDARD", "49800"), ("Andard", "49800", "49307"), ("Andard", "", "49002"), ("Andard",)):
        found = find(*told)

        assert (found.name, found.insee, found.former) == ("Loire-Authion", "49307", "Andard")
        assert found.problem == ""


def test_a_wrong_code_does_not_win_over_name_and_postcode(find):
    """A file of Nouvelle-Calédonie gives 63236, in Puy-de-Dôme."""
    found = find("Nouméa", "98800", "63236")

    assert (found.insee, found.problem) == ("98818", "commune-code")


def test_a_postcode_of_another_commune_is_said(find):
    found = find("Angers", "49800")

    assert (found.insee, found.problem) == ("49005", "commune-postcode")


@pytest.mark.parametrize(
    ("told", "kept", "problem"),
    [
        (("Ville inconnue", "01500"), "Ville inconnue", "commune-unknown"),
        (("VILLE INCONNUE CEDEX",), "Ville Inconnue", "commune-unknown"),
        (("La Rochelle",), "La Rochelle", "commune-ambiguous"),
        (("", "01500"), "", "commune-ambiguous"),
        (("", "99999"), "", "commune-unknown"),
        (("",), "", ""),
    ],
)
def test_what_tells_no_commune_stays_as_it_was_written(find, told, kept, problem):
    assert find(*told) == FoundCommune(name=kept, problem=problem)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("8 rue de la Boétie - 33000 Bordeaux", ("8 rue de la Boétie", "33000", "Bordeaux")),
        (
            "82 Rue des Martyrs de la Résistance, 33540 Sauveterre",
            ("82 Rue des Martyrs de la Résistance", "33540", "Sauveterre"),
        ),
        ("9 Avenue du Général de Gaulle 33500 Libourne", ("9 Avenue du Général de Gaulle", "33500", "Libourne")),
        ("4 avenue de Mercade - 33880 ST CAPRAIS", ("4 avenue de Mercade", "33880", "ST CAPRAIS")),
        ("3 rue X 86000 Ville", ("3 rue X", "86000", "Ville")),
        ("10 rue Y, 72016 LE MANS CEDEX 2, France", ("10 rue Y", "72016", "LE MANS CEDEX 2")),
        ("Rue des Fleurs, 69007 Lyon 7e", ("Rue des Fleurs", "69007", "Lyon 7e")),
        ("3 rue X, F-67000 Strasbourg", ("3 rue X", "67000", "Strasbourg")),
        ("1 place de l'Église, 01000", ("1 place de l'Église", "01000", "")),
        ("33000 Bordeaux", ("", "33000", "Bordeaux")),
        ("Le Bourg", ("Le Bourg", "", "")),
        ("Résidence 12345", ("Résidence 12345", "", "")),
        ("12 null rue de la Mairie", ("12 rue de la Mairie", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_line_of_address_is_taken_apart(text, line):
    street, postcode, name = line

    assert split_address(text) == AddressLine(street=street, postcode=postcode, commune=name)


def test_a_postcode_tells_where_to_look():
    assert departements_of("20200") == ("2A", "2B")
    assert departements_of("97133") == ("971", "977", "978")
    assert departements_of("98800") == ("988",)
    assert departements_of("01500") == ("01",)
    assert departements_of("") == ()


@given(st.text(max_size=60), st.text(max_size=6), st.text(max_size=6))
def test_any_text_is_read_without_a_fault(name, postcode, insee):
    find_commune(Finder(), name, postcode, insee)
    assert clean_commune(clean_commune(name)) is not None
    split_address(name)
