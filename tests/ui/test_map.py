"""Carte: walked by keyboard, clicked, narrowed, printed; the list always in step."""

import contextlib
from datetime import date
from html import unescape
from math import hypot
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton, QToolTip, QWidget

from desk.base.paths import resources
from desk.base.settings import Language, Settings, Theme
from desk.base.words import words
from desk.domain.libraries import Library, LibraryId
from desk.domain.map import FITTED, circles, fitted
from desk.domain.map_clusters import levels
from desk.domain.map_labels import overlap
from desk.domain.procedures import Confidence
from desk.domain.sheets import Freshness, Sheet
from desk.store.map import relay_groups
from desk.ui.screens.map import MapScreen
from desk.ui.theme import apply_look, tokens
from desk.ui.widgets.lines import Lines
from desk.ui.widgets.map_picture import MapPicture
from desk.ui.widgets.territory_map import TerritoryMap
from desk.work.map import MapChoice, MapCommune, MapSpot, MapView
from desk.work.procedures import FamilyGroup, ProcedureLine

GROUPS = {group.letter: group for group in relay_groups(resources() / "seed")}
LIBRARY = Library(id=LibraryId("l"), name="Bibliothèque", commune="Ambronay", insee="01007", departement="01")
CONTROL = Qt.KeyboardModifier.ControlModifier


def a_spot(name, point, letter="M", **changes):
    values = {
        "key": name,
        "sheet": f"sheet-{name}",
        "name": name,
        "commune": "Ambronay",
        "kinds": GROUPS[letter].label,
        "group": GROUPS[letter],
        "point": point,
        "away": f"{hypot(*point):.1f} km".replace(".", ",") if point else "",
        "phone": "04 74 00 00 00",
        "fresh": Freshness.FRESH,
        "checked": "vérifiée il y a 12 jours",
        "source": "Saisie à la bibliothèque",
    }
    return MapSpot(**values | changes)


def a_view(*spots, **changes):
    drawn = sorted((spot for spot in spots if spot.point), key=lambda spot: hypot(*spot.point))
    values = {
        "library": LIBRARY,
        "day": date(2026, 11, 24),
        "placed": True,
        "radius_km": 30,
        "need": "",
        "discreet": False,
        "broader": False,
        "circles": circles(30),
        "communes": (
            MapCommune(name="Bourg-en-Bresse", x=-9, y=21, population=42_000),
            MapCommune(name="Villebois", x=9, y=-9, population=1200),
        ),
        "spots": (*drawn, *(spot for spot in spots if not spot.point)),
        "levels": levels([spot.point for spot in drawn]),
        "groups": tuple((group, 1) for group in GROUPS.values()),
    }
    return MapView(**values | changes)


FIVE = a_view(
    a_spot("Mairie", (0.0, 2.0)),
    a_spot("Caf", (10.0, 0.0), "C", fresh=Freshness.OLD),
    a_spot("France services", (0.0, -15.0), "F", fresh=Freshness.NEVER),
    a_spot("Autre mairie", (-20.0, 4.0), fresh=Freshness.AGEING),
    a_spot("Assistante sociale", None, "S"),
)
LINE = ProcedureLine(
    id="carte-identite", title="Carte d'identité", administration="ANTS", confidence=Confidence.SURE, checked=False,
    review=False, season=False,
)  # fmt: skip
FAMILIES = (
    FamilyGroup(slug="papiers", label="Papiers", procedures=(LINE,)),
    FamilyGroup(slug="justice", label="Justice", procedures=()),
)


@pytest.fixture
def make_screen(qapp, qtbot):
    def made(view=FIVE, settings=None, size=(1154, 768)):
        settings = settings or Settings()
        screen = MapScreen(words(settings.language.value), apply_look(qapp, settings))
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.present_families(FAMILIES)
        with qtbot.waitActive(screen):
            screen.show()
        screen.present(view)
        return screen

    return made


def the_map(screen):
    return screen.findChild(TerritoryMap)


def the_list(screen):
    return screen.findChild(Lines, "sheets")


def listed(screen):
    model = the_list(screen).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def press(screen, *keys):
    for key in keys:
        QTest.keyClick(the_map(screen), key)


def where(screen, name):
    """The pixels of a sheet's sign."""
    shown = the_map(screen)
    spots = FIVE.spots
    sign = next(one for one in shown._arrange().signs if spots[one.cluster.members[0]].name == name)
    return QPoint(round(sign.x), round(sign.y))


def click(screen, at):
    QTest.mouseClick(the_map(screen), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def chosen(screen):
    spot = the_map(screen).chosen
    return spot.name if spot else ""


# the keyboard


def test_the_map_has_the_keyboard_when_it_comes(make_screen):
    screen = make_screen()
    assert QApplication.focusWidget() is the_map(screen)


def test_page_down_walks_from_sheet_to_sheet_by_distance(make_screen):
    screen = make_screen()
    walked = []
    for _ in range(6):
        press(screen, Qt.Key.Key_PageDown)
        walked.append(chosen(screen))

    assert walked == ["Mairie", "Caf", "France services", "Autre mairie", "Assistante sociale", "Assistante sociale"]
    press(screen, Qt.Key.Key_PageUp)
    assert chosen(screen) == "Autre mairie"
    press(screen, Qt.Key.Key_Home)
    assert chosen(screen) == "Mairie"


def test_a_letter_walks_the_sheets_of_its_group_in_turn(make_screen):
    screen = make_screen()
    walked = []
    for _ in range(3):
        press(screen, "m")
        walked.append(chosen(screen))

    assert walked == ["Mairie", "Autre mairie", "Mairie"]
    press(screen, "c")
    assert chosen(screen) == "Caf"
    QTest.keyClick(the_map(screen), Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(screen) == "Mairie"


def test_a_letter_without_sheet_chooses_nothing(make_screen):
    screen = make_screen()
    press(screen, "j")
    assert chosen(screen) == ""


def test_enter_opens_the_sheet_chosen_and_chooses_the_nearest_first(qtbot, make_screen):
    screen = make_screen()
    press(screen, Qt.Key.Key_Return)
    assert chosen(screen) == "Mairie"
    with qtbot.waitSignal(screen.open_requested) as asked:
        press(screen, Qt.Key.Key_Return)
    assert asked.args == ["sheet-Mairie"]


def test_keys_come_nearer_go_farther_move_and_show_everything(make_screen):
    screen = make_screen()
    whole = the_map(screen).box
    press(screen, "+", "+", "+")
    near = the_map(screen).box
    assert near[2] - near[0] < (whole[2] - whole[0]) / 3
    press(screen, Qt.Key.Key_Right, Qt.Key.Key_Up)
    moved = the_map(screen).box
    assert moved[0] > near[0]
    assert moved[1] > near[1]
    press(screen, Qt.Key.Key_Left, Qt.Key.Key_Down)
    assert the_map(screen).box == pytest.approx(near)
    press(screen, "-")
    assert the_map(screen).box[2] > near[2]
    press(screen, "0")
    assert the_map(screen).box == whole


def test_enter_brings_the_sheet_chosen_back_in_sight_before_it_opens(qtbot, make_screen):
    screen = make_screen()
    press(screen, "f", "+", "+", "+", "+", "+")
    press(screen, *[Qt.Key.Key_Up] * 6)
    assert the_map(screen)._arrange().chosen is None
    qtbot.waitUntil(lambda: not screen.findChild(QPushButton, "open").isEnabled())
    opened = []
    screen.open_requested.connect(opened.append)

    press(screen, Qt.Key.Key_Return)
    assert (opened, chosen(screen)) == ([], "France services")
    assert the_map(screen)._arrange().chosen is not None
    press(screen, Qt.Key.Key_Return)
    assert opened == ["sheet-France services"]


def test_a_sheet_out_of_sight_is_brought_in_sight(make_screen):
    screen = make_screen()
    press(screen, "+", "+", "+", "+", "+", "+")
    press(screen, "f")
    west, south, east, north = the_map(screen).box
    assert west < 0 < east
    assert south < -15 < north


def test_tab_leaves_the_map_and_reaches_everything(make_screen):
    screen = make_screen()
    press(screen, Qt.Key.Key_PageDown)
    wanted = {
        one.objectName()
        for one in screen.findChildren(QWidget)
        if isinstance(one, QAbstractButton | QComboBox | Lines | TerritoryMap) and one.isVisible() and one.objectName()
    }
    reached = []
    for _ in range(40):
        name = QApplication.focusWidget().objectName()
        if name in reached:
            break
        reached.append(name)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert wanted - set(reached) == set()


def test_escape_goes_back_and_ctrl_p_prints_the_map(qtbot, make_screen):
    screen = make_screen()
    with qtbot.waitSignal(screen.left):
        press(screen, Qt.Key.Key_Escape)
    with qtbot.waitSignal(screen.print_requested):
        QTest.keyClick(the_map(screen), Qt.Key.Key_P, CONTROL)


# the mouse


def test_a_click_chooses_a_sheet_and_another_opens_it(qtbot, make_screen):
    screen = make_screen()
    click(screen, where(screen, "Caf"))
    assert chosen(screen) == "Caf"
    with qtbot.waitSignal(screen.open_requested) as asked:
        click(screen, where(screen, "Caf"))
    assert asked.args == ["sheet-Caf"]


def test_a_click_on_several_sheets_comes_nearer_until_they_part(make_screen):
    pair = a_view(a_spot("Mairie", (5.0, 5.0)), a_spot("Poste", (5.3, 5.0), "A"), a_spot("Caf", (-20.0, 0.0), "C"))
    screen = make_screen(pair)
    shown = the_map(screen)
    sign = next(one for one in shown._arrange().signs if len(one.cluster.members) == 2)

    click(screen, QPoint(round(sign.x), round(sign.y)))

    assert sorted(one.cluster.members for one in shown._arrange().signs) == [(0,), (1,)]
    assert chosen(screen) == ""


def test_a_click_on_sheets_of_one_place_chooses_the_first(make_screen):
    screen = make_screen(a_view(a_spot("Mairie", (5.0, 5.0)), a_spot("Poste", (5.0, 5.0), "A")))
    sign = the_map(screen)._arrange().signs[0]

    click(screen, QPoint(round(sign.x), round(sign.y)))

    assert chosen(screen) == "Mairie"
    assert listed(screen) == ["M · Mairie", "A · Poste"]


def test_dragging_moves_the_map_and_chooses_nothing(make_screen):
    screen = make_screen()
    press(screen, "+", "+")
    before, shown = the_map(screen).box, the_map(screen)
    start = where(screen, "Mairie")
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in (20, 60, 120):
        QTest.mouseMove(shown, start + QPoint(step, 0))
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(120, 0))

    assert shown.box[0] < before[0]
    assert chosen(screen) == ""


def test_the_wheel_comes_nearer_to_what_is_under_the_mouse(make_screen):
    screen = make_screen()
    shown, at = the_map(screen), where(screen, "Caf")
    here = QPointF(at)
    wheel = QWheelEvent(
        here, shown.mapToGlobal(here), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown, wheel)

    again = where(screen, "Caf")
    assert abs(again.x() - at.x()) <= 1
    assert abs(again.y() - at.y()) <= 1
    assert shown.box[2] - shown.box[0] < 60


def test_the_mouse_at_rest_is_told_the_names_of_several_sheets(make_screen):
    hostile = a_spot("<img src='file:///etc/passwd'>", (5.0, 5.0))
    screen = make_screen(a_view(hostile, *(a_spot(f"Mairie {number}", (5.0, 5.0)) for number in range(8))))
    shown = the_map(screen)
    sign = shown._arrange().signs[0]
    at = QPoint(round(sign.x), round(sign.y))
    QApplication.sendEvent(shown, QHelpEvent(QEvent.Type.ToolTip, at, shown.mapToGlobal(at)))

    names = QToolTip.text().removeprefix("<qt>").removesuffix("</qt>").split("<br>")
    assert [unescape(name) for name in names] == [
        hostile.name,
        *(f"Mairie {number}" for number in range(5)),
        "et 3 autres",
    ]
    assert "<img" not in QToolTip.text()


@pytest.mark.parametrize("km", [5, 30])
def test_a_button_shows_a_circle_whole(make_screen, km):
    screen = make_screen()
    screen.findChild(QPushButton, f"within-{km}").click()
    west, south, east, north = the_map(screen).box
    assert min(east - west, north - south) == pytest.approx(2 * km / FITTED)


def test_circles_wider_than_the_territory_have_no_button(make_screen):
    screen = make_screen(a_view(a_spot("Mairie", (0.0, 2.0)), radius_km=10, circles=circles(10)))
    assert screen.findChild(QPushButton, "within-10").isVisible()
    assert not screen.findChild(QPushButton, "within-20").isVisible()


# the list


def test_the_list_holds_what_is_in_sight_then_what_has_no_place(qtbot, make_screen):
    screen = make_screen()
    assert listed(screen) == [
        "M · Mairie", "C · Caf", "F · France services", "M · Autre mairie", "S · Assistante sociale",
    ]  # fmt: skip
    screen.findChild(QPushButton, "within-5").click()
    qtbot.waitUntil(lambda: listed(screen) == ["M · Mairie", "S · Assistante sociale"])
    assert "1 fiche dans la vue. 1 n'a pas de place sur la carte." in screen.findChild(QLabel, "count").text()


def test_the_list_follows_the_map_and_the_map_follows_the_list(make_screen):
    screen = make_screen()
    press(screen, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert the_list(screen).row.name == "Caf"
    QTest.keyClick(the_list(screen), Qt.Key.Key_Down)
    assert chosen(screen) == "France services"


def test_arrows_go_on_beyond_the_page_of_the_list(make_screen):
    many = a_view(*(a_spot(f"Mairie {number:03}", (0.2 * number, 0.0)) for number in range(120)))
    screen = make_screen(many)
    assert len(listed(screen)) == 50
    assert "1 à 50 sur 120" in screen.findChild(QLabel, "count").text()
    the_map(screen).choose(49)
    QTest.keyClick(the_list(screen), Qt.Key.Key_Down)
    assert chosen(screen) == "Mairie 050"
    assert the_list(screen).row.name == "Mairie 050"
    assert "51 à 100 sur 120" in screen.findChild(QLabel, "count").text()
    QTest.keyClick(the_list(screen), Qt.Key.Key_Up)
    assert the_list(screen).row.name == "Mairie 049"


def test_enter_on_a_line_and_the_button_open_the_sheet(qtbot, make_screen):
    screen = make_screen()
    button = screen.findChild(QPushButton, "open")
    assert not button.isEnabled()
    the_list(screen).choose(1)
    with qtbot.waitSignal(screen.open_requested) as asked:
        QTest.keyClick(the_list(screen), Qt.Key.Key_Return)
    assert asked.args == ["sheet-Caf"]
    with qtbot.waitSignal(screen.open_requested) as asked:
        button.click()
    assert asked.args == ["sheet-Caf"]


def test_what_is_chosen_stays_chosen_when_the_map_comes_anew(make_screen):
    screen = make_screen()
    press(screen, "c", "+", "+")
    box = the_map(screen).box
    screen.present(a_view(*(spot for spot in FIVE.spots if spot.name != "Mairie")))
    assert chosen(screen) == the_list(screen).row.name == "Caf"
    assert the_map(screen).box == box
    screen.present(a_view(a_spot("Mairie", (0.0, 2.0))))
    assert chosen(screen) == ""


def test_a_stop_opens_the_sheet_of_its_structure(qtbot, make_screen):
    screen = make_screen(a_view(a_spot("Bus, arrêt Villebois", (3.0, 3.0), "F", key="bus/1", sheet="bus")))
    press(screen, Qt.Key.Key_Home)
    with qtbot.waitSignal(screen.open_requested) as asked:
        press(screen, Qt.Key.Key_Return)
    assert asked.args == ["bus"]


# what is wanted


def test_a_family_narrows_the_needs_and_both_are_asked_for(make_screen):
    screen = make_screen()
    asked = []
    screen.choice_changed.connect(asked.append)
    family, need = screen.findChild(QComboBox, "family"), screen.findChild(QComboBox, "need-on-map")
    family.setCurrentIndex(family.findData("papiers"))
    need.setCurrentIndex(need.findData("carte-identite"))
    family.setCurrentIndex(family.findData("justice"))
    assert asked == [
        MapChoice(family="papiers"),
        MapChoice(family="papiers", procedure="carte-identite"),
        MapChoice(family="justice"),
    ]
    assert need.count() == 1


def test_broader_relays_are_said(make_screen):
    screen = make_screen(a_view(a_spot("Mairie", (0.0, 2.0)), broader=True))
    assert "en voici de plus larges" in screen.findChild(QLabel, "count").text()


def test_a_library_without_a_place_is_told_what_to_do(make_screen):
    screen = make_screen(a_view(placed=False, circles=(), communes=(), groups=()))
    assert not the_map(screen).isVisible()
    assert any("réglages" in label.text() for label in screen.findChildren(QLabel) if label.isVisible())


# what is seen


def test_signs_say_their_group_and_freshness_without_any_colour(qapp, make_screen):
    signs = MapPicture(words("fr"), apply_look(qapp, Settings()), qapp.font(), 1.0).signs
    pictures = [
        signs.sheet(group, fresh)
        for group in GROUPS.values()
        for fresh in (Freshness.FRESH, Freshness.AGEING, Freshness.OLD)
    ]
    grey = {
        bytes(one.toImage().convertToFormat(one.toImage().Format.Format_Grayscale8).constBits()) for one in pictures
    }
    assert len(grey) == len(pictures)


def test_no_name_covers_a_sign_or_another_name(qapp):
    picture = MapPicture(words("fr"), apply_look(qapp, Settings()), qapp.font(), 1.0)
    arranged = picture.arrange(FIVE, fitted(700, 480, 30), 1)
    half = picture.signs.side / 2
    signs = [(one.x - half, one.y - half, one.x + half, one.y + half) for one in arranged.signs]
    names = [one.box for one in arranged.labels]
    assert not any(overlap(one, other) for at, one in enumerate(names) for other in [*names[:at], *signs])
    assert {one.label.text for one in arranged.labels} >= {
        "Caf",
        "la bibliothèque",
        "Bourg-en-Bresse",
        "10 km",
        "30 km",
    }


def test_the_sheet_chosen_is_always_named(qapp):
    crowd = a_view(*(a_spot(f"Mairie {at}", (at % 9 - 4.0, at // 9 - 4.0)) for at in range(81)))
    picture = MapPicture(words("fr"), apply_look(qapp, Settings(text_percent=200)), qapp.font(), 1.0)
    for number in range(81):
        arranged = picture.arrange(crowd, fitted(300, 260, 6), number)
        assert crowd.spots[number].name in [one.label.text for one in arranged.labels]


@pytest.mark.parametrize("theme", Theme)
def test_what_is_drawn_stands_out_from_the_ground(theme):
    colours = {name: QColor(value) for name, value in tokens(theme).items()}

    def luminance(colour):
        parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3])
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    def contrast(one, other):
        dark, light = sorted((luminance(colours[one]), luminance(colours[other])))
        return (light + 0.05) / (dark + 0.05)

    written = [("text", "surface"), ("text_muted", "surface"), ("accent", "surface"), ("stop_text", "surface")]
    written += [("accent_text", "accent"), ("selection_text", "selection"), ("text", "surface_raised")]
    assert [pair for pair in written if contrast(*pair) < 4.5] == []
    assert contrast("focus", "surface") >= 3


@pytest.mark.parametrize("theme", Theme)
def test_the_keyboard_and_the_sheet_chosen_are_seen(make_screen, theme):
    screen = make_screen(settings=Settings(theme=theme))
    with_keyboard = the_map(screen).grab().toImage()
    the_list(screen).setFocus()
    without = the_map(screen).grab().toImage()
    assert with_keyboard != without
    the_list(screen).choose(1)
    assert the_map(screen).grab().toImage() != without


@pytest.mark.parametrize("language", Language)
def test_every_control_says_its_own_name(make_screen, language):
    QAccessible.setActive(True)
    screen = make_screen(settings=Settings(language=language))
    controls = [
        one for one in screen.findChildren(QWidget)
        if isinstance(one, QAbstractButton | QComboBox | Lines | TerritoryMap) and one.isVisible() and one.objectName()
    ]  # fmt: skip
    names = [
        one.accessibleName()
        if isinstance(one, QComboBox)
        else QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in controls
    ]
    assert all(len(name) > 1 for name in names)
    assert len(names) == len(set(names))


def test_a_screen_reader_hears_the_sheet_chosen(make_screen):
    screen = make_screen()
    press(screen, "c")
    assert the_map(screen).accessibleDescription().startswith("Caf, Caf, MSA, santé, retraite, Ambronay, 10,0 km")


@pytest.mark.parametrize(
    ("percent", "size"), [(100, (1154, 768)), (200, (1273, 768)), (200, (931, 600)), (150, (1068, 720))]
)
def test_nothing_is_cut(qtbot, make_screen, percent, size):
    screen = make_screen(settings=Settings(text_percent=percent), size=size)

    def cut():
        found = []
        for one in screen.findChildren(QWidget):
            if not isinstance(one, QLabel | QPushButton) or not one.isVisible() or not one.text():
                continue
            wraps = isinstance(one, QLabel) and one.wordWrap()
            tall = one.heightForWidth(one.width()) if wraps else one.sizeHint().height()
            if one.height() < tall - 2 or (not wraps and one.width() < one.sizeHint().width() - 2):
                found.append((one.text(), one.size().toTuple()))
            if one.mapTo(screen, one.rect().topRight()).x() > screen.width():
                found.append((one.text(), "beyond the right edge"))
        shown = the_map(screen)
        below = screen.findChild(QWidget, "legend")
        if below.mapTo(screen, QPoint(0, 0)).y() < shown.mapTo(screen, QPoint(0, shown.height())).y():
            found.append("the legend covers the map")
        return found

    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not cut(), timeout=1500)
    assert cut() == []
    assert the_map(screen).height() >= 240


def test_targets_are_large_enough(make_screen):
    screen = make_screen()
    small = [one.objectName() for one in screen.findChildren(QAbstractButton) if one.isVisible() and one.height() < 24]
    assert small == []
    assert screen.findChild(QPushButton, "print").height() >= 44


# in the whole window


def open_map(qtbot, desk, settle):
    QTest.keyClick(desk.window, Qt.Key.Key_M, CONTROL)
    settle(desk)
    screen = desk.window.findChild(MapScreen)
    qtbot.waitUntil(lambda: bool(listed(screen)))
    return screen


def test_ctrl_m_brings_the_map_of_the_need_on_the_home_which_five_idle_minutes_forget(qtbot, make_desk, settle):
    desk = make_desk()
    desk.refer.ask("refaire ma carte d'identite")
    desk.refer.choose_first()
    settle(desk)

    screen = open_map(qtbot, desk, settle)

    assert desk.window.front == "map"
    assert screen.choice.procedure == "carte-identite"
    assert screen.findChild(QComboBox, "need-on-map").currentText().startswith("Carte d'identité")
    desk.window.idle.emit()
    settle(desk)
    assert screen.choice == MapChoice()
    assert screen.view.need == ""


def test_from_the_map_to_the_sheet_and_back_by_keyboard(qtbot, make_desk, settle):
    desk = make_desk()
    screen = open_map(qtbot, desk, settle)
    press(screen, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    name = chosen(screen)

    press(screen, Qt.Key.Key_Return)
    settle(desk)

    assert desk.window.front == "sheets"
    qtbot.waitUntil(lambda: desk.window.findChild(QWidget, "sheet").accessibleName() == name)
    QTest.keyClick(desk.window, Qt.Key.Key_M, CONTROL)
    assert chosen(screen) == name
    press(screen, Qt.Key.Key_Escape)
    assert desk.window.front == "sheets"


def test_a_sheet_kept_elsewhere_comes_on_the_map(qtbot, make_desk, settle):
    desk = make_desk()
    screen = open_map(qtbot, desk, settle)

    def keep(store):
        here = store.library().place
        store.records.put(
            Sheet(
                id="neuve",
                name="Mairie neuve",
                relay_types=("mairie",),
                latitude=here.latitude,
                longitude=here.longitude,
            )
        )

    desk.ask(keep, lambda _: desk.changed(frozenset({"sheet"})))
    qtbot.waitUntil(lambda: "M · Mairie neuve" in listed(screen))


def test_without_a_printer_the_map_is_kept_as_a_pdf_of_one_page(
    qtbot, make_desk, settle, when_asked, monkeypatch, tmp_path
):
    desk = make_desk()
    screen = open_map(qtbot, desk, settle)
    monkeypatch.setattr(desk, "ask_file", lambda proposed: str(tmp_path / Path(proposed).name))
    when_asked(lambda dialog: dialog.findChild(QPushButton, "choice-0").click())

    QTest.keyClick(the_map(screen), Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: any(tmp_path.glob("carte-*.pdf")))

    document = pypdfium2.PdfDocument(next(tmp_path.glob("carte-2026-11-24.pdf")).read_bytes())
    assert len(document) == 1
    assert document.get_page_size(0) == pytest.approx((595, 842), abs=1)
    text = document[0].get_textpage().get_text_range()
    nearest = the_map(screen)._view.spots[0]
    for words_on_paper in (nearest.name, nearest.phone, nearest.away, "Ambronay", "Insee", "24 novembre 2026"):
        assert words_on_paper.replace(" ", "") in text.replace(" ", "").replace("\xa0", "")
    picture = document[0].render(scale=1).to_pil()
    assert all(red == green == blue for _, (red, green, blue) in picture.convert("RGB").getcolors(100_000))
    assert "carte-2026-11-24.pdf" in screen.findChild(QLabel, "told").text()
