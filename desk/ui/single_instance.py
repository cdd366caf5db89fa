"""One window per profile: a second start shows the first one instead."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QSysInfo, QThread, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE_MS = 400
_PAUSE_MS = 50
_STARTING_MS = 8000
"""How long another start on this computer may take before it listens, on an old PC."""


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
        self._server: QLocalServer | None = None

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
        return True

    def listen(self) -> None:
        """Hear from now on when somebody starts Relais again. Once the window is painted: it takes a while to set up."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the home is painted

        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._asked)
        QLocalServer.removeServer(self._socket_name())
        self._server.listen(self._socket_name())

    def release(self) -> None:
        """Let another window open."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _socket_name(self) -> str:
        import getpass  # noqa: PLC0415 - after the home is painted
        import hashlib  # noqa: PLC0415

        return "relais-" + hashlib.sha256(f"{getpass.getuser()}|{self._path}".encode()).hexdigest()[:16]

    def _wake_other(self) -> bool:
        """Return whether the window that holds the lock was shown; one that is still starting is waited for."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - only when a window is there already

        patience = QDeadlineTimer(_STARTING_MS if self._is_held_here() else 0)
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._socket_name())
            answered = socket.waitForConnected(_PATIENCE_MS)
            socket.disconnectFromServer()
            if answered or patience.hasExpired():
                return answered
            QThread.msleep(_PAUSE_MS)  # nothing is on screen yet: there is nothing else to do

    def _is_held_here(self) -> bool:
        _pid, host, _program = self._lock.getLockInfo()
        return host == QSysInfo.machineHostName()

    def _asked(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.close()
            socket.deleteLater()
            self.shown_again.emit()
