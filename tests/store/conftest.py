import pytest

from desk.base.paths import resources
from desk.store.reference import build, open_reference


@pytest.fixture(scope="session")
def reference_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("reference") / "reference.sqlite"
    build(file, resources() / "seed")
    return file


@pytest.fixture
def reference(reference_file):
    opened = open_reference(reference_file, resources() / "seed")
    yield opened
    opened.close()
