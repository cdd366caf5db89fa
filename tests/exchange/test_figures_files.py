"""Figures in a file: the same as on the page, with the words that explain each column; no formula, nothing half written."""

import csv
from pathlib import Path

import pytest
import python_calamine

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.exchange import figures_files
from desk.work.counts_view import Table
from tests.ui.sweep_counts import a_line, some_figures

COLUMNS = list(figures_files.COLUMNS)


def rows_of(file):
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.reader(opened, delimiter=";"))
    return python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("form", figures_files.FORMS)
def test_every_form_holds_the_figures_that_the_page_shows(store, say, tmp_path, form):
    file = tmp_path / f"chiffres.{form}"
    count = figures_files.write(store, some_figures(), file, say)

    head, *rows = rows_of(file)
    assert head == COLUMNS
    assert len(rows) == count == 4
    told = [dict(zip(head, row, strict=False)) for row in rows]
    assert [str(one["valeur"]).removesuffix(".0") for one in told] == ["42", "12", "", "17"]
    assert [one["affiche"] for one in told] == ["42", "12", "moins de 5", "17"]
    assert told[0]["categorie_coop"] == "Logement"
    assert list(tmp_path.glob(".*")) == []


def test_the_dictionary_explains_every_column(store, say, tmp_path):
    told = figures_files.dictionary(say)
    assert [name for name, _, _ in told[1:]] == COLUMNS

    figures_files.write(store, some_figures(), tmp_path / "a.csv", say)
    beside = rows_of(tmp_path / "a-dictionnaire.csv")
    assert [row[0] for row in beside[1:]] == COLUMNS
    figures_files.write(store, some_figures(), tmp_path / "a.xlsx", say)
    assert python_calamine.CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == ["Chiffres", "Dictionnaire"]


@pytest.mark.parametrize("form", figures_files.FORMS)
def test_a_label_is_never_a_formula(store, say, tmp_path, form):
    figures = some_figures(of='=HYPERLINK("x")', tables=(Table(id="needs", title="", lines=(a_line("k", "=1+1", 9),)),))
    file = tmp_path / f"f.{form}"
    figures_files.write(store, figures, file, say)

    cells = [str(cell) for row in rows_of(file) for cell in row]
    assert any("1+1" in cell for cell in cells)
    assert not any(cell == "2" for cell in cells)


def test_another_ending_is_refused_and_a_missing_folder_said(store, say, tmp_path):
    with pytest.raises(RefusedError) as refused:
        figures_files.write(store, some_figures(), tmp_path / "figures.pdf", say)
    assert refused.value.code is Code.UNUSABLE_FORM
    with pytest.raises(UnavailableError):
        figures_files.write(store, some_figures(), Path(tmp_path / "none" / "f.csv"), say)
    assert [one.name for one in tmp_path.iterdir()] == ["profile"]


def test_a_kind_of_relay_stands_under_a_redirection_of_the_coop_that_exists(store):
    known = set(store.seeds.taxonomy.relay_types)

    assert {one for kinds in figures_files._REDIRECTIONS.values() for one in kinds} <= known
