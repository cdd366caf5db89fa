"""What a disk may hold after a power cut: everything synced, and any part of what was not.

Honest about what it does not know: a sync is believed, a sector of 512 bytes is written whole, not at all, or as garbage
only while it was not synced, and a folder's entries are durable from the first sync of a new file on, as SQLite syncs
the folder then.
"""

SECTOR = 512


def states(diary, first, count, rnd):
    """Yield ``count`` times the files after a cut at a random place from ``first`` on, with the last acknowledged mark."""
    for _ in range(count):
        yield after_cut(diary[: rnd.randint(first, len(diary))], rnd)


def after_cut(diary, rnd, start=None):
    """Return ({name: bytes}, last mark acknowledged) after a cut at the end of ``diary``."""
    names: dict[str, list[dict]] = {}
    acknowledged = -1
    for kind, name, *rest in diary:
        if kind == "acknowledged":
            acknowledged = name
            continue
        lives = names.setdefault(name, [])
        if kind == "open":
            if not lives or lives[-1]["deleted"]:
                lives.append({"kept": bytearray(), "waiting": [], "deleted": False, "entry": False, "synced": False})
        elif kind == "present":
            lives.append({"kept": bytearray(rest[0]), "waiting": [], "deleted": False, "entry": True, "synced": True})
        elif kind == "delete":
            if lives:
                lives[-1]["deleted"] = True
            if rest[0]:
                _settle_names(names)
        elif kind == "sync":
            last = lives[-1]
            for write in last["waiting"]:
                _apply(last["kept"], write)
            last["waiting"] = []
            if not last["synced"]:
                last["synced"] = True
                _settle_names(names)
        else:
            lives[-1]["waiting"].append((kind, *rest))
    return _left(names, rnd), acknowledged


def _settle_names(names):
    for lives in names.values():
        if lives:
            last = lives[-1]
            last["entry"] = True
            del lives[:-1]
            if last["deleted"]:
                lives.clear()


def _left(names, rnd):
    files = {}
    for name, lives in names.items():
        if not lives:
            continue
        possible = []
        for life in lives:
            possible.append(life)
            if life["deleted"]:
                possible.append(None)
        if not lives[0]["entry"]:
            possible.append(None)
        life = rnd.choice(possible)
        if life is not None:
            files[name] = _torn(life, rnd)
    return files


def _torn(life, rnd):
    left, luck = bytearray(life["kept"]), rnd.random()
    keep = 1.0 if luck < 0.25 else 0.0 if luck < 0.5 else 0.5
    for write in life["waiting"]:
        if write[0] == "truncate":
            if rnd.random() < keep:
                _apply(left, write)
            continue
        _, offset, data = write
        for at in range(0, len(data), SECTOR):
            if rnd.random() < keep:
                sector = data[at : at + SECTOR]
                if luck > 0.9 and rnd.random() < 0.1:
                    sector = rnd.randbytes(len(sector))
                _apply(left, ("write", offset + at, sector))
    return bytes(left)


def _apply(content, write):
    if write[0] == "truncate":
        del content[write[1] :]
        content.extend(bytes(write[1] - len(content)))
        return
    _, offset, data = write
    if len(content) < offset + len(data):
        content.extend(bytes(offset + len(data) - len(content)))
    content[offset : offset + len(data)] = data
