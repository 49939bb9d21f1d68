"""How updates flow: order, room for others, pauses, updates that nobody can read."""

import asyncio
import json
from collections.abc import Iterable

import pytest
from telegram import Update
from telegram.error import RetryAfter
from telegram.request import HTTPXRequest

from bot.chat.telegram.arrivals import BODY, UNREADABLE
from bot.chat.telegram.flow import CarefulBot, InOrderPerChat, PatientLimiter, PollingRequest
from bot.chat.telegram.outgoing import Receipt
from tests.chat.telegram.fake import TOKEN, FakeTelegram, private


async def begins(update: object) -> bool:
    return True


async def ends(update: object) -> None:
    pass


def test_updates_of_a_chat_keep_their_order() -> None:
    done: list[str] = []

    async def work(name: str, gate: asyncio.Event) -> None:
        await gate.wait()
        done.append(name)

    async def handle() -> None:
        gates = {name: asyncio.Event() for name in ("a1", "a2", "b1")}
        processor, telegram = InOrderPerChat(begins, ends), FakeTelegram()
        async with processor, asyncio.TaskGroup() as tasks:
            for name, gate in gates.items():
                update = telegram.message(name, private({"a": 5, "b": 6}[name[0]]))
                call = processor.process_update(Update.de_json(update), work(name, gate))
                tasks.create_task(call)
            for name in ("a2", "b1", "a1"):
                await asyncio.sleep(0)
                gates[name].set()

    asyncio.run(handle())
    assert done == ["b1", "a1", "a2"]


@pytest.mark.parametrize(
    ("pauses", "slept"), [([], []), ([3], [3]), ([3, 4, 5], [3, 4]), ([3000], [])]
)
def test_limiter_waits_as_told_but_not_for_ever(pauses: list[int], slept: list[float]) -> None:
    told, waited = list(pauses), []

    async def call() -> bool:
        if told:
            raise RetryAfter(told.pop(0))
        return True

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def ask() -> bool:
        return bool(await PatientLimiter(sleep).process_request(call, (), {}, "x", {}, None))

    if pauses in ([], [3]):
        assert asyncio.run(ask())
    else:
        with pytest.raises(RetryAfter):
            asyncio.run(ask())
    assert waited == slept


@pytest.mark.parametrize(
    ("endpoint", "handed_on"), [("editMessageText", True), ("sendMessage", {"message_id": 7})]
)
def test_the_message_is_read_of_what_was_sent_only(endpoint: str, handed_on: object) -> None:
    async def call() -> dict[str, int]:
        return {"message_id": 7}

    limited = PatientLimiter().process_request(call, (), {}, endpoint, {}, None)
    assert asyncio.run(limited) == handed_on


def test_what_is_sent_for_a_receipt_gives_its_number_and_no_object() -> None:
    async def call() -> dict[str, object]:
        return {"message_id": 7, "reply_markup": {"inline_keyboard": []}}

    receipt = Receipt()
    limited = PatientLimiter().process_request(call, (), {}, "sendMessage", {}, receipt)
    assert (asyncio.run(limited), receipt) == (True, Receipt(7))


def test_unreadable_update_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    good = FakeTelegram().message("信访")
    bad = {"update_id": 7, "message": {"text": "绝密"}}
    payload = json.dumps({"ok": True, "result": [bad, good]}).encode()
    assert PollingRequest.parse_json_payload(payload)["result"] == [
        {"update_id": 7, UNREADABLE: {"update_id": "int", "message": {"text": "str"}}},
        good | {BODY: json.dumps(good)},
    ]
    assert "绝密" not in caplog.text


def test_where_the_library_stumbles_each_update_is_tried_alone() -> None:
    good, bad = (
        FakeTelegram().message("信访"),
        FakeTelegram().message("绝密", entities=[{"offset": 0}]),
    )
    kept: list[Update] = []

    class Fetching(PollingRequest):
        async def do_request(self, *args: object, **settings: object) -> tuple[int, bytes]:
            return 200, json.dumps({"ok": True, "result": [bad, good]}).encode()

    async def keep(updates: Iterable[Update]) -> None:
        kept.extend(updates)

    async def fetch() -> tuple[Update, ...]:
        bot = CarefulBot(TOKEN, keep, get_updates_request=Fetching())
        return await bot.get_updates()

    first, second = asyncio.run(fetch())
    assert UNREADABLE in first.api_kwargs
    assert second.message
    assert (second.message.text, kept) == ("信访", [first, second])


def test_a_refused_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> tuple[int, bytes]:
        return 401, b"{}"

    monkeypatch.setattr(HTTPXRequest, "do_request", refuse)
    told: list[bool] = []

    async def fetch() -> tuple[int, bytes]:
        request = PollingRequest()
        request.on_refusal = lambda: told.append(True)
        return await request.do_request("url", "POST")

    assert asyncio.run(fetch()) == (401, b"{}")
    assert told == [True]
