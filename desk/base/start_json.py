"""The JSON that a start reads, with the standard library alone: the codec's own would be a tenth of the start.

Everything else goes through `desk.base.codec`.
"""

import json
from pathlib import Path
from typing import Any


def read_object(file: Path) -> dict[str, Any]:
    """Return the object kept in ``file``.

    Raises:
        OSError: there is no such file, or it cannot be read.
        ValueError: it holds no JSON object.
    """
    found = json.loads(file.read_bytes())
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what a file holds is a value
    return found
