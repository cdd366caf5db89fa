"""Dates as people say them, in French or English."""

from datetime import date

from desk.base.words import Words

DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def long_day(day: date, language: str) -> str:
    """Return « lundi 23 novembre 2026 »."""
    return f"{DAYS[language][day.weekday()]} {plain_day(day, language)}"


def plain_day(day: date, language: str) -> str:
    """Return « 23 novembre 2026 », « 1er décembre 2026 »."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[language][day.month - 1]} {day.year}"


def published(text: str, language: str) -> str:
    """Return a document's date as printed: ``2026-07-11`` → « 11 juillet 2026 », ``2025-05`` → « mai 2025 », else as is."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return plain_day(date(*numbers), language)
        if len(numbers) == 2:
            return f"{MONTHS[language][numbers[1] - 1]} {numbers[0]}"
    except (ValueError, IndexError, OverflowError):
        return text
    return text


def month_of(text: str, language: str) -> str:
    """Return the month of a document's date as it follows « liste »: « d'août 2024 », « de mai 2025 », « de 2023 »."""
    said = published(text.strip()[:7], language)
    if language != "fr":
        return said
    return f"d'{said}" if said.startswith(("a", "o")) else f"de {said}"


def age(days: int, say: Words) -> str:
    """Return how long ago, in words: « aujourd'hui », « il y a 12 jours », « il y a 3 semaines », « il y a 8 mois »."""
    if days <= 0:
        return say("today")
    if days == 1:
        return say("yesterday")
    if days < 14:
        return say.count(days, "{n} day ago", "{n} days ago")
    if days < 60:
        return say.count(days // 7, "{n} week ago", "{n} weeks ago")
    if days < 730:
        return say.count(days // 30, "{n} month ago", "{n} months ago")
    return say.count(days // 365, "{n} year ago", "{n} years ago")
