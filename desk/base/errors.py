"""What can go wrong, as codes: the same on screen, in the log and on the command line."""

from enum import StrEnum


class Code(StrEnum):
    """Every reason for which a request is refused or the surroundings fail.

    Sentences for people live in `desk.work.sentences`; a sweep proves that each code has one.
    """

    # the request is wrong: RefusedError
    UNKNOWN_LIBRARY = "unknown-library"
    AMBIGUOUS_LIBRARY = "ambiguous-library"
    UNKNOWN_COMMUNE = "unknown-commune"
    COMMUNE_WITHOUT_PLACE = "commune-without-place"
    UNKNOWN_PROCEDURE = "unknown-procedure"
    UNKNOWN_SHEET = "unknown-sheet"
    UNKNOWN_FIELD = "unknown-field"
    NOTHING_TO_UNDO = "nothing-to-undo"
    TABLE_MISSING = "table-missing"
    TABLE_EMPTY = "table-empty"
    TABLE_UNREADABLE = "table-unreadable"
    TABLE_TOO_LARGE = "table-too-large"
    TABLE_DANGEROUS = "table-dangerous"
    TABLE_WITHOUT_NAMES = "table-without-names"
    UNKNOWN_SLIP = "unknown-slip"
    WRONG_CODE = "wrong-code"
    MONTH_CLOSED = "month-closed"
    NOT_A_TALLY = "not-a-tally"
    UNKNOWN_PERIOD = "unknown-period"
    NEWS_DAYS = "news-days"
    NOT_EMPTY = "not-empty"
    CHANGED_SINCE = "changed-since"
    UNKNOWN_TICKS = "unknown-ticks"
    UNUSABLE_FORM = "unusable-form"
    KEPT_MONTHS = "kept-months"
    RULES_OF_NETWORK = "rules-of-network"
    UNKNOWN_HALF_DAY = "unknown-half-day"
    UNKNOWN_MOMENT = "unknown-moment"
    NO_LIBRARY = "no-library"
    NOTHING_FITS = "nothing-fits"
    INVALID_RECORD = "invalid-record"
    PERSON_IN_TEXT = "person-in-text"
    UNKNOWN_DESK = "unknown-desk"
    UNKNOWN_DATABASE = "unknown-database"
    UNUSABLE_NAME = "unusable-name"
    UNUSABLE_ADDRESS = "unusable-address"
    CODE_REFUSED = "code-refused"
    NOT_JOINED = "not-joined"
    ALREADY_JOINED = "already-joined"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_CHARTER = "unknown-charter"
    CHARTER_ADOPTED = "charter-adopted"
    UNKNOWN_SESSION = "unknown-session"
    NOT_HELD = "not-held"
    SLOT_TAKEN = "slot-taken"
    UNKNOWN_SKILL = "unknown-skill"
    UNKNOWN_PAGE = "unknown-page"
    OTHER_LIBRARY = "other-library"
    TRAINING = "training"
    NO_TRAINING = "no-training"
    UPDATE_UNBELIEVED = "update-unbelieved"
    UPDATE_NOT_NEWER = "update-not-newer"
    UPDATE_OTHER_SYSTEM = "update-other-system"
    UPDATE_NONE = "update-none"
    UPDATE_NOT_HERE = "update-not-here"
    # the surroundings failed: UnavailableError
    FILE_FROM_FUTURE = "file-from-future"
    FILE_DAMAGED = "file-damaged"
    FILE_LOCKED = "file-locked"
    FILE_CHANGED = "file-changed"
    FILE_MISSING = "file-missing"
    DISK_FULL = "disk-full"
    READ_ONLY = "read-only"
    FORBIDDEN_PLACE = "forbidden-place"
    OLD_SQLITE = "old-sqlite"
    ALREADY_OPEN = "already-open"
    NO_PRINTER = "no-printer"
    PRINT_FAILED = "print-failed"
    NOT_A_BACKUP = "not-a-backup"
    WINDOW_OPEN = "window-open"
    COPIES_ELSEWHERE_MISSING = "copies-elsewhere-missing"
    COPIES_ELSEWHERE_FULL = "copies-elsewhere-full"
    HUB_DATABASE = "hub-database"
    PORT_TAKEN = "port-taken"
    OFFLINE = "offline"
    NETWORK_PORTAL = "network-portal"
    HUB_SILENT = "hub-silent"
    HUB_BUSY = "hub-busy"
    HUB_UNTRUSTED = "hub-untrusted"
    HUB_NAME_DIFFERS = "hub-name-differs"
    CLOCK_WRONG = "clock-wrong"
    DESK_REVOKED = "desk-revoked"
    DESK_UNKNOWN = "desk-unknown"
    TOO_MANY_REMOVED = "too-many-removed"
    UPDATE_DAMAGED = "update-damaged"
    UPDATE_CUT = "update-cut"
    UPDATE_FAILED = "update-failed"


class DeskError(Exception):
    """Something that a person or another machine can act on. ``blanks`` fill the sentence; they hold no person."""

    def __init__(self, code: Code, **blanks: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.blanks = blanks


class RefusedError(DeskError):
    """The request is wrong: the caller acts."""


class UnavailableError(DeskError):
    """The surroundings failed: wait, free space, ask for help. Work already done is safe."""
