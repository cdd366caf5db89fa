"""Counters of this process for ``/metrics``, in the text form of Prometheus. Totals only: nobody can be told apart."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

_HELP = {
    "requests": ("counter", "Requests answered, by route and status."),
    "seconds": ("counter", "Seconds spent answering, by route."),
    "changes_taken": ("counter", "Changes numbered."),
    "changes_refused": ("counter", "Changes set aside."),
    "entries_given": ("counter", "Entries given to desks."),
    "bytes_received": ("counter", "Bytes of bodies received."),
    "bytes_sent": ("counter", "Bytes of bodies sent."),
    "networks": ("gauge", "Networks on this hub."),
    "desks": ("gauge", "Desks that may take part."),
    "feeds": ("gauge", "Feeds."),
    "entries": ("gauge", "Changes numbered since the beginning."),
}


class Figures:
    """Counts what happens."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def add(self, name: str, amount: float = 1, **labels: str | int) -> None:
        """Add to a counter."""
        said = ",".join(f'{label}="{value}"' for label, value in labels.items())
        with self._lock:
            self._counts[name, said] += amount  # type: ignore[assignment]

    def text(self, totals: Mapping[str, int]) -> str:
        """Return every counter of this process, and ``totals`` of the whole hub."""
        with self._lock:
            values = {**self._counts, **{(name, ""): total for name, total in totals.items()}}
        lines = []
        for name, (kind, sentence) in _HELP.items():
            lines += [f"# HELP relais_hub_{name} {sentence}", f"# TYPE relais_hub_{name} {kind}"]
            found = sorted((said, value) for (one, said), value in values.items() if one == name) or [("", 0)]
            lines += [
                f"relais_hub_{name}{{{said}}} {value:g}" if said else f"relais_hub_{name} {value:g}"
                for said, value in found
            ]
        return "\n".join(lines) + "\n"
