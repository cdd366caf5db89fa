"""A year of three villages, invented from a seed: who came, what for, how it ended, and what was heard of it later."""

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.base.ids import new_id
from desk.domain.counts import month_of, result_of
from desk.domain.procedures import Procedure
from desk.domain.referrals import Autonomy, Device, End, Outcome, Reason, Referral, ReferralId, Visit, new_code
from desk.work import counting

WEDNESDAY, SATURDAY = 2, 5
ENDS = {End.RELAYED: 6, End.ANSWERED: 3, End.NOT_POSSIBLE: 2, End.LEFT: 1}
REASONS = [Reason.TOO_FAR, Reason.CLOSED, Reason.NOT_HERE, Reason.ONLINE_ONLY, Reason.CHARTER, Reason.WAITING_LIST]
HEARD = [Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.WRONG_PLACE, Outcome.CLOSED]


@dataclass(slots=True)
class LivedYear:
    """One library's year as it truly was: told to the desk act by act, and kept aside to compare."""

    village: object
    seed: int
    visits_a_day: int
    acts: list = field(default_factory=list)
    heard: dict = field(default_factory=dict)
    waiting: list = field(default_factory=list)

    def live(self, first, last):
        """Live the days from ``first`` to ``last``, the desk's clock at ten o'clock."""
        chance = random.Random(self.seed * 1000 + first.toordinal())
        store = self.village.store
        procedures = store.records.all(Procedure)
        weights = [1 / (place + 1) for place in range(len(procedures))]
        day = first
        while day <= last:
            if day.weekday() in {WEDNESDAY, SATURDAY}:
                self._at_ten(day)
                for _ in range(chance.randrange(self.visits_a_day * 2 + 1)):
                    self._visit(chance, day, chance.choices(procedures, weights)[0])
                self._stubs(chance, day)
            day += timedelta(days=1)

    def at(self, day):
        """Open the desk on a day: months close, what is too old goes."""
        self._at_ten(day)
        counting.keep_time(self.village.store)

    def told(self):
        """Return how many acts each month has of each result, as they truly were."""
        return Counter((month_of(act.day), result_of(self.heard.get(act.code, act)).value) for act in self.acts)

    def _at_ten(self, day):
        clock = self.village.clock
        clock.advance(clock.moment.replace(year=day.year, month=day.month, day=day.day, hour=10) - clock.moment)

    def _visit(self, chance, day, procedure):
        end = chance.choices(list(ENDS), list(ENDS.values()))[0]
        relayed = end is End.RELAYED
        act = Referral(
            id=ReferralId(new_id()),
            day=day,
            procedure=procedure.id,
            domain=procedure.domain,
            relay_type=(procedure.relay_types or ("",))[0] if relayed else "",
            code=new_code() if relayed else "",
            end=end,
            reason=chance.choice(REASONS) if end is End.NOT_POSSIBLE else Reason.UNKNOWN,
            km=chance.choice([2, 7, 12, 20, 40]) if relayed else None,
            autonomy=chance.choice(list(Autonomy)),
            device=chance.choice(list(Device)),
            visit=chance.choice(list(Visit)),
        )
        counting.note(self.village.store, act)
        self.acts.append(act)
        if relayed:
            self.waiting.append(act)

    def _stubs(self, chance, day):
        """Two stubs in five come back within three weeks."""
        for act in [one for one in self.waiting if one.day < day]:
            self.waiting.remove(act)
            if day - act.day < timedelta(days=21) and chance.random() < 0.4:
                self.heard[act.code] = counting.note_outcome(self.village.store, act.code, chance.choice(HEARD))


class Alone:
    """One desk without a network."""

    def __init__(self, store):
        self.store, self.clock = store, store.clock


def months_of(year):
    """Return the first and last day of each month of a year."""
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return [(one, following - timedelta(days=1)) for one, following in itertools.pairwise(firsts)]
