"""The papers of sessions: what they say, one page whatever the texts, and nobody's name on them."""

import os
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.words import words
from desk.domain.hours_holidays import calendar_of
from desk.domain.sessions import Appointment, Cancellation, Session, SessionId, held
from desk.domain.sheets import Reach
from desk.slips.marks import FrameMark, RuleMark, TextMark
from desk.slips.session_pages import (
    enlarged,
    lay_out_day,
    lay_out_host_list,
    lay_out_month,
    lay_out_strips,
)
from desk.slips.session_posters import (
    DayPoster,
    HostList,
    MonthPoster,
    PosterEntry,
    SlotRow,
    Strip,
    compose_day,
    compose_host_list,
    compose_month,
    compose_strip,
)
from desk.ui import printing

GOLDEN = Path(__file__).parents[1] / "golden" / "sessions"
REWRITE = os.environ.get("RELAIS_REWRITE_GOLDEN") == "1"
LIBRARY = "Bibliothèque d'Ambronay"
TODAY = date(2026, 11, 23)
SAY = words("fr")
AIN = calendar_of("01")

CAF = Session(
    id=SessionId("a" * 12),
    title="Permanence CAF",
    host="CAF de l'Ain",
    library="lib",
    room="salle du fond",
    phone="0474000000",
    first=date(2026, 11, 5),
    start="14:00",
    end="16:30",
    rule="FREQ=WEEKLY",
    reach=Reach.APPOINTMENT,
    slot_minutes=30,
    cancelled=(Cancellation(id="2026-11-26", reason="away"),),
)
ADVISER = Session(
    id=SessionId("b" * 12),
    title="Conseillère numérique",
    host="Communauté de communes",
    library="lib",
    room="espace ordinateurs",
    first=date(2026, 11, 3),
    start="09:30",
    end="12:00",
    rule="FREQ=WEEKLY;BYDAY=TU,TH",
    reach=Reach.WALK_IN,
)
WEDNESDAYS = Session(
    id=SessionId("c" * 12),
    title="Temps d'entraide",
    library="lib",
    first=date(2026, 11, 4),
    start="14:00",
    end="17:00",
    rule="FREQ=WEEKLY",
)
NOVEMBER = held([CAF, ADVISER, WEDNESDAYS], date(2026, 11, 1), date(2026, 11, 30), AIN)
HOSTILE = "<b>x</b><script>alert(1)</script> & \u202eabc\u0000 {0} %s"
ANY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "mot " * 300, "sansfin" * 200, "🙂 " * 40, HOSTILE, "04 74 00 00 00 " * 20]),
)


def texts(page):
    return [mark.text for mark in page.marks if isinstance(mark, TextMark)]


def a_day(*entries):
    return DayPoster(
        language="fr",
        library=LIBRARY,
        day="Jeudi 26 novembre 2026",
        heading="Qui reçoit ici",
        entries=entries,
        nobody="Personne.",
        footer="Pied.",
    )


def an_entry(**fields):
    return PosterEntry(**{"hours": "14 h – 16 h", "title": "Permanence"} | fields)


def inside(page, ruler):
    for mark in page.marks:
        assert mark.x >= page.margin_x - 0.01
        assert page.margin_y - 0.01 <= mark.y <= page.height - page.margin_y + 0.01
        if isinstance(mark, TextMark):
            assert mark.x + ruler.width(mark.text, mark.size, mark.weight) <= page.width - page.margin_x + 0.6
        elif isinstance(mark, RuleMark | FrameMark):
            assert mark.x + mark.width <= page.width - page.margin_x + 0.6
    foot = max((m.y for m in page.marks if isinstance(m, RuleMark)), default=page.height)
    lowest = sorted(m.y for m in page.marks if isinstance(m, TextMark))
    assert all(y <= page.height - page.margin_y for y in lowest)
    return foot


# what they say


def test_the_day_says_who_receives_when_where_how_and_what_is_cancelled(ruler):
    poster = compose_day(LIBRARY, date(2026, 11, 26), NOVEMBER, SAY, TODAY, phone="0474111111")

    adviser, caf = poster.entries
    assert poster.day == "Jeudi 26 novembre 2026"
    assert (adviser.hours, adviser.title, adviser.who) == (
        "9 h 30 – 12 h",
        "Conseillère numérique",
        "Communauté de communes",
    )
    assert (adviser.where, adviser.reach, adviser.phone) == ("espace ordinateurs", "Sans rendez-vous", "04 74 11 11 11")
    assert caf.struck
    assert caf.state == "Annulé : la personne est absente"
    assert (caf.phone, caf.reach) == ("", "")
    assert poster.footer == (
        "Bibliothèque d'Ambronay · 04 74 11 11 11 · imprimé le 23 novembre 2026 · Source : Bibliothèque d'Ambronay"
    )
    assert "Jeudi 26 novembre 2026" in texts(lay_out_day(poster, ruler))


def test_a_day_without_a_session_says_so(ruler):
    poster = compose_day(LIBRARY, date(2026, 11, 27), NOVEMBER, SAY, TODAY)
    assert poster.nobody in " ".join(texts(lay_out_day(poster, ruler)))


def test_what_is_cancelled_is_crossed_out_and_said_never_by_a_line_alone(ruler):
    def lines(**fields):
        page = lay_out_day(a_day(an_entry(**fields)), ruler)
        return sum(isinstance(mark, RuleMark) for mark in page.marks), texts(page)

    crossed, said = lines(struck=True, state="Annulé")
    assert crossed == lines()[0] + 2
    assert "Annulé" in said


def test_the_month_lists_each_day_with_holidays_said():
    poster = compose_month(LIBRARY, date(2026, 11, 1), NOVEMBER, SAY, TODAY)

    assert poster.month == "Novembre 2026"
    told = dict(poster.days)
    assert list(islice(told, 3)) == ["Mardi 3", "Mercredi 4", "Jeudi 5"]
    (armistice,) = told["Mercredi 11"]
    assert (armistice.struck, armistice.state) == (True, "N'a pas lieu : vacances ou jour férié")
    assert [one.title for one in told["Jeudi 5"]] == ["Conseillère numérique", "Permanence CAF"]


def test_other_months_and_other_days_stay_out():
    assert compose_month(LIBRARY, date(2026, 12, 1), NOVEMBER, SAY, TODAY).days == ()


def test_the_strip_says_what_why_and_when_next():
    cancelled = next(one for one in NOVEMBER if one.cancelled)
    (following,) = held([CAF], date(2026, 12, 3), date(2026, 12, 3), AIN)

    strip = compose_strip(LIBRARY, cancelled, following, SAY, TODAY, phone="0474111111")

    assert strip.heading == "ANNULÉ"
    assert strip.when == "Jeudi 26 novembre 2026, 14 h – 16 h 30"
    assert strip.lines == (
        "Raison : la personne est absente.",
        "Prochaine fois : jeudi 3 décembre 2026, 14 h – 16 h 30.",
        "Pour demander : 04 74 00 00 00",
    )


def test_a_reason_that_names_somebody_is_not_printed():
    session = replace(CAF, cancelled=(Cancellation(id="2026-11-26", reason="Mme Canari est malade"),))
    (one,) = held([session], date(2026, 11, 26), date(2026, 11, 26), AIN)

    assert compose_strip(LIBRARY, one, None, SAY, TODAY, phone="0474111111").lines == (
        "Pour demander : 04 74 00 00 00",
    )
    assert "Canari" not in str(compose_day(LIBRARY, one.day, [one], SAY, TODAY))


def test_the_host_reads_hours_codes_and_procedures_and_free_slots():
    (one,) = held([CAF], date(2026, 11, 12), date(2026, 11, 12), AIN)
    given = [
        Appointment(id="1", session=CAF.id, day=one.day, time="14:30", code="K7F3Q5", procedure="rsa"),
        Appointment(id="2", session=CAF.id, day=one.day, time="14:30", code="AAAAA2", procedure="apl"),
        Appointment(id="3", session=CAF.id, day=one.day, time="15:00", code="BBBBB2", cancelled_on=TODAY),
        Appointment(id="4", session=CAF.id, day=date(2026, 11, 19), time="15:00", code="CCCCC2"),
        Appointment(id="5", session=CAF.id, day=one.day, time="18:10", code="DDDDD2", procedure="perdu"),
        Appointment(id="6", session=CAF.id, day=one.day, time="tard", code="EEEEE2"),
    ]

    printed = compose_host_list(LIBRARY, one, given, {"rsa": "Demander le RSA", "apl": "Aide au logement"}, SAY, TODAY)

    assert [(row.time, row.code, row.procedure) for row in printed.rows] == [
        ("14 h", "", "libre"),
        ("14 h 30", "AAAAA2", "Aide au logement"),
        ("14 h 30", "K7F3Q5", "Demander le RSA"),
        ("15 h", "", "libre"),
        ("15 h 30", "", "libre"),
        ("16 h", "", "libre"),
        ("18 h 10", "DDDDD2", ""),
        ("tard", "EEEEE2", ""),
    ]


# one page


def test_few_sessions_are_set_larger_than_many(ruler):
    def largest(count):
        page = lay_out_day(a_day(*[an_entry()] * count), ruler)
        return next(m.size for m in page.marks if isinstance(m, TextMark) and m.text.startswith("14 h – 16 h"))

    assert largest(1) == 46
    assert largest(1) > largest(6) > largest(12)


def test_what_does_not_hold_is_counted_never_silent(ruler):
    page = lay_out_day(a_day(*[an_entry(title=f"Permanence {number}") for number in range(80)]), ruler)

    said = texts(page)
    shown = sum("· Permanence " in text for text in said)
    assert 10 < shown < 80
    assert f"… et {80 - shown} autres" in said


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    entries=st.lists(
        st.builds(
            PosterEntry, hours=ANY, title=ANY, who=ANY, where=ANY, reach=ANY, phone=ANY, state=ANY, struck=st.booleans()
        ),
        max_size=9,
    ),
    many=st.sampled_from([1, 1, 15]),
    library=ANY,
    footer=ANY,
)
def test_any_texts_hold_on_one_page_inside_the_margins(ruler, entries, many, library, footer):
    whole = tuple(entries) * many
    day = replace(a_day(*whole), library=library, footer=footer)
    month = MonthPoster(
        language="fr",
        library=library,
        month="Novembre 2026",
        heading="Qui reçoit ici",
        days=(("Jeudi 26", whole),),
        nobody="-",
        footer=footer,
    )
    rows = tuple(SlotRow(time=one.hours, code=one.title, procedure=one.who) for one in whole)
    host = HostList(
        language="fr",
        library=library,
        title=footer,
        when=library,
        headings=("a", "b", "c", "d"),
        rows=rows,
        footer=footer,
    )
    strips = [
        Strip(footer=library, heading="ANNULÉ", when=one.hours, title=one.title, lines=(one.who, one.where, one.state))
        for one in entries
    ]

    pages = (
        lay_out_day(day, ruler),
        lay_out_month(month, ruler),
        lay_out_host_list(host, ruler),
        *lay_out_strips(strips, ruler),
    )

    assert len(pages) == 3 + -(-len(strips) // 3)
    for page in pages:
        inside(page, ruler)
    inside(enlarged(pages[0]), ruler)


def test_a_strip_stays_between_its_cuts(ruler):
    long = Strip(footer="x " * 99, heading="ANNULÉ", when="jour " * 60, title="titre " * 90, lines=("mot " * 200,) * 3)
    (page,) = lay_out_strips([long] * 3, ruler)
    cuts = sorted(mark.y for mark in page.marks if isinstance(mark, RuleMark) and mark.dotted)
    heads = [mark.y for mark in page.marks if isinstance(mark, TextMark) and mark.text == "ANNULÉ"]

    assert len(cuts) == 2
    assert heads[0] < cuts[0] < heads[1] < cuts[1] < heads[2]
    assert not any(cut - 2 < mark.y < cut + 8 for cut in cuts for mark in page.marks if isinstance(mark, TextMark))


def test_a3_is_the_same_page_larger(ruler):
    page = lay_out_day(a_day(an_entry()), ruler)
    large = enlarged(page)

    assert (round(large.width / 72 * 25.4), round(large.height / 72 * 25.4)) == (297, 420)
    assert texts(large) == texts(page)
    assert large.marks[0].size == pytest.approx(page.marks[0].size * 2**0.5, rel=0.01)


def test_mark_up_is_printed_as_text(ruler):
    page = lay_out_day(a_day(an_entry(title="<b>CAF</b> & <i>x")), ruler)
    assert "<b>CAF</b> & <i>x" in texts(page)


# as printed


def papers():
    (december,) = held([CAF], date(2026, 12, 3), date(2026, 12, 3), AIN)
    (twelfth,) = held([CAF], date(2026, 11, 12), date(2026, 11, 12), AIN)
    cancelled = next(one for one in NOVEMBER if one.cancelled)
    given = [Appointment(id="1", session=CAF.id, day=twelfth.day, time="14:30", code="K7F3Q5", procedure="rsa")]
    ruler = printing.FontRuler()
    day = lay_out_day(compose_day(LIBRARY, cancelled.day, NOVEMBER, SAY, TODAY, phone="0474111111"), ruler)
    return {
        "day": day,
        "day-a3": enlarged(day),
        "month": lay_out_month(compose_month(LIBRARY, cancelled.day, NOVEMBER, SAY, TODAY), ruler),
        "strip": lay_out_strips([compose_strip(LIBRARY, cancelled, december, SAY, TODAY)] * 3, ruler)[0],
        "host-list": lay_out_host_list(
            compose_host_list(LIBRARY, twelfth, given, {"rsa": "Demander le RSA"}, SAY, TODAY), ruler
        ),
    }


@pytest.mark.golden
@pytest.mark.parametrize("name", ["day", "day-a3", "month", "strip", "host-list"])
def test_the_papers_have_not_changed(qapp, tmp_path, name):
    """The text of each paper as read back from its PDF. ``RELAIS_REWRITE_GOLDEN=1`` rewrites it; read the difference."""
    file = tmp_path / "papier.pdf"
    printing.page_to_pdf(papers()[name], "fr", file, "Permanences")

    document = pypdfium2.PdfDocument(file.read_bytes())
    said = document[0].get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-") + "\n"

    assert len(document) == 1
    golden = GOLDEN / f"{name}.txt"
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["day", "month", "strip", "host-list"])
def test_the_papers_stay_inside_their_margins_in_the_real_typeface(qapp, name):
    page = papers()[name]
    document = pypdfium2.PdfDocument(printing.pdf_bytes((page,), "fr"))

    picture = document[0].render(scale=100 / 72).to_pil().convert("L")
    left, top, right, bottom = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert left * 0.72 >= page.margin_x - 2
    assert top * 0.72 >= page.margin_y - 2
    assert right * 0.72 <= page.width - page.margin_x + 2
    assert bottom * 0.72 <= page.height - page.margin_y + 2
