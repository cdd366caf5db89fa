"""Échanges, on the real window and the real hub: join, exchange, settle by keys, sticks; never an alarm."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QLineEdit, QListWidget, QPushButton

from desk.app import Desk, application
from desk.base.errors import Code, UnavailableError
from desk.domain.sheets import Sheet
from desk.hub.ledger import open_database
from desk.sync import keys
from desk.ui.screens.exchange import ExchangeScreen
from desk.work import sheet_editing
from desk.work.exchanging import Card, Told, View
from desk.work.questions import Keep
from tests.hub.service import Service
from tests.sync.village import ADDRESS, Through, Village, at

PATIENCE_MS = 8000


@pytest.fixture
def service(tmp_path, clock):
    database = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    made = Service(database, clock)
    yield made
    made.close()
    database.close()


@pytest.fixture
def neighbour(planted, tmp_path, clock, service):
    made = Village(planted, tmp_path / "neighbour", at(clock), service, "Maurupt").join(service.code("marne"))
    yield made
    made.close()


@pytest.fixture
def line(service):
    return Through(service)


@pytest.fixture
def desk(qapp, qtbot, planted, profile, clock, line):
    shutil.copytree(planted.root, profile.root)
    made = Desk(application(), profile, clock, lambda _: line)
    with qtbot.waitActive(made.window), qtbot.waitSignal(made.background.rested, timeout=PATIENCE_MS):
        made.open()
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()


@pytest.fixture
def still(qtbot):
    def waited(desk):
        qtbot.waitUntil(lambda: not desk.exchanging.busy and not desk.background.busy, timeout=PATIENCE_MS)

    return waited


def screen_of(desk):
    desk.window.bring("exchange")
    return desk.window.findChild(ExchangeScreen)


def joined(desk, service, still):
    screen = screen_of(desk)
    still(desk)
    screen.findChild(QLineEdit, "hub-address").setText(ADDRESS)
    screen.findChild(QLineEdit, "hub-code").setText(service.code("marne"))
    screen.findChild(QPushButton, "join-now").click()
    still(desk)
    return screen


def texts(screen):
    return " ".join(label.text() for label in screen.findChildren(QLabel) if not label.isHidden())


def test_a_desk_joins_with_the_line_of_the_invitation_pasted(desk, qtbot, service, still):
    screen = screen_of(desk)
    still(desk)
    assert screen.focusWidget().objectName() == "hub-address"
    code = service.code("marne")
    qtbot.keyClicks(screen.focusWidget(), f"relais join --hub {ADDRESS} --code {code}")
    qtbot.keyClick(screen.findChild(QLineEdit, "hub-code"), Qt.Key.Key_Return)
    still(desk)

    assert keys.load(desk.profile).network == "marne"
    assert screen.findChild(QFrame, "join").isHidden()
    assert "marne" in screen.findChild(QLabel, "said").text()
    assert "Tout est envoyé" in texts(screen)


def test_a_wrong_code_is_told_in_a_sentence(desk, still):
    screen = screen_of(desk)
    still(desk)
    screen.findChild(QLineEdit, "hub-address").setText(ADDRESS)
    screen.findChild(QLineEdit, "hub-code").setText("ABCD-EFGH")
    screen.findChild(QPushButton, "join-now").click()
    still(desk)

    assert "pas accepté" in screen.findChild(QLabel, "said").text()
    assert not screen.findChild(QFrame, "join").isHidden()


def test_what_a_neighbour_wrote_comes_into_the_journal_and_the_sheets(desk, service, neighbour, still):
    made = neighbour.new(name="Mission locale")
    neighbour.sync()

    screen = joined(desk, service, still)

    journal = screen.findChild(QListWidget, "journal")
    lines = [journal.item(row).text() for row in range(journal.count())]
    assert any("Mission locale" in line and "reçu · Maurupt" in line for line in lines)
    found = []
    desk.ask(lambda store: store.records.one(Sheet, made), found.append)
    still(desk)
    assert found[0].name == "Mission locale"


def test_an_absent_network_is_no_alarm(desk, service, line, still):
    screen = joined(desk, service, still)

    def nobody(_):
        raise UnavailableError(Code.OFFLINE)

    line.cut = nobody
    screen.findChild(QPushButton, "exchange-now").click()
    still(desk)

    assert "Pas de connexion pour le moment" in texts(screen)
    assert screen.findChild(QPushButton, "exchange-now").isEnabled()


def test_a_question_is_settled_by_one_key_by_who_gives_initials(desk, qtbot, service, neighbour, still):
    made = neighbour.new(phone="3900")
    neighbour.sync()
    screen = joined(desk, service, still)
    desk.ask(lambda store: sheet_changed(store, made, "3939"))
    still(desk)
    neighbour.set(made, phone="3646")
    neighbour.sync()
    desk.exchanging.now()
    still(desk)
    assert "1 ligne est écrite de deux façons" in texts(screen)
    qtbot.keyClick(screen, Qt.Key.Key_2)
    assert "1 ligne" in texts(screen)

    screen.findChild(QLineEdit, "charge-initials").setText("MB")
    qtbot.keyClick(screen.findChild(QLineEdit, "charge-initials"), Qt.Key.Key_Return)
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_2)
    still(desk)

    found = []
    desk.ask(lambda store: store.records.one(Sheet, made).phone, found.append)
    still(desk)
    assert found == ["3646"]
    assert "Rien n'est écrit de deux façons" in texts(screen)


def test_a_stick_goes_and_comes_back(desk, monkeypatch, tmp_path, service, neighbour, still):
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = joined(desk, service, still)
    neighbour.sync()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    made = neighbour.new(name="Par la clé")
    neighbour.write(stick)

    screen.findChild(QPushButton, "stick-read").click()
    still(desk)
    assert "1 modification est arrivée par la clé" in screen.findChild(QLabel, "said").text()

    screen.findChild(QPushButton, "stick-write").click()
    still(desk)
    assert "Elle peut être retirée" in screen.findChild(QLabel, "said").text()
    found = []
    desk.ask(lambda store: store.records.one(Sheet, made), found.append)
    still(desk)
    assert found[0].name == "Par la clé"


def test_closing_sends_what_waits(desk, service, neighbour, still):
    joined(desk, service, still)
    made = []
    desk.ask(lambda store: made.append(sheet_made(store)))
    still(desk)

    desk.close()

    neighbour.sync()
    assert neighbour.sheet(made[0]).name == "Dernière minute"


def test_later_brings_the_next_question(qtbot, say, look):
    screen = ExchangeScreen(say, look, "MB")
    qtbot.addWidget(screen)
    cards = tuple(
        Card(id=name, record=name, title=name, ours=Told(who="ici", when="hier", value="a"),
             theirs=Told(who="Blacy", when="hier", value="b"), before="", to_check=False)
        for name in ("premier", "second")
    )  # fmt: skip
    screen.present(View(network="marne", state="", more="", cards=cards, lines=()))
    screen.findChild(QPushButton, "take-charge").click()
    screen.findChild(QPushButton, "later").click()

    with qtbot.waitSignal(screen.settle_requested) as told:
        screen.choose(Keep.BOTH)

    assert told.args == ["second", "both", "MB"]


def sheet_changed(store, sheet, phone):
    return sheet_editing.change(store, sheet, {"phone": phone})


def sheet_made(store):
    return sheet_editing.new(store, {"name": "Dernière minute", "commune": "Ambronay", "insee": "01007"}).id


def test_an_invitation_typed_at_the_first_start_brings_the_desk_into_its_network(desk, service, still, qtbot):
    told = []

    desk.exchanging.join(ADDRESS, service.code("marne"), told.append)
    still(desk)

    assert told == ["Ce poste est dans le réseau marne. Il a le numéro 1."]
    assert keys.load(desk.profile).network == "marne"


def test_an_invitation_that_is_wrong_is_said_in_one_sentence_and_the_desk_works_alone(desk, still, qtbot):
    told = []

    desk.exchanging.join(ADDRESS, "AAAA-AAAA", told.append)
    still(desk)

    assert len(told) == 1
    assert told[0].endswith(".")
    assert keys.load(desk.profile) is None
