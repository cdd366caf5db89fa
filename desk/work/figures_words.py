"""What the keys of figures are called, and why a figure is masked."""

from desk.base.dates import published
from desk.base.words import Words
from desk.domain.counts import Result
from desk.domain.masking import Why
from desk.domain.referrals import Autonomy, Device, End, Visit


def period_words(period: str, say: Words) -> str:
    """Return a period in words: « novembre 2026 », « 4e trimestre 2026 », « 2026 »."""
    year, _, part = period.partition("-")
    if part.startswith("T"):
        return {
            "1": say("first quarter of {year}", year=year),
            "2": say("second quarter of {year}", year=year),
            "3": say("third quarter of {year}", year=year),
            "4": say("fourth quarter of {year}", year=year),
        }[part[1:]]
    return published(period, say.language)


def end_words(end: End, say: Words) -> str:
    """Return how a visit ended."""
    return {
        End.UNKNOWN: say("Not said"),
        End.ANSWERED: say("Answered here"),
        End.RELAYED: say("Handed over to a relay"),
        End.NOT_POSSIBLE: say("Not possible"),
        End.LEFT: say("Left before the end"),
    }[end]


def result_words(result: Result, say: Words) -> str:
    """Return how an act ended, in the words of its table."""
    return {
        Result.ANSWERED: say("Answered here"),
        Result.RELAYED: say("Handed over, news is still possible"),
        Result.RELAYED_DONE: say("Done"),
        Result.RELAYED_COME_BACK: say("Must come back"),
        Result.RELAYED_WRONG_PLACE: say("Not the right place"),
        Result.RELAYED_CLOSED: say("Found it closed"),
        Result.RELAYED_NO_NEWS: say("No news"),
        Result.NOT_POSSIBLE: say("Reason not said"),
        Result.NOT_HERE: say("Does not exist here"),
        Result.TOO_FAR: say("Too far"),
        Result.CLOSED: say("Closed"),
        Result.ONLINE_ONLY: say("Only online"),
        Result.CHARTER: say("Outside the charter"),
        Result.WAITING_LIST: say("Waiting list"),
        Result.NOT_FOUND: say("Need without answer"),
        Result.LEFT: say("Left before the end"),
    }[result]


def autonomy_words(autonomy: Autonomy, say: Words) -> str:
    """Return the national Coop's three steps, nothing when it was not said."""
    return {
        Autonomy.UNKNOWN: "",
        Autonomy.GUIDED: say("With guidance"),
        Autonomy.PARTLY: say("Alone, with guidance if needed"),
        Autonomy.ALONE: say("Alone"),
    }[autonomy]


def device_words(device: Device, say: Words) -> str:
    """Return what the person has at home, nothing when it was not said."""
    return {
        Device.UNKNOWN: "",
        Device.COMPUTER: say("A computer"),
        Device.TELEPHONE: say("A telephone"),
        Device.TABLET: say("A tablet"),
        Device.NONE: say("Nothing"),
    }[device]


def visit_words(visit: Visit, say: Words) -> str:
    """Return whether the person came for the first time, nothing when it was not said."""
    return {Visit.UNKNOWN: "", Visit.FIRST: say("First time"), Visit.AGAIN: say("Came before")}[visit]


def band_words(start: int, stop: int | None, say: Words) -> str:
    """Return a band of distances: « de 5 à 15 km », « 30 km et plus »."""
    if stop is None:
        return say("{n} km and more", n=start)
    return say("from {low} to {high} km", low=start, high=stop) if start else say("less than {n} km", n=stop)


def half_day_words(half: str, say: Words) -> str:
    """Return a half-day: « samedi matin »."""
    day, _, part = half.partition("-")
    days = {
        "mo": say("Monday"),
        "tu": say("Tuesday"),
        "we": say("Wednesday"),
        "th": say("Thursday"),
        "fr": say("Friday"),
        "sa": say("Saturday"),
    }
    if day not in days:
        return half
    return say("{day} morning", day=days[day]) if part == "am" else say("{day} afternoon", day=days[day])


def why_words(why: Why, threshold: int, say: Words) -> str:
    """Return what is written in the place of a figure that is not shown, or why a page is not made."""
    return {
        Why.COUNT: "",
        Why.BELOW: say("fewer than {n}", n=threshold),
        Why.HIDDEN: say("masked"),
        Why.TOO_FEW: say("There were fewer than {n} visits: everything is masked, so that nobody can be recognised.", n=threshold),
        Why.WITHHELD: say("Not published: it would let a masked figure be worked out."),
        Why.UNPUBLISHED: say("Not published for this period."),
    }[why]  # fmt: skip


def without_news_words(n: int, say: Words) -> str:
    """Return how many slips are « sans nouvelle »."""
    return say.count(n, "{n} slip without news", "{n} slips without news") if n else say("No slip is without news.")


def not_back_words(n: int, say: Words) -> str:
    """Return how many slips are « pas encore revenus »."""
    return say.count(n, "{n} slip not back yet", "{n} slips not back yet") if n else say("No slip is waited for.")
