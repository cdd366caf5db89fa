"""Rewrite the pictures of the README: ``python3 packaging/build.py screenshots``. Every screen, every paper, on real parts."""

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer

from desk.app import Desk, application, rest
from desk.base import settings as kept_settings
from desk.base.clock import FixedClock
from desk.base.paths import Profile, resources
from desk.base.settings import Settings, SlipFormat, Theme
from desk.base.words import words
from desk.domain.relays import Wishes
from desk.slips.compose import compose
from desk.store.store import open_store
from desk.ui import printing
from desk.work import refer, setup

FOLDER = resources() / "screenshots"
TUESDAY = datetime(2026, 11, 24, 10, 0)
LIBRARY = "9498"
NEED = "refaire ma carte d'identité"
LOOKS = ((Theme.LIGHT, 100), (Theme.LIGHT, 200), (Theme.DARK, 100), (Theme.DARK, 200), (Theme.CONTRAST, 100))


def main() -> int:
    """Draw everything anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp())
    try:
        _first_start(Profile(root=folder / "new"))
        profile = _ready(Profile(root=folder / "ready"))
        _papers(profile)
        for theme, percent in LOOKS:
            _screens(profile, theme, percent)
    finally:
        shutil.rmtree(folder)
    return 0


def _ready(profile: Profile) -> Profile:
    store = open_store(profile, FixedClock(TUESDAY), resources())
    setup.set_up(store, setup.from_official(store, setup.the_official(store, LIBRARY)))
    store.close()
    return profile


def _desk(profile: Profile, theme: Theme, percent: int) -> Desk:
    kept_settings.save(profile.settings_file, Settings(theme=theme, text_percent=percent))
    desk = Desk(application(), profile, FixedClock(TUESDAY))
    desk.open()
    _settle(desk)
    desk.window.resize(1366, 768)
    return desk


def _screens(profile: Profile, theme: Theme, percent: int) -> None:
    desk = _desk(profile, theme, percent)
    look = f"{theme.value}-{percent}"
    _keep(desk, f"vide-{look}")
    desk.refer.ask("carte")
    _keep(desk, f"besoin-{look}")
    desk.refer.ask("je cherche le dernier Goncourt")
    _keep(desk, f"rien-{look}")
    desk.refer.ask(NEED)
    desk.refer.choose_first()
    _keep(desk, f"orienter-{look}")
    for name in (
        "sheets",
        "sheet-editor",
        "map",
        "calls",
        "overview",
        "import",
        "export",
        "procedures",
        "settings",
        "help",
    ):
        desk.window.bring(name)
        _keep(desk, f"{name}-{look}")
    desk.close()


def _first_start(profile: Profile) -> None:
    desk = _desk(profile, Theme.LIGHT, 100)
    _keep(desk, "first-start-light-100")
    desk.close()


def _papers(profile: Profile) -> None:
    printing.ensure_application()
    store = open_store(profile, FixedClock(TUESDAY), resources())
    say, wishes = words("fr"), Wishes(at=TUESDAY)
    for slip_format in SlipFormat:
        best = refer.relays(store, "carte-identite", wishes, say, 1)[0]
        made = replace(refer.prepare(store, "carte-identite", best.sheet), code="K7F3QQ")
        slip = compose(store, refer.checklist(store, "carte-identite", say), best.sheet, made, "fr", wishes)
        printing.picture(slip, slip_format, 110).save(str(FOLDER / f"slip-{slip_format.value}.png"))
    store.close()


def _keep(desk: Desk, name: str) -> None:
    _settle(desk)
    desk.window.grab().save(str(FOLDER / f"{name}.png"))


def _settle(desk: Desk) -> None:
    rest(desk)
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
