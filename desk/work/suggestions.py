"""They say, we say: what files tell otherwise than this desk, field by field, until somebody chooses."""

from dataclasses import dataclass
from enum import StrEnum

from desk.base.codec import to_plain
from desk.base.dates import published
from desk.base.words import Words
from desk.domain.catalogue import kind_of
from desk.domain.doubts import Reason
from desk.domain.sheets import Sheet
from desk.store.changes import Author, blank, spread
from desk.store.patched import patched
from desk.store.store import Store
from desk.work.freshness import doubt
from desk.work.history_words import field_words, value_words
from desk.work.outcome import Outcome

_REASONS = {"phone": Reason.PHONE, "hours": Reason.HOURS, "place": Reason.MOVED, "status": Reason.CLOSED}


class Keep(StrEnum):
    """What is chosen, in the order of the keys 1 to 3."""

    OURS = "ours"
    THEIRS = "theirs"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field on which a file and this desk differ, in words."""

    sheet: str
    name: str
    field: str
    title: str
    ours: str
    theirs: str
    source: str


def questions(store: Store, say: Words, limit: int = 200) -> tuple[Question, ...]:
    """Return what waits for a choice, sheet by sheet. What is no longer different is left out."""
    waiting = store.suggestions.all(limit=limit)
    sheets = store.records.many(Sheet, sorted({one.sheet for one in waiting}))
    kind = kind_of(Sheet)
    nothing = blank(kind)
    found = []
    for one in waiting:
        sheet = sheets.get(one.sheet)
        if sheet is None:
            continue
        ours = spread(kind, to_plain(sheet)).get(one.field, nothing.get(one.field))
        if ours == one.theirs:
            continue
        source = f"{one.source}, {published(one.said_on, say.language)}" if one.said_on else one.source
        found.append(
            Question(
                sheet=sheet.id,
                name=", ".join(part for part in (sheet.name, sheet.commune) if part),
                field=one.field,
                title=field_words(one.field.partition(".")[0], say),
                ours=value_words(store, one.field, ours, say) or say("nothing"),
                theirs=value_words(store, one.field, one.theirs, say) or say("nothing"),
                source=source,
            )
        )
    return tuple(found)


def answer(store: Store, sheet_id: str, field: str, keep: Keep, initials: str = "") -> Outcome:
    """Settle one question. Taking theirs is an ordinary change, that the history can put back."""
    sheet = store.records.one(Sheet, sheet_id)
    told = next((one for one in store.suggestions.all(sheet_id) if one.field == field), None)
    if sheet is None or told is None:
        return Outcome()
    with store.database.atomic():
        if keep is Keep.THEIRS:
            store.records.put(patched(sheet, {field: told.theirs}), Author(initials=initials))
        elif keep is Keep.VERIFY:
            doubt(store, sheet_id, _REASONS.get(field, Reason.OTHER), initials)
        store.suggestions.forget(sheet_id, [field])
    return Outcome(changed=frozenset({"sheet", "doubt"}))
