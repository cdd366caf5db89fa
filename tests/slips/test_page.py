from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base.settings import SlipFormat
from desk.slips.fit import REDUCTIONS, WHOLE, lightened
from desk.slips.marks import POINTS_PER_MM, CellsMark, FrameMark, RuleMark, TextMark, Weight
from desk.slips.page import lay_out
from desk.slips.paper import PAPERS
from desk.work.refer_view import FactLine, PhoneLine

FORMATS = tuple(SlipFormat)

any_text = st.builds(
    lambda part, times: (part * times)[:10_000],
    st.one_of(
        st.text(max_size=24),
        st.sampled_from(
            [
                "mot ",
                "sansfin",
                "🙂 ",
                "שלום ",
                "مرحبا ",
                "\u202eabc ",
                "\x00\x07",
                "e\u0301\u0301\u0301",
                "<b>x</b> ",
                "9 h – 12 h ",
            ]
        ),
    ),
    st.sampled_from([1, 1, 2, 7, 60, 10_000]),
)
any_texts = st.lists(any_text, max_size=14).map(tuple)
any_facts = st.lists(st.builds(FactLine, text=any_text, to_verify=st.booleans()), max_size=16).map(tuple)
any_phones = st.lists(
    st.builds(PhoneLine, number=any_text, label=any_text, hours=any_text, to_verify=st.booleans()), max_size=12
).map(tuple)


def texts(page):
    return [mark.text for mark in page.marks if isinstance(mark, TextMark)]


def joined(page):
    return " ".join(texts(page))


def box(mark, ruler):
    """Left, top, right, bottom of what a mark blackens; of a text, from its capitals to its baseline."""
    if isinstance(mark, TextMark):
        return mark.x, mark.y - 0.7 * mark.size, mark.x + ruler.width(mark.text, mark.size, mark.weight), mark.y
    height = mark.thickness if isinstance(mark, RuleMark) else mark.height
    return mark.x, mark.y, mark.x + mark.width, mark.y + height


def overlapping(marks, ruler):
    boxes = [box(mark, ruler) for mark in marks if not isinstance(mark, FrameMark) and not isinstance(mark, RuleMark)]
    return [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one[0] < other[2] - 0.1 and other[0] < one[2] - 0.1 and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
    ]


def assert_on_one_page(page, paper, ruler):
    assert page.height <= paper.tallest + 0.01
    if paper.height is not None:
        assert page.height == paper.height
    for mark in page.marks:
        left, top, right, bottom = box(mark, ruler)
        assert left >= page.margin_x - 0.01
        assert right <= page.width - page.margin_x + 0.01
        assert top >= page.margin_y - 0.01
        assert bottom <= page.height - page.margin_y + 0.01
    assert overlapping(page.marks, ruler) == []


@pytest.mark.parametrize("slip_format", FORMATS)
def test_a_common_slip_holds_with_everything_that_matters(slip_format, make_slip, ruler):
    page = lay_out(make_slip(), slip_format, ruler)

    assert_on_one_page(page, PAPERS[slip_format], ruler)
    for said in (
        "Mairie de Villeneuve",
        "04 74 00 00 00",
        "Apportez",
        "Sans internet",
        "Attention",
        "Votre ancienne carte",
    ):
        assert said in joined(page)


@pytest.mark.parametrize("slip_format", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_texts_hold_on_one_page_inside_the_margins(slip_format, make_slip, ruler, data):
    draw = data.draw
    slip = make_slip(
        library=draw(any_text),
        title=draw(any_text),
        emergency=draw(any_phones),
        relay={
            "name": draw(any_text),
            "address": draw(any_text),
            "town": draw(any_text),
            "away": draw(st.sampled_from(["", "4,2 km"])),
            "advice": draw(any_text),
            "phone": draw(any_text),
            "visits": draw(any_texts)[:2],
            "week": draw(any_texts),
            "exceptions": draw(any_texts),
            "hours_text": draw(any_text),
            "terms": draw(any_text),
            "to_verify": draw(st.booleans()),
        },
        bring=draw(any_facts),
        phones=draw(any_phones),
        offline=draw(any_facts),
        warnings=draw(any_facts),
        charter=draw(any_texts),
        footer=draw(any_texts),
    )

    page = lay_out(slip, slip_format, ruler)

    assert_on_one_page(page, PAPERS[slip_format], ruler)
    assert slip.marked_code in texts(page)


@pytest.mark.parametrize("slip_format", FORMATS)
def test_the_essential_stays_whatever_the_rest(slip_format, make_slip, ruler):
    flood = tuple(FactLine(text="mot " * 400, to_verify=True) for _ in range(30))

    page = lay_out(
        make_slip(
            bring=flood,
            offline=flood,
            warnings=flood,
            relay={"week": ("jour " * 90,) * 20, "hours_text": "texte " * 900},
        ),
        slip_format,
        ruler,
    )

    assert_on_one_page(page, PAPERS[slip_format], ruler)
    for said in ("Pour refaire", "Mairie de Villeneuve", "04 74 00 00 00", "SM · K7F3Q5", "Nous n'avons gardé"):
        assert said in joined(page)


def test_when_papers_are_left_out_the_slip_says_to_ask(make_slip, ruler):
    many = tuple(
        FactLine(text=f"Le papier numéro {n} de la liste, avec sa copie et son enveloppe", to_verify=False)
        for n in range(30)
    )

    assert "Demandez s'il faut d'autres papiers." in joined(lay_out(make_slip(bring=many), SlipFormat.A5, ruler))


def test_hostile_markup_is_printed_as_it_is_typed(make_slip, ruler):
    page = lay_out(make_slip(relay={"name": "<b>Mairie</b> <img src=x>"}), SlipFormat.A4, ruler)

    assert "<b>Mairie</b> <img src=x>" in joined(page)


@pytest.mark.parametrize(("slip_format", "least"), [(SlipFormat.A5, 14), (SlipFormat.A4, 16), (SlipFormat.RECEIPT, 11)])
def test_facts_are_set_in_readable_type(slip_format, least, make_slip, ruler):
    page = lay_out(make_slip(bring=(FactLine(text="mot " * 200, to_verify=False),) * 9), slip_format, ruler)

    sizes = [mark.size for mark in page.marks if isinstance(mark, TextMark) and mark.text.startswith("mot")]
    assert sizes
    assert min(sizes) >= least


@pytest.mark.parametrize("slip_format", FORMATS)
def test_the_telephone_is_the_largest_and_at_least_eighteen_points(slip_format, make_slip, ruler):
    page = lay_out(make_slip(), slip_format, ruler)

    phone = next(mark for mark in page.marks if isinstance(mark, TextMark) and mark.text == "04 74 00 00 00")
    assert phone.size >= 18
    assert phone.size == max(mark.size for mark in page.marks if isinstance(mark, TextMark))


@pytest.mark.parametrize("slip_format", FORMATS)
def test_modules_of_the_qr_code_are_half_a_millimetre_or_more(slip_format, make_slip, ruler):
    codes = [
        mark
        for mark in lay_out(make_slip(), slip_format, ruler).marks
        if isinstance(mark, CellsMark) and len(mark.rows) > 1
    ]

    assert len(codes) == 1
    assert codes[0].cell_width >= 0.5 * POINTS_PER_MM - 1e-9


def test_there_is_no_qr_code_without_a_contact(make_slip, ruler):
    page = lay_out(make_slip(relay={"contact": ""}), SlipFormat.A5, ruler)

    assert all(len(mark.rows) == 1 for mark in page.marks if isinstance(mark, CellsMark))


def test_emergency_numbers_come_before_the_title_and_no_name_is_asked(make_slip, ruler):
    number = PhoneLine(number="17", label="Police ou gendarmerie", hours="", to_verify=True)

    said = joined(lay_out(make_slip(emergency=(number,), title="Numéros et adresses utiles"), SlipFormat.A5, ruler))

    assert said.index("Police ou gendarmerie") < said.index("Numéros et adresses utiles")
    assert "Nom (à remplir" not in said


def test_the_name_is_a_line_to_fill_by_hand(make_slip, ruler):
    page = lay_out(make_slip(), SlipFormat.A4, ruler)

    label = next(mark for mark in page.marks if isinstance(mark, TextMark) and mark.text.startswith("Nom (à remplir"))
    assert any(
        isinstance(mark, RuleMark) and mark.dotted and abs(mark.y - label.y) < 2 * label.size for mark in page.marks
    )


def test_a_fact_to_verify_says_so_beside_itself(make_slip, ruler):
    sure, unsure = FactLine(text="Votre carte", to_verify=False), FactLine(text="Un timbre", to_verify=True)

    said = texts(lay_out(make_slip(bring=(sure, unsure)), SlipFormat.A4, ruler))

    assert "Un timbre (à vérifier)" in said
    assert "Votre carte" in said


def test_when_most_facts_are_to_verify_the_heading_says_it_for_all(make_slip, ruler):
    facts = (FactLine(text="Un timbre", to_verify=True), FactLine(text="Une photo", to_verify=True))

    said = texts(lay_out(make_slip(bring=facts), SlipFormat.A4, ruler))

    assert said[said.index("Apportez") + 1] == "(à vérifier)"
    assert "Un timbre" in said


def test_the_order_of_reductions_never_gives_back():
    lowest = dict(WHOLE)
    for part, most in REDUCTIONS:
        assert most < lowest[part], (part, most)
        lowest[part] = most


def test_what_still_holds_is_given_back():
    room = {"left": 6}

    def holds(keep):
        return sum(keep.values()) <= sum(WHOLE.values()) - room["left"]

    keep = lightened(holds)

    assert sum(keep.values()) == sum(WHOLE.values()) - room["left"]


def test_the_page_is_the_same_each_time(make_slip, ruler):
    assert lay_out(make_slip(), SlipFormat.A5, ruler) == lay_out(replace(make_slip()), SlipFormat.A5, ruler)


def test_bold_and_regular_are_the_only_weights():
    assert [weight.value for weight in Weight] == [400, 700]
