"""The printed list of calls: what it asks, and one A4 page whatever the texts."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.settings import SlipFormat
from desk.domain.calls import Result
from desk.domain.sheets import Fee, Reach, Sheet, SheetId
from desk.slips.calls import PrintedCall, PrintedCalls, Question, compose_calls
from desk.slips.calls_page import lay_out_calls
from desk.slips.marks import FrameMark, RuleMark, TextMark
from desk.slips.paper import PAPERS
from desk.work import calling

RESULTS = ("1 tout est juste", "2 corrigé", "3 pas de réponse", "4 mauvais numéro", "5 fermé")
ANY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "mot " * 300, "sansfin" * 200, "🙂 " * 40, "\u202eabc\u0000", "<b>x</b>", "04 74 00 00 00 " * 20]
    ),
)


def a_call(number=1, **fields):
    values = {
        "number": number,
        "name": "Mairie de Villeneuve",
        "phone": "04 74 00 00 00",
        "why": "Jamais vérifiée",
        "questions": (Question(label="Horaires", told="lundi 9 h – 12 h"), Question(label="Adresse", told="")),
    }
    return PrintedCall(**values | fields)


def a_list(*calls, **fields):
    values = {
        "language": "fr",
        "library": "Bibliothèque d'Ambronay",
        "title": "Appels de la semaine",
        "day": "Semaine du 23 au 29 novembre 2026",
        "opening": "« Bonjour. »",
        "calls": calls,
        "results": RESULTS,
        "footer": "Imprimé le 24 novembre 2026.",
    }
    return PrintedCalls(**values | fields)


def texts(page):
    return [mark.text for mark in page.marks if isinstance(mark, TextMark)]


def test_each_place_has_its_number_its_old_answers_and_its_boxes(ruler):
    page = lay_out_calls(a_list(a_call(1), a_call(2, name="CCAS")), ruler)

    said = texts(page)
    for words in ("1. Mairie de Villeneuve", "2. CCAS", "04 74 00 00 00", "Horaires :", "Lundi 9 h – 12 h", *RESULTS):
        assert words in said
    boxes = [mark for mark in page.marks if isinstance(mark, FrameMark)]
    assert len(boxes) == 2 * (2 + len(RESULTS))


def test_what_is_unknown_is_a_line_to_write_on(ruler):
    known = lay_out_calls(a_list(a_call(questions=(Question(label="Adresse", told="3 rue"),))), ruler)
    unknown = lay_out_calls(a_list(a_call(questions=(Question(label="Adresse", told=""),))), ruler)

    def dotted(page):
        return sum(isinstance(mark, RuleMark) and mark.dotted for mark in page.marks)

    assert dotted(unknown) == dotted(known) + 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    calls=st.lists(
        st.builds(
            PrintedCall,
            number=st.integers(1, 99),
            name=ANY,
            phone=ANY,
            why=ANY,
            questions=st.tuples(
                *(st.builds(Question, label=st.sampled_from(["Horaires", "Aide pour"]), told=ANY),) * 3
            ),
        ),
        max_size=7,
    ),
    library=ANY,
    opening=ANY,
    footer=ANY,
)
def test_any_texts_hold_on_one_page_inside_the_margins(ruler, calls, library, opening, footer):
    paper = PAPERS[SlipFormat.A4]

    page = lay_out_calls(a_list(*calls, library=library, opening=opening, footer=footer), ruler)

    assert (page.width, page.height) == (paper.width, paper.height)
    foot = max((mark.y for mark in page.marks if isinstance(mark, RuleMark) and not mark.dotted), default=0)
    for mark in page.marks:
        assert mark.x >= page.margin_x - 0.01
        assert mark.y <= page.height - page.margin_y + 0.01
        if isinstance(mark, TextMark):
            assert mark.x + ruler.width(mark.text, mark.size, mark.weight) <= page.width - page.margin_x + 0.6
        elif isinstance(mark, FrameMark):
            assert mark.y + mark.height <= foot + 0.01


@pytest.fixture
def told(store, say):
    store.records.put(
        Sheet(
            id=SheetId("a" * 12),
            name="Mairie zèbre",
            relay_types=("mairie",),
            phone="0474381074",
            address="3 place de l'Église",
            commune="Villeneuve",
            opening_hours="Mo-Fr 09:00-12:00",
            reach=Reach.WALK_IN,
            fee=Fee.FREE,
            latitude=store.library().latitude,
            longitude=store.library().longitude,
        )
    )
    calling.prepare(store, "MB")
    return calling.this_week(store, say)


def test_the_paper_asks_what_the_sheet_says(store, say, told):
    printed = compose_calls(store, told, say)

    first = next(call for call in printed.calls if call.name == "Mairie zèbre")
    assert first.phone == "04 74 38 10 74"
    assert {one.label: one.told for one in first.questions} == {
        "Horaires": "lundi au vendredi 9 h – 12 h ; fermé samedi et dimanche",
        "Adresse": "3 place de l'Église, Villeneuve",
        "Aide pour": "Mairie · sans rendez-vous, gratuit",
    }
    assert printed.results == RESULTS
    assert printed.opening.startswith("« Bonjour, ici la biblioth")


def test_what_is_done_is_not_printed_again_unless_all_is_done(store, say, told):
    calling.record(store, told.lines[0].id, Result.RIGHT, "MB")
    left = compose_calls(store, calling.this_week(store, say), say)
    assert [call.number for call in left.calls] == [2, 3, 4, 5]

    for line in told.lines[1:]:
        calling.record(store, line.id, Result.NO_ANSWER, "MB")
    assert len(compose_calls(store, calling.this_week(store, say), say).calls) == 5


def test_no_person_of_a_partner_s_is_on_the_paper(store, say, told):
    from desk.store.private import Contact
    from desk.work import sheets

    one = told.lines[0].sheet
    store.private.keep_contact(one, Contact(name="Zqx Canari", phone="0699999999"), date(2026, 11, 24))
    sheets.keep_note(store, one, "zqxcanari")

    printed = str(compose_calls(store, told, say)).lower()

    assert "zqx" not in printed
    assert "0699999999" not in printed.replace(" ", "")
