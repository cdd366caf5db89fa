"""The pure parts of what freezes and packs the desk: trimming, ICU's table, the list of components, the archives."""

import importlib
import io
import json
import struct
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parent.parent / "packaging"


@pytest.fixture(scope="module")
def part():
    """Give a module of the folder packaging by its name."""
    sys.path.insert(0, str(PACKAGING))
    yield importlib.import_module
    sys.path.remove(str(PACKAGING))


def test_each_thing_left_out_has_a_written_reason(part):
    trimming = part("trimming")
    every = (*trimming.ABSENT_MODULES, *trimming.ABSENT_FILES, *trimming.NEEDED_PLUGINS, *trimming.SYSTEM_LIBRARIES)
    assert all(len(why) > 3 for _, why in every)


def test_no_module_of_ours_is_left_out(part):
    assert not [name for name, _ in part("trimming").ABSENT_MODULES if name.startswith("desk")]


def test_a_plugin_of_qt_that_nobody_decided_about_stops_the_freezing(part):
    places = ["PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/novelties/libqnew.so", "libz.so.1"]
    assert part("trimming").undecided(places) == ["PySide6/Qt/plugins/novelties/libqnew.so"]


def test_a_library_stays_only_where_something_kept_asks_for_it(part):
    links = {"/a": ["libone.so"], "/one": ["libtwo.so"], "/two": [], "/three": []}
    places = {"app/a.abi3.so": "/a", "libone.so": "/one", "libtwo.so": "/two", "libthree.so": "/three"}
    assert part("trimming").reached(places, links.__getitem__) == {"app/a.abi3.so", "libone.so", "libtwo.so"}


def icu_table(entries):
    header = struct.pack("<HH", 32, 0x27DA) + bytes(8) + b"CmnD" + bytes(16)
    names = [name.encode() + b"\0" for name, _ in entries]
    start = 4 + 8 * len(entries)
    data_at = start + sum(map(len, names))
    places, at, held = b"", start, b""
    for name, (_, data) in zip(names, entries, strict=True):
        places += struct.pack("<II", at, data_at + len(held))
        at += len(name)
        held += data
    return header + struct.pack("<I", len(entries)) + places + b"".join(names) + held


def test_the_table_of_icu_keeps_french_and_english_word_for_word(part):
    icu = part("icu")
    table = icu_table([("icudt73l/de.res", b"d" * 16), ("icudt73l/en.res", b"e" * 16), ("icudt73l/fr.res", b"f" * 16)])
    assert icu.entries(icu.chosen(table))[1] == [("icudt73l/en.res", b"e" * 16), ("icudt73l/fr.res", b"f" * 16)]


@pytest.mark.parametrize("data", [b"", b"MZ" + bytes(200), b"\x7fELF\x01\x01" + bytes(200)])
def test_another_kind_of_library_is_refused_not_damaged(part, data):
    icu = part("icu")
    with pytest.raises(icu.UnknownLayoutError):
        icu.slim(data)


@pytest.mark.parametrize(
    ("licence", "binding"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
    ],
)
def test_a_licence_that_would_bind_the_whole_program_is_seen(part, licence, binding):
    assert part("inventory").binds(licence) is binding


def test_the_list_of_components_is_the_same_twice_and_names_each(part):
    inventory = part("inventory")
    components = [
        inventory.Component("b", "2", "MIT", "library", "pkg:pypi/b@2", ()),
        inventory.Component("a", "1", "NOASSERTION", "library", "pkg:pypi/a@1", ()),
    ]
    one = inventory.sbom("1.0.0", components, 0)
    assert json.dumps(one) == json.dumps(inventory.sbom("1.0.0", components[::-1], 0))
    assert [component["name"] for component in one["components"]] == ["a", "b"]
    assert one["metadata"]["timestamp"] == "1970-01-01T00:00:00Z"


def test_the_list_that_the_program_shows_is_the_one_that_is_frozen(part, tmp_path, monkeypatch):
    from desk.ui.widgets import licences

    component = part("inventory").Component("Qt", "6.11.3", "LGPL-3.0-only", "framework", "", (("LGPL", "text"),))
    part("inventory").write_licences(tmp_path / "resources" / "licences", [component])
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert licences.programs_inside() == ["Qt 6.11.3: LGPL-3.0-only"]


def test_nothing_is_listed_where_nothing_is_frozen():
    from desk.ui.widgets import licences

    assert licences.programs_inside() == []


def test_the_same_folder_gives_the_same_zip_with_its_rights_and_the_place_of_its_data(part, tmp_path):
    installer = part("installer")
    folder = tmp_path / "relais"
    folder.mkdir()
    (folder / "relais").write_bytes(b"\x7fELF")
    (folder / "relais").chmod(0o755)
    (folder / "words.json").write_text("{}")
    made = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for target in made:
        installer.zipped(target, folder, "Relais", {"Relais/donnees/LISEZ-MOI.txt": "Bonjour"}, 1_800_000_000)
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(io.BytesIO(made[0].read_bytes())) as archive:
        rights = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert rights == {"Relais/donnees/LISEZ-MOI.txt": 0o644, "Relais/relais": 0o755, "Relais/words.json": 0o644}


def test_the_folder_of_data_of_the_zip_is_the_one_that_the_program_looks_for(part, tmp_path):
    from desk.base import paths

    assert part("installer").MARKER == paths.PORTABLE
    program = tmp_path / "Relais" / "relais"
    assert paths.beside_program(program) is None
    (tmp_path / "Relais" / paths.PORTABLE).mkdir(parents=True)
    assert paths.beside_program(program) == (tmp_path / "Relais" / paths.PORTABLE).resolve()


def test_the_application_of_macos_looks_beside_itself_not_inside(tmp_path):
    from desk.base import paths

    (tmp_path / paths.PORTABLE).mkdir()
    program = tmp_path / "Relais.app" / "Contents" / "MacOS" / "relais"
    assert paths.beside_program(program) == (tmp_path / paths.PORTABLE).resolve()


def test_a_library_whose_package_nobody_named_stops_the_package_of_debian(part):
    installer = part("installer")
    assert installer.depends(["libEGL.so.1", "libc.so.6"], "2.34") == ["libc6 (>= 2.34)", "libegl1"]
    with pytest.raises(part("build").SurroundingsError, match=r"libnew\.so\.9"):
        installer.depends(["libnew.so.9"], "2.34")


def test_checksums_are_written_as_sha256sum_reads_them(part):
    assert part("bundle").sums_text({"b": "22", "a": "11", "link": "-> a"}, "relais/") == "11  relais/a\n22  relais/b\n"


def test_each_file_that_differs_between_two_bundles_is_told(part):
    lines = part("bundle").differences({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"})
    assert lines == ["only in the first: a", "only in the second: d", "not the same: b"]


def test_the_version_of_the_program_is_the_one_of_the_project(part):
    text = (PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{part("bundle").version()}"\n' in text
    assert "filevers=(1, 2, 3, 0)" in part("bundle").version_resource("1.2.3")


def test_what_is_published_is_of_one_version_and_its_sums_name_it_all(part, tmp_path):
    bundle = part("bundle")
    for name in ("relais-0.4.0-py3-none-any.whl", "relais_0.4.0_amd64.deb", "relais-0.6.0.cdx.json", "relais.sha256"):
        (tmp_path / name).write_text(name)
    (tmp_path / "relais").mkdir()
    bundle.tidy(tmp_path, "0.6.0")
    bundle.tidy(tmp_path, "0.6.0")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "SHA256SUMS",
        "relais",
        "relais-0.6.0.cdx.json",
        "relais.sha256",
    ]
    listed = (tmp_path / "SHA256SUMS").read_text().split()[1::2]
    assert listed == ["relais-0.6.0.cdx.json", "relais.sha256"]


def test_every_job_of_the_workflows_is_one_of_ours(part):
    """Both files are YAML that names only jobs that build.py knows."""
    import re

    jobs = part("build").command_line().format_help()
    for file in (PACKAGING.parent / ".github" / "workflows" / "build.yml", PACKAGING.parent / ".gitlab-ci.yml"):
        named = re.findall(r"build\.py ([a-z-]+)", file.read_text(encoding="utf-8").replace("\\", "/"))
        assert named, file.name
        assert all(f"    {one} " in jobs or f"    {one}\n" in jobs for one in named), named
