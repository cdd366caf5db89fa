"""The commands of counting: what the desk reveals, without a window."""

import json
import shutil
from datetime import datetime

import pypdfium2 as pdfium
import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.cli.main import main
from desk.domain.referrals import read_code
from desk.store.store import open_store
from desk.work import counting
from tests.path.lived_year import Alone, LivedYear, months_of

NOW = "2026-02-05T10:00"


@pytest.fixture(scope="module")
def lived(planted, tmp_path_factory):
    """A desk that lived the year 2025, closed."""
    root = tmp_path_factory.mktemp("lived") / "profile"
    shutil.copytree(planted.root, root)
    store = open_store(Profile(root=root), FixedClock(datetime(2025, 1, 1, 10)), resources())
    year = LivedYear(village=Alone(store), seed=4, visits_a_day=3)
    for first, last in months_of(2025):
        year.live(first, last)
    store.clock.advance(datetime.fromisoformat(NOW) - store.clock.moment)
    counting.keep_time(store)
    store.close()
    return Profile(root=root), len(year.acts)


@pytest.fixture
def relais(lived, capsys, qapp):
    def run(*arguments):
        try:
            code = main([*arguments, "--data-dir", str(lived[0].root), "--at", NOW])
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_periods_that_are_over_are_listed_then_told(relais, lived):
    code, answer, _ = relais("counts", "--json")
    periods = [one["id"] for one in json.loads(answer)["periods"]["own"]]
    assert code == 0
    assert periods[0] == "2025"
    assert "2025-12" in periods

    code, answer, _ = relais("counts", "--period", "2025", "--json")
    told = json.loads(answer)
    assert code == 0
    assert told["total"]["n"] == lived[1]
    assert len(told["sentences"]) == 3


def test_a_period_that_is_not_over_is_refused_in_one_sentence(relais):
    code, answer, told = relais("counts", "--period", "2026")

    assert (code, answer) == (1, "")
    assert "2026" in told


def test_a_visit_without_a_slip_is_counted_and_a_slip_printed_ahead_gets_its_outcome(relais, tmp_path):
    assert relais("end", "not-possible", "--reason", "too-far", "--json")[0] == 0
    assert relais("report", "blank", "--pdf", str(tmp_path / "vierges.pdf"))[0] == 0
    document = pdfium.PdfDocument(tmp_path / "vierges.pdf")
    words = document[0].get_textpage().get_text_bounded().split()
    document.close()
    code_of_slip = next(word for word in words if len(word) == 6 and word.isupper() and read_code(word) == word)
    code, answer, _ = relais("outcome", code_of_slip, "done", "--json")
    assert (code, json.loads(answer)) == (0, {"code": code_of_slip, "outcome": "done"})

    wrong = code_of_slip[:-1] + ("2" if code_of_slip[-1] != "2" else "3")
    code, _, told = relais("outcome", wrong, "done")
    assert code == 1
    assert wrong in told


def test_slips_without_news_and_slips_not_back_yet_are_two_lists(relais):
    news = json.loads(relais("without-news", "--json")[1])
    assert news["days"] == 30
    assert {one["day"].split(" ", 1)[1] for one in news["without_news"]} <= {
        "novembre 2025", "décembre 2025", "janvier 2026"
    }  # fmt: skip

    said = relais("without-news")[1].splitlines()
    assert said[0].endswith("sans nouvelle")
    assert said[1].strip().startswith(news["without_news"][0]["code"])
    slips = json.loads(relais("counts", "--json")[1])["slips"]
    assert slips == {"without_news": len(news["without_news"]), "not_back": len(news["not_back"]), "days": 30}
    assert said[0] in relais("counts")[1]


@pytest.mark.parametrize(
    ("paper", "pages"), [("page", 1), ("partners", 2), ("tally", 1), ("blank", 2), ("no-news", None)]
)
def test_every_paper_is_written(relais, tmp_path, paper, pages):
    file = tmp_path / f"{paper}.pdf"
    code, answer, _ = relais("report", paper, "--period", "2025", "--pdf", str(file), "--json")

    document = pdfium.PdfDocument(file)
    assert code == 0
    assert len(document) == json.loads(answer)["pages"]
    assert pages in {None, len(document)}
    document.close()


def test_a_sentence_of_a_page_can_be_said_otherwise_but_names_nobody(relais, tmp_path):
    file = tmp_path / "page.pdf"
    asked = ("report", "page", "--period", "2025", "--pdf", str(file))
    code, answer, told = relais(*asked, "--sentence", "2=Merci à Mme Durand.")
    assert (code, answer, file.exists()) == (1, "", False)
    assert "personne" in told
    assert relais(*asked, "--sentence", "4=Trop loin.")[0] == 2

    assert relais(*asked, "--sentence", "1=Une année bien remplie.", "--sentence", "proposal=")[0] == 0
    document = pdfium.PdfDocument(file)
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    assert "Une année bien remplie." in text
    assert "Ce que nous proposons" not in text


def test_figures_go_to_a_file_and_the_register_is_told(relais, tmp_path):
    code, answer, _ = relais("figures", str(tmp_path / "c.ods"), "--period", "2025", "--json")
    assert code == 0
    assert json.loads(answer)["rows"] > 20

    code, answer, _ = relais("register")
    assert code == 0
    assert "RGPD, article 6.1.e" in answer


def test_a_tally_is_typed_in_and_absurd_ones_are_refused(relais, tmp_path):
    relais("report", "tally", "--pdf", str(tmp_path / "t.pdf"))
    document = pdfium.PdfDocument(tmp_path / "t.pdf")
    words = document[0].get_textpage().get_text_bounded().split()
    document.close()
    code_of_sheet = next(word for word in words if len(word) == 6 and word.isupper() and read_code(word) == word)
    lines = json.loads(relais("tally", code_of_sheet, "--json")[1])["lines"]
    line = lines[0]["key"]

    assert relais("tally", code_of_sheet, "--day", "2026-02-04", "--ticks", f"{line}:relayed=2")[0] == 0
    assert relais("tally", code_of_sheet, "--day", "2026-02-04", "--ticks", f"{line}:relayed=-2")[0] == 1
    assert relais("tally", code_of_sheet, "--day", "2026-02-04", "--ticks", f"{line}:eaten=2")[0] == 1
    assert relais("tally", code_of_sheet, "--day", "demain", "--ticks", f"{line}:relayed=2")[0] == 1
    assert json.loads(relais("tally", code_of_sheet, "--json")[1])["typed"][line] == {"relayed": 2}


def test_the_rules_of_counting_are_shown_and_changed_within_bounds(relais):
    assert json.loads(relais("counting-rules", "--json")[1]) == {
        "news_days": 30, "kept_months": 25, "decides": "alone"
    }  # fmt: skip
    assert relais("counting-rules", "--kept-months", "5")[0] == 1
    assert json.loads(relais("counting-rules", "--news-days", "30", "--json")[1])["news_days"] == 30
