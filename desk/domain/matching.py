"""From a need, in the visitor's words, to procedures: scores with their reasons. Pure and quick: asked at each letter.

Three views of the same words are added. *Vocabulary*: how strongly each word points to a procedure, over all the ways in
which people say it. *Phrase*: how near the question is to one whole way of saying it. *Likeness*: pairs and pieces of
words. A word that nobody used before is read as the nearest known one; the last word is also read as a beginning. Nothing here knows any procedure by name:
what people say is data (``resources/seed``).
"""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desk.base.text import clean, fold
from desk.domain.likeness import Likeness
from desk.domain.procedures import Procedure, ProcedureId
from desk.domain.taxonomy import Vocabulary

LONGEST_NEED = 600
"""Signs of a need that are read; the rest of a very long text adds nothing."""

FITS = 0.30
"""Below this score, nothing fits. Chosen on the development sentences; see the bench."""

_TITLE_WEIGHT = 2.0
_PHRASE_SHARE = 0.4
_ALIKE_SHARE = 0.45
_NEAR = 0.75
_BEGINNING = 0.7
_MEANT = 0.85
_TOKEN = re.compile(r"[a-z0-9]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'")
_ENDINGS = (
    ("issements", ""), ("issement", ""), ("ations", ""), ("ation", ""), ("ements", ""), ("ement", ""), ("ments", ""),
    ("ment", ""), ("euses", "eur"), ("euse", "eur"), ("trices", "teur"), ("trice", "teur"), ("ives", "if"), ("ive", "if"),
    ("aient", ""), ("erait", ""), ("erais", ""), ("erai", ""), ("eront", ""), ("era", ""), ("ees", ""), ("ee", ""),
    ("ais", ""), ("ait", ""), ("ant", ""), ("ent", ""), ("ons", ""), ("ez", ""), ("er", ""), ("ir", ""), ("es", ""),
    ("is", ""), ("it", ""), ("e", ""), ("s", ""), ("x", ""), ("i", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A procedure that a need may mean. ``score`` is 0–1, comparable inside one answer; ``heard`` the words that told."""

    procedure: ProcedureId
    score: float
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a need may mean, best first. ``nothing_fits`` says that even the best is a guess.

    ``elsewhere`` names what it rather is, when that is known to have no procedure: « Emprunter un livre ».
    """

    hits: tuple[Hit, ...]
    nothing_fits: bool
    elsewhere: str = ""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the part of a folded French word that its forms share; short words and numbers stay whole."""
    if len(word) <= 3 or word.isdigit():
        return word
    for ending, other in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + other
    return word


class NeedMatcher:
    """Finds procedures from everyday words. Built once from the procedures and the vocabulary; never changes after."""

    def __init__(self, procedures: tuple[Procedure, ...], vocabulary: Vocabulary) -> None:
        self._sms = vocabulary.sms or {}
        self._stop = vocabulary.stop_words
        self._meanings = _meanings(vocabulary)
        self._longest = max((len(key) for key in self._meanings), default=1)
        self._ids: list[ProcedureId] = [procedure.id for procedure in procedures]
        self._elsewhere = [matter.label for matter in vocabulary.elsewhere]
        groups = [_said(procedure) for procedure in procedures]
        groups += [[(words, 1.0) for words in (matter.label, *matter.words)] for matter in vocabulary.elsewhere]
        self._phrases: list[tuple[int, float]] = []
        terms_of: list[frozenset[str]] = []
        weights: list[dict[str, float]] = []
        heard: list[tuple[int, list[str], list[str]]] = []
        for number, group in enumerate(groups):
            counted: dict[str, float] = defaultdict(float)
            for text, weight in group:
                carrying = self._carrying(text)
                terms = [stem(word) for word in carrying]
                heard.append((number, terms, carrying))
                if terms:
                    self._phrases.append((number, weight))
                    terms_of.append(frozenset(terms))
                for term in terms:
                    counted[term] += weight
            weights.append(counted)
        spread: dict[str, float] = defaultdict(float)
        for counted in weights:
            for term, weight in counted.items():
                spread[term] += weight / (weight + 1.5)
        count = len(groups) or 1
        self._rarity = {term: log(1 + count / (0.5 + seen)) for term, seen in spread.items()}
        self._unknown = log(1 + count / 0.5) * 0.8
        self._pull: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counted in enumerate(weights):
            for term, weight in counted.items():
                self._pull[term].append((number, weight / (weight + 1.5)))
        self._in_phrases: dict[str, array[int]] = defaultdict(lambda: array("H"))
        self._mass = array("d")
        for index, words in enumerate(terms_of):
            self._mass.append(sum(self._rarity[term] for term in words))
            for term in words:
                self._in_phrases[term].append(index)
        self._known = sorted(self._rarity)
        self._likeness = Likeness(len(groups), heard)

    def find(self, need: str, limit: int = 5) -> Answer:
        """Return the procedures that ``need`` may mean, best first. Any text will do, whatever its length."""
        asked = self._asked(need)
        if not asked:
            return Answer(hits=(), nothing_fits=True)
        total = sum(mass for _, mass, _ in asked)
        vocabulary: dict[int, float] = defaultdict(float)
        phrases: dict[int, float] = defaultdict(float)
        heard: dict[int, dict[str, float]] = defaultdict(dict)
        for word, mass, terms in asked:
            best: dict[int, float] = defaultdict(float)
            in_phrase: dict[int, float] = defaultdict(float)
            for term, trust in terms:
                for number, pull in self._pull.get(term, ()):
                    best[number] = max(best[number], mass * trust * pull)
                for index in self._in_phrases.get(term, ()):
                    in_phrase[index] = max(in_phrase[index], trust * min(mass, self._rarity[term]))
            for number, value in best.items():
                vocabulary[number] += value
                heard[number][word] = value
            for index, value in in_phrase.items():
                phrases[index] += value
        nearest: dict[int, float] = defaultdict(float)
        for index, shared in phrases.items():
            number, weight = self._phrases[index]
            nearness = 2 * shared / (total + self._mass[index])
            nearest[number] = max(nearest[number], nearness * (1.0 if weight <= 1 else 1.02))
        short = clean(need, LONGEST_NEED)
        carrying = self._carrying(short)
        alike = self._likeness.to_groups([stem(word) for word in carrying], carrying)
        scores = {
            number: (1 - _ALIKE_SHARE)
            * ((1 - _PHRASE_SHARE) * vocabulary.get(number, 0.0) / total + _PHRASE_SHARE * nearest.get(number, 0.0))
            + _ALIKE_SHARE * alike.get(number, 0.0)
            for number in vocabulary.keys() | alike.keys()
        }
        procedures = [number for number in scores if number < len(self._ids)]
        others = [number for number in scores if number >= len(self._ids)]
        order = sorted(procedures, key=lambda number: (-scores[number], number))[:limit]
        hits = tuple(
            Hit(
                procedure=self._ids[number],
                score=round(min(1.0, scores[number]), 4),
                heard=tuple(sorted(heard[number], key=lambda word: -heard[number][word])[:4]),
            )
            for number in order
        )
        other = max(others, key=lambda number: scores[number], default=None)
        rather = other is not None and scores[other] >= max(FITS, scores[order[0]] if order else 0.0)
        return Answer(
            hits=hits,
            nothing_fits=rather or not hits or hits[0].score < FITS,
            elsewhere=self._elsewhere[other - len(self._ids)] if rather and other is not None else "",
        )

    def _asked(self, need: str) -> list[tuple[str, float, list[tuple[str, float]]]]:
        """Return each word of a need with its mass and the terms it may stand for, each with a trust of 0–1."""
        words = self._words(clean(need, LONGEST_NEED))
        asked = []
        seen: set[str] = set()
        position = 0
        while position < len(words):
            width, meant = self._meant(words, position)
            chunk = words[position : position + width]
            last = position + width == len(words)
            position += width
            for word in chunk:
                if word in self._stop and not (last and len(words) == 1):
                    continue
                root = stem(word)
                if root in seen:
                    continue
                seen.add(root)
                terms = self._readings(root, word, last=last)
                terms += [(term, _MEANT) for term in meant]
                if terms:
                    mass = max(self._rarity.get(term, 0.0) * trust for term, trust in terms)
                    asked.append((word, mass, terms))
                elif len(word) > 2:
                    asked.append((word, self._unknown * 0.5, []))
            if meant and all(word in self._stop for word in chunk):
                asked.append(
                    (
                        " ".join(chunk),
                        max(self._rarity.get(term, 0.0) for term in meant),
                        [(term, 1.0) for term in meant],
                    )
                )
        return asked

    def _readings(self, root: str, word: str, *, last: bool) -> list[tuple[str, float]]:
        readings = [(root, 1.0)] if root in self._rarity else []
        if last and len(word) >= 2:
            begun = [term for term in self._beginning_with(word) if term != root][:40]
            readings += [(term, _BEGINNING if readings else 0.9) for term in begun]
        if not readings and len(root) >= 4 and not root.isdigit():
            near = process.extract(
                root, self._known, scorer=OSA.normalized_similarity, limit=3, score_cutoff=1 - 1.01 / len(root)
            ) or process.extract(
                root, self._known, scorer=OSA.normalized_similarity, limit=2, score_cutoff=1 - 2.01 / max(7, len(root))
            )
            readings += [(term, _NEAR * likeness) for term, likeness, _ in near if abs(len(term) - len(root)) <= 2]
        return readings

    def _beginning_with(self, word: str) -> list[str]:
        low = bisect_left(self._known, word)
        high = bisect_left(self._known, word + "\uffff")
        return self._known[low:high]

    def _carrying(self, text: str) -> list[str]:
        return [word for word in self._words(text) if word not in self._stop]

    def _words(self, text: str) -> list[str]:
        found: list[str] = []
        for word in _TOKEN.findall(_ELISION.sub(" ", fold(text))):
            full = self._sms.get(word)
            found += full.split() if full else [word]
        return found

    def _meant(self, words: list[str], position: int) -> tuple[int, tuple[str, ...]]:
        for width in range(min(self._longest, len(words) - position), 0, -1):
            meant = self._meanings.get(tuple(stem(word) for word in words[position : position + width]))
            if meant:
                return width, meant
        return 1, ()


@lru_cache(maxsize=1)
def need_matcher(procedures: tuple[Procedure, ...], vocabulary: Vocabulary) -> NeedMatcher:
    """Return what finds ``procedures``: for the same ones as last time the same matcher, which is slow to build."""
    return NeedMatcher(procedures, vocabulary)


def _said(procedure: Procedure) -> list[tuple[str, float]]:
    phrases = [(procedure.title, _TITLE_WEIGHT), (procedure.slip_title, 1.0), (procedure.administration, 0.5)]
    return phrases + [(words, 1.0) for words in procedure.words]


def _meanings(vocabulary: Vocabulary) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return, for each way of saying, the terms of everything it may stand for."""
    meanings: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for group in vocabulary.synonyms:
        forms = [tuple(stem(word) for word in _TOKEN.findall(fold(said))) for said in (*group.say, *group.means)]
        for form in forms:
            for other in forms:
                if other != form:
                    meanings[form].update(dict.fromkeys(term for term in other if term not in form))
    return {form: tuple(terms) for form, terms in meanings.items() if form and terms}
