"""The chains of the service, end to end on real parts: each changes what happens at the desk. Nothing is a stand-in."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pypdfium2 as pdfium
import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.charter import ActChoice, Level
from desk.domain.mutual_aid import Helper
from desk.domain.procedures import StepKind
from desk.domain.relays import Wishes
from desk.domain.skills import CardKey, Step
from desk.slips.aid_papers import compose_consent
from desk.slips.charter_papers import CharterPaper, compose_charter
from desk.slips.compose import compose
from desk.slips.session_pages import lay_out_day
from desk.slips.session_papers import day_poster
from desk.slips.sheets_of_text import lay_out_text
from desk.slips.skills_card_page import compose_card, lay_out_card
from desk.store.store import open_store
from desk.ui import printing, scanned
from desk.work import charter, mutual_aid, refer, sessions, setup, skills

SAY = words("fr")
TUESDAY = datetime(2026, 11, 24, 10)
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def make_library(tmp_path, qapp, with_lists):
    """A library set up from the official list, as on a first day."""
    made = []

    def library(code):
        clock = FixedClock(TUESDAY)
        store = open_store(with_lists(Profile(root=tmp_path / code)), clock, resources())
        setup.set_up(store, setup.from_official(store, setup.the_official(store, code)))
        made.append(store)
        return store, clock

    yield library
    for store in made:
        store.close()


def text_of(file):
    document = pdfium.PdfDocument(file)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def slip_text(store, procedure, sheet, file):
    made = refer.prepare(store, procedure, sheet)
    slip = compose(store, refer.checklist(store, procedure, SAY), sheet or None, made, "fr")
    assert printing.to_pdf(slip, SlipFormat.A5, file) == 1
    refer.hand_over(store, made)
    return text_of(file)


def relays(store, procedure):
    return refer.relays(store, procedure, Wishes(at=store.clock.now()), SAY, 8)


def test_a_charter_adopted_changes_the_stop_the_slip_and_the_poster(make_library, tmp_path):
    store, _ = make_library("2")
    before = refer.checklist(store, "carte-grise", SAY)
    assert any(step.kind is not StepKind.STOP and "mprim" in step.text for step in before.steps)

    draft = replace(
        charter.adaptation(store, SAY).draft, choices=(ActChoice(id="print", level=Level.NEVER),), prices="aucune copie"
    )
    charter.adopt(store, draft, THURSDAY - timedelta(days=20), "le conseil municipal", "MB")

    after = refer.checklist(store, "carte-grise", SAY)
    assert not any(step.possible and step.kind is not StepKind.STOP and "mprimer" in step.text for step in after.steps)
    assert "Pas fait dans cette bibliothèque" in slip_text(store, "carte-grise", "", tmp_path / "bon.pdf")
    pages = lay_out_text(compose_charter(store, CharterPaper.POSTER, SAY), printing.FontRuler())
    assert printing.pages_to_pdf(pages, "fr", tmp_path / "affiche.pdf") == 1
    poster = text_of(tmp_path / "affiche.pdf")
    assert poster.index("Nous ne faisons jamais") < poster.index("Imprimer ou photocopier")
    assert "Version 1, adoptée le 6 novembre 2026 : le conseil municipal." in poster


def test_a_session_cancelled_changes_the_ranking_the_slip_and_the_poster(make_library, tmp_path):
    store, _ = make_library("2")
    session = sessions.save(
        store,
        replace(
            sessions.blank(store, THURSDAY),
            title="Permanence France services",
            relay_types=("france-services",),
            rule="",
        ),
    ).id
    assert relays(store, "carte-grise")[0].sheet == session
    assert "Jeudi 26 novembre, 14 h – 16 h" in slip_text(store, "carte-grise", session, tmp_path / "bon.pdf")

    sessions.cancel(store, session, THURSDAY, "away", "MB")

    assert session not in {card.sheet for card in relays(store, "carte-grise")}
    page = lay_out_day(day_poster(store, THURSDAY, SAY), printing.FontRuler())
    printing.page_to_pdf(page, "fr", tmp_path / "affiche.pdf")
    assert "Annulé : la personne est absente" in text_of(tmp_path / "affiche.pdf")


def test_a_helper_whose_consent_ends_disappears_the_same_day_and_the_renewal_card_is_ready(make_library, tmp_path):
    store, clock = make_library("2")
    mutual_aid.save_helper(store, Helper(id="", name="Bernadette", subjects=("tablet",), consent_on=TUESDAY.date()))
    asked, _ = mutual_aid.ask(store, "tablet", (), "")
    assert mutual_aid.matches(store, asked, SAY)
    assert len(mutual_aid.offers(store, SAY)) == 1

    clock.advance(timedelta(days=182))

    assert mutual_aid.matches(store, asked, SAY) == ()
    (line,) = mutual_aid.helpers(store, SAY)
    assert line.to_renew
    assert mutual_aid.offers(store, SAY) == ()
    pages = lay_out_text(compose_consent(store, line.helper, SAY), printing.FontRuler())
    assert printing.pages_to_pdf(pages, "fr", tmp_path / "carte.pdf") == 1
    said = text_of(tmp_path / "carte.pdf")
    assert "Je renouvelle mon accord" in said
    assert "Bernadette" not in said


def test_a_card_issued_here_is_scanned_completed_and_verified_there_without_a_connection(make_library, tmp_path):
    here, _ = make_library("2")
    there, _ = make_library("9498")
    first = skills.stamp(here, skills.new_card(here, SAY).text, {1: Step.ALONE}, SAY)
    page = lay_out_card(compose_card(here, first), printing.FontRuler(), SAY)
    printing.page_picture(page, 200).save(str(tmp_path / "carte.png"))
    for key in here.records.all(CardKey):
        there.records.put(key)

    (text,) = scanned.texts_in(tmp_path / "carte.png")
    second = skills.stamp(there, text, {1: Step.ALONE, 6: Step.HELPED}, SAY)

    assert [stamp.known for stamp in second.stamps] == [True, True]
    assert [stamp.library for stamp in second.stamps] == [here.library().name, there.library().name]
    assert second.warnings == ()
