"""How much a text looks like what was said for each group: words, pairs of words and pieces of words, as cosines.

Source: the usual vector model (Salton & Buckley, 1988) with rarity counted over groups, and the Rocchio centroid beside
the nearest phrases. Pieces of four letters let a misspelt or a rare form still weigh.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import log, sqrt

PIECE = 4
"""Letters in a piece of a word."""

_WORD, _PAIR, _PIECE = 1.0, 0.7, 0.35
_NEXT_PHRASES = 0.3

Phrase = tuple[int, list[str], list[str]]
"""The number of its group, its stems, its whole words."""

Vector = dict[int, float]
"""The weight of each feature, by its number."""


class Likeness:
    """Compares a text with groups of phrases. Built once; ``phrases`` are read twice, so that none is kept whole."""

    def __init__(self, groups: int, phrases: Sequence[Phrase]) -> None:
        self._number: dict[str, int] = {}
        together: list[Counter[int]] = [Counter() for _ in range(groups)]
        for group, stems, words in phrases:
            together[group].update({self._numbered(feature) for feature, _ in _features(stems, words)})
        seen = Counter(feature for counted in together for feature in counted)
        self._rarity = array("f", (log(1 + groups / seen[feature]) for feature in range(len(self._number))))
        kinds = array("f", (_kind(feature) for feature in self._number))
        self._group_of = array("H", (group for group, _, _ in phrases))
        sizes: Counter[int] = Counter()
        for counted in together:
            sizes.update(counted)
        self._phrases = _Index(
            [sizes[feature] for feature in range(len(self._number))],
            (self._weighed(stems, words) for _, stems, words in phrases),
        )
        self._groups = _Index(
            [seen[feature] for feature in range(len(self._number))],
            (
                _of_length_one(
                    {
                        feature: (1 + log(count)) * kinds[feature] * self._rarity[feature]
                        for feature, count in counted.items()
                    }
                )
                for counted in together
            ),
        )

    def to_groups(self, stems: list[str], words: list[str]) -> dict[int, float]:
        """Return 0–1 for each group that shares anything: the mean of the whole group's and its nearest phrases' cosines."""
        asked = self._weighed(stems, words)
        whole = self._groups.scores(asked)
        nearest: dict[int, list[float]] = defaultdict(list)
        for phrase, value in self._phrases.scores(asked).items():
            nearest[self._group_of[phrase]].append(value)
        scores = {}
        for group, values in nearest.items():
            values.sort(reverse=True)
            scores[group] = (whole.get(group, 0.0) + values[0] + _NEXT_PHRASES * sum(values[1:3])) / 2.6
        return scores

    def _numbered(self, feature: str) -> int:
        return self._number.setdefault(feature, len(self._number))

    def _weighed(self, stems: list[str], words: list[str]) -> Vector:
        known = ((self._number.get(feature), value) for feature, value in dict(_features(stems, words)).items())
        return _of_length_one({number: self._rarity[number] * value for number, value in known if number is not None})


class _Index:
    """For each feature, the rows that have it and their weights, in three flat arrays: there are hundreds of thousands."""

    def __init__(self, sizes: Iterable[int], rows: Iterable[Vector]) -> None:
        self._starts = array("I", accumulate(sizes, initial=0))
        free = array("I", self._starts)
        self._rows = array("H", bytes(2 * self._starts[-1]))
        self._values = array("f", bytes(4 * self._starts[-1]))
        for row, vector in enumerate(rows):
            for feature, value in vector.items():
                self._rows[free[feature]] = row
                self._values[free[feature]] = value
                free[feature] += 1

    def scores(self, asked: Vector) -> dict[int, float]:
        """Return the cosine of ``asked`` with each row that shares a feature."""
        scores: dict[int, float] = defaultdict(float)
        for feature, value in asked.items():
            part = slice(self._starts[feature], self._starts[feature + 1])
            for row, other in zip(self._rows[part], self._values[part], strict=True):
                scores[row] += value * other
        return scores


def _of_length_one(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {feature: value / length for feature, value in vector.items()}


def _kind(feature: str) -> float:
    return {"w": _WORD, "b": _PAIR, "c": _PIECE}[feature[0]]


def _features(stems: list[str], words: list[str]) -> Iterator[tuple[str, float]]:
    for stem in stems:
        yield "w" + stem, _WORD
    for first, second in pairwise(stems):
        yield f"b{first} {second}", _PAIR
    for word in words:
        whole = f"^{word}$"
        for start in range(max(1, len(whole) - PIECE + 1)):
            yield "c" + whole[start : start + PIECE], _PIECE
