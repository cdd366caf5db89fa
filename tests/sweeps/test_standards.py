"""The vocabularies agree with one another, and with the published standards where these are beside the repository."""

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest

from desk.base.codec import from_json, to_plain
from desk.base.paths import resources
from desk.domain import relay_types
from desk.domain.sheets import Fee
from desk.domain.standards import Conversion, SheetValues, Standard, value_key
from desk.store import seed

SEEDS = resources() / "seed"
STANDARDS = SEEDS / "standards"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "schemas"
VALUES = seed.sheet_values(SEEDS)
MEDNUM = seed.standard(SEEDS, "mednum-1.0.2")
OLD_MEDNUM = seed.standard(SEEDS, "mednum-0.1")
DI = seed.standard(SEEDS, "data-inclusion-1")
OLD_DI = seed.standard(SEEDS, "data-inclusion-0")
FIELDS = tuple(VALUES.fields)
CONVERSIONS = {
    "mednum-0.1-to-1.0": (OLD_MEDNUM, MEDNUM),
    "data-inclusion-0-to-1": (OLD_DI, DI),
    "mednum-to-data-inclusion-1": (MEDNUM, DI),
}


def spellings(standard, name):
    return {one.value for one in standard.lists[name]}


def lost_keys(told, read):
    if isinstance(told, dict) and isinstance(read, dict):
        return [key for key in told if key not in read] + [
            one for key in told if key in read for one in lost_keys(told[key], read[key])
        ]
    if isinstance(told, list) and isinstance(read, list | tuple):
        return [one for pair in zip(told, read, strict=True) for one in lost_keys(*pair)]
    return []


@pytest.mark.parametrize(
    "file", [SEEDS / "sheet_values.json", *sorted(STANDARDS.glob("*.json"))], ids=lambda file: file.stem
)
def test_no_file_holds_a_key_that_nobody_reads(file):
    told = json.loads(file.read_text(encoding="utf-8"))
    converts = isinstance(told.get("values"), dict)
    shape = SheetValues if file.stem == "sheet_values" else Conversion if converts else Standard

    assert lost_keys(told, to_plain(from_json(file.read_bytes(), shape))) == []
    assert told["source"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", told["source_date"])


@pytest.mark.parametrize("field", FIELDS)
def test_no_spelling_means_two_values(field):
    meant: dict[str, str] = {}
    for value in VALUES.values(field):
        for spelling in (value.slug, value.fr, value.en, value.mednum, *value.di_v0, *value.aliases):
            if spelling:
                assert meant.setdefault(value_key(spelling), value.slug) == value.slug, (field, spelling)


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_on_screen_has_words_in_both_languages(field):
    for value in VALUES.values(field):
        assert value.fr.strip(), value.slug
        assert value.en.strip() or value.retired, value.slug
        assert "’" not in value.fr, value.slug


@pytest.mark.parametrize("field", [name for name in FIELDS if VALUES.fields[name].mednum])
def test_every_official_mednum_value_has_one_of_ours_and_no_other_spelling_is_written(field):
    columns = {value.mednum_field or VALUES.fields[field].mednum for value in VALUES.values(field)}
    official = set().union(*(spellings(MEDNUM, column) for column in columns))
    ours = [value for value in VALUES.values(field) if value.mednum]

    assert {value.mednum for value in ours} == official
    assert len({value.mednum for value in ours}) == len(ours)
    for value in ours:
        assert value.mednum in spellings(MEDNUM, value.mednum_field or VALUES.fields[field].mednum)


@pytest.mark.parametrize("field", [name for name in FIELDS if VALUES.fields[name].di_v1])
def test_what_we_write_in_data_inclusion_v1_is_in_its_lists(field):
    known = spellings(DI, VALUES.fields[field].di_v1)

    for value in VALUES.values(field):
        assert set(value.di_v1) <= known, value.slug


@pytest.mark.parametrize(
    ("field", "listed"),
    [("audiences", "publics"), ("kinds", "type"), ("modes", "modes_accueil"), ("mobilised_by", "mobilisable_par"),
     ("themes", "thematiques"), ("labels", "reseaux_porteurs")],
)  # fmt: skip
def test_the_slugs_of_data_inclusion_v1_are_ours_and_mean_themselves(field, listed):
    ours = {value.slug: value for value in VALUES.offered(field)}

    for slug in spellings(DI, listed):
        assert ours[slug].di_v1 == (slug,), slug


@pytest.mark.parametrize(
    ("fields", "listed"),
    [(("typologies",), "typologie"), (("labels",), "labels_nationaux"), (("themes",), "thematiques"), (("fee",), "frais"),
     (("kinds",), "types"), (("modes",), "modes_accueil"), (("ways",), "modes_orientation_beneficiaire"),
     (("desk_ways",), "modes_orientation_accompagnateur"), (("audiences", "special_care"), "profils")],
)  # fmt: skip
def test_every_old_data_inclusion_value_is_still_readable(fields, listed):
    for slug in spellings(OLD_DI, listed):
        assert any(VALUES.knows(field, slug) for field in fields), slug


@pytest.mark.parametrize(
    ("field", "listed"),
    [
        ("digital_services", "services"),
        ("fee", "conditions_acces"),
        ("support", "modalites_accompagnement"),
        ("labels", "labels_nationaux"),
    ],
)
def test_every_old_mednum_value_is_still_readable(field, listed):
    for text in spellings(OLD_MEDNUM, listed):
        assert VALUES.slug_of(field, text), text


def test_old_audiences_are_audiences_or_special_care():
    for text in spellings(OLD_MEDNUM, "publics_accueillis"):
        assert VALUES.knows("audiences", text) or VALUES.knows("special_care", text), text


@pytest.mark.parametrize("name", CONVERSIONS)
def test_a_conversion_starts_and_ends_in_the_lists_of_its_standards(name):
    source, target = CONVERSIONS[name]
    free = {"autres_formations_labels"}
    older = {"MDA", "OPF", "siae", "singa"}  # in the official table, no longer in the list of 0.27.0

    for column, values in seed.conversion(SEEDS, name).values.items():
        assert spellings(source, column) - values.keys() <= {"sinca"}, column
        assert values.keys() - spellings(source, column) <= older, column
        for targets in values.values():
            for one in targets:
                assert one.field in free or one.value in spellings(target, one.field), one


def test_a_conversion_of_ours_agrees_with_the_official_one():
    official = seed.conversion(SEEDS, "mednum-to-data-inclusion-1")
    for field in ("digital_services", "audiences", "special_care", "fee", "ways"):
        for value in VALUES.values(field):
            if value.mednum:
                targets = official.targets(VALUES.fields[field].mednum, value.mednum)
                assert value.di_v1 == tuple(one.value for one in targets), value.slug


def test_fees_and_needs_are_those_of_the_code():
    taxonomy = seed.taxonomy(SEEDS)

    assert {value.slug for value in VALUES.values("fee")} == set(Fee) - {Fee.UNKNOWN}
    assert set(VALUES.needs_by_theme) == set(taxonomy.families)
    assert {need for needs in VALUES.needs_by_service.values() for need in needs} <= set(taxonomy.families)
    assert set(VALUES.needs_by_service) <= {value.slug for value in VALUES.values("digital_services")}
    themes = {value.slug for value in VALUES.values("themes")}
    for marks in VALUES.needs_by_theme.values():
        for mark in marks:
            assert mark in themes or any(theme.startswith(mark) for theme in themes if mark.endswith("--")), mark


def test_relay_types_are_those_of_the_list_and_typologies_are_codes():
    taxonomy = seed.taxonomy(SEEDS)
    codes = spellings(MEDNUM, "typologie")

    assert set(relay_types._NAMES) | set(relay_types._LABELS.values()) <= set(taxonomy.relay_types)
    assert set(relay_types._LABELS) <= {value.slug for value in VALUES.values("labels")}
    assert {code for relay in taxonomy.relay_types.values() for code in relay.typologies} <= codes


@pytest.mark.parametrize("standard", [MEDNUM, OLD_MEDNUM, DI, OLD_DI], ids=["1.0.2", "0.1", "di-1", "di-0"])
def test_a_field_names_a_list_that_is_there(standard):
    for field in standard.fields:
        assert not field.list or field.list in standard.lists, field.name


# Beside the published files


@pytest.fixture(scope="module")
def published():
    if not SHARED.exists():
        pytest.skip("the published schemas are not beside this repository")
    return SHARED


def test_the_mednum_columns_are_those_of_the_schema_in_order(published):
    for name, standard in (("1.0.2", MEDNUM), ("0.1.1", OLD_MEDNUM)):
        schema = json.loads((published / f"standard-mediation-num-{name}.schema.json").read_text(encoding="utf-8"))
        assert [field["name"] for field in schema["fields"]] == [field.name for field in standard.fields]
        assert [bool(field.get("constraints", {}).get("required")) for field in schema["fields"]] == [
            field.required for field in standard.fields
        ]


def test_every_mednum_value_but_one_matches_the_whole_pattern_of_the_schema(published):
    """With `re.search` anything would do: the patterns have no beginning. One spelling is wrong in the schema itself."""
    refused = []
    for field in MEDNUM.fields:
        if field.list and "(?:^" in field.pattern:
            whole = re.compile(rf"(?:{field.pattern.rstrip('$')})")
            refused += [one.value for one in MEDNUM.lists[field.list] if not whole.fullmatch(one.value)]

    assert refused == ["Étapes numériques (La Poste)"]
    assert MEDNUM.spelling("frais_a_charge", "n'importe quoi|Payant") is None


def test_the_header_of_the_official_example_is_ours(published):
    with (published / "standard-mediation-num-1.0.2.exemple-valide.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))

    assert list(row) == [field.name for field in MEDNUM.fields]
    for field in MEDNUM.fields:
        for value in filter(None, row[field.name].split("|")) if field.list else ():
            assert MEDNUM.spelling(field.list, value) == value


@pytest.mark.parametrize(
    ("file", "standard", "listed"),
    [
        ("v1.0.8/schemas/v1/extra/thematiques.json", DI, "thematiques"),
        ("v1.0.8/schemas/v1/extra/reseaux-porteurs.json", DI, "reseaux_porteurs"),
        ("v1.0.8/schemas/v1/extra/publics.json", DI, "publics"),
        ("v1.0.8/schemas/v1/extra/types-de-services.json", DI, "type"),
        ("v0.27.0/schemas/v0/extra/thematiques.json", OLD_DI, "thematiques"),
        ("v0.27.0/schemas/v0/extra/typologies-de-structures.json", OLD_DI, "typologie"),
        ("v0.27.0/schemas/v0/extra/profils.json", OLD_DI, "profils"),
        ("v0.27.0/schemas/v0/extra/labels-nationaux.json", OLD_DI, "labels_nationaux"),
    ],
)
def test_data_inclusion_lists_are_those_published(published, file, standard, listed):
    with zipfile.ZipFile(published / "data-inclusion-schema.zip") as archive:
        values = {one["value"] for one in json.loads(archive.read(file))}

    assert spellings(standard, listed) == values


@pytest.mark.parametrize(("kind", "standard"), [("v1.0.8/schemas/v1", DI), ("v0.27.0/schemas/v0", OLD_DI)])
def test_data_inclusion_fields_are_those_published(published, kind, standard):
    with zipfile.ZipFile(published / "data-inclusion-schema.zip") as archive:
        for name in ("structure", "service"):
            schema = json.loads(archive.read(f"{kind}/{name}.json"))
            ours = {
                field.name.partition(".")[2]: field for field in standard.fields if field.name.startswith(f"{name}.")
            }
            assert ours.keys() == schema["properties"].keys()
            assert {key for key, field in ours.items() if field.required} == set(schema.get("required", ()))
