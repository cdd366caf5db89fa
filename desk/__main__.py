"""The door of the program: the window, or with a command the command line."""

import sys


def main() -> int:
    """Run Relais and return its exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["demo"]:
        from desk.demonstration import main as demonstration  # noqa: PLC0415 - only where there is no screen

        return demonstration(arguments[1:])
    if _wants_window(arguments):
        from desk.app import main as window  # noqa: PLC0415 - brings Qt, which the command line runs without

        return window(arguments)
    from desk.cli.main import main as command_line  # noqa: PLC0415 - the window never needs it

    return command_line(arguments)


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
