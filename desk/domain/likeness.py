"""How much a text looks like what was said for each group: words, pairs of words and pieces of words, as cosines.

Source: the usual vector model (Salton & Buckley, 1988) with rarity counted over groups, and the Rocchio centroid beside
the nearest phrases. Pieces of four letters let a misspelt or a rare form still weigh.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log, sqrt

PIECE = 4
"""Letters in a piece of a word."""

_WORD, _PAIR, _PIECE = 1.0, 0.7, 0.35
_NEXT_PHRASES = 0.3

Vector = dict[str, float]

Index = dict[str, tuple["array[int]", "array[float]"]]
"""For each feature, the rows that have it and their weights: arrays, because there are hundreds of thousands."""


class Likeness:
    """Compares a text with groups of phrases. Built once; ``phrases`` are (group number, stems, whole words)."""

    def __init__(self, groups: int, phrases: Iterable[tuple[int, list[str], list[str]]]) -> None:
        rows = [(group, dict(_features(stems, words))) for group, stems, words in phrases]
        together: list[Counter[str]] = [Counter() for _ in range(groups)]
        for group, row in rows:
            together[group].update(row.keys())
        seen = Counter(feature for counted in together for feature in counted)
        self._rarity = {feature: log(1 + groups / count) for feature, count in seen.items()}
        self._group_of = [group for group, _ in rows]
        self._phrases = self._index(enumerate(row for _, row in rows))
        self._groups = self._index(
            (group, {feature: (1 + log(count)) * _kind(feature) for feature, count in counted.items()})
            for group, counted in enumerate(together)
        )

    def to_groups(self, stems: list[str], words: list[str]) -> dict[int, float]:
        """Return 0–1 for each group that shares anything: the mean of the whole group's and its nearest phrases' cosines."""
        asked = self._weighed(dict(_features(stems, words)))
        whole = _scores(asked, self._groups)
        nearest: dict[int, list[float]] = defaultdict(list)
        for phrase, value in _scores(asked, self._phrases).items():
            nearest[self._group_of[phrase]].append(value)
        scores = {}
        for group, values in nearest.items():
            values.sort(reverse=True)
            scores[group] = (whole.get(group, 0.0) + values[0] + _NEXT_PHRASES * sum(values[1:3])) / 2.6
        return scores

    def _weighed(self, row: Vector) -> Vector:
        vector = {feature: self._rarity[feature] * value for feature, value in row.items() if feature in self._rarity}
        length = sqrt(sum(value * value for value in vector.values())) or 1.0
        return {feature: value / length for feature, value in vector.items()}

    def _index(self, rows: Iterable[tuple[int, Vector]]) -> Index:
        index: Index = {}
        for number, row in rows:
            for feature, value in self._weighed(row).items():
                if feature not in index:
                    index[feature] = (array("H"), array("f"))
                numbers, values = index[feature]
                numbers.append(number)
                values.append(value)
        return index


def _scores(asked: Vector, index: Index) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for feature, value in asked.items():
        if feature in index:
            for number, other in zip(*index[feature], strict=True):
                scores[number] += value * other
    return scores


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
