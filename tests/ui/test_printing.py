import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from desk.base.errors import Code, UnavailableError
from desk.base.settings import SlipFormat
from desk.base.words import words
from desk.domain.referrals import Referral, read_code
from desk.domain.sheets import Fee, Reach, Sheet
from desk.slips.compose import compose
from desk.slips.page import lay_out
from desk.ui import printing
from desk.work import refer

FORMATS = tuple(SlipFormat)
GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
REWRITE = os.environ.get("RELAIS_REWRITE_GOLDEN") == "1"
CODE = "K7F3Q5"
HALL = Sheet(
    id="hall",
    name="Mairie de Villeneuve",
    relay_types=("mairie",),
    address="3 place de l'Église",
    postcode="01500",
    commune="Villeneuve",
    latitude=46.03,
    longitude=5.38,
    phone="0474000000",
    opening_hours="Mo,Th 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off",
    reach=Reach.WALK_IN,
    fee=Fee.FREE,
    verified_on=date(2026, 11, 11),
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def slip_of(store):
    def made(procedure="carte-identite", sheet=HALL, language="fr"):
        if sheet:
            store.records.put(sheet)
        key = sheet.id if sheet else ""
        referral = Referral(id="one", day=date(2026, 11, 24), procedure=procedure, sheet=key, code=CODE)
        return compose(store, refer.checklist(store, procedure, words(language)), key, referral, language)

    return made


@pytest.fixture
def printed(tmp_path):
    def made(slip, slip_format):
        path = tmp_path / f"{slip_format}.pdf"
        assert printing.to_pdf(slip, slip_format, path) == 1
        return pypdfium2.PdfDocument(path.read_bytes())

    return made


def text_of(document):
    return document[0].get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")


def blackened(document, dpi=100):
    """The rectangle of everything that is not white, in points."""
    picture = document[0].render(scale=dpi / 72).to_pil().convert("L")
    left, top, right, bottom = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
    return left * 72 / dpi, top * 72 / dpi, right * 72 / dpi, bottom * 72 / dpi


@pytest.mark.parametrize("slip_format", FORMATS)
def test_the_pdf_is_one_page_with_the_text_in_it(slip_format, slip_of, printed):
    document = printed(slip_of(), slip_format)

    assert len(document) == 1
    for said in (
        "Pour refaire votre carte d'identité",
        "Mairie de Villeneuve",
        "04 74 00 00 00",
        "Jeudi 26 novembre, 9 h – 12 h",
    ):
        assert said in text_of(document).replace("\n", " ")
    assert f"AM · {CODE}" in text_of(document)


@pytest.mark.parametrize("slip_format", FORMATS)
def test_both_codes_are_read_from_the_page_at_200_dots_an_inch(slip_format, slip_of, printed):
    picture = printed(slip_of(), slip_format)[0].render(scale=200 / 72).to_pil()

    found = {one.format: one.text for one in zxingcpp.read_barcodes(picture)}

    assert read_code(found[zxingcpp.BarcodeFormat.Code128]) == CODE
    card = found[zxingcpp.BarcodeFormat.QRCode].splitlines()
    assert {"FN:Mairie de Villeneuve", "TEL:0474000000", "GEO:46.03000;5.38000"} <= set(card)


@pytest.mark.parametrize("slip_format", FORMATS)
def test_hostile_markup_prints_as_text(slip_format, slip_of, printed):
    name = "<b>Mairie</b> <img src='file:///etc/passwd'> &amp; <table><tr>"

    said = text_of(printed(slip_of(sheet=replace(HALL, name=name)), slip_format)).replace("\n", " ")

    assert "<b>Mairie</b> <img" in said
    assert "&amp;" in said


@pytest.mark.parametrize("slip_format", FORMATS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.one_of(
        st.text(min_size=1), st.sampled_from(["שלום עולם " * 30, "مرحبا بالعالم " * 30, "Ű" * 10_000, "🙂 " * 5000])
    ),
    phone=st.text(max_size=40),
    street=st.sampled_from(["rue " * 2500, "e" + "\u0301" * 900, "\u202e3 rue\u0000", "j" * 300]),
)
def test_whatever_is_printed_stays_inside_the_margins(slip_format, slip_of, name, phone, street):
    slip = slip_of(sheet=replace(HALL, name=name, phone=phone, address=street))
    page = lay_out(slip, slip_format, printing.FontRuler())

    document = pypdfium2.PdfDocument(printing.pdf_bytes((page,), "fr"))

    assert len(document) == 1
    left, top, right, bottom = blackened(document)
    assert left >= page.margin_x - 2
    assert top >= page.margin_y - 2
    assert right <= page.width - page.margin_x + 2
    assert bottom <= page.height - page.margin_y + 2


def test_the_paper_has_its_true_size(slip_of, printed):
    assert printed(slip_of(), SlipFormat.A5)[0].get_size() == pytest.approx((419.5, 595.3), abs=1)
    assert printed(slip_of(), SlipFormat.A4)[0].get_size() == pytest.approx((595.3, 841.9), abs=1)
    assert printed(slip_of(), SlipFormat.RECEIPT)[0].get_size()[0] == pytest.approx(226.8, abs=1)


def test_the_page_is_black_only(slip_of, printed):
    picture = printed(slip_of(), SlipFormat.A4)[0].render(scale=1).to_pil().convert("RGB")

    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(maxcolors=1 << 24))


def test_the_pdf_carries_its_fonts_its_language_and_no_content_in_its_title(slip_of, printed, tmp_path):
    document = printed(slip_of(), SlipFormat.A5)
    data = (tmp_path / "a5.pdf").read_bytes()

    told = document.get_metadata_dict()
    assert told["Title"] == "Bon d'orientation"
    assert told["Creator"] == "Relais"
    assert b"/FontFile2" in data
    assert b"/Lang (fr)" in data


def test_nothing_but_the_pdf_is_left_in_the_folder(slip_of, tmp_path):
    folder = tmp_path / "bons"

    printing.to_pdf(slip_of(), SlipFormat.A5, folder / "bon.pdf")

    assert [file.name for file in folder.iterdir()] == ["bon.pdf"]


def test_a_place_that_cannot_be_written_is_said(slip_of, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(UnavailableError) as failed:
        printing.to_pdf(slip_of(), SlipFormat.A5, tmp_path / "file" / "bon.pdf")

    assert failed.value.code is Code.READ_ONLY


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from desk.base.errors import UnavailableError
from desk.base.settings import SlipFormat
from desk.slips.slip import Slip
from desk.ui import printing
slip = Slip(language="fr", library="B", mark="AM", code="K7F3Q5", day="", title="Essai", emergency=(), relay=None,
            bring_heading="", bring=(), phones=(), offline=(), warnings=(), charter=(), footer=())
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    print("pages", printing.to_pdf(slip, SlipFormat.A5, Path(sys.argv[1])))
except UnavailableError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    old = tmp_path / "bon.pdf"
    old.write_bytes(b"the paper of before")

    said = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, str(old), "2000"], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "disk-full"
    assert old.read_bytes() == b"the paper of before"
    assert [file.name for file in tmp_path.iterdir()] == ["bon.pdf"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_the_command_line_prints_without_a_screen(tmp_path):
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }

    said = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, str(tmp_path / "bon.pdf"), "10000000"],
        capture_output=True, text=True, check=True, env=bare,
    )  # fmt: skip

    assert said.stdout.strip() == "pages 1"


def test_there_is_never_a_second_application(qapp):
    assert printing.ensure_application() is qapp is QGuiApplication.instance()


def test_the_typeface_is_the_one_of_the_product(qapp):
    printing.ensure_application()

    assert printing.FAMILY in QFontDatabase.families()


def test_a_printer_that_is_not_there_is_said(slip_of):
    with pytest.raises(UnavailableError) as failed:
        printing.to_printer(slip_of(), SlipFormat.A5, "Imprimante du grenier")

    assert failed.value.code is Code.NO_PRINTER


def test_printers_are_named():
    assert all(isinstance(name, str) and name for name in printing.printers())


@pytest.mark.parametrize("slip_format", FORMATS)
def test_a_printer_gets_one_page_at_its_true_size_and_a_title_without_content(slip_format, slip_of, tmp_path):
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    page = lay_out(slip_of(), slip_format, printing.FontRuler())

    printing.print_page(printer, page)

    document = pypdfium2.PdfDocument(path.read_bytes())
    assert len(document) == 1
    assert printer.docName() == "Bon d'orientation"
    assert document[0].get_size() == pytest.approx((page.width, page.height), abs=1.5)
    left, _, right, bottom = blackened(document)
    assert left >= page.margin_x - 2
    assert right <= page.width - page.margin_x + 2
    assert bottom <= page.height - page.margin_y + 2


@pytest.mark.qt_log_ignore("QPrinter|QPainter|QPdf|Cannot|No such")
def test_a_printer_that_refuses_is_said(slip_of, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))

    with pytest.raises(UnavailableError) as failed:
        printing.print_page(printer, lay_out(slip_of(), SlipFormat.A5, printing.FontRuler()))

    assert failed.value.code is Code.PRINT_FAILED


@pytest.mark.parametrize("slip_format", FORMATS)
def test_the_picture_is_the_page(slip_format, slip_of):
    page = lay_out(slip_of(), slip_format, printing.FontRuler())

    image = printing.picture(slip_of(), slip_format, dpi=200)

    assert (image.width(), image.height()) == (round(page.width * 200 / 72), round(page.height * 200 / 72))
    found = zxingcpp.read_barcodes(zxing_picture(image))
    assert {read_code(one.text) for one in found if one.format == zxingcpp.BarcodeFormat.Code128} == {CODE}


def zxing_picture(image):
    from PIL import Image

    return Image.frombytes(
        "L", (image.width(), image.height()), bytes(image.constBits()), "raw", "L", image.bytesPerLine()
    )


def test_large_type_gives_the_essential_first(slip_of):
    lines = printing.large_type(slip_of())

    assert lines[:3] == ("Pour refaire votre carte d'identité", "Mairie de Villeneuve", lines[2])
    assert lines.index("04 74 00 00 00") < lines.index(f"AM · {CODE}") == len(lines) - 1
    assert any(line.startswith("Apportez : ") for line in lines)


def test_large_type_begins_with_the_emergency_numbers(slip_of):
    assert printing.large_type(slip_of("danger-violences", None))[0].startswith("17 · ")


@pytest.mark.golden
@pytest.mark.parametrize("slip_format", FORMATS)
@pytest.mark.parametrize(
    ("procedure", "sheet", "language"),
    [
        ("carte-identite", "hall", "fr"),
        ("passeport", "hall", "en"),
        ("cheque-energie", "", "fr"),
        ("titre-de-sejour", "far", "fr"),
        ("mdph-handicap", "long", "fr"),
        ("danger-violences", "", "fr"),
    ],
)
def test_the_text_of_the_paper_is_the_one_that_was_read(procedure, sheet, language, slip_format, slip_of, printed):
    sheets = {
        "": None,
        "hall": HALL,
        "far": replace(
            HALL, id="far", name="France services de Villeneuve", reach=Reach.APPOINTMENT, latitude=46.2, longitude=5.6,
            verified_on=None, source_date="2024-08-01", origin="france-services:1",
        ),
        "long": replace(
            HALL, id="long", name="Centre communal d'action sociale intercommunal de la communauté de communes du Bugey",
            address="Bâtiment de l'ancienne gendarmerie, 145 avenue du Général de Gaulle, zone artisanale",
            commune="Saint-Rambert-en-Bugey", opening_hours="", hours_text="le matin, sauf le mercredi", verified_on=None,
        ),
    }  # fmt: skip
    kept = GOLDEN / f"{procedure}.{slip_format}.txt"

    said = text_of(printed(slip_of(procedure, sheets[sheet], language), slip_format)).strip() + "\n"

    if REWRITE:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
