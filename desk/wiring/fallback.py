"""The fallback binder, by one key: how much of it is asked, then it goes to the printer or to a file."""

from collections.abc import Callable

from desk.slips import fallback
from desk.slips.fallback import Fallback, Part
from desk.store.store import Store
from desk.ui import messages
from desk.wiring import paper
from desk.wiring.host import Host


def ask(host: Host, told: Callable[[str], None]) -> None:
    """Make the binder as it stands today and ask how much of it is to be printed; ``told`` hears what came of it."""
    from desk.ui import printing  # noqa: PLC0415 - only when paper is wanted

    say = host.say

    def compose(store: Store) -> tuple[tuple[Part, ...], tuple[str, str]]:
        return fallback.compose_fallback(store, say), fallback.library_and_day(store, say)

    def composed(answer: tuple[tuple[Part, ...], tuple[str, str]]) -> None:
        parts, (library, day) = answer
        before = fallback.recall(host.profile.binder_file)
        made = fallback.lay_out_fallback(parts, before, library, day, printing.FontRuler())
        only_changed = _only_changed(host, made, known=bool(before))
        if only_changed is None:
            return
        pages = fallback.pages_to_print(made, printing.FontRuler(), say, only_changed=only_changed)

        def done(sentence: str) -> None:
            fallback.remember(host.profile.binder_file, made)
            told(sentence)

        paper.to_printer(host, pages, say("Fallback binder"), "classeur-de-secours.pdf", done)

    told(say("The binder is being made…"))
    host.ask(compose, composed, lane="fallback")


def _only_changed(host: Host, made: Fallback, *, known: bool) -> bool | None:
    """Ask how much is to be printed; None for nothing."""
    say, whole, changed = host.say, len(made.leaves), len(made.changed)
    if not known:
        sentence = say("The binder holds all that the desk needs without a computer: {n} pages.", n=whole)
        return (
            False if messages.choose(host.window, sentence, (say("&Cancel"), say("&Print it")), safe=0) == 1 else None
        )
    if not changed and not made.gone:
        sentence = say("The binder on the shelf is still true: no page has changed.")
    else:
        sentence = say.count(
            changed, "{n} page has changed since last time.", "{n} pages have changed since last time."
        )
    answers = (say("&Cancel"), say("Only the &changed pages"), say("The &whole binder: {n} pages", n=whole))
    taken = messages.choose(host.window, sentence, answers, safe=0)
    return {1: True, 2: False}.get(taken)
