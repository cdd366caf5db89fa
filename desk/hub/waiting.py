"""Who waits for news: one look at the heads a second serves all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

LOOK_EVERY = 1.0
"""Seconds between two looks at the database, for what other processes take."""

Heads = dict[tuple[int, str], int]


class Waiting:
    """Holds the requests that wait. Lives in the event loop."""

    def __init__(self, look: Callable[[], Awaitable[Heads]]) -> None:
        self._look = look
        self._heads: Heads = {}
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        """Say that this process has just taken something: nobody waits for the next look."""
        self._looked = float("-inf")
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def news(self, network: int, cursors: dict[str, int], seconds: float) -> dict[str, int]:
        """Return the feeds with a number beyond the one read, as soon as there are any; nothing after ``seconds``."""
        end = monotonic() + seconds
        while True:
            stirred = self._stirred
            heads = await self._fresh()
            found = {name: heads.get((network, name), 0) for name, seq in cursors.items()}
            news = {name: head for name, head in found.items() if head > cursors[name]}
            left = end - monotonic()
            if news or left <= 0:
                return news
            try:
                async with asyncio.timeout(min(left, LOOK_EVERY)):
                    await stirred.wait()
            except TimeoutError:
                continue

    async def _fresh(self) -> Heads:
        async with self._looking:
            if monotonic() - self._looked >= LOOK_EVERY:
                looked = monotonic()
                self._heads = await self._look()
                self._looked = looked
        return self._heads
