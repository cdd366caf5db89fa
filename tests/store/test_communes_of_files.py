"""The communes of real dirty files are found in the whole reference; the sizes of what stays are watched."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from desk.domain.addresses import clean_insee, clean_postcode, commune_key, find_commune

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FILES = {
    "places-standard/v0.1-consolidation-data-inclusion-2023-03": ("commune", "code_postal", "code_insee"),
    "places-standard/v1.0-nouvelle-caledonie-2025-02": ("commune", "code_postal", "code_insee"),
    "places-raw/hub-lo-centre-val-de-loire-2023-02": ("c_city", "c_postcode", ""),
    "places-raw/maine-et-loire-2023-05": ("COMMUNE", "CP", ""),
    "data-inclusion/v0-structures-normandie-numi-2023-04": ("commune", "code_postal", "code_insee"),
}


def test_communes_are_found_by_code_the_current_one_first(reference):
    both = reference.communes_coded("01015")

    assert [commune.name for commune in both] == ["Arboys en Bugey", "Arbignieu"]
    assert [bool(commune.attached_to) for commune in both] == [False, True]
    assert reference.communes_coded("99999") == ()


def test_communes_are_found_by_postcode_the_most_peopled_first(reference):
    found = reference.communes_by_postcode("01500")

    assert found[0].name == "Ambérieu-en-Bugey"
    assert "Ambronay" in {commune.name for commune in found}
    assert {commune.insee for commune in reference.communes_by_postcode("75014")} == {"75056", "75114"}


def test_communes_are_found_by_their_key_in_some_departements_or_all(reference):
    assert len(reference.communes_named(commune_key("Saint-Denis"))) > 2
    assert [one.insee for one in reference.communes_named("saint denis", ("974",))] == ["97411"]
    assert reference.communes_named("andard")[0].attached_to == "49307"


@pytest.mark.parametrize(
    ("told", "insee", "former"),
    [
        (("Nouvion-en-Thiérache", "02170"), "02558", ""),
        (("ANDARD", "49800"), "49307", "Andard"),
        (("Beaupréau", "49600"), "49023", "Beaupréau"),
        (("0NET LE CHATEAU", "12850"), "12176", ""),
        (("LE MANS CEDEX 2", "72016"), "72181", ""),
        (("Arbignieu", "01300", "01015"), "01015", "Arbignieu"),
        (("LYON 9EME", "69009"), "69123", ""),
        (("Port-en-Bessin", "14520"), "14515", ""),
    ],
)
def test_real_spellings_lead_to_the_commune_of_today(reference, told, insee, former):
    found = find_commune(reference, *told)

    assert (found.insee, found.former, found.problem) == (insee, former, "")


def test_a_code_that_is_no_commune_s_does_not_stop_the_name(reference):
    """The list of libraries holds one: 69505."""
    assert reference.communes_coded("69505") == ()
    assert find_commune(reference, "Villeurbanne", "69100", "69505").insee == "69266"


def test_ninety_nine_communes_in_a_hundred_of_real_files_are_found(reference):
    if not SHARED.exists():
        pytest.skip("the real files are not beside this repository")
    problems: Counter[str] = Counter()
    for name, (commune, postcode, insee) in FILES.items():
        for row in json.loads(gzip.decompress((SHARED / f"{name}.json.gz").read_bytes())):
            told = [str(row.get(key, "")) for key in (commune, postcode, insee)]
            found = find_commune(reference, told[0], clean_postcode(told[1]).value, clean_insee(told[2]).value)
            problems[found.problem] += 1

    assert problems[""] > 5250
    assert problems["commune-unknown"] <= 8
    assert problems["commune-ambiguous"] == 0
    assert sum(problems.values()) - problems[""] < 40
