import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.fields import secret_in


def nir(body: str) -> str:
    return f"{body}{97 - int(body.replace('2A', '19').replace('2B', '18')) % 97:02d}"


@pytest.mark.parametrize("body", ["2690549588157", "1850575116004", "269052A588157", "169052B588157"])
def test_a_social_security_number_is_noticed(body):
    assert secret_in(f"mon numéro {nir(body)} merci") == "nir"


def test_a_social_security_number_with_spaces_is_noticed():
    whole = nir("2690549588157")
    spaced = f"{whole[0]} {whole[1:3]} {whole[3:5]} {whole[5:7]} {whole[7:10]} {whole[10:13]} {whole[13:]}"

    assert secret_in(spaced) == "nir"


@pytest.mark.parametrize(
    "text", ["FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189", "DE89370400440532013000"]
)
def test_an_account_number_is_noticed(text):
    assert secret_in(f"virement sur {text}") == "iban"


@pytest.mark.parametrize("text", ["4970 1000 0000 0154", "5555555555554444"])
def test_a_payment_card_is_noticed(text):
    assert secret_in(text) == "card"


@pytest.mark.parametrize("text", ["mot de passe : Toto1234", "mdp: azerty12", "mon code PIN est 4812"])
def test_a_password_is_noticed(text):
    assert secret_in(text) == "password"


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "0 809 401 401 et 3960 ou 09 71 10 39 60",
        "mot de passe oublié",
        "j'ai perdu mon mot de passe ameli",
        "dossier 2026-11-24, cerfa 12100*02",
        "00000000000000",
    ],
)
def test_what_people_do_type_is_let_through(text):
    assert secret_in(text) is None


def test_few_random_numbers_are_taken_for_a_social_security_number():
    chance = random.Random(12)
    flagged = sum(secret_in("".join(chance.choices("0123456789", k=15))) == "nir" for _ in range(4000))

    assert flagged < 40


@given(st.text(max_size=400))
def test_any_text_may_be_looked_at(text):
    assert secret_in(text) in {None, "nir", "iban", "card", "password"}
