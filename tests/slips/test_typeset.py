from desk.slips.marks import Weight
from desk.slips.typeset import keeping_tail, printable, wrap


def wrapped(text, ruler, width=100.0, most=4):
    return wrap(printable(text), width, 10.0, Weight.REGULAR, ruler, most)


def test_lines_break_at_words_and_hold_in_the_width(ruler):
    lines = wrapped("Une photo d'identité de moins de six mois", ruler)

    assert " ".join(lines) == "Une photo d'identité de moins de six mois"
    assert all(ruler.width(line, 10.0, Weight.REGULAR) <= 100 for line in lines)


def test_a_text_too_long_is_cut_at_a_word(ruler):
    lines = wrapped("un deux trois quatre cinq six sept huit neuf dix", ruler, most=2)

    assert len(lines) == 2
    assert lines[-1].endswith(" …")
    assert lines[-1].removesuffix(" …") in "un deux trois quatre cinq six sept huit neuf dix"


def test_a_word_wider_than_the_line_is_broken(ruler):
    assert wrapped("Donaudampfschifffahrtsgesellschaft", ruler) == ("Donaudampfschifffah", "rtsgesellschaft")


def test_a_telephone_number_never_breaks(ruler):
    assert "04 74 00 00 00" in wrapped("Appelez donc le 04 74 00 00 00 demain", ruler)


def test_hours_never_break_in_the_middle(ruler):
    assert "8 h 30 – 12 h" in wrapped("mardi 24 novembre 8 h 30 – 12 h", ruler)


def test_a_colon_never_begins_a_line(ruler):
    assert not any(line.startswith(":") for line in wrapped("Le numéro du dossier : celui du courrier", ruler))


def test_mark_up_is_text():
    assert printable("<b>Mairie</b> &amp; <img src='file:///x'>") == "<b>Mairie</b> &amp; <img src='file:///x'>"


def test_control_and_direction_signs_are_not_printed():
    assert printable("Mairie\x00\u202e de\u200b\r\nLyon\t!") == "Mairie de Lyon\u00a0!"


def test_pictures_are_not_printed():
    assert printable("Mairie 🏛️ ☎️ ouverte 🙂") == "Mairie ouverte"


def test_piled_accents_stay_near_their_line():
    assert printable("e" + "\u0301" * 30) == "é" + "\u0301" * 2


def test_a_text_without_end_is_shortened():
    assert len(printable("a" * 10_000)) <= 600


def test_the_town_stays_when_the_street_is_too_long(ruler):
    kept = keeping_tail("rue " * 40, ", ", "Villeneuve · 4 km", 100.0, 10.0, ruler, 2)

    assert kept.replace("\u00a0", " ").endswith("… Villeneuve · 4 km")
    assert len(wrap(kept, 100.0, 10.0, Weight.REGULAR, ruler, 5)) <= 2
