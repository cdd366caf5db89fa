"""The rules of slips and visits in the settings: the panel asks, the work floor decides, the journal can undo."""

from desk.base.errors import RefusedError
from desk.store.store import Store
from desk.ui.screens.settings import SettingsScreen
from desk.wiring.host import Host
from desk.work import counting_rules, sentences


def attach(host: Host, screen: SettingsScreen) -> None:
    """Answer the panel of the settings."""
    panel, say = screen.counting_rules, host.say

    def show() -> None:
        host.ask(counting_rules.rules, panel.present, lane="counting-rules")

    def decide(days: int, months: int, initials: str) -> None:
        def work(store: Store) -> frozenset[str] | RefusedError:
            try:
                return counting_rules.decide(store, news_days=days, kept_months=months, initials=initials).changed
            except RefusedError as error:
                return error

        def then(answer: frozenset[str] | RefusedError) -> None:
            if isinstance(answer, RefusedError):
                panel.present_told(sentences.of_error(answer, say))
            elif answer:
                panel.present_told(say("Decided. The journal can undo it."))
                host.changed(answer)
            else:
                panel.present_told(say("Nothing changed: these rules were so already."))

        host.ask(work, then)

    panel.decided.connect(decide)
    host.when_changed(frozenset({counting_rules.KIND}), show)
    show()
