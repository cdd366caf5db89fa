"""The fields that a column of a file may tell, in words, for the screen that corrects them."""

from desk.base.words import Words
from desk.work.history_words import field_words

_OF_THE_RECORD = (
    "name", "parent", "typologies", "relay_types", "labels", "summary", "description", "digital_services", "audiences",
    "conditions", "fee", "support", "ways", "phone", "email", "website", "booking_url", "hours_text", "siret", "rna",
    "source", "source_date", "licence",
)  # fmt: skip


def column_fields(say: Words) -> dict[str, str]:
    """Return what a column may tell, by field, in the order of a list to choose from; "" is nothing."""
    return {
        "": say("(not read)"),
        **{field: field_words(field, say) for field in _OF_THE_RECORD},
        "id": say("Number in the source"),
        "pivot": say("SIRET number"),
        "address": say("Address: number and street"),
        "address_extra": say("Building, floor, former commune"),
        "full_address": say("The whole address"),
        "city_and_postcode": say("Postcode and commune together"),
        "postcode": say("Postcode"),
        "commune": say("Commune"),
        "insee": say("INSEE code of the commune"),
        "latitude": say("Latitude"),
        "longitude": say("Longitude"),
        "location": say("Latitude and longitude together"),
        "x": say("X in metres (Lambert)"),
        "y": say("Y in metres (Lambert)"),
        "opening_hours": say("Hours (OSM)"),
        "hours.mo": say("Monday"),
        "hours.tu": say("Tuesday"),
        "hours.we": say("Wednesday"),
        "hours.th": say("Thursday"),
        "hours.fr": say("Friday"),
        "hours.sa": say("Saturday"),
        "hours.su": say("Sunday"),
        "wheelchair": say("Wheelchair"),
        "itinerant": say("Moves from place to place"),
        "contact_person": say("A person (never kept)"),
    }
