"""The table of faults: each number has its tests or says why not, each test named exists, the page says the same."""

import ast
import importlib.util
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.kept import compare

TESTS = Path(__file__).parents[1]
BUILD = TESTS.parent / "packaging" / "build.py"
NUMBERS = [f"T{number}" for number in range(1, 129)]
PARTS = {
    "T1": "Process and storage",
    "T31": "Hub and network",
    "T45": "Security",
    "T76": "Privacy",
    "T96": "Accessibility",
    "T117": "Comfort",
}  # where each part begins


@pytest.fixture(scope="module")
def table():
    return tomllib.loads((TESTS / "reliability.toml").read_text(encoding="utf-8"))


@cache
def names_of(file):
    """Return the tests of a file, read without being run."""
    tree = ast.parse((TESTS.parent / file).read_text(encoding="utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_number_is_there_once_and_in_order(table):
    assert list(table) == NUMBERS


def test_every_number_has_a_test_a_job_or_a_reason(table):
    known = {"what", "tests", "jobs", "left"}
    assert {number: set(one) - known for number, one in table.items() if set(one) - known} == {}
    assert [
        number for number, one in table.items() if not (one.get("tests") or one.get("jobs") or one.get("left"))
    ] == []
    assert [number for number, one in table.items() if not one["what"].strip()] == []


def test_every_test_named_exists(table):
    lost = []
    for number, one in table.items():
        for node in one.get("tests", []):
            file, _, name = node.partition("::")
            if not (TESTS.parent / file).is_file() or not name.startswith("test_") or name not in names_of(file):
                lost.append((number, node))
    assert lost == []


def test_every_job_named_exists(table):
    spec = importlib.util.spec_from_file_location("build_jobs", BUILD)
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    help_text = build.command_line().format_help()
    named = {job.split(" ")[0] for one in table.values() for job in one.get("jobs", [])}
    assert [job for job in sorted(named) if f"\n    {job} " not in help_text] == []


def test_the_page_says_what_the_table_says(table):
    compare("../RELIABILITY.md", page(table))


def page(table):
    """Return the table as a page that people read."""
    without = [number for number, one in table.items() if not (one.get("tests") or one.get("jobs"))]
    part = [number for number, one in table.items() if one.get("left") and number not in without]
    whole = len(table) - len(part) - len(without)
    lines = [
        "# What Relais must survive, and the test of each",
        "",
        "Made from `tests/reliability.toml` by `tests/sweeps/test_reliability.py`, which checks that every test exists.",
        "A job is run by hand: `python3 packaging/build.py JOB`.",
        "",
        f"Of {len(table)}, {whole} are tested whole, {len(part)} in part, {len(without)} not: {', '.join(without)}.",
    ]
    for number, one in table.items():
        if number in PARTS:
            lines += ["", f"## {PARTS[number]}", "", "| | Fault | Proof | What is left, and why |", "|---|---|---|---|"]
        proofs = [f"`{node.removeprefix('tests/')}`" for node in one.get("tests", [])]
        proofs += [f"job `{job}`" for job in one.get("jobs", [])]
        lines.append(f"| {number} | {one['what']} | {'<br>'.join(proofs)} | {one.get('left', '')} |")
    return "\n".join(lines) + "\n"
