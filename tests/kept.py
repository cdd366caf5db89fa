"""Golden files: what leaves the house is compared with what a person has read."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
REWRITE = os.environ.get("RELAIS_REWRITE_GOLDEN") == "1"


def compare(name, text):
    """Compare ``text`` with the kept file, or rewrite the file: a person then reads the difference."""
    file = FOLDER / name
    if REWRITE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
