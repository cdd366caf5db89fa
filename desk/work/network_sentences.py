"""What to say of the network: one sentence for each thing that can happen on the way to the hub."""

from collections.abc import Callable

from desk.base.errors import Code
from desk.base.words import Words

NETWORK_ERRORS: dict[Code, Callable[[Words, dict[str, str | int]], str]] = {
    Code.UNUSABLE_ADDRESS: lambda say, b: say(
        "“{text}” cannot be the address of a network. It starts with https:// on the invitation.", **b
    ),
    Code.CODE_REFUSED: lambda say, _: say(
        "This code is not accepted. Each code serves once, for three days. Ask for another one."
    ),
    Code.NOT_JOINED: lambda say, _: say("This desk is in no network yet. It works very well alone."),
    Code.ALREADY_JOINED: lambda say, _: say("This desk is in another network already. It cannot be in two."),
    Code.UNKNOWN_QUESTION: lambda say, _: say("This question is settled already, or does not exist."),
    Code.OFFLINE: lambda say, _: say("No connection for now. Everything is kept here and will leave by itself."),
    Code.NETWORK_PORTAL: lambda say, _: say(
        "The network asks for a page to be opened first. Everything is kept here meanwhile."
    ),
    Code.HUB_SILENT: lambda say, _: say("No news from the network's computer. Everything is kept here."),
    Code.HUB_BUSY: lambda say, _: say("The network's computer is busy. Relais will try again by itself."),
    Code.HUB_UNTRUSTED: lambda say, _: say(
        "Whoever answers is not proved to be your network. Nothing was sent. Tell your coordinator."
    ),
    Code.HUB_NAME_DIFFERS: lambda say, _: say(
        "Another computer answers at the network's address. Nothing was sent. Tell your coordinator."
    ),
    Code.CLOCK_WRONG: lambda say, _: say(
        "The date of this computer, or the network's certificate, is wrong. Nothing was sent. Look at the date first."
    ),
    Code.DESK_REVOKED: lambda say, _: say(
        "The coordinator has closed this desk's access. All its data stay here and can be read and printed."
    ),
    Code.DESK_UNKNOWN: lambda say, _: say(
        "The network does not know this desk any more. Ask your coordinator for a new code."
    ),
    Code.TOO_MANY_REMOVED: lambda say, b: say(
        "What comes would remove {count} sheets at once. Nothing was removed. Ask your coordinator first.", **b
    ),
}
