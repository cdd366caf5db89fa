"""The entry of this software in the register of processing (RGPD, article 30), from the same catalogue as the code.

What the model of the Cnil asks for: who answers for it, what for, whose data, which data, who receives them, how long,
how they are guarded. What only the commune knows is a line to fill in by hand.
"""

from desk.base.words import Words
from desk.domain.libraries import full_name
from desk.store.store import Store
from desk.work.knows import kept, never_kept
from desk.work.setup import must_be_set_up


def register_entry(store: Store, say: Words) -> str:
    """Return the entry, marked up for reading.

    Raises:
        RefusedError: ``NO_LIBRARY``.
    """
    library = must_be_set_up(store)
    lines = [
        f"# {say('Register of processing: the entry of Relais')}",
        "",
        f"## {say('Who answers for it')}",
        say("{library}. The commune or the association it belongs to, and its data protection officer: to fill in.",
            library=full_name(library)),
        "",
        f"## {say('What for')}",
        f"- {say('To tell a visitor who can take over an administrative procedure, and when.')}",
        f"- {say('To count, without any person, what was asked and what was missing.')}",
        "",
        f"## {say('On what ground')}",
        say("A task of public interest (RGPD, article 6.1.e); for helpers, their consent (article 6.1.a)."),
        "",
        f"## {say('Whose data')}",
        f"- {say('Visitors: none. Nothing that is kept names or describes one.')}",
        f"- {say('Contact persons of partners: name and way to reach them, on this computer only.')}",
        f"- {say('Helpers of mutual aid: what they signed for, on this computer only.')}",
        f"- {say('Volunteers: their initials beside what they checked or changed.')}",
        "",
        f"## {say('Which data, how far they go, how long they stay')}",
    ]  # fmt: skip
    for one in kept(say):
        lines += ["", f"### {one.title}", one.purpose, *(f"- {field}" for field in one.fields), ""]
        lines.append(f"{one.travels} {one.stays}")
    lines += [
        "",
        f"## {say('What is never kept')}",
        *(f"- {one}" for one in never_kept(say)),
        "",
        f"## {say('How they are guarded')}",
        f"- {say('Persons are in a file of their own, that the exchange cannot open.')}",
        f"- {say('What is exchanged is signed by each desk; the line to the hub is encrypted.')}",
        f"- {say('Copies are made every day, checked by opening them, and thrown away after a year.')}",
        f"- {say('Figures under 5 are masked on the page of the commune, under 11 on any other.')}",
        "",
        f"## {say('Outside the European Union')}",
        say("Nothing is sent there by this software. Where the hub stands: to fill in."),
    ]
    return "\n".join(lines)
