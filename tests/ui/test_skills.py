"""Compétences in a whole desk, and the card printed, scanned again, read: what the paper carries is what was stamped."""

import random
from dataclasses import replace

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from desk.domain.skills import Step
from desk.slips.marks import TextMark
from desk.slips.skills_card_page import compose_card, lay_out_card
from desk.ui import printing, scanned
from desk.ui.screens.skills import SkillsScreen
from desk.ui.widgets.lines import Lines
from desk.work import skills


@pytest.fixture
def stamped(store, say):
    card = skills.new_card(store, say)
    for place in range(4):
        card = skills.stamp(store, card.text, dict.fromkeys(range(1, 6 + 6 * place), Step.ALONE), say)
    return card


def printed_and_scanned(page, file, *, seed=1):
    """The page as a cheap scanner at 200 dpi gives it back: grey, blurred, a little turned, noisy."""
    image = printing.page_picture(page, 200)
    raw = Image.frombytes(
        "L", (image.width(), image.height()), bytes(image.constBits()), "raw", "L", image.bytesPerLine()
    )
    turned = raw.rotate(1.7, expand=True, fillcolor=245).filter(ImageFilter.GaussianBlur(1.0))
    noise = random.Random(seed)
    pixels = bytes(max(0, min(255, 20 + value * 215 // 255 + noise.randrange(-18, 19))) for value in turned.tobytes())
    Image.frombytes("L", turned.size, pixels).save(file, quality=70)


def test_the_square_survives_paper_and_a_cheap_scanner(qapp, store, say, stamped, tmp_path):
    page = lay_out_card(compose_card(store, stamped), printing.FontRuler(), say)
    printed_and_scanned(page, tmp_path / "carte.jpg")

    found = scanned.texts_in(tmp_path / "carte.jpg")

    assert stamped.text in found
    assert len(skills.read(store, found[0], say).stamps) == 4


def test_the_card_is_one_page_with_every_skill_a_line_for_the_name_and_what_it_is_mapped_to(qapp, store, say, stamped):
    page = lay_out_card(compose_card(store, stamped), printing.FontRuler(), say)
    said = " ".join(mark.text for mark in page.marks if isinstance(mark, TextMark))

    for line in stamped.lines:
        assert line.label.split()[0] in said
    assert stamped.number in said
    assert "Nom (à remplir à la main)" in said
    assert "DigComp 2.2, 2022" in said
    assert "Correspondance à vérifier" in said
    for mark in page.marks:
        if isinstance(mark, TextMark):
            assert 0 < mark.x < page.width
            assert 0 < mark.y < page.height
            assert mark.x + printing.FontRuler().width(mark.text, mark.size, mark.weight) < page.width - 5


def test_the_back_of_the_fullest_card_stays_in_its_panel(qapp, store, say, stamped):
    told = replace(
        stamped,
        stamps=(replace(stamped.stamps[0], told=f"24 novembre 2026 · {'Médiathèque intercommunale ' * 3}"),) * 12,
        sessions=("jeudi 26 novembre 2026, 14 h – 16 h · Atelier numérique des tablettes et téléphones · sur place",)
        * 2,
    )
    page = lay_out_card(compose_card(store, told), printing.FontRuler(), say)
    said = [mark for mark in page.marks if isinstance(mark, TextMark) and mark.x < page.width / 2]
    foot = next(mark.y for mark in said if mark.text.startswith("Compétences rapprochées de"))

    assert any(mark.text.endswith("sur 12") for mark in said)
    assert max(mark.y for mark in said if mark.text[-10:] in "à vérifier") < foot - 8


def test_a_picture_that_is_none_is_said(qapp, tmp_path):
    from desk.base.errors import UnavailableError

    (tmp_path / "x.png").write_bytes(b"not a picture")
    with pytest.raises(UnavailableError):
        scanned.texts_in(tmp_path / "x.png")


@pytest.fixture
def desk_and_screen(make_desk, settle):
    desk = make_desk()
    desk.window.bring("skills")
    settle(desk)
    return desk, desk.window.findChild(SkillsScreen)


def test_a_scanned_card_is_completed_with_digits_stamped_and_printed(desk_and_screen, qtbot, settle, monkeypatch):
    pages = []
    monkeypatch.setattr(printing, "page_to_printer", lambda page, *_: pages.append(page))
    desk, screen = desk_and_screen
    made = []
    desk.ask(lambda store: skills.new_card(store, desk.say), made.append)
    settle(desk)
    box = screen.findChild(QLineEdit, "card-text")
    assert box.hasFocus()
    qtbot.keyClicks(box, made[0].text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(desk)
    lines = screen.findChild(Lines, "skills")
    assert lines.hasFocus()

    qtbot.keyClick(lines, Qt.Key.Key_3)
    assert screen.steps == {1: Step.ALONE}
    screen.findChild(QAbstractButton, "stamp").click()
    settle(desk)

    assert len(pages) == 1
    assert lines.rows[0].told.startswith("seul·e · ")
    desk.window.bring("refer")
    assert lines.rows == ()


def pressed(screen, qtbot, settle, desk, *names):
    for name in names:
        screen.findChild(QAbstractButton, name).click()
        settle(desk)


def test_a_stamp_made_by_mistake_is_undone_by_ctrl_z_and_its_steps_are_to_stamp_again(
    desk_and_screen, qtbot, settle, monkeypatch
):
    monkeypatch.setattr(printing, "page_to_printer", lambda *_: None)
    desk, screen = desk_and_screen
    made = []
    desk.ask(lambda store: skills.new_card(store, desk.say), made.append)
    settle(desk)
    screen.read_requested.emit(made[0].text)
    settle(desk)
    said = screen.findChild(QLabel, "told")
    assert said.text().startswith("Cette feuille n'a aucun tampon.")
    lines = screen.findChild(Lines, "skills")
    qtbot.keyClick(lines, Qt.Key.Key_3)
    pressed(screen, qtbot, settle, desk, "stamp")
    assert lines.rows[0].step is Step.ALONE

    qtbot.keyClick(lines, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert said.text() == "Le tampon est retiré. Détruisez la feuille déjà imprimée : elle le porte encore."
    assert (lines.rows[0].step, screen.steps) == (None, {1: Step.ALONE})
    assert screen.findChild(QAbstractButton, "stamp").isEnabled()
    qtbot.keyClick(lines, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.steps == {}
    assert not screen.findChild(QAbstractButton, "undo").isEnabled()


def test_the_last_stamp_of_a_card_that_comes_back_is_taken_off_and_can_be_put_back(
    desk_and_screen, qtbot, settle, monkeypatch
):
    desk, screen = desk_and_screen
    made = []
    desk.ask(
        lambda store: skills.stamp(store, skills.new_card(store, desk.say).text, {1: Step.ALONE}, desk.say), made.append
    )
    settle(desk)
    screen.read_requested.emit(made[0].text)
    settle(desk)
    lines = screen.findChild(Lines, "skills")

    pressed(screen, qtbot, settle, desk, "take-off")
    assert lines.rows[0].step is None
    assert screen.findChild(QLabel, "told").text().startswith("Le dernier tampon est retiré. Réimprimez la carte")
    assert not screen.findChild(QAbstractButton, "take-off").isEnabled()
    pressed(screen, qtbot, settle, desk, "undo")
    assert (lines.rows[0].step, screen.findChild(QLabel, "told").text()) == (Step.ALONE, "Le tampon est revenu.")


def test_what_is_no_card_is_said_on_the_screen_and_nothing_opens(desk_and_screen, qtbot, settle):
    desk, screen = desk_and_screen
    box = screen.findChild(QLineEdit, "card-text")
    qtbot.keyClicks(box, "3017620422003")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(desk)

    assert screen.findChild(QLabel, "told").text().startswith("Ce n'est pas une carte de compétences.")
