import io

import segno
import zxingcpp
from PIL import Image

from desk.domain.territory import Place
from desk.slips.codes import barcode, contact_card, qr_code


def read_back(rows, dots=4, height=1):
    picture = Image.new("L", (len(rows[0]) + 20, len(rows) * height + 20), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            for stretch in range(height):
                picture.putpixel((x + 10, y * height + stretch + 10), 0 if dark else 255)
    return zxingcpp.read_barcodes(picture.resize((picture.width * dots, picture.height * dots), Image.NEAREST))


def test_the_barcode_says_the_code():
    (found,) = read_back(barcode("SMK7F3Q5"), height=30)

    assert found.text == "SMK7F3Q5"
    assert found.format == zxingcpp.BarcodeFormat.Code128


def test_the_qr_code_says_the_card():
    card = contact_card("Mairie de Villeneuve", "04 74 00 00 00", "3 place de l'Église", "01500", "Villeneuve", None)

    (found,) = read_back(qr_code(card))

    assert found.text == card


def test_the_card_holds_name_telephone_address_and_point():
    card = contact_card(
        "Mairie", "04 74 00 00 00", "3 rue du Lac", "01500", "Villeneuve", Place(latitude=46.1, longitude=5.25)
    )

    assert card.splitlines() == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Mairie",
        "FN:Mairie",
        "TEL:0474000000",
        "ADR:;;3 rue du Lac;Villeneuve;;01500;",
        "GEO:46.10000;5.25000",
        "END:VCARD",
    ]


def test_a_name_cannot_add_a_line_to_the_card():
    card = contact_card("Mairie\r\nTEL:999;x, y", "0474000000", "", "", "", None)

    assert "FN:Mairie TEL:999\\;x\\, y" in card.splitlines()
    assert [line for line in card.splitlines() if line.startswith("TEL:")] == ["TEL:0474000000"]


def test_there_is_no_card_without_telephone_nor_place():
    assert contact_card("Mairie", "", "3 rue du Lac", "01500", "Villeneuve", None) == ""


def test_a_long_card_keeps_the_code_under_thirty_two_millimetres():
    card = contact_card("É" * 500, "0474000000", "é" * 500, "01500", "è" * 500, Place(latitude=46.1, longitude=5.25))

    assert len(qr_code(card)) * 0.5 <= 32.5


def test_the_matrix_is_the_one_of_segno():
    made = segno.make_qr("bonjour", error="l")
    buffer = io.StringIO()
    made.save(buffer, kind="txt", border=0)

    assert ["".join("1" if cell else "0" for cell in row) for row in qr_code("bonjour")] == buffer.getvalue().split()
