"""What one exchange did, in figures."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Report:
    """Figures of one exchange.

    ``bytes_up`` and ``bytes_down`` are packed bodies; ``held_back`` counts the sheets that would have left at once.
    ``stopped`` is the code of what stopped it, empty when nothing did: being offline is no error. ``kinds`` are the kinds
    of records that changed here.
    """

    sent: int = 0
    received: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    up_to_date: bool = False
    stopped: str = ""
    held_back: int = 0
    next_s: int = 600
    kinds: set[str] = field(default_factory=set)
