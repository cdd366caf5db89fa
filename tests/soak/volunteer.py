"""A volunteer at a desk, in a process of its own: real acts on real files, at random, until told to stop or killed.

What is about to be done and what the desk said was done stand in a diary outside the profile. Run by `village`.
"""

import json
import random
import resource
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from desk.base.clock import SystemClock
from desk.base.errors import Code, UnavailableError
from desk.base.ids import new_id
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.domain.doubts import Reason
from desk.domain.relays import Wishes
from desk.domain.sheets import Sheet
from desk.slips.compose import compose
from desk.store.store import open_store
from desk.sync import exchange
from desk.work import freshness, refer, sheet_editing, sheets, upkeep

NEEDS = (
    "refaire ma carte d'identité", "la caf ne répond pas", "payer l'impôt en ligne", "permis de conduire perdu",
    "ma retraite n'arrive pas", "xyz", "un rendez-vous au titre de séjour", "compte ameli bloqué", "chèque énergie",
)  # fmt: skip
JUMPS = (timedelta(0), timedelta(0), timedelta(hours=1), timedelta(days=-1), timedelta(days=400), timedelta(days=-3000))
EVERYBODYS = 12
"""Sheets that came with the program and that every volunteer edits."""

CAME_WITH = "fs-"
"""How the ids of sheets that come with the program begin."""

PAUSE_S = 0.03
ACTS_ON_A_FULL_DISK = 8
LEAST_ROOM = 200_000


class MovingClock:
    """The machine's clock, with somebody's hand on it."""

    def __init__(self):
        self._true, self.shift = SystemClock(), timedelta(0)

    def now(self):
        return self._true.now() + self.shift

    def utc_ms(self):
        return self._true.utc_ms() + int(self.shift.total_seconds() * 1000)


class Volunteer:
    """One person at one desk."""

    def __init__(self, folder, label, seed):
        self.folder, self.label = folder, label
        self.profile, self.clock, self.say = Profile(root=folder / label), MovingClock(), words("fr")
        self.rnd = random.Random(seed)
        self.diary = (folder / f"{label}.diary").open("ab", buffering=0)
        self.mine, self.full = [], 0
        self.stopping = False
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))

    def work(self):
        self.store = open_store(self.profile, self.clock, resources())
        self.finder = refer.matcher(self.store)
        ids = sorted(one.id for one in self.store.records.all(Sheet))
        made = [one["sheet"] for one in diary_of(self.folder, self.label) if one.get("act") == "new"]
        self.shared = [one for one in ids if one.startswith(CAME_WITH)][:EVERYBODYS]
        self.mine = [one for one in made if one in ids]
        acts = {
            self.receive: 30, self.nobody_fits: 4, self.make: 4, self.correct_mine: 20, self.correct_shared: 12,
            self.check: 4, self.doubt: 3, self.look: 10, self.exchange: 6, self.copy: 2, self.reopen: 1,
            self.move_the_clock: 1, self.fill_the_disk: 1,
        }  # fmt: skip
        while not self.stopping:
            (act,) = self.rnd.choices(list(acts), weights=list(acts.values()))
            self._do(act)
            time.sleep(PAUSE_S)
        self._free_the_disk()
        self.store.close()

    def _do(self, act):
        try:
            act()
        except UnavailableError as error:
            self.write({"world": f"refused: {error.code.value}"})
            if error.code is not Code.DISK_FULL or not self.full:
                self.write({"wrong": act.__name__, "code": error.code.value})
        self.full -= 1
        if self.full == 0:
            self._free_the_disk()

    def write(self, line):
        self.diary.write(json.dumps(line).encode() + b"\n")

    def _saying(self, what, act):
        """Note that something is about to be done, do it, note that it was."""
        self.write(what)
        act()
        self.write({"done": True})

    # acts

    def receive(self):
        found = refer.needs(self.store, self.finder, self.rnd.choice(NEEDS), self.say)
        if not found.procedures:
            return
        procedure = found.procedures[0].id
        shown = refer.checklist(self.store, procedure, self.say)
        cards = refer.relays(self.store, procedure, Wishes(at=self.clock.now()), self.say)
        sheet = cards[0].sheet if cards else ""
        made = refer.prepare(self.store, procedure, sheet)
        compose(self.store, shown, sheet or None, made, "fr")
        self._saying(
            {"act": "visit", "id": made.id, "days": self.clock.shift.days}, lambda: refer.hand_over(self.store, made)
        )

    def nobody_fits(self):
        refer.note_unmet(self.store, "quelque chose que personne ne sait")

    def make(self):
        sheet = new_id()
        fields = {"name": f"Maison {self.label} {len(self.mine)}", "commune": "Ambronay", "insee": "01007"}
        self._saying(
            {"act": "new", "sheet": sheet, "description": ""},
            lambda: self._kept(sheet_editing.new(self.store, fields, "MB", sheet)),
        )
        self.mine.append(sheet)

    def correct_mine(self):
        if self.mine:
            sheet, text = self.rnd.choice(self.mine), f"{self.label} {new_id()}"
            self._saying(
                {"act": "own", "sheet": sheet, "description": text},
                lambda: self._kept(sheet_editing.change(self.store, sheet, {"description": text}, "MB")),
            )

    def correct_shared(self):
        fields = self.rnd.choice(
            (
                {"phone": self.rnd.choice(("3939", "3646", "3949", ""))},
                {"opening_hours": self.rnd.choice(("Mo 09:00-12:00", "Tu 14:00-17:00", ""))},
                {"description": f"{self.label} {new_id()}"},
                {"relay_types": self.rnd.choice((("caf",), ("ccas-cias",), ("caf", "ccas-cias"), ()))},
            )
        )
        self._kept(sheet_editing.change(self.store, self.rnd.choice(self.shared), fields, "MB"))

    def check(self):
        freshness.verify(self.store, self.rnd.choice(self.shared), "MB")

    def doubt(self):
        freshness.doubt(self.store, self.rnd.choice(self.shared), self.rnd.choice(list(Reason)), "MB")

    def look(self):
        sheets.view(self.store, self.rnd.choice(self.shared + self.mine[-5:]), self.say)

    def exchange(self):
        report = exchange.exchange(place_of(self.store, self.profile, self.clock))
        if report.stopped:
            self.write({"world": f"exchange: {report.stopped}"})

    def copy(self):
        upkeep.start_of_day(self.store)

    def reopen(self):
        self.store.close()
        while True:
            try:
                self.store = open_store(self.profile, self.clock, resources())
                return
            except UnavailableError as error:
                if error.code is not Code.DISK_FULL or not self.full:
                    raise
                self._free_the_disk()

    # the world

    def move_the_clock(self):
        self.clock.shift = self.rnd.choice(JUMPS)
        self.write({"world": "clock jumps"})

    def fill_the_disk(self):
        """No file grows any more, for some acts."""
        self.write({"world": "full disks"})
        log = Path(f"{self.profile.desk_file}-wal")
        room = max(LEAST_ROOM, log.stat().st_size if log.exists() else 0, 2 * self.diary.tell())  # the diary goes on
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        self.full = ACTS_ON_A_FULL_DISK

    def _free_the_disk(self):
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        self.full = 0

    @staticmethod
    def _kept(outcome):
        if outcome.problems:
            raise AssertionError(outcome.problems)


def place_of(store, profile, clock):
    return exchange.Place(profile=profile, clock=clock, taxonomy=store.seeds.taxonomy, departements=("01",))


def diary_of(folder, label):
    """Return what stands in a diary; a last line cut by a kill is no line."""
    file = folder / f"{label}.diary"
    found = []
    for line in file.read_bytes().split(b"\n") if file.exists() else ():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


if __name__ == "__main__":
    Volunteer(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])).work()
