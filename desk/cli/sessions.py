"""`relais sessions`, `relais session`, `relais calendar`: who receives here and nearby, cancelled, given as a calendar."""

import argparse
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.training import must_count
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown, told
from desk.cli.options import Commands, text
from desk.domain.hours_grid import typed_time
from desk.domain.sessions import Session, monthly, weekly
from desk.exchange.calendar import read_calendar_file, why_words, write_calendar_file
from desk.store.store import Store
from desk.work import sentences, sessions

_AGAIN = ("once", "weekly", "fortnight", "monthly")
_DAYS = 14


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("sessions", _list, say("List the sessions here and within 15 km."))
    one.add_argument(
        "--from", dest="since", type=text, default="", metavar="DAY", help=say("first day, today by default")
    )
    one.add_argument("--days", type=int, default=_DAYS, metavar="N", help=say("how many days"))
    group = commands.group("session", say("Keep, cancel and restore a session."))
    one = group.command("new", _new, say("Keep a session held in this library."))
    one.add_argument("--title", required=True, type=text, help=say("what it is"))
    one.add_argument("--host", type=text, default="", help=say("which organisation receives"))
    one.add_argument("--sheet", type=text, default="", metavar="ID", help=say("its referral sheet"))
    one.add_argument(
        "--relay-type", action="append", default=[], type=text, help=say("a kind of relay, may be repeated")
    )
    one.add_argument("--first", required=True, type=text, metavar="DAY", help=say("first day, such as 2026-11-26"))
    one.add_argument("--start", required=True, type=text, metavar="HOUR", help=say("such as 14:00"))
    one.add_argument("--end", required=True, type=text, metavar="HOUR", help=say("such as 16:30"))
    one.add_argument("--again", choices=_AGAIN, default="once", help=say("how it comes again"))
    one.add_argument("--last", type=text, default="", metavar="DAY", help=say("last day, if it is known"))
    one.add_argument("--slot", type=int, default=0, metavar="MINUTES", help=say("length of an appointment"))
    for name, run, sentence in (
        ("cancel", _cancel, say("Say that a session is not held on a day.")),
        ("restore", _restore, say("Say that it is held after all.")),
    ):
        one = group.command(name, run, sentence)
        commands.wanted(one, "id", "ID", say("the session, as `sessions` names it"))
        one.add_argument("--day", required=True, type=text, metavar="DAY", help=say("such as 2026-11-26"))
        one.add_argument("--why", type=text, default="", help=say("why, in a few words"))
    group = commands.group("calendar", say("Give and read iCalendar files."))
    for name, run, sentence in (
        ("write", _write, say("Write the sessions of this library as a calendar.")),
        ("read", _read, say("Read the sessions of a calendar.")),
    ):
        one = group.command(name, run, sentence)
        commands.wanted(one, "file", "FILE", say("the file, *.ics"))


def _list(options: argparse.Namespace, store: Store, say: Words) -> int:
    since = _day(options.since) if options.since else today(store.clock)
    agenda = sessions.agenda(store, since, since + timedelta(days=max(0, min(options.days, 366) - 1)), say)
    answer = {
        "sessions": [
            {
                "session": line.session,
                "day": line.day,
                "times": line.times,
                "title": line.title,
                "who": line.who,
                "where": line.where,
                "rhythm": line.rhythm,
                "held": line.held,
                "state": line.state,
                "clash": line.clash,
                "free_slots": line.free_slots,
            }
            for line in agenda.days
        ]
    }
    lines = "\n".join(
        " · ".join(filter(None, (line.session, line.when, line.times, line.title, line.where, line.state, line.clash)))
        for line in agenda.days
    )
    answered(options, answer, lines or say("Nothing is held then."))
    return DONE


def _new(options: argparse.Namespace, store: Store, say: Words) -> int:
    first = _day(options.first)
    rule = {"once": "", "weekly": weekly(), "fortnight": weekly(every=2), "monthly": monthly(first)}[options.again]
    made: Session = replace(
        sessions.blank(store, first),
        title=clean(options.title, 200),
        host=clean(options.host, 200),
        sheet=options.sheet,
        relay_types=tuple(sorted(options.relay_type)),
        start=typed_time(options.start) or options.start,
        end=typed_time(options.end) or options.end,
        rule=rule,
        last=_day(options.last) if options.last else None,
        slot_minutes=options.slot,
    )
    outcome = sessions.save(store, made)
    if outcome.problems:
        problem = outcome.problems[0]
        return told(f"{problem.field}: {sentences.of_problem(problem.code, say)}", REFUSED)
    return answered(options, {"id": outcome.id}, outcome.id)


def _cancel(options: argparse.Namespace, store: Store, say: Words) -> int:
    sessions.cancel(store, options.id, _day(options.day), clean(options.why, 80))
    return answered(
        options, {"id": options.id, "held": False}, say("Cancelled. The relays and the poster already know it.")
    )


def _restore(options: argparse.Namespace, store: Store, say: Words) -> int:
    sessions.restore(store, options.id, _day(options.day))
    return answered(options, {"id": options.id, "held": True}, say("It is held."))


def _write(options: argparse.Namespace, store: Store, say: Words) -> int:
    must_count(store.profile.desk_file)
    library, file = store.library(), Path(options.file).absolute()
    if library is None:
        raise RefusedError(Code.NO_LIBRARY)
    here = sessions.held_here(store)
    write_calendar_file(file, here, sessions.calendar(store), store.clock.now(), say.language, library.name)
    return answered(options, {"file": shown(file), "sessions": len(here)}, say("Kept in {file}.", file=shown(file)))


def _read(options: argparse.Namespace, store: Store, say: Words) -> int:
    day, known = today(store.clock), sessions.known_calendars(store)
    read = read_calendar_file(
        Path(options.file), sessions.calendar(store), day, known, frozenset(store.seeds.taxonomy.relay_types)
    )
    new, changed = sessions.take(store, read.sessions, read.withdrawn)
    untaken = [
        {"event": one.event, "day": one.day, "code": one.why, "message": why_words(one.why, say)}
        for one in (*read.refused, *read.left_out)
    ]
    answered(
        options,
        {"new": new, "changed": changed, "left_out": untaken},
        say("{new} new sessions, {changed} changed.", new=new, changed=changed),
    )
    return REFUSED if read.refused and not read.sessions else DONE


def _day(typed: str) -> date:
    """Return the day typed as ISO.

    Raises:
        RefusedError: ``UNKNOWN_MOMENT``.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(typed, 40)) from error
