"""The main job done once where there is no screen: a library, a need, a slip on paper, a picture of the home."""

import argparse
import os
import sys
from pathlib import Path

from desk.app import application, picture_of_home
from desk.base.clock import SystemClock
from desk.base.paths import profile
from desk.base.words import words
from desk.cli.main import main as command_line
from desk.cli.options import Opened
from desk.work import refer, setup

LIBRARY = "9498"
"""A real library of the official list, in the mountains of Haute-Savoie."""

NEED = "j'ai plus le code d'ameli"


def main(arguments: list[str]) -> int:
    """Prepare a demonstration library under ``--output``, answer one need and say where the papers are."""
    options = argparse.ArgumentParser(prog="relais demo", description="Do the main job once without a screen.")
    options.add_argument("--output", default="demonstration", metavar="DIR", help="where the papers go")
    options.add_argument("--language", choices=["fr", "en"], default="fr")
    chosen = options.parse_args(arguments)
    say, folder = words(chosen.language), Path(chosen.output).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application()  # made before the slip makes a lesser one
    data = profile(str(folder / "profile"))
    with Opened(data, SystemClock()) as store:
        if store.library() is None:
            setup.set_up(store, setup.from_official(store, setup.the_official(store, LIBRARY)))
        procedure = refer.needs(store, refer.matcher(store), NEED, say, 1).procedures[0]
    print(say("A visitor says: “{need}”", need=NEED))
    print(say("The desk understands: {title}", title=procedure.title))
    paper = str(folder / "bon.pdf")
    code = command_line(["slip", "--data-dir", str(data.root), "--procedure", procedure.id, "--pdf", paper])
    home = picture_of_home(data, NEED, folder / "accueil.png")
    print(say("Picture of the home screen: {file}", file=home))
    return code
