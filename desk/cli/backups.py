"""`relais backup`, `relais restore`, `relais backups`, `relais move`: the desk in one file, and back."""

import argparse
from pathlib import Path

from desk.base.dates import long_day
from desk.base.paths import Profile, profile
from desk.base.settings import load
from desk.base.words import Words
from desk.cli.answers import answered, shown
from desk.cli.options import Commands, clock_of
from desk.store.putting_back import must_be_closed
from desk.work import copies, upkeep
from desk.work.copies import Manifest


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.alone("backup", _backup, say("Write the whole desk in one file, checked."))
    who = one.add_mutually_exclusive_group()
    who.add_argument("--without-private", action="store_true", help=say("leave out notes, contacts and helpers"))
    who.add_argument("--with-private", action="store_true", help=say("put them in even where others may read the file"))
    commands.wanted(one, "file", "FILE", say("the file to write"))
    one = commands.alone("restore", _restore, say("Go back to a copy. What it replaces is set aside."))
    one.add_argument("--preview", action="store_true", help=say("only say what would change"))
    commands.wanted(one, "file", "FILE", say("the copy: a file of relais backup, or a copy of a day"))
    commands.alone("backups", _backups, say("Tell the copies one can go back to."))
    one = commands.alone("move", _move, say("Write the whole desk in one file for another computer."))
    commands.wanted(one, "file", "FILE", say("the file to write"))


def _backup(options: argparse.Namespace, say: Words) -> int:
    target = Path(options.file).absolute()
    for_others = copies.is_for_others_too(target)
    persons = not options.without_private and (options.with_private or not for_others)
    manifest = copies.back_up(profile(options.data_dir), target, clock_of(options), persons=persons)
    lines = [say("The desk is in {file}, checked: {size} bytes.", file=shown(target), size=target.stat().st_size)]
    if manifest.persons:
        lines.append(say("It holds what concerns persons: notes, contacts, helpers. Keep it locked away."))
    elif for_others and not options.without_private:
        lines.append(say("Others may read this place: what concerns persons was left out."))
    else:
        lines.append(say("What concerns persons was left out."))
    return answered(options, _told(manifest, target), "\n".join(lines))


def _move(options: argparse.Namespace, say: Words) -> int:
    target = Path(options.file).absolute()
    manifest = copies.move(profile(options.data_dir), target, clock_of(options))
    lines = [
        say("The whole desk is in {file}, with its keys.", file=shown(target)),
        say("On the other computer, at the first start: “I have a file from another computer”."),
        say("Erase this file once the desk works there."),
    ]
    return answered(options, _told(manifest, target), "\n".join(lines))


def _restore(options: argparse.Namespace, say: Words) -> int:
    chosen, source = profile(options.data_dir), Path(options.file).absolute()
    found = copies.preview(chosen, source)
    answer = {
        "file": shown(source),
        "library": found.library,
        "sheets": found.there.sheets,
        "slips": found.there.slips,
        "sheets_before": found.here.sheets if found.here else None,
        "slips_before": found.here.slips if found.here else None,
        "saves_since": found.lost,
        "persons": found.persons,
        "set_aside": None,
    }
    told = copies.preview_words(found, say)
    if options.preview:
        return answered(options, {**answer, "done": False}, told)
    must_be_closed(chosen)
    aside = upkeep.go_back(chosen, source, clock_of(options))
    lines = [say("The copy is back. What it replaced was set aside, nothing was erased."), told]
    return answered(options, {**answer, "set_aside": shown(aside) if aside else None, "done": True}, "\n".join(lines))


def _backups(options: argparse.Namespace, say: Words) -> int:
    chosen = profile(options.data_dir)
    elsewhere = load(chosen.settings_file).copies_folder
    found = copies.listed(chosen, elsewhere)
    answer = {
        "copies": [{"day": one.day, "file": shown(one.path), "size": one.size, "where": _where(one)} for one in found],
        "elsewhere": elsewhere or None,
        "private_copies": len(_private(chosen)),
    }
    here = {"here": say("on this computer"), "elsewhere": say("on the other disk")}
    lines = [f"{long_day(one.day, say.language)} · {here[_where(one)]} · {shown(one.path)}" for one in found]
    lines = lines or [say("There is no copy yet. One is made each day, at the first start.")]
    lines.append(copies.elsewhere_words(chosen, elsewhere, clock_of(options), say))
    return answered(options, answer, "\n".join(lines))


def _private(chosen: Profile) -> tuple[copies.Backup, ...]:
    return upkeep.copies(chosen, chosen.private_file.name)


def _where(one: copies.Backup) -> str:
    return "elsewhere" if one.elsewhere else "here"


def _told(manifest: Manifest, target: Path) -> dict[str, object]:
    return {
        "file": shown(target),
        "kind": manifest.kind,
        "library": manifest.library,
        "commune": manifest.commune,
        "made_at": manifest.made_at,
        "size": target.stat().st_size,
        "sheets": manifest.sheets,
        "slips": manifest.slips,
        "persons": manifest.persons,
        "files": sorted(manifest.files),
    }
