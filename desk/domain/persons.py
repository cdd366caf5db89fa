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

_PLACES = frozenset(
    """
    abbaye agence allee allees amicale amis annexe antenne asso association associations auberge av avenue bat
    batiment bd bib biblio bibliotheque bld bois boulevard boulevards bourg cafe campus caserne centre cercle
    chateau chemin cinema cite clinique club college comite cour cours cpam croix csc digue domaine ecole eglise
    ehpad enclos epn espace esplanade faubourg fcsf federation ferme fjt fondation fort foyer france galerie gare
    gite groupe hall halle hameau hopital hotel immeuble impasse institut jardin local lotissement ludomediatheque
    ludotheque lycee mail mairie maison marche mda mediateque mediatheque mfr mission mjc mont montee musee parc
    parvis passage pavillon pimms place point pole pont port promenade quai quartier relais residence ressourcerie
    roche rond route rue rues saint sainte saintes saints salle salles salon secours service services square st
    stade ste terrasse theatre tiers traverse union universite val vallee villa village ville voie zae zi
    """.split()  # noqa: SIM905 - a hundred words are easier to read without their quotes
)
"""Words of a place or of an association, which a first name may follow: « Espace Simone-Veil », « rue Jeanne-d'Arc »."""

_WITH_SOMEBODY = frozenset(
    """
    anime animee animateur animatrice appeler avec benevole chez conseiller conseillere contact contacter demander mediateur
    mediatrice par referent referente voir
    """.split()  # noqa: SIM905 - as above
)
"""Words after which comes somebody, whatever place was named before."""

_ASKING = re.compile(rf"\b(?:{'|'.join(sorted(_WITH_SOMEBODY))})(?=(?: a| la| le)? ?:? ([a-z]+))")

_ALSO_WORDS = frozenset(
    """
    aude aurore claire clemence constance flora iris line madeleine marine martial noel olivier pierre romain romane
    victoire
    """.split()  # noqa: SIM905 - as above
)
"""First names that are common words too: they count where a surname follows, or where nothing else is said."""

_NEVER_MEANT = frozenset({"aude", "noel"})
"""A département and a feast: far more often these than somebody."""

_NEW_SUBJECT = re.compile(r"[:,;()/|\n–—]|\.\s")
"""What parts one subject from the next in a title: « Mairie, Josette Martin »."""

_WORD = re.compile(r"[^\W\d_]+")

_EPONYMS = """
    abbé pierre|albert camus|albert schweitzer|alexandre dumas|alphonse daudet|andré malraux|andrée chedid
    anne de bretagne|anne frank|antoine de saint exupéry|aristide briand|arthur rimbaud|auguste renoir|boris vian
    camille claudel|charles baudelaire|charles de gaulle|charles péguy|christine de pisan|claude monet
    claude nougaro|danielle casanova|denis diderot|edith piaf|édouard herriot|édouard vaillant|elsa triolet
    émile zola|eugénie cotton|françois mauriac|françois mitterrand|françois rabelais|françoise dolto
    frédéric mistral|frida kahlo|gabriel péri|gaston leroux|george sand|georges brassens|georges clemenceau
    georges pompidou|georges sand|gérard philipe|germaine tillion|gisèle halimi|guy de maupassant|guy môquet
    hector berlioz|henri barbusse|henri dunant|henri matisse|henri wallon|honoré de balzac|irène joliot curie
    jacques brel|jacques prévert|jean baptiste clément|jean cocteau|jean d'ormesson|jean de la fontaine|jean ferrat
    jean giono|jean jacques rousseau|jean jaurès|jean macé|jean mermoz|jean monnet|jean moulin|jean paul sartre
    jean prévost|jean rostand|jean vilar|jean zay|jeanne d'arc|joseph kessel|joséphine baker|jules ferry
    jules guesde|jules michelet|jules verne|julien gracq|léo ferré|léo lagrange|léon blum|louis aragon|louis braille
    louis pasteur|louise labé|louise michel|lucie aubrac|madeleine brès|marc bloch|marc sangnier|marcel cachin
    marcel pagnol|marcel proust|marguerite duras|marguerite yourcenar|marie curie|marie de france|martin luther king
    maurice genevoix|missak manouchian|nelson mandela|nicolas de condorcet|olympe de gouges|pablo neruda
    pablo picasso|paul cézanne|paul doumer|paul éluard|paul langevin|paul vaillant couturier|paul valéry
    paul verlaine|philippe soupault|pierre bérégovoy|pierre brossolette|pierre curie|pierre de coubertin
    pierre de ronsard|pierre et marie curie|pierre loti|pierre mendès france|raoul follereau|raymond poincaré
    raymond queneau|rené cassin|rené coty|robert badinter|robert desnos|robert doisneau|robert schuman
    roger salengro|romain gary|romain rolland|rosa parks|salvador allende|simone de beauvoir|simone signoret
    simone veil|théodore monod|victor hugo|victor schoelcher|vincent d'indy
"""
"""Whom public places in France are often named after: written alone, their full name is a place's."""


def _eponyms() -> re.Pattern[str]:
    """Return what finds these names, longest first, with or without their hyphens and accents."""
    names = sorted({name.strip() for line in _EPONYMS.split("\n") for name in line.split("|") if name.strip()}, key=len)
    spelt = (r"[\s'’-]+".join(map(_loosely, re.split(r"[ ']", name))) for name in reversed(names))
    return re.compile(rf"\b(?:{'|'.join(spelt)})\b", re.IGNORECASE)


def _loosely(word: str) -> str:
    return "".join(sign if (bare := fold(sign)) == sign else f"[{sign}{bare}]" for sign in word)


_EPONYM = _eponyms()

_SHARED_DOMAINS = ("france-services.gouv.fr", "pimmsmediation.fr")
"""Domains whose addresses are places: « josephine-baker@france-services.gouv.fr »."""

_CIVILITY = re.compile(
    r"(?<!-)\b(?:mmes?|mlles?|mrs?|madame|mademoiselle|monsieur|m\.(?= ?[a-z]{2})|melle(?= [a-z]))\b\.?"
)
"""Neither « M.J.C. », nor « Bourg-Madame », nor the commune of Melle at the end of a line."""

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

    A first name after a word of a place (« Espace Simone-Veil », « Saint-Jean »), bound to one (« Mont-Louis ») or of somebody
    whom places are often named after (« Marie-Curie : permanence ») names a place. One after « chez » or « avec » never does.
    """
    return has_civility(text) or asks_for_somebody(text) or _names_somebody(text)


def asks_for_somebody(text: str) -> bool:
    """Return whether a text, however long, says by a first name whom one finds there: « demander Josette »."""
    return any(found[1] in _FIRST_NAMES for found in _ASKING.finditer(fold(_without_eponyms(text))))


def _names_somebody(text: str) -> bool:
    said = _without_eponyms(text)
    found = [(fold(one.group()), one.start(), one.end()) for one in _WORD.finditer(said)]
    placed, before, end = False, "", 0
    for place, (word, start, stop) in enumerate(found):
        gap = said[end:start]
        placed = placed and not _NEW_SUBJECT.search(gap)
        bound = gap == "-" and bool(before) and before not in _FIRST_NAMES
        if word in _FIRST_NAMES and not (placed or bound) and _is_meant(said, found, place):
            return True
        placed = (placed or word in _PLACES) and word not in _WITH_SOMEBODY
        before, end = word, stop
    return False


def _is_meant(said: str, found: list[tuple[str, int, int]], place: int) -> bool:
    """Return whether a first name is meant as one: « Pierre Dupont », and neither « taille de pierre » nor « Noël »."""
    word, _, stop = found[place]
    if word not in _ALSO_WORDS:
        return True
    following = said[stop : stop + 2]
    surname = following[:1] == " " and following[1:].isupper()
    return word not in _NEVER_MEANT and (surname or len(found) == 1)


def _without_eponyms(text: str) -> str:
    return _EPONYM.sub(" ", text)


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
