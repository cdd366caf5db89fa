"""How the desk's file and the private file came to their present shape. Published means frozen.

Names are spelled out and no record is imported, so that an old step never changes when a record does.
"""

from typing import Any

APPLICATION_ID = 0x52454C41  # "RELA"
PRIVATE_APPLICATION_ID = 0x52454C50  # "RELP"

VERSION = 5
"""How many steps the desk's file has had. Kept in ``user_version``, so that an up-to-date file opens at once."""

PRIVATE_VERSION = 3


def migrate(connection: Any) -> None:
    """Bring the desk's file to `VERSION`."""
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - slow to import, needed once in a file's life

    steps = Migrations("desk")

    @steps(name="0001_desk")
    def desk(db: Database) -> None:
        """Libraries, procedures, sheets, referrals; what changed; who wins; what is searched."""
        db.table("libraries").create(
            {
                "id": str,
                "name": str,
                "commune": str,
                "insee": str,
                "departement": str,
                "latitude": float,
                "longitude": float,
                "official_code": str,
                "address": str,
                "postcode": str,
                "phone": str,
                "radius_km": int,
                "mark": str,
                "equipment": str,
            },
            pk="id",
            defaults={
                "name": "",
                "commune": "",
                "insee": "",
                "departement": "",
                "official_code": "",
                "address": "",
                "postcode": "",
                "phone": "",
                "radius_km": 30,
                "mark": "",
                "equipment": "[]",
            },
            strict=True,
        )
        db.table("procedures").create(
            {
                "id": str,
                "title": str,
                "slip_title": str,
                "family": str,
                "domain": str,
                "administration": str,
                "official_site": str,
                "phones": str,
                "paper_form": str,
                "steps": str,
                "prerequisites": str,
                "bring": str,
                "offline": str,
                "warnings": str,
                "key_moments": str,
                "relay_types": str,
                "sources": str,
                "source_date": str,
                "checked_on": str,
                "checked_by": str,
                "compiled_on": str,
                "confidence": str,
                "to_verify": str,
                "words": str,
                "emergency": int,
                "review": int,
            },
            pk="id",
            defaults={
                "title": "",
                "slip_title": "",
                "family": "",
                "domain": "",
                "administration": "",
                "phones": "[]",
                "steps": "[]",
                "prerequisites": "[]",
                "bring": "[]",
                "offline": "[]",
                "warnings": "[]",
                "key_moments": "[]",
                "relay_types": "[]",
                "sources": "[]",
                "checked_by": "",
                "confidence": "to_verify",
                "to_verify": "[]",
                "words": "[]",
                "emergency": 0,
                "review": 0,
            },
            strict=True,
        )
        db.table("sheets").create(
            {
                "id": str,
                "name": str,
                "relay_types": str,
                "description": str,
                "address": str,
                "postcode": str,
                "commune": str,
                "insee": str,
                "latitude": float,
                "longitude": float,
                "phone": str,
                "email": str,
                "website": str,
                "opening_hours": str,
                "hours_text": str,
                "reach": str,
                "fee": str,
                "itinerant": int,
                "wheelchair": int,
                "source": str,
                "source_date": str,
                "licence": str,
                "origin": str,
                "verified_on": str,
                "verified_by": str,
                "verified_how": str,
                "removed_on": str,
            },
            pk="id",
            defaults={
                "name": "",
                "relay_types": "[]",
                "description": "",
                "address": "",
                "postcode": "",
                "commune": "",
                "insee": "",
                "phone": "",
                "email": "",
                "website": "",
                "opening_hours": "",
                "hours_text": "",
                "reach": "unknown",
                "fee": "unknown",
                "itinerant": 0,
                "source": "",
                "source_date": "",
                "licence": "",
                "origin": "",
                "verified_by": "",
                "verified_how": "",
            },
            strict=True,
        )
        db.table("sheets").create_index(["origin"])
        db.table("referrals").create(
            {
                "id": str,
                "day": str,
                "procedure": str,
                "sheet": str,
                "relay_type": str,
                "domain": str,
                "code": str,
                "outcome": str,
            },
            pk="id",
            defaults={
                "day": "0001-01-01",
                "procedure": "",
                "sheet": "",
                "relay_type": "",
                "domain": "",
                "code": "",
                "outcome": "",
            },
            strict=True,
        )
        db.table("referrals").create_index(["code"])
        # which relay type has which sheet, with its point: the ranking's way in
        db.execute(
            "CREATE TABLE relay_places (relay_type TEXT NOT NULL, sheet TEXT NOT NULL, latitude REAL, longitude REAL,"
            " PRIMARY KEY (relay_type, sheet)) STRICT, WITHOUT ROWID"
        )
        # what is searched: the row number is the order of distance, so that the first rows found are the nearest
        db.execute(
            "CREATE TABLE sheet_order (place INTEGER PRIMARY KEY, sheet TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
            " commune TEXT NOT NULL, metres INTEGER) STRICT"
        )
        db.execute(
            "CREATE VIRTUAL TABLE sheet_words USING fts5(words, content='', contentless_delete=1, detail=full,"
            " prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')"
        )
        db.execute("CREATE VIRTUAL TABLE sheet_vocabulary USING fts5vocab(sheet_words, row)")
        # the value of each field comes from a dot (desk, n); "*" is the creating change
        db.execute(
            "CREATE TABLE versions (kind TEXT NOT NULL, id TEXT NOT NULL, dots TEXT NOT NULL, seal BLOB NOT NULL,"
            " PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID"
        )
        # one row a save: the fields changed, and for each the dot of the value its author was looking at
        db.execute(
            "CREATE TABLE changes (n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, kind TEXT NOT NULL,"
            " id TEXT NOT NULL, sets TEXT NOT NULL, bases TEXT NOT NULL, before TEXT NOT NULL DEFAULT '{}',"
            " author TEXT NOT NULL DEFAULT '', state INTEGER NOT NULL DEFAULT 0) STRICT"
        )
        db.execute("CREATE INDEX changes_of ON changes (kind, id)")
        db.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")

    @steps(name="0002_directory")
    def directory(db: Database) -> None:
        """Sheets in full, doubts and calls about them, and what files said of them."""
        sheets = db.table("sheets")
        sheets.add_column("status", str, not_null_default="open")
        for name in (
            "parent",
            "siret",
            "rna",
            "summary",
            "audience_details",
            "conditions",
            "address_extra",
            "booking_url",
            "desk_details",
            "fee_details",
            "accessibility",
            "accessibility_url",
            "source_url",
        ):
            sheets.add_column(name, str, not_null_default="")
        for name in (
            "typologies",
            "labels",
            "other_labels",
            "needs",
            "digital_services",
            "services",
            "audiences",
            "special_care",
            "support",
            "area",
            "stops",
            "ways",
            "desk_ways",
            "closures",
        ):
            sheets.add_column(name, str, not_null_default="[]")
        sheets.add_column("waiting_days", int)
        sheets.add_column("waiting_on", str)
        db.execute("UPDATE versions SET seal = x'' WHERE kind = 'sheet'")  # sealed again when the desk opens
        db.table("doubts").create(
            {
                "id": str,
                "sheet": str,
                "reason": str,
                "said_on": str,
                "said_by": str,
                "settled_on": str,
                "settled_by": str,
            },
            pk="id",
            defaults={"sheet": "", "reason": "other", "said_on": "0001-01-01", "said_by": "", "settled_by": ""},
            strict=True,
        )
        db.table("doubts").create_index(["sheet"])
        db.table("calls").create(
            {
                "id": str,
                "week": str,
                "number": int,
                "sheet": str,
                "library": str,
                "result": str,
                "done_on": str,
                "done_by": str,
            },
            pk="id",
            defaults={"week": "", "number": 0, "sheet": "", "library": "", "result": "to-call", "done_by": ""},
            strict=True,
        )
        db.table("calls").create_index(["week"])
        # the row a sheet came from, as the file wrote it, and the record that was understood from it: of this desk only
        db.execute(
            "CREATE TABLE originals (sheet TEXT PRIMARY KEY, layout TEXT NOT NULL, row TEXT NOT NULL, said TEXT NOT NULL,"
            " imported_on TEXT NOT NULL) STRICT, WITHOUT ROWID"
        )
        # what a file says of a field and this desk says otherwise, until somebody chooses
        db.execute(
            "CREATE TABLE suggestions (sheet TEXT NOT NULL, field TEXT NOT NULL, theirs TEXT NOT NULL,"
            " source TEXT NOT NULL, said_on TEXT NOT NULL, PRIMARY KEY (sheet, field))"
            " STRICT, WITHOUT ROWID"
        )

    @steps(name="0003_exchange")
    def exchange(db: Database) -> None:
        """What desks and hub have said to one another: numbers, feeds, their journal, values that stand beside."""
        # a dot gains the second when its value is held to have been written: [desk, n, at]
        db.execute(
            "UPDATE versions SET dots = (SELECT json_group_object(key, json_insert(value, '$[#]', coalesce("
            "(SELECT at_ms / 1000 FROM changes WHERE n = json_extract(value, '$[1]')"
            " AND json_extract(value, '$[0]') = 0), 0))) FROM json_each(versions.dots))"
        )
        db.execute("ALTER TABLE versions ADD COLUMN feed TEXT NOT NULL DEFAULT ''")
        db.execute("ALTER TABLE changes ADD COLUMN feed TEXT NOT NULL DEFAULT ''")
        db.execute("ALTER TABLE changes ADD COLUMN seen INTEGER NOT NULL DEFAULT 0")
        db.execute("ALTER TABLE changes ADD COLUMN chain BLOB")
        db.execute("ALTER TABLE changes ADD COLUMN refusal TEXT NOT NULL DEFAULT ''")
        db.execute("CREATE INDEX changes_state ON changes (state, n)")
        # under which number this desk wrote its changes from `first` on: another after its disk was copied
        db.execute(
            "CREATE TABLE numbers (first INTEGER PRIMARY KEY, desk INTEGER NOT NULL, network TEXT NOT NULL,"
            " hub TEXT NOT NULL) STRICT"
        )
        # live values that are not the one shown, and all those of fields that this program does not know yet
        db.execute(
            "CREATE TABLE beside (kind TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, desk INTEGER NOT NULL,"
            " n INTEGER NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL, readable INTEGER NOT NULL DEFAULT 1,"
            " PRIMARY KEY (kind, id, field, desk, n)) STRICT, WITHOUT ROWID"
        )
        # values replaced before they arrived: they must not come back to life
        db.execute(
            "CREATE TABLE gone (kind TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, desk INTEGER NOT NULL,"
            " n INTEGER NOT NULL, PRIMARY KEY (kind, id, field, desk, n)) STRICT, WITHOUT ROWID"
        )
        # the entries of each feed as the hub numbered them; one of this desk's own holds nothing but its number
        db.execute(
            "CREATE TABLE journal (feed TEXT NOT NULL, seq INTEGER NOT NULL, desk INTEGER NOT NULL, n INTEGER NOT NULL,"
            " at INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',"
            " sets TEXT NOT NULL DEFAULT '{}', bases TEXT NOT NULL DEFAULT '{}', before TEXT NOT NULL DEFAULT '{}',"
            " PRIMARY KEY (feed, seq)) STRICT, WITHOUT ROWID"
        )
        db.execute("CREATE INDEX journal_dots ON journal (desk, n)")
        db.execute("CREATE INDEX journal_of ON journal (kind, id)")
        # what neighbours wrote and a stick brought, until the hub confirms it
        db.execute(
            "CREATE TABLE carried (desk INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, feed TEXT NOT NULL,"
            " kind TEXT NOT NULL, id TEXT NOT NULL, sets TEXT NOT NULL, bases TEXT NOT NULL,"
            " before TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (desk, n)) STRICT, WITHOUT ROWID"
        )
        # the files of sticks, as they were read, to hand over: a neighbour's to the hub, the hub's to a neighbour
        db.execute(
            "CREATE TABLE sealed (author INTEGER NOT NULL, addressee INTEGER NOT NULL, first INTEGER NOT NULL,"
            " last INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, state INTEGER NOT NULL DEFAULT 0,"
            " PRIMARY KEY (author, addressee, first, last, at)) STRICT"
        )
        db.execute(
            "CREATE TABLE feeds (id TEXT PRIMARY KEY, epoch TEXT NOT NULL DEFAULT '', cursor INTEGER NOT NULL DEFAULT 0,"
            " mark TEXT NOT NULL DEFAULT '', head INTEGER NOT NULL DEFAULT 0, level TEXT NOT NULL DEFAULT '',"
            " floor INTEGER NOT NULL DEFAULT 0, compared_on TEXT NOT NULL DEFAULT '',"
            " known TEXT NOT NULL DEFAULT '{}') STRICT, WITHOUT ROWID"
        )
        db.execute(
            "CREATE TABLE desks (desk INTEGER PRIMARY KEY, label TEXT NOT NULL, key BLOB NOT NULL,"
            " revoked INTEGER NOT NULL DEFAULT 0) STRICT"
        )

    @steps(name="0004_services")
    def services(db: Database) -> None:
        """The charter's versions, agreements with partners, sessions and their slots, offers of help, keys of cards."""
        tables: dict[str, dict[str, type]] = {
            "charters": {
                "id": str,
                "number": int,
                "made_on": str,
                "hours": str,
                "prices": str,
                "duration": str,
                "speak_to": str,
                "review_on": str,
                "choices": str,
                "articles": str,
                "signatories": str,
                "adopted_on": str,
                "adopted_by": str,
                "removed_on": str,
            },
            "agreements": {
                "id": str,
                "sheet": str,
                "relay_types": str,
                "we_send": str,
                "they_send": str,
                "when": str,
                "how": str,
                "agreed_on": str,
                "review_on": str,
                "removed_on": str,
            },
            "sessions": {
                "id": str,
                "title": str,
                "host": str,
                "sheet": str,
                "library": str,
                "room": str,
                "relay_types": str,
                "address": str,
                "postcode": str,
                "commune": str,
                "insee": str,
                "latitude": float,
                "longitude": float,
                "phone": str,
                "first": str,
                "start": str,
                "end": str,
                "rule": str,
                "last": str,
                "on_public_holidays": int,
                "in_school_holidays": int,
                "extra": str,
                "cancelled": str,
                "reach": str,
                "slot_minutes": int,
                "fee": str,
                "details": str,
                "campaign": str,
                "source": str,
                "uid": str,
                "verified_on": str,
                "verified_by": str,
                "removed_on": str,
            },
            "appointments": {
                "id": str,
                "session": str,
                "day": str,
                "time": str,
                "code": str,
                "procedure": str,
                "library": str,
                "cancelled_on": str,
            },
            "aid_offers": {
                "id": str,
                "library": str,
                "library_name": str,
                "commune": str,
                "insee": str,
                "subjects": str,
                "half_days": str,
                "until": str,
                "removed_on": str,
            },
            "card_keys": {
                "id": str,
                "library": str,
                "library_name": str,
                "key": str,
                "issued_on": str,
                "revoked_on": str,
            },
        }
        may_be_unknown = {
            "made_on", "review_on", "adopted_on", "removed_on", "agreed_on", "last", "verified_on", "cancelled_on",
            "until", "issued_on", "revoked_on", "latitude", "longitude",
        }  # fmt: skip
        told = {
            "number": 1, "choices": "[]", "articles": "[]", "signatories": "[]", "relay_types": "[]", "extra": "[]",
            "cancelled": "[]", "subjects": "[]", "half_days": "[]", "first": "0001-01-01", "day": "0001-01-01",
            "start": "09:00", "end": "12:00", "on_public_holidays": 0, "in_school_holidays": 1, "reach": "walk-in",
            "slot_minutes": 0, "fee": "unknown",
        }  # fmt: skip
        for name, shape in tables.items():
            empty = {one: told.get(one, "") for one in shape if one != "id" and one not in may_be_unknown}
            db.table(name).create(shape, pk="id", defaults=empty, not_null=set(empty), strict=True)
        db.table("sessions").create_index(["sheet"])
        db.table("appointments").create_index(["session", "day"])

    @steps(name="0005_counts")
    def counts(db: Database) -> None:
        """How acts ended, and their counters: one a month, need, kind of relay and result. Acts no longer travel."""
        referrals = db.table("referrals")
        for name in ("month", "end", "reason", "autonomy", "device", "visit", "tally"):
            referrals.add_column(name, str, not_null_default="")
        referrals.add_column("free", str, not_null_default="[]")
        referrals.add_column("outcome_on", str)
        referrals.add_column("km", int)
        referrals.add_column("served", int)
        db.execute("UPDATE referrals SET month = substr(day, 1, 7), end = 'relayed'")
        db.execute(
            "UPDATE referrals SET end = 'not-possible', reason = 'not-found', outcome = '' WHERE outcome = 'not-found'"
        )
        referrals.create_index(["day"])
        referrals.create_index(["month"])
        # those that wait become erasures: a number is never left out, and what it said stays here
        db.execute(
            "UPDATE changes SET chain = NULL WHERE state = 0"
            " AND n >= (SELECT min(n) FROM changes WHERE state = 0 AND kind = 'referral')"
        )
        db.execute(
            "UPDATE changes SET kind = 'purge', sets = '{\"kind\":\"referral\"}', bases = '{}', before = '{}', feed = ''"
            " WHERE state = 0 AND kind = 'referral'"
        )
        db.execute("UPDATE changes SET sets = '{}', before = '{}' WHERE kind = 'referral'")
        for table in ("versions", "beside", "gone"):
            db.execute(f"DELETE FROM {table} WHERE kind = 'referral'")  # noqa: S608 - our own names
        db.table("counts").create(
            {
                "id": str,
                "library": str,
                "library_name": str,
                "insee": str,
                "month": str,
                "need": str,
                "family": str,
                "relay_type": str,
                "result": str,
                "n": int,
            },
            pk="id",
            defaults={
                "library": "", "library_name": "", "insee": "", "month": "", "need": "", "family": "", "relay_type": "",
                "result": "", "n": 0,
            },
            not_null={"library", "library_name", "insee", "month", "need", "family", "relay_type", "result", "n"},
            strict=True,
        )  # fmt: skip
        db.table("counts").create_index(["library", "month"])
        db.table("figures").create(
            {"id": str, "threshold": int, "made_on": str, "libraries": int, "cells": str},
            pk="id",
            defaults={"threshold": 0, "libraries": 0, "cells": "[]"},
            not_null={"threshold", "libraries", "cells"},
            strict=True,
        )
        db.table("network_rules").create(
            {"id": str, "news_days": int, "kept_months": int},
            pk="id",
            defaults={"news_days": 30, "kept_months": 25},
            not_null={"news_days", "kept_months"},
            strict=True,
        )
        # the counters of months that no longer change, as they were when pages could first be made of them
        db.execute(
            "CREATE TABLE closed_counts (month TEXT NOT NULL, library TEXT NOT NULL, need TEXT NOT NULL,"
            " family TEXT NOT NULL, relay_type TEXT NOT NULL, result TEXT NOT NULL, n INTEGER NOT NULL,"
            " PRIMARY KEY (month, library, need, relay_type, result)) STRICT, WITHOUT ROWID"
        )
        db.execute(
            "CREATE TABLE closed_measures (month TEXT NOT NULL, measure TEXT NOT NULL, value TEXT NOT NULL,"
            " n INTEGER NOT NULL, PRIMARY KEY (month, measure, value)) STRICT, WITHOUT ROWID"
        )
        db.execute("CREATE TABLE closed_months (month TEXT PRIMARY KEY, closed_on TEXT NOT NULL) STRICT, WITHOUT ROWID")
        # tally sheets printed for days without the computer, and what was typed in from each
        db.execute(
            "CREATE TABLE tallies (code TEXT PRIMARY KEY, printed_on TEXT NOT NULL, day TEXT, lines TEXT NOT NULL)"
            " STRICT, WITHOUT ROWID"
        )
        db.execute(
            "CREATE TABLE reserved_codes (code TEXT PRIMARY KEY, printed_on TEXT NOT NULL) STRICT, WITHOUT ROWID"
        )

    steps.apply(Database(connection, execute_plugins=False))


def migrate_private(connection: Any) -> None:
    """Bring the private file to `PRIVATE_VERSION`."""
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - slow to import, needed once in a file's life

    steps = Migrations("private")

    @steps(name="0001_private")
    def private(db: Database) -> None:
        """Internal notes, and the words of needs that nothing fitted: neither leaves, the second dies by date."""
        db.execute(
            "CREATE TABLE notes (kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, changed_on TEXT NOT NULL,"
            " PRIMARY KEY (kind, id)) STRICT"
        )
        db.execute("CREATE TABLE unmet_words (n INTEGER PRIMARY KEY, day TEXT NOT NULL, words TEXT NOT NULL) STRICT")

    @steps(name="0002_contacts")
    def contacts(db: Database) -> None:
        """The person to ask for at a partner's: never exported, never exchanged."""
        db.execute(
            "CREATE TABLE contacts (sheet TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, phone TEXT NOT NULL,"
            " email TEXT NOT NULL, changed_on TEXT NOT NULL) STRICT"
        )

    @steps(name="0003_mutual_aid")
    def mutual_aid(db: Database) -> None:
        """Inhabitants who help, and what is asked for: never exported, never exchanged, each dies by its date."""
        db.execute(
            "CREATE TABLE helpers (id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, subjects TEXT NOT NULL,"
            " half_days TEXT NOT NULL, limits TEXT NOT NULL, may_say TEXT NOT NULL, consent_on TEXT,"
            " offer TEXT NOT NULL) STRICT"
        )
        db.execute(
            "CREATE TABLE aid_requests (id TEXT PRIMARY KEY, made_on TEXT NOT NULL, subject TEXT NOT NULL,"
            " half_days TEXT NOT NULL, limits TEXT NOT NULL, code TEXT NOT NULL, helper TEXT NOT NULL,"
            " meets_on TEXT) STRICT"
        )

    steps.apply(Database(connection, execute_plugins=False))
