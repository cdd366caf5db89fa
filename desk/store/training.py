"""What one practises on: a desk of its own, made anew from the records named here and from nothing else.

No change waits in it, it has no number in a network and no key, its private file is empty, and nothing was counted in it.
"""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desk.base import settings as kept_settings
from desk.base.clock import Clock
from desk.base.errors import Code, RefusedError
from desk.base.files import settle
from desk.base.paths import Profile
from desk.base.settings import Settings
from desk.domain.catalogue import KINDS
from desk.store import seed
from desk.store.changes import Author
from desk.store.database import of_system
from desk.store.store import Store, open_store

TAKEN = frozenset({"library", "procedure", "sheet", "doubt", "charter", "agreement", "session", "card-key"})
"""The kinds of records that are copied: what is known of places, and what rules the desk."""

SETTINGS = ("language", "theme", "text_percent", "slip_format", "slip_language", "printer", "on_duty", "initials")
"""The settings that are copied: how things look and print. No folder of copies is among them."""


def make_copy(store: Store, clock: Clock, resources: Path) -> Profile:
    """Make what one practises on from the desk of ``store``; an earlier one goes. Whole or not at all.

    Raises:
        RefusedError: ``NO_LIBRARY`` before the first start is done; ``TRAINING`` when ``store`` is itself an exercise.
        UnavailableError: no room or no right; an earlier exercise is then as it was.
    """
    real = store.profile
    if real.is_training:
        raise RefusedError(Code.TRAINING)
    library = store.library()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    made = real.training_copy
    fresh = Profile(root=made.root.with_name(f"{made.root.name}.tmp"))
    try:
        shutil.rmtree(fresh.root, ignore_errors=True)
        if real.reference_file.exists():
            fresh.reference_file.parent.mkdir(parents=True)
            shutil.copyfile(real.reference_file, fresh.reference_file)
        copied = open_store(fresh, clock, resources, training=True)
        try:
            author = Author(seed_edition=seed.EDITION)
            copied.records.put(library, author)
            copied.keep_library(library)
            for kind in KINDS:
                if kind.name in TAKEN:
                    copied.records.put_all(store.records.all(kind.record), author)
        finally:
            copied.close()
        kept_settings.save(fresh.settings_file, _settings(real))
        shutil.rmtree(made.root, ignore_errors=True)
        fresh.root.rename(made.root)
        settle(made.root.parent)
    except OSError as error:
        raise of_system(error, made.root.name) from error
    finally:
        with suppress(OSError):  # what failed first is what is said
            shutil.rmtree(fresh.root, ignore_errors=True)
    return made


def discard(profile: Profile) -> None:
    """Throw away what was practised on. It must be closed; a desk that counts is never thrown away.

    Raises:
        UnavailableError: no right to.
    """
    if not profile.is_training:
        return
    try:
        shutil.rmtree(profile.root)
    except OSError as error:
        raise of_system(error, profile.root.name) from error


def _settings(real: Profile) -> Settings:
    now = kept_settings.load(real.settings_file)
    return replace(Settings(), **{name: getattr(now, name) for name in SETTINGS})
