import shutil

import pytest

from desk.base.paths import Profile, resources
from desk.store.store import open_store


@pytest.fixture
def make_store(planted, tmp_path, clock):
    """Open other desks, as they are after the first start."""
    made = []

    def one():
        profile = Profile(root=tmp_path / f"other-{len(made)}")
        shutil.copytree(planted.root, profile.root)
        made.append(open_store(profile, clock, resources()))
        return made[-1]

    yield one
    for each in made:
        each.close()
