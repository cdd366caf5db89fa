import pytest

from desk.base.paths import resources
from desk.domain.cells import split_values
from desk.domain.relay_types import relay_types_of
from desk.domain.standards import value_key
from desk.store import seed

SEEDS = resources() / "seed"
VALUES = seed.sheet_values(SEEDS)
TAXONOMY = seed.taxonomy(SEEDS)
MEDNUM = seed.standard(SEEDS, "mednum-1.0.2")


@pytest.mark.parametrize(
    ("field", "text", "slug"),
    [
        ("labels", "Étapes numériques(La Poste)", "etapes-numeriques"),
        ("labels", "Étapes numériques (La Poste)", "etapes-numeriques"),
        ("labels", "FRANCE SERVICES", "france-service"),
        ("labels", "france-service", "france-service"),
        ("labels", "CNFS", "conseillers-numeriques"),
        ("labels", "Bibliothèques numérique de référence", "bibliotheques-numeriques-de-reference"),
        ("labels", "Pix", "certification-pix"),
        ("labels", "Point d’accès numérique CAF", "point-acces-numerique-caf"),
        ("labels", "Point relais CAF", "point-acces-numerique-caf"),
        ("labels", "sinca", "singa"),
        ("labels", "mdph", "mdph"),
        ("ways", "Ce lieu n'accueille pas de public", "no-public"),
        ("ways", "Ce lieu n’accueille pas de public", "no-public"),
        ("ways", "se-presenter", "walk-in"),
        ("desk_ways", "envoyer-un-mail-avec-une-fiche-de-prescription", "referral-form"),
        ("typologies", "PE", "FT"),
        ("typologies", "Bibliothèque / Médiathèque", "BIB"),
        ("typologies", "RELAIS_LECTURE", "RELAIS_LECTURE"),
        ("typologies", "ETAT", "ETAT"),
        ("audiences", "Familles/enfants", "familles"),
        ("audiences", "Seniors (+ 65 ans)", "seniors"),
        ("audiences", "seniors-65", "seniors"),
        ("special_care", "Personnes en situation d’illettrisme", "illiteracy"),
        ("special_care", "personnes-en-situation-illettrisme", "illiteracy"),
        ("digital_services", "Utiliser le numérique au quotidien", "everyday-skills"),
        ("digital_services", "numerique--s-equiper-en-materiel-informatique", "equipment"),
        ("digital_services", "aide aux demarches administratives", "admin-help"),
        ("fee", "Adhésion : L’accès au lieu et/ou à ses services nécessite d’y adhérer", "paid"),
        ("fee", "gratuit-sous-conditions", "conditional"),
        ("support", "Seul : j'ai accès à du matériel et une connexion", "alone"),
        ("themes", "creation-activite--developper-son-entreprise", "creer-une-entreprise--developper-son-entreprise"),
        (
            "themes",
            "logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres",
            "logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres",
        ),
        ("kinds", "aide-materielle", "aide-materielle"),
        ("modes", "En présentiel", "en-presentiel"),
        ("labels", "inconnu au bataillon", None),
        ("audiences", "personnes-en-situation-illettrisme", None),
    ],
)
def test_a_value_is_known_by_any_of_its_spellings(field, text, slug):
    assert VALUES.slug_of(field, text) == slug


def test_what_says_nothing_is_ignored_and_known():
    assert VALUES.ignores("audiences", "Adultes")
    assert VALUES.knows("audiences", "adultes")
    assert not VALUES.knows("audiences", "extraterrestres")


def test_an_unknown_value_is_shown_as_it_was_written():
    assert VALUES.label("labels", "Mon label à moi") == "Mon label à moi"
    assert VALUES.mednum_of("labels", "Mon label à moi") == ""
    assert VALUES.di_v1_of("labels", "Mon label à moi") == ()


def test_a_retired_value_stays_readable_and_is_no_longer_offered():
    assert VALUES.label("labels", "aptic") == "APTIC"
    assert VALUES.label("themes", "numerique") == "Numérique"
    assert "aptic" not in {value.slug for value in VALUES.offered("labels")}
    assert len(VALUES.offered("themes")) == 69
    assert len(VALUES.values("themes")) > 69


def test_lossy_conversions_are_not_copied_into_sheets():
    """Official maps turn reading difficulties into an emergency and « gratuit sous condition » into free."""
    assert VALUES.di_v1_of("special_care", "illiteracy") == ()
    assert VALUES.slug_of("fee", "Gratuit sous condition") == "conditional"
    assert VALUES.di_v1_of("fee", "conditional") == ("gratuit",)
    assert VALUES.slug_of("themes", "famille--jeunes-sans-soutien-familial") == "famille--jeunes-sans-soutien-familial"


def test_a_label_goes_in_its_own_mednum_column():
    assert VALUES.mednum_field_of("labels", "duplex") == "formations_labels"
    assert VALUES.mednum_field_of("labels", "aidants-connect") == "dispositif_programmes_nationaux"
    assert VALUES.mednum_field_of("audiences", "seniors") == "publics_specifiquement_adresses"


def test_the_official_spelling_is_the_one_that_is_written():
    assert VALUES.mednum_of("labels", "etapes-numeriques") == "Étapes numériques (La Poste)"
    assert VALUES.mednum_of("ways", "no-public") == "Ce lieu n'accueille pas de public"
    assert VALUES.mednum_of("labels", "bibliotheques-numeriques-de-reference") == "Bibliothèques numérique de référence"
    assert VALUES.mednum_of("labels", "simplon") == ""
    assert MEDNUM.spelling("formations_labels", "Étapes numériques(La Poste)") == "Étapes numériques (La Poste)"
    assert (
        MEDNUM.spelling("modalites_acces", "Ce lieu n’accueille pas de public") == "Ce lieu n'accueille pas de public"
    )
    assert MEDNUM.spelling("services", "Autre chose") is None


def test_words_are_in_the_language_asked_for():
    assert VALUES.label("support", "workshop", "fr") == "Dans un atelier collectif"
    assert VALUES.label("support", "workshop", "en") == "In a group workshop"
    assert VALUES.label("desk_ways", "phone", "en") == "Telephone"


def test_themes_and_services_tell_the_families_of_needs_they_serve():
    assert VALUES.needs_of(("famille--garde-denfants", "mobilite--preparer-un-permis"), ("admin-help",)) == (
        "papiers-elections",
        "famille-scolarite",
        "transports-mobilite",
    )
    assert VALUES.needs_of(("logement-hebergement",)) == ("logement",)
    assert VALUES.needs_of(("numerique--acquerir-un-equipement",), ("access",)) == ()


def test_old_mednum_values_become_new_ones():
    conversion = seed.conversion(SEEDS, "mednum-0.1-to-1.0")
    told = conversion.targets("publics_accueillis", "Personnes en situation d’illettrisme")

    assert [(one.field, one.value) for one in told] == [("prise_en_charge_specifique", "Illettrisme")]
    assert conversion.targets("publics_accueillis", "Adultes") == ()
    assert conversion.targets("publics_accueillis", "Martiens") is None
    assert conversion.targets("labels_nationaux", "CNFS")[0].value == "Conseillers numériques"


def test_old_values_that_hold_commas_are_told_apart_and_not_cut():
    """Hinaura writes commas between values, and the values hold commas."""
    conditional = (
        "Gratuit sous condition : La gratuité est conditionnée à des critères"
        " (situation familiale, convention avec un organisme social...)"
    )
    paid = "Payant : L'accès au lieu et/ou à ses services est payant"

    for between in (";", "|", ", ", '","'):
        values = split_values(f"{conditional}{between}{paid}", lambda text: VALUES.knows("fee", text))
        assert [VALUES.slug_of("fee", value) for value in values] == ["conditional", "paid"]


def test_what_is_wrong_in_the_published_lists_is_put_right():
    labels = {one.value: one.label for one in seed.standard(SEEDS, "data-inclusion-0").lists["labels_nationaux"]}
    hostels = seed.conversion(SEEDS, "data-inclusion-0-to-1").targets("typologie", "RS_FJT")

    assert labels["grandes-ecoles-du-numerique"] == "Grandes écoles du numérique"
    assert labels["grand-test-couveuse-dentreprise"] == "Grand Test Couveuse d’entreprise"
    assert [one.value for one in hostels] == ["residences-fjt"]
    assert VALUES.di_v1_of("typologies", "RS_FJT") == ("residences-fjt",)


def test_the_key_of_a_value_has_neither_case_nor_accents_nor_signs():
    assert (
        value_key("Étapes numériques(La Poste)")
        == value_key("étapes NUMÉRIQUES (la poste)")
        == "etapes numeriques la poste"
    )
    assert value_key("n’accueille") == value_key("n'accueille")


# Relay types


@pytest.mark.parametrize(
    ("typologies", "labels", "name", "slugs"),
    [
        (("RFS",), (), "Espace de Vaulx", ("france-services",)),
        (("CCAS", "MUNI"), (), "Action sociale", ("mairie", "ccas")),
        (("ASSO",), (), "Mission Locale de Bastia", ("mission-locale",)),
        ((), ("france-service", "aidants-connect"), "Le Lieu", ("france-services", "aidants-connect")),
        ((), (), "Mairie de Gan - France Services", ("france-services", "mairie")),
        ((), (), "CENTRE COMMUNAL D ACTION SOCIALE", ("ccas",)),
        ((), (), "CCAS de Noiseau", ("ccas",)),
        ((), (), "MSA des Charentes", ("msa",)),
        ((), (), "LA POSTE", ("la-poste",)),
        ((), (), "Maison des solidarités Ambert", ("maison-des-solidarites",)),
        ((), (), "Sous-préfecture de Belley", ("prefecture",)),
        ((), (), "Chambre d’agriculture de la Charente", ("chambre-agriculture",)),
        ((), (), "Pole Emploi - Agence de Sablé", ("france-travail",)),
        (("BIB", "MUNI"), (), "Médiathèque municipale", ()),
        (("MUNI",), (), "Bibliothèque de Vaulx", ()),
        ((), (), "Place de la mairie", ()),
        ((), (), "Clic et Ressources", ()),
        ((), (), "Café de la Poste", ()),
        ((), ("caf", "communes", "ccas-cias"), "Espace de vie sociale", ()),
        ((), (), "", ()),
    ],
)
def test_a_structure_s_relay_types_are_the_sure_ones(typologies, labels, name, slugs):
    assert relay_types_of(TAXONOMY, typologies, labels, name) == slugs
