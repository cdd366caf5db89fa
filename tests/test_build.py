"""The pure parts of packaging/build.py, and its table of libraries against the real Qt."""

import ast
import importlib.util
import re
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "build.py"
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("relais_build", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_pythons_are_accepted(build, version):
    assert build.python_refusal(version) is None


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 14), (4, 0)])
def test_other_pythons_are_refused_by_name(build, version):
    assert f"this one is {version[0]}.{version[1]}." in build.python_refusal(version)


def test_an_old_python_can_read_the_script_far_enough_to_refuse():
    assert ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_python_of_the_environment_is_found_on_every_system(build):
    assert build.venv_python(Path("v"), windows=False) == Path("v/bin/python")
    assert build.venv_python(Path("v"), windows=True) == Path("v/Scripts/python.exe")


def test_the_environment_can_be_put_elsewhere(build, tmp_path):
    assert build.venv_folder({}) == build.ROOT / ".venv"
    assert build.venv_folder({"RELAIS_VENV": str(tmp_path)}) == tmp_path


@pytest.mark.parametrize(
    ("settings", "version"),
    [
        ("home = /usr/bin\nversion = 3.11.7\n", (3, 11)),
        ("version_info = 3.13.0.final.0\n", (3, 13)),
        ("home = /usr/bin\n", None),
        ("version = soon\n", None),
    ],
)
def test_the_version_of_an_environment_is_read_from_its_settings(build, settings, version):
    assert build.venv_version(settings) == version


def test_a_folder_that_is_not_an_environment_is_left_alone(build, tmp_path):
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(build.SurroundingsError, match="not a virtual environment"):
        build.ensure_venv(tmp_path)
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "dear"


def test_another_lock_or_another_python_is_another_installation(build):
    stamps = {build.stamp_text(lock, version) for lock in (b"a", b"b") for version in ((3, 11), (3, 12))}
    assert len(stamps) == 4


def test_the_lock_of_the_tests_contains_the_lock_of_the_desk(build):
    def entries(face):
        text = (build.REQUIREMENTS / f"{face}.txt").read_text(encoding="utf-8")
        packages = re.split(r"\n(?=\S)", text.strip())
        return {re.sub(r" ; [^\\]*", " ", package) for package in packages}  # when it is wanted may differ

    assert entries("desktop") <= entries("test")


def test_a_lock_names_no_address(build):
    assert not [
        face for face in build.FACES if "://" in (build.REQUIREMENTS / f"{face}.txt").read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found",
            "The first set-up needs a connection",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one the lock names"),
        ("ERROR: No matching distribution found for pyside6-essentials==6.11.3", "in no form for this system"),
        ("ERROR: disk full", "could not be installed"),
    ],
)
def test_a_refused_installation_is_explained(build, answer, sentence):
    first, *rest = build.install_refusal(answer).splitlines()
    assert sentence in first
    assert rest == answer.splitlines()


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "win32", {"native"}),
        ({}, "darwin", {"native"}),
        ({}, "linux", set()),
        ({"DISPLAY": ""}, "linux", set()),
        ({"DISPLAY": ":0"}, "linux", {"x11"}),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", {"x11", "wayland"}),
    ],
)
def test_a_screen_is_recognised(build, environment, platform, expected):
    assert build.screens(environment, platform) == expected


def test_without_a_screen_only_what_draws_off_screen_is_needed(build):
    assert {library.when for library in build.needed_libraries(frozenset())} == {"always"}
    assert {library.when for library in build.needed_libraries(frozenset({"x11"}))} == {"always", "screen", "x11"}


def test_the_name_that_the_system_knows_is_chosen(build):
    both = ("libglib2.0-0t64", "libglib2.0-0")
    assert build.chosen_package(both, both.__contains__) == "libglib2.0-0t64"
    assert build.chosen_package(both, both[1:].__contains__) == "libglib2.0-0"
    assert build.chosen_package(both, ().__contains__) == "libglib2.0-0"


def test_a_package_is_installed_once(build):
    assert build.apt_line(["libegl1", "libgl1", "libegl1"])[-2:] == ["libegl1", "libgl1"]


def test_tests_run_without_the_habits_of_the_user(build):
    environment = {
        "PYTHONWARNINGS": "ignore",
        "RELAIS_DATA_DIR": "/data",
        "PYTHONPATH": "/x",
        "LC_ALL": "fr",
        "HOME": "/h",
    }
    assert build.test_environment(environment) == {"HOME": "/h", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def test_a_lock_knows_nothing_of_the_package_sources_of_this_machine(build):
    environment = {"PIP_FIND_LINKS": "/w", "UV_INDEX_URL": "x", "PIP_CERT": "/c.pem", "PATH": "/bin"}
    assert build.lock_environment(environment) == {"PIP_CERT": "/c.pem", "PATH": "/bin"}


def test_words_for_pytest_keep_their_order(build):
    arguments = build.read_command_line(["test", "-k", "slip", "--quick", "-x", "tests/store", "--", "--quick"])
    assert arguments.quick
    assert arguments.rest == ["-k", "slip", "-x", "tests/store", "--quick"]


def test_words_that_nobody_understands_are_refused(build, capsys):
    with pytest.raises(SystemExit) as stop:
        build.read_command_line(["check", "--fast"])
    assert stop.value.code == 2
    assert "--fast" in capsys.readouterr().err


def test_every_job_has_its_line_of_help(build, capsys):
    with pytest.raises(SystemExit):
        build.read_command_line(["--help"])
    jobs = re.findall(r"^ {4}([a-z-]+)\s", capsys.readouterr().out, flags=re.MULTILINE)
    assert jobs == [
        "setup",
        "run",
        "check",
        "test",
        "bench",
        "soak",
        "access",
        "validate-exports",
        "screenshots",
        "bundle",
        "installer",
        "hub",
        "libraries",
        "release",
        "golden",
        "lock",
        "clean",
    ]


def test_cleaning_touches_only_what_is_made_again(build, tmp_path):
    for made in ("build", ".mypy_cache", "desk/base/__pycache__"):
        (tmp_path / made).mkdir(parents=True)
    for kept in (".venv/lib/__pycache__", "resources"):
        (tmp_path / kept).mkdir(parents=True)

    found = {path.relative_to(tmp_path).as_posix() for path in build.made_paths(tmp_path)}
    assert found == {"build", ".mypy_cache", "desk/base/__pycache__"}


@LINUX_ONLY
def test_the_table_names_every_library_that_qt_asks_for(build):
    qt = Path(importlib.util.find_spec("PySide6").origin).parent / "Qt"
    modules = ("Core", "Gui", "Widgets", "DBus", "Network", "PrintSupport", "Svg", "Test", "XcbQpa", "WaylandClient")
    files = [qt / "lib" / f"libQt6{module}.so.6" for module in modules]
    for plugins in (
        "platforms/libqoffscreen.so",
        "platforms/libqxcb.so",
        "platforms/libqwayland.so",
        "printsupport/*",
        "xcbglintegrations/*",
    ):
        files += sorted((qt / "plugins").glob(plugins))
    asked = {
        name.decode() for file in files for name in re.findall(rb"\0(lib[\w+.-]+\.so\.\d+)(?=\0)", file.read_bytes())
    }

    ours = re.compile(r"libQt6|libicu")
    with_python = {"libc.so.6", "libm.so.6", "libresolv.so.2", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0"}
    in_the_same_package = {"libbrotlicommon.so.1", "libgthread-2.0.so.0"}
    assert {name for name in asked if not ours.match(name)} - with_python - in_the_same_package <= {
        library.soname for library in build.LIBRARIES
    }


def test_postgresql_that_cannot_be_installed_is_said_and_stops_nothing(build, monkeypatch, capsys):
    monkeypatch.setattr(build, "has_postgresql", lambda: False)
    monkeypatch.setattr(build.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(build, "is_root", lambda: False)

    build.ensure_postgresql()

    assert "apt-get install -y --no-install-recommends postgresql" in capsys.readouterr().err
