"""The job ``release``: a portable folder of ``dist/`` announced and signed, for hubs and sticks to offer to the desks.

    python3 packaging/build.py release --new-key relais.key --name "Relais, 2026"
    python3 packaging/build.py release --key relais.key --news-fr "…" --news-en "…"

The secret key stays with who makes releases, away from the sources and off the network; its public half goes into
resources/update_keys.json, and only programs frozen after that believe what it signs. Runs in the virtual environment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

import bundle  # noqa: E402
import installer  # noqa: E402
from desk.base.files import write_for_owner_only  # noqa: E402
from desk.base.ids import new_secret  # noqa: E402
from desk.wire.releases import KEYS_FILE, NOTICE, PACKED, Release, announce  # noqa: E402
from desk.wire.signing import public_key  # noqa: E402

KEYS = ROOT / "resources" / KEYS_FILE


def main(words: list[str]) -> int:
    """Make a key, or announce what is in dist/; return the exit code."""
    parser = argparse.ArgumentParser(prog="build.py release", allow_abbrev=False)
    one = parser.add_mutually_exclusive_group(required=True)
    one.add_argument("--new-key", type=Path, metavar="FILE", help="write a new secret key there")
    one.add_argument("--key", type=Path, metavar="FILE", help="announce the portable folder of dist/, signed with it")
    parser.add_argument("--name", default="", help="whose key it is, with --new-key")
    parser.add_argument("--keys", type=Path, default=KEYS, metavar="FILE", help="the keys that programs are made with")
    parser.add_argument("--dist", type=Path, default=bundle.DIST, metavar="DIR", help="where the portable folder is")
    parser.add_argument("--version", default=bundle.version(), help="which version it is")
    parser.add_argument("--news-fr", default="", metavar="TEXT", help="what it brings, in one sentence")
    parser.add_argument("--news-en", default="", metavar="TEXT", help="the same in English")
    options = parser.parse_args(words)
    if options.new_key:
        return make_key(options.new_key, options.name, options.keys)
    if not (options.news_fr and options.news_en):
        parser.error("say what the release brings: --news-fr and --news-en")
    return make_release(options, {"fr": options.news_fr, "en": options.news_en})


def make_key(file: Path, name: str, keys: Path) -> int:
    """Write a secret key for its owner only, and its public half where the next program finds it."""
    if file.exists() or file.resolve().is_relative_to(ROOT):
        print("The key goes in a new file, outside the sources.", file=sys.stderr)
        return 2
    secret = new_secret()
    write_for_owner_only(file, secret.hex().encode())
    known = [*json.loads(keys.read_text(encoding="utf-8")), {"key": public_key(secret).hex(), "name": name}]
    keys.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"{file}: keep it off the network, with a copy. Its public half is in {keys.name}.")
    return 0


def make_release(options: argparse.Namespace, news: dict[str, str]) -> int:
    """Write the two files of a release beside the portable folder they are made from."""
    secret = bytes.fromhex(options.key.read_text(encoding="ascii").strip())
    if public_key(secret).hex() not in {one["key"] for one in json.loads(options.keys.read_text(encoding="utf-8"))}:
        print(f"{options.keys.name} does not know this key: no program would believe it.", file=sys.stderr)
        return 1
    named, system = options.version, installer.system_name()
    portable = options.dist / f"relais-{named}-{system}-portable.zip"
    if not portable.is_file():
        print(f"{portable.name} is not there: build.py installer makes it.", file=sys.stderr)
        return 3
    notice = signed(portable, named, system, secret, news, bundle.moment())
    print(f"{notice.name} and the program beside it: relais hub offer {notice.name}")
    return 0


def signed(portable: Path, named: str, system: str, secret: bytes, news: dict[str, str], moment: int) -> Path:
    """Write the program and its notice beside ``portable``; return the notice."""
    with portable.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    release = Release(
        version=named,
        system=system,
        size=portable.stat().st_size,
        sha256=digest,
        day=datetime.fromtimestamp(moment, timezone.utc).date(),  # noqa: UP017
        news=news,
    )
    shutil.copyfile(portable, portable.with_name(f"{release.name}{PACKED}"))
    notice = portable.with_name(f"{release.name}{NOTICE}")
    notice.write_bytes(announce(release, secret))
    return notice


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
