"""The questions of a sheet, in reading order: ten groups of boxes, what is rarely asked folded away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desk.base.words import Words
from desk.domain.identifiers import clean_rna, clean_siret
from desk.domain.phones import clean_phone
from desk.domain.sheets import Fee, Reach, Status
from desk.domain.web import clean_email, clean_url
from desk.ui.theme import Look
from desk.ui.widgets.check_list import CheckList
from desk.ui.widgets.form_boxes import Box, ChoiceBox, LineBox, PointBox, TextBox, TickBox, WordsBox, answers
from desk.ui.widgets.form_cards import Cards
from desk.ui.widgets.form_days import DayBox
from desk.ui.widgets.hours_box import HoursBox
from desk.ui.widgets.town_box import TownBox
from desk.work.refer import fee_words, reach_words
from desk.work.sheet_values import Choice

Row = tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together. ``more`` are rarely asked."""

    name: str
    title: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...] = ()
    hint: str = ""


class SheetBoxes:
    """Makes the boxes of a sheet and keeps them by field."""

    def __init__(self, say: Words, look: Look) -> None:
        self._say, self._look = say, look
        self._vocabularies: Mapping[str, Sequence[Choice]] = {}
        self._lists: list[tuple[str, CheckList]] = []
        self.commune = TownBox(say)
        self.name = self._line("name", say("Name, as it is written on the door"))
        self.phone = self._line("phone", say("Telephone"), cleaner=clean_phone)
        self.area = WordsBox(
            say, "area", say("Area served"), hint=say("Communes or départements, with a semicolon between.")
        )
        self.groups: tuple[Group, ...] = (
            self._who(), self._what_for(), self._where(), self._when(), self._reached(), self._for_whom(),
            self._services(), self._stops(), self._source(), self._stays_here(),
        )  # fmt: skip
        self.boxes: tuple[Box, ...] = tuple(
            box for group in self.groups for row in (*group.rows, *group.more) for box in row
        )

    def offer(self, vocabularies: Mapping[str, Sequence[Choice]]) -> None:
        """Offer the values of each vocabulary, in the lists to come too."""
        self._vocabularies = vocabularies
        for field, box in self._lists:
            box.offer(vocabularies.get(field, ()))

    # the groups

    def _who(self) -> Group:
        say = self._say
        return Group(
            name="who",
            title=say("Who"),
            rows=(
                (self.name,),
                (self._list("relay_types", say("What kind of relay")),),
                (self._line("summary", say("In one sentence")), self._status()),
            ),
            more=(
                (self._line("parent", say("Structure it belongs to")),),
                (
                    self._line("siret", say("SIRET number"), cleaner=clean_siret),
                    self._line("rna", say("RNA number (association)"), cleaner=clean_rna),
                ),
                (self._list("typologies", say("Official kinds")), self._list("labels", say("Labels and networks"))),
                (WordsBox(say, "other_labels", say("Other labels"), hint=say("With a semicolon between.")),),
            ),
        )

    def _what_for(self) -> Group:
        say = self._say
        return Group(
            name="what-for",
            title=say("What for"),
            rows=(
                (self._list("needs", say("Needs it answers")),),
                (TextBox(say, self._look, "description", say("What it does, in a few lines")),),
            ),
            more=(
                (self._list("digital_services", say("Digital services")), self._list("support", say("How it helps"))),
            ),
        )

    def _where(self) -> Group:
        say = self._say
        point = PointBox(
            say,
            say("Point on the map"),
            hint=say("Latitude and longitude. Left empty, the centre of the commune counts."),
        )
        return Group(
            name="where",
            title=say("Where"),
            rows=(
                (self._line("address", say("Address: number and street")),),
                (self._line("postcode", say("Postcode")), self.commune),
                (TickBox(say, "itinerant", say("It moves from place to place (bus, sessions in several communes)")),),
            ),
            more=(
                (self._line("address_extra", say("Building, floor, former commune")),),
                (point, self._line("insee", say("INSEE code of the commune"))),
                (self.area,),
            ),
        )

    def _when(self) -> Group:
        say, look = self._say, self._look
        closures = Cards(
            say,
            look,
            "closures",
            lambda: (
                (
                    DayBox(say, "first", say("Closed from")),
                    DayBox(say, "last", say("To (included)")),
                    LineBox(say, "reason", say("Why")),
                ),
            ),
            lambda number: say("closing {number}", number=number),
            say("Add days of closing"),
        )
        return Group(
            name="when",
            title=say("When"),
            rows=(
                (HoursBox(say, look, say("When it is open")),),
                (TextBox(say, look, "hours_text", say("Hours in their words"), hint=say("Kept as it is written.")),),
                (closures,),
            ),
            more=(
                (
                    LineBox(say, "waiting_days", say("Days to wait for an appointment")),
                    DayBox(say, "waiting_on", say("Said on")),
                ),
            ),
        )

    def _reached(self) -> Group:
        say = self._say
        return Group(
            name="reached",
            title=say("How to get in touch"),
            rows=(
                (self.phone, self._line("email", say("E-mail of the office"), cleaner=clean_email)),
                (self._line("website", say("Site"), cleaner=clean_url), self._reach()),
            ),
            more=(
                (self._line("booking_url", say("Page to make an appointment"), cleaner=clean_url),),
                (
                    self._list("ways", say("How the person asks")),
                    self._list("desk_ways", say("How the desk asks for the person")),
                ),
                (TextBox(say, self._look, "desk_details", say("What the desk must know to ask")),),
            ),
        )

    def _for_whom(self) -> Group:
        say, look = self._say, self._look
        return Group(
            name="for-whom",
            title=say("Price and people"),
            rows=(
                (self._fee(), ChoiceBox(say, "wheelchair", say("Can be entered in a wheelchair"), answers(say))),
                (self._list("audiences", say("For whom")),),
                (TextBox(say, look, "conditions", say("What it asks: residence, income, papers")),),
            ),
            more=(
                (TextBox(say, look, "fee_details", say("About the price")),),
                (TextBox(say, look, "audience_details", say("About the people received")),),
                (self._list("special_care", say("Special care")),),
                (TextBox(say, look, "accessibility", say("Access, in words")),),
                (self._line("accessibility_url", say("Page about access"), cleaner=clean_url),),
            ),
        )

    def _services(self) -> Group:
        say, look = self._say, self._look
        fees = (
            ("", say("as the whole place")),
            *((one.value, fee_words(one, say)) for one in Fee if one is not Fee.UNKNOWN),
        )

        def made() -> tuple[Row, ...]:
            return (
                (LineBox(say, "name", say("Name of the service")),),
                (TextBox(say, look, "description", say("What it does")),),
                (self._list("themes", say("Themes")), self._list("kinds", say("Forms"))),
                (self._list("modes", say("Here or at a distance")), ChoiceBox(say, "fee", say("Price"), fees)),
                (LineBox(say, "conditions", say("What it asks")),),
                (
                    LineBox(say, "phone", say("Its own telephone"), cleaner=clean_phone),
                    LineBox(say, "email", say("Its own e-mail"), cleaner=clean_email),
                ),
                (LineBox(say, "link", say("Its own page"), cleaner=clean_url),),
            )

        return Group(
            name="services",
            title=say("Services, one by one"),
            hint=say("Only if the place has several services that differ."),
            rows=(
                (
                    Cards(
                        say,
                        look,
                        "services",
                        made,
                        lambda number: say("service {number}", number=number),
                        say("Add a service"),
                    ),
                ),
            ),
        )

    def _stops(self) -> Group:
        say, look = self._say, self._look

        def made() -> tuple[Row, ...]:
            return (
                (LineBox(say, "name", say("Name of the stop")), LineBox(say, "commune", say("Commune of the stop"))),
                (HoursBox(say, look, say("When it is there")),),
                (LineBox(say, "hours_text", say("Hours of the stop in their words")),),
            )

        return Group(
            name="stops",
            title=say("Stops"),
            hint=say("Where it stops, and when."),
            rows=(
                (
                    Cards(
                        say, look, "stops", made, lambda number: say("stop {number}", number=number), say("Add a stop")
                    ),
                ),
            ),
        )

    def _source(self) -> Group:
        say = self._say
        return Group(
            name="source",
            title=say("Where this comes from"),
            rows=((self._line("source", say("Source")), self._line("source_date", say("Date of the source"))),),
            more=(
                (
                    self._line("source_url", say("Page of the source"), cleaner=clean_url),
                    self._line("licence", say("Licence")),
                ),
            ),
        )

    def _stays_here(self) -> Group:
        say = self._say
        return Group(
            name="stays-here",
            title=say("Stays on this computer"),
            hint=say("Never printed, never given to other libraries. Nothing about a visitor."),
            rows=(
                (self._line("contact_name", say("Person to ask for")), self._line("contact_role", say("Their role"))),
                (
                    self._line("contact_phone", say("Their telephone"), cleaner=clean_phone),
                    self._line("contact_email", say("Their e-mail"), cleaner=clean_email),
                ),
                (TextBox(say, self._look, "note", say("Internal note")),),
            ),
        )

    # the boxes

    def _line(self, name: str, text: str, **more: Callable[[str], object]) -> LineBox:
        return LineBox(self._say, name, text, **more)  # type: ignore[arg-type]

    def _list(self, name: str, text: str) -> CheckList:
        made = CheckList(self._say, self._look, name, text)
        made.offer(self._vocabularies.get(name, ()))
        self._lists.append((name, made))
        return made

    def _status(self) -> Box:
        say = self._say
        return ChoiceBox(
            say,
            "status",
            say("Is it open at all?"),
            (
                (Status.OPEN.value, say("it works")),
                (Status.SUSPENDED.value, say("suspended for now")),
                (Status.CLOSED.value, say("closed for good")),
            ),
        )

    def _reach(self) -> Box:
        say = self._say
        ways = [(one.value, reach_words(one, say) or say("not known")) for one in (Reach.UNKNOWN, *Reach)]
        return ChoiceBox(say, "reach", say("How one gets in"), tuple(dict.fromkeys(ways)))

    def _fee(self) -> Box:
        say = self._say
        fees = [(one.value, fee_words(one, say) or say("not known")) for one in (Fee.UNKNOWN, *Fee)]
        return ChoiceBox(say, "fee", say("Price"), tuple(dict.fromkeys(fees)))
