"""Releases for tests: the real program of this tree behind the name of a newer one, packed and signed by a key of the tests."""

import hashlib
import os
import sys
import zipfile
from datetime import date

from desk.base import newer
from desk.base.paths import resources
from desk.wire.releases import NOTICE, PACKED, Release, announce
from desk.wire.signing import public_key

SECRET, ANOTHER = b"s" * 32, b"a" * 32
KNOWN = (public_key(SECRET),)

REAL = f'#!/bin/sh\nPYTHONPATH="{resources().parent}" exec "{sys.executable}" -m desk "$@"\n'
"""A program that does what Relais does."""

BROKEN = "#!/bin/sh\nexit 1\n"


def packed(texts):
    """Return the bytes of a program: by name in its folder, what each file holds. ``relais`` may be run."""
    from io import BytesIO

    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if name.endswith("/relais") else 0o100644) << 16
            archive.writestr(entry, text)
    return held.getvalue()


def program(script=REAL, filling=0):
    """Return a packed program that is ``script``, with so many bytes that do not pack."""
    beside = {"Relais/_internal/filling": os.urandom(filling), "Relais/donnees/LISEZ-MOI.txt": "Relais sur une clé"}
    return packed({"Relais/relais": script, **beside})


def release(content, version="9.0", **values):
    """Return what announces ``content``."""
    told = {"system": newer.system(), "day": date(2026, 11, 24), "news": {"fr": "Du neuf.", "en": "News."}}
    digest = hashlib.sha256(content).hexdigest()
    return Release(**{**told, "version": version, "size": len(content), "sha256": digest, **values})


def written(folder, content, secret=SECRET, version="9.0", **values):
    """Write the two files of a release in ``folder``; return the release."""
    folder.mkdir(parents=True, exist_ok=True)
    made = release(content, version, **values)
    (folder / f"{made.name}{PACKED}").write_bytes(content)
    (folder / f"{made.name}{NOTICE}").write_bytes(announce(made, secret))
    return made
