"""Pages of figures and papers of counting: one A4 each, everything inside, the same figures as the value they come from."""

from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
import pytest

from desk.base.words import words
from desk.domain.libraries import Library, LibraryId
from desk.slips import counting_papers, report_pages
from desk.slips.marks import FrameMark, RuleMark, TextMark
from desk.ui import printing
from desk.work.chart_shape import bars
from desk.work.counts_view import News, Table
from tests.ui.sweep_counts import LONG, NEWS, a_line, a_tally, figure, some_figures

SAY = words("fr")
DAY = date(2027, 2, 5)
LIBRARY = Library(
    id=LibraryId("l"),
    name="Bibliothèque de Saint-Rambert",
    commune="Saint-Rambert-en-Bugey",
    insee="01384",
    departement="01",
    phone="0474000000",
)


@pytest.fixture
def ruler(qapp):
    return printing.FontRuler()


def read(pages, tmp_path):
    file = tmp_path / "page.pdf"
    printing.pages_to_pdf(pages, "fr", file)
    document = pdfium.PdfDocument(file)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def is_inside(page):
    rulers = printing.FontRuler()
    return all(
        page.margin_x - 0.5 <= mark.x
        and mark.x + rulers.width(mark.text, mark.size, mark.weight) <= page.width - page.margin_x + 0.5
        and page.margin_y <= mark.y <= page.height - page.margin_y + 0.5
        for mark in page.marks
        if isinstance(mark, TextMark)
    )


def test_the_mayor_s_page_is_one_a4_with_three_sentences_a_chart_and_a_proposal(ruler, tmp_path):
    figures = some_figures()
    page = report_pages.lay_out_report(report_pages.report(figures, LIBRARY.name, DAY), ruler, SAY)

    (text,) = read((page,), tmp_path)
    assert is_inside(page)
    for said in (*figures.sentences, figures.proposal, *figures.sources, "Logement", "42", "37", "moins de 5"):
        assert said in text
    assert "Ce qu'on demande à la bibliothèque" in text
    assert "imprimé le 5 février 2027" in text


def test_another_wording_is_printed_and_an_empty_one_is_left_out(ruler, tmp_path):
    reworded = {"first": "Merci à tous.", "third": ""}
    page = report_pages.lay_out_report(report_pages.report(some_figures(), LIBRARY.name, DAY, reworded), ruler, SAY)

    (text,) = read((page,), tmp_path)
    assert "Merci à tous." in text
    assert "71 demandes" not in text
    assert "12 fois, rien." not in text


def test_a_page_under_the_threshold_says_why_and_shows_nothing_else(ruler, tmp_path):
    figures = some_figures(why="Trop peu de passages pour être montrés.", total=figure(None, "moins de 5"))
    page = report_pages.lay_out_report(report_pages.report(figures, LIBRARY.name, DAY), ruler, SAY)

    (text,) = read((page,), tmp_path)
    assert "Trop peu de passages" in text
    assert "42" not in text
    assert figures.proposal not in text


def test_the_partners_have_two_sides_with_every_table(ruler, tmp_path):
    pages = report_pages.lay_out_partners(report_pages.report(some_figures(), LIBRARY.name, DAY), ruler, SAY)

    texts = read(pages, tmp_path)
    assert len(texts) == 2
    assert all(map(is_inside, pages))
    assert "Pourquoi les gens viennent" in texts[0]
    assert "Les démarches les plus demandées" in texts[1]
    assert "2/2" in texts[1]


def test_very_long_words_never_leave_the_page(ruler):
    lines = tuple(a_line(f"k{n}", f"{LONG} {n}", 900 - n, 1000 + n) for n in range(14))
    figures = some_figures(
        tables=tuple(Table(id=name, title=LONG, lines=lines, note=LONG * 2) for name in ("families", "needs", "relays")),
        sentences=tuple(LONG * 4 for _ in range(3)), proposal=LONG * 5, of=LONG * 2, commune=LONG,
    )  # fmt: skip
    made = report_pages.report(figures, LONG * 2, DAY)

    assert is_inside(report_pages.lay_out_report(made, ruler, SAY))
    assert all(map(is_inside, report_pages.lay_out_partners(made, ruler, SAY)))


def test_twelve_tables_with_a_year_before_hold_above_the_sources_of_the_second_side(ruler, tmp_path):
    names = ("unmet", "reasons", "ends", "families", "needs", "relays", "outcomes", "months", "distance", "hours",
             "autonomy", "devices", "visits")  # fmt: skip
    lines = tuple(a_line(f"k{n}", f"{LONG} {n}", 90 - n, 80 - n) for n in range(12))
    tables = tuple(Table(id=name, title=f"Tableau {name}", lines=lines, note=LONG) for name in names)
    pages = report_pages.lay_out_partners(
        report_pages.report(some_figures(tables=tables), LIBRARY.name, DAY), ruler, SAY
    )

    back = pages[1]
    sources = min(mark.y for mark in back.marks if isinstance(mark, RuleMark))
    printed = [mark for mark in back.marks if isinstance(mark, TextMark) and "Tableau" in mark.text]
    below = [mark for mark in back.marks if isinstance(mark, TextMark | FrameMark) and mark.y > sources]
    assert printed
    assert {mark.size for mark in below} == {8.5}
    assert "de plus" in read(pages, tmp_path)[1]


def test_no_month_of_a_year_is_left_out(ruler, tmp_path):
    months = tuple(a_line(f"m{n}", f"mois numéro {n:02}", 20 + n) for n in range(12))
    given = some_figures()
    figures = some_figures(tables=(*given.tables, Table(id="months", title="Mois par mois", lines=months)))
    pages = report_pages.lay_out_partners(report_pages.report(figures, LIBRARY.name, DAY), ruler, SAY)

    text = read(pages, tmp_path)[1]
    assert all(f"mois numéro {n:02}" in text for n in range(12))


def test_bars_are_parts_of_the_longest_and_masked_ones_have_none():
    shown = bars(some_figures().table("families"))

    assert [bar.part for bar in shown] == [1.0, 12 / 42, None]
    assert shown[0].before == pytest.approx(37 / 42)
    assert shown[2].text == "moins de 5"
    assert bars(Table(id="x", title="", lines=())) == ()


def test_the_sheet_of_a_day_without_the_computer_has_every_line_and_its_code(ruler, tmp_path):
    page = counting_papers.lay_out_tally(a_tally(), LIBRARY, DAY, ruler, SAY)

    (text,) = read((page,), tmp_path)
    assert is_inside(page)
    assert "K7F3Q5" in text
    assert "Autre : Logement" in text
    for head in ("Répondu ici", "Relayé", "Pas possible", "Parti avant"):
        assert head in text


def test_blank_slips_are_six_on_a_page_each_with_its_code(ruler, tmp_path):
    codes = [f"CODE{n:02}" for n in range(8)]
    pages = counting_papers.lay_out_blank_slips(codes, LIBRARY, ruler, SAY)

    texts = read(pages, tmp_path)
    assert len(texts) == 2
    assert [code in texts[0] for code in codes] == [True] * 6 + [False] * 2
    assert all(code in texts[1] for code in codes[6:])
    assert all(map(is_inside, pages))


@pytest.mark.parametrize(("asked", "waited", "pages"), [(0, 0, 1), (10, 0, 1), (11, 0, 2), (9, 3, 2), (1, 1, 1)])
def test_the_list_of_the_calling_round_has_slips_without_news_first_and_no_name(ruler, tmp_path, asked, waited, pages):
    lines = [replace(NEWS, code=f"CODE{n:02}") for n in range(asked + waited)]
    news = News(days=30, without_news=tuple(lines[:asked]), not_back=tuple(lines[asked:]))
    made = counting_papers.lay_out_news(news, LIBRARY, DAY, ruler, SAY)

    texts = read(made, tmp_path)
    whole = " ".join(texts)
    heading = whole.find("Pas encore revenus")
    assert len(texts) == pages
    assert all(map(is_inside, made))
    assert ("Aucun bon n'est sans nouvelle" in whole) == (asked == 0)
    assert (heading >= 0) == (waited > 0)
    assert all(0 < whole.index(line.code) < (heading if waited else len(whole)) for line in lines[:asked])
    assert all(heading < whole.index(line.code) for line in lines[asked:])


def test_a_heading_of_the_list_is_never_the_last_of_its_page(ruler, tmp_path):
    lines = [replace(NEWS, code=f"CODE{n:02}") for n in range(10)]
    news = News(days=30, without_news=tuple(lines[:9]), not_back=tuple(lines[9:]))

    first, second = read(counting_papers.lay_out_news(news, LIBRARY, DAY, ruler, SAY), tmp_path)
    assert "Pas encore revenus" not in first
    assert second.index("Pas encore revenus") < second.index("CODE09")
