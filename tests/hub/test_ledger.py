"""The ledger on both databases: what is kept comes back as it was, whatever it holds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.hub.ledger_tables import LOG, PARTS, RECORDS

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "NULL", "null", "{}", '"', "\\", '\\"', "a,b", " ", "\\x00", "é\u2028", '{"a":"b\\n"}', "\n\t", "'; DROP TABLE log; --"]
)  # fmt: skip


@given(texts=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6, unique_by=lambda row: row[:2]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_comes_back_as_it_was_and_is_found_by_its_key(database, texts):
    rows = [(1, kind, record, shown, shown[::-1]) for kind, record, shown in texts]
    with database.writing() as session:
        session.write("DELETE FROM records")
        session.add(RECORDS, rows, update=("shown", "dots"))
        session.add(RECORDS, rows, update=("shown", "dots"))
        session.add(RECORDS, rows, ignore=True)

    with database.reading() as session:
        found = session.rows("SELECT feed, kind, record, shown, dots FROM records")
        wanted = session.matching(
            RECORDS, ("kind", "record", "shown"), 1, ("kind", "record"), [row[1:3] for row in rows]
        )
        none = session.matching(RECORDS, ("kind", "record", "shown"), 2, ("kind", "record"), [row[1:3] for row in rows])
        nothing = session.matching(RECORDS, ("kind", "record", "shown"), 1, ("kind", "record"), [])

    assert sorted(found) == sorted(rows)
    assert sorted(wanted) == sorted(row[1:4] for row in rows)
    assert none == nothing == []


@pytest.mark.parametrize("content", [b"", b"\0", b"\\", bytes(range(256)), b"x" * 300_000])
def test_bytes_come_back_as_they_were(database, content):
    with database.writing() as session:
        session.add(PARTS, [(1, 2, 3, "sum", content), (1, 2, 4, "sum", b"other")])

    with database.reading() as session:
        found = session.rows("SELECT number, content FROM parts ORDER BY number")
    assert [(number, bytes(kept)) for number, kept in found] == [(3, content), (4, b"other")]


@pytest.mark.parametrize("number", [0, -1, 2**53 - 1, 2**63 - 1, -(2**63)])
def test_numbers_come_back_as_they_were(database, number):
    with database.writing() as session:
        session.add(LOG, [(1, number, 2, 3, number, "k", "r", "[]", b"", b"", 9)])

    with database.reading() as session:
        assert session.matching(LOG, ("seq", "at"), 1, ("seq",), [(number,), (5,)]) == [(number, number)]
