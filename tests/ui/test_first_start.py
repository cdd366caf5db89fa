"""First start: one question a page, by keyboard, nothing typed is lost, and then a desk that works."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QRadioButton, QSpinBox

from desk.base.paths import resources
from desk.domain.fields import Problem
from desk.domain.libraries import Library, LibraryId, OfficialLibrary
from desk.domain.sheets import Sheet
from desk.domain.taxonomy import RelayType, Taxonomy
from desk.domain.territory import Commune, Place
from desk.store.store import open_store
from desk.ui.screens.first_start import FirstStartScreen
from desk.ui.widgets.lines import Lines
from desk.work.setup import Territory
from desk.work.sheets import FirstRelay

HERE = Place(latitude=46.0, longitude=5.36)


def an_offer(number, name="Bibliotheque Muncipale", place=HERE):
    official = OfficialLibrary(
        code=str(number), name=name, address="2 rue des Ruettes", postcode="01500", commune="Ambronay", insee="01007",
        departement="01", place=place, status="", is_open=True,
    )  # fmt: skip
    library = Library(
        id=LibraryId(f"l{number}"), name=name, commune="Ambronay", insee="01007", departement="01",
        latitude=place.latitude if place else None, longitude=place.longitude if place else None,
    )  # fmt: skip
    return official, library


AMBRONAY = Commune(
    insee="01007", name="Ambronay", postcodes=("01500",), departement="01", departement_name="Ain", population=2841,
    place=HERE,
)  # fmt: skip
TAXONOMY = Taxonomy(
    families={},
    domains={},
    relay_types={
        "caf": RelayType(slug="caf", label="Caf", english="Caf"),
        "mairie": RelayType(slug="mairie", label="Mairie", english="Town hall", first_hand=True),
        "ccas": RelayType(slug="ccas", label="CCAS", english="CCAS", first_hand=True),
    },
)


@pytest.fixture
def screen(qtbot, say, look):
    made = FirstStartScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
    made.present_relay_types(TAXONOMY)
    return made


@pytest.fixture
def at_relays(qtbot, screen):
    """The screen on its page of relays, with a library chosen."""
    screen.present_libraries((an_offer(1),))
    for _ in range(3):
        enter(qtbot)
    return screen


def enter(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def escape(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def line(screen, name):
    return screen.findChild(QLineEdit, name)


def question(screen):
    titles = (label for label in screen.findChildren(QLabel) if label.property("role") == "title")
    return next(label.text() for label in titles if label.isVisible()).replace("\N{NO-BREAK SPACE}", " ")


def shown(screen):
    labels = [label for label in screen.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels).replace("\N{NO-BREAK SPACE}", " ")


def test_the_cursor_is_in_the_box_and_each_letter_searches(qtbot, screen):
    asked = []
    screen.search_requested.connect(asked.append)
    qtbot.keyClicks(QApplication.focusWidget(), "am")
    assert asked == ["a", "am"]


def test_without_a_library_one_cannot_go_on(qtbot, screen):
    assert not screen.findChild(QPushButton, "next").isEnabled()
    enter(qtbot)
    assert question(screen) == "Quelle est votre bibliothèque ?"


def test_nothing_found_says_what_to_try(qtbot, screen):
    qtbot.keyClicks(line(screen, "library-search"), "zzz")
    screen.present_libraries(())
    assert "Essayez la commune ou le code postal" in shown(screen)


def test_the_arrows_choose_a_library_and_enter_goes_on(qtbot, screen):
    screen.present_libraries((an_offer(1, "Un"), an_offer(2, "Deux")))
    qtbot.keyClick(line(screen, "library-search"), Qt.Key.Key_Down)
    qtbot.keyClick(line(screen, "library-search"), Qt.Key.Key_Down)
    enter(qtbot)
    assert question(screen) == "Jusqu'où les gens se déplacent-ils ?"


def test_enter_first_chooses_then_goes_on(qtbot, screen):
    screen.present_libraries((an_offer(1, "Un"), an_offer(2, "Deux")))
    enter(qtbot)
    assert screen.findChild(Lines, "libraries").row[1].name == "Un"
    assert question(screen) == "Quelle est votre bibliothèque ?"
    enter(qtbot)
    assert question(screen) == "Jusqu'où les gens se déplacent-ils ?"


def test_the_only_library_found_is_chosen_and_its_name_can_be_mended(qtbot, at_relays):
    screen = at_relays
    for _ in range(3):
        escape(qtbot)
    line(screen, "printed-name").setText("Bibliothèque municipale")
    with qtbot.waitSignal(screen.finished) as done:
        for _ in range(4):
            enter(qtbot)
    assert done.args[0].library == replace(an_offer(1)[1], name="Bibliothèque municipale")
    assert done.args[0].relays == ()


def test_a_library_that_is_not_in_the_list_is_a_name_and_a_commune(qtbot, screen):
    qtbot.keyClick(screen.findChild(QPushButton, "by-hand"), Qt.Key.Key_Space)
    assert line(screen, "library-name").hasFocus()
    qtbot.keyClicks(line(screen, "library-name"), "Le coin des livres")
    assert not screen.findChild(QPushButton, "next").isEnabled()
    with qtbot.waitSignal(screen.commune_requested):
        qtbot.keyClicks(line(screen, "commune-search"), "a")
    screen.present_communes((AMBRONAY,))
    with qtbot.waitSignal(screen.finished) as done:
        for _ in range(4):
            enter(qtbot)
    library = done.args[0].library
    assert (library.name, library.insee, library.place) == ("Le coin des livres", "01007", HERE)


def test_the_territory_says_what_it_holds(qtbot, screen):
    screen.present_libraries((an_offer(1),))
    with qtbot.waitSignal(screen.territory_requested) as asked:
        enter(qtbot)
    assert asked.args == [HERE, 30]
    screen.present_territory(Territory(communes=194, france_services=10))
    assert "À moins de 30 km : 194 communes et 10 espaces France services." in shown(screen)


def test_a_plain_choice_and_the_box_tell_the_same_kilometres(qtbot, screen):
    screen.present_libraries((an_offer(1),))
    enter(qtbot)
    with qtbot.waitSignal(screen.territory_requested) as asked:
        qtbot.keyClick(screen.findChild(QRadioButton, "km-30"), Qt.Key.Key_Right)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert asked.args[1] == screen.findChild(QSpinBox, "km").value() == 50
    screen.findChild(QSpinBox, "km").setValue(20)
    assert screen.findChild(QRadioButton, "km-20").isChecked()
    screen.findChild(QSpinBox, "km").setValue(17)
    assert not any(screen.findChild(QRadioButton, f"km-{km}").isChecked() for km in (10, 20, 30, 50))


def test_a_library_without_a_place_is_told_so(qtbot, screen):
    screen.present_libraries((an_offer(1, place=None),))
    enter(qtbot)
    screen.present_territory(Territory(communes=0, france_services=0))
    assert "Relais montrera son département" in shown(screen)


def test_the_hub_is_for_later_and_nothing_is_lost(qtbot, screen):
    screen.present_libraries((an_offer(1),))
    enter(qtbot)
    enter(qtbot)
    choices = [button for button in screen.findChildren(QRadioButton) if button.isVisible()]
    assert [choice.text() for choice in choices] == ["Plus tard", "J'ai une invitation"]
    assert choices[0].isChecked()
    assert not screen.findChild(QLineEdit, "hub-address").isVisible()
    assert "Le poste travaille seul et ne perd rien. « Échanges » (F12) le redemande." in shown(screen)


def test_a_line_of_invitation_pasted_is_handed_over_with_the_answers(qtbot, screen):
    screen.present_libraries((an_offer(1),))
    enter(qtbot)
    enter(qtbot)
    screen.findChild(QRadioButton, "hub-now").click()
    address = screen.findChild(QLineEdit, "hub-address")
    assert address.hasFocus()
    qtbot.keyClicks(address, "relais join --hub https://relais.example --code 6FQ7-N5QM")
    assert screen.findChild(QLineEdit, "hub-code").text() == "6FQ7-N5QM"
    enter(qtbot)
    with qtbot.waitSignal(screen.finished) as answered:
        enter(qtbot)

    assert answered.args[0].invitation == ("https://relais.example", "6FQ7-N5QM")


def test_changing_ones_mind_about_the_invitation_hands_over_none(qtbot, screen):
    screen.present_libraries((an_offer(1),))
    enter(qtbot)
    enter(qtbot)
    screen.findChild(QRadioButton, "hub-now").click()
    qtbot.keyClicks(screen.findChild(QLineEdit, "hub-address"), "https://relais.example")
    screen.findChild(QRadioButton, "hub-later").click()
    enter(qtbot)
    with qtbot.waitSignal(screen.finished) as answered:
        enter(qtbot)

    assert answered.args[0].invitation == ("", "")


def test_kinds_at_hand_come_first(at_relays):
    kinds = at_relays.findChild(QComboBox, "relay-1-kind")
    assert [kinds.itemText(place) for place in range(kinds.count())] == ["Choisir…", "CCAS", "Mairie", "Caf"]


def test_the_relays_typed_are_handed_over_and_empty_cards_are_not(qtbot, at_relays):
    screen = at_relays
    qtbot.keyClicks(line(screen, "relay-1-name"), "Mairie")
    kind = screen.findChild(QComboBox, "relay-1-kind")
    kind.setCurrentIndex(kind.findData("mairie"))
    qtbot.keyClicks(line(screen, "relay-1-phone"), "04 74 00 00 00")
    qtbot.keyClicks(line(screen, "relay-1-hours"), "mardi 9 h")
    with qtbot.waitSignal(screen.finished) as done:
        enter(qtbot)
    assert done.args[0].relays == (
        FirstRelay(name="Mairie", relay_type="mairie", phone="04 74 00 00 00", hours_text="mardi 9 h"),
    )


def test_a_card_can_be_added_and_taken_away(qtbot, at_relays):
    qtbot.keyClick(at_relays.findChild(QPushButton, "add-relay"), Qt.Key.Key_Space)
    assert line(at_relays, "relay-3-name").hasFocus()
    qtbot.keyClick(at_relays.findChild(QPushButton, "relay-3-remove"), Qt.Key.Key_Space)
    assert line(at_relays, "relay-2-name").hasFocus()


def test_going_back_and_on_again_loses_nothing(qtbot, at_relays):
    screen = at_relays
    qtbot.keyClicks(line(screen, "relay-1-name"), "Mairie")
    screen.findChild(QSpinBox, "km").setValue(17)
    for _ in range(3):
        escape(qtbot)
    assert question(screen) == "Quelle est votre bibliothèque ?"
    with qtbot.waitSignal(screen.finished) as done:
        for _ in range(4):
            enter(qtbot)
    assert done.args[0].library.radius_km == 17
    assert done.args[0].relays[0].name == "Mairie"


def test_what_is_wrong_is_said_under_its_card_and_the_keyboard_goes_there(qtbot, at_relays):
    screen = at_relays
    qtbot.keyClicks(line(screen, "relay-2-phone"), "04")
    screen.present_problems((Problem(field="0.relay_type", code="required"), Problem(field="0.name", code="required")))
    assert line(screen, "relay-2-name").hasFocus()
    assert "Nom : Remplissez cette ligne.\nGenre : Remplissez cette ligne." in shown(screen)
    assert screen.findChild(QFrame, "problem").isVisible()


def test_a_wrong_library_brings_back_the_first_page(at_relays):
    at_relays.present_problems((Problem(field="name", code="too-long"),))
    assert question(at_relays) == "Quelle est votre bibliothèque ?"
    assert "Ce texte est trop long." in shown(at_relays)


def test_the_last_page_says_what_the_desk_holds_and_offers_a_test_page(qtbot, at_relays):
    screen = at_relays
    screen.present_ready(79, 12)
    assert question(screen) == "C'est prêt"
    assert "79 démarches et 12 fiches de relais" in shown(screen)
    with qtbot.waitSignal(screen.test_page_requested):
        qtbot.keyClick(screen.findChild(QPushButton, "test-page"), Qt.Key.Key_Space)
    screen.present_test_page("Aucune imprimante ne répond.")
    assert "Aucune imprimante ne répond." in shown(screen)
    with qtbot.waitSignal(screen.left):
        qtbot.keyClick(screen.findChild(QPushButton, "next"), Qt.Key.Key_Return)


def test_at_the_first_start_there_is_nothing_to_cancel(qtbot, screen):
    with qtbot.assertNotEmitted(screen.cancelled):
        escape(qtbot)
    assert not screen.findChild(QPushButton, "cancel").isVisible()


def test_a_library_known_before_can_be_kept(qtbot, screen):
    screen.present_current(replace(an_offer(1)[1], radius_km=45))
    assert screen.findChild(QPushButton, "cancel").isVisible()
    assert screen.findChild(QSpinBox, "km").value() == 45
    with qtbot.waitSignal(screen.cancelled):
        escape(qtbot)


def test_from_nothing_to_a_desk_that_works_by_keyboard_alone(qtbot, make_desk, settle, profile, clock):
    desk = make_desk(plant=False)
    settle(desk)
    screen = desk.window.findChild(FirstStartScreen)
    qtbot.keyClicks(QApplication.focusWidget(), "ambronay")
    settle(desk)
    for _ in range(3):
        enter(qtbot)
        settle(desk)
    qtbot.keyClicks(line(screen, "relay-1-name"), "Mairie d'Ambronay")
    enter(qtbot)
    settle(desk)
    assert "Genre : Remplissez cette ligne." in shown(screen)
    kind = screen.findChild(QComboBox, "relay-1-kind")
    qtbot.keyClicks(kind, "Mairie")
    kind.setCurrentIndex(kind.findData("mairie"))
    enter(qtbot)
    settle(desk)
    assert question(screen) == "C'est prêt"
    enter(qtbot)
    settle(desk)
    assert not desk.window.covered
    assert desk.window.front == "refer"
    desk.window.close()
    store = open_store(profile, clock, resources())
    assert store.library().commune == "Ambronay"
    assert [sheet.name for sheet in store.records.all(Sheet) if not sheet.id.startswith("fs-")] == ["Mairie d'Ambronay"]
    store.close()
