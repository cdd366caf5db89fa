"""Charter, agreement, posters, strip, slots, appointment: what they say, on how many pages, whatever the texts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.agreements import Agreement
from desk.domain.charter import ActChoice, Level
from desk.domain.libraries import EQUIPMENT
from desk.domain.mutual_aid import AidRequest, Helper
from desk.domain.sessions import weekly
from desk.domain.sheets import Sheet as ReferralSheet
from desk.slips import session_papers
from desk.slips.aid_papers import compose_consent, compose_request
from desk.slips.charter_papers import CharterPaper, compose_agreement, compose_charter
from desk.slips.marks import TextMark
from desk.slips.session_pages import lay_out_day, lay_out_host_list, lay_out_month, lay_out_strips
from desk.slips.sheets_of_text import A4, Passage, Sheet, lay_out_text
from desk.work import charter, sessions
from tests.kept import compare

THURSDAY = date(2026, 11, 26)
PAGES = {CharterPaper.LEAFLET: 2, CharterPaper.POSTER: 1, CharterPaper.PLAIN: 2, CharterPaper.TEXTS: 2}
ANY = st.one_of(st.text(max_size=80), st.sampled_from(["", "mot " * 400, "sansfin" * 200, "<b>x</b>", "\u202eabc"]))


def texts(pages):
    return [mark.text for page in pages for mark in page.marks if isinstance(mark, TextMark)]


def inside(page):
    return all(
        page.margin_x - 1 <= mark.x <= page.width - page.margin_x + 1 and 0 <= mark.y <= page.height
        for mark in page.marks
        if isinstance(mark, TextMark)
    )


def a_session(store, **fields):
    made = replace(sessions.blank(store, THURSDAY), **{"title": "Permanence France services", **fields})
    return sessions.save(store, made).id


@pytest.mark.golden
@pytest.mark.parametrize("paper", CharterPaper)
def test_each_paper_of_the_charter_says_what_it_did(store, say, ruler, paper):
    pages = lay_out_text(compose_charter(store, paper, say), ruler)

    assert len(pages) == PAGES[paper]
    assert all(inside(page) for page in pages)
    compare(f"service/charter-{paper.value}.txt", "\n".join(texts(pages)) + "\n")


def test_the_plain_version_is_never_called_falc_and_is_at_least_14_points(store, say, ruler):
    pages = lay_out_text(compose_charter(store, CharterPaper.PLAIN, say), ruler)

    assert "falc" not in " ".join(texts(pages)).lower()
    body = [mark.size for page in pages for mark in page.marks if isinstance(mark, TextMark) and mark.size > 9.0]
    assert min(body) >= 14.0


def test_a_library_without_a_scanner_promises_no_scan_on_any_paper(store, say, ruler):
    store.keep_library(replace(store.library(), equipment=tuple(one for one in EQUIPMENT if one != "scanner")))

    for paper in (CharterPaper.LEAFLET, CharterPaper.POSTER):
        assert "Scanner un document" not in " ".join(texts(lay_out_text(compose_charter(store, paper, say), ruler)))


def test_what_was_adopted_is_what_is_printed(store, say, ruler):
    draft = replace(charter.adaptation(store, say).draft, choices=(ActChoice(id="print", level=Level.NEVER),))
    charter.adopt(store, draft, date(2026, 11, 2), "le conseil municipal")

    said = texts(lay_out_text(compose_charter(store, CharterPaper.POSTER, say), ruler))

    assert "Version 1, adoptée le 2 novembre 2026 : le conseil municipal." in " ".join(said)
    assert said.index("Imprimer ou photocopier un document") > said.index("Nous ne faisons jamais")


@pytest.mark.golden
def test_an_agreement_is_one_page_for_both(store, say, ruler):
    partner = store.records.all(ReferralSheet)[0]
    made = Agreement(
        id="a" * 12, sheet=partner.id, relay_types=("france-services",), we_send="les dossiers de carte grise",
        they_send="les personnes à initier", when="le mardi", how="par téléphone, avec le bon",
        agreed_on=date(2026, 1, 5), review_on=date(2027, 1, 5),
    )  # fmt: skip

    pages = lay_out_text(compose_agreement(store, made, say), ruler)

    assert len(pages) == 1
    compare("service/agreement.txt", "\n".join(texts(pages)) + "\n")


def test_the_posters_of_this_library_hold_its_own_sessions_only(store, say, ruler):
    a_session(store, host="France services", room="salle 2")
    here = store.library().place
    a_session(store, title="Ailleurs", library="", latitude=here.latitude, longitude=here.longitude)
    cancelled = a_session(store, title="Atelier smartphone", start="10:00", end="12:00", rule=weekly(every=2))
    sessions.cancel(store, cancelled, THURSDAY, "away")

    day = texts([lay_out_day(session_papers.day_poster(store, THURSDAY, say), ruler)])
    month = texts([lay_out_month(session_papers.month_poster(store, THURSDAY, say), ruler)])

    for said in (" ".join(day), " ".join(month)):
        assert "Permanence France services" in said
        assert "Annulé : la personne est absente" in said
        assert "Ailleurs" not in said


def test_the_strip_says_cancelled_why_and_the_next_day(store, say, ruler):
    session = a_session(store)
    sessions.cancel(store, session, THURSDAY, "weather")

    said = texts(lay_out_strips((session_papers.strip(store, session, THURSDAY, say),), ruler))

    assert said[0] == "ANNULÉ"
    assert "Raison : mauvais temps." in said
    assert any("Prochaine fois : jeudi 3 décembre 2026" in one for one in said)


def test_the_paper_of_an_appointment_has_its_code_and_a_blank_line_for_the_name(store, say, ruler):
    session = a_session(store, slot_minutes=30)
    made = sessions.book(store, session, THURSDAY, "14:30", "carte-grise", say)

    said = texts(lay_out_text(session_papers.compose_appointment(store, made, say), ruler))
    listed = texts([lay_out_host_list(session_papers.host_list(store, session, THURSDAY, say), ruler)])

    assert "Jeudi 26 novembre 2026, 14 h 30" in said
    assert any(made.code in text for text in said)
    assert "Nom (à remplir à la main)" in said
    assert made.code in listed


@pytest.mark.golden
def test_the_papers_of_mutual_aid_and_of_an_appointment(store, say, ruler):
    helper = Helper(
        id="h", name="Camille Exemple", phone="06 39 98 00 01", subjects=("photos", "tablet"), half_days=("we-pm",),
        limits="pas à domicile", may_say="mon prénom",
    )  # fmt: skip
    asked = AidRequest(id="r", made_on=THURSDAY, subject="tablet", limits="entend mal", code="K7F3Q5")
    session = a_session(store, slot_minutes=30)
    given = replace(sessions.book(store, session, THURSDAY, "14:30", "carte-grise", say), code="K7F3Q5")

    for name, sheet in (
        ("consent", compose_consent(store, helper, say)),
        ("request", compose_request(store, asked, say)),
        ("appointment", session_papers.compose_appointment(store, given, say)),
    ):
        pages = lay_out_text(sheet, ruler)
        assert len(pages) == 1
        compare(f"service/{name}.txt", "\n".join(texts(pages)) + "\n")


def test_an_empty_day_says_so(store, say, ruler):
    said = texts([lay_out_day(session_papers.day_poster(store, THURSDAY, say), ruler)])

    assert "Personne ne reçoit ici ce jour-là." in " ".join(said)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(st.tuples(ANY, st.lists(ANY, max_size=3)), max_size=30))
def test_a_poster_is_one_page_whatever_it_holds_and_says_what_it_leaves_out(ruler, found):
    passages = tuple(Passage(title=title or "x", lines=tuple(lines)) for title, lines in found)
    sheet = Sheet(
        size=A4, margin=42.0, library="B", title="T", under="", passages=passages, footer=("f",),
        sizes=(16.0, 12.0, 9.0), rest="… et {n} de plus",
    )  # fmt: skip

    pages = lay_out_text(sheet, ruler)

    assert len(pages) == 1 or len(passages) <= 1
    assert all(inside(page) for page in pages)


def test_hostile_names_print_as_text(store, say, ruler):
    session = a_session(store, title="<img src=x> & <b>gras</b>", rule="")

    said = " ".join(texts([lay_out_day(session_papers.day_poster(store, THURSDAY, say), ruler)]))

    assert session
    assert "<img src=x> & <b>gras</b>" in said
