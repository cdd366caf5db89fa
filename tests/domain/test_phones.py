import csv
import gzip
import json
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.phones import clean_phone, from_e164, to_e164

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "shown", "e164"),
    [
        ("05 49 00 00 01", "05 49 00 00 01", "+33549000001"),
        ("02.47.49.01.20", "02 47 49 01 20", "+33247490120"),
        ("05-57-55-45-46", "05 57 55 45 46", "+33557554546"),
        ("02  37 50 15 49", "02 37 50 15 49", "+33237501549"),
        ("04/74/38/22/05", "04 74 38 22 05", "+33474382205"),
        ("0033 5 49 00 00 01", "05 49 00 00 01", "+33549000001"),
        ("+33 (0)5 49 00 00 01", "05 49 00 00 01", "+33549000001"),
        ("+330549000001", "05 49 00 00 01", "+33549000001"),
        ("33549000001", "05 49 00 00 01", "+33549000001"),
        ("+33 2 37 65 98 92", "02 37 65 98 92", "+33237659892"),
        ("646803329", "06 46 80 33 29", "+33646803329"),
        ("237641660.0", "02 37 64 16 60", "+33237641660"),
        ("05\u202f49\u00a000\u00a000\u00a001", "05 49 00 00 01", "+33549000001"),
        ("Tél. : 04 28 70 08  31", "04 28 70 08 31", "+33428700831"),
        ("0 809 36 12 12", "0 809 36 12 12", "+33809361212"),
        ("0800526272", "0 800 52 62 72", "+33800526272"),
        ("3949", "3949", ""),
        ("39 49", "3949", ""),
        ("3960", "3960", ""),
        ("36 31", "3631", ""),
        ("3230", "3230", ""),
        ("15", "15", ""),
        ("115", "115", ""),
        ("116 117", "116 117", ""),
        ("02 62 16 12 34", "02 62 16 12 34", "+262262161234"),
        ("+33262711515", "02 62 71 15 15", "+262262711515"),
        ("+33594341747", "05 94 34 17 47", "+594594341747"),
        ("+262 262 16 12 34", "02 62 16 12 34", "+262262161234"),
        ("06 39 12 34 56", "06 39 12 34 56", "+262639123456"),
        ("+269639123456", "06 39 12 34 56", "+262639123456"),
        ("05 90 12 34 56", "05 90 12 34 56", "+590590123456"),
        ("06 96 12 34 56", "06 96 12 34 56", "+596696123456"),
        ("+687205252", "+687 20 52 52", "+687205252"),
        ("+687 20.52.52", "+687 20 52 52", "+687205252"),
        ("+689 40 12 34 56", "+689 40 12 34 56", "+68940123456"),
        ("+508 41 23 45", "+508 41 23 45", "+508412345"),
        ("+41 22 345 67 89", "+41 22 345 67 89", "+41223456789"),
        ("00352 27 12 34", "+352 27 12 34", "+352271234"),
    ],
)
def test_a_number_is_shown_as_people_read_it_and_written_as_standards_want_it(text, shown, e164):
    cleaned = clean_phone(text)

    assert (cleaned.value, cleaned.problem, cleaned.also) == (shown, "", ())
    assert to_e164(shown) == e164
    assert not e164 or from_e164(e164) == shown


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("05 57 87 02 57 / 05 56 08 98 55", "05 57 87 02 57", ("05 56 08 98 55",)),
        ("06.66.37.24.32 ET 09.81.82.79.97", "06 66 37 24 32", ("09 81 82 79 97",)),
        ("05578702570556089855", "05 57 87 02 57", ("05 56 08 98 55",)),
        ("0557870257;0556089855|3949", "05 57 87 02 57", ("05 56 08 98 55", "3949")),
        ("0557870257\n0556089855", "05 57 87 02 57", ("05 56 08 98 55",)),
        ("0557870257 ou 05 57 87 02 57", "05 57 87 02 57", ()),
    ],
)
def test_numbers_glued_in_one_cell_are_told_apart(text, first, others):
    cleaned = clean_phone(text)

    assert (cleaned.value, cleaned.also, cleaned.problem) == (first, others, "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("04 74 00 00 01 (poste 12)", "04 74 00 00 01 (poste 12)"),
        ("0474000001 poste 123", "04 74 00 00 01 (poste 123)"),
        ("06 49 18 00 75 (SMS)", "06 49 18 00 75 (SMS)"),
        ("Sur RDV : 02.47.49.01.20", "02 47 49 01 20 (Sur RDV)"),
    ],
)
def test_the_words_beside_a_number_stay_beside_it_and_out_of_e164(text, shown):
    assert clean_phone(text).value == shown
    assert clean_phone(shown).value == shown
    assert to_e164(shown) == to_e164(shown.partition(" (")[0]) != ""


def test_a_fax_number_is_no_telephone_number():
    assert clean_phone("04 74 00 00 02 fax 04 74 00 00 01").value == "04 74 00 00 02"
    assert clean_phone("Fax : 04 74 00 00 01").problem == "phone-unreadable"


def test_a_person_named_beside_a_number_is_left_out():
    cleaned = clean_phone("Mme Untel 06 11 22 33 44")

    assert (cleaned.value, cleaned.problem) == ("06 11 22 33 44", "person-left-out")


@pytest.mark.parametrize("text", ["0000000000", "00 00 00 00 00", "+330000000000", "0100000000", "+33800000000"])
def test_filler_numbers_are_refused(text):
    assert (clean_phone(text).value, clean_phone(text).problem) == ("", "phone-filler")


@pytest.mark.parametrize("text", ["", " ", "-", "--", "@", "NR", "néant", "False"])
def test_what_says_nothing_is_nothing(text):
    assert clean_phone(text) == clean_phone("")
    assert clean_phone(text).value == ""


@pytest.mark.parametrize(
    "text", ["054088085", "04 74 00 00", "04 74 00 00 00 00", "Voir le site", "1", "+41 1", "12/34"]
)
def test_what_is_no_whole_number_stays_as_it_was_written(text):
    assert (clean_phone(text).value, clean_phone(text).problem) == (text, "phone-unreadable")
    assert to_e164(text) == ""
    assert from_e164(text) == text


def test_an_email_in_the_telephone_column_is_said():
    assert clean_phone("france-services.bourg@laposte.fr").problem == "phone-is-email"


def test_a_short_local_number_is_completed_where_the_territory_is_known():
    assert clean_phone("20.52.52", "988").value == "+687 20 52 52"
    assert clean_phone("41 12 34", "975").value == "+508 41 12 34"
    assert clean_phone("20.52.52", "01").problem == "phone-unreadable"


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_cleaning_twice_changes_nothing_and_e164_comes_back(number):
    shown = clean_phone(number)

    assert clean_phone(shown.value) == shown or shown.problem == "phone-filler"
    assert shown.problem == "phone-filler" or from_e164(to_e164(shown.value)) == shown.value


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    cleaned = clean_phone(text)

    assert clean_phone(cleaned.value).value == cleaned.value or cleaned.problem
    to_e164(text)


@pytest.fixture(scope="module")
def real():
    if not SHARED.exists():
        pytest.skip("the real files are not beside this repository")
    with gzip.open(SHARED / "france-services" / "liste-fs-20240801.csv.gz", "rt", encoding="utf-8-sig") as file:
        numbers = [row["telephone"] for row in csv.DictReader(file)]
    for name in ("gironde-2024-03", "hub-lo-centre-val-de-loire-2023-02", "maine-et-loire-2023-05"):
        with gzip.open(SHARED / "places-raw" / f"{name}.json.gz", "rt", encoding="utf-8") as file:
            numbers += [
                str(row.get(key, "")) for row in json.load(file) for key in ("Téléphone", "c_telephone", "NUM_TEL")
            ]
    return numbers


def test_every_real_number_but_two_is_read(real):
    problems = [text for text in set(real) if clean_phone(text).problem]

    assert len(set(real)) > 3000
    assert sorted(problems) == ["02 41 41 5 67", "054088085"]


def test_what_is_written_for_standards_is_valid_for_libphonenumber(real):
    refused = {
        number
        for number in {to_e164(clean_phone(text).value) for text in real} - {""}
        if not phonenumbers.is_valid_number(phonenumbers.parse(number))
    }

    assert refused == set()
