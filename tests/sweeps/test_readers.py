"""What comes from outside is read as values, never run (T54)."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "jsonpickle", "joblib"}
CALLS = {"eval", "exec", "compile", "__import__"}
CLASSES = {"QSettings", "QDataStream"}


def dangers(source):
    """Return what in ``source`` could run what it reads."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0]} & MODULES | {one.name for one in node.names} & CLASSES
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & CALLS
    return found


def test_nothing_that_is_read_can_run():
    for folder in ("desk", "packaging"):
        for file in (ROOT / folder).rglob("*.py"):
            assert not dangers(file.read_text(encoding="utf-8")), file


def test_the_test_sees_what_it_looks_for():
    assert dangers("import pickle\nfrom PySide6.QtCore import QSettings\nexec(text)") == {"pickle", "QSettings", "exec"}
