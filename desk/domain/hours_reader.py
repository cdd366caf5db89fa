"""Reads the words of French opening hours into clauses: these days, at these times, in this way."""

from collections.abc import Sequence
from dataclasses import replace

from desk.domain.hours_told import Clause, Closing, Days, NotSureError, Period, Told, paired_periods, spread_days
from desk.domain.hours_words import SEPARATORS, Kind, Part, Word

_JOINS = {Kind.DASH, Kind.RANGE, Kind.SLASH, Kind.PLURAL, Kind.AND, Kind.COMMA}
_STARTS = {Kind.DAY, Kind.DAYS, Kind.NTH}


def told_by(words: Sequence[Word]) -> Told:
    """Return what ``words`` say, all of them.

    Raises:
        NotSureError: a part of it can be read in two ways, or in none.
    """
    return _Reader(words).told()


def periods_told(words: Sequence[Word]) -> tuple[Period, ...]:
    """Return the periods of a text that has nothing else.

    Raises:
        NotSureError: there is something else, or nothing.
    """
    reader = _Reader(words)
    periods = reader.periods()
    if not periods or not reader.at_end():
        raise NotSureError
    return periods


class _Reader:
    """Reads from left to right. Days come before their hours, or once after all of them."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = list(words)
        self._place = 0
        self._clauses: list[Clause] = []
        self._closings: list[Closing] = []
        self._season: tuple[int, int] | None = None
        self._flags: set[str] = set()

    def told(self) -> Told:
        """Return what the whole text says."""
        self._take_season()
        before = self._appointment_before()
        asked: bool | None = None
        vacation = everything_asked = False
        while not self.at_end():
            mark = self._take(Kind.APPOINTMENT, Kind.FREELY)
            if mark and before:
                asked = mark.kind is Kind.APPOINTMENT
            elif mark:
                if mark.kind is Kind.FREELY:
                    raise NotSureError
                everything_asked |= not (self._untimed_before() or self._untimed_after())
            elif word := self._take(Kind.VACATION, Kind.TERM, Kind.HOLIDAYS):
                vacation = self._note_holidays(word) or vacation
            elif self._take(Kind.CLOSED):
                self._closing()
            else:
                self._clause(asked=bool(asked), vacation=vacation)
        clauses = tuple(self._clauses)
        if everything_asked:
            clauses = tuple(replace(clause, asked=True) for clause in clauses)
        return Told(
            clauses=clauses,
            closings=tuple(self._closings),
            season=self._season,
            holidays_off="holidays" in self._flags,
            vacation_off="vacation" in self._flags,
            term_only="term" in self._flags,
            by_appointment=everything_asked or bool(asked),
        )

    def at_end(self) -> bool:
        """Return whether nothing but separators is left; they are passed."""
        while self._peek() in SEPARATORS:
            self._place += 1
        return self._place == len(self._words)

    def periods(self) -> tuple[Period, ...]:
        """Return the run of periods that stands here; none when no time does."""
        marks: list[Word] = []
        gaps: list[set[Kind]] = []
        parts: list[tuple[int, Part]] = []
        while True:
            start = self._place
            gap = self._pass(_JOINS | {Kind.BREAK})
            part = self._take(Kind.PART)
            if part:
                self._pass({Kind.COLON, *_JOINS})
            word = self._take(Kind.TIME, Kind.NUMBER)
            if part and part.part and (word or marks):
                parts.append((len(marks), part.part))
            if word is None:
                if not (part and marks) or self._peek() is Kind.CLOSED:
                    self._place = start
                return paired_periods(marks, gaps, parts)
            marks.append(word)
            gaps.append(gap)

    # What stands between clauses

    def _take_season(self) -> None:
        """Take « d'octobre à juin », « juillet et août », « en juillet » out of the words."""
        places = [place for place, word in enumerate(self._words) if word.kind is Kind.MONTH]
        if not places:
            return
        first, last = places[0], places[-1]
        between = {word.kind for word in self._words[first + 1 : last]}
        months = self._words[first].value, self._words[last].value
        joined = between <= {Kind.RANGE, Kind.DASH} or (
            between <= {Kind.AND, Kind.SLASH} and months[1] == months[0] % 12 + 1
        )
        if len(places) > 2 or not joined or (first and self._words[first - 1].kind in {Kind.NUMBER, Kind.NTH}):
            raise NotSureError
        self._season = months
        del self._words[first : last + 1]

    def _appointment_before(self) -> bool:
        """Return whether « sur rendez-vous » or « sans » is told before the days it rules, as a heading is."""
        kinds = [word.kind for word in self._words if word.kind not in SEPARATORS]
        return bool(kinds) and kinds[0] in {Kind.APPOINTMENT, Kind.FREELY}

    def _untimed_before(self) -> bool:
        """Note « samedi sur rendez-vous », if days without hours have just been read."""
        if not self._clauses or self._clauses[-1].periods or self._clauses[-1].asked:
            return False
        self._clauses[-1] = replace(self._clauses[-1], asked=True)
        return True

    def _untimed_after(self) -> bool:
        """Keep « sur rendez-vous le samedi matin » as a clause of its own, if that is what stands here."""
        start = self._place
        self._pass(SEPARATORS)
        if self._peek() in _STARTS:
            days = self._days()
            self._take(Kind.PART)
            self._pass(SEPARATORS)
            if self._peek() not in {Kind.TIME, Kind.NUMBER, Kind.CLOSED}:
                self._clauses.append(Clause(days=days, asked=True))
                return True
        self._place = start
        return False

    def _note_holidays(self, word: Word) -> bool:
        """Note what is said of holidays; return whether what follows is about the school's."""
        if word.kind is Kind.HOLIDAYS:
            if not word.off:
                raise NotSureError
            self._flags.add("holidays")
        elif word.kind is Kind.TERM:
            self._flags.add("term")
        elif word.off:
            self._flags.add("vacation")
        elif not self._clauses or self.at_end():
            raise NotSureError
        else:
            return True
        return False

    def _closing(self) -> None:
        """Read what « fermé » or « sauf » is about."""
        found = False
        while True:
            start = self._place
            plural = Kind.PLURAL in self._pass(
                {Kind.PLURAL, Kind.COLON, Kind.COMMA, Kind.AND} if found else {Kind.PLURAL, Kind.COLON}
            )
            if self._take(Kind.HOLIDAYS):
                self._flags.add("holidays")
            elif self._peek() in {Kind.DAY, Kind.DAYS} and not (found and self._times_follow()):
                self._closed(self._days(plural=plural))
            else:
                self._place = start
                break
            found = True
        if not found:
            raise NotSureError

    def _times_follow(self) -> bool:
        start = self._place
        self._days()
        self._pass(SEPARATORS)
        follows = self._peek() in {Kind.TIME, Kind.NUMBER}
        self._place = start
        return follows

    def _closed(self, days: Days) -> None:
        part = self._take(Kind.PART)
        if days.nth or days.loose or (part and len(days.days) > 1 and not days.plural):
            raise NotSureError
        self._closings.append(Closing(days=days.days, part=part.part if part else None))

    # Clauses

    def _clause(self, *, asked: bool, vacation: bool) -> None:
        if self._peek() not in _STARTS:
            self._times_first(asked=asked, vacation=vacation)
            return
        days = self._days()
        self._pass({Kind.COLON, Kind.COMMA, Kind.DASH})
        if self._closes(days):
            return
        periods = self.periods()
        if not periods:
            self._take(Kind.PART)
        self._clauses.append(Clause(days=days, periods=periods, asked=asked, vacation=vacation))

    def _closes(self, days: Days) -> bool:
        """Read « lundi : fermé »; « lundi au vendredi, fermé le mercredi » closes other days than those before it."""
        start = self._place
        part = self._take(Kind.PART)
        self._pass({Kind.COLON})
        if self._take(Kind.CLOSED):
            others_follow = self._peek() in {Kind.DAY, Kind.DAYS, Kind.PLURAL, Kind.HOLIDAYS}
            if len(days.days) > 1 and (others_follow or (part and not days.plural)):
                raise NotSureError
            self._closings.append(Closing(days=days.days, part=part.part if part else None))
            return True
        self._place = start
        return False

    def _times_first(self, *, asked: bool, vacation: bool) -> None:
        """Read « 9h-12h et 14h-17h du lundi au vendredi », which must be the whole text."""
        periods = self.periods()
        self._pass({Kind.COMMA, Kind.BREAK, Kind.COLON, Kind.DASH})
        if self._clauses or not periods or self._peek() not in _STARTS:
            raise NotSureError
        self._clauses.append(Clause(days=self._days(), periods=periods, asked=asked, vacation=vacation))
        self._pass(SEPARATORS)
        if self._peek() in {*_STARTS, Kind.TIME, Kind.NUMBER}:
            raise NotSureError

    def _days(self, *, plural: bool = False) -> Days:
        """Return the days that stand here: « lundi, mardi et jeudi », « du mardi au samedi », « 2e et 4e jeudi du mois »."""
        plural = plural or (self._place > 0 and self._words[self._place - 1].kind is Kind.PLURAL)
        nth = self._ranks()
        found = [self._one_day()]
        joins: list[set[Kind]] = []
        while True:
            start = self._place
            join = self._pass(_JOINS)
            if self._peek() not in {Kind.DAY, Kind.DAYS} or (Kind.RANGE in join and len(join - {Kind.PLURAL}) > 1):
                self._place = start
                break
            joins.append(join - {Kind.PLURAL})
            found.append(self._one_day())
        days = spread_days(found, joins)
        if bool(nth) != bool(self._take(Kind.OF_MONTH)):
            raise NotSureError
        return Days(days=days, nth=nth, plural=plural, loose=any(word.loose for word in found))

    def _ranks(self) -> tuple[int, ...]:
        ranks: list[int] = []
        while word := self._take(Kind.NTH):
            ranks.append(word.value)
            self._pass({Kind.AND, Kind.COMMA, Kind.PLURAL})
        return tuple(ranks)

    def _one_day(self) -> Word:
        word = self._take(Kind.DAY, Kind.DAYS)
        if word is None:
            raise NotSureError
        return word

    # Words

    def _peek(self) -> Kind | None:
        return self._words[self._place].kind if self._place < len(self._words) else None

    def _take(self, *kinds: Kind) -> Word | None:
        if self._peek() not in kinds:
            return None
        self._place += 1
        return self._words[self._place - 1]

    def _pass(self, kinds: set[Kind]) -> set[Kind]:
        passed: set[Kind] = set()
        while (kind := self._peek()) in kinds and kind:
            passed.add(kind)
            self._place += 1
        return passed
