"""What to say of a newer program that cannot be taken: one sentence for each reason."""

from collections.abc import Callable

from desk.base.errors import Code
from desk.base.words import Words

UPDATE_ERRORS: dict[Code, Callable[[Words, dict[str, str | int]], str]] = {
    Code.UPDATE_UNBELIEVED: lambda say, _: say(
        "This update is not signed by those who make Relais, or was changed on the way. It was not taken."
    ),
    Code.UPDATE_NOT_NEWER: lambda say, b: say("Version {version} is not newer than this one. It was not taken.", **b),
    Code.UPDATE_OTHER_SYSTEM: lambda say, _: say("This update is for another kind of computer. It was not taken."),
    Code.UPDATE_NONE: lambda say, _: say("There is no newer version."),
    Code.UPDATE_NOT_HERE: lambda say, _: say(
        "This Relais cannot be followed by a newer one by itself. Install the newer one by hand."
    ),
    Code.UPDATE_DAMAGED: lambda say, b: say(
        "Version {version} did not come as it was announced. It was erased, nothing has changed. Try again.", **b
    ),
    Code.UPDATE_CUT: lambda say, _: say("What is missing did not come. What is here stays. Try again later."),
    Code.UPDATE_FAILED: lambda say, b: say(
        "Version {version} did not pass its trial on a copy. It was not taken, nothing has changed.", **b
    ),
}
