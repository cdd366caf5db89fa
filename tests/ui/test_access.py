"""Names for whoever does not see the screen."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView

from desk.ui.widgets.access import labelled, named, unbroken


@pytest.fixture
def spoken(qapp):
    QAccessible.setActive(True)
    return lambda widget: QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_named_control_is_found_and_said(qtbot, spoken):
    box = named(QLineEdit(), "need", "Le besoin", "Avec ses mots")
    qtbot.addWidget(box)
    assert box.objectName() == "need"
    assert spoken(box) == "Le besoin"
    assert box.accessibleDescription() == "Avec ses mots"


def test_a_label_belongs_to_its_control(qtbot, spoken):
    box = named(QLineEdit(), "name")
    whole = labelled("&Nom du lieu", box, hint="Comme sur la porte")
    qtbot.addWidget(whole)
    assert whole.findChildren(QLabel)[0].buddy() is box
    assert spoken(box) == "Nom du lieu"
    assert box.accessibleDescription() == "Comme sur la porte"


def test_a_list_of_choices_has_a_label_and_a_name(qtbot):
    combo = named(QComboBox(), "kind")
    whole = labelled("&Genre", combo)
    qtbot.addWidget(whole)
    assert whole.findChildren(QLabel)[0].buddy() is combo
    assert combo.accessibleName() == "Genre"


def test_tab_leaves_long_texts_and_tables(qtbot):
    text, table = named(QPlainTextEdit(), "note"), named(QTableView(), "table")
    qtbot.addWidget(text)
    qtbot.addWidget(table)
    assert text.tabChangesFocus()
    assert not table.tabKeyNavigation()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ferme à 11 h 45", "11_h_45"),
        ("04 37 63 24 95", "04_37_63_24_95"),
        ("4,2 km", "4,2_km"),
        ("Libre : demain", "Libre_:"),
        ("« Mairie »", "«_Mairie_»"),
    ],
)
def test_no_line_ends_inside_an_hour_or_a_number(text, whole):
    assert whole.replace("_", "\N{NO-BREAK SPACE}") in unbroken(text)
    assert unbroken(text).replace("\N{NO-BREAK SPACE}", " ") == text
