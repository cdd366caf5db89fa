"""The fonts that come with the program: the same letters on every screen and every paper."""

from functools import cache

from PySide6.QtGui import QFontDatabase

from desk.base.paths import resources

FAMILY = "Atkinson Hyperlegible Next"


@cache
def load_fonts() -> str:
    """Make the bundled fonts known to Qt, once, and return their family. Needs an application."""
    for file in sorted((resources() / "fonts").glob("*.woff2")):
        QFontDatabase.addApplicationFont(str(file))
    return FAMILY
