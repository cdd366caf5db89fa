"""`relais card new | read | stamp | take-off`: skills cards without a window. Nothing of a card is kept."""

import argparse
from pathlib import Path

from desk.base.errors import Code, RefusedError
from desk.base.text import clean
from desk.base.words import Words
from desk.cli.answers import REFUSED, answered, shown, told
from desk.cli.options import Commands, text
from desk.domain.skills import Step
from desk.slips.skills_card_page import compose_card, lay_out_card
from desk.store.store import Store
from desk.wire.skills_card import PREFIX, CardError, CardProblem
from desk.work import skills
from desk.work.skills import CardView

_STEPS = {"learning": Step.LEARNING, "helped": Step.HELPED, "alone": Step.ALONE}


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    group = commands.group("card", say("Print, read and stamp skills cards."))
    one = group.command("new", _new, say("Write a blank card as PDF."))
    one.add_argument("--pdf", required=True, metavar="FILE", help=say("the file to write"))
    one = group.command("read", _read, say("Read a card: its skills, who stamped it."))
    _card(one, say)
    one = group.command("stamp", _stamp, say("Add this library's stamp to a card."))
    _card(one, say)
    one.add_argument(
        "--skill", action="append", required=True, type=text, metavar="c01=alone", help=say("learning, helped or alone")
    )
    one.add_argument("--pdf", metavar="FILE", help=say("the file to write"))
    one = group.command("take-off", _take_off, say("Take off the last stamp, if this library made it."))
    _card(one, say)
    one.add_argument("--pdf", metavar="FILE", help=say("the file to write"))


def _card(one: argparse.ArgumentParser, say: Words) -> None:
    one.add_argument("text", nargs="?", default="", type=text, metavar="TEXT", help=say("what the square says"))
    one.add_argument("--image", metavar="FILE", help=say("a picture of the card"))


def _new(options: argparse.Namespace, store: Store, say: Words) -> int:
    view = skills.new_card(store, say)
    file = _write(options.pdf, store, view, say)
    return answered(options, {"card": view.number, "text": view.text, "file": file}, say("Kept in {file}.", file=file))


def _read(options: argparse.Namespace, store: Store, say: Words) -> int:
    try:
        view = skills.read(store, _text(options), say)
    except CardError as error:
        return told(skills.problem_words(error.problem, say), REFUSED)
    lines = [view.number, view.latest, *(stamp.told for stamp in view.stamps), *view.warnings]
    lines += [f"{line.number}. {line.label} · {line.told}" for line in view.lines if line.step]
    return answered(options, _answer(view), "\n".join(lines))


def _stamp(options: argparse.Namespace, store: Store, say: Words) -> int:
    try:
        before = skills.read(store, _text(options), say)
        steps = {line.number: line.step for line in before.lines if line.step}
        known = {line.number for line in before.lines}
        steps.update(_typed(one, known) for one in options.skill)
        view = skills.stamp(store, before.text, steps, say)
    except CardError as error:
        return told(skills.problem_words(error.problem, say), REFUSED)
    return _written(options, store, view, say)


def _take_off(options: argparse.Namespace, store: Store, say: Words) -> int:
    try:
        view = skills.without_last(store, skills.read(store, _text(options), say).text, say)
    except CardError as error:
        return told(skills.problem_words(error.problem, say), REFUSED)
    return _written(options, store, view, say)


def _written(options: argparse.Namespace, store: Store, view: CardView, say: Words) -> int:
    answer = _answer(view)
    if options.pdf:
        answer["file"] = _write(options.pdf, store, view, say)
    return answered(options, answer, view.text)


def _answer(view: CardView) -> dict[str, object]:
    return {
        "card": view.number,
        "text": view.text,
        "stamps": [
            {
                "library": stamp.library,
                "day": stamp.day,
                "known": stamp.known,
                "revoked": stamp.revoked,
                "skills": [{"skill": skill, "step": step} for skill, step in stamp.skills],
            }
            for stamp in view.stamps
        ],
        "latest": view.latest,
        "next": view.coming,
        "sessions": view.sessions,
        "resources": view.resources,
        "problems": view.warnings,
    }


def _text(options: argparse.Namespace) -> str:
    """Return the text of the card given, read in a picture where there is one."""
    if not options.image:
        return str(options.text)
    from desk.ui import printing, scanned  # noqa: PLC0415 - only a picture needs Qt

    printing.ensure_application()
    found = [one for one in scanned.texts_in(Path(options.image)) if one.upper().startswith(PREFIX)]
    if not found:
        raise CardError(CardProblem.NOT_A_CARD)
    return found[0]


def _typed(told_skill: str, known: set[int]) -> tuple[int, Step]:
    """Return the skill and the step of ``c01=alone``.

    Raises:
        RefusedError: ``UNKNOWN_SKILL``.
    """
    name, _, step = told_skill.partition("=")
    number = name.removeprefix("c")
    if not (number.isascii() and number.isdecimal() and int(number) in known and step in _STEPS):
        raise RefusedError(Code.UNKNOWN_SKILL, text=clean(told_skill, 40))
    return int(number), _STEPS[step]


def _write(pdf: str, store: Store, view: CardView, say: Words) -> str:
    from desk.ui import printing  # noqa: PLC0415 - only a paper needs Qt

    printing.ensure_application()
    file = Path(pdf).absolute()
    page = lay_out_card(compose_card(store, view), printing.FontRuler(), say)
    printing.page_to_pdf(page, say.language, file, say("Skills card"))
    return shown(file)
