"""A village: real desks on real files, the real hub, and a hand on the line between them."""

import shutil
from dataclasses import dataclass, field, replace

from desk.base.clock import FixedClock
from desk.base.ids import id_from
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet
from desk.hub.ledger_desks import Role
from desk.store.store import open_store
from desk.sync import exchange
from desk.sync.transport import judged
from desk.work import questions, sheet_editing
from desk.work.questions import Keep

ADDRESS = "http://127.0.0.1:8377"


@dataclass(slots=True)
class Through:
    """A line to a hub in this process. ``cut`` may lose a request, lose an answer, or give another one."""

    service: object
    cut: object = None
    asked: list = field(default_factory=list)

    def ask(self, method, path, body, proof):
        self.asked.append((method, path, body))
        go = lambda: self._go(method, path, body, proof)  # noqa: E731 - the line as it is without a hand on it
        status, headers, content = self.cut(go) if self.cut else go()
        return judged(status, headers, content)

    def close(self):
        """The hub stays."""

    def _go(self, method, path, body, proof):
        answer = self.service.client.request(
            method, path, content=body, headers={"Authorization": proof} if proof else {}
        )
        return answer.status_code, answer.headers, answer.content


class Village:
    """One desk with its store open, as the window has it, and its exchange beside."""

    def __init__(self, planted, root, clock, service, label):
        self.profile, self.clock, self.label = Profile(root=root), clock, label
        shutil.copytree(planted.root, root)
        self.store = open_store(self.profile, clock, resources())
        library = self.store.library()
        self.store.keep_library(replace(library, id=id_from(label), name=label, official_code=""))
        self.line = Through(service)

    @property
    def place(self):
        return exchange.Place(
            profile=self.profile, clock=self.clock, taxonomy=self.store.seeds.taxonomy, departements=("01",)
        )

    def join(self, code):
        exchange.join(self.place, ADDRESS, code, lambda _: self.line)
        return self

    def sync(self, **how):
        return exchange.exchange(self.place, lambda _: self.line, **how)

    def write(self, stick):
        return exchange.write_stick(self.place, stick)

    def read(self, stick):
        return exchange.read_stick(self.place, stick)

    def new(self, **fields):
        outcome = sheet_editing.new(self.store, {"name": "CCAS", "commune": "Ambronay", "insee": "01007", **fields})
        assert not outcome.problems, outcome.problems
        return outcome.id

    def set(self, sheet_id, **fields):
        outcome = sheet_editing.change(self.store, sheet_id, fields)
        assert not outcome.problems, outcome.problems

    def sheet(self, sheet_id):
        return self.store.records.one(Sheet, sheet_id)

    def questions(self):
        return questions.questions(self.store)

    def settle(self, keep, place=0):
        return questions.settle(self.store, self.questions()[place].id, Keep(keep))

    def reopen(self):
        self.store.close()
        self.store = open_store(self.profile, self.clock, resources())

    def close(self):
        self.store.close()


def enrolled(make, service, *labels, network="ain", role=Role.DESK):
    """Return desks that have joined one network."""
    return [make(label).join(service.code(network, role)) for label in labels]


def at(clock):
    """Return a clock of its own that shows the same moment."""
    return FixedClock(clock.now())
