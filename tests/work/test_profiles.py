"""Several libraries on one computer: each with its own files, found again by name, never mixed."""

import shutil

import pytest

from desk.base.paths import Profile, resources
from desk.store.store import open_store
from desk.work import profiles, setup


@pytest.fixture
def first(planted, profile):
    shutil.copytree(planted.root, profile.root)
    return profile


def a_second(first, clock):
    made = profiles.new_one(first)
    store = open_store(made, clock, resources())
    setup.set_up(store, setup.from_official(store, setup.the_official(store, "9498")))
    store.close()
    return made


def test_one_library_more_has_files_of_its_own_and_both_are_found_from_either(first, clock, say):
    second = a_second(first, clock)

    assert second.root.is_relative_to(first.root)
    for one in (first, second):
        shelves = profiles.listed(one, say)
        assert [shelf.profile.root for shelf in shelves] == [first.root, second.root]
        assert shelves[0].title.endswith("Ambronay")
        assert "Saint-Martin-Bellevue" in shelves[1].title
    assert second.first.root == first.root
    assert profiles.new_one(second).root.name == "3"


def test_a_computer_with_one_library_or_none_lists_it_alone(first, tmp_path, say):
    assert len(profiles.listed(first, say)) == 1
    assert [one.title for one in profiles.listed(Profile(root=tmp_path / "new"), say)] == [
        "Une bibliothèque pas encore réglée"
    ]


def test_a_damaged_file_is_listed_and_said_and_strange_folders_are_not(first, clock, say):
    second = a_second(first, clock)
    second.desk_file.write_bytes(b"not a database" * 100)
    for name in ("photos", "7", "²"):
        (second.root.parent / name).mkdir()

    assert [one.title for one in profiles.listed(first, say)][1].startswith("Une bibliothèque illisible")
    assert len(profiles.listed(first, say)) == 2


def test_there_are_never_more_than_twenty(first, tmp_path):
    for number in range(2, profiles.MOST + 1):
        folder = first.root / "autres" / str(number)
        folder.mkdir(parents=True)
        (folder / first.desk_file.name).write_bytes(b"")

    assert profiles.new_one(first) is None
