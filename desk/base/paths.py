"""Where things are: the profile's folder, and the resources that come with the program."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desk.base import training

DATA_DIR_VARIABLE = "RELAIS_DATA_DIR"
PORTABLE = "donnees"
"""The folder that, beside the frozen program, makes it a program on a key: its data are there, not on the computer."""

OTHERS = "autres"
"""The folder, inside the first library's, that holds the others of this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The folder of one library on this machine."""

    root: Path

    @property
    def desk_file(self) -> Path:
        """The desk's SQLite file: everything that may be exchanged."""
        return self.root / "desk.sqlite"

    @property
    def private_file(self) -> Path:
        """The private SQLite file: what never leaves this machine."""
        return self.root / "private.sqlite"

    @property
    def hub_file(self) -> Path:
        """The hub's SQLite file, where this machine serves a network and no other database was chosen."""
        return self.root / "hub.sqlite"

    @property
    def reference_file(self) -> Path:
        """Communes and libraries of France, rebuilt from the resources whenever it is missing."""
        return self.root / "cache" / "reference.sqlite"

    @property
    def backups(self) -> Path:
        """The folder of daily and monthly copies."""
        return self.root / "backups"

    @property
    def set_aside(self) -> Path:
        """The folder where files replaced by a restore are kept."""
        return self.root / "mis-de-cote"

    @property
    def put_back(self) -> Path:
        """The folder of files about to take the place of the present ones: whole as soon as it has this name."""
        return self.root / "reprise"

    @property
    def erased_file(self) -> Path:
        """Which lines of the private file were erased for good, by number only: no copy brings them back."""
        return self.root / "effacements.json"

    @property
    def moved_file(self) -> Path:
        """There when this desk went on to another computer: which day, in which file."""
        return self.root / "demenagement.json"

    @property
    def training_copy(self) -> "Profile":
        """The folder of what one practises on: never mixed with the rest, never copied with it."""
        return Profile(root=self.root / training.FOLDER)

    @property
    def is_training(self) -> bool:
        """Whether this is what one practises on."""
        return training.is_training(self.desk_file)

    @property
    def first(self) -> "Profile":
        """The first library of this computer, whichever of its libraries this one is."""
        return Profile(root=self.root.parents[1]) if self.root.parent.name == OTHERS else self

    @property
    def programs(self) -> Path:
        """The folder of newer programs, one for the whole computer: see `desk.base.newer`."""
        return self.first.root / "programmes"

    @property
    def releases(self) -> Path:
        """The folder of releases that a hub on this machine offers to its desks."""
        return self.root / "mises-a-jour"

    @property
    def binder_file(self) -> Path:
        """Which pages of the fallback binder were printed last, so that only the changed ones are printed again."""
        return self.root / "classeur.json"

    @property
    def slips(self) -> Path:
        """The folder where PDF files go when no other place is chosen."""
        return self.root / "bons"

    @property
    def drafts(self) -> Path:
        """The folder of what is typed and not saved yet."""
        return self.root / "brouillons"

    @property
    def settings_file(self) -> Path:
        """Settings of this machine: text size, contrast, language, printer."""
        return self.root / "settings.json"

    @property
    def keys_file(self) -> Path:
        """What proves to the hub who this desk is; readable by its owner only, never copied with the rest."""
        return self.root / "network.json"

    @property
    def card_key_file(self) -> Path:
        """What signs this library's skills cards; readable by its owner only, never copied with the rest."""
        return self.root / "cards.key"

    @property
    def snapshots(self) -> Path:
        """The folder of parts of a snapshot on their way, so that a cut download goes on."""
        return self.root / "cache" / "snapshots"

    @property
    def lock_file(self) -> Path:
        """Held while a window is open on this profile."""
        return self.root / "window.lock"

    @property
    def log_file(self) -> Path:
        """What failed, without values."""
        return self.root / "relais.log"


def profile(chosen: str | None = None) -> Profile:
    """Return the profile: ``chosen``, else ``RELAIS_DATA_DIR``, else the key's folder, else the platform's data folder."""
    named = chosen or os.environ.get(DATA_DIR_VARIABLE)
    if named:
        return Profile(root=Path(os.path.expanduser(named)).absolute())  # noqa: PTH111 - Path's own raises on an unknown ~name
    if is_frozen() and (beside := beside_program(Path(sys.executable))) is not None:
        return Profile(root=beside)
    import platformdirs  # noqa: PLC0415 - slow to read, and not needed where the folder is named

    return Profile(root=Path(platformdirs.user_data_dir("relais", appauthor=False, roaming=False)))


def beside_program(program: Path) -> Path | None:
    """Return the folder of data beside the frozen ``program``, or beside the application of macOS that it is in; or nothing."""
    real = program.resolve()
    bundle = next((parent for parent in real.parents if parent.suffix == ".app"), real)
    folder = bundle.parent / PORTABLE
    return folder if folder.is_dir() else None


def is_frozen() -> bool:
    """Return whether this is the program that people install: only that one can be followed by a newer one."""
    return hasattr(sys, "_MEIPASS")


def resources() -> Path:
    """Return the folder of fonts, icons, words and seeds, also in a frozen program or an installed wheel."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else _resources_of_sources()


@cache
def _resources_of_sources() -> Path:
    desk = Path(__file__).resolve().parents[1]
    installed = desk / "resources"
    return installed if installed.is_dir() else desk.parent / "resources"
