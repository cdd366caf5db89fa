"""Hub: the central service. Uses wire and base only; runs without Qt and without the desk's other floors.

`app` answers requests, and asks `rounds` (one exchange), `enrolment`, `snapshots`; these read and write through the
ledgers (`ledger*.py`, the only SQL), on SQLite or PostgreSQL alike. `upkeep` works while nobody asks; `commands` is what
the command line calls.
"""
