"""The one thread in which the dialogue thinks and the store is read and written.

The event loop is never held, and the store's one connection is used by one thread at a time. What
takes longer than a moment and needs no store, such as checking a draft, goes beside it, so that
other chats are answered meanwhile.

Each change of threads, and each commit, takes about as long as a small answer does: answers that
wait at the same time are made in one round, kept in one transaction and handed back together.
"""

import asyncio
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

Result = TypeVar("Result")
Item = TypeVar("Item")

ROUND = 0.005  # seconds after which a round takes in nothing more: its first answer waits so long
SWITCH = 0.001  # seconds; at Python's own 0.005 each reading of the store waits so long for a job


class Worker:
    """Does one thing after the other beside the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dialogue")
        self._bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._pressing: deque[Callable[[], None]] = deque()
        self._waiting: deque[tuple[Any, asyncio.Future[Any]]] = deque()  # for the next round
        sys.setswitchinterval(SWITCH)

    @property
    def waiting(self) -> int:
        """How many items wait for a round."""
        return len(self._waiting)

    async def do(self, call: Callable[..., Result], *values: object) -> Result:
        """Return what the call returns, made in the thread."""
        turn = partial(self._in_turn, call, *values)
        return await asyncio.get_running_loop().run_in_executor(self._thread, turn)

    async def together(
        self, call: Callable[[Iterator[Item]], Sequence[Result | Exception]], item: Item
    ) -> Result:
        """Return, or raise, what the call makes of the item, in one round with others that wait.

        The call, always the same one, takes at least one item and returns as much as it took.
        """
        loop = asyncio.get_running_loop()
        made: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, made))
        self._thread.submit(self._round, call, loop)
        return await made

    def _round(
        self,
        call: Callable[[Iterator[Any]], Sequence[object]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._press()
        if not self._waiting:
            return  # an earlier round took it in
        taken: list[asyncio.Future[Any]] = []
        try:
            made = call(self._taken(taken))
        except Exception as exc:  # which is for whoever waits, not for whom the thread works next
            made = [exc] * len(taken)
        loop.call_soon_threadsafe(_hand_out, list(zip(taken, made, strict=True)))

    def _taken(self, taken: list[asyncio.Future[Any]]) -> Iterator[Any]:
        """Yield items until none waits or the round is over, and note who waits for them."""
        end = time.monotonic() + ROUND
        while self._waiting and (not taken or time.monotonic() < end):
            item, made = self._waiting.popleft()
            taken.append(made)
            yield item

    async def first(self, call: Callable[..., Result], *values: object) -> Result:
        """The same before everything that waits for the thread: for what must be noted soon."""
        made: Future[Result] = Future()
        self._pressing.append(partial(_into, made, call, *values))
        self._thread.submit(self._press)
        return await asyncio.wrap_future(made)

    async def beside(self, call: Callable[[], Result]) -> Result:
        """Return what the call returns, made in a thread of its own kind, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._bench, call)

    def _in_turn(self, call: Callable[..., Result], *values: object) -> Result:
        self._press()
        return call(*values)

    def _press(self) -> None:
        while self._pressing:
            self._pressing.popleft()()

    def end(self) -> None:
        """Let the thread finish what it was given."""
        self._thread.shutdown()
        self._bench.shutdown()


def _hand_out(made: list[tuple[asyncio.Future[Any], object]]) -> None:
    for future, result in made:
        if future.cancelled():
            continue
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)


def _into(made: "Future[Result]", call: Callable[..., Result], *values: object) -> None:
    try:
        made.set_result(call(*values))
    except Exception as exc:  # which is for whoever waits, not for whom the thread works next
        made.set_exception(exc)
