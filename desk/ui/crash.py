"""Our own mistakes: written to the log without values, said once, the program goes on."""

import faulthandler
import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from desk.base.words import Words

_LOG = logging.getLogger("relais")
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Crashes(QObject):
    """Watches for exceptions that nobody expected. The log holds their type and place, never a value.

    Signals:
        told: where it happened, once for each place.
    """

    told = Signal(str)

    def __init__(self, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._seen: set[str] = set()

    def watch(self) -> None:
        """Begin: Python's exceptions, Qt's warnings and crashes of the interpreter go to the log."""
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(self._log_file, maxBytes=200_000, backupCount=1, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _LOG.addHandler(handler)
        _LOG.setLevel(logging.INFO)
        _LOG.propagate = False
        if sys.stderr is not None:
            faulthandler.enable()
        sys.excepthook = self._hook
        qInstallMessageHandler(_from_qt)

    def sentence(self, say: Words, what: str) -> str:
        """Return what to say to a person after a mistake of ours."""
        return say(
            "Relais made a mistake of its own. What was saved is safe. You can go on.\n\nTo report it: {what} ({file})",
            what=what,
            file=self._log_file.name,
        )

    def _hook(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        frames = traceback.extract_tb(trace)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        what = f"{kind.__name__}, {place}"
        path = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-8:])
        _LOG.error("%s [%s]", what, path)
        if what not in self._seen:
            self._seen.add(what)
            self.told.emit(what)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _LOG.log(_LEVELS.get(kind, logging.INFO), "Qt %s: %s", context.category or "", message[:200])
