"""Figures of the service: the month of five hundred sessions painted, helpers matched, a card stamped and read."""

import random
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from desk.base.ids import new_secret
from desk.base.settings import Settings
from desk.base.words import words
from desk.domain.hours import Calendar
from desk.domain.mutual_aid import AidRequest, Helper, Subject, matching
from desk.domain.openings import HalfDay
from desk.domain.sessions import Session, SessionId, held, monthly, weekly
from desk.domain.skills import new_number
from desk.ui.theme import apply_look
from desk.ui.widgets.month_grid import MonthGrid
from desk.wire import skills_card
from desk.wire.signing import public_key

MONTH = date(2026, 11, 1)


def month_painted(app: QApplication, many: int, runs: int) -> tuple[list[float], float, int]:
    """Return the milliseconds of each painting of a month, those of its days, and how many days are held."""
    rnd = random.Random(1)
    sessions = []
    for place in range(many):
        first = date(2024, 1, 1) + timedelta(days=rnd.randrange(700))
        rule = rnd.choice((weekly(), weekly(every=2), monthly(first)))
        sessions.append(Session(id=SessionId(f"s{place}"), title=f"Permanence {place}", first=first, rule=rule))
    began = perf_counter()
    days = held(sessions, MONTH, date(2026, 11, 30), Calendar())
    expanded = (perf_counter() - began) * 1000
    marks: dict[date, tuple[tuple[str, bool], ...]] = {}
    for one in days:
        marks[one.day] = (*marks.get(one.day, ()), (f"{one.start:%H:%M} {one.session.title}", one.held))
    grid = MonthGrid(words("fr"), apply_look(app, Settings()))
    grid.resize(QSize(1100, 640))
    grid.present(MONTH, date(2026, 11, 24), marks)
    taken = []
    for run in range(runs):
        grid.choose(MONTH + timedelta(days=run % 30))
        began = perf_counter()
        picture = QPixmap(grid.size())
        grid.render(picture)
        taken.append((perf_counter() - began) * 1000)
    return taken, expanded, len(days)


def helpers_matched(many: int, runs: int) -> list[float]:
    """Return the milliseconds of each search among ``many`` helpers."""
    rnd = random.Random(2)
    subjects, halves = [one.value for one in Subject], [one.value for one in HalfDay]
    today = date(2026, 11, 24)
    helpers = [
        Helper(
            id=str(place),
            name=f"Personne {place}",
            subjects=tuple(rnd.sample(subjects, 3)),
            half_days=tuple(rnd.sample(halves, 4)),
            consent_on=today - timedelta(days=rnd.randrange(300)),
        )
        for place in range(many)
    ]
    request = AidRequest(id="r", made_on=today, subject="tablet", half_days=("we-pm",))
    taken = []
    for run in range(runs):
        asked = replace(request, subject=subjects[run % len(subjects)])
        began = perf_counter()
        matching(asked, helpers, today)
        taken.append((perf_counter() - began) * 1000)
    return taken


def cards_read(runs: int) -> list[float]:
    """Return the milliseconds of each full card read and verified."""
    secrets = [new_secret() for _ in range(skills_card.MOST_STAMPS)]
    keys = {skills_card.key_id(public_key(one)): public_key(one) for one in secrets}
    card = skills_card.blank(new_number())
    for place, secret in enumerate(secrets):
        card = skills_card.stamped(card, secret, MONTH, tuple((1 + (3 * place + n) % 35, 3) for n in range(3)))
    text = skills_card.to_text(card)
    taken = []
    for _ in range(runs):
        began = perf_counter()
        skills_card.standings(skills_card.from_text(text), keys)
        taken.append((perf_counter() - began) * 1000)
    return taken
