"""The thread does one thing after the other, and first what presses."""

import asyncio
import threading

import pytest

from bot.chat.telegram.work import Worker


def test_what_presses_is_done_before_what_waits() -> None:
    done: list[str] = []
    gate = threading.Event()

    async def play() -> None:
        worker = Worker()
        work = [worker.do(gate.wait), worker.do(done.append, "one"), worker.do(done.append, "two")]
        tasks = [asyncio.create_task(item) for item in (*work, worker.first(done.append, "soon"))]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        worker.end()

    asyncio.run(play())
    assert done == ["soon", "one", "two"]


def test_trouble_is_told_to_whoever_waits_for_it() -> None:
    async def play() -> int:
        worker = Worker()
        pressing = asyncio.create_task(worker.first(int, "x"))
        usual = asyncio.create_task(worker.do(int, "5"))
        with pytest.raises(ValueError, match="invalid literal"):
            await pressing
        try:
            return await usual
        finally:
            worker.end()

    assert asyncio.run(play()) == 5
