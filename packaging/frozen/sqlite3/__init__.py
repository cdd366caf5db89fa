"""The frozen program has one SQLite: who asks for Python's own, sqlite-utils for its types, is given pysqlite3."""

from pysqlite3 import *  # noqa: F403 - the same names
from pysqlite3 import dbapi2 as dbapi2
