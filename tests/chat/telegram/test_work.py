"""The thread does one thing after the other, and first what presses."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.chat.telegram import work
from bot.chat.telegram.work import Worker


def test_what_presses_is_done_before_what_waits() -> None:
    done: list[str] = []
    gate = threading.Event()

    async def play() -> None:
        worker = Worker()
        usual = [worker.do(gate.wait), worker.do(done.append, "one"), worker.do(done.append, "two")]
        tasks = [asyncio.create_task(item) for item in (*usual, worker.first(done.append, "soon"))]
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


def test_what_waits_is_made_in_one_round_and_told_to_each() -> None:
    gate = threading.Event()
    rounds: list[list[str]] = []

    def call(items: Iterator[str]) -> list[int | Exception]:
        rounds.append(list(items))
        return [ValueError(item) if item == "x" else int(item) for item in rounds[-1]]

    async def play() -> list[int | BaseException]:
        worker = Worker()
        held = asyncio.create_task(worker.do(gate.wait))
        waiting = [asyncio.create_task(worker.together(call, item)) for item in ("1", "x", "3")]
        await asyncio.sleep(0)
        gate.set()
        await held
        try:
            return await asyncio.gather(*waiting, return_exceptions=True)
        finally:
            worker.end()

    one, trouble, three = asyncio.run(play())
    assert (one, repr(trouble), three) == (1, "ValueError('x')", 3)
    assert rounds == [["1", "x", "3"]]


def test_a_round_ends_in_time_and_takes_one_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ROUND", 0.0)
    rounds: list[list[str]] = []

    def call(items: Iterator[str]) -> list[str]:
        rounds.append(list(items))
        return rounds[-1]

    async def play() -> list[str]:
        worker = Worker()
        try:
            return await asyncio.gather(*(worker.together(call, item) for item in "abc"))
        finally:
            worker.end()

    assert asyncio.run(play()) == ["a", "b", "c"]
    assert rounds == [["a"], ["b"], ["c"]]


def test_a_round_that_fails_as_a_whole_is_told_to_all() -> None:
    def call(items: Iterator[str]) -> list[str]:
        raise OSError(next(items))

    async def play() -> None:
        worker = Worker()
        try:
            with pytest.raises(OSError, match="a"):
                await worker.together(call, "a")
        finally:
            worker.end()

    asyncio.run(play())
