"""Signs that an address or a few words name a person: such things never travel."""

import re
from functools import lru_cache

from desk.base.text import fold

_FIRST_NAMES = frozenset(
    """
    adele adeline adrien adrienne agathe agnes aicha alain alban albane albert alex alexandra alexandre alexia alexis
    alice alicia aline alix alexane amandine amelie amina anais andre andrea andree angela angele angelique anita anna
    anne annette annick annie anthony antoine antonin apolline ariane armelle arnaud arthur assia astrid aude audrey
    augustin aurelia aurelie aurelien aurore axel axelle aymeric baptiste barbara bastien beatrice benedicte benjamin
    benoit bernadette bernard bertrand blandine brahim brice brigitte bruno camille carine carla carole caroline cassandra
    catherine cathy cecile cecilia cedric celia celine chantal charlene charles charlotte chloe christelle christian
    christiane christine christophe cindy claire clara clarisse claude claudette claudia claudie claudine clemence
    clement clementine clothilde colette coline constance coralie corentin corinne cyril cyrille damien daniel daniele
    danielle daphne david deborah delphine denis denise didier diane dominique dorian dorothee dylan edith edouard elena
    eleonore eliane elisa elisabeth elise elizabeth ella elodie eloise elsa emeline emilie emma emmanuel emmanuelle enzo
    eric erica erwan esteban estelle esther etienne eugenie eva evelyne fabien fabienne fabrice fanny farid fatiha fatima
    fatou felix ferdinand fernand flora florence florent florian florine francis franck francois francoise frederic
    frederique gabriel gabrielle gael gaelle gaetan gaston gauthier genevieve geoffrey georges gerald geraldine gerard
    germain ghislain ghislaine gilbert gilles ginette gisele gregoire gregory guillaume guy gwenaelle gwendoline
    gwenola hakim hassan helena helene henri herve hichem hortense hubert hugo hugues ibrahim ines ingrid irene iris
    isabelle ivan jacky jacqueline jacques jamel janine jasmine jean jeanne jeannine jennifer jeremie jeremy jerome jessica
    joachim joanna jocelyne joel joelle johan johann johanna johnny jonathan jordan joris jose joseph josephine josette
    josiane joyce juan judith jules julia julie julien juliette justin justine karen karim karima khaled karine kathy katia kelly
    kevin khadija laetitia lara laura laure laurence laurent laurie laurine lea leila lena leo leonie leslie liliane lina
    linda line lionel lisa lise loic lola lorene lou louis louisa louise lucas lucette lucie lucien lucienne lucile
    ludivine ludovic lydia lydie madeleine maelle magali maite malika manon manuel marc marcel marcelle margaux
    margot marguerite maria mariam marianne marie marielle marina marine marion marjorie marlene martial martin martine
    maryline maryse maryvonne mathieu mathilde mathis matthieu maud maurice maxence maxime megane mehdi melanie melina
    melissa mercedes michael michel michele micheline michelle mickael mireille mohamed mohammed monique morgan morgane
    mouna muriel murielle mustapha mylene myriam nadege nadia nadine najat nathalie nathan nelly nicolas nicole nina noemie
    noel noelle nolwenn nora norbert odette odile olga olivia olivier pascal pascale patrice patricia patrick paul paula
    paule paulette pauline perrine philippe pierre pierrette pierrick priscilla quentin rachel rachid raoul raphael
    raymond raymonde rebecca regine regis remi remy renaud rene renee richard robert roberte robin rodolphe roger roland
    romain romane romuald rosa rosalie roselyne roxane sabine sabrina said salome samia samira samuel sandra sandrine
    sara sarah sebastien serge severine sharon simon simone sofia solange solene sonia sophie stanislas stella stephane
    stephanie steve steven suzanne sylvain sylvaine sylvette sylviane sylvie tanguy tania tatiana theo theophile
    therese thibaud thibault thierry thomas tiffany tiphaine tony tristan ugo ursula valentin valentine valerie vanessa
    veronique victor victoire victoria vincent violaine violette virginie viviane wilfried william xavier yacine yael yann
    yannick yasmina yasmine yoann yohan yohann yolande youssef yves yvette yvon yvonne zineb zoe
    """.split()  # noqa: SIM905 - five hundred words are easier to read without their quotes
)
"""First names usual in France (INSEE's file of first names, most given since 1940), folded."""

_OFFICE = frozenset(
    """
    accompagnement accueil action adil admin administration admr adresse agence agglo aide aidants annexe antenne apf
    asso association associations atelier ateliers au aux bib biblio bibliotheque bibliotheques bij bureau bus caf cafe
    cap cc ccas cd cdad cdc centre cfp cias cidff city club com commune communes communaute communautaire communication
    conseil conseiller conseillers contact cpam cs csc cse culture cyber cyberbase de departement des dgs direction du
    ecole ecoute eau emploi energie enfance epn espace evs famille familles fcsf fjt formation foyer france fs ge geiq
    gestion gip gite grand grande greta groupe guichet habitat hotel hub inclusion info infos informatique information insert
    insertion institut intercommunal jeune jeunes jeunesse la lagrange laposte le les local locale loisirs lycee maison
    mairie mairies mda mdph mds mediation mediatheque mediatheques mfr mfs mission mjc ml mobilite monde msa
    msap multimedia municipale musee nord numerique office ouest parc pays petite pij pimms plie point pole port poste
    prefecture programme projet public quartier referent region relais reseau ressourcerie rural rurale saint sainte
    sante santa secours secretaire secretariat secteur service services siege site social sociale socioculturel solidaire
    solidarite solidarites st standard ste sud sur syndicat technique territoire tourisme travail tribunal udaf unccas
    union unique universite urbanisme val vallee vie vieux village ville villes
    """.split()  # noqa: SIM905 - five hundred words are easier to read without their quotes
)
"""Words that an office puts in its address and a person does not."""

_SHARED_DOMAINS = ("france-services.gouv.fr", "pimmsmediation.fr")
"""Domains whose addresses are places: « josephine-baker@france-services.gouv.fr »."""

_CIVILITY = re.compile(r"\b(?:mmes?|mlles?|mrs?|madame|mademoiselle|monsieur|m\.(?= ?[a-z])|melle)\b\.?")
_MISTER = re.compile(r"\bM\. ?[A-ZÀ-Ý][a-zà-ÿA-ZÀ-Ý]")
"""« M. Durand », and neither « à 300 m. de » nor « M.J.C. »."""

_INITIAL_AND_NAME = re.compile(r"(?:[a-z]|j[b-fl-pry]|m[acfhp])[._-][a-z]{3,}(?:-[a-z]+)?|[a-z]{3,}[._-][a-z]")


def names_a_person(text: str) -> bool:
    """Return whether a few words seem to name somebody: a civility or a usual first name. Not meant for whole texts."""
    folded = fold(text)
    return bool(_CIVILITY.search(folded)) or not _FIRST_NAMES.isdisjoint(re.findall(r"[a-z]+", folded))


def has_civility(text: str) -> bool:
    """Return whether a text, however long, speaks of « Mme », « Monsieur » or « M. » somebody."""
    return bool(_CIVILITY.search(fold(text)) or _MISTER.search(text))


def is_of_a_person(text: str) -> bool:
    """Return whether a title or an organisation's name is rather somebody's: « Mme Dupont », « Josette Martin ».

    A first name beside a word of an office (« Association Jeanne d'Arc », « Espace Simone Veil ») names a place.
    """
    words = set(re.findall(r"[a-z]+", fold(text)))
    return has_civility(text) or (bool(_FIRST_NAMES & words) and _OFFICE.isdisjoint(words))


@lru_cache(maxsize=8192)
def looks_personal(email: str) -> bool:
    """Return whether an address seems to be somebody's: « prenom.nom@ », « p.nom@ », « helene@ ».

    A word of an office in it (« accueil », « saint ») or a first name that is also its domain's means a structure.
    """
    local, _, domain = fold(email).partition("@")
    words = re.findall(r"[a-z]+", local)
    if not words or domain in _SHARED_DOMAINS or not _OFFICE.isdisjoint(words):
        return False
    named = _FIRST_NAMES.intersection(words) - set(re.findall(r"[a-z]+", domain))
    alone = bool(_INITIAL_AND_NAME.fullmatch(local)) and not _within(words, domain)
    return (bool(named) and len(words) <= 3) or alone


def _within(words: list[str], domain: str) -> bool:
    return any(len(word) > 2 and word in domain for word in words)
