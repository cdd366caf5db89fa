"""Sheets given out are valid in each standard, come back the same, and never hold what must stay."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker
from python_calamine import CalamineWorkbook

from desk.base.errors import Code, UnavailableError
from desk.base.words import words
from desk.domain.sheets import Fee, Sheet, SheetId
from desk.exchange.export.given import Choice
from desk.exchange.export.plain import harmless
from desk.exchange.exports import Format, export
from desk.exchange.imports import bring_file, open_file
from desk.store.changes import Author
from desk.work.own_sheet import own_sheet

SCHEMAS = Path(__file__).parent / "data" / "schemas"
SHARED = Path(__file__).parents[3] / "shared" / "data"
MEDNUM = json.loads((SCHEMAS / "standard-mediation-num-1.0.2.schema.json").read_text())


def a_sheet(**fields):
    given = {
        "id": SheetId("aaaaaaaaaaaa"), "name": "Espace numérique d'Ambronay", "relay_types": ("conseiller-numerique",),
        "typologies": ("EPN",), "labels": ("france-service",), "digital_services": ("access",), "ways": ("walk-in",),
        "audiences": ("seniors",), "special_care": ("illiteracy",), "support": ("individual",), "fee": Fee.CONDITIONAL,
        "address": "3 rue Haute", "postcode": "01500", "commune": "Ambronay", "insee": "01007", "latitude": 46.0,
        "longitude": 5.36, "phone": "04 74 00 00 00", "email": "accueil@ambronay.fr", "website": "https://ambronay.fr",
        "opening_hours": "Mo-Fr 09:00-12:00", "source": "Liste", "source_date": "2026-10-01", "siret": "21010007300014",
        "summary": "Ordinateurs et aide", "description": "Deux ordinateurs en accès libre.", **fields,
    }  # fmt: skip
    return Sheet(**given)


@pytest.fixture
def kept(store):
    store.records.put(a_sheet(), Author(initials="ML"))
    store.private.keep_note("sheet", "aaaaaaaaaaaa", "CANARI-NOTE", store.clock.now().date())
    return store


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_the_national_standard_is_written_with_its_header_and_its_values(kept, tmp_path):
    export(kept, Format.MEDNUM, tmp_path / "m.csv")
    row = next(row for row in rows_of(tmp_path / "m.csv") if row["id"] == "aaaaaaaaaaaa")

    assert list(row) == [field["name"] for field in MEDNUM["fields"]]
    assert (row["telephone"], row["services"]) == ("+33474000000", "Accès internet et matériel informatique")
    assert (row["frais_a_charge"], row["publics_specifiquement_adresses"]) == ("Gratuit sous condition", "Seniors")
    assert (row["dispositif_programmes_nationaux"], row["prise_en_charge_specifique"]) == (
        "France Services",
        "Illettrisme",
    )


def test_every_row_written_is_valid_by_the_official_schema(kept, tmp_path):
    kept.records.put(
        a_sheet(id=SheetId("bbbbbbbbbbbb"), phone="3949", siret="", postcode="1500", labels=("Label local",))
    )
    export(kept, Format.MEDNUM, tmp_path / "m.csv")

    for row in rows_of(tmp_path / "m.csv"):
        for field in MEDNUM["fields"]:
            limits = field.get("constraints", {})
            text = row[field["name"]]
            assert text or not limits.get("required"), (field["name"], row)
            if text and "pattern" in limits:
                assert re.fullmatch(limits["pattern"], text), (field["name"], text)


def test_a_place_that_cannot_be_valid_is_told_with_its_reason(kept, tmp_path):
    kept.records.put(a_sheet(id=SheetId("cccccccccccc"), name="Sans commune", commune="", postcode=""))
    report = export(kept, Format.MEDNUM, tmp_path / "m.csv")

    assert ("Sans commune", "code_postal", "required") in {(one.name, one.field, one.code) for one in report.left_out}
    assert "Sans commune" not in (tmp_path / "m.csv").read_text()


def test_data_inclusion_is_valid_by_its_schema(kept, tmp_path):
    export(kept, Format.DATA_INCLUSION, tmp_path / "di.json")
    value = json.loads((tmp_path / "di.json").read_text())

    for name, items in (("structure", value["structures"]), ("service", value["services"])):
        schema = json.loads((SCHEMAS / f"data-inclusion-1-{name}.json").read_text())
        check = Draft7Validator(schema, format_checker=FormatChecker())
        for one in items:
            assert [f"{error.json_path} {error.message}" for error in check.iter_errors(one)] == []
    assert {one["structure_id"] for one in value["services"]} <= {one["id"] for one in value["structures"]}


def structure_of(store, file):
    left_out = export(store, Format.DATA_INCLUSION, file).left_out
    structures = json.loads(file.read_text(encoding="utf-8"))["structures"]
    return next(one for one in structures if one["id"].endswith("aaaaaaaaaaaa")), {one.field for one in left_out}


@pytest.mark.parametrize("text", ["Rubrique contactez nous sur le site", "voir la page Facebook : Ambronay numérique"])
def test_a_sentence_where_an_address_is_wanted_goes_into_the_description_and_is_told(kept, tmp_path, text):
    kept.records.put(a_sheet(email=text, website=text))
    structure, told = structure_of(kept, tmp_path / "d.json")

    assert not structure.get("courriel")
    assert not structure.get("site_web")
    assert text in structure["description"]
    assert {"courriel", "site_web"} <= told


@pytest.mark.parametrize("text", ["Jeanne Martin jeanne.martin@orange.fr", "Mme Durand, sur rendez-vous"])
def test_what_may_name_somebody_where_an_address_is_wanted_goes_nowhere(kept, tmp_path, text):
    kept.records.put(a_sheet(email=text))
    structure, told = structure_of(kept, tmp_path / "d.json")

    assert "courriel" in told or "email" in told
    assert "Martin" not in json.dumps(structure)
    assert "Durand" not in json.dumps(structure)


def test_an_area_is_given_only_when_it_is_a_code_of_the_standard(kept, tmp_path):
    kept.records.put(a_sheet(area=("01", "01007", "200042935", "extent", "france", "99999999")))
    export(kept, Format.DATA_INCLUSION, tmp_path / "d.json")
    services = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["services"]
    (areas,) = [one["zone_eligibilite"] for one in services if one["structure_id"].endswith("aaaaaaaaaaaa")]

    assert set(areas) == {"01", "01007", "200042935", "france"}


def test_what_a_commune_has_in_brackets_is_left_to_its_code(kept, tmp_path):
    kept.records.put(a_sheet(commune="Château-Chinon (Ville)", insee="58062"))
    export(kept, Format.MEDNUM, tmp_path / "m.csv")

    row = next(row for row in rows_of(tmp_path / "m.csv") if row["id"] == "aaaaaaaaaaaa")
    assert (row["commune"], row["code_insee"]) == ("Château-Chinon", "58062")


def test_hsds_has_its_tables_and_always_the_same_bytes(kept, tmp_path):
    export(kept, Format.HSDS, tmp_path / "a.zip")
    export(kept, Format.HSDS, tmp_path / "b.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        described = json.loads(package.read("datapackage.json"))
        for resource in described["resources"]:
            header = package.read(resource["path"]).decode().splitlines()[0].split(",")
            assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("cell", ["=1+1", "+33474000000", "-2", "@x", "\tx", "＝1", "＠x"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell).startswith("'")


def test_a_workbook_holds_only_texts(kept, tmp_path):
    kept.records.put(a_sheet(id=SheetId("dddddddddddd"), name="=cmd|' /C calc'!A0"))
    export(kept, Format.XLSX, tmp_path / "x.xlsx")

    rows = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_index(0).to_python()
    assert "'=cmd|' /C calc'!A0" in {row[1] for row in rows}
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("form", Format)
def test_nothing_that_must_stay_leaves(kept, tmp_path, form):
    kept.records.put(replace(a_sheet(), verified_by="CANARI-ML", email="jeanne.canari@orange.fr"))
    export(kept, form, tmp_path / "out")

    content = (tmp_path / "out").read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    assert b"anari" not in content.lower().replace(b"CANARI", b"canari")


@pytest.mark.parametrize("form", Format)
def test_the_library_itself_is_part_of_it(kept, tmp_path, form):
    assert export(kept, form, tmp_path / "out").rows >= 2
    assert own_sheet(kept).typologies == ("BIB",)


@pytest.mark.parametrize("form", Format)
def test_what_goes_out_comes_back_the_same_sheet(kept, tmp_path, form, make_store):
    file = tmp_path / f"out.{'zip' if form is Format.HSDS else 'json' if form is Format.DATA_INCLUSION else form.value}"
    export(kept, form, file)
    other = make_store()
    bring_file(other, open_file(other, file), words("fr"))
    back = other.records.where(Sheet, "name = ?", ("Espace numérique d'Ambronay",))[0]

    for field in ("name", "commune", "insee", "postcode", "phone", "email", "opening_hours", "address"):
        assert getattr(back, field) == getattr(a_sheet(), field), field
    if form not in {Format.HSDS, Format.DATA_INCLUSION}:
        assert (back.digital_services, back.audiences, back.fee) == (("access",), ("seniors",), Fee.CONDITIONAL)


def test_a_real_file_in_out_and_in_again_is_the_same_rows(store, tmp_path, make_store):
    source = SHARED / "places-standard" / "v1.0-charente-2025-02.json.gz"
    if not source.exists():
        pytest.skip("the real files are not here")
    bring_file(store, open_file(store, source), words("fr"))
    export(store, Format.MEDNUM, tmp_path / "out.csv")

    report = bring_file(store, open_file(store, tmp_path / "out.csv"), words("fr"), rehearse=True)
    other = make_store()
    bring_file(other, open_file(other, tmp_path / "out.csv"), words("fr"))

    assert report.created <= 11
    assert report.suggestions == 0


def test_share_alike_lists_are_not_mixed_unless_asked(kept, tmp_path):
    kept.records.put(a_sheet(id=SheetId("eeeeeeeeeeee"), name="De Hinaura", licence="ODbL 1.0"))

    assert "De Hinaura" in {one.name for one in export(kept, Format.CSV, tmp_path / "a.csv").left_out}
    assert not export(kept, Format.CSV, tmp_path / "a.csv", Choice(share_alike=True)).left_out


def test_only_what_somebody_signed_here_leaves_when_asked(kept, tmp_path):
    assert export(kept, Format.CSV, tmp_path / "a.csv", Choice(mine=True)).rows == 2


def test_a_file_that_cannot_be_written_leaves_the_old_one_whole(kept, tmp_path):
    (tmp_path / "out" / "folder").mkdir(parents=True)
    with pytest.raises(UnavailableError) as refusal:
        export(kept, Format.CSV, tmp_path / "out" / "folder")

    assert refusal.value.code in {Code.DISK_FULL, Code.READ_ONLY}
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("form", "ending"), [(Format.DATA_INCLUSION, "json"), (Format.HSDS, "zip"), (Format.MEDNUM, "csv")]
)
def test_a_library_that_reads_its_own_file_back_gets_no_sheet_twice(store, tmp_path, form, ending):
    before = store.records.count(Sheet)
    file = tmp_path / f"fiches.{ending}"
    export(store, form, file)

    report = bring_file(store, open_file(store, file), words("fr"))

    assert (report.created, len(report.refused)) == (0, 0)
    assert store.records.count(Sheet) == before
