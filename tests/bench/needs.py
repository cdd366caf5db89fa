"""How well needs are understood: everyday sentences written by several hands, none of which had seen the procedures' words."""

import json
from dataclasses import dataclass
from pathlib import Path

from desk.base.paths import resources
from desk.domain.matching import NeedMatcher
from desk.store import seed

SENTENCES = Path(__file__).resolve().parents[1] / "data" / "sentences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares of the sentences of one hand, 0–1. ``false_match``: sentences that fit nothing and were given something."""

    hand: str
    sentences: int
    recall_1: float
    recall_3: float
    false_match: float
    wrongly_refused: float


def read(hand: str) -> list[dict]:
    """Return the sentences of one hand: ``text`` and the list of procedures ``expect``-ed, none meaning nothing fits."""
    return [json.loads(line) for line in (SENTENCES / f"{hand}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def matcher() -> NeedMatcher:
    """Return the matcher as the desk has it on its first day."""
    folder = resources() / "seed"
    return NeedMatcher(seed.procedures(folder), seed.vocabulary(folder))


def measure(found: NeedMatcher, hand: str) -> Figures:
    """Return the figures of one hand."""
    fitting = [one for one in read(hand) if one["expect"]]
    others = [one for one in read(hand) if not one["expect"]]
    first = third = refused = false = 0
    for one in fitting:
        answer = found.find(one["text"], 3)
        ids = [hit.procedure for hit in answer.hits]
        first += ids[:1] != [] and ids[0] in one["expect"]
        third += any(expected in ids for expected in one["expect"])
        refused += answer.nothing_fits
    for one in others:
        false += not found.find(one["text"], 3).nothing_fits
    return Figures(
        hand=hand,
        sentences=len(fitting) + len(others),
        recall_1=round(first / len(fitting), 3),
        recall_3=round(third / len(fitting), 3),
        false_match=round(false / max(1, len(others)), 3),
        wrongly_refused=round(refused / len(fitting), 3),
    )


def hands() -> list[str]:
    """Return the hands, by name. ``dev`` is the one on which the matcher was tuned; the others only measure."""
    return sorted(file.stem for file in SENTENCES.glob("*.jsonl"))
