"""Permanences: the screen asks, the work floor answers, the paper and calendar floors write."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from desk.base.clock import today
from desk.base.training import must_count
from desk.domain.sessions import Appointment, Session
from desk.exchange.calendar import read_calendar_file, why_words, write_calendar_file
from desk.slips import session_papers
from desk.slips.marks import Page
from desk.slips.session_pages import enlarged, lay_out_day, lay_out_host_list, lay_out_month, lay_out_strips
from desk.slips.sheets_of_text import Sheet, lay_out_text
from desk.store.drafts import Draft
from desk.store.store import Store
from desk.ui import printing
from desk.ui.screens.sessions import SessionsScreen
from desk.wiring import paper
from desk.wiring.drafts import Typed
from desk.wiring.host import Host
from desk.work import sessions
from desk.work.agreements import partners
from desk.work.outcome import Outcome
from desk.work.sessions import Agenda
from desk.work.sheet_values import choices

PAGE = "sessions"
"""The page's name in the window."""

_KINDS = frozenset({"session", "appointment", "library", "sheet"})
_CALENDAR = "iCalendar (*.ics)"
_Names = tuple[tuple[str, str], ...]
_Form = tuple[Session, Session, _Names, _Names, Draft | None]
_TOLD = 4
"""How many events left out are named; the others are counted."""


def make(host: Host, at_home: Callable[[], str]) -> SessionsScreen:
    """Return the screen, tied to the store of ``host``; ``at_home`` is the procedure open in Orienter, if any."""
    return _Room(host, at_home).screen


class _Room:
    """What ties one screen to its window. The screen's signals keep it alive."""

    def __init__(self, host: Host, at_home: Callable[[], str]) -> None:
        self._at_home = at_home
        self.screen = screen = SessionsScreen(host.say, host.look, today(host.clock))
        self._host = host
        screen.period_requested.connect(lambda *_: self._ask())
        screen.cancel_requested.connect(
            lambda one, day, why: self._done(
                lambda store: sessions.cancel(store, one, day, why, host.settings.initials),
                host.say("Cancelled. The relays and the poster already know it."),
            )
        )
        screen.restore_requested.connect(
            lambda one, day: self._done(
                lambda store: sessions.restore(store, one, day, host.settings.initials), host.say("It is held.")
            )
        )
        screen.slots_requested.connect(
            lambda one, day: host.ask(
                lambda store: sessions.slots(store, one, day, host.say), screen.present_slots, lane="slots"
            )
        )
        screen.book_requested.connect(self._book)
        screen.unbook_requested.connect(
            lambda one: self._done(lambda store: sessions.unbook(store, one), host.say("The slot is free again."))
        )
        self._edited = ""
        self._typed = Typed(host, "permanence", screen.present_told, screen)
        screen.form.draft_changed.connect(lambda edits: self._typed.keep(self._edited, edits))
        host.window.closing.connect(self._close)
        screen.edit_requested.connect(self._edit)
        screen.save_requested.connect(self._save)
        screen.remove_requested.connect(
            lambda one: self._done(
                lambda store: sessions.remove(store, one, host.settings.initials), host.say("Held no more.")
            )
        )
        screen.paper_requested.connect(self._paper)
        screen.calendar_read_requested.connect(self._read)
        screen.calendar_write_requested.connect(self._write)
        host.window.screen_shown.connect(self._shown)
        host.when_changed(_KINDS, self._changed)

    def _shown(self, front: str) -> None:
        if front == PAGE:
            self.screen.present_told("")
            self._ask()
            self.screen.take_focus()

    def _changed(self) -> None:
        if self.screen.isVisible():
            self._ask()

    def _ask(self) -> None:
        say, day, monthly = self._host.say, self.screen.day, self.screen.monthly

        def read(store: Store) -> Agenda:
            since, until = sessions.month_of(day) if monthly else sessions.week_of(day)
            return sessions.agenda(store, since, until, say)

        self._host.ask(read, self.screen.present, lane=PAGE)

    def _done(self, work: Callable[[Store], Outcome], sentence: str, *, leaves: bool = False) -> None:
        def then(outcome: Outcome) -> None:
            self.screen.present_told(sentence, outcome.problems)
            if leaves and not outcome.problems:
                self._typed.forget(self._edited)
                self.screen.form.forget_draft()
                self.screen.show_days()
            if outcome.changed:
                self._host.changed(outcome.changed)

        self._host.ask(work, then)

    def _edit(self, session_id: str, day: date) -> None:
        say = self._host.say

        def read(store: Store) -> _Form:
            own = sessions.blank(store, day)
            found = sessions.session(store, session_id) if session_id else own
            types = tuple((one.slug, one.label) for one in choices(store, say)["relay_types"])
            return found, own, partners(store), types, self._typed.of(session_id)

        def then(told: _Form) -> None:
            found, own, hosts, types, draft = told
            if draft is not None and not self._typed.wanted(draft):
                self._typed.forget(session_id)
                draft = None
            self.screen.form.keep_draft()
            self._edited = session_id
            self.screen.form.offer(hosts, types)
            self.screen.present_told("")
            self.screen.present_form(found, own, draft.fields if draft is not None else None)

        self._host.ask(read, then, lane="session")

    def _close(self) -> None:
        """Let the last draft be written before the window goes."""
        self.screen.form.keep_draft()
        self._typed.finish()

    def _save(self, made: Session, commune: str) -> None:
        initials = self._host.settings.initials
        self._done(
            lambda store: sessions.save(store, sessions.with_place(store, made, commune), initials),
            self._host.say("The session is kept."),
            leaves=True,
        )

    def _book(self, session_id: str, day: date, time: str) -> None:
        host, procedure = self._host, self._at_home()

        def work(store: Store) -> tuple[Appointment, Sheet]:
            made = sessions.book(store, session_id, day, time, procedure, host.say)
            return made, session_papers.compose_appointment(store, made, host.say)

        def then(told: tuple[Appointment, Sheet]) -> None:
            made, sheet = told
            self.screen.present_told(host.say("Slot given. Code {code}: it is on the paper.", code=made.code))
            host.changed(frozenset({"appointment"}))
            self._print(lay_out_text(sheet, printing.FontRuler()), "rendez-vous.pdf")

        host.ask(work, then)

    def _paper(self, name: str, session_id: str, day: date) -> None:
        say = self._host.say
        ruler = printing.FontRuler()
        makers: dict[str, Callable[[Store], tuple[Page, ...]]] = {
            "day": lambda store: (lay_out_day(session_papers.day_poster(store, day, say), ruler),),
            "day-large": lambda store: (enlarged(lay_out_day(session_papers.day_poster(store, day, say), ruler)),),
            "month": lambda store: (lay_out_month(session_papers.month_poster(store, day, say), ruler),),
            "strip": lambda store: lay_out_strips((session_papers.strip(store, session_id, day, say),), ruler),
            "slots": lambda store: (lay_out_host_list(session_papers.host_list(store, session_id, day, say), ruler),),
        }
        self._host.ask(makers[name], lambda pages: self._print(pages, f"permanences-{name}.pdf"), lane="session-paper")

    def _print(self, pages: Sequence[Page], file: str) -> None:
        paper.to_printer(self._host, pages, self._host.say("Sessions"), file, self.screen.present_told)

    # calendars

    def _read(self) -> None:
        host, say = self._host, self._host.say
        if not (chosen := host.ask_open_file(say("Read a calendar"), _CALENDAR)):
            return

        def work(store: Store) -> str:
            day, known = today(store.clock), sessions.known_calendars(store)
            read = read_calendar_file(
                Path(chosen), sessions.calendar(store), day, known, frozenset(store.seeds.taxonomy.relay_types)
            )
            new, changed = sessions.take(store, read.sessions, read.withdrawn, host.settings.initials)
            lines = [say("{new} new sessions, {changed} changed.", new=new, changed=changed)]
            untaken = (*read.refused, *read.left_out)
            lines += [
                say("Left out: {title}. {why}", title=one.event or Path(chosen).name, why=why_words(one.why, say))
                for one in untaken[:_TOLD]
            ]
            if len(untaken) > _TOLD:
                lines.append(say("… and {n} more", n=len(untaken) - _TOLD))
            return "\n".join(lines)

        def then(sentence: str) -> None:
            self.screen.present_told(sentence)
            host.changed(frozenset({"session"}))

        host.ask(work, then)

    def _write(self) -> None:
        host, say = self._host, self._host.say
        proposed = host.profile.slips / "permanences.ics"
        proposed.parent.mkdir(parents=True, exist_ok=True)
        if not (chosen := host.ask_file(str(proposed), say("Give a calendar"), _CALENDAR)):
            return

        def work(store: Store) -> str:
            must_count(store.profile.desk_file)
            library, now = store.library(), store.clock.now()
            name = library.name if library else ""
            write_calendar_file(
                Path(chosen), sessions.held_here(store), sessions.calendar(store), now, say.language, name
            )
            return say("Kept in {file}.", file=Path(chosen).name)

        host.ask(work, self.screen.present_told)
