"""Importer, Exporter, Ils disent: by keyboard, from a real file to real sheets."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QRadioButton

from desk.domain.sheets import Sheet
from desk.ui.screens.export import ExportScreen
from desk.ui.screens.import_file import ColumnLine, FileView, ImportScreen
from desk.ui.screens.suggestions import SuggestionsScreen
from desk.work.suggestions import Question


def shown(qtbot, screen):
    qtbot.addWidget(screen)
    screen.resize(1150, 768)
    with qtbot.waitActive(screen):
        screen.show()
    return screen


def question(field="phone", sheet="aaaaaaaaaaaa"):
    return Question(
        sheet=sheet, name="CCAS, Ambronay", field=field, title="Téléphone", ours="04 74 00 00 00",
        theirs="04 74 11 11 11", source="Liste, août 2026",
    )  # fmt: skip


@pytest.mark.parametrize(("key", "kept"), [(Qt.Key.Key_1, "ours"), (Qt.Key.Key_2, "theirs"), (Qt.Key.Key_3, "verify")])
def test_a_difference_is_settled_by_one_key(qtbot, say, look, key, kept):
    screen = shown(qtbot, SuggestionsScreen(say, look))
    screen.present((question(), question("hours")))

    with qtbot.waitSignal(screen.answered) as told:
        qtbot.keyClick(screen.focusWidget(), key)

    assert told.args == ["aaaaaaaaaaaa", "phone", kept]


def test_later_keeps_the_difference_for_the_end(qtbot, say, look):
    screen = shown(qtbot, SuggestionsScreen(say, look))
    screen.present((question("phone"), question("hours")))
    screen.postpone()

    with qtbot.waitSignal(screen.answered) as told:
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_1)

    assert told.args[1] == "hours"


def test_a_column_is_corrected_from_the_list_of_fields(qtbot, say, look):
    screen = shown(qtbot, ImportScreen(say, look, {"": "rien", "name": "Nom", "commune": "Commune"}))
    screen.present(
        FileView(
            name="liste.csv",
            layout="un tableau",
            columns=(ColumnLine(name="Truc", sample="Mairie", field=""),),
            first=(),
        )
    )

    with qtbot.waitSignal(screen.columns_corrected) as told:
        screen.findChild(QComboBox, "column-0").setCurrentIndex(1)

    assert told.args == [{"Truc": "name"}]


def test_the_form_chosen_is_the_one_asked_for(qtbot, say, look):
    screen = shown(qtbot, ExportScreen(say, look))
    screen.findChild(QRadioButton, "form-hsds").setChecked(True)
    screen.findChild(QCheckBox, "mine").setChecked(True)

    with qtbot.waitSignal(screen.export_requested) as told:
        qtbot.mouseClick(screen.findChild(QPushButton, "export"), Qt.MouseButton.LeftButton)

    assert told.args == ["hsds", True]


def test_a_file_comes_in_by_the_window_and_goes_out_again(make_desk, settle, tmp_path, monkeypatch):
    desk = make_desk()
    source, out = tmp_path / "lieux.csv", tmp_path / "sortie.json"
    source.write_text("Nom;CP;Ville\nMaison des essais;01500;Ambronay\n", encoding="utf-8")
    monkeypatch.setattr(desk, "ask_open_file", lambda *_: str(source))
    monkeypatch.setattr(desk, "ask_file", lambda *_: str(out))

    desk.window.bring("import")
    desk.window.findChild(QPushButton, "choose-file").click()
    settle(desk)
    desk.window.findChild(QPushButton, "import").click()
    settle(desk)
    found = []
    desk.ask(lambda store: store.records.where(Sheet, "name = ?", ("Maison des essais",)), found.extend)
    settle(desk)
    assert [sheet.insee for sheet in found] == ["01007"]

    desk.window.bring("export")
    desk.window.findChild(QRadioButton, "form-data-inclusion").setChecked(True)
    desk.window.findChild(QPushButton, "export").click()
    settle(desk)
    assert "Maison des essais" in {one["nom"] for one in json.loads(out.read_text())["structures"]}
