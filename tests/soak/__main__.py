"""Run a long load: ``python3 packaging/build.py soak village``, ``desks`` or ``kills``. JSON lines on standard output."""

import argparse
import json
import sys

from tests.soak import desks, kills, village


def main() -> int:
    """Run one load; 1 when something was lost, doubled or skipped, or when memory grew."""
    parser = argparse.ArgumentParser(prog="soak")
    loads = parser.add_subparsers(dest="load", metavar="LOAD")
    one = loads.add_parser("desks", help="many desks on one hub process")
    one.add_argument("--desks", type=int, default=1000)
    one.add_argument("--minutes", type=float, default=10)
    one.add_argument("--every", type=float, default=10, help="seconds between two exchanges of one desk")
    one = loads.add_parser("kills", help="PostgreSQL and hub processes killed again and again under load")
    one.add_argument("--minutes", type=float, default=5)
    one = loads.add_parser("village", help="volunteers at their desks and a hub, with everything that goes wrong")
    one.add_argument("--desks", type=int, default=4)
    one.add_argument("--minutes", type=float, default=10)
    words = sys.argv[1:]
    options = parser.parse_args(words if words and not words[0].startswith("--") else ["village", *words])
    if options.load == "village":
        figures = village.run(options.desks, options.minutes * 60)
    elif options.load == "kills":
        figures = kills.run(options.minutes * 60)
    else:
        figures = desks.run(options.desks, options.minutes * 60, options.every)
    print(json.dumps({"soak": options.load, **figures}), flush=True)
    return 0 if figures["sound"] else 1


if __name__ == "__main__":
    sys.exit(main())
