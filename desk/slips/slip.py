"""The slip as a value: everything that is printed, in reading order, before any page exists."""

from dataclasses import dataclass

from desk.work.refer_view import FactLine, PhoneLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRelay:
    """Where to go or whom to call, as printed in the box.

    ``heading`` says which (« Allez ici », « Appelez ce numéro »); ``doer`` who does it when this place can only help; ``advice`` is the sentence just above the telephone;
    ``visits`` are the next moments to go, ``week`` and ``exceptions`` the hours, all ready sentences. ``to_verify`` when
    no person has checked it lately. ``contact`` is what the QR code holds (a vCard), empty when there is no QR code.
    """

    heading: str
    name: str
    address: str = ""
    town: str = ""
    away: str = ""
    doer: str = ""
    advice: str = ""
    phone: str = ""
    visits: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    hours_text: str = ""
    terms: str = ""
    to_verify: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One paper. No field can hold the visitor's name; the page has a blank line to fill by hand.

    ``relay`` is None only where emergency numbers are all there is to say. ``emergency`` comes before everything else, title included. ``mark`` is the library's two letters, printed before
    ``code``. ``footer`` is made of sentences: what we did not keep, and how fresh each thing is.
    """

    language: str
    library: str
    mark: str
    code: str
    day: str
    title: str
    emergency: tuple[PhoneLine, ...]
    relay: SlipRelay | None
    bring_heading: str
    bring: tuple[FactLine, ...]
    phones: tuple[PhoneLine, ...]
    offline: tuple[FactLine, ...]
    warnings: tuple[FactLine, ...]
    charter: tuple[str, ...]
    footer: tuple[str, ...]

    @property
    def marked_code(self) -> str:
        """The code as printed: « SM · K7F3Q9 »."""
        return f"{self.mark} · {self.code}" if self.mark else self.code
