"""The binder: every sheet once in full, its page in the contents and in both indexes, nothing outside the paper."""

from datetime import date

import pypdfium2
import pytest

from desk.domain.sheets import Sheet, SheetId
from desk.slips.binder import Binder, Chapter, Entry, compose_binder
from desk.slips.binder_pages import lay_out_binder
from desk.slips.marks import TextMark
from desk.store.changes import Author
from desk.store.private import Contact
from desk.ui import printing

HOSTILE = ("", "mot " * 400, "sansfin" * 300, "🙂 " * 60, "\u202eabc\u0000", "<b>x</b>", "ligne\nligne")


def entry(number, **fields):
    values = {
        "id": f"s{number:011}",
        "name": f"Mairie {number}",
        "town": f"Village {number % 7}",
        "phone": "04 74 00 00 00",
        "lines": ("Mairie", "3 place de l'Église, 01500 Ambronay · 2 km", "lundi 9 h – 12 h"),
        "checked": "Jamais vérifiée",
    }
    return Entry(**values | fields)


def binder(*chapters, **fields):
    values = {
        "language": "fr",
        "library": "Ambronay",
        "title": "Où envoyer",
        "opening": "Par besoin.",
        "footer": "Imprimé",
    }
    return Binder(**values | fields, chapters=chapters)


def texts(page):
    return [mark.text for mark in page.marks if isinstance(mark, TextMark)]


def pages_with(pages, words):
    return [number for number, page in enumerate(pages, 1) if words in texts(page)]


def test_the_index_says_the_page_where_each_place_stands(ruler):
    told = tuple(entry(number) for number in range(60))
    pages = lay_out_binder(binder(Chapter(title="Papiers", told=told, elsewhere=())), ruler)

    for one in (told[0], told[31], told[59]):
        (stands,) = pages_with(pages, one.name)
        (listed,) = pages_with(pages, f"{one.name}, {one.town}")
        said = texts(pages[listed - 1])
        assert said[said.index(f"{one.name}, {one.town}") + 1] == str(stands)
    assert texts(pages[0])[texts(pages[0]).index("Papiers") + 1] == "2"
    assert texts(pages[-1])[-1] == f"page {len(pages)} sur {len(pages)}"


def test_a_sheet_of_two_chapters_is_told_once_and_named_in_the_other(ruler):
    one = entry(1)
    pages = lay_out_binder(
        binder(
            Chapter(title="Papiers", told=(one,), elsewhere=()),
            Chapter(title="Argent", told=(), elsewhere=((one.id, one.name),)),
        ),
        ruler,
    )

    assert sum(texts(page).count(one.phone) for page in pages) == 1
    assert sum(texts(page).count(one.name) for page in pages) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_on_the_paper(ruler, text):
    told = entry(1, name=text, town=text, phone=text, lines=(text, text), checked=text)
    pages = lay_out_binder(
        binder(Chapter(title=text, told=(told,), elsewhere=((told.id, text),)), library=text, footer=text), ruler
    )

    for page in pages:
        for mark in page.marks:
            if isinstance(mark, TextMark):
                assert page.margin_x - 1 <= mark.x
                assert mark.x + ruler.width(mark.text, mark.size, mark.weight) <= page.width - page.margin_x + 1
                assert page.margin_y <= mark.y <= page.height - page.margin_y + 1


def test_an_empty_library_has_a_binder_that_says_so(ruler):
    (page,) = lay_out_binder(binder(), ruler)

    assert "Il n'y a pas encore de fiche." in texts(page)


@pytest.mark.usefixtures("qapp")
def test_the_binder_of_a_real_desk_is_read_back_from_its_pdf(store, say, tmp_path):
    made = Sheet(
        id=SheetId("aaaaaaaaaaaa"), name="CCAS d'Ambronay", commune="Ambronay", phone="04 74 38 00 00",
        relay_types=("ccas-cias",), opening_hours="Mo 09:00-12:00", verified_on=date(2026, 11, 20), source="Ici",
    )  # fmt: skip
    store.records.put(made)
    store.private.keep_note("sheet", made.id, "Notesecrète", date(2026, 11, 24))
    store.private.keep_contact(made.id, Contact(name="Personnesecrète"), date(2026, 11, 24))

    composed = compose_binder(store, say)
    count = printing.binder_to_pdf(composed, tmp_path / "classeur.pdf")

    document = pypdfium2.PdfDocument(tmp_path / "classeur.pdf")
    assert len(document) == count
    read = "\n".join(page.get_textpage().get_text_range() for page in document)
    for words in (
        "CCAS d'Ambronay",
        "04 74 38 00 00",
        "lundi 9 h",
        "Vérifiée il y a 4 jours",
        "France services",
        "Par commune",
    ):
        assert words in read.replace("\xa0", " ").replace("\u202f", " ")
    assert "secrète" not in read
    assert "imprimé le 24 novembre 2026" in read


def test_the_binder_holds_the_territory_and_says_what_is_to_verify(store, say):
    far = Sheet(id=SheetId("loin00000000"), name="Loin", commune="Brest", latitude=48.39, longitude=-4.49)
    near = Sheet(id=SheetId("pres00000000"), name="Près", commune="Ambronay")
    store.records.put(far)
    store.records.put(near, Author(initials="MB"))

    entries = [one for chapter in compose_binder(store, say).chapters for one in chapter.told]

    assert "Loin" not in {one.name for one in entries}
    (told,) = (one for one in entries if one.name == "Près")
    assert told.checked.endswith("à vérifier")
    signed = [one for chapter in compose_binder(store, say, mine=True).chapters for one in chapter.told]
    assert {one.name for one in signed} == {"Près"}
    everywhere = compose_binder(store, say, 2000)
    assert "Loin" in {one.name for chapter in everywhere.chapters for one in chapter.told}
