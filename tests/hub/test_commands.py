"""What the technician types, as functions: on both databases."""

import re
import stat
from pathlib import Path

import pytest

from desk.base.errors import Code, RefusedError, UnavailableError
from desk.base.ids import SLIP_SIGNS
from desk.hub import commands
from desk.hub.ledger import open_database
from tests.hub.pocket_desk import NoFromHubError


def test_an_invitation_is_one_line_to_type(database_url, clock):
    made = commands.invite(database_url, "marne", "desk", clock)

    assert re.fullmatch(f"[{SLIP_SIGNS}]{{4}}-[{SLIP_SIGNS}]{{4}}", made.code)
    assert (made.network, made.role, made.expires) == ("marne", "desk", "2026-11-27T10:00:00Z")
    assert made.line == f"relais join --hub http://127.0.0.1:8377 --code {made.code}"


@pytest.mark.parametrize("name", ["", "Marne", "a b", "-a", "a" * 41, "été", "a/b"])
def test_a_name_that_cannot_be_used_is_refused(tmp_path, clock, name):
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    with pytest.raises(RefusedError) as refused:
        commands.invite(url, name, "desk", clock)
    assert refused.value.code is Code.UNUSABLE_NAME
    with pytest.raises(RefusedError):
        commands.invite(url, "marne", "desk", clock, library="../x")


def test_desks_are_listed_with_what_helps_to_help_them(service, database_url, clock):
    desk = service.desk(label="Médiathèque de Blacy", library="C51")
    desk.save("r1", hours="lundi")
    desk.sync(app="1.4.0", schema=12, clock=clock.utc_ms() // 1000 - 259_200)

    (line,) = commands.desks(database_url)

    assert (line.desk, line.network, line.label, line.library) == (1, "marne", "Médiathèque de Blacy", "C51")
    assert (line.changes, line.app, line.drift_s, line.revoked) == (1, "1.4.0", -259_200, "")
    assert line.seen == line.enrolled == "2026-11-24T10:00:00Z"


def test_a_revoked_desk_is_refused_from_its_next_request(service, database_url, clock):
    desk = service.desk()
    desk.sync()

    line = commands.revoke(database_url, desk.number, clock)
    again = commands.revoke(database_url, desk.number, clock)

    assert line.revoked == again.revoked == "2026-11-24T10:00:00Z"
    with pytest.raises(NoFromHubError) as refused:
        desk.sync()
    assert refused.value.code == "revoked"


def test_an_unknown_desk_is_said(database_url, clock):
    with pytest.raises(RefusedError) as refused:
        commands.revoke(database_url, 99, clock)
    assert refused.value.code is Code.UNKNOWN_DESK


def test_what_is_no_backup_is_not_put_back(service, database_url, tmp_path, clock):
    desk = service.desk()
    (tmp_path / "text").write_text("hello" * 500)
    (tmp_path / "empty").write_bytes(b"")
    good = commands.backup(database_url, tmp_path / "good.sqlite")
    damaged = bytearray(good.read_bytes())
    damaged[5000:9000] = b"\xff" * 4000
    (tmp_path / "damaged").write_bytes(damaged)

    for name in ("text", "empty", "damaged", "missing"):
        with pytest.raises(RefusedError) as refused:
            commands.restore(database_url, tmp_path / name, clock)
        assert refused.value.code is Code.NOT_A_BACKUP, name
    assert [line.desk for line in commands.desks(database_url)] == [desk.number]


def test_a_backup_that_cannot_be_written_leaves_the_old_one(service, database_url, tmp_path):
    service.desk()
    folder = tmp_path / "full"
    folder.mkdir()
    file = commands.backup(database_url, folder / "backup.sqlite")
    kept = file.read_bytes()
    file.with_name("backup.sqlite.new").mkdir()

    with pytest.raises((UnavailableError, OSError)):
        commands.backup(database_url, file)

    assert file.read_bytes() == kept


def test_a_backup_is_read_from_media_that_cannot_be_written(service, database_url, tmp_path, clock):
    service.desk()
    folder = tmp_path / "stick"
    folder.mkdir()
    file = commands.backup(database_url, folder / "backup.sqlite")
    file.chmod(stat.S_IREAD)
    folder.chmod(stat.S_IREAD | stat.S_IEXEC)
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"

    assert commands.restore(other, file, clock).desks == 1
    assert [path.name for path in folder.iterdir()] == ["backup.sqlite"]
    folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("url", ["", "hub.sqlite", "mysql://x", "sqlite:hub", "sqlite://hub"])
def test_another_kind_of_address_is_refused(url):
    with pytest.raises(RefusedError) as refused:
        open_database(url)
    assert refused.value.code is Code.UNKNOWN_DATABASE


def test_a_file_that_is_not_a_hubs_is_left_untouched(tmp_path):
    from pysqlite3 import dbapi2 as sqlite

    text, other, later = tmp_path / "text", tmp_path / "other", tmp_path / "later"
    text.write_text("hello" * 500)
    connection = sqlite.connect(str(other))
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    open_database(f"sqlite:///{later}").close()
    connection = sqlite.connect(str(later))
    connection.execute("PRAGMA user_version=99")
    connection.close()
    for file, code in ((text, Code.FILE_DAMAGED), (other, Code.FILE_DAMAGED), (later, Code.FILE_FROM_FUTURE)):
        with pytest.raises(UnavailableError) as refused:
            open_database(f"sqlite:///{file}")
        assert refused.value.code is code
    assert text.read_text() == "hello" * 500


def test_a_server_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnavailableError) as refused:
        open_database(f"postgresql://relais@/postgres?host={tmp_path}")
    assert refused.value.code is Code.HUB_DATABASE


def test_tables_of_a_later_version_are_refused_in_postgresql(postgres):
    opened = open_database(postgres.url)
    with opened.writing() as session:
        session.write("INSERT INTO facts (name, value) VALUES ('version', '99')")
    opened.close()
    try:
        with pytest.raises(UnavailableError) as refused:
            open_database(postgres.url)
        assert refused.value.code is Code.FILE_FROM_FUTURE
    finally:
        import psycopg

        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA relais CASCADE")


def test_a_read_only_place_is_said():
    if not Path("/proc").is_dir():
        pytest.skip("needs a place where nobody can write: /proc")
    with pytest.raises(UnavailableError) as refused:
        open_database("sqlite:////proc/relais/hub.sqlite")
    assert refused.value.code is Code.READ_ONLY
