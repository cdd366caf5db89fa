"""Judges one exported file with ``frictionless`` and ``jsonschema``. Run by the interpreter that has them.

Prints ``{"errors", "first"}``: how many, and the first in words.
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path


def main(form, out, schemas):
    errors = {"mednum": of_table, "data-inclusion": of_json, "hsds": of_package}[form](Path(out), Path(schemas))
    print(json.dumps({"errors": len(errors), "first": errors[0] if errors else ""}, ensure_ascii=False))


def of_table(out, schemas):
    from frictionless import Resource, Schema

    told = json.loads((schemas / "standard-mediation-num-1.0.2.schema.json").read_text(encoding="utf-8"))
    schema = Schema.from_descriptor(told)
    with out.open("rb") as file:
        report = Resource(data=file.read(), format="csv", schema=schema).validate()
    return [error.message for task in report.tasks for error in task.errors] + [one.message for one in report.errors]


def of_json(out, schemas):
    from jsonschema import Draft7Validator, FormatChecker

    told = json.loads(out.read_text(encoding="utf-8"))
    errors = []
    for plural, name in (("structures", "structure"), ("services", "service")):
        schema = json.loads((schemas / f"data-inclusion-1-{name}.json").read_text(encoding="utf-8"))
        judge = Draft7Validator(schema, format_checker=FormatChecker())
        errors += [
            f"{name} {place}: {one.message}" for place, row in enumerate(told[plural]) for one in judge.iter_errors(row)
        ]
    return errors


def of_package(out, _):
    from frictionless import Package

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(out) as whole:
        whole.extractall(folder)
        report = Package(str(Path(folder) / "datapackage.json")).validate()
        return [error.message for task in report.tasks for error in task.errors] + [
            one.message for one in report.errors
        ]


if __name__ == "__main__":
    main(*sys.argv[1:])
