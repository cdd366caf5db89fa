"""A ruler that needs no screen, and a slip to print."""

from dataclasses import dataclass

import pytest

from desk.slips.codes import contact_card
from desk.slips.marks import Weight
from desk.slips.slip import Slip, SlipRelay
from desk.work.refer_view import FactLine, PhoneLine


@dataclass(frozen=True)
class PlainRuler:
    """Every sign is half as wide as its type is high, bold a little more."""

    def width(self, text, size, weight):
        return len(text) * size * (0.56 if weight is Weight.BOLD else 0.5)


@pytest.fixture(scope="session")
def ruler():
    return PlainRuler()


@pytest.fixture(scope="session")
def make_slip():
    def made(**changes):
        relay = {
            "heading": "Allez ici",
            "name": "Mairie de Villeneuve",
            "address": "3 place de l'Église",
            "town": "Villeneuve",
            "away": "4,2 km",
            "phone": "04 74 00 00 00",
            "visits": ("Jeudi 26 novembre, 9 h – 12 h", "ou samedi 28 novembre, 9 h – 12 h"),
            "week": ("lundi au jeudi 9 h – 12 h", "samedi 9 h – 12 h"),
            "exceptions": ("Jeudi 24 décembre : fermé",),
            "contact": contact_card("Mairie", "0474000000", "3 place de l'Église", "01500", "Villeneuve", None),
        } | changes.pop("relay", {})
        values = {
            "language": "fr",
            "library": "Bibliothèque de Saint-Martin",
            "mark": "SM",
            "code": "K7F3Q5",
            "day": "lundi 23 novembre 2026",
            "title": "Pour refaire votre carte d'identité",
            "emergency": (),
            "relay": SlipRelay(**relay),
            "bring_heading": "Apportez",
            "bring": (FactLine(text="Votre ancienne carte", to_verify=False),),
            "phones": (PhoneLine(number="34 00", label="France Titres", hours="", to_verify=False),),
            "offline": (FactLine(text="Demandez le formulaire papier.", to_verify=False),),
            "warnings": (FactLine(text="La démarche est gratuite.", to_verify=False),),
            "charter": ("Nous ne gardons aucun code.",),
            "footer": ("Nous n'avons gardé ni votre nom ni vos papiers.",),
        }
        return Slip(**(values | changes))

    return made
