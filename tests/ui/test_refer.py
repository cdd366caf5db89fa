"""Orienter with view values only: every gesture by keyboard, every state honest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QListWidget, QPushButton, QRadioButton

from desk.base.settings import SlipFormat
from desk.domain.openings import HalfDay
from desk.domain.taxonomy import EmergencyNumber
from desk.ui.screens.refer import ReferScreen
from desk.ui.widgets.half_days import HalfDaysDialog, half_days_words
from desk.ui.widgets.relay_cards import RelayCards
from desk.work.refer_view import NeedAnswer, PhoneLine

HOSTILE = '<b>Mairie</b><img src="file:///etc/passwd">'


@pytest.fixture
def screen(qtbot, say, look):
    made = ReferScreen(say, look)
    qtbot.addWidget(made)
    made.resize(1140, 768)
    with qtbot.waitActive(made):
        made.show()
    made.take_focus()
    return made


def box(screen):
    return screen.findChild(QLineEdit, "need")


def said(widget):
    """Return all that is visible, in one text, with ordinary spaces."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def show(qtbot, screen):
    """Show a checklist and its relays, and wait until the last widget is really there."""

    def shown(checklist, cards=()):
        screen.present_checklist(checklist)
        screen.present_relays(cards)
        qtbot.waitUntil(lambda: bool(said(screen.findChild(RelayCards))))

    return shown


def with_focus(screen):
    focused = screen.focusWidget()
    return focused.objectName() if focused else ""


def test_the_cursor_is_in_the_box(screen):
    assert box(screen).hasFocus()


def test_every_letter_is_heard(qtbot, screen):
    heard = []
    screen.need_changed.connect(heard.append)
    qtbot.keyClicks(box(screen), "caf")
    assert heard == ["c", "ca", "caf"]


def test_the_list_shows_the_best_first_and_chooses_it(qtbot, screen, answer):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    found = screen.findChild(QListWidget, "procedures")
    assert [found.item(row).text() for row in range(found.count())] == [
        "Carte d'identité",
        "Carte grise",
        "Carte Vitale",
    ]
    assert found.currentRow() == 0
    assert box(screen).hasFocus()


def test_the_arrows_walk_the_list_and_enter_opens(qtbot, screen, answer):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    qtbot.keyClick(box(screen), Qt.Key.Key_Down)
    qtbot.keyClick(box(screen), Qt.Key.Key_Down)
    qtbot.keyClick(box(screen), Qt.Key.Key_Down)
    qtbot.keyClick(box(screen), Qt.Key.Key_Up)
    with qtbot.waitSignal(screen.procedure_chosen, check_params_cb=lambda one: one == "carte-grise"):
        qtbot.keyClick(box(screen), Qt.Key.Key_Return)


def test_esc_goes_back_to_the_same_line(qtbot, screen, answer, make_checklist):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    qtbot.keyClick(box(screen), Qt.Key.Key_Down)
    screen.present_checklist(make_checklist())
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Escape)
    assert screen.procedure == ""
    assert screen.findChild(QListWidget, "procedures").currentRow() == 1
    assert box(screen).hasFocus()
    assert screen.need == "carte"


def test_nothing_fits_offers_the_nearest_then_a_number_then_to_count_it(qtbot, screen, hits):
    qtbot.keyClicks(box(screen), "girafe")
    screen.present_answer(NeedAnswer(procedures=hits[:1], nothing_fits=True))
    screen.present_numbers((PhoneLine(number="39 39", label="Allô", hours="", to_verify=True),))
    nearest, number, count = (
        screen.findChild(QListWidget, "procedures"),
        next(label for label in screen.findChildren(QLabel) if "39" in label.text()),
        screen.findChild(QPushButton, "unmet"),
    )
    assert "Rien ne correspond bien" in said(screen)
    heights = [part.mapTo(screen, part.rect().topLeft()).y() for part in (nearest, number, count)]
    assert heights == sorted(heights)
    with qtbot.waitSignal(screen.unmet_requested, check_params_cb=lambda words: words == "girafe"):
        screen.note_unmet()


def test_a_need_that_fits_cannot_be_counted_as_unmet(qtbot, screen, answer):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    with qtbot.assertNotEmitted(screen.unmet_requested):
        screen.note_unmet()


def test_no_number_no_heading_for_it(qtbot, screen, hits):
    qtbot.keyClicks(box(screen), "girafe")
    screen.present_answer(NeedAnswer(procedures=hits[:1], nothing_fits=True))
    screen.present_numbers(())
    assert "Un numéro national" not in said(screen)


@pytest.mark.parametrize(
    ("kind", "words"), [("nir", "Sécurité sociale"), ("iban", "compte bancaire"), ("card", "carte bancaire")]
)
def test_what_looks_like_a_secret_gets_a_kind_sentence(qtbot, screen, kind, words):
    qtbot.keyClicks(box(screen), "x")
    screen.present_answer(NeedAnswer(procedures=(), nothing_fits=True, secret=kind))
    assert words in said(screen.findChild(QFrame, "notice"))
    screen.present_answer(NeedAnswer(procedures=(), nothing_fits=True))
    assert not screen.findChild(QFrame, "notice").isVisible()


def test_the_checklist_says_how_far_the_desk_goes(screen, make_checklist):
    screen.present_checklist(make_checklist())
    shown = said(screen)
    for words in ("On explique", "Avec vous", "On s'arrête ici", "Jamais", "Ici, seule la mairie peut faire."):
        assert words in shown
    for words in ("À apporter", "Une photo (à vérifier)", "Sans internet", "Formulaire 12101", "Attention", "34 00"):
        assert words in shown
    assert "Démarche : à vérifier." in shown
    assert "service-public.fr (3 mai 2026)" in shown


def test_emergency_numbers_come_before_everything(screen, make_checklist):
    numbers = (EmergencyNumber(number="17", use="Police", hours="24h/24"),)
    screen.present_checklist(make_checklist(emergency=numbers))
    banner = screen.findChild(QFrame, "emergency")
    title = next(label for label in screen.findChildren(QLabel) if label.text() == "Carte d'identité")
    assert "17" in said(banner)
    assert banner.mapTo(screen, banner.rect().topLeft()).y() < title.mapTo(screen, title.rect().topLeft()).y()


def test_space_ticks_a_step(qtbot, screen, make_checklist):
    screen.present_checklist(make_checklist())
    assert with_focus(screen) == "tick-s1"
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Space)
    assert screen.findChild(QCheckBox, "tick-s1").isChecked()


def test_the_arrows_walk_every_step(qtbot, screen, make_checklist):
    screen.present_checklist(make_checklist())
    walked = [with_focus(screen)]
    for _ in range(4):
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Down)
        walked.append(with_focus(screen))
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Up)
    walked.append(with_focus(screen))
    assert walked == ["tick-s1", "tick-s2", "step-s3", "step-s4", "step-s4", "step-s3"]


def test_a_stop_shows_the_local_relays_of_its_kind(screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(), make_card("La Poste", relay_types=("la-poste",))))
    stop = screen.findChild(QFrame, "step-s3")
    assert "Mairie de Villeneuve · 4,2 km" in said(stop)
    assert "La Poste" not in said(stop)
    assert "Mairie de Villeneuve" in stop.accessibleDescription()


def test_a_stop_without_a_local_relay_names_the_kind(screen, show, make_checklist):
    show(make_checklist(), ())
    assert "→ Mairie" in said(screen.findChild(QFrame, "step-s3"))


def test_the_best_relay_is_already_chosen(screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(), make_card("CCAS")))
    assert screen.relay.name == "Mairie de Villeneuve"
    for words in ("4,2 km", "sans rendez-vous · gratuit", "ouvert · ferme à 12 h", "vérifiée il y a 12 jours"):
        assert words in said(screen)


def test_the_right_arrow_then_down_chooses_another_relay(qtbot, screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(), make_card("CCAS"), make_card("MSA")))
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Right)
    assert with_focus(screen) == "relay-mairie-de-villeneuve"
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Down)
    assert screen.relay.name == "CCAS"


def test_a_click_anywhere_on_a_card_chooses_it(qtbot, screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(), make_card("CCAS")))
    card = screen.findChild(QRadioButton, "relay-ccas").parentWidget()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert screen.relay.name == "CCAS"


def test_why_is_shown_when_asked(qtbot, screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(),))
    assert "– Le premier relais." not in said(screen)
    qtbot.mouseClick(screen.findChild(QPushButton, "because"), Qt.MouseButton.LeftButton)
    assert "– Le premier relais." in said(screen)


def test_printing_asks_for_the_relay_chosen(qtbot, screen, show, make_checklist, make_card):
    show(make_checklist(), (make_card(),))
    with qtbot.waitSignal(screen.print_requested) as asked:
        screen.request_print()
    assert asked.args == ["carte-identite", "mairie-de-villeneuve", "mairie"]


def test_printing_before_the_relays_are_there_waits_for_them(qtbot, screen, make_checklist, make_card):
    screen.present_checklist(make_checklist())
    with qtbot.assertNotEmitted(screen.print_requested):
        screen.request_print()
    with qtbot.waitSignal(screen.print_requested) as asked:
        screen.present_relays((make_card(),))
    assert asked.args[1] == "mairie-de-villeneuve"


def test_printing_while_the_checklist_is_coming_waits_for_it(qtbot, screen, answer, make_checklist, make_card):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    qtbot.keyClick(box(screen), Qt.Key.Key_Return)
    screen.request_print()
    screen.present_checklist(make_checklist())
    with qtbot.waitSignal(screen.print_requested) as asked:
        screen.present_relays((make_card(),))
    assert asked.args[:2] == ["carte-identite", "mairie-de-villeneuve"]


def test_other_words_forget_the_slip_that_was_waited_for(qtbot, screen, answer, make_checklist, make_card):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    qtbot.keyClick(box(screen), Qt.Key.Key_Return)
    screen.request_print()
    screen.present_answer(answer)
    with qtbot.assertNotEmitted(screen.print_requested):
        screen.present_checklist(make_checklist())
        screen.present_relays((make_card(),))


def test_without_any_relay_the_slip_is_still_printed(qtbot, screen, show, make_checklist):
    show(make_checklist(), ())
    assert "Le bon dit quand même quoi faire." in said(screen)
    with qtbot.waitSignal(screen.print_requested) as asked:
        screen.request_print()
    assert asked.args == ["carte-identite", "", ""]


def test_printing_from_the_list_first_opens_the_best_line(qtbot, screen, answer):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    with qtbot.waitSignal(screen.procedure_chosen, check_params_cb=lambda one: one == "carte-identite"):
        screen.request_print()


def test_the_person_and_the_half_days_change_the_relays(qtbot, screen, make_checklist):
    screen.present_checklist(make_checklist())
    with qtbot.waitSignal(screen.wishes_changed):
        screen.findChild(QPushButton, "on-foot").click()
    assert not screen.by_car
    with qtbot.waitSignal(screen.wishes_changed):
        screen.present_half_days(frozenset({HalfDay.TH_PM}))
    assert "jeudi après-midi" in screen.findChild(QPushButton, "when").text()


def test_the_next_person_finds_nothing_of_the_last(qtbot, screen, show, answer, make_checklist, make_card):
    qtbot.keyClicks(box(screen), "carte")
    screen.present_answer(answer)
    show(make_checklist(), (make_card(),))
    screen.findChild(QPushButton, "on-foot").click()
    screen.present_half_days(frozenset({HalfDay("th-pm")}))
    screen.new_person()
    assert screen.need == ""
    assert screen.procedure == ""
    assert screen.by_car
    assert screen.half_days == frozenset()
    assert "Mairie" not in said(screen)
    assert box(screen).hasFocus()


def test_what_was_done_stays_until_the_next_act(qtbot, screen, answer):
    screen.present_done("Bon K7F3Q9 imprimé et compté.")
    assert "K7F3Q9" in said(screen.findChild(QFrame, "notice"))
    qtbot.keyClicks(box(screen), "c")
    screen.present_answer(answer)
    assert not screen.findChild(QFrame, "notice").isVisible()


@pytest.mark.parametrize(
    ("paper", "words"), [(SlipFormat.A5, "A5"), (SlipFormat.A4, "A4"), (SlipFormat.RECEIPT, "80 mm")]
)
def test_the_paper_is_said(screen, make_checklist, paper, words):
    screen.present_checklist(make_checklist())
    screen.present_format(paper)
    assert words in said(screen)


def test_a_hostile_name_is_only_text(screen, show, make_checklist, make_card):
    show(make_checklist(title=HOSTILE), (make_card(HOSTILE, sheet="x"),))
    shown = [label for label in screen.findChildren(QLabel) if "Mairie</b>" in label.text()]
    assert len(shown) >= 3
    assert {label.textFormat() for label in screen.findChildren(QLabel)} <= {
        Qt.TextFormat.PlainText,
        Qt.TextFormat.AutoText,
    }
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown)


@pytest.mark.parametrize("typed", ["a" * 10_000, "😀" * 500, "\u202eمرحبا", "'; DROP TABLE sheet; --", "%s {need} <b>"])
def test_strange_words_are_taken_as_they_are(screen, typed):
    screen.ask(typed)
    assert screen.need == typed


def test_the_half_days_are_ticked_by_keyboard(qtbot, say, look):
    dialog = HalfDaysDialog(say, frozenset({HalfDay("mo-am")}))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.value == {HalfDay("mo-pm")}
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ((), "n'importe quand"),
        (("th-pm",), "jeudi après-midi"),
        (("sa-am", "sa-pm"), "samedi"),
        (("mo-am", "th-pm"), "lundi matin, jeudi après-midi"),
        (("mo-am", "tu-am", "th-pm"), "3 demi-journées"),
    ],
)
def test_half_days_in_words(say, chosen, words):
    assert half_days_words(frozenset(map(HalfDay, chosen)), say) == words
