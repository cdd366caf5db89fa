"""From a file to sheets: every layout, the same file twice, a rehearsal, a cut, corrected columns."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desk.base.errors import Code, RefusedError
from desk.base.ids import id_from
from desk.base.words import words
from desk.domain.sheets import Fee, Reach, Sheet
from desk.exchange.imports import BATCH, bring_file, correct_columns, open_file, write_refused

SHARED = Path(__file__).parents[3] / "shared" / "data"
SAY = words("fr")

CSV = """Nom;Adresse;CP;Ville;Téléphone;Courriel;Horaires;Type de structure;Inconnue;Nom du contact
CCAS d'Ambronay;Place de l'Église;1500;AMBRONAY;04.74.00.00.00;ccas@ambronay.fr;lundi 9h-12h;CCAS;garde-moi;Mme Truc
France services Bourg;<b>3</b> rue Neuve;01000;Bourg en Bresse CEDEX;0474112233 / 0474112244;jean.dupont@orange.fr;sur rendez-vous;RFS;;
;x;01500;Ambronay;;;;;;
"""


def a_file(folder, text=CSV, name="liste.csv"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def bring(store, file, **options):
    return bring_file(
        store, open_file(store, file, options.pop("kind", "auto"), options.pop("said", None)), SAY, **options
    )


def named(store, name):
    return store.records.where(Sheet, "name = ?", (name,))[0]


def counts(report):
    return report.rows, report.created, report.updated, report.unchanged, report.suggestions, len(report.refused)


def test_any_table_becomes_sheets_cleaned_as_a_form_cleans_them(store, tmp_path):
    report = bring(store, a_file(tmp_path))

    assert counts(report) == (3, 2, 0, 0, 0, 1)
    sheet = named(store, "CCAS d'Ambronay")
    assert (sheet.phone, sheet.postcode, sheet.commune, sheet.insee) == ("04 74 00 00 00", "01500", "Ambronay", "01007")
    assert (sheet.opening_hours, sheet.relay_types, sheet.typologies) == ("Mo 09:00-12:00", ("ccas",), ("CCAS",))
    assert sheet.place is not None
    other = named(store, "France services Bourg")
    assert (other.address, other.phone) == ("3 rue Neuve", "04 74 11 22 33 / 04 74 11 22 44")
    assert other.relay_types == ("france-services",)


def test_a_row_without_a_name_is_refused_with_its_number_and_its_reason(store, tmp_path):
    report = bring(store, a_file(tmp_path))

    assert [(one.row, one.field, one.code) for one in report.refused] == [(4, "name", "required")]
    assert report.refused[0].message == "Remplissez cette ligne."
    write_refused(report, tmp_path / "refusees.csv")
    assert (tmp_path / "refusees.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("4;name;")


def test_unknown_columns_are_kept_as_written_and_persons_are_not(store, tmp_path):
    bring(store, a_file(tmp_path))
    kept = store.originals.of([named(store, "CCAS d'Ambronay").id, named(store, "France services Bourg").id])

    assert {one.row.get("Inconnue") for one in kept.values()} == {"garde-moi", None}
    told = json.dumps([one.row for one in kept.values()])
    assert "Truc" not in told
    assert "jean.dupont" not in told
    assert named(store, "France services Bourg").email == ""


def test_the_same_file_again_changes_nothing(store, tmp_path):
    bring(store, a_file(tmp_path))
    logged = store.records.log.count()

    assert counts(bring(store, a_file(tmp_path))) == (3, 0, 0, 2, 0, 1)
    assert store.records.log.count() == logged


def test_a_correction_made_here_is_not_overwritten(store, tmp_path):
    bring(store, a_file(tmp_path))
    store.records.put(replace(named(store, "CCAS d'Ambronay"), phone="04 74 99 99 99"))

    report = bring(store, a_file(tmp_path, CSV.replace("04.74.00.00.00", "04.74.55.55.55")))

    assert report.suggestions == 1
    assert named(store, "CCAS d'Ambronay").phone == "04 74 99 99 99"


def test_a_rehearsal_tells_the_same_and_changes_nothing(store, tmp_path):
    before = store.records.count(Sheet)

    assert counts(bring(store, a_file(tmp_path), rehearse=True)) == (3, 2, 0, 0, 0, 1)
    assert store.records.count(Sheet) == before
    assert not store.records.search_differs()


def test_stopping_keeps_whole_batches_and_the_same_file_goes_on(store, tmp_path):
    many = "Nom;CP;Ville\n" + "".join(f"Lieu {n};01500;Ambronay\n" for n in range(BATCH + 200))
    file = a_file(tmp_path, many)
    before = store.records.count(Sheet)

    stopped = bring(store, file, progress=lambda done: done < BATCH)
    assert (stopped.stopped, store.records.count(Sheet) - before) == (True, BATCH)

    assert counts(bring(store, file)) == (BATCH + 200, 200, 0, BATCH, 0, 0)


def test_a_column_corrected_once_is_understood_the_next_time(store, tmp_path):
    file = a_file(tmp_path, "Truc;Machin\nMairie;Ambronay\n")
    said = {"Truc": "name", "Machin": "commune"}
    correct_columns(store, open_file(store, file, said=said), said)

    assert open_file(store, file).fields == said


def test_a_table_in_which_nothing_names_a_place_is_refused(store, tmp_path):
    with pytest.raises(RefusedError) as refusal:
        open_file(store, a_file(tmp_path, "a;b\n1;2\n3;4\n"))

    assert refusal.value.code is Code.TABLE_WITHOUT_NAMES


MEDNUM = (
    "id,pivot,nom,commune,code_postal,adresse,services,frais_a_charge,modalites_acces,dispositif_programmes_nationaux,"
    "date_maj,source,horaires\n"
    "ab12,00000000000000,Espace numérique,Ambronay,01500,rue Haute,"
    "Accès internet et matériel informatique|Maîtrise des outils numériques du quotidien,Gratuit sous condition,"
    'Se présenter|Téléphoner,France Services,2026-02-03,hub,"Mo-Fr 09:00-12:00"\n'
)


def test_the_national_standard_is_understood(store, tmp_path):
    report = bring(store, a_file(tmp_path, MEDNUM))
    sheet = named(store, "Espace numérique")

    assert report.layout == "mednum"
    assert set(sheet.digital_services) == {"access", "everyday-skills"}
    assert (sheet.fee, sheet.reach, set(sheet.ways)) == (Fee.CONDITIONAL, Reach.WALK_IN, {"walk-in", "phone"})
    assert (sheet.siret, sheet.source, sheet.source_date) == ("", "hub", "2026-02-03")
    assert "france-services" in sheet.relay_types


def test_structures_and_their_services_make_one_sheet(store, tmp_path):
    value = {
        "structures": [
            {"id": "dora--1", "source": "dora", "nom": "Maison pour tous", "date_maj": "2026-01-05", "siret": None,
             "code_postal": "01500", "commune": "Ambronay", "code_insee": "01007", "reseaux_porteurs": ["points-justice"]},
        ],
        "services": [
            {"id": "dora--s1", "source": "dora", "structure_id": "dora--1", "nom": "Aide au courrier",
             "description": "Lire et écrire", "thematiques": ["numerique--acquerir-un-equipement"], "frais": "gratuit",
             "publics": ["seniors"], "date_maj": "2026-01-05", "contact_nom_prenom": "Jeanne Secret"},
        ],
    }  # fmt: skip
    report = bring(store, a_file(tmp_path, json.dumps(value), "di.json"))
    sheet = named(store, "Maison pour tous")

    assert report.layout == "data-inclusion"
    assert [(one.name, one.themes, one.fee) for one in sheet.services] == [
        ("Aide au courrier", ("numerique--acquerir-un-equipement",), "free")
    ]
    assert (sheet.fee, sheet.relay_types) == (Fee.FREE, ("point-justice",))
    assert "Secret" not in json.dumps(store.originals.of([sheet.id])[sheet.id].row)


def test_the_list_of_france_services_meets_the_sheets_that_came_with_the_program(store, tmp_path):
    text = (
        "id_fs,lib_fs,adresse,insee_com,code_postal,lib_com,latitude,longitude,mail,telephone,h_lundi,h_mardi,format_fs\n"
        "99901,France services Essai,rue Haute,01007,01500,Ambronay,46.0,5.36,fs@x.fr,04 74 00 00 00,"
        '"09:00 - 12:00 / 13:30 - 17:00",,Itinérante\n'
    )
    bring(store, a_file(tmp_path, text))
    sheet = store.records.one(Sheet, "fs-99901")

    assert sheet.opening_hours == "Mo 09:00-12:00,13:30-17:00"
    assert sheet.itinerant
    assert sheet.licence == "Licence Ouverte 2.0"


def test_an_hsds_package_is_understood(store, tmp_path):
    tables = {
        "organizations": "id,name,description,email,website\no1,Maison de quartier,Aide,a@b.fr,https://b.fr\n",
        "services": "id,organization_id,name,description,status\ns1,o1,Aide au courrier,Lire,active\n",
        "locations": "id,organization_id,name,latitude,longitude\nl1,o1,Maison,46.0,5.36\n",
        "addresses": "id,location_id,address_1,city,postal_code\na1,l1,rue Haute,Ambronay,01500\n",
        "phones": "id,organization_id,number\np1,o1,04 74 00 00 00\n",
        "schedules": 'id,location_id,freq,byday,opens_at,closes_at\nh1,l1,WEEKLY,"MO,TU",09:00,12:00\n',
        "contacts": "id,organization_id,name\nc1,o1,Jeanne Secret\n",
    }
    with zipfile.ZipFile(tmp_path / "hsds.zip", "w") as package:
        for name, text in tables.items():
            package.writestr(f"{name}.csv", text)
    report = bring(store, tmp_path / "hsds.zip")
    sheet = named(store, "Maison de quartier")

    assert report.layout == "hsds"
    assert (sheet.commune, sheet.phone, sheet.opening_hours) == ("Ambronay", "04 74 00 00 00", "Mo,Tu 09:00-12:00")
    assert [one.name for one in sheet.services] == ["Aide au courrier"]


def test_the_same_file_makes_the_same_sheets_on_every_desk(store, tmp_path):
    bring(store, a_file(tmp_path, MEDNUM))

    assert named(store, "Espace numérique").id == id_from("mednum:hub:ab12")


def test_every_real_file_comes_in_without_a_crash_and_again_without_a_change(store):
    if not SHARED.exists():
        pytest.skip("the real files are not here")
    for name in ("places-raw/gironde-2024-03.json.gz", "places-standard/v1.0-charente-2025-02.json.gz",
                 "places-raw/maine-et-loire-2023-05.json.gz", "hsds/hsds-3.0-exemples.zip"):  # fmt: skip
        first, again = bring(store, SHARED / name), bring(store, SHARED / name)
        assert first.created + first.updated + len(first.refused) == first.rows
        assert (again.created, again.updated, again.suggestions) == (0, 0, 0)
