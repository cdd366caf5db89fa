"""The door of the program: the window, or with a command the command line."""

import gc
import sys

from desk.base.errors import DeskError
from desk.base.paths import is_frozen, profile


def main() -> int:
    """Run Relais and return its exit code."""
    arguments = sys.argv[1:]
    if is_frozen():
        went_on = _as_newer(arguments)
        if went_on is not None:
            return went_on
    if arguments[:1] == ["demo"]:
        from desk.demonstration import main as demonstration  # noqa: PLC0415 - only where there is no screen

        return demonstration(arguments[1:])
    if _wants_window(arguments):
        gc.disable()  # a start makes no circle of values: they are looked for once the home is painted
        from desk.app import main as window  # noqa: PLC0415 - brings Qt, which the command line runs without

        return window(arguments)
    from desk.cli.main import main as command_line  # noqa: PLC0415 - the window never needs it

    return command_line(arguments)


def _as_newer(arguments: list[str]) -> int | None:
    """Go on as the newer program that was taken as an update, and return its exit code; None to go on as this one."""
    from desk.base import newer  # noqa: PLC0415 - only the program that people install

    chosen = profile(_data_dir(arguments))
    if newer.chosen(chosen.programs) is None:
        return None
    from desk.base.clock import SystemClock  # noqa: PLC0415 - only where there is a newer one
    from desk.work.updates_start import program_to_open  # noqa: PLC0415

    window = _wants_window(arguments)
    try:
        program = program_to_open(chosen, SystemClock(), window=window)
        return newer.go_on_with(program, arguments, chosen.root, window=window) if program is not None else None
    except (DeskError, OSError) as error:
        print(f"Relais: {error}", file=sys.stderr)  # and this program opens, which says what it cannot read
        return None


def _data_dir(arguments: list[str]) -> str | None:
    """Return the folder that the command line names, None when it names none."""
    for place, one in enumerate(arguments):
        if one == "--data-dir" and place + 1 < len(arguments):
            return arguments[place + 1]
        if one.startswith("--data-dir="):
            return one.partition("=")[2]
    return None


def _wants_window(arguments: list[str]) -> bool:
    """Return whether there is nothing but the choice of a profile, and of practising on it."""
    rest = [one for one in arguments if one != "--training"]
    if len(rest) > 1 and rest[0] == "--data-dir":
        rest = rest[2:]
    elif rest and rest[0].startswith("--data-dir="):
        rest = rest[1:]
    return not rest


if __name__ == "__main__":
    sys.exit(main())
