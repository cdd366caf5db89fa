"""The kinds of relay that a structure is, told from its typologies, its labels and the words of its name. Sure ones only."""

import re
from itertools import compress

from desk.base.text import fold
from desk.domain.taxonomy import Taxonomy

_LABELS = {
    "aidants-connect": "aidants-connect",
    "cap-emploi-reseau-cheops": "cap-emploi",
    "cidff": "association-violences",
    "conseillers-numeriques": "conseiller-numerique",
    "cpam": "cpam",
    "espaces-publics-numeriques": "conseiller-numerique",
    "france-service": "france-services",
    "france-travail": "france-travail",
    "la-poste": "la-poste",
    "maisons-de-l-emploi": "association-insertion",
    "maisons-des-solidarites": "maison-des-solidarites",
    "mdph": "mdph",
    "mission-locale": "mission-locale",
    "msap": "france-services",
    "mutualite-sociale-agricole": "msa",
    "plie": "association-insertion",
    "points-conseil-budget": "point-conseil-budget",
    "points-justice": "point-justice",
}
"""Relay types of labels. Not ``caf``, ``ccas-cias``, ``communes``: data·inclusion gives them to what they fund or host."""

_NAMES = {
    "france-services": r"france[ -]services?|maisons? (?:de )?services? (?:au|aux) publics?|msap",
    "mairie": r"^(?:la )?mairie|^hotel de ville",
    "ccas": r"c\.?c\.?a\.?s|c\.?i\.?a\.?s|centre (?:inter)?communal d ?'? ?action sociale",
    "maison-des-solidarites": (
        r"maisons? (?:departementales? )?(?:de la |des )solidarites?|mds|cdas|centre medico[ -]social"
        r"|centre departemental d ?'? ?action sociale"
    ),
    "caf": r"^caf|caisses? d ?'? ?allocations? familiales?",
    "msa": r"^m\.?s\.?a|mutualite sociale agricole",
    "cpam": r"cpam|caisse primaire d ?'? ?assurance maladie",
    "assurance-maladie-service-social": r"service social de l ?'? ?assurance maladie",
    "carsat": r"carsat",
    "agirc-arrco": r"agirc[ -]arrco",
    "france-travail": r"france[ -]travail|pole[ -]emploi",
    "mission-locale": r"missions? locales?",
    "cap-emploi": r"cap emploi",
    "centre-finances-publiques": r"finances publiques|^tresorerie|centre des impots",
    "conseiller-numerique": r"conseillers? numeriques?|espaces? publics? (?:numeriques?|internet)|epn|cyber[ -]?(?:base|centre)s?",
    "aidants-connect": r"aidants connect",
    "ecrivain-public": r"ecrivains? publics?",
    "point-justice": r"points?[ -]justice|points? d ?'? ?acces au droit|maisons? de (?:la )?justice et du droit|cdad",
    "tribunal": r"^tribunal",
    "defenseur-des-droits": r"defenseur des droits",
    "adil": r"adil",
    "france-renov": r"france renov",
    "caue": r"caue",
    "mdph": r"^mdph|maisons? departementales? (?:des personnes handicapees|de l ?'? ?autonomie)",
    "clic-point-info-autonomie": r"points? info(?:rmation)?s? (?:autonomie|seniors)|centre local d ?'? ?information et de coordination",
    "point-accueil-numerique-prefecture": r"point d ?'? ?accueil numerique|point numerique (?:de la )?(?:sous[ -])?prefecture",
    "prefecture": r"^(?:sous[ -])?prefecture",
    "ddt": r"ddtm?|direction departementale des territoires",
    "police-gendarmerie": r"^(?:brigade (?:territoriale )?de )?gendarmerie|^commissariat",
    "france-victimes": r"france victimes",
    "association-violences": r"cidff",
    "accueil-de-jour": r"accueil de jour",
    "point-conseil-budget": r"points? conseil budget",
    "banque-de-france": r"banque de france",
    "la-poste": r"(?<!de )la poste|bureau de (?:la )?poste|agence postale|services? de la poste",
    "cio": r"^cio|centre d ?'? ?information et d ?'? ?orientation",
    "crous": r"crous",
    "urssaf": r"urssaf",
    "chambre-metiers-cci": r"chambre (?:de|des) (?:metiers|commerce)|cci|cma",
    "chambre-agriculture": r"chambre d ?'? ?agriculture",
    "centre-de-gestion-agricole": r"cer ?france",
    "federation-chasseurs": r"federation (?:departementale )?des chasseurs",
    "point-relais-particulier-emploi": r"point relais particulier[ -]emploi",
    "maison-des-associations": r"maison des associations",
    "medecin": r"^(?:maison de sante|cabinet medical)",
    "pharmacie": r"^pharmacie",
    "notaire": r"^(?:office notarial|etude notariale|notaires?)",
}
_EACH = re.compile("".join(rf"(?=((?:{pattern})(?![a-z]))?)" for pattern in _NAMES.values()))
"""Tries every pattern at one place: a group for each, empty where it does not match."""

_ANY_NAME = re.compile(rf"(?<![a-z])(?:{'|'.join(_NAMES.values())})(?![a-z])")
_LIBRARY = re.compile(r"\b(?:biblioth|mediath|ludoth|point lecture|relais lecture)")
_LIBRARY_TYPOLOGIES = {"BIB", "RELAIS_LECTURE"}


def relay_types_of(
    taxonomy: Taxonomy, typologies: tuple[str, ...], labels: tuple[str, ...], name: str
) -> tuple[str, ...]:
    """Return the relay types of a structure, each once: by its typologies, then its labels, then the words of its name.

    A town's library is not the town hall, whatever its typology says.
    """
    found: list[str] = []
    if typologies:
        kinds = taxonomy.relay_types.items()
        found += [slug for slug, relay in kinds if not set(relay.typologies).isdisjoint(typologies)]
    found += [_LABELS[label] for label in labels if label in _LABELS]
    folded = fold(name)
    found += _named(folded)
    if _LIBRARY.search(folded) or not _LIBRARY_TYPOLOGIES.isdisjoint(typologies):
        found = [slug for slug in found if slug != "mairie"]
    return tuple(slug for slug in dict.fromkeys(found) if slug in taxonomy.relay_types)


def _named(folded: str) -> list[str]:
    """Return the relay types whose words are in a name. They are only tried where some of them begin."""
    named: set[str] = set()
    place = _ANY_NAME.search(folded)
    while place:
        each = _EACH.match(folded, place.start())
        named.update(compress(_NAMES, each.groups() if each else ()))
        place = _ANY_NAME.search(folded, place.start() + 1)
    return [slug for slug in _NAMES if slug in named] if len(named) > 1 else list(named)
