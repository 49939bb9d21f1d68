"""The one thread in which the dialogue thinks and the store is read and written.

The event loop is never held, and the store's one connection is used by one thread at a time. What
takes longer than a moment and needs no store, such as checking a draft, goes beside it, so that
other chats are answered meanwhile.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

Result = TypeVar("Result")

SWITCH = 0.001  # seconds; at Python's own 0.005 each reading of the store waits so long for a job


class Worker:
    """Does one thing after the other beside the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dialogue")
        self._bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._pressing: deque[Callable[[], None]] = deque()
        sys.setswitchinterval(SWITCH)

    async def do(self, call: Callable[..., Result], *values: object) -> Result:
        """Return what the call returns, made in the thread."""
        turn = partial(self._in_turn, call, *values)
        return await asyncio.get_running_loop().run_in_executor(self._thread, turn)

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


def _into(made: "Future[Result]", call: Callable[..., Result], *values: object) -> None:
    try:
        made.set_result(call(*values))
    except Exception as exc:  # which is for whoever waits, not for whom the thread works next
        made.set_exception(exc)
