"""Which relay types a structure surely is: by its typologies, its labels, and the names that leave no doubt."""

import re
from collections.abc import Iterable

from desk.base.text import fold
from desk.domain.taxonomy import Taxonomy

_LABELS = {
    "france services": "france-services",
    "france-service": "france-services",
    "france-services": "france-services",
    "aidants connect": "aidants-connect",
    "aidants-connect": "aidants-connect",
    "conseillers numeriques": "conseiller-numerique",
    "conseillers-numeriques": "conseiller-numerique",
    "cnfs": "conseiller-numerique",
    "points-conseil-budget": "point-conseil-budget",
    "points-justice": "point-justice",
    "mission-locale": "mission-locale",
    "france-travail": "france-travail",
    "ccas-cias": "ccas",
    "mdph": "mdph",
    "caf": "caf",
    "cpam": "cpam",
    "mutualite-sociale-agricole": "msa",
    "la-poste": "la-poste",
    "maisons-des-solidarites": "maison-des-solidarites",
}
_NAMES = (
    (re.compile(r"\bfrances?[ -]services?\b|\bmsap\b|maisons? (?:de )?services? au public"), "france-services"),
    (re.compile(r"^(?:la )?mairie\b|^commune d|^hotel de ville"), "mairie"),
    (re.compile(r"\bc\.?c\.?a\.?s\b\.?|\bc\.?i\.?a\.?s\b\.?|centre (?:inter)?communal d'action sociale"), "ccas"),
    (re.compile(r"maison (?:departementale )?des solidarites|centre medico[ -]social|\bcdas\b|\bmds\b"), "maison-des-solidarites"),
    (re.compile(r"\bmission locale\b"), "mission-locale"),
    (re.compile(r"\bfrance travail\b|\bpole emploi\b"), "france-travail"),
    (re.compile(r"\bcap emploi\b"), "cap-emploi"),
    (re.compile(r"\bmdph\b|maison departementale (?:des personnes handicapees|de l'autonomie)"), "mdph"),
    (re.compile(r"\bcpam\b|caisse primaire d'assurance maladie"), "cpam"),
    (re.compile(r"\bcarsat\b"), "carsat"),
    (re.compile(r"^caf\b|caisse d'allocations? familiales?"), "caf"),
    (re.compile(r"\bmsa\b|mutualite sociale agricole"), "msa"),
    (re.compile(r"\badil\b"), "adil"),
    (re.compile(r"\bpoint[ -](?:justice|d'acces au droit)\b|maison de justice et du droit"), "point-justice"),
    (re.compile(r"\bcidff\b"), "association-violences"),
    (re.compile(r"\bpoint conseil budget\b"), "point-conseil-budget"),
    (re.compile(r"centre des finances publiques|^tresorerie\b|\bsip\b"), "centre-finances-publiques"),
    (re.compile(r"^(?:sous-)?prefecture\b"), "prefecture"),
    (re.compile(r"^(?:agence postale|la poste|bureau de poste)\b"), "la-poste"),
)  # fmt: skip


def sure_kinds(taxonomy: Taxonomy, typologies: Iterable[str], labels: Iterable[str], name: str) -> tuple[str, ...]:
    """Return the relay types that a structure surely is; none when nothing tells it."""
    codes = {code: kind.slug for kind in taxonomy.relay_types.values() for code in kind.typologies}
    found = [codes[code.upper()] for code in typologies if code.upper() in codes]
    found += [_LABELS[fold(label)] for label in labels if fold(label) in _LABELS]
    said = fold(name)
    found += [kind for pattern, kind in _NAMES if pattern.search(said)]
    return tuple(dict.fromkeys(found))
