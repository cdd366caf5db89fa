"""Another library on this computer: chosen in the settings, or asked at the start when there are several."""

from desk.base.paths import Profile
from desk.base.words import Words
from desk.ui import messages
from desk.wiring.host import Host
from desk.wiring.training import GoOnWith
from desk.work import profiles


def ask_other(host: Host, go_on_with: GoOnWith) -> None:
    """Ask which library of this computer is wanted, or a new one; the present one is closed first."""
    say, there = host.say, host.profile
    shelves = [one for one in profiles.listed(there, say) if one.profile.root != there.root]
    more = profiles.new_one(there)
    answers = [one.title for one in shelves]
    if more is not None:
        answers.append(say("One library &more on this computer"))
    answers.append(say("&Stay here"))
    sentence = say("Each library has its own files. What is open here is closed first.")
    taken = messages.choose(host.window, sentence, tuple(answers), safe=len(answers) - 1)
    if taken < len(shelves):
        go_on_with(shelves[taken].profile)
    elif more is not None and taken == len(shelves):
        go_on_with(more)


def which(chosen: Profile, say: Words) -> Profile:
    """Return the library to open at the start: ``chosen``, or the one that is answered when there are several."""
    shelves = profiles.listed(chosen, say)
    if len(shelves) < 2:
        return chosen
    at = next((place for place, one in enumerate(shelves) if one.profile.root == chosen.root), 0)
    taken = messages.choose(None, say("Which library?"), tuple(one.title for one in shelves), safe=at)
    return shelves[taken].profile
