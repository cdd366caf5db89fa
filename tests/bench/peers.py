"""The peer of the exchange: Anki's own sync server and two of its collections. Run by an interpreter that has ``anki``.

``python peers.py COUNT`` prints one JSON object: seconds and bytes of each step, on the loopback. Time is taken on a bare
line; bytes are counted on a second pass, through a counting one.
"""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

FIELDS = [f"field{number}" for number in range(25)]
HOURS = 7
KINDS = ("Mairie", "CCAS", "France services", "Mission locale", "Médiathèque", "Centre social")
WORDS = [
    "accueil",
    "aide",
    "adresse",
    "ancien",
    "avenue",
    "bourg",
    "canal",
    "centre",
    "champ",
    "chemin",
    "cité",
    "clair",
    "commune",
    "conseil",
    "cours",
    "croix",
    "demande",
    "dossier",
    "droit",
    "école",
    "église",
    "emploi",
    "entrée",
    "étang",
    "famille",
    "ferme",
    "forêt",
    "formulaire",
    "fort",
    "gare",
    "grand",
    "guichet",
    "haut",
    "hôtel",
    "impôt",
    "jardin",
    "jeune",
    "lavoir",
    "libre",
    "lundi",
    "maison",
    "marché",
    "matin",
    "moulin",
    "neuf",
    "numérique",
    "ouvert",
    "papier",
    "parc",
    "permanence",
    "petit",
    "place",
    "plaine",
    "point",
    "pont",
    "port",
    "poste",
    "pré",
    "quai",
    "retraite",
    "rivière",
    "route",
    "sablière",
    "saint",
    "santé",
    "service",
    "soir",
    "source",
    "tilleul",
    "tour",
    "travail",
    "val",
    "vallée",
    "verger",
    "vieux",
    "vigne",
    "village",
    "voie",
]


class Counted:
    """A line to ``port`` that counts what passes."""

    def __init__(self, port):
        self.port, self.bytes, self.requests = port, 0, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            here, _ = self._listener.accept()
            there = socket.create_connection(("127.0.0.1", self.port))
            for one, other, up in ((here, there, True), (there, here, False)):
                threading.Thread(target=self._pass, args=(one, other, up), daemon=True).start()

    def _pass(self, one, other, up):
        try:
            while data := one.recv(65536):
                self.bytes += len(data)
                self.requests += up and data.startswith((b"POST ", b"GET "))
                other.sendall(data)
        except OSError:
            pass
        finally:
            other.close()


def main(count):
    timed, sized = measured(count, counting=False), measured(count, counting=True)
    print(json.dumps({step: {**sized[step], "seconds": timed[step]["seconds"]} for step in timed}))


def measured(count, *, counting):
    from anki.collection import Collection

    found = {}
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        server = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env={
                **os.environ, "SYNC_USER1": "u:p", "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port),
                "SYNC_BASE": str(Path(folder) / "server"), "MAX_SYNC_PAYLOAD_MEGS": "400", "RUST_LOG": "error",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(port)
            line = Counted(port) if counting else None
            address = f"http://127.0.0.1:{line.address if line else port}/"
            one, other = collection(Path(folder) / "a.anki2", count), Collection(str(Path(folder) / "b.anki2"))
            proof = one.sync_login("u", "p", address)
            proof.endpoint = address

            def step(name, act):
                before, began = (line.bytes, line.requests) if line else (0, 0), time.perf_counter()
                act()
                found[name] = {"seconds": round(time.perf_counter() - began, 3)}
                if line:
                    found[name] |= {"bytes": line.bytes - before[0], "requests": line.requests - before[1]}

            def whole(which, *, upload):
                which.close_for_full_sync()
                which.full_upload_or_download(auth=proof, server_usn=None, upload=upload)
                which.reopen(after_full_sync=True)

            def sync(which):
                which.sync_collection(proof, sync_media=False)

            step("first push", lambda: whole(one, upload=True))
            step("new desk", lambda: whole(other, upload=False))
            step("nothing", lambda: sync(one))
            time.sleep(1.1)  # a note is dated to the second
            change(one, one.find_notes(""))
            step("push", lambda: sync(one))
            step("pull", lambda: sync(other))
            change(one, one.find_notes("")[:1])
            step("push one", lambda: sync(one))
            one.close()
            other.close()
        finally:
            server.terminate()
            server.wait()
    return found


def collection(path, count):
    from anki.collection import AddNoteRequest, Collection

    made = Collection(str(path))
    kind = made.models.new("Sheet")
    for name in FIELDS:
        made.models.add_field(kind, made.models.new_field(name))
    card = made.models.new_template("Card")
    card["qfmt"], card["afmt"] = "{{field0}}", "{{field1}}"
    made.models.add_template(kind, card)
    made.models.add(kind)
    kind = made.models.by_name("Sheet")
    requests = []
    for number in range(count):
        note = made.new_note(kind)
        note.fields = values(number)
        requests.append(AddNoteRequest(note=note, deck_id=1))
    made.add_notes(requests)
    return made


def values(number):
    """Return the 25 fields of one place: as varied as those of a real list."""
    chance = random.Random(number)

    def words(least, most):
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))

    town = f"{chance.choice(WORDS).capitalize()}-{chance.choice(WORDS)}"
    return [
        f"{chance.choice(KINDS)} de {town}", f"{chance.randint(1, 90)} rue {words(1, 3)}", f"51{chance.randint(100, 900)}",
        town, f"51{chance.randint(1, 660):03}", f"03 26 {chance.randint(10, 99)} {chance.randint(10, 99)} {chance.randint(10, 99)}",
        f"contact{chance.randint(1, 9999)}@{words(1, 1)}.fr", f"Mo-Fr {chance.randint(8, 10):02}:00-12:00",
        f"https://www.{words(1, 1)}{number}.fr", words(12, 30), *(words(0, 5) for _ in range(15)),
    ]  # fmt: skip


def change(made, notes):
    changed = [made.get_note(one) for one in notes]
    for number, note in enumerate(changed):
        note.fields[HOURS] = f"Tu {number % 9 + 8:02}:00-18:00"
    made.update_notes(changed)


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]))
