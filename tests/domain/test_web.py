import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.persons import looks_personal, names_a_person
from desk.domain.web import clean_email, clean_url, to_ascii_url


@pytest.mark.parametrize(
    ("text", "first", "others", "problem"),
    [
        ("Mdph.eure@cg27.fr", "mdph.eure@cg27.fr", (), ""),
        ("a@b.fr;c@d.fr", "a@b.fr", ("c@d.fr",), ""),
        ("a@b.fr ou c@d.fr", "a@b.fr", ("c@d.fr",), ""),
        (
            "france-service@carct.fr - maisondelagglo@carct.fr",
            "france-service@carct.fr",
            ("maisondelagglo@carct.fr",),
            "",
        ),
        ("a@b.fr|c@d.fr, a@b.fr", "a@b.fr", ("c@d.fr",), ""),
        ("mairie@dourgne.fr -  - ", "mairie@dourgne.fr", (), ""),
        ("contact.pessac@@mldesgraves.fr", "contact.pessac@mldesgraves.fr", (), ""),
        ("servicejeunesse@valleesduhautanjou.fr%A0", "servicejeunesse@valleesduhautanjou.fr", (), ""),
        ("mailto:a@b.fr", "a@b.fr", (), ""),
        (" bij.pontet@hotmail.fr", "bij.pontet@hotmail.fr", (), ""),
        ("mairie@x.fr (le matin)", "mairie@x.fr", (), "part-left-out"),
        ("bibliothèque@blasimon.fr", "bibliothèque@blasimon.fr", (), "email-accents"),
        ("msap.chateaumeillant.fr", "msap.chateaumeillant.fr", (), "email-is-url"),
        ("https://www.ccals.fr/systeme/contact/", "https://www.ccals.fr/systeme/contact/", (), "email-is-url"),
        ("twitter@cpam49", "twitter@cpam49", (), "email-unreadable"),
        ("Rubrique contactez nous sur www.x.com", "Rubrique contactez nous sur www.x.com", (), "email-unreadable"),
        ("@", "", (), ""),
        ("False", "", (), ""),
        (" /", "", (), ""),
        ("", "", (), ""),
    ],
)
def test_emails_are_read_as_they_are_met(text, first, others, problem):
    cleaned = clean_email(text)

    assert (cleaned.value, cleaned.also, cleaned.problem) == (first, others, problem)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www:mairie.fr", "https://www.mairie.fr"),
        ("bibliotheque.bordeaux.fr", "https://bibliotheque.bordeaux.fr"),
        ("https//:mairie.fr", "https://mairie.fr"),
        ("https//mairie.fr", "https://mairie.fr"),
        ("http:/www.mairie.fr", "http://www.mairie.fr"),
        ("https ://www.initiativesemplois.fr", "https://www.initiativesemplois.fr"),
        ("ttps://twitter.com/slvfrance", "https://twitter.com/slvfrance"),
        ("htpps://www.mairie.fr", "https://www.mairie.fr"),
        ("https://https://www.mairie.fr", "https://www.mairie.fr"),
        ("Http://Www.Initiative-Var.Fr/Page", "http://www.initiative-var.fr/Page"),
        ("www.lapasserelle.com ", "https://www.lapasserelle.com"),
        ("www.mairie.fr,", "https://www.mairie.fr"),
        ("http://90.84.243.68/opacwebaloes/index.aspx", "http://90.84.243.68/opacwebaloes/index.aspx"),
        ("https://www.lucé.fr/index.php?Rub0=6&Rub1=31", "https://www.lucé.fr/index.php?Rub0=6&Rub1=31"),
        ("mairie.fr:8080/a#b", "https://mairie.fr:8080/a#b"),
    ],
)
def test_a_web_address_is_made_whole(text, url):
    assert (clean_url(text).value, clean_url(text).problem, clean_url(text).also) == (url, "", ())
    assert clean_url(url).value == url


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.frhttps://b.fr", ("https://a.fr", "https://b.fr")),
        (
            "https://cdc-entre2mers.fr, https://www.facebook.com/x",
            ("https://cdc-entre2mers.fr", "https://www.facebook.com/x"),
        ),
        ("facebook.com/pixel instagram.com/pixel", ("https://facebook.com/pixel", "https://instagram.com/pixel")),
        (
            "https://k.eu/i.html https://f.com/k/ https://t.com/k",
            ("https://k.eu/i.html", "https://f.com/k/", "https://t.com/k"),
        ),
        ("www.a.fr ou www.b.fr", ("https://www.a.fr", "https://www.b.fr")),
        ("www.a.fr|www.b.fr", ("https://www.a.fr", "https://www.b.fr")),
    ],
)
def test_addresses_glued_in_one_cell_are_told_apart(text, urls):
    cleaned = clean_url(text)

    assert (cleaned.value, *cleaned.also) == urls
    assert cleaned.problem == ""


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JavaScript :alert(1)", "java\x00script:alert(1)", "file:///etc/passwd", "data:text/html,x",
        "vbscript:x", "ftp://x.fr", "blob:https://x.fr",
    ],
)  # fmt: skip
def test_dangerous_addresses_are_refused(text):
    assert (clean_url(text).value, clean_url(text).problem) == ("", "url-forbidden")


@pytest.mark.parametrize("text", ["mairie@bernay27.fr", "http://mairie@gmail.com", "mailto:mairie@x.fr"])
def test_an_email_in_the_web_column_is_said(text):
    assert (clean_url(text).value, clean_url(text).problem) == (text, "url-is-email")


@pytest.mark.parametrize(
    "text",
    [
        "@Corinne.A.I.33", "facebook : dynamots LEVS", "CCAS carbon blanc sur carbon-blanc.fr", "iut.u-bordeaux.fr/cohabit/ Fablab",
        "http://www.souzay-champigny.Mairie et services municipaux49.fr/", "localhost", "2.5", "http://user:pass@x.fr", "x.fr/a b",
    ],
)  # fmt: skip
def test_what_is_no_address_stays_as_it_was_written(text):
    assert (clean_url(text).value, clean_url(text).problem) == (text, "url-unreadable")


def test_an_address_for_standards_has_ascii_signs_only():
    assert to_ascii_url("https://www.lucé.fr/été?a=1&b=é") == "https://www.xn--luc-dma.fr/%C3%A9t%C3%A9?a=1&b=%C3%A9"
    assert to_ascii_url("https://m.facebook.com/Solidarit%C3%A9-28/") == "https://m.facebook.com/Solidarit%C3%A9-28/"


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault_and_never_runs(text):
    for cleaned in (clean_url(text), clean_email(text)):
        assert not cleaned.value.lower().replace(" ", "").startswith(("javascript:", "file:", "data:", "vbscript:"))
    to_ascii_url(clean_url(text).value)


@pytest.mark.parametrize(
    "email",
    [
        "prenom.nom@exemple.fr".replace("prenom", "helene"), "p.nomdefamille@ville.fr", "nomdefamille-p@ville.fr", "helene@exemple.fr",
        "helene.nom41@exemple.fr", "mf.nomdefamille@exemple.fr", "nom.Helene@exemple.fr", "HELENE.NOM@EXEMPLE.FR",
    ],
)  # fmt: skip
def test_an_address_that_seems_somebody_s_is_recognised(email):
    assert looks_personal(email)


@pytest.mark.parametrize(
    "email",
    [
        "contact@mairie.fr", "france.services@bernay27.fr", "m.locale.libourne@mission-libourne.asso.fr", "saint-martin@exemple.fr",
        "mairie.saint-jean@wanadoo.fr", "bibliotheque-jean-moulin@ville.fr", "josephine-baker@france-services.gouv.fr", "rim@x.fr",
        "louise.michel@louise-michel.fr", "cyberbases@agglo.fr", "jean-moulin-lycee@ac-lyon.fr", "", "@x.fr",
    ],
)  # fmt: skip
def test_an_office_is_not_taken_for_a_person(email):
    assert not looks_personal(email)


def test_a_few_words_that_name_a_person_are_recognised():
    assert names_a_person("Mme Untel")
    assert names_a_person("demander Hélène")
    assert not names_a_person("accueil de la mairie")
