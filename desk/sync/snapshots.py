"""Starting from a snapshot: parts downloaded one by one, kept until all are there, then adopted in short transactions."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desk.base.errors import Code, UnavailableError
from desk.base.files import settle
from desk.store.exchange import Exchange
from desk.store.feeds import Followed
from desk.store.received import Got
from desk.store.standing import Key
from desk.sync.line import Line
from desk.wire import snapshot
from desk.wire.errors import WireError
from desk.wire.merge import Cell, Dot
from desk.wire.protocol import Manifest
from desk.wire.snapshot import Content, RecordLine, Replaced

STEP = 2000
"""Records adopted in one transaction."""


def adopt(desk: Exchange, line: Line, manifest: Manifest, *, removals_agreed: bool = False) -> Got:
    """Download what is missing of a snapshot and let it be what this feed says. Safe to cut at any point.

    Raises:
        HubSaidNoError, UnavailableError: parts already here are kept for the next time.
    """
    folder = desk.profile.snapshots / f"{manifest.feed.replace(':', '-')}-{manifest.seq}"
    try:
        parts = list(_parts(line, manifest, folder))
        got = _adopted(desk, manifest, parts, removals_agreed=removals_agreed)
    except WireError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UnavailableError(Code.HUB_SILENT) from error
    except OSError as error:
        raise UnavailableError(Code.DISK_FULL, file=folder.name) from error
    shutil.rmtree(desk.profile.snapshots, ignore_errors=True)
    return got


def _parts(line: Line, manifest: Manifest, folder: Path) -> Iterator[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(len(manifest.parts)):
        path = folder / f"{number}.part"
        part = path.read_bytes() if path.exists() else b""
        if part:
            try:
                snapshot.verify_part(manifest, number, part)
            except WireError:
                part = b""  # cut or damaged on the way to the disk: fetched again
        if not part:
            part = line.carry("GET", f"/v1/snapshot/{manifest.feed}/{manifest.seq}/{number}")
            snapshot.verify_part(manifest, number, part)
            fresh = path.with_suffix(".tmp")
            fresh.write_bytes(part)
            settle(fresh)
            fresh.replace(path)
        yield part


def _adopted(desk: Exchange, manifest: Manifest, parts: list[bytes], *, removals_agreed: bool) -> Got:
    heading, content = snapshot.read(parts)
    if (heading.feed, heading.epoch, heading.seq) != (manifest.feed, manifest.epoch, manifest.seq):
        raise WireError("another snapshot")
    feed = desk.feeds.one(manifest.feed)
    kept: set[Key] = set()
    got, gone = Got(), list[tuple[str, str, str, Dot]]()
    for batch in _batches(content):
        with desk.database.atomic():
            some, left = desk.received.adopt_new(manifest.feed, batch.alone, desk.numbers)
            others = {**batch.several, **{(one.kind, one.id): one.cells for one in left}}
            got += some
            if others:
                got += desk.received.adopt(manifest.feed, others, desk.numbers)
        kept.update(((one.kind, one.id) for one in batch.alone), batch.several)
        gone += [(one.kind, one.id, one.field, one.dot) for one in batch.gone]
    place = Followed(
        id=feed.id, epoch=manifest.epoch, cursor=manifest.seq, head=manifest.seq, floor=manifest.seq,
        compared_on=desk.clock.now().date().isoformat(),
    )  # fmt: skip
    with desk.database.atomic():
        desk.received.adopt_gone(gone, desk.numbers)
        desk.feeds.keep(place)
        desk.feeds.keep_known(feed.id, heading.known)
        finished = desk.received.adopted(place, kept, desk.numbers, removals_agreed=removals_agreed)
    return Got(received=got.received, kinds=got.kinds | finished.kinds)


@dataclass(slots=True)
class _Batch:
    """Some records: those with one value a field, those with several, and values replaced before they arrived."""

    alone: list[RecordLine] = field(default_factory=list)
    several: dict[Key, dict[str, Cell]] = field(default_factory=dict)
    gone: list[Replaced] = field(default_factory=list)


def _batches(content: Iterable[Content]) -> Iterator[_Batch]:
    """Yield the content of a snapshot by `STEP` records, everything that is said of one together."""
    batch, alone = _Batch(), dict[Key, RecordLine]()
    for one in content:
        if isinstance(one, Replaced):
            batch.gone.append(one)
            continue
        key = one.kind, one.id
        is_said = key in alone or key in batch.several
        if not is_said and len(alone) + len(batch.several) >= STEP:
            batch.alone = list(alone.values())
            yield batch
            batch, alone = _Batch(), {}
        if isinstance(one, RecordLine) and not is_said:
            alone[key] = one
            continue
        before = alone.pop(key, None)
        cells = batch.several.setdefault(key, before.cells if before else {})
        for name, cell in one.cells.items():
            cells.setdefault(name, {}).update(cell)
    batch.alone = list(alone.values())
    yield batch
