"""The store of one profile: opens its files in the right order and holds what the work floor asks."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desk.base.clock import Clock, today
from desk.base.paths import Profile
from desk.base.training import TRAINING_ID
from desk.domain.charter import Charter
from desk.domain.libraries import Library
from desk.domain.standards import SheetValues
from desk.domain.taxonomy import EmergencyNumber, Taxonomy, Vocabulary
from desk.store import backups, private, putting_back, seed
from desk.store.database import Database, Schema, open_database
from desk.store.migrations import APPLICATION_ID, VERSION, migrate
from desk.store.originals import Originals
from desk.store.place import must_be_own_disk
from desk.store.private import Private
from desk.store.private_copies import PrivateCopies
from desk.store.records import Records
from desk.store.reference import Reference, open_reference
from desk.store.referrals import Referrals
from desk.store.search import EDITION as INDEX_EDITION
from desk.store.search import SheetIndex
from desk.store.suggestions import Suggestions

SCHEMA = Schema(application_id=APPLICATION_ID, version=VERSION, migrate=migrate)
TRAINING_SCHEMA = Schema(application_id=TRAINING_ID, version=VERSION, migrate=migrate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """What comes with the program and is small enough to stay in memory."""

    folder: Path
    charter: Charter
    taxonomy: Taxonomy
    vocabulary: Vocabulary
    emergency: tuple[EmergencyNumber, ...]


@dataclass(slots=True, kw_only=True)
class Store:
    """Everything kept for one library. Owned by one thread."""

    profile: Profile
    clock: Clock
    seeds: Seeds
    database: Database
    records: Records
    referrals: Referrals
    index: SheetIndex
    private: Private
    originals: Originals
    suggestions: Suggestions
    _reference: Reference | None = None
    _values: SheetValues | None = None

    @property
    def values(self) -> SheetValues:
        """The values of a sheet's lists, read when first asked for."""
        if self._values is None:
            self._values = seed.sheet_values(self.seeds.folder)
        return self._values

    @property
    def reference(self) -> Reference:
        """Communes and libraries, opened when first asked for."""
        if self._reference is None:
            self._reference = open_reference(self.profile.reference_file, self.seeds.folder)
        return self._reference

    def library(self) -> Library | None:
        """Return the library that holds this desk, or None before the first start."""
        row = self.database.row("SELECT value FROM state WHERE name = 'library'")
        return self.records.one(Library, row[0]) if row else None

    def keep_library(self, library: Library) -> None:
        """Make ``library`` the one that holds this desk, and order the sheets by distance from it."""
        before = self.library()
        with self.database.atomic():
            self.records.put(library)
            self.keep_state("library", library.id)
            self.index.centre_on(library.place)
            if before is None or before.place != library.place:
                self.records.rebuild_search()

    def state(self, name: str) -> str:
        """Return a small fact about this desk, or nothing."""
        row = self.database.row("SELECT value FROM state WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    def keep_state(self, name: str, value: str) -> None:
        """Keep a small fact about this desk. It never leaves."""
        with self.database.atomic():
            self.database.write(
                "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def close(self) -> None:
        """Close every file."""
        if self._reference is not None:
            self._reference.close()
        self.private.close()
        self.database.close()


def load_seeds(folder: Path) -> Seeds:
    """Read the small seeds."""
    return Seeds(
        folder=folder,
        charter=seed.charter(folder),
        taxonomy=seed.taxonomy(folder),
        vocabulary=seed.vocabulary(folder),
        emergency=seed.emergency_numbers(folder),
    )


def open_store(profile: Profile, clock: Clock, resources: Path, *, training: bool = False) -> Store:
    """Open the files of ``profile``, creating them if missing, and plant what the program brings.

    With ``training``, files made anew are to practise on; those that are there say themselves what they are.

    Raises:
        UnavailableError: a file is damaged, locked, from the future, or cannot be written; ``FORBIDDEN_PLACE`` when a
            new desk would be on a network share or in a folder copied to the internet. An existing one is opened.
    """
    if not profile.desk_file.exists():
        must_be_own_disk(profile.root)
    putting_back.finish(profile)
    seeds = load_seeds(resources / "seed")

    def before_migrating(database: Database) -> None:
        stamp = today(clock).isoformat()
        backups.copy(database, profile.backups / f"desk-{stamp}-avant-mise-a-jour.sqlite")

    with ExitStack() as opened:
        schema = TRAINING_SCHEMA if training or profile.is_training else SCHEMA
        database = open_database(profile.desk_file, schema, before_migrating=before_migrating)
        opened.callback(database.close)
        kept_private = Private(open_database(profile.private_file, private.SCHEMA), PrivateCopies(profile, clock))
        opened.callback(kept_private.close)
        index = SheetIndex(database, seeds.taxonomy)
        store = Store(
            profile=profile,
            clock=clock,
            seeds=seeds,
            database=database,
            records=Records(database, clock, index),
            referrals=Referrals(database),
            index=index,
            private=kept_private,
            originals=Originals(database),
            suggestions=Suggestions(database),
        )
        library = store.library()
        index.centre_on(library.place if library else None)
        with database.atomic():
            store.records.seal_again()
            if store.state("index") != INDEX_EDITION:
                store.records.rebuild_search()
                store.keep_state("index", INDEX_EDITION)
        if store.state("seed") != str(seed.EDITION):
            with database.atomic():
                store.records.plant(seed.procedures(seeds.folder), seed.EDITION)
                store.keep_state("seed", str(seed.EDITION))
        opened.pop_all()  # from here on, whoever has the store closes it
    return store
