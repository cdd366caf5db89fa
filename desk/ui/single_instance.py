"""One window per profile: a second start shows the first one instead."""

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 400


class SingleInstance(QObject):
    """Holds the profile's lock while the window lives, and hears when somebody starts Relais again.

    Signals:
        shown_again: another start asked for this window.
    """

    shown_again = Signal()

    def __init__(self, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(lock_file))
        self._lock.setStaleLockTime(0)
        self._path = lock_file
        self._name = "relais-" + hashlib.sha256(f"{getpass.getuser()}|{lock_file}".encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._asked)

    def take(self) -> bool:
        """Return True if this is the only window. If not, ask the other one to show itself.

        A lock whose owner does not answer is left over from a crash, a copied profile or another machine: it is
        taken. The database's own locks protect the data in every case.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._lock.tryLock(0):
            if self._wake_other():
                return False
            self._lock.removeStaleLockFile()
            self._path.unlink(missing_ok=True)
            self._lock.tryLock(0)
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let another window open."""
        self._server.close()
        self._lock.unlock()

    def _wake_other(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answered = socket.waitForConnected(_PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def _asked(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.close()
            socket.deleteLater()
            self.shown_again.emit()
