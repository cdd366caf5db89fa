import pytest

from desk.slips.discretion import exposes


@pytest.mark.parametrize(
    "text",
    [
        "Femmes victimes de violences",
        "Harcèlement et violences en ligne, jeunes",
        "Prévention du suicide, idées noires",
        "Enfance en danger",
        "France Victimes 01",
        "Violences conjugales : porter plainte",
    ],
)
def test_a_text_that_says_why_is_exposing(text):
    assert exposes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Police ou gendarmerie : danger immédiat",
        "Centre social Les Violettes",
        "École de violon",
        "Mairie de Marignane",
    ],
)
def test_a_common_text_is_not(text):
    assert not exposes(text)
