"""``python3 packaging/build.py validate-exports``: each file in, out in each form, judged by others, and in again.

One JSON line a check; exit code 1 when one fails. The files are those of ``../shared/data`` where it is there, else the
official list that comes with the program alone.
"""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.words import words
from desk.domain.sheets import Sheet
from desk.exchange.export.given import Choice
from desk.exchange.exports import Format, export
from desk.exchange.imports import bring_file, open_file
from desk.store.store import Store, open_store
from desk.work import setup

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
TOOLS = ROOT / "build" / "validators"
SCHEMAS = ROOT / "tests" / "exchange" / "data" / "schemas"
PARSER = "@gouvfr-anct/lieux-de-mediation-numerique@2.3.0"
FILES = ("places-standard/*", "places-raw/*", "france-services/*", "data-inclusion/*", "hsds/*")
ENDINGS = {Format.MEDNUM: "csv", Format.DATA_INCLUSION: "json", Format.HSDS: "zip"}
MOMENT = datetime(2026, 11, 24, 10, 0)
MOST_BYTES = 40_000_000


def main() -> int:
    """Judge every file and return 1 when something was refused."""
    python = _tools()
    failures = 0
    for file in _files():
        with tempfile.TemporaryDirectory() as folder:
            store = _desk(Path(folder) / "here")
            told = {"file": file.name if file else "official list"}
            if file is not None:
                try:
                    report = bring_file(store, open_file(store, file), words("fr"))
                except Exception as error:
                    failures += 1
                    _tell(**told, check="import", ok=False, error=type(error).__name__)
                    store.close()
                    continue
                told |= {"rows": report.rows, "refused": len(report.refused)}
            for form, ending in ENDINGS.items():
                out = Path(folder) / f"{form.value}.{ending}"
                written = export(store, form, out, Choice(share_alike=True))
                judged = _judged(python, form, out)
                judged |= _in_again(store, out, Path(folder) / f"{form.value}-there")
                ok = not judged["errors"] and judged["twins"] <= 1 and judged["lost"] == 0
                failures += not ok
                _tell(**told, check=form.value, ok=ok, places=written.rows, left_out=len(written.left_out), **judged)
            store.close()
    return 1 if failures else 0


def _in_again(store: Store, out: Path, there: Path) -> dict[str, int]:
    """Take a file back into the desk it came from (``twins``: sheets it made), and into an empty one (``lost``: it did not)."""
    before = store.records.count(Sheet)
    bring_file(store, open_file(store, out), words("fr"), rehearse=False)
    twins = store.records.count(Sheet) - before
    empty = _desk(there, planted=False)
    report = bring_file(empty, open_file(empty, out), words("fr"))
    empty.close()
    return {"twins": twins, "lost": len(report.refused)}


def _judged(python: Path, form: Format, out: Path) -> dict[str, object]:
    """Return what others' tools say: how many errors, the first of them, how many rows they parsed."""
    judge = Path(__file__).with_name("judge.py")
    line = [str(python), str(judge), form.value, str(out), str(SCHEMAS)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    if form is Format.MEDNUM:
        parsed = subprocess.run(
            ["node", str(Path(__file__).with_name("parse.mjs")), str(out), str(TOOLS)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = json.loads(parsed.stdout.splitlines()[-1])
        found["parsed"] = told["parsed"]
        found["errors"] = int(str(found["errors"])) + told["refused"]
        found["first"] = found["first"] or told["first"]
    return found


def _tools() -> Path:
    """Leave others' tools in ``build/`` and return the Python that has them."""
    python = TOOLS / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(TOOLS / "venv", with_pip=True)
        requirements = ROOT / "packaging" / "requirements" / "validators.txt"
        line = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements)]
        subprocess.run(line, check=True)
    if not (TOOLS / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--no-save", "--silent", "--prefix", str(TOOLS), PARSER], check=True)
    return python


def _files() -> Iterator[Path | None]:
    yield None
    for pattern in FILES:
        for file in sorted(DATA.glob(pattern)):
            if file.stat().st_size < MOST_BYTES:
                yield file


def _desk(root: Path, *, planted: bool = True) -> Store:
    store = open_store(Profile(root=root), FixedClock(MOMENT), resources())
    if planted:
        setup.set_up(store, setup.from_official(store, setup.the_official(store, "2")))
    return store


def _tell(**figures: object) -> None:
    print(json.dumps(figures, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
