"""The catalogue of kinds: what is declared exists, and nothing that may leave can hold a person."""

from dataclasses import fields

import pytest

from desk.domain.catalogue import KINDS, REFERRAL, Class, Scope, class_of, columns, kind_of
from desk.store.private import SCHEMA as PRIVATE

EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])

OF_A_PERSON = {
    "visitor", "person", "first_name", "last_name", "surname", "birth", "born_on", "age", "gender", "nir", "iban",
    "password", "note", "notes", "comment", "comments", "contact", "signature", "photo", "mobile",
}  # fmt: skip
"""Names that a field of a kind that travels may not have: free notes are where names end up."""


def test_names_and_tables_are_each_used_once():
    assert len({kind.name for kind in KINDS}) == len({kind.table for kind in KINDS}) == len(KINDS)
    assert all(kind_of(kind.record) is kind for kind in KINDS)


@EVERY_KIND
def test_everything_declared_of_a_kind_is_one_of_its_fields(kind):
    grouped = [name for _, names in kind.groups for name in names]

    assert len(grouped) == len(set(grouped))
    assert {*grouped, *kind.sets, *kind.maps, *kind.nested, *kind.internal, *kind.person} <= set(columns(kind))


@EVERY_KIND
def test_a_group_is_not_called_like_a_field_outside_it(kind):
    """Otherwise two different things would travel under one name."""
    for group, names in kind.groups:
        assert group not in set(columns(kind)) - set(names)


@EVERY_KIND
def test_no_field_has_a_dot_in_its_name(kind):
    """A dot tells the members of a set apart on the way."""
    assert not any("." in name for name in columns(kind))


@EVERY_KIND
def test_every_field_of_several_values_is_kept_as_text_in_its_column(kind):
    several = {field.name for field in fields(kind.record) if "tuple" in str(field.type)}

    assert several <= set(kind.nested)


@EVERY_KIND
def test_nothing_that_may_leave_concerns_a_person(kind):
    """T78: the columns of class ``person`` and the kinds that travel have nothing in common."""
    concerned = [name for name in columns(kind) if class_of(kind, name) is Class.PERSON]

    assert kind.scope is Scope.NEVER or concerned == []


@EVERY_KIND
def test_no_field_that_travels_is_called_like_something_of_a_person(kind):
    assert kind.scope is Scope.NEVER or not OF_A_PERSON & set(columns(kind))


def test_the_tables_of_the_desk_are_those_of_the_catalogue_and_known_others(store):
    """T78: a table that nobody declared cannot slip into the file that is exchanged."""
    others = {
        "relay_places", "sheet_order", "sheet_words", "sheet_vocabulary", "versions", "changes", "state", "originals", "suggestions",
        "numbers", "beside", "gone", "journal", "carried", "sealed", "feeds", "desks",
        "_sqlite_migrations",
    }  # fmt: skip
    kept_here = {REFERRAL.table, "closed_counts", "closed_measures", "closed_months", "tallies", "reserved_codes"}
    told = {row[0] for row in store.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    shadows = {name for name in told if name.startswith(("sheet_words_", "sqlite_"))}

    assert told - shadows == {kind.table for kind in KINDS} | others | kept_here


def test_the_private_tables_are_not_in_the_desk_s_file(store):
    told = {row[0] for row in store.database.rows("SELECT name FROM sqlite_schema")}

    assert not told & {"notes", "unmet_words", "contacts", "helpers", "aid_requests"}
    assert PRIVATE.application_id != store.database.row("PRAGMA application_id")[0]
