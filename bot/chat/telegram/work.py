"""The one thread in which the dialogue thinks and the store is read and written.

The event loop is never held, and the store's one connection is used by one thread at a time. What
takes longer than a moment and needs no store, such as checking a draft, goes beside it, so that
other chats are answered meanwhile.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

SWITCH = 0.001  # seconds; at Python's own 0.005 each reading of the store waits so long for a job


class Worker:
    """Does one thing after the other beside the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dialogue")
        self._bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        sys.setswitchinterval(SWITCH)

    async def do(self, call: Callable[..., Result], *values: object) -> Result:
        """Return what the call returns, made in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *values)

    async def beside(self, call: Callable[[], Result]) -> Result:
        """Return what the call returns, made in a thread of its own kind, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._bench, call)

    def end(self) -> None:
        """Let the thread finish what it was given."""
        self._thread.shutdown()
        self._bench.shutdown()
