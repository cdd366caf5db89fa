"""Work away from the screen: one thread owns the store, answers come back to the screen's own thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class _Delivery(NamedTuple):
    future: Future[Any]
    then: Callable[[Any], None]
    otherwise: Callable[[BaseException], None]
    lane: str
    number: int


class Background(QObject):
    """Runs questions one after the other on a single thread and delivers each answer on the thread that asked.

    Questions of one ``lane`` replace one another: only the answer to the latest is delivered. Values cross threads;
    widgets never do.
    """

    rested = Signal()
    """Nothing is awaited any more."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest: dict[str, int] = {}
        self._waiting = 0
        self._over = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - the home is painted before the first question

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[BaseException], None],
        *,
        lane: str = "",
    ) -> None:
        """Run ``work`` on the store's thread, then ``then(answer)`` or ``otherwise(error)`` here."""
        number = self._latest.get(lane, 0) + 1
        self._latest[lane] = number
        self._waiting += 1

        def arrived(future: Future[T | None]) -> None:
            self._arrived.emit(_Delivery(future, then, otherwise, lane, number))

        self._pool.submit(self._unless_replaced, work, lane, number).add_done_callback(arrived)

    @property
    def busy(self) -> bool:
        """Whether an answer is still awaited."""
        return self._waiting > 0

    def close(self) -> None:
        """Let the question under way finish, drop the others, and stop the thread. Who asked is not answered any more."""
        self._over = True
        self._latest.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def last(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the store's thread after everything asked before, and wait for it; then stop the thread."""
        self._pool.submit(work).result()
        self.close()

    def _unless_replaced(self, work: Callable[[], T], lane: str, number: int) -> T | None:
        if lane and self._latest.get(lane) != number:
            return None
        return work()

    @Slot(object)
    def _deliver(self, delivery: _Delivery) -> None:
        self._waiting -= 1
        replaced = self._over or (delivery.lane and self._latest.get(delivery.lane) != delivery.number)
        try:
            if not replaced and not delivery.future.cancelled():
                error = delivery.future.exception()
                if error is not None:
                    delivery.otherwise(error)
                else:
                    delivery.then(delivery.future.result())
        finally:
            if not self._waiting:
                self.rested.emit()
