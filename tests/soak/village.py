"""A village at work: volunteers at their desks, a real hub, and everything that goes wrong, at random.

Desks and hub are processes that are killed; disks fill up; clocks jump; the hub goes away and comes back. Then all is made
quiet, everybody exchanges, and nothing that a desk said was done may be missing, nor anything differ between two of them.
"""

import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import psutil

from desk.base.clock import SystemClock
from desk.base.ids import id_from
from desk.base.paths import Profile, resources
from desk.domain.sheets import Sheet
from desk.hub import enrolment
from desk.hub.hub import Hub
from desk.hub.journal import Journal
from desk.hub.ledger import open_database
from desk.hub.ledger_desks import Role
from desk.hub.limits import Limits
from desk.store.store import open_store
from desk.sync import exchange
from desk.work import setup, upkeep
from tests.hub.served import Served
from tests.soak.volunteer import diary_of, place_of

LIBRARY = "2"
ALIVE = 0
"""The volunteer who is never killed: the memory of a desk is read there."""

ERASED_DAYS = 700
"""A visit dated so long ago may be erased the same day: its time is over."""

KILL_EVERY_S = 2.0
HUB_KILL_EVERY_S = 20.0
HUB_AWAY_S = 4.0
ROUNDS = 6
WARM_PART = 0.3
GROWTH_ALLOWED = 1.15
LOOK_EVERY_S = 1.0


class Village:
    """The desks, the hub, and the hand that troubles them."""

    def __init__(self, folder, number):
        self.folder, self.labels = folder, [f"village{place}" for place in range(number)]
        self.url = f"sqlite:///{folder / 'hub.sqlite'}"
        self.port = _free_port()
        self.hub = self._serve()
        self._enrol()
        self.people = [self._start(place) for place in range(number)]
        self.kills = self.hub_kills = 0
        self.memory, self.hub_memory, self.died = [], [], []

    def _serve(self):
        return Served(self.url, "--port", str(self.port))

    def _enrol(self):
        first = self.folder / "planted"
        store = open_store(Profile(root=first), SystemClock(), resources())
        setup.set_up(store, setup.from_official(store, setup.the_official(store, LIBRARY)))
        library = store.library()
        store.close()
        for label in self.labels:
            shutil.copytree(first, self.folder / label)
            with closing(self._opened(label)) as opened:
                opened.keep_library(replace(library, id=id_from(label), name=label, official_code=""))
        database = open_database(self.url)
        try:
            hub = Hub(database, SystemClock(), Limits(), Journal(SystemClock()))
            codes = [enrolment.invite(hub, "ain", Role.DESK).code for _ in self.labels]
        finally:
            database.close()
        for label, code in zip(self.labels, codes, strict=True):
            with closing(self._opened(label)) as opened:
                exchange.join(place_of(opened, opened.profile, opened.clock), f"http://127.0.0.1:{self.port}", code)

    def _opened(self, label):
        return open_store(Profile(root=self.folder / label), SystemClock(), resources())

    def _start(self, place):
        line = [sys.executable, "-m", "tests.soak.volunteer", str(self.folder), self.labels[place]]
        errors = (self.folder / f"{self.labels[place]}.errors").open("ab")
        return subprocess.Popen([*line, str(random.getrandbits(32))], stderr=errors)

    def trouble(self, seconds):
        """Let everybody work, and kill one now and then."""
        began = time.perf_counter()
        next_kill, next_hub = began + KILL_EVERY_S, began + HUB_KILL_EVERY_S
        while (now := time.perf_counter()) < began + seconds:
            time.sleep(LOOK_EVERY_S)
            self._look(now - began)
            if now > next_kill:
                self._kill_one()
                next_kill = now + random.uniform(0.5, 1.5) * KILL_EVERY_S
            if now > next_hub:
                self.hub.kill()
                time.sleep(random.uniform(0, HUB_AWAY_S))
                self.hub = self._serve()
                self.hub_kills += 1
                next_hub = now + random.uniform(0.5, 1.5) * HUB_KILL_EVERY_S
        for one in self.people:
            one.send_signal(signal.SIGTERM)
        for one in self.people:
            one.wait(timeout=60)

    def _look(self, at):
        for place, one in enumerate(self.people):
            if one.poll() is not None:
                self.died.append((self.labels[place], one.returncode))
                self.people[place] = self._start(place)
        self.memory.append((at, psutil.Process(self.people[ALIVE].pid).memory_info().rss / 1e6))
        self.hub_memory.append(psutil.Process(self.hub.process.pid).memory_info().rss / 1e6)

    def _kill_one(self):
        place = random.randrange(ALIVE + 1, len(self.people))
        self.people[place].kill()
        self.people[place].wait()
        self.people[place] = self._start(place)
        self.kills += 1

    # afterwards

    def settle(self):
        """Exchange until everybody has everything; return what stopped somebody in the last round."""
        stopped = []
        for _ in range(ROUNDS):
            stopped = []
            for label in self.labels:
                with closing(self._opened(label)) as opened:
                    report = exchange.exchange(place_of(opened, opened.profile, opened.clock))
                    if report.stopped:
                        stopped.append((label, str(report.stopped)))
        return stopped

    def found(self):
        """Return what is lost, what differs, what is damaged: nothing, if all is well."""
        shown, wrong = {}, []
        for label in self.labels:
            with closing(self._opened(label)) as opened:
                wrong += [(label, one) for one in upkeep.check_all(opened).problems]
                shown[label] = {one.id: one for one in opened.records.all(Sheet)}
                wrong += [(label, "visit lost", one) for one in self._lost_visits(label, opened)]
        first = shown[self.labels[0]]
        for label in self.labels[1:]:
            keys = first.keys() | shown[label].keys()
            wrong += [("differs", label, one) for one in sorted(keys) if first.get(one) != shown[label].get(one)]
        for label in self.labels:
            wrong += [("edit lost", label, one) for one in self._lost_edits(label, first)]
        return wrong + self._hub_wrongs()

    def _lost_visits(self, label, opened):
        kept = {one.id for one in opened.referrals.all()}
        lines = diary_of(self.folder, label)
        done = {one["id"] for one, after in pairwise(lines)
                if one.get("act") == "visit" and one["days"] > -ERASED_DAYS and after == {"done": True}}  # fmt: skip
        return sorted(done - kept)

    def _lost_edits(self, label, shown):
        """An own sheet says what was last done to it, or something tried since."""
        allowed = {}
        lines = diary_of(self.folder, label)
        for one, after in zip(lines, [*lines[1:], {}], strict=True):
            if one.get("act") in ("new", "own"):
                before = allowed.setdefault(one["sheet"], {None} if one["act"] == "new" else set())
                if after == {"done": True}:
                    before.clear()
                before.add(one["description"])
        return [(sheet, getattr(shown.get(sheet), "description", None), sorted(map(str, values)))
                for sheet, values in allowed.items()
                if getattr(shown.get(sheet), "description", None) not in values]  # fmt: skip

    def _hub_wrongs(self):
        database = open_database(self.url)
        try:
            with database.reading() as session:
                twice = session.rows("SELECT desk, n, count(*) FROM log GROUP BY desk, n HAVING count(*) > 1")
                holes = session.rows("SELECT desk, max(n), count(*) FROM log GROUP BY desk HAVING max(n) > count(*)")
        finally:
            database.close()
        mistakes = [line for line in self.hub.lines if line["event"] == "mistake"]
        return [*(("twice", *one) for one in twice), *(("hole", *one) for one in holes), *mistakes]

    def wrongs_of_volunteers(self):
        """Return errors that no fault explains, and processes that died by themselves."""
        said = [(label, one) for label in self.labels for one in diary_of(self.folder, label) if "wrong" in one]
        return said + self.died

    def stop(self):
        for one in self.people:
            one.kill()
            one.wait()
        self.hub.stop()


def run(number, seconds):
    """Trouble a village of ``number`` desks; return the figures."""
    with tempfile.TemporaryDirectory(prefix="relais-village-") as made:
        village = Village(Path(made), number)
        try:
            village.trouble(seconds)
            stopped = village.settle()
            wrong = [*stopped, *village.found(), *village.wrongs_of_volunteers()]
            errors = [line for label in village.labels for line in _last_lines(village.folder / f"{label}.errors")]
            lines = [one for label in village.labels for one in diary_of(village.folder, label)]
        finally:
            village.stop()
        first, last = _memory(village.memory)
        return {
            "sound": not wrong and not errors and last <= first * GROWTH_ALLOWED,
            "desks": number,
            "minutes": round(seconds / 60, 1),
            "kills": village.kills,
            "hub_kills": village.hub_kills,
            "acts_begun": sum("act" in one for one in lines),
            "acts_done": sum("done" in one for one in lines),
            "world": dict(Counter(one["world"] for one in lines if "world" in one)),
            "wrong": wrong[:20],
            "wrongs": len(wrong),
            "errors": errors[:20],
            "desk_memory_mb": _series(village.memory),
            "hub_memory_mb": _series(list(enumerate(village.hub_memory))),
            "desk_memory_after_warming": round(first, 1),
            "desk_memory_at_the_end": round(last, 1),
        }


def _last_lines(file):
    return file.read_text(encoding="utf-8", errors="replace").splitlines()[-3:] if file.exists() else []


def _series(memory):
    """Return twelve of the figures, evenly spread."""
    step = max(1, len(memory) // 12)
    return [round(one) for _, one in memory[::step]]


def _memory(memory):
    """Return the mean memory of the first and of the last fifth after warming."""
    kept = [one for _, one in memory[int(len(memory) * WARM_PART) :]] or [0.0]
    fifth = max(1, len(kept) // 5)
    return sum(kept[:fifth]) / fifth, sum(kept[-fifth:]) / fifth


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
