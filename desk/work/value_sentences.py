"""What to say of a value that was cleaned or could not be: one plain sentence for each code. None of them blocks."""

from desk.base.words import Words


def of_value(code: str, say: Words) -> str | None:
    """Return what to look at in a value, None for another kind of problem."""
    return {
        "phone-unreadable": say("This is not a whole telephone number. It is kept as it is."),
        "phone-is-email": say("This is an e-mail address, not a telephone number."),
        "phone-filler": say("This number is made of zeros: it was left out."),
        "person-left-out": say("A person seemed to be named here. The name was left out."),
        "email-unreadable": say("This is not an e-mail address. It is kept as it is."),
        "email-is-url": say("This is a web address, not an e-mail address."),
        "email-accents": say("E-mail addresses usually have no accents. Please check."),
        "part-left-out": say("Some words stood beside the address: they were left out."),
        "url-unreadable": say("This is not a web address. It is kept as it is."),
        "url-is-email": say("This is an e-mail address, not a web address."),
        "url-forbidden": say("This address could harm a computer: it was left out."),
        "siret-rounded": say("A spreadsheet rounded this SIRET number: it was left out."),
        "siret-is-siren": say("This has nine digits: it is a SIREN. A SIRET has fourteen."),
        "siret-length": say("A SIRET number has fourteen digits."),
        "siret-check": say("A digit of this SIRET number seems wrong."),
        "rna-unreadable": say("An association's number is W and nine digits."),
        "point-unreadable": say("These coordinates cannot be read."),
        "point-half": say("One of the two coordinates is missing."),
        "point-outside": say("These coordinates are not in France."),
        "postcode-unreadable": say("A postcode has five digits."),
        "insee-unreadable": say("The code of a commune has five signs."),
        "commune-unknown": say("This commune is not in the official list. It is kept as it is."),
        "commune-ambiguous": say("Several communes have this name. Add the postcode."),
        "commune-postcode": say("This postcode is not one of this commune."),
        "commune-code": say("The commune's name and its code do not agree."),
        "date-unreadable": say("This date cannot be read."),
    }.get(code)


VALUE_CODES = frozenset(
    {
        "phone-unreadable", "phone-is-email", "phone-filler", "person-left-out", "email-unreadable", "email-is-url",
        "email-accents", "part-left-out", "url-unreadable", "url-is-email", "url-forbidden", "siret-rounded",
        "siret-is-siren", "siret-length", "siret-check", "rna-unreadable", "point-unreadable", "point-half",
        "point-outside", "postcode-unreadable", "insee-unreadable", "commune-unknown", "commune-ambiguous",
        "commune-postcode", "commune-code", "date-unreadable",
    }
)  # fmt: skip
"""Every code that `of_value` has a sentence for."""
