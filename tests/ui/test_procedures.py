"""Démarches: walk the families, narrow, read with sources, use for a person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desk.base.settings import Settings
from desk.domain.procedures import Confidence
from desk.domain.taxonomy import EmergencyNumber
from desk.ui.screens.procedures import ProceduresScreen
from desk.ui.theme import apply_look
from desk.ui.widgets.family_tree import FamilyTree
from desk.ui.widgets.reading import Reading
from desk.work.procedures import FamilyGroup, ProcedureLine
from desk.work.refer_view import FactLine


def a_line(one, title, administration="", **changes):
    values = {"confidence": Confidence.SURE, "checked": False, "review": False, "season": False}
    return ProcedureLine(id=one, title=title, administration=administration, **values | changes)


GROUPS = (
    FamilyGroup(
        slug="papiers",
        label="Papiers",
        procedures=(a_line("carte", "Carte d'identité", "ANTS"), a_line("passeport", "Passeport", "ANTS")),
    ),
    FamilyGroup(
        slug="argent",
        label="Argent",
        procedures=(a_line("impots", "Déclarer ses impôts", season=True), a_line("danger", "Danger", review=True)),
    ),
)


@pytest.fixture
def screen(qtbot, say, look):
    made = ProceduresScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1150, 768)
    with qtbot.waitActive(made):
        made.show()
    made.present(GROUPS)
    made.take_focus()
    return made


def box(screen):
    return screen.findChild(QLineEdit, "filter")


def tree(screen):
    return screen.findChild(FamilyTree)


def reading(screen):
    return screen.findChild(Reading, "procedure")


def in_sight(screen):
    found = []
    for place in range(tree(screen).topLevelItemCount()):
        family = tree(screen).topLevelItem(place)
        if not family.isHidden():
            lines = (family.child(number) for number in range(family.childCount()))
            found += [line.text(0) for line in lines if not line.isHidden()]
    return found


def texts(screen):
    return [label.text().replace("\N{NO-BREAK SPACE}", " ") for label in screen.findChildren(QLabel)]


def test_every_procedure_stands_in_its_family(screen):
    families = [tree(screen).topLevelItem(place).text(0) for place in range(2)]
    assert families == ["Papiers (2)", "Argent (2)"]
    assert len(in_sight(screen)) == 4
    assert "4 démarches" in texts(screen)


def test_season_and_review_are_said_in_words(screen):
    assert "Déclarer ses impôts (ce mois-ci)" in in_sight(screen)
    assert "Danger (à relire)" in in_sight(screen)


@pytest.mark.parametrize(("typed", "left"), [("impots", 1), ("ants", 2), ("carte ants", 1), ("zzz", 0), ("", 4)])
def test_words_narrow_without_accents_and_by_office(qtbot, screen, typed, left):
    qtbot.keyClicks(box(screen), typed)
    assert len(in_sight(screen)) == left


def test_nothing_found_says_where_to_go(qtbot, screen):
    qtbot.keyClicks(box(screen), "zzz")
    assert any("écran d'accueil (F2)" in text for text in texts(screen))


def test_enter_in_the_box_opens_the_first_found(qtbot, screen):
    qtbot.keyClicks(box(screen), "passeport")
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(box(screen), Qt.Key.Key_Return)
    assert asked.args == ["passeport"]


def test_the_keyboard_alone_walks_to_a_procedure_and_back(qtbot, screen):
    qtbot.keyClick(box(screen), Qt.Key.Key_Down)
    assert tree(screen).hasFocus()
    qtbot.keyClick(tree(screen), Qt.Key.Key_Right)
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(tree(screen), Qt.Key.Key_Down)
    assert asked.args == ["carte"]
    qtbot.keyClick(tree(screen), Qt.Key.Key_Return)
    assert reading(screen).hasFocus()
    qtbot.keyClick(reading(screen), Qt.Key.Key_Escape)
    assert box(screen).hasFocus()


def test_a_family_alone_opens_nothing(qtbot, screen):
    with qtbot.assertNotEmitted(screen.open_requested):
        qtbot.keyClick(box(screen), Qt.Key.Key_Down)


def test_each_fact_shows_its_source_with_its_date(screen, make_checklist):
    bring = (
        FactLine(text="Une photo", to_verify=True, sources=(0,)),
        FactLine(text="L'ancienne carte", to_verify=False),
    )
    screen.present_checklist(make_checklist(bring=bring, points_to_verify=("Horaires du 34 00",)))
    shown = texts(screen)
    assert shown[shown.index("Une photo (à vérifier)") + 1] == "Source : service-public.fr (3 mai 2026)"
    assert not shown[shown.index("L'ancienne carte") + 1].startswith("Source")
    assert "Horaires du 34 00" in shown
    assert "Démarche : à vérifier." in shown


def test_every_step_says_how_far_the_desk_goes_and_who_takes_over(screen, make_checklist):
    screen.present_checklist(make_checklist())
    shown = texts(screen)
    for words in ("On explique", "Avec vous · à vérifier", "On s'arrête ici", "Jamais", "→ Mairie"):
        assert words in shown


def test_emergency_numbers_come_first(screen, make_checklist):
    number = EmergencyNumber(number="17", use="Police", hours="24 h sur 24")
    screen.present_checklist(make_checklist(emergency=(number,)))
    labels = [label.text().replace("\N{NO-BREAK SPACE}", " ") for label in reading(screen).findChildren(QLabel)]
    assert labels[0] == "17  ·  Police (24 h sur 24)"


def test_the_page_is_said_whole(screen, make_checklist):
    screen.present_checklist(make_checklist())
    assert reading(screen).accessibleName() == "Carte d'identité"
    for words in ("On s'arrête ici", "Une photo (à vérifier)", "34 00", "service-public.fr"):
        assert words in reading(screen).accessibleDescription()


def test_the_procedure_read_can_be_used_for_a_person(qtbot, screen, make_checklist):
    use = screen.findChild(QPushButton, "use")
    assert not use.isEnabled()
    screen.present_checklist(make_checklist())
    with qtbot.waitSignal(screen.refer_requested) as asked:
        qtbot.keyClick(use, Qt.Key.Key_Space)
    assert asked.args == ["carte-identite"]


def test_the_arrows_scroll_the_page(qtbot, screen, make_checklist):
    screen.present_checklist(make_checklist(warnings=tuple(FactLine(text=f"{n}", to_verify=False) for n in range(60))))
    bar = reading(screen).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    reading(screen).setFocus()
    qtbot.keyClick(reading(screen), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_a_long_title_takes_more_lines(qapp, qtbot, say):
    long = a_line("long", "Compte ameli : créer, se connecter, code oublié, attestation de droits, remboursements")
    made = ProceduresScreen(say, apply_look(qapp, Settings(text_percent=200)))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.present((FamilyGroup(slug="a", label="Santé", procedures=(a_line("court", "Aspa"), long)),))
    with qtbot.waitExposed(made):
        made.show()
    family = tree(made).topLevelItem(0)
    family.setExpanded(True)
    heights = [tree(made).visualItemRect(family.child(place)).height() for place in range(2)]
    assert heights[1] >= heights[0] + tree(made).fontMetrics().height()


def test_the_whole_desk_goes_from_a_procedure_to_the_home(qtbot, make_desk, settle):
    desk = make_desk()
    desk.window.bring("procedures")
    settle(desk)
    screen = desk.window.findChild(ProceduresScreen)
    qtbot.keyClicks(box(screen), "passeport")
    qtbot.keyClick(box(screen), Qt.Key.Key_Return)
    settle(desk)
    qtbot.keyClick(screen.findChild(QPushButton, "use"), Qt.Key.Key_Space)
    settle(desk)
    assert desk.window.front == "refer"
    assert desk.refer.procedure == "passeport"
