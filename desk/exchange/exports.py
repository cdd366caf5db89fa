"""Give sheets out to a file: whole, or not at all. An existing file stays as it was until the new one is complete."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from desk.base.files import written_whole
from desk.base.training import must_count
from desk.base.words import Words
from desk.exchange.export import data_inclusion, hsds, mednum, plain
from desk.exchange.export.given import Choice, LeftOut, given
from desk.store.database import of_system
from desk.store.seed import standard
from desk.store.store import Store

MEDNUM = "mednum-1.0.2"


class Format(StrEnum):
    """The forms in which sheets are given out."""

    MEDNUM = "mednum"
    DATA_INCLUSION = "data-inclusion"
    HSDS = "hsds"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: how many places, and what was left out with the reason."""

    format: str
    file: Path
    rows: int
    left_out: tuple[LeftOut, ...] = field(default=())


def export(store: Store, form: Format, file: Path, choice: Choice = Choice()) -> ExportReport:  # noqa: B008 - frozen
    """Write ``file`` and return what was written.

    Raises:
        RefusedError: ``TRAINING``: what was tried is never given to others.
        UnavailableError: ``DISK_FULL``, ``READ_ONLY``; nothing half written is left.
    """
    must_count(store.profile.desk_file)
    left_out: list[LeftOut] = []
    try:
        with written_whole(file) as opened:
            rows = _WRITERS[form](opened, store, choice, left_out)
    except OSError as error:
        raise of_system(error, file.name) from error
    return ExportReport(format=form.value, file=file, rows=rows, left_out=tuple(left_out))


def reason(code: str, say: Words) -> str:
    """Return why something was left out, in plain words."""
    return {
        "share-alike": say("Its licence does not allow mixing it with other lists."),
        "email-personal": say("This address seems to be somebody's own."),
        "required": say("The standard asks for this, and the sheet does not have it."),
        "too-long": say("This text is longer than the standard allows."),
    }.get(code, say("The standard does not accept this text."))


def _mednum(file: BinaryIO, store: Store, choice: Choice, left_out: list[LeftOut]) -> int:
    text = TextIOWrapper(file, "utf-8", newline="", write_through=True)
    rows = mednum.write(
        text, given(store, choice, left_out), standard(store.seeds.folder, MEDNUM), store.values, left_out
    )
    text.detach()
    return rows


def _data_inclusion(file: BinaryIO, store: Store, choice: Choice, left_out: list[LeftOut]) -> int:
    return data_inclusion.write(file, given(store, choice, left_out), store.values, left_out)


def _hsds(file: BinaryIO, store: Store, choice: Choice, left_out: list[LeftOut]) -> int:
    return hsds.write(file, given(store, choice, left_out), store.values)


def _csv(file: BinaryIO, store: Store, choice: Choice, left_out: list[LeftOut]) -> int:
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    rows = plain.write_csv(text, given(store, choice, left_out))
    text.detach()
    return rows


def _xlsx(file: BinaryIO, store: Store, choice: Choice, left_out: list[LeftOut]) -> int:
    return plain.write_xlsx(file, given(store, choice, left_out))


_WRITERS: dict[Format, Callable[[BinaryIO, Store, Choice, list[LeftOut]], int]] = {
    Format.MEDNUM: _mednum,
    Format.DATA_INCLUSION: _data_inclusion,
    Format.HSDS: _hsds,
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
}
