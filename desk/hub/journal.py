"""What the hub did, as lines of JSON: events and figures, never content, names, addresses or keys."""

import sys
import traceback
from pathlib import Path
from threading import Lock
from typing import IO

from desk.base.clock import Clock
from desk.base.codec import to_json


class Journal:
    """Writes one line for each thing worth knowing."""

    def __init__(self, clock: Clock, stream: IO[bytes] | None = None) -> None:
        self._clock = clock
        self._stream = stream if stream is not None else sys.stderr.buffer
        self._lock = Lock()

    def note(self, event: str, **figures: str | float) -> None:
        """Write ``event`` with its figures."""
        line = to_json({"at_ms": self._clock.utc_ms(), "event": event, **figures})
        with self._lock:
            self._stream.write(line + b"\n")
            self._stream.flush()

    def mistake(self, error: BaseException, **figures: str | float) -> None:
        """Write where we made a mistake: its type and its place, not its words, which may hold content."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
        self.note("mistake", type=type(error).__name__, place=" < ".join(reversed(places)), **figures)
