"""Records that come whole to a new desk: made at once, they are what merging field by field would have made."""

from desk.base.codec import from_json
from desk.base.ids import id_from
from desk.store.exchange import open_exchange
from desk.wire.snapshot import RecordLine

FEED = "dep:01"
PLACE = {
    "address": "3 rue Haute", "address_extra": "", "postcode": "01500", "commune": "Ambronay", "insee": "01007",
    "latitude": 46.0, "longitude": 5.25,
}  # fmt: skip
SERVICE = {"id": "s1", "name": "Aide", "position": 0, "description": "", "kinds": [], "themes": ["numerique"]}
MADE = {"name": "CCAS", "place": PLACE, "relay_types.mairie": 1, "relay_types.ccas-cias": 1, "services.s1": SERVICE}

SAID = {
    "all by one change": (MADE, [(7, 1, 100)]),
    "one field by another": (MADE, [(7, 1, 100)] * 4 + [(8, 3, 200)]),
    "as much by two": ({"name": "CCAS", "phone": "3939"}, [(8, 3, 200), (7, 1, 100)]),
    "nothing said again": (
        {**MADE, "phone": "", "closures": [], "verified": {"verified_on": None, "verified_by": "", "verified_how": ""}},
        [(7, 1, 100)],
    ),
    "members that left": ({**MADE, "relay_types.mairie": 0, "services.s1": 0}, [(7, 1, 100)] * 5),
}
LOOKED_AT = {
    "a field not known yet": {**MADE, "colour": "blue"},
    "a place cut": {**MADE, "place": {"commune": "Ambronay"}},
    "a member that is a text": {**MADE, "relay_types.mairie": "yes"},
    "an item under another name": {**MADE, "services.s2": SERVICE},
    "a number for a name": {**MADE, "name": 3},
    "no name": {"place": PLACE},
    "a status nobody knows": {**MADE, "status": "floating"},
}


def line(name, said, places, kind="sheet"):
    return RecordLine(kind, id_from(name), tuple(said), list(said.values()), places)


def adopted(desk, one, *, at_once):
    """Return everything kept of the record after ``one`` was adopted, and what was not made at once."""
    with open_exchange(desk.profile, desk.clock, desk.store.seeds.taxonomy) as opened:
        with opened.database.atomic():
            left = opened.received.adopt_new(FEED, [one], opened.numbers)[1] if at_once else [one]
            opened.received.adopt(FEED, {(each.kind, each.id): each.cells for each in left}, opened.numbers)
        rows = opened.database.rows
        versions = rows("SELECT dots, seal, feed FROM versions WHERE id = ?", (one.id,))
        return left, [
            rows("SELECT * FROM sheets WHERE id = ?", (one.id,)),
            [(from_json(dots, dict), seal, feed) for dots, seal, feed in versions],
            rows("SELECT field, desk, n, at, value, readable FROM beside WHERE id = ? ORDER BY field", (one.id,)),
            rows("SELECT sheet, name, commune, metres FROM sheet_order WHERE sheet = ?", (one.id,)),
            rows("SELECT relay_type FROM relay_places WHERE sheet = ? ORDER BY relay_type", (one.id,)),
        ]


def test_a_record_made_at_once_is_the_same_as_one_merged(two):
    one, other = two
    for name, (said, places) in SAID.items():
        found = line(name, said, places)

        left, made = adopted(one, found, at_once=True)

        assert left == [], name
        assert made == adopted(other, found, at_once=False)[1], name
        assert made[0]
        assert made[1]
    assert one.store.records.altered() == ()


def test_what_cannot_be_made_at_once_is_looked_at_field_by_field(two):
    one, other = two
    for name, said in LOOKED_AT.items():
        found = line(name, said, [(7, 1, 100)])

        left, made = adopted(one, found, at_once=True)

        assert left == [found], name
        assert made == adopted(other, found, at_once=False)[1], name


def test_a_value_that_this_desk_had_written_comes_back_as_its_own(two):
    for desk, number in zip(two, (1, 2), strict=True):
        _, made = adopted(desk, line("back", MADE, [(number, 1, 100)]), at_once=True)

        assert made[1][0][0] == {"*": [0, 1, 100]}


def test_a_kind_not_known_yet_stands_beside(two):
    found = line("kit", {"name": "Kit"}, [(7, 1, 100)], kind="kit")

    left, made = adopted(two[0], found, at_once=True)

    assert left == [found]
    assert [row[0] for row in made[2]] == ["name"]


def test_a_record_of_which_something_is_here_is_never_made_at_once(two):
    one = two[0]
    first, later = line("here", MADE, [(7, 1, 100)]), line("here", {**MADE, "phone": "3939"}, [(7, 1, 100)])
    adopted(one, first, at_once=True)

    left, _ = adopted(one, later, at_once=True)

    assert left == [later]
    assert one.sheet(first.id).phone == "3939"


def test_a_record_that_this_desk_wrote_and_erased_is_not_made_over_its_change(two):
    one = two[0]
    sheet = one.new(phone="3646")
    with one.store.database.atomic():
        one.store.records.drop("sheet", sheet)
    found = RecordLine("sheet", sheet, ("name",), ["CCAS"], [(7, 1, 100)])

    with open_exchange(one.profile, one.clock, one.store.seeds.taxonomy) as opened, opened.database.atomic():
        assert opened.received.adopt_new(FEED, [found], opened.numbers)[1] == [found]
