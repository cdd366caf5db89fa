"""T18: a desk is not made on a network share nor in a folder that another program copies to the internet."""

from pathlib import Path

import pytest

from desk.base.errors import Code, UnavailableError
from desk.base.paths import Profile, resources
from desk.store.place import copied, shared
from desk.store.store import open_store

MOUNTS = r"""
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
//mairie/partage /mnt/mairie cifs rw,vers=3.0 0 0
nas:/home /home/partage nfs4 rw 0 0
C:\134 /mnt/c 9p rw,trans=fd 0 0
bib@nas: /media/cle\040de\040nas fuse.sshfs rw 0 0
/dev/sdb1 /media/cle vfat rw 0 0
tmpfs /mnt/mairie/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "share"),
    [
        ("/mnt/mairie/relais", "/mnt/mairie"),
        ("/home/partage/a/b", "/home/partage"),
        ("/mnt/c/Users/bib/relais", "/mnt/c"),
        ("/media/cle de nas/relais", "/media/cle de nas"),
        ("/mnt/mairie/local/relais", ""),
        ("/media/cle/relais", ""),
        ("/home/bib/relais", ""),
        ("/mnt/mairie-2/relais", ""),
    ],
)
def test_a_share_is_known_by_its_file_system(folder, share):
    """T18: by the kinds of file systems that Linux tells."""
    assert shared(Path(folder), MOUNTS) == share


def test_the_only_disk_of_a_machine_is_never_taken_for_a_share():
    """T18: a root on 9p is what some virtual machines have; there is nowhere else to go."""
    assert shared(Path("/home/bib/relais"), "none / 9p rw 0 0") == ""


def test_a_windows_share_is_known_by_its_name():
    r"""T18: ``\\server\share``, on any system."""
    assert shared(Path(r"\\serveur\partage\relais"), "").startswith(r"\\serveur")


@pytest.mark.parametrize(
    "folder",
    [
        "/home/bib/OneDrive/relais",
        "/home/bib/OneDrive - Mairie de Villeneuve/relais",
        "/home/bib/Dropbox/relais",
        "/home/bib/Dropbox (Perso)/relais",
        "/home/bib/Google Drive/relais",
        "/home/bib/iCloud Drive/relais",
        "/home/bib/Nextcloud/relais",
    ],
)
def test_a_folder_copied_to_the_internet_is_known_by_its_name(folder):
    """T18: by the names that these programs give to their folders."""
    assert copied(Path(folder))


@pytest.mark.parametrize("folder", ["/home/dropboxer/relais", "/home/bib/Nextcloudier/relais", "/home/bib/relais"])
def test_other_folders_are_let_through(folder):
    """T18: names that only look alike."""
    assert copied(Path(folder)) == ""


def test_a_desk_is_not_made_there_and_nothing_is_left(tmp_path, clock):
    """T18: refused with the place's name; no file, no folder."""
    profile = Profile(root=tmp_path / "OneDrive" / "relais")

    with pytest.raises(UnavailableError) as refused:
        open_store(profile, clock, resources())

    assert refused.value.code is Code.FORBIDDEN_PLACE
    assert refused.value.blanks == {"place": "OneDrive"}
    assert not profile.root.exists()


def test_a_desk_that_is_already_there_is_opened(store, clock):
    """T18: refusing would take away what a library already has."""
    store.close()
    there = Profile(root=store.profile.root.parent / "OneDrive")
    store.profile.root.rename(there.root)

    opened = open_store(there, clock, resources())

    assert opened.library() is not None
    opened.close()
