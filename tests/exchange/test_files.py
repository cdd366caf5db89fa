"""Any file of the field becomes a table; a hostile one is refused with a sentence, and nothing is written."""

import gzip
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from desk.base.errors import Code, RefusedError
from desk.base.words import words
from desk.exchange import files, tables, text_tables
from desk.exchange.files import read_package
from desk.work import sentences

SHARED = Path(__file__).parents[3] / "shared" / "data"


def a_file(folder, content, name="liste.csv"):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(file):
    table = next(iter(read_package(file).tables.values()))
    return list(table.columns), [cells for _, cells in table.rows()], table


def a_book(rows):
    content = io.BytesIO()
    book = Workbook(content)
    page = book.add_worksheet()
    for place, row in enumerate(rows):
        page.write_row(place, 0, row)
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        ("nom,ville\nMairie,Évreux\n".encode(), "utf-8", ","),
        (b"\xef\xbb\xbf" + "nom;ville\nMairie;Évreux\n".encode(), "utf-8-sig", ";"),
        ("nom;ville\r\nMairie;Évreux\r\n".encode("cp1252"), "cp1252", ";"),
        ("nom\tville\nMairie\tÉvreux\n".encode("utf-16"), "utf-16", "\t"),
        ("nom|ville\nMairie|Évreux\n".encode(), "utf-8", "|"),
        ("nom;ville\nMairie;Ã‰vreux\n".encode(), "utf-8", ";"),
        (b"nom;ville\nMairie;<c9>vreux\n", "utf-8", ";"),
    ],
    ids=["utf-8", "mark", "windows", "utf-16", "pipe", "mojibake", "escapes"],
)  # fmt: skip
def test_every_encoding_and_separator_gives_the_same_table(tmp_path, content, encoding, separator):
    columns, rows, table = read(a_file(tmp_path, content))

    assert (columns, rows) == (["nom", "ville"], [["Mairie", "Évreux"]])
    assert (table.encoding, table.separator) == (encoding, separator)


def test_a_title_above_the_header_is_passed_over(tmp_path):
    columns, rows, _ = read(a_file(tmp_path, "Liste des lieux 2026;;\n;;\nNom;Ville;CP\nMairie;Blacy;51300\n"))

    assert (columns, rows) == (["Nom", "Ville", "CP"], [["Mairie", "Blacy", "51300"]])


def test_columns_alike_or_without_a_name_are_told_apart(tmp_path):
    columns, _, _ = read(a_file(tmp_path, "nom,,nom *,nom\na,b,c,d\n"))

    assert columns == ["nom", "colonne 2", "nom *", "nom (2)"]


def test_a_row_too_short_is_filled_and_one_too_long_loses_nothing(tmp_path):
    _, rows, _ = read(a_file(tmp_path, "a,b,c\n1\n1,2,3,4,5\n"))

    assert rows == [["1", "", ""], ["1", "2", "3 4 5"]]


def test_rows_carry_their_line_in_the_file(tmp_path):
    table = read(a_file(tmp_path, 'nom,texte\na,"deux\nlignes"\nb,x\n'))[2]

    assert [number for number, _ in table.rows()] == [3, 4]


def test_a_workbook_is_read_with_whole_numbers_and_days(tmp_path):
    columns, rows, table = read(a_file(tmp_path, a_book([["nom", "cp"], ["Mairie", 1000]]), "liste.xlsx"))

    assert (columns, rows, table.format) == (["nom", "cp"], [["Mairie", "1000"]], "xlsx")


@pytest.mark.parametrize(
    "value",
    [
        [{"nom": "Mairie", "tel": 4}],
        {"data": [{"nom": "Mairie", "tel": 4}]},
        {"features": [{"properties": {"nom": "Mairie", "tel": "4"}, "geometry": None}]},
    ],
    ids=["list", "page", "geojson"],
)
def test_json_of_several_shapes_is_one_table(tmp_path, value):
    columns, rows, _ = read(a_file(tmp_path, json.dumps(value), "liste.json"))

    assert (columns, rows) == (["nom", "tel"], [["Mairie", "4"]])


def test_one_object_a_line_is_a_table(tmp_path):
    assert read(a_file(tmp_path, '{"nom": "a"}\n{"nom": "b"}\n', "l.ndjson"))[1] == [["a"], ["b"]]


def test_a_compressed_file_is_read_through(tmp_path):
    assert read(a_file(tmp_path, gzip.compress(b"nom,ville\nMairie,Blacy\n"), "l.csv.gz"))[1] == [["Mairie", "Blacy"]]


def test_a_zip_of_several_tables_is_a_package(tmp_path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as package:
        package.writestr("organizations.csv", "id,name\n1,Mairie\n")
        package.writestr("services.csv", "id,name\n2,Accueil\n")

    assert set(read_package(tmp_path / "p.zip").tables) == {"organizations", "services"}


# files that mean harm, or are no table


def refused(file):
    with pytest.raises(RefusedError) as refusal:
        for table in read_package(file).tables.values():
            for _ in table.rows():
                pass
    assert sentences.of_error(refusal.value, words("fr"))
    return refusal.value.code


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")

    assert {refused(tmp_path / name) for name in ("none.csv", "loop", "pipe", "\ud800")} == {Code.TABLE_MISSING}
    assert refused(tmp_path) is Code.TABLE_MISSING


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"[]"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert refused(a_file(tmp_path, content)) is Code.TABLE_EMPTY


def test_a_picture_called_csv_is_refused(tmp_path):
    assert refused(a_file(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)) is Code.TABLE_UNREADABLE


def test_a_file_larger_than_any_list_is_refused_without_being_read(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2 << 30)

    assert refused(tmp_path / "huge.csv") is Code.TABLE_TOO_LARGE


def test_a_cell_without_end_is_refused_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(text_tables, "MOST_SIGNS", 10_000)
    file = a_file(tmp_path, b'nom,ville\n"' + b"x" * 10_000_000)

    tracemalloc.start()
    code = refused(file)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert code is Code.TABLE_TOO_LARGE
    assert most < 8_000_000


def test_a_header_of_countless_columns_is_refused(tmp_path):
    assert refused(a_file(tmp_path, ",".join(f"c{n}" for n in range(5000)) + "\n1\n")) is Code.TABLE_TOO_LARGE


def test_a_bomb_is_counted_as_it_is_read_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.csv", b"0" * 5_000_000)

    assert refused(tmp_path / "bomb.zip") is Code.TABLE_DANGEROUS
    monkeypatch.setattr(files._counted, "__defaults__", (1_000_000,))
    assert refused(a_file(tmp_path, gzip.compress(b"0" * 5_000_000), "bomb.csv.gz")) is Code.TABLE_DANGEROUS


def test_a_zip_of_countless_files_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as many:
        for number in range(1200):
            many.writestr(f"{number}.csv", "a,b\n1,2\n")

    assert refused(tmp_path / "many.zip") is Code.TABLE_DANGEROUS


@pytest.mark.parametrize("name", ["../dehors.csv", "/dehors.csv", "C:\\dehors.csv", "a/../../dehors.csv"])
def test_nothing_of_a_zip_is_written_wherever_it_says(tmp_path, name):
    inside = tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(inside / "trap.zip", "w") as trap:
        trap.writestr(name, "nom,ville\nMairie,Blacy\n")

    before = sorted(tmp_path.rglob("*"))
    assert read(inside / "trap.zip")[1] == [["Mairie", "Blacy"]]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_workbook_that_defines_entities_is_refused(tmp_path):
    lol = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    source = zipfile.ZipFile(io.BytesIO(a_book([["nom"], ["Mairie"]])))
    with zipfile.ZipFile(tmp_path / "lol.xlsx", "w") as book:
        for part in source.namelist():
            book.writestr(part, lol if part.endswith("sheet1.xml") else source.read(part))

    assert refused(tmp_path / "lol.xlsx") is Code.TABLE_DANGEROUS


def test_a_workbook_cut_short_is_refused(tmp_path):
    assert refused(a_file(tmp_path, a_book([["nom"], ["Mairie"]])[:900], "cut.xlsx")) is Code.TABLE_UNREADABLE


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a": ', b'[{"a": NaN}]'])
def test_json_that_is_none_is_refused(tmp_path, content):
    assert refused(a_file(tmp_path, content, "l.json")) in {Code.TABLE_UNREADABLE, Code.TABLE_EMPTY}


def test_too_many_columns_are_refused_wherever_they_come_from():
    with pytest.raises(RefusedError):
        tables.distinct(["x"] * 3000)


ROWS = {
    "places-standard/v1.0-charente-2025-02.json.gz": 188,
    "places-standard/v1.0-nouvelle-caledonie-2025-02.json.gz": 90,
    "places-standard/v0.1-consolidation-data-inclusion-2023-03.json.gz": 3811,
    "places-raw/aidants-connect-structures-2023-07.json.gz": 3407,
    "places-raw/gironde-2024-03.json.gz": 347,
    "places-raw/hub-lo-centre-val-de-loire-2023-02.json.gz": 426,
    "places-raw/maine-et-loire-2023-05.json.gz": 243,
    "places-raw/region-sud-paca-2022-cp1252.csv.gz": 1245,
    "data-inclusion/v0-services-2022-12.json.gz": 4261,
    "data-inclusion/v0-structures-normandie-numi-2023-04.json.gz": 757,
    "france-services/liste-fs-20240801.csv.gz": 2845,
    "libraries/adresses-bibliotheques-publiques-2024-08.csv.gz": 15882,
}


@pytest.mark.parametrize("name", ROWS)
def test_every_row_of_the_real_files_is_read(name):
    if not (SHARED / name).exists():
        pytest.skip("the real files are not here")

    assert len(read(SHARED / name)[1]) == ROWS[name]
