"""Helpers and requests for help, in the private file: erased for good when they go."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from desk.base.codec import from_json, to_json
from desk.domain.mutual_aid import AidRequest, Helper
from desk.store.database import Database
from desk.store.private_copies import PrivateCopies

_HELPER = "id, name, phone, subjects, half_days, limits, may_say, consent_on, offer"
_REQUEST = "id, made_on, subject, half_days, limits, code, helper, meets_on"


class PrivateAid:
    """Keeps and returns helpers and requests. Nothing of them is in another file."""

    def __init__(self, database: Database, copies: PrivateCopies) -> None:
        self._database = database
        self._copies = copies

    def helpers(self) -> tuple[Helper, ...]:
        """Return every helper, by name."""
        rows = self._database.rows(f"SELECT {_HELPER} FROM helpers ORDER BY name, id")  # noqa: S608 - our own names
        return tuple(_helper(row) for row in rows)

    def keep_helper(self, helper: Helper) -> None:
        """Keep a helper, in the place of who had the same id."""
        self._put(
            "helpers",
            _HELPER,
            (
                helper.id,
                helper.name,
                helper.phone,
                _list(helper.subjects),
                _list(helper.half_days),
                helper.limits,
                helper.may_say,
                helper.consent_on.isoformat() if helper.consent_on else None,
                helper.offer,
            ),
        )

    def forget_helper(self, helper: str) -> None:
        """Erase a helper for good, in the copies too, and their name in the requests."""
        with self._database.atomic():
            self._database.write("DELETE FROM helpers WHERE id = ?", (helper,))
            self._database.write("UPDATE aid_requests SET helper = '' WHERE helper = ?", (helper,))
        self._database.fold()
        self._copies.erase("helpers", helper)

    def requests(self) -> tuple[AidRequest, ...]:
        """Return every request, latest first."""
        rows = self._database.rows(f"SELECT {_REQUEST} FROM aid_requests ORDER BY made_on DESC, id")  # noqa: S608 - our own names
        return tuple(_request(row) for row in rows)

    def keep_request(self, request: AidRequest) -> None:
        """Keep a request, in the place of the one that had the same id."""
        self._put(
            "aid_requests",
            _REQUEST,
            (
                request.id,
                request.made_on.isoformat(),
                request.subject,
                _list(request.half_days),
                request.limits,
                request.code,
                request.helper,
                request.meets_on.isoformat() if request.meets_on else None,
            ),
        )

    def forget_requests(self, requests: Sequence[str]) -> None:
        """Erase requests for good, in the copies too."""
        if not requests:
            return
        with self._database.atomic():
            for one in requests:
                self._database.write("DELETE FROM aid_requests WHERE id = ?", (one,))
        self._database.fold()
        for one in requests:
            self._copies.erase("aid_requests", one)

    def _put(self, table: str, columns: str, values: tuple[object, ...]) -> None:
        marks = ", ".join("?" * len(values))
        with self._database.atomic():
            self._database.write(f"DELETE FROM {table} WHERE id = ?", (values[0],))  # noqa: S608 - our own names
            self._database.write(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608 - our own names


def _helper(row: tuple[Any, ...]) -> Helper:
    record_id, name, phone, subjects, half_days, limits, may_say, consent_on, offer = row
    return Helper(
        id=record_id,
        name=name,
        phone=phone,
        subjects=from_json(subjects, tuple[str, ...]),
        half_days=from_json(half_days, tuple[str, ...]),
        limits=limits,
        may_say=may_say,
        consent_on=date.fromisoformat(consent_on) if consent_on else None,
        offer=offer,
    )


def _request(row: tuple[Any, ...]) -> AidRequest:
    record_id, made_on, subject, half_days, limits, code, helper, meets_on = row
    return AidRequest(
        id=record_id,
        made_on=date.fromisoformat(made_on),
        subject=subject,
        half_days=from_json(half_days, tuple[str, ...]),
        limits=limits,
        code=code,
        helper=helper,
        meets_on=date.fromisoformat(meets_on) if meets_on else None,
    )


def _list(values: tuple[str, ...]) -> str:
    return to_json(list(values)).decode()
