"""The words people read. Sentences in the code are English; each has its French in ``resources/i18n/fr``.

Used by screens, paper and command line alike, so that none of them needs Qt to speak. A sweep proves that every
sentence of the code is in the tables, with the same blanks, and that no table keeps a sentence the code has lost.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from desk.base.paths import resources
from desk.base.start_json import read_object


@dataclass(frozen=True, slots=True)
class Words:
    """Says sentences in one language."""

    language: str
    table: dict[str, str] = field(repr=False, default_factory=dict)

    def __call__(self, sentence: str, /, **blanks: object) -> str:
        """Return ``sentence`` in this language, its named blanks filled."""
        said = self.table.get(sentence, sentence)
        return said.format(**blanks) if blanks else said

    def count(self, n: int, one: str, many: str, /, **blanks: object) -> str:
        """Return ``one`` or ``many``, by the rule of this language, with ``{n}`` filled."""
        said = self.table.get(f"{one}|{many}", f"{one}|{many}")
        single, _, several = said.partition("|")
        alone = n < 2 if self.language == "fr" else n == 1
        return (single if alone else several).format(n=n, **blanks)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with this language's decimal sign."""
        text = f"{value:.{decimals}f}"
        return text.replace(".", ",") if self.language == "fr" else text


@cache
def words(language: str = "fr") -> Words:
    """Return the words of ``language``: ``fr`` or ``en``, the language of the code."""
    return Words(language, read_tables(resources() / "i18n" / language) if language != "en" else {})


def read_tables(folder: Path) -> dict[str, str]:
    """Return every sentence of the tables of ``folder``."""
    table: dict[str, str] = {}
    for file in sorted(folder.glob("*.json")):
        table.update(read_object(file))
    return table
