"""Real widgets, offscreen: a look, view values to show, a whole desk on a planted profile."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from desk.app import Desk, application
from desk.base.settings import Settings
from desk.domain.procedures import StepKind
from desk.domain.sheets import Freshness
from desk.ui.theme import apply_look
from desk.work.refer_view import Checklist, FactLine, NeedAnswer, PhoneLine, ProcedureHit, RelayCard, StepLine

PATIENCE_MS = 5000


@pytest.fixture(autouse=True)
def nothing_left(qapp):
    """What a test has closed is gone before the next one: else the next look dresses it once more."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def look(qapp):
    return apply_look(qapp, Settings())


@pytest.fixture
def make_desk(qapp, qtbot, planted, profile, clock):
    """Open a whole desk; its window is closed, its store too, when the test ends."""
    made = []

    def opened(*, wait=True, plant=True):
        if plant and not profile.root.exists():
            shutil.copytree(planted.root, profile.root)
        desk = Desk(application(), profile, clock)
        made.append(desk)
        if not wait:
            desk.open()
            return desk
        with qtbot.waitActive(desk.window), qtbot.waitSignal(desk.background.rested, timeout=PATIENCE_MS):
            desk.open()
        return desk

    yield opened
    for desk in made:
        desk.window.close()
        desk.close()
        desk.window.deleteLater()


@pytest.fixture
def settle(qtbot):
    """Wait until the store owes no answer."""

    def settled(desk):
        qtbot.waitUntil(lambda: not desk.opening and not desk.background.busy, timeout=PATIENCE_MS)

    return settled


@pytest.fixture
def when_asked(qapp):
    """Do ``act(dialog)`` as soon as a dialog is open; the list returned then holds what ``act`` returned."""

    timers = []

    def prepared(act):
        done = []
        timer = QTimer(qapp)
        timer.setInterval(5)
        timers.append(timer)

        def look_for_it():
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                timer.stop()
                done.append(act(dialog))

        timer.timeout.connect(look_for_it)
        timer.start()
        return done

    yield prepared
    for timer in timers:
        timer.stop()


@pytest.fixture
def hits():
    return (
        ProcedureHit(id="carte-identite", title="Carte d'identité", administration="ANTS", score=0.9, why=()),
        ProcedureHit(id="carte-grise", title="Carte grise", administration="ANTS", score=0.5, why=()),
        ProcedureHit(id="carte-vitale", title="Carte Vitale", administration="CPAM", score=0.4, why=()),
    )


@pytest.fixture
def answer(hits):
    return NeedAnswer(procedures=hits, nothing_fits=False)


@pytest.fixture(scope="session")
def make_checklist():
    def step(number, kind, **changes):
        values = {
            "id": f"s{number}",
            "kind": kind,
            "text": f"Étape {number}",
            "why": "",
            "relay_types": (),
            "relay_labels": (),
            "to_verify": False,
            "possible": True,
            "lacking": (),
        }
        return StepLine(**values | changes)

    def made(**changes):
        values = {
            "procedure": "carte-identite",
            "title": "Carte d'identité",
            "slip_title": "Pour refaire votre carte d'identité",
            "administration": "ANTS",
            "official_site": "france-titres.ants.gouv.fr",
            "steps": (
                step(1, StepKind.EXPLAIN),
                step(2, StepKind.WITH, to_verify=True),
                step(
                    3,
                    StepKind.STOP,
                    why="Ici, seule la mairie peut faire.",
                    relay_types=("mairie",),
                    relay_labels=("Mairie",),
                ),
                step(4, StepKind.NEVER, text="Garder le mot de passe"),
            ),
            "prerequisites": (),
            "bring": (FactLine(text="Une photo", to_verify=True),),
            "paper_form": FactLine(text="Formulaire 12101", to_verify=False),
            "offline": (FactLine(text="Téléphoner à la mairie", to_verify=False),),
            "warnings": (FactLine(text="Les faux sites font payer", to_verify=False),),
            "season": (),
            "moments": (),
            "phones": (PhoneLine(number="34 00", label="ANTS", hours="8 h – 18 h", to_verify=True),),
            "relay_types": ("mairie",),
            "sources": ("service-public.fr (3 mai 2026)",),
            "footer": "Démarche : à vérifier.",
            "to_verify": True,
            "points_to_verify": (),
            "emergency": (),
        }
        return Checklist(**values | changes)

    return made


@pytest.fixture
def make_card():
    def made(name="Mairie de Villeneuve", **changes):
        values = {
            "sheet": name.lower().replace(" ", "-"),
            "name": name,
            "relay_types": ("mairie",),
            "relay_labels": ("Mairie",),
            "commune": "Villeneuve",
            "km": 4.2,
            "away": "4,2 km",
            "open_now": True,
            "next": None,
            "sentence": "ouvert · ferme à 12 h",
            "phone": "04 00 00 00 00",
            "fee": "gratuit",
            "reach": "sans rendez-vous",
            "checked_on": date(2026, 11, 12),
            "fresh": Freshness.FRESH,
            "checked": "vérifiée il y a 12 jours",
            "visits": (),
            "why": ("Le premier relais.", "Gratuit."),
        }
        return RelayCard(**values | changes)

    return made
