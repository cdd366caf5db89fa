"""A whole desk in one file: what is inside, that it was read again, and that a file made to harm changes nothing."""

import os
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.base import settings as kept_settings
from desk.base.codec import from_json, to_json
from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.paths import Profile, resources
from desk.base.settings import Settings, Theme
from desk.domain.sheets import Sheet, SheetId
from desk.store import backup_file, whole_desk
from desk.store.backup_file import Kind
from desk.store.store import open_store

A_SHEET = Sheet(id=SheetId("k7m29qxd4trw"), name="Mairie de Villeneuve")
NAME = "Bernadette Saint-Martin"


@pytest.fixture
def file(store, clock, tmp_path):
    """A file of a desk with one more sheet, a note and a setting."""
    store.records.put(A_SHEET)
    store.private.keep_note("sheet", A_SHEET.id, f"Demander {NAME}", clock.now().date())
    kept_settings.save(store.profile.settings_file, Settings(theme=Theme.CONTRAST))
    made = tmp_path / "ambronay.relais"
    backup_file.write(store.profile, made, clock.now(), persons=True)
    return made


@pytest.fixture
def other(tmp_path):
    """Another computer, without a desk."""
    return Profile(root=tmp_path / "other")


def changed(file, **members):
    """Write the file again with some members replaced, added or (None) left out; the manifest stays as it was."""
    with zipfile.ZipFile(file) as opened:
        held = {info.filename: opened.read(info) for info in opened.infolist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {**held, **{name.replace("__", "."): data for name, data in members.items()}}.items():
            if data is not None:
                packed.writestr(name, data)


def manifest_of(file):
    with zipfile.ZipFile(file) as opened:
        return from_json(opened.read("relais.json"), dict[str, object])


def with_manifest(file, **fields):
    changed(file, relais__json=to_json({**manifest_of(file), **fields}))


def refuses(profile, file, clock):
    """Return whether putting ``file`` back is refused and leaves nothing."""
    with pytest.raises(RefusedError) as refused:
        whole_desk.put_back(profile, file, clock)
    assert list(profile.root.iterdir()) == []
    return refused.value.code is Code.NOT_A_BACKUP


def test_everything_comes_back_on_another_computer(file, other, clock):
    manifest, aside = whole_desk.put_back(other, file, clock)

    again = open_store(other, clock, resources())
    assert again.records.one(Sheet, A_SHEET.id).name == A_SHEET.name
    assert NAME in again.private.note("sheet", A_SHEET.id)
    assert kept_settings.load(other.settings_file).theme is Theme.CONTRAST
    assert (manifest.kind, manifest.commune, manifest.persons, aside) == (Kind.BACKUP, "Ambronay", True, None)
    assert manifest.sheets == again.database.row("SELECT count(*) FROM sheets")[0]
    again.close()


def test_the_desk_may_be_open_and_goes_on(file, store, clock, tmp_path):
    store.records.put(Sheet(id=SheetId("k7m29qxd4trx"), name="Après"))

    assert backup_file.write(store.profile, file, clock.now(), persons=True).sheets == backup_file.read(file).sheets


def test_without_private_no_byte_of_a_person_is_in_the_file(file, store, clock, tmp_path):
    bare = tmp_path / "bare.relais"
    manifest = backup_file.write(store.profile, bare, clock.now(), persons=False)

    with zipfile.ZipFile(bare) as opened:
        assert not any(NAME.encode() in opened.read(name) for name in opened.namelist())
    assert not manifest.persons
    with zipfile.ZipFile(file) as opened:
        assert any(NAME.encode() in opened.read(name) for name in opened.namelist())


def test_a_file_without_persons_leaves_those_of_here(store, clock, tmp_path):
    store.private.keep_note("sheet", "s1", NAME, clock.now().date())
    bare = tmp_path / "bare.relais"
    backup_file.write(store.profile, bare, clock.now(), persons=False)
    store.close()

    whole_desk.put_back(store.profile, bare, clock)

    again = open_store(store.profile, clock, resources())
    assert again.private.note("sheet", "s1") == NAME
    again.close()


def test_the_file_of_another_library_changes_nothing(file, store, clock):
    with store.database.atomic():
        store.database.write("UPDATE state SET value = 'another' WHERE name = 'library'")
        store.database.write("UPDATE libraries SET id = 'another'")
    store.close()
    before = store.profile.desk_file.read_bytes()

    with pytest.raises(RefusedError) as refused:
        whole_desk.put_back(store.profile, file, clock)

    assert refused.value.code is Code.OTHER_LIBRARY
    assert store.profile.desk_file.read_bytes() == before
    assert not store.profile.put_back.exists()


def test_only_its_owner_can_read_the_file(file):
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0


def test_nothing_is_left_beside_the_file_nor_in_the_profile(file, store):
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]
    assert not list(store.profile.root.glob("copie-*"))


# made to harm


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "C:\\evil", "desk.sqlite/../../evil", "autre.txt", "hub.sqlite"]
)
def test_a_file_with_another_member_is_refused(file, other, clock, name):
    changed(file, **{name: b"x"})
    assert refuses(other, file, clock)
    assert not (other.root.parent / "evil.txt").exists()


def test_a_member_named_twice_is_refused(file, other, clock):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as opened:
        opened.writestr("settings.json", b"{}")
    assert refuses(other, file, clock)


@pytest.mark.parametrize("name", ["desk__sqlite", "private__sqlite", "settings__json", "relais__json"])
@pytest.mark.parametrize("data", [None, b"", b"altered" * 1000])
def test_a_missing_or_altered_member_is_refused(file, other, clock, name, data):
    changed(file, **{name: data})
    assert refuses(other, file, clock)


@pytest.mark.parametrize(
    "fields",
    [
        {"format": 2},
        {"format": "x"},
        {"files": {}},
        {"kind": "update"},
        {"made_at": "demain"},
        {"sheets": None},
    ],
)
def test_a_manifest_that_says_something_else_is_refused(file, other, clock, fields):
    with_manifest(file, **fields)
    assert refuses(other, file, clock)


def test_a_manifest_without_end_is_refused(file, other, clock):
    changed(file, relais__json=b'{"format":1,"x":"' + b"a" * 200_000 + b'"}')
    assert refuses(other, file, clock)


def sealed_as(file, name, data):
    """Let ``data`` be a member, well sealed."""
    files = {**manifest_of(file)["files"], name: {"size": len(data), "sha256": sha256(data).hexdigest()}}
    changed(file, **{name.replace(".", "__"): data})
    with_manifest(file, files=files)


def test_a_bomb_is_refused_before_it_grows(file, other, clock):
    """What a member says it holds is more than is read: no more is ever written than is said, nor than there is room for."""
    files = manifest_of(file)["files"]
    with_manifest(file, files={**files, "desk.sqlite": {"size": 10**15, "sha256": "0" * 64}})
    assert refuses(other, file, clock)


def test_a_bomb_that_lies_about_its_size_is_left_at_that_size(file, other, clock):
    sealed_as(file, "settings.json", b"0" * 5_000_000)
    data = bytearray(file.read_bytes())
    size = (5_000_000).to_bytes(4, "little")
    while (found := data.find(size)) >= 0:
        data[found : found + 4] = (20).to_bytes(4, "little")
    file.write_bytes(bytes(data))
    assert refuses(other, file, clock)


def test_a_well_sealed_file_of_another_program_is_refused(file, other, clock):
    sealed_as(file, "desk.sqlite", b"SQLite format 3\0" + bytes(100_000))
    assert refuses(other, file, clock)


def test_keys_in_a_file_that_is_not_for_moving_are_left_out(file, other, clock):
    sealed_as(file, "network.json", b'{"address":"https://evil.example"}')

    whole_desk.put_back(other, file, clock)

    assert not other.keys_file.exists()


@given(at=st.integers(min_value=0, max_value=10**9), bit=st.integers(0, 7), cut=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_never_becomes_another_desk(file, other, clock, at, bit, cut):
    """Cut anywhere or any bit flipped: refused, or every file inside is as it was."""
    whole = file.read_bytes()
    at %= len(whole)
    damaged = file.with_name("damaged.relais")
    damaged.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    folder = file.with_name(f"unpacked-{at}-{bit}-{cut}")
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    try:
        manifest, inside = backup_file.unpack(damaged, folder)
    except RefusedError:
        return
    assert all(sha256(path.read_bytes()).hexdigest() == manifest.files[name].sha256 for name, path in inside.items())


def test_a_folder_that_is_not_there_is_a_sentence(store, clock, tmp_path):
    with pytest.raises(UnavailableError):
        backup_file.write(store.profile, tmp_path / "no" / "where.relais", clock.now(), persons=True)


def test_without_a_desk_there_is_nothing_to_copy(other, clock, tmp_path):
    with pytest.raises(UnavailableError) as failed:
        backup_file.write(other, tmp_path / "x.relais", clock.now(), persons=True)
    assert failed.value.code is Code.FILE_MISSING


def test_an_older_file_brings_the_older_day(file, store, clock):
    clock.advance(timedelta(days=3))
    store.records.put(Sheet(id=SheetId("k7m29qxd4trx"), name="Après"))
    store.close()

    _, aside = whole_desk.put_back(store.profile, file, clock)

    again = open_store(store.profile, clock, resources())
    assert again.records.one(Sheet, SheetId("k7m29qxd4trx")) is None
    assert {path.name for path in aside.iterdir()} >= {"desk.sqlite", "private.sqlite", "settings.json"}
    again.close()
