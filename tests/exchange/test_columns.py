"""The columns of any table of the field are recognised by their names and by what stands in them."""

from itertools import islice
from pathlib import Path

import pytest

from desk.base.paths import resources
from desk.exchange.columns import ColumnNames, guess_columns
from desk.exchange.files import read_package
from desk.exchange.layouts import Layout, recognise

SHARED = Path(__file__).parents[3] / "shared" / "data"
COMMUNES = {"blacy", "vitry-le-françois", "ambronay"}


@pytest.fixture(scope="module")
def names():
    return ColumnNames(resources() / "seed")


def guessed(names, columns, *rows):
    found = guess_columns(columns, rows or [[""] * len(columns)], names, lambda text: text.lower() in COMMUNES)
    return {columns[place]: guess.field for place, guess in found.items()}


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Nom de la structure", "name"), ("NOM_STRUCTURE", "name"), ("lib_fs", "name"), ("Raison sociale", "parent"),
        ("Code Postal *", "postcode"), ("CP", "postcode"), ("c_postcode", "postcode"), ("Ville", "commune"),
        ("N° de téléphone", "phone"), ("Tél.", "phone"), ("contact_telephone", "phone"), ("telephonne", "phone"),
        ("Adresse e-mail", "email"), ("MAIL_STRUC", "email"), ("Site Internet", "website"), ("Lundi", "hours.mo"),
        ("h_samedi", "hours.sa"), ("Horaires d'ouverture", "hours_text"), ("Dernière MAJ", "source_date"),
        ("Public cible", "audiences"), ("Tarifs", "fee"), ("accès PMR", "wheelchair"), ("Complément d'adresse", "address_extra"),
        ("Code INSEE", "insee"), ("SIRET", "siret"), ("Nom du référent", "contact_person"), ("mediateurs", "contact_person"),
        ("Département", "ignored"), ("Prise de RDV", "booking_url"), ("Type de structure", "typologies"),
    ],
)  # fmt: skip
def test_a_name_of_the_field_means_its_field(names, column, field):
    assert guessed(names, [column]) == {column: field}


def test_columns_without_a_known_name_are_known_by_what_they_hold(names):
    columns = ["A", "B", "C", "D", "E", "F", "G", "H"]
    rows = [
        ["Mairie", "51300", "Blacy", "03 26 74 00 00", "mairie@blacy.fr", "https://blacy.fr", "Mo-Fr 09:00-12:00", "12 rue Haute"],
        ["CCAS", "51300", "Vitry-le-François", "03 26 74 11 11", "ccas@vitry.fr", "www.vitry.fr", "Tu 14:00-17:00", "3 place d'Armes"],
        ["Caf", "01500", "Ambronay", "04 74 00 00 00", "caf@caf.fr", "http://caf.fr", "Mo 09:00-12:00", "1 avenue du Bois"],
    ]  # fmt: skip

    assert guessed(names, columns, *rows) == {
        "A": "name", "B": "postcode", "C": "commune", "D": "phone", "E": "email", "F": "website", "G": "opening_hours",
        "H": "address",
    }  # fmt: skip


def test_axes_that_were_swapped_are_put_right(names):
    assert guessed(names, ["nom", "Coord. X", "Coord. Y"], ["a", "44.83", "-0.58"]) == {
        "nom": "name", "Coord. X": "latitude", "Coord. Y": "longitude",
    }  # fmt: skip


def test_metres_are_not_degrees(names):
    assert guessed(names, ["nom", "x", "y"], ["a", "475198,12", "6692424,5"]) == {"nom": "name", "x": "x", "y": "y"}


def test_a_name_that_the_cells_deny_is_not_believed(names):
    assert "phone" not in guessed(names, ["nom", "téléphone"], ["a", "oui"], ["b", "non"]).values()


def test_one_field_is_told_by_one_column(names):
    found = guessed(names, ["nom", "nom du lieu", "cp"], ["Mairie", "", "51300"], ["CCAS", "", "51300"])

    assert list(found.values()).count("name") == 1
    assert found["nom"] == "name"


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        ("id,pivot,nom,commune,services\n1,0,a,b,c\n", Layout.MEDNUM),
        ("id_fs,lib_fs,insee_com\n1,a,01007\n", Layout.FRANCE_SERVICES),
        ("nom,h_lundi,h_mardi,format_fs\na,09:00 - 12:00,,Fixe\n", Layout.FRANCE_SERVICES),
        ("id,nom,reseaux_porteurs,date_maj\na,b,c,2026-01-01\n", Layout.DATA_INCLUSION),
        ("id,structure_id,nom,thematiques\na,b,c,d\n", Layout.DATA_INCLUSION),
        ("nom,ville\na,b\n", Layout.CSV),
    ],
)
def test_a_layout_is_told_by_its_columns(tmp_path, content, layout):
    (tmp_path / "x.csv").write_text(content)

    assert recognise(read_package(tmp_path / "x.csv")) is layout


USEFUL = {
    "places-raw/gironde-2024-03.json.gz": {
        "Lieu": "name", "Type Structure": "typologies", "Commune": "commune", "Adresse postale": "full_address",
        "Email": "email", "Description": "description", "Site internet": "website", "Téléphone": "phone",
        "Coord. X": "latitude", "Coord. Y": "longitude", "services": "digital_services", "Dernière MAJ": "source_date",
    },
    "places-raw/maine-et-loire-2023-05.json.gz": {
        "ID_LieuMed": "id", "NOM_STRUCTURE": "name", "SS_CAT": "typologies", "N°": "address", "ADRESSE": "address",
        "CP": "postcode", "COMMUNE": "commune", "NUM_TEL": "phone", "SITE_WEB": "website", "MAIL_STRUC": "email",
        "x": "x", "y": "y", "DAT_MaJ": "source_date", "COMP_ADRESSE": "address_extra",
    },
    "places-raw/hub-lo-centre-val-de-loire-2023-02.json.gz": {
        "gid": "id", "c_nom": "name", "c_adresse": "address", "c_postcode": "postcode", "c_city": "commune",
        "c_telephone": "phone", "c_courriel": "email", "c_site_web": "website", "c_lat_coor1": "latitude",
        "c_long_coor1": "longitude", "c_horaire_ouverture": "hours_text", "c_jours_semaine": "days",
        "c_acces_pmr": "wheelchair", "c__edit_datemaj": "source_date", "c_siren_site": "siret",
    },
    "places-raw/region-sud-paca-2022-cp1252.csv.gz": {
        "nom": "name", "structure_porteuse": "parent", "description": "description", "siret": "siret",
        "type_lieu": "typologies", "adresse_rue": "address", "adresse_code_postal": "postcode",
        "adresse_code_insee": "insee", "adresse_commune": "commune", "latitude": "latitude", "longitude": "longitude",
        "contact_telephone": "phone", "contact_email": "email", "contact_web": "website",
        "horaires_ouverture_brut": "hours_text", "public_cible": "audiences", "tarifs": "fee", "labels": "labels",
        "services": "digital_services", "modalites_acces": "ways",
    },
    "places-raw/aidants-connect-structures-2023-07.json.gz": {
        "Data pass ID": "id", "Name": "name", "SIRET": "siret", "Adresse": "address", "Code postal": "postcode",
        "date_maj": "source_date",
    },
    "libraries/adresses-bibliotheques-publiques-2024-08.csv.gz": {
        "code_bib": "id", "nom_de_l_etablissement": "name", "adresse": "address", "cp": "postcode", "ville": "commune",
        "code_insee_commune": "insee", "longitude": "longitude", "latitude": "latitude",
    },
}  # fmt: skip
"""The useful columns of real tables of no standard, labelled by hand."""


def test_at_least_95_in_100_useful_columns_of_the_real_tables_are_recognised(names):
    if not SHARED.exists():
        pytest.skip("the real files are not here")
    right = wanted = 0
    for name, truth in USEFUL.items():
        table = read_package(SHARED / name).tables[""]
        found = guess_columns(table.columns, [cells for _, cells in islice(table.rows(), 200)], names)
        told = {table.columns[place]: guess.field for place, guess in found.items()}
        right += sum(told.get(column) == field for column, field in truth.items())
        wanted += len(truth)

    assert right / wanted >= 0.95
