"""`relais end`, `outcome`, `without-news`, `counts`, `tally`, `counting-rules`: what the desk reveals, without a window."""

import argparse
from dataclasses import asdict
from datetime import date

from desk.base.clock import today
from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, told
from desk.cli.options import Commands, text
from desk.domain.referrals import Autonomy, Device, End, Outcome, Reason, Visit
from desk.store.store import Store
from desk.work import counting, counting_rules, figures, sentences, slips_given, tallies
from desk.work.counting import Told
from desk.work.counts_view import Figures, NewsLine
from desk.work.figures_words import not_back_words, without_news_words


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
    commands.command("without-news", _news, say("List the slips without news, then those not back yet."))
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


def _close_what_is_over(options: argparse.Namespace, store: Store) -> None:
    """Do what the window does each morning, unless another moment than now was asked for: closing is for good."""
    if options.at is None:
        counting.keep_time(store)


def figures_of(options: argparse.Namespace, store: Store, say: Words, whose: str = "own") -> Figures:
    """Return the figures that a command asks for, ``whose`` unless the network's are. Months that are over are closed first."""
    _close_what_is_over(options, store)
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
    slip = counting.note_outcome(store, options.code, Outcome(options.outcome))
    return answered(options, {"code": slip.code, "outcome": slip.outcome}, slips_given.noted(store, slip, say))


def _news(options: argparse.Namespace, store: Store, say: Words) -> int:
    news = slips_given.news(store, say)
    lines = [
        without_news_words(len(news.without_news), say), *map(_slip, news.without_news),
        not_back_words(len(news.not_back), say), *map(_slip, news.not_back),
    ]  # fmt: skip
    return answered(options, asdict(news), "\n".join(lines))


def _slip(one: NewsLine) -> str:
    return "  " + " · ".join(filter(None, (one.code, one.title, one.relay, one.phone, one.day, one.age)))


def _counts(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.period:
        found = figures_of(options, store, say)
        return answered(options, asdict(found), _text(found))
    _close_what_is_over(options, store)
    board = figures.board(store, say)
    periods = {
        "own": [asdict(one) for one in board.periods], "network": [asdict(one) for one in board.network_periods]
    }  # fmt: skip
    slips = {
        "without_news": len(board.news.without_news),
        "not_back": len(board.news.not_back),
        "days": board.news.days,
    }
    lines = [*board.now.words, without_news_words(slips["without_news"], say), not_back_words(slips["not_back"], say)]
    lines += [f"{one.id}  {one.label}" for one in board.periods]
    lines += [say("{period}, the whole network", period=f"{one.id}  {one.label}") for one in board.network_periods]
    return answered(options, {"open": board.now.words, "slips": slips, "periods": periods}, "\n".join(lines))


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
    day = _day(options.day) if options.day else today(store.clock)
    done = tallies.type_in(store, options.code, day, _ticks(options.ticks))
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
    if options.news_days is not None or options.kept_months is not None:
        counting_rules.decide(store, news_days=options.news_days, kept_months=options.kept_months)
    known = counting_rules.rules(store)
    shown = say(
        "News of a slip is waited for {days} days; visits are kept {months} months.",
        days=known.news_days,
        months=known.kept_months,
    )
    return answered(options, asdict(known), shown)
