"""`relais setup` and `relais check`: the desk itself."""

import argparse
from dataclasses import replace

from desk.base.errors import Code, RefusedError
from desk.base.paths import profile
from desk.base.words import Words
from desk.cli.answers import DONE, REFUSED, SURROUNDINGS, USAGE, answered, shown, told
from desk.cli.options import Commands, text
from desk.domain.libraries import DEFAULT_RADIUS_KM
from desk.store.store import Store
from desk.work import profiles, sentences, setup, upkeep

CANDIDATES = 6
"""How many libraries are named when a text may mean several."""


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    say = commands.say
    one = commands.command("setup", _setup, say("Say which library this desk belongs to."))
    one.add_argument("--library", type=text, metavar="TEXT", help=say("code of the official list, or name and commune"))
    one.add_argument("--name", type=text, help=say("name of a library that is not in the list"))
    one.add_argument("--commune", type=text, metavar="INSEE", help=say("its commune: INSEE code, postcode or name"))
    one.add_argument("--radius", type=int, default=DEFAULT_RADIUS_KM, metavar="KM", help=say("how far people go"))
    commands.alone("libraries", _libraries, say("List the libraries of this computer."))
    commands.command("check", _check, say("Check everything that is kept: integrity, sizes, versions."))


def _libraries(options: argparse.Namespace, say: Words) -> int:
    shelves = profiles.listed(profile(options.data_dir), say)
    answer = {"libraries": [{"library": one.title, "folder": shown(one.profile.root)} for one in shelves]}
    return answered(options, answer, "\n".join(f"{one.title} · {shown(one.profile.root)}" for one in shelves))


def _setup(options: argparse.Namespace, store: Store, say: Words) -> int:
    if options.library:
        try:
            official = setup.the_official(store, options.library)
        except RefusedError as error:
            if error.code is not Code.AMBIGUOUS_LIBRARY:
                raise
            return told(f"{sentences.of_error(error, say)} {_candidates(store, options.library, say)}", REFUSED)
        library = setup.from_official(store, official, options.radius)
    elif options.name and options.commune:
        library = setup.by_hand(options.name, setup.the_commune(store, options.commune), options.radius)
    else:
        return told(say("Give --library, or --name and --commune."), USAGE)
    before = store.library()
    if before is not None:
        library = replace(library, id=before.id)
    outcome = setup.set_up(store, library)
    for problem in outcome.problems:
        told(f"{problem.field}: {sentences.of_problem(problem.code, say)}", REFUSED)
    if outcome.problems:
        return REFUSED
    if library.place is None:
        told(sentences.of_error(RefusedError(Code.COMMUNE_WITHOUT_PLACE, commune=library.commune), say), DONE)
    procedures, found = setup.counts(store)
    answer = {
        "library": library.name,
        "commune": library.commune,
        "radius_km": library.radius_km,
        "procedures": procedures,
        "sheets": found,
    }
    lines = [
        say("{library}, {commune}: {procedures} procedures and {sheets} sheets within {radius_km} km.", **answer),
        *setup.to_verify(store, say),
        say("Next: relais need “refaire ma carte d'identité”"),
    ]
    return answered(options, answer, "\n".join(lines))


def _candidates(store: Store, text: str, say: Words) -> str:
    """Return which libraries a text may mean first, each after the code that means it alone."""
    named = "; ".join(
        f"{one.code} · {one.name} · {one.postcode} {one.commune}"
        for one in setup.official_libraries(store, text, CANDIDATES)
    )
    return say("The first, after their code: {list}.", list=named)


def _check(options: argparse.Namespace, store: Store, say: Words) -> int:
    report = upkeep.check_all(store)
    lines = [say("All is well.") if report.ok else say("Something is wrong.")]
    lines += [f"Relais {report.relais} · SQLite {report.sqlite}"]
    lines += [say("{procedures} procedures, {sheets} sheets, {referrals} slips.", **report.counts)]
    lines += [f"{name} · {-(-size // 1024)} Ko" for name, size in report.sizes.items()]
    lines += [f"- {problem}" for problem in report.problems]
    answered(options, report, "\n".join(lines))
    return DONE if report.ok else SURROUNDINGS
