"""`relais need`, `relais relays`, `relais slip`: the main job."""

import argparse
from pathlib import Path

from desk.base.errors import Code, RefusedError
from desk.base.settings import SlipFormat
from desk.base.text import clean
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, answered, shown
from desk.cli.options import Commands, text
from desk.domain.hours import HalfDay, parse_half_days
from desk.domain.relays import Wishes
from desk.store.store import Store
from desk.work import refer


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("need", _need, say("Find the procedures that a need may mean."))
    commands.wanted(one, "text", "NEED", say("the need, in the person's words"))
    commands.limited(one)
    one = commands.command("relays", _relays, say("Rank the local relays of a procedure."))
    commands.wanted(one, "procedure", "PROCEDURE_ID", say("the procedure, as `need` names it"))
    commands.limited(one)
    commands.of_person(one)
    one = commands.command("slip", _slip, say("Write a referral slip as PDF and count one referral."))
    one.add_argument(
        "--procedure", required=True, type=text, metavar="ID", help=say("the procedure, as `need` names it")
    )
    one.add_argument("--sheet", type=text, metavar="ID", help=say("the best relay when absent"))
    one.add_argument(
        "--format",
        choices=[one.value for one in SlipFormat],
        default=SlipFormat.A5.value,
        help=say("paper of the slip"),
    )
    one.add_argument("--pdf", required=True, metavar="FILE", help=say("the file to write"))
    commands.of_person(one)


def _need(options: argparse.Namespace, store: Store, say: Words) -> int:
    found = refer.needs(store, refer.matcher(store), options.text, say, options.limit)
    answer = {
        "procedures": [
            {"id": hit.id, "title": hit.title, "score": hit.score, "why": hit.why} for hit in found.procedures
        ],
        "nothing_fits": found.nothing_fits,
    }
    lines = [say("Nothing fits well. The nearest:")] if found.nothing_fits else []
    lines += [f"{hit.score:.2f}  {hit.id}  {hit.title}" for hit in found.procedures]
    answered(options, answer, "\n".join(lines))
    return REFUSED if found.nothing_fits else DONE


def _relays(options: argparse.Namespace, store: Store, say: Words) -> int:
    wishes = Wishes(at=store.clock.now(), free=_half_days(options.free), by_car=not options.no_car)
    cards = refer.relays(store, options.procedure, wishes, say, options.limit)
    answer = {
        "procedure": options.procedure,
        "relays": [
            {
                "sheet": card.sheet,
                "name": card.name,
                "relay_types": card.relay_types,
                "km": card.km,
                "open_now": card.open_now,
                "next": card.next,
                "sentence": card.sentence,
                "phone": card.phone,
                "checked_on": card.checked_on,
                "why": card.why,
            }
            for card in cards
        ],
    }
    lines = "\n".join(f"{card.name} · {card.away} · {card.sentence} · {card.phone} · {card.checked}" for card in cards)
    answered(options, answer, lines or say("No relay is known for this procedure."))
    return DONE if cards else REFUSED


def _slip(options: argparse.Namespace, store: Store, say: Words) -> int:
    from desk.slips.compose import compose  # noqa: PLC0415 - only this command makes paper
    from desk.ui import printing  # noqa: PLC0415 - only this command needs Qt

    wishes = Wishes(at=store.clock.now(), free=_half_days(options.free), by_car=not options.no_car)
    checklist = refer.checklist(store, options.procedure, say)
    cards = refer.relays(store, options.procedure, wishes, say, 1) if options.sheet is None else ()
    sheet = options.sheet if options.sheet is not None else (cards[0].sheet if cards else "")
    file = Path(options.pdf).absolute()
    made = refer.prepare(store, options.procedure, sheet, wishes=wishes)
    slip = compose(store, checklist, sheet or None, made, options.language, wishes=wishes)
    printing.ensure_application()
    pages = printing.to_pdf(slip, SlipFormat(options.format), file)
    refer.hand_over(store, made)
    answer = {
        "code": made.code,
        "file": shown(file),
        "pages": pages,
        "procedure": options.procedure,
        "sheet": sheet or None,
    }
    return answered(options, answer, say("Slip {code}: {file}", code=made.code, file=shown(file)))


def _half_days(typed: str) -> frozenset[HalfDay]:
    """Return the half-days typed as ``thu-pm,sat-am``.

    Raises:
        RefusedError: ``UNKNOWN_HALF_DAY``.
    """
    try:
        return parse_half_days(typed) if typed else frozenset()
    except ValueError as error:
        raise RefusedError(Code.UNKNOWN_HALF_DAY, text=clean(typed, 40)) from error
