"""`relais end`, `outcome`, `without-news`, `counts`, `tally`, `counting-rules`: what the desk reveals, without a window."""

import argparse
from dataclasses import asdict
from datetime import date

from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, told
from desk.cli.options import Commands, text
from desk.domain.referrals import Autonomy, Device, End, Outcome, Reason, Visit
from desk.store.store import Store
from desk.work import counting, figures, sentences, tallies
from desk.work.counting import Told
from desk.work.counts_view import Figures


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("end", _end, say("Count a visit that ended without a slip."))
    one.add_argument("end", choices=_values(End), help=say("how it ended"))
    one.add_argument("--reason", choices=_values(Reason), default="", help=say("why it was not possible"))
    one.add_argument("--procedure", default="", type=text, metavar="ID", help=say("the procedure, as `need` names it"))
    one.add_argument("--autonomy", choices=_values(Autonomy), default="", help=say("how alone the person did it"))
    one.add_argument("--device", choices=_values(Device), default="", help=say("what the person has at home"))
    one.add_argument("--visit", choices=_values(Visit), default="", help=say("first time, or again"))
    one = commands.command("outcome", _outcome, say("Note what became of a slip that came back."))
    commands.wanted(one, "code", "CODE", say("the code on the slip"))
    one.add_argument("outcome", choices=_values(Outcome), help=say("what became of it"))
    commands.command("without-news", _news, say("List the slips of which nothing was heard yet."))
    one = commands.command("counts", _counts, say("Show the figures of a period that is over, masked where few."))
    of_period(one, say)
    one = commands.command("tally", _tally, say("Type in the sheet of a day without the computer."))
    commands.wanted(one, "code", "CODE", say("the code at the top of the sheet"))
    one.add_argument("--day", metavar="DAY", help=say("the day of the sheet, as 2026-11-24"))
    one.add_argument(
        "--ticks", action="append", default=[], type=text, metavar="ID:answered=3",
        help=say("ticks of one line: its name, how it ended, how many"),
    )  # fmt: skip
    one = commands.command("counting-rules", _rules, say("Show or change how long slips are waited for, visits kept."))
    one.add_argument(
        "--news-days", type=int, metavar="DAYS", help=say("days during which news of a slip is waited for")
    )
    one.add_argument("--kept-months", type=int, metavar="N", help=say("months during which visits are kept one by one"))


def of_period(one: argparse.ArgumentParser, say: Words, *, required: bool = False) -> None:
    """Add the period, and whose figures are wanted."""
    one.add_argument(
        "--period", default="", required=required, type=text, metavar="PERIOD", help=say("2026-11, 2026-T4 or 2026")
    )
    one.add_argument("--network", action="store_true", help=say("the figures of the whole network"))


def figures_of(options: argparse.Namespace, store: Store, say: Words, whose: str = "own") -> Figures:
    """Return the figures that a command asks for, ``whose`` unless the network's are."""
    return figures.of(store, "network" if options.network else whose, options.period, say)


def _values(choices: type[End | Reason | Outcome | Autonomy | Device | Visit]) -> list[str]:
    return [one.value for one in choices if one.value]


def _end(options: argparse.Namespace, store: Store, say: Words) -> int:
    told_of = Told(autonomy=Autonomy(options.autonomy), device=Device(options.device), visit=Visit(options.visit))
    done = counting.end_visit(
        store, End(options.end), reason=Reason(options.reason), procedure=options.procedure, told=told_of
    )
    return answered(options, {"id": done.id}, say("Counted. Nobody is named."))


def _outcome(options: argparse.Namespace, store: Store, say: Words) -> int:
    noted = counting.note_outcome(store, options.code, Outcome(options.outcome))
    return answered(
        options, {"code": noted.code, "outcome": noted.outcome}, say("{code}: noted. Thank you.", code=noted.code)
    )


def _news(options: argparse.Namespace, store: Store, say: Words) -> int:
    lines = figures.board(store, say).news
    shown = "\n".join(
        " · ".join(filter(None, (one.code, one.title, one.relay, one.phone, one.day, one.age))) for one in lines
    )
    return answered(
        options, {"slips": [asdict(one) for one in lines]}, shown or say("Every slip came back, or is too old to be waited for.")
    )  # fmt: skip


def _counts(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.period:
        found = figures_of(options, store, say)
        return answered(options, asdict(found), _text(found))
    board = figures.board(store, say)
    periods = {
        "own": [asdict(one) for one in board.periods], "network": [asdict(one) for one in board.network_periods]
    }  # fmt: skip
    lines = [*board.open_words, *(f"{one.id}  {one.label}" for one in board.periods)]
    lines += [say("{period}, the whole network", period=f"{one.id}  {one.label}") for one in board.network_periods]
    return answered(options, {"open": board.open_words, "periods": periods}, "\n".join(lines))


def _text(found: Figures) -> str:
    lines = [
        f"{found.of} · {found.period.label} · {found.total.text}",
        *([found.why] if found.why else found.sentences),
    ]
    for table in found.tables:
        lines += ["", table.title, *(f"  {one.label} : {one.figure.text}" for one in table.lines)]
    return "\n".join(lines)


def _tally(options: argparse.Namespace, store: Store, say: Words) -> int:
    if not options.ticks:
        sheet = tallies.to_type(store, options.code, say)
        lines = [sheet.told, *(f"{one.key}  {one.label}" for one in sheet.lines)]
        return answered(options, asdict(sheet), "\n".join(filter(None, lines)))
    if not options.day:
        raise RefusedError(Code.UNKNOWN_MOMENT, text="")
    done = tallies.type_in(store, options.code, _day(options.day), _ticks(options.ticks))
    if done.problems:
        return told(" ".join(sentences.of_problem(one.code, say) for one in done.problems), REFUSED)
    answered(options, {"code": options.code}, say("The sheet is counted. It can be typed again to correct it."))
    return DONE


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_MOMENT, text=clean(typed, 20)) from error


def _ticks(typed: list[str]) -> dict[str, dict[End, int]]:
    found: dict[str, dict[End, int]] = {}
    for one in typed:
        line, _, rest = one.rpartition(":")
        end, _, n = rest.partition("=")
        if not line or end not in _values(End) or not (n.isascii() and n.lstrip("-").isdecimal()):
            raise RefusedError(Code.UNKNOWN_TICKS, text=clean(one, 60))
        found.setdefault(line, {})[End(end)] = int(n)
    return found


def _rules(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.news_days is not None:
        counting.set_news_days(store, options.news_days)
    if options.kept_months is not None:
        counting.set_kept_months(store, options.kept_months)
    days, months = counting.news_days(store), counting.kept_months(store)
    shown = say("News of a slip is waited for {days} days; visits are kept {months} months.", days=days, months=months)
    return answered(options, {"news_days": days, "kept_months": months}, shown)
