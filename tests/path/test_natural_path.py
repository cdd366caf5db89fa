"""First start → need → checklist → relay → slip as PDF, read back: text and picture. Nothing replaced by a stand-in."""

from datetime import datetime

import pypdfium2 as pdfium
import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.hours import HalfDay
from desk.domain.procedures import StepKind
from desk.domain.referrals import read_code
from desk.domain.relays import Wishes
from desk.slips.compose import compose, reprint
from desk.store.store import open_store
from desk.ui import printing
from desk.work import refer, setup, sheet_list, sheets, upkeep
from desk.work.sheets import FirstRelay

TUESDAY = datetime(2026, 11, 24, 10, 0)
SAY = words("fr")


@pytest.fixture
def machine(tmp_path, qapp):
    """A machine on which nothing has ever been started."""
    store = open_store(Profile(root=tmp_path / "machine"), FixedClock(TUESDAY), resources())
    yield store
    store.close()


@pytest.fixture
def desk(profile, qapp, with_lists):
    """A desk of which nothing is known yet."""
    store = open_store(with_lists(profile), FixedClock(TUESDAY), resources())
    yield store
    store.close()


def read_back(file):
    """Return the text of a PDF of one page, and the share of its picture that is not white."""
    document = pdfium.PdfDocument(file)
    assert len(document) == 1
    page = document[0]
    text = " ".join(page.get_textpage().get_text_bounded().split())
    picture = page.render(scale=1).to_pil().convert("L")
    dark = sum(picture.histogram()[:128]) / (picture.width * picture.height)
    document.close()
    return text, dark


def handed_over(store, procedure, sheet, file, paper=SlipFormat.A5, wishes=None):
    checklist = refer.checklist(store, procedure, SAY)
    made = refer.prepare(store, procedure, sheet)
    slip = compose(store, checklist, sheet or None, made, "fr", wishes=wishes)
    pages = printing.to_pdf(slip, paper, file)
    refer.hand_over(store, made)
    return made, pages


def test_from_an_empty_machine_to_a_paper_in_the_hand(machine, tmp_path):
    desk = machine
    official = setup.the_official(desk, "2")
    library = setup.from_official(desk, official, 30)
    around = setup.territory(desk, library.place, library.radius_km)
    assert around.communes > 50
    assert setup.set_up(desk, library).problems == ()
    assert (
        sheets.add_first_relays(
            desk,
            (
                FirstRelay(
                    name="Mairie d'Ambronay", relay_type="mairie", phone="04 74 38 10 74", hours_text="le matin"
                ),
                FirstRelay(name="CCAS d'Ambronay", relay_type="ccas"),
            ),
            "ML",
        ).problems
        == ()
    )

    answer = refer.needs(desk, refer.matcher(desk), "jé perdu ma carte d'identitée", SAY)
    assert not answer.nothing_fits
    procedure = answer.procedures[0].id
    assert procedure == "carte-identite"

    checklist = refer.checklist(desk, procedure, SAY)
    kinds = [step.kind for step in checklist.steps]
    assert {StepKind.EXPLAIN, StepKind.WITH, StepKind.STOP} <= set(kinds)
    assert all(step.why and step.relay_labels for step in checklist.steps if step.kind is StepKind.STOP)

    wishes = Wishes(at=TUESDAY, free=frozenset({HalfDay.TH_PM, HalfDay.FR_AM}), by_car=True)
    cards = refer.relays(desk, procedure, wishes, SAY)
    assert cards[0].why
    chosen = next(card for card in cards if card.visits)
    assert all(visit.start.strftime("%a") in {"Thu", "Fri"} for visit in chosen.visits)

    file = tmp_path / "bon.pdf"
    made, pages = handed_over(desk, procedure, chosen.sheet, file, wishes=wishes)

    text, dark = read_back(file)
    assert pages == 1
    assert read_code(made.code) == made.code
    assert made.code in text.replace(" ", "")
    assert checklist.slip_title in text
    assert chosen.name in text
    assert "Ambronay" in text
    assert "24 novembre 2026" in text
    assert "à vérifier" in text
    assert 0.005 < dark < 0.5
    assert desk.referrals.all() == (made,)
    assert made.relay_type in chosen.relay_types
    assert upkeep.check_all(desk).problems == ()


@pytest.mark.parametrize("paper", list(SlipFormat))
def test_every_paper_says_the_same_things(store, qapp, tmp_path, paper):
    card = refer.relays(store, "carte-vitale", Wishes(at=TUESDAY), SAY)[0]

    made, pages = handed_over(store, "carte-vitale", card.sheet, tmp_path / "bon.pdf", paper)

    text, dark = read_back(tmp_path / "bon.pdf")
    assert pages == 1
    assert card.name.split()[0] in text
    assert made.code in text.replace(" ", "")
    assert dark > 0.005


@pytest.mark.parametrize(
    ("procedure", "useful"),
    [("ameli-compte", "3646"), ("carte-identite", "34 00"), ("danger-violences", "17")],
)
def test_a_first_hour_desk_with_no_sheet_gives_a_useful_paper(desk, tmp_path, procedure, useful):
    """No France services around, nothing typed in: the national number, or the paper form, or the town hall."""
    setup.set_up(desk, setup.by_hand("La Ruche", setup.the_commune(desk, "98412")))
    with desk.database.atomic():
        desk.index.clear()

    assert refer.relays(desk, procedure, Wishes(at=TUESDAY), SAY) == ()
    _, pages = handed_over(desk, procedure, "", tmp_path / "bon.pdf")

    text, dark = read_back(tmp_path / "bon.pdf")
    assert pages == 1
    assert useful in text
    assert dark > 0.005


def test_every_procedure_gives_one_page_at_the_first_hour(desk, tmp_path):
    setup.set_up(desk, setup.by_hand("La Ruche", setup.the_commune(desk, "98412")))

    for line in (line for group in _groups(desk) for line in group.procedures):
        _, pages = handed_over(desk, line.id, "", tmp_path / f"{line.id}.pdf")
        text, _ = read_back(tmp_path / f"{line.id}.pdf")
        assert pages == 1
        assert len(text) > 150, line.id


def _groups(desk):
    from desk.work.procedures import by_family

    return by_family(desk, SAY)


def test_a_library_without_coordinates_still_hands_over(desk, tmp_path):
    setup.set_up(desk, setup.by_hand("Bibliothèque d'Aurseulles", setup.the_commune(desk, "14581")))
    assert desk.library().place is None

    cards = refer.relays(desk, "carte-identite", Wishes(at=TUESDAY), SAY)
    made, pages = handed_over(desk, "carte-identite", cards[0].sheet, tmp_path / "bon.pdf")

    text, _ = read_back(tmp_path / "bon.pdf")
    assert pages == 1
    assert all(card.km is None and card.away == "" for card in cards)
    assert any("Lieu inconnu" in reason for reason in cards[0].why)
    assert made.code in text.replace(" ", "")


def test_the_last_papers_can_be_printed_again_as_they_were(store, qapp, tmp_path):
    card = refer.relays(store, "carte-vitale", Wishes(at=TUESDAY), SAY)[0]
    made, _ = handed_over(store, "carte-vitale", card.sheet, tmp_path / "bon.pdf")
    first, _ = read_back(tmp_path / "bon.pdf")

    again = refer.referral(store, f"{store.library().mark} {made.code[:3].lower()} {made.code[3:]}")
    printing.to_pdf(reprint(store, again, "fr"), SlipFormat.A5, tmp_path / "again.pdf")

    second, _ = read_back(tmp_path / "again.pdf")
    assert again == made
    assert second == first
    assert refer.reprint_lines(store, SAY)[0][0] == made.code
    assert store.referrals.count() == 1


def test_a_need_that_nothing_fits_is_counted_without_its_words(store):
    answer = refer.needs(store, refer.matcher(store), "accorder mon piano zqxcanari", SAY)
    assert answer.nothing_fits

    refer.note_unmet(store, "accorder mon piano zqxcanari")

    assert store.database.row("SELECT procedure, end, reason FROM referrals") == ("", "not-possible", "not-found")
    assert store.private.unmet_words() == (("2026-11-24", "accorder mon piano zqxcanari"),)
    files = [store.profile.desk_file, store.profile.desk_file.with_name("desk.sqlite-wal")]
    assert not any(b"zqxcanari" in file.read_bytes() for file in files if file.exists())


def test_a_sheet_with_hostile_text_prints_as_text(store, qapp, tmp_path):
    hostile = "<img src='file:///etc/passwd'><b>Mairie</b>"
    store_relays = sheets.add_first_relays(store, (FirstRelay(name=hostile, relay_type="mairie"),))
    sheet = next(line for line in sheet_list.lines(store, "mairie", SAY) if line.name == hostile)

    handed_over(store, "carte-identite", sheet.id, tmp_path / "bon.pdf")

    text, _ = read_back(tmp_path / "bon.pdf")
    assert store_relays.problems == ()
    assert "<b>Mairie</b>" in text.replace("\u200b", "").replace(" ", "") or "<b>" in text
