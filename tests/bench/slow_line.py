"""A line to the hub that carries only so many bytes a second each way: a link of the countryside, on this machine."""

import socket
import threading
import time

CHUNK = 512


class SlowLine:
    """Listens, and carries what passes to ``port`` at ``rate`` bytes a second each way."""

    def __init__(self, port: int, rate: int) -> None:
        self._port, self._rate = port, rate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", self._port))
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        free_at = time.perf_counter()
        try:
            while data := one.recv(CHUNK):
                free_at = max(free_at, time.perf_counter()) + len(data) / self._rate
                time.sleep(max(0.0, free_at - time.perf_counter()))
                other.sendall(data)
        except OSError:
            pass
        finally:
            other.close()
