"""A desk that counted two hundred thousand visits: all the figures of a year, masked, and the mayor's page."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.base.clock import FixedClock
from desk.base.ids import new_id
from desk.base.paths import Profile, resources
from desk.domain.counts import month_of, result_of
from desk.domain.procedures import Procedure
from desk.domain.referrals import Autonomy, Device, End, Outcome, Reason, Referral, ReferralId, Visit
from desk.store import counts
from desk.store.store import Store, open_store
from desk.work import counting, setup

YEAR = 2025
ENDS = (End.RELAYED, End.RELAYED, End.ANSWERED, End.NOT_POSSIBLE, End.LEFT)


def desk_of(visits: int, folder: Path) -> Store:
    """Return an open desk whose year ``YEAR`` has so many visits, its months closed."""
    made = Profile(root=folder / f"counted-{visits}")
    new = not made.desk_file.exists()
    store = open_store(made, FixedClock(datetime(YEAR + 1, 2, 5, 10)), resources())
    if new:
        setup.set_up(store, setup.from_official(store, setup.the_official(store, "2")))
        _live(store, visits)
    counting.keep_time(store)
    return store


def _live(store: Store, visits: int) -> None:
    chance = random.Random(visits)
    library = store.library()
    assert library is not None
    procedures = store.records.all(Procedure)
    weights = [1 / (place + 1) for place in range(len(procedures))]
    added: dict[tuple[str, str, str, str, str], int] = {}
    with store.database.atomic():
        store.keep_state("acts-counted", "1")
        for _ in range(visits):
            procedure = chance.choices(procedures, weights)[0]
            day = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
            end = chance.choice(ENDS)
            relayed = end is End.RELAYED
            act = Referral(
                id=ReferralId(new_id()),
                day=day,
                month=month_of(day),
                procedure=procedure.id,
                domain=procedure.domain,
                relay_type=chance.choice(procedure.relay_types or ("",)) if relayed else "",
                end=end,
                reason=chance.choice(list(Reason)) if end is End.NOT_POSSIBLE else Reason.UNKNOWN,
                outcome=chance.choice(list(Outcome)) if relayed else Outcome.UNKNOWN,
                km=chance.randrange(50) if relayed else None,
                free=("sa-am",) if chance.random() < 0.2 else (),
                served=chance.random() < 0.5 if relayed else None,
                autonomy=chance.choice(list(Autonomy)),
                device=chance.choice(list(Device)),
                visit=chance.choice(list(Visit)),
            )
            store.referrals.put(act)
            cell = (act.month, procedure.id, procedure.family, act.relay_type, result_of(act).value)
            added[cell] = added.get(cell, 0) + 1
        for (month, need, family, relay_type, result), n in added.items():
            counts.add(store, library, month, need, family, relay_type, result, n)
