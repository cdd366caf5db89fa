"""A real PostgreSQL server of our own, in a temporary folder, on a socket: nothing of the machine's is touched."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/pgsql")
READY_SECONDS = 20


def programs() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``, None where PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    named = sorted(path for folder in FOLDERS for path in Path(folder).glob("*/bin/initdb"))
    return named[-1].parent if named else None


class PostgresServer:
    """Started once for all tests. The server refuses to be root: it then runs as an ordinary user."""

    def __init__(self, bin_folder: Path, *settings: str) -> None:
        self.bin_folder = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="relais-pg-"))
        self._user = {"user": _ordinary(), "group": pwd.getpwnam(_ordinary()).pw_gid} if os.geteuid() == 0 else {}
        if self._user:
            shutil.chown(self.folder, _ordinary())
        self._settings = [word for setting in settings for word in ("-c", setting)]
        self._process: subprocess.Popen | None = None
        self._run("initdb", "-D", self.data, "-U", "relais", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql://relais@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start, and return once it answers."""
        words = ["-w", "-t", str(READY_SECONDS), "-l", self.folder / "server.log", "-D", self.data]
        options = ["-k", str(self.folder), "-c", "listen_addresses=", *self._settings]
        self._run("pg_ctl", "start", *words, "-o", " ".join(f"'{word}'" for word in options))

    def kill(self) -> None:
        """Stop at once, as a power cut would: nothing is said to those who are connected."""
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
        ).stdout
        for one in (pid, *map(int, children.split())):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.data, check=False)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop without waiting for anybody."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.data)

    def close(self) -> None:
        """Stop and remove everything."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self.data, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: object, check: bool = True) -> None:
        line = [self.bin_folder / program, *map(str, words)]
        subprocess.run(
            line, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=check, **self._user
        )


def _ordinary() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
