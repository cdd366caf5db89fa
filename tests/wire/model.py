"""The model of the exchange: desks and hub as folds over changes. The oracle that the real parts are compared with.

What must stay true, whatever happens: I1 all copies end equal; I2 a value leaves only because a later write had seen it;
I3 each change is in the hub's log once, in its author's order; I4 what a desk holds as confirmed is a prefix of the log;
I5 live values depend on no clock and no order; a desk always sees what it wrote.
"""

from copy import deepcopy
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desk.wire.change import Change
from desk.wire.merge import merge, shown

FIELDS = ("hours", "phone", "removed_on")
NOW = 1_800_000_000
SKEWS = st.sampled_from([0, 0, -800_000_000, 2_000_000_000, 3])


class ModelDesk:
    """A desk: what the hub confirmed, what waits, what it heard from sticks. Its state is a fold, nothing is kept twice."""

    def __init__(self, number, skew, rule_of_merge):
        self.number, self.skew, self.merge = number, skew, rule_of_merge
        self.n = self.cursor = self.epoch = 0
        self.outbox, self.confirmed, self.own, self.heard = [], [], [], {}

    def meet(self, hub):
        """A hub of another epoch was put back from a backup: what it lacks waits again, or is carried again."""
        if self.epoch != hub.epoch:
            beyond = [one for one in self.confirmed if one.n > hub.applied[one.desk]]
            self.heard.update({one.dot: one for one in beyond if one.desk != self.number})
            self.outbox = [one for one in self.own if one.n > hub.applied[self.number]]
            self.confirmed, self.cursor, self.epoch = [], 0, hub.epoch

    def live(self):
        cells, gone, seen = {}, set(), set()
        carried = sorted(self.heard.values(), key=lambda one: (one.at, one.dot))
        for one in self.confirmed + self.outbox + carried:
            if one.dot not in seen:
                seen.add(one.dot)
                self.merge(cells, gone, one)
        return {key: cell for key, cell in cells.items() if cell}

    def save(self, record, sets, time):
        self.n += 1
        live = self.live()
        bases = {name: tuple(sorted(live.get(("sheet", record, name), {}))) for name in sets}
        saved = Change(
            desk=self.number, n=self.n, at=time + self.skew, feed="dep:51", kind="sheet", id=record, sets=sets,
            bases={name: dots for name, dots in bases.items() if dots},
        )  # fmt: skip
        self.outbox.append(saved)
        self.own.append(saved)
        return saved


class Exchange(RuleBasedStateMachine):
    """Three desks and a hub. Subclasses break one rule on purpose: each must be caught."""

    rule_of_merge = staticmethod(merge)
    resends_after_restore = True

    @initialize(skews=st.lists(SKEWS, min_size=3, max_size=3))
    def start(self, skews):
        self.desks = [ModelDesk(place + 1, skew, self.rule_of_merge) for place, skew in enumerate(skews)]
        self.log, self.applied = [], {1: 0, 2: 0, 3: 0}
        self.cells, self.gone = {}, set()
        self.time, self.epoch, self.restores, self.all = NOW, 0, 0, {}

    @rule(d=st.integers(0, 2), record=st.integers(0, 1), field=st.sampled_from(FIELDS), value=st.integers(0, 3))
    def edit(self, d, record, field, value):
        self.time += 1
        saved = self.desks[d].save(f"r{record}", {field: value}, self.time)
        self.all[saved.dot] = saved

    @rule(d=st.integers(0, 2), take=st.integers(0, 4), keep=st.integers(0, 6), reply=st.booleans(), twice=st.booleans())
    def sync(self, d, take, keep, reply, twice):
        """Send a part; perhaps the request arrives twice, perhaps the reply is lost."""
        self.time += 1
        desk = self.desks[d]
        self._meet(desk)
        batch = deepcopy(desk.outbox[:take])
        for _ in range(1 + twice):
            self._take(batch)
        if reply:
            self._confirm(desk, self.log[desk.cursor : desk.cursor + keep])

    @rule(a=st.integers(0, 2), b=st.integers(0, 2))
    def stick(self, a, b):
        """One desk writes what the hub has not confirmed to it, another reads it."""
        known = {one.dot for one in self.desks[b].confirmed}
        for one in [*self.desks[a].outbox, *self.desks[a].heard.values()]:
            if one.desk != self.desks[b].number and one.dot not in known:
                self.desks[b].heard[one.dot] = one

    @rule(keep=st.integers(0, 200))
    def hub_restored(self, keep):
        """A backup that holds only the first entries is put back."""
        if self.restores < 2 and keep < len(self.log):
            self.restores += 1
            self.epoch += 1
            kept = self.log[:keep]
            self.log, self.applied, self.cells, self.gone = [], {1: 0, 2: 0, 3: 0}, {}, set()
            self._take(kept)

    @rule(d=st.integers(0, 2))
    def relay(self, d):
        """A desk hands over what it carries for others."""
        self.time += 1
        self._meet(self.desks[d])
        self._take(sorted(self.desks[d].heard.values(), key=lambda one: one.dot))

    def _meet(self, desk):
        if self.resends_after_restore:
            desk.meet(self)
        elif desk.epoch != self.epoch:
            desk.confirmed, desk.cursor, desk.epoch = [], 0, self.epoch

    def _take(self, changes):
        for one in changes:
            if one.n == self.applied[one.desk] + 1:
                bounded = replace(one, at=min(max(one.at, NOW), self.time))
                self.applied[one.desk] = one.n
                self.log.append(bounded)
                self.rule_of_merge(self.cells, self.gone, bounded)

    def _confirm(self, desk, page):
        desk.confirmed += page
        desk.cursor += len(page)
        back = {one.dot for one in desk.confirmed}
        desk.outbox = [one for one in desk.outbox if one.dot not in back]
        desk.heard = {dot: one for dot, one in desk.heard.items() if dot not in back}

    @invariant()
    def once_and_in_order(self):
        for desk in getattr(self, "desks", ()):
            numbers = [one.n for one in self.log if one.desk == desk.number]
            assert numbers == list(range(1, self.applied[desk.number] + 1))  # I3
            if desk.epoch == self.epoch:
                assert desk.confirmed == self.log[: desk.cursor]  # I4

    @invariant()
    def a_desk_sees_what_it_wrote(self):
        for desk in getattr(self, "desks", ()):
            live = desk.live()
            for one in desk.outbox:
                for name in one.sets:
                    assert one.dot in live.get(("sheet", one.id, name), ()) or self._replaced(one, name)

    def teardown(self):
        if not hasattr(self, "desks"):
            return
        for _ in range(2):
            for desk in self.desks:
                self._meet(desk)
                self._take(desk.outbox)
            for desk in self.desks:
                desk.confirmed, desk.cursor = list(self.log), len(self.log)
                desk.outbox, desk.heard = [], {}
        assert {one.dot for one in self.log} == set(self.all)
        here = values(self.cells)
        for desk in self.desks:
            assert values(desk.live()) == here  # I1
            assert {key: shown(cell) for key, cell in desk.live().items()} == {
                key: shown(cell) for key, cell in self.cells.items() if cell
            }
        for dot, one in self.all.items():  # I2
            for name in one.sets:
                live = dot in here.get(("sheet", one.id, name), {})
                assert live == (not self._replaced(one, name))
        cells, gone = {}, set()  # I5
        for one in sorted(self.all.values(), key=lambda one: (-one.n, one.desk)):
            self.rule_of_merge(cells, gone, replace(one, at=0))
        assert values(cells) == here

    def _replaced(self, one, name):
        return any(
            one.dot in other.bases.get(name, ())
            for other in self.all.values()
            if (other.kind, other.id) == (one.kind, one.id)
        )


def values(live):
    """Return what is live, without times."""
    return {key: {dot: value.value for dot, value in cell.items()} for key, cell in live.items() if cell}
