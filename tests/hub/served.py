"""A hub process of its own, on a real socket, started by the command itself."""

import json
import signal
import subprocess
import sys
from threading import Thread

import httpx2


class Served:
    """One hub process. ``lines`` is its journal, read as it is written: a pipe that nobody reads would stop it."""

    def __init__(self, url, *words):
        self.url = url
        line = [sys.executable, "-m", "desk", "hub", "serve", "--database", url, "--port", "0", *words]
        self.process = subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        heard = json.loads(self.process.stderr.readline())
        assert heard["event"] == "listening"
        self.port = heard["port"]
        self.base = f"http://127.0.0.1:{self.port}"
        self.client = httpx2.Client(base_url=self.base, timeout=30)
        self.lines = []
        self._listening = Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self):
        self.lines.extend(json.loads(line) for line in self.process.stderr)

    def transport(self, method, path, body, proof):
        answer = self.client.request(method, path, content=body, headers={"Authorization": proof} if proof else {})
        return answer.status_code, answer.content if answer.is_success else answer.json()

    def stop(self):
        """Ask to stop, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def kill(self):
        self.process.kill()
        self._ended()

    def _ended(self):
        self.client.close()
        code = self.process.wait(timeout=20)
        self._listening.join(timeout=20)
        self.process.stderr.close()
        return code
