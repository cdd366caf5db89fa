"""Boxes: plain text, nothing cut, Esc changes nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desk.base.settings import Settings
from desk.ui.messages import choose, tell
from desk.ui.theme import apply_look

CHOICES = ("&Grandes lettres à l'écran", "Garder un P&DF", "&Plus tard : imprimer à nouveau")


def test_a_sentence_is_shown_until_it_is_read(look, say, qtbot, when_asked):
    def read(dialog):
        sentence = dialog.findChild(QLabel, "sentence").text()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        return sentence

    heard = when_asked(read)
    tell(None, say, "Le disque est <b>plein</b>.")
    assert heard == ["Le disque est <b>plein</b>."]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_button_pressed_is_the_answer(look, qtbot, when_asked, number):
    when_asked(lambda dialog: dialog.findChild(QPushButton, f"choice-{number}").click())
    assert choose(None, "Et maintenant ?", CHOICES, safe=2) == number


def test_esc_takes_the_choice_that_changes_nothing(look, qtbot, when_asked):
    when_asked(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert choose(None, "Et maintenant ?", CHOICES, safe=2) == 2


def test_enter_takes_the_choice_that_changes_nothing(look, qtbot, when_asked):
    when_asked(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert choose(None, "Et maintenant ?", CHOICES, safe=2) == 2


def test_no_button_is_cut_in_the_largest_letters(qapp, qtbot, when_asked):
    apply_look(qapp, Settings(text_percent=200))

    def measure(dialog):
        cut = [
            button.text() for button in dialog.findChildren(QPushButton) if button.width() < button.sizeHint().width()
        ]
        dialog.reject()
        return cut

    heard = when_asked(measure)
    choose(None, "Aucune imprimante ne répond.", CHOICES, safe=2)
    assert heard == [[]]
