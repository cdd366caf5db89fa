"""What every test may ask for: a clock that stands still, a profile in a temporary folder, a desk set up for Ambronay."""

import os
import shutil

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("RELAIS_DATA_DIR", None)

from datetime import datetime

import pytest

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.store.store import open_store
from desk.work import setup

TUESDAY = datetime(2026, 11, 24, 10, 0)


@pytest.fixture
def clock():
    return FixedClock(TUESDAY)


@pytest.fixture
def say():
    return words("fr")


@pytest.fixture
def profile(tmp_path):
    return Profile(root=tmp_path / "profile")


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """A profile already set up, copied for each test: setting up once is enough."""
    made = Profile(root=tmp_path_factory.mktemp("planted") / "profile")
    opened = open_store(made, FixedClock(TUESDAY), resources())
    setup.set_up(opened, setup.from_official(opened, setup.the_official(opened, "2")))
    opened.close()
    return made


@pytest.fixture
def with_lists(planted):
    """Give a new profile the lists of France already read: reading them once is enough."""

    def given(profile):
        shutil.copytree(planted.reference_file.parent, profile.reference_file.parent)
        return profile

    return given


@pytest.fixture
def store(planted, profile, clock):
    shutil.copytree(planted.root, profile.root)
    opened = open_store(profile, clock, resources())
    yield opened
    opened.close()
