"""The pages of figures of two seeded years, and the papers of counting: their text as a person has read it."""

import random
import shutil
from datetime import date, datetime

import pypdfium2
import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.domain.counts import Count, CountId, Result
from desk.domain.procedures import Procedure
from desk.slips import counting_papers, report_pages
from desk.store.store import open_store
from desk.ui import printing
from desk.work import counting, figures, figures_network, register, tallies
from tests.kept import compare
from tests.path.lived_year import Alone, LivedYear, months_of

SAY = words("fr")
DAY = date(2026, 2, 5)
OTHERS = ("Blacy", "Maurupt")
CODES = ("K7F3Q5", "22222B", "9XW4TN", "H3M8PD", "QZ5R7C", "4LK2VW", "B6N9JX", "T8D3FH")


@pytest.fixture(scope="module")
def lived(planted, tmp_path_factory, qapp):
    """A coordinator's desk at Ambronay that lived 2024 and 2025, and has the counters of two other libraries."""
    root = tmp_path_factory.mktemp("lived") / "profile"
    shutil.copytree(planted.root, root)
    store = open_store(Profile(root=root), FixedClock(datetime(2024, 1, 1, 10)), resources())
    with store.database.atomic():  # two years are one transaction: each act alone would be a second of disk
        for seed, visits_a_day, of in ((7, 3, 2024), (8, 4, 2025)):
            year = LivedYear(village=Alone(store), seed=seed, visits_a_day=visits_a_day)
            for first, last in months_of(of):
                year.live(first, last)
        for other in OTHERS:
            counted_elsewhere(store, other)
    store.clock.advance(datetime(2026, 2, 5, 10) - store.clock.moment)
    counting.keep_time(store)
    store.keep_state("rights", '{"net:n": "coordinate"}')
    figures_network.publish_network(store)
    yield store
    store.close()


def counted_elsewhere(store, library):
    """Put the counters of 500 visits of another library, as the exchange would."""
    chance = random.Random(library)
    procedures = store.records.all(Procedure)
    weights = [1 / (place + 1) for place in range(len(procedures))]
    for n in range(500):
        procedure = chance.choices(procedures, weights)[0]
        result = chance.choice([Result.ANSWERED, Result.RELAYED_DONE, Result.RELAYED_DONE, Result.TOO_FAR, Result.LEFT])
        store.records.put(
            Count(
                id=CountId(f"{library}-{n}"), library=library, library_name=library, month=f"2025-{chance.randint(1, 12):02}",
                need=procedure.id, family=procedure.family, result=result.value, n=1,
                relay_type=procedure.relay_types[0] if procedure.relay_types and result is Result.RELAYED_DONE else "",
            )
        )  # fmt: skip


def pages_of(store, name):
    ruler, library = printing.FontRuler(), store.library()
    if name == "tally":
        sheet = tallies.print_sheet(store, SAY)
        return (counting_papers.lay_out_tally(sheet, library, DAY, ruler, SAY),), sheet.code
    if name == "blank-slips":
        return counting_papers.lay_out_blank_slips(CODES, library, ruler, SAY), ""
    scope, period = {
        "mayor": ("own", "2025"),
        "mayor-month": ("own", "2025-11"),
        "network": ("network", "2025"),
        "partners": ("partners", "2025"),
    }[name]
    made = report_pages.report(figures.of(store, scope, period, SAY), library.name, DAY)
    if name == "partners":
        return report_pages.lay_out_partners(made, ruler, SAY), ""
    return (report_pages.lay_out_report(made, ruler, SAY),), ""


PAPERS = {"mayor": 1, "mayor-month": 1, "network": 1, "partners": 2, "tally": 1, "blank-slips": 2}


@pytest.mark.golden
@pytest.mark.parametrize(("name", "many"), PAPERS.items())
def test_the_pages_of_figures_have_not_changed(lived, name, many):
    """Each side as read back from its PDF; the code of a tally sheet, drawn at random, is left out."""
    pages, code = pages_of(lived, name)
    document = pypdfium2.PdfDocument(printing.pdf_bytes(pages, "fr"))

    sides = [side.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-") for side in document]
    assert len(document) == many
    text = "\n----\n".join(sides)
    compare(f"reports/{name}.txt", (text.replace(code, "CODE01") if code else text) + "\n")


@pytest.mark.golden
def test_the_entry_for_the_register_has_not_changed(lived):
    compare("reports/register.txt", register.register_entry(lived, SAY) + "\n")


@pytest.mark.parametrize("name", PAPERS)
def test_the_pages_of_figures_stay_inside_their_margins_in_the_real_typeface(lived, name):
    pages, _ = pages_of(lived, name)

    for page, side in zip(pages, pypdfium2.PdfDocument(printing.pdf_bytes(pages, "fr")), strict=True):
        picture = side.render(scale=100 / 72).to_pil().convert("L")
        left, top, right, bottom = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert left * 0.72 >= page.margin_x - 2
        assert top * 0.72 >= page.margin_y - 2
        assert right * 0.72 <= page.width - page.margin_x + 2
        assert bottom * 0.72 <= page.height - page.margin_y + 2
