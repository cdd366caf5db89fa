"""The end of a visit, at the foot of Orienter: what is counted of it, corrected, undone. Asked once, never in the way."""

from dataclasses import replace

from desk.domain.referrals import End, Reason, Referral
from desk.store.store import Store
from desk.ui.screens.refer import ReferScreen
from desk.ui.widgets.ending import EndingStrip
from desk.wiring.host import Host
from desk.work import counting
from desk.work.counting import Told

_SHOWN = "ending"
"""Under which name the window keeps the visit that is counted, for when it is made anew."""


class Ending:
    """What ties the strip to the window: the visit on screen, whether it is counted, and the one counted last."""

    def __init__(self, host: Host, screen: ReferScreen) -> None:
        self._host, self._screen = host, screen
        self._procedure = ""
        self._act: Referral | None = None
        self._last: Referral | None = None
        self._before = False
        self._strip = strip = EndingStrip(host.say, host.look)
        strip.hide()
        screen.add_foot(strip)
        strip.unfold_requested.connect(self.ask)
        strip.ended.connect(self._end)
        strip.told.connect(self._tell)
        strip.taken_back.connect(self._take_back)
        strip.left.connect(self._left)
        host.window.idle.connect(self._forget)
        if kept := host.shown.get(_SHOWN):
            self._procedure, _, act = kept.partition("|")
            self.counted(act)

    def follow(self, procedure: str) -> None:
        """Show the strip for the procedure now on screen; without one, only what waits of the person before."""
        if procedure and (procedure != self._procedure or self._before):
            self._start(procedure)
        if not procedure and not self._before and not self._strip.unfolded:
            self._strip.hide()
        elif procedure:
            self._present()

    def ask(self) -> None:
        """Unfold the strip, whatever is on screen, and give it the keyboard."""
        self._host.window.bring("refer")
        if not self._screen.procedure and not self._before:
            self._start("")
        self._present()
        self._strip.unfold()

    def leave(self, procedure: str) -> None:
        """The next person comes: propose to count the one who left with ``procedure`` open, in nobody's way."""
        uncounted = bool(procedure) and self._act is None
        self._strip.fold()
        if uncounted:
            self._procedure, self._before = procedure, True
            self._present()
        else:
            self._start("")
            self._strip.hide()

    def counted(self, act: str) -> None:
        """Show that the visit on screen is counted as ``act``."""
        if act:
            self._host.ask(lambda store: store.referrals.one(act), self._keep, lane="ending")

    def same_visit(self, made: Referral) -> Referral:
        """Return the referral of a slip as the visit already counted without one, where that is so: it counts once."""
        act = self._act
        if act is None or act.code or self._procedure != made.procedure:
            return made
        return replace(made, id=act.id, autonomy=act.autonomy, device=act.device, visit=act.visit)

    def _start(self, procedure: str) -> None:
        self._strip.fold()
        self._procedure, self._act, self._before = procedure, None, False
        self._host.shown.pop(_SHOWN, None)

    def _forget(self) -> None:
        self._start("")
        self._last = None
        self._strip.hide()

    def _present(self) -> None:
        self._strip.present(self._act, before=self._before, last=self._last)
        self._strip.show()

    def _end(self, end: End, reason: Reason, told: Told) -> None:
        act, procedure, relay = self._act, self._procedure, self._screen.relay
        relay_type = relay.relay_types[0] if relay and relay.relay_types and not self._before else ""

        def work(store: Store) -> Referral | None:
            if act is not None:
                changed = replace(
                    act, end=end, reason=reason, autonomy=told.autonomy, device=told.device, visit=told.visit
                )
                counting.note(store, changed)
                return changed
            done = counting.end_visit(
                store,
                end,
                reason=reason,
                procedure=procedure,
                relay_type=relay_type if end is End.RELAYED else "",
                told=told,
            )
            return store.referrals.one(done.id)

        self._host.ask(work, self._keep, lane="ending")

    def _tell(self, told: Told) -> None:
        if self._act is not None:
            act = self._act.id

            def work(store: Store) -> Referral | None:
                counting.tell(store, act, told)
                return store.referrals.one(act)

            self._host.ask(work, self._keep, lane="ending")

    def _take_back(self) -> None:
        act = self._act or self._last
        if act is None:
            return

        def then(_: object) -> None:
            self._act, self._last = None, None
            self._host.shown.pop(_SHOWN, None)
            self._present()
            self._screen.present_done(self._host.say("This count is undone."))
            self._host.changed(counting.CHANGED)
            if not self._screen.procedure:
                self._left()

        self._host.ask(lambda store: counting.take_back(store, act.id), then, lane="ending")

    def _keep(self, act: Referral | None) -> None:
        """Show what is counted; without a procedure on screen, the visit is over and the keyboard goes back."""
        if act is None:
            return
        over = not self._screen.procedure
        self._last = act
        self._act, self._before = (None, False) if over else (act, False)
        if not over:
            self._host.shown[_SHOWN] = f"{self._procedure}|{act.id}"
        else:
            self._procedure = ""
            self._strip.fold()
        self._present()
        self._host.changed(counting.CHANGED)
        if over and self._host.window.front == "refer":
            self._screen.come_back()

    def _left(self) -> None:
        if not self._screen.procedure:
            self._before = False
            self._present()
            self._strip.setVisible(self._last is not None)
        self._screen.come_back()
