"""The rules of slips and visits in the settings: sentences for all, boxes for who is in charge and may decide."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QSpinBox

from desk.base.paths import resources
from desk.store.store import open_store
from desk.ui.widgets.counting_rules_panel import CountingRulesPanel
from desk.work import counting, journal
from desk.work.counting_shape import Decides, Rules


@pytest.fixture
def panel(qtbot, say, look):
    made = CountingRulesPanel(say)
    qtbot.addWidget(made)
    made.show()
    return made


def rules(decides):
    return Rules(news_days=30, kept_months=25, decides=decides)


def take_charge(panel, initials="MB"):
    panel.findChild(QLineEdit, "rules-initials").setText(initials)
    panel.findChild(QPushButton, "change-rules").click()


def test_whoever_is_not_in_charge_reads_sentences_only(panel):
    panel.present(rules(Decides.ALONE))

    assert "30" in panel.findChild(QLabel, "news-days-now").text()
    assert "25" in panel.findChild(QLabel, "kept-months-now").text()
    assert not panel.findChild(QSpinBox, "news-days").isVisible()


def test_where_another_desk_decides_there_is_nothing_to_type(panel):
    panel.present(rules(Decides.NETWORK))

    assert "coordination" in panel.findChild(QLabel, "who-decides").text()
    assert not panel.findChild(QLineEdit, "rules-initials").isVisible()
    panel.take_charge()
    assert not panel.findChild(QSpinBox, "news-days").isVisible()


@pytest.mark.parametrize("decides", [Decides.ALONE, Decides.COORDINATOR])
def test_who_is_in_charge_decides_under_initials(qtbot, panel, decides):
    panel.present(rules(decides))
    take_charge(panel, " ")
    assert not panel.findChild(QSpinBox, "news-days").isVisible()

    take_charge(panel)
    days, months = panel.findChild(QSpinBox, "news-days"), panel.findChild(QSpinBox, "kept-months")
    assert (days.value(), months.value(), days.isVisible()) == (30, 25, True)
    assert days.accessibleDescription()
    days.setValue(3)  # never below what is allowed
    months.setValue(40)
    with qtbot.waitSignal(panel.decided) as said:
        panel.findChild(QPushButton, "decide-rules").click()
    assert said.args == [7, 36, "MB"]


def test_once_left_nobody_is_in_charge_and_what_was_typed_is_gone(panel):
    panel.present(rules(Decides.ALONE))
    take_charge(panel)
    panel.findChild(QSpinBox, "news-days").setValue(60)
    panel.hide()
    panel.show()

    assert panel.findChild(QLineEdit, "rules-initials").text() == ""
    assert panel.findChild(QSpinBox, "news-days").value() == 30
    assert not panel.findChild(QSpinBox, "news-days").isVisible()


def test_the_whole_desk_keeps_what_was_decided_and_its_journal_can_undo_it(make_desk, settle, say, profile, clock):
    desk = make_desk()
    settle(desk)
    desk.window.bring("settings")
    settle(desk)
    desk.window.findChild(QListWidget, "sections").setCurrentRow(4)
    panel = desk.window.findChild(CountingRulesPanel)
    take_charge(panel)
    panel.findChild(QSpinBox, "news-days").setValue(14)
    panel.findChild(QPushButton, "decide-rules").click()
    settle(desk)

    assert "annuler" in panel.findChild(QLabel, "rules-told").text()
    assert "14 jours" in panel.findChild(QLabel, "news-days-now").text().replace("\N{NO-BREAK SPACE}", " ")
    desk.window.close()
    store = open_store(profile, clock, resources())
    assert counting.news_days(store) == 14
    journal.undo(store, journal.entries(store, say)[0].id)
    assert counting.news_days(store) == 30
    store.close()
