"""What each of SQLite's result codes means to people: https://sqlite.org/rescode.html."""

from desk.base.errors import Code

CODES = {
    5: Code.FILE_LOCKED,  # BUSY
    6: Code.FILE_LOCKED,  # LOCKED
    8: Code.READ_ONLY,
    10: Code.DISK_FULL,  # IOERR
    11: Code.FILE_DAMAGED,  # CORRUPT
    13: Code.DISK_FULL,
    14: Code.READ_ONLY,  # CANTOPEN
    26: Code.FILE_DAMAGED,  # NOTADB
}
"""By primary result code."""
