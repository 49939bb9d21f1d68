"""Boards: a burst of taps costs few edits, and the last one shows the newest state."""

import asyncio
import re

import pytest
from telegram import Update

from bot.chat.dialogue import Dialogue
from bot.chat.reply import Button, Posted, Reply, Span
from bot.chat.telegram import boards
from bot.chat.telegram.app import build
from bot.chat.telegram.boards import Boards
from bot.config import Config, TelegramConfig
from bot.corpus.store import Store
from tests.chat.telegram.fake import BASE_FILE_URL, BASE_URL, TOKEN, FakeTelegram
from tests.chat.telegram.group_talk import GROUP, GroupTalk
from tests.chat.telegram.meetingless import Meetingless

CONFIG = Config(telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL))  # its limits as shipped
NAMES = [f"成员{n}" for n in range(20)]


def test_a_hundred_taps_in_a_moment_cost_three_edits_at_most(
    dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram = FakeTelegram()
    monkeypatch.setattr(boards, "PAUSE", 3600)  # no pause ends in this test: it is one moment

    async def play() -> None:
        store = dialogue.assistant.store
        site = build(CONFIG, dialogue=dialogue, store=store, request=telegram)
        async with site.app as app:
            talk = GroupTalk(telegram, site)
            await talk.say("甲: /meeting")
            taps = [talk.update(name, GROUP, f":认领{n}") for name in NAMES for n in range(1, 6)]
            assert len(taps) == 100
            updates = [Update.de_json(tap, app.bot) for tap in taps]
            await asyncio.gather(*map(app.process_update, updates))
            await site.postman.idle()
            await site.boards.close()
        site.worker.end()

    asyncio.run(play())
    found = dialogue.meetings.open_in(GROUP["id"])
    assert found
    edits = [call for call in telegram.sent("editMessageText") if call["message_id"] == found.board]
    assert 1 <= len(edits) <= 3
    shown = telegram.messages[GROUP["id"], found.board]["text"]
    lines = [line for line in shown.splitlines() if re.match("[□■]+ [1-5] ", line)]
    assert [line.rpartition("等 ")[2] for line in lines] == ["20 人"] * 5
    assert len(telegram.sent("answerCallbackQuery")) == 100


class Board(Meetingless):
    """A dialogue with one board that shows a number."""

    def __init__(self, message: int = 0) -> None:
        self.state = 0
        self.message = message
        self.moves: list[tuple[int, int]] = []

    def board(self, number: int) -> Posted | None:
        reply = Reply((Span(f"第 {self.state} 版"),), ((Button("看", "open:1"),),))
        return Posted(GROUP["id"], 0, reply, self.message) if number == 1 else None

    def boards(self) -> list[int]:
        return [1]

    def placed(self, number: int, message: int) -> int:
        before, self.message = self.message, message
        return before

    def moved(self, old: int, new: int) -> None:
        self.moves.append((old, new))
        self.message = 0


def test_a_board_on_its_way_when_the_program_ends_is_sent_once_and_pinned() -> None:
    telegram, board = FakeTelegram(), Board()

    async def play() -> None:
        store = Store.open(None)
        site = build(CONFIG, dialogue=board, store=store, request=telegram)  # type: ignore[arg-type]  # as below
        async with site.app:
            telegram.chats[GROUP["id"]] = GROUP
            site.boards.touch(1)
            while not telegram.texts():  # noqa: ASYNC110 - the fake has no event to wait for
                await asyncio.sleep(0)
            await site.boards.close()
        site.worker.end()
        store.close()

    asyncio.run(play())
    assert telegram.texts() == ["第 0 版"]
    assert telegram.pinned == {GROUP["id"]: [board.message]}


async def at_once(call: object, *values: object) -> object:
    """Runs a call of the dialogue right here."""
    assert callable(call)
    return call(*values)


def run_board(telegram: FakeTelegram, board: Board, states: int, *, pauses: list[float]) -> None:
    """Changes the board once a pause, `states` times, and waits until all is shown."""

    async def play() -> None:
        store = Store.open(None)
        site = build(CONFIG, dialogue=board, store=store, request=telegram)  # type: ignore[arg-type]  # only asked for boards
        async with site.app as app:
            telegram.chats[GROUP["id"]] = GROUP

            async def sleep(seconds: float) -> None:
                pauses.append(seconds)
                if board.state < states:
                    board.state += 1
                    kept.touch(1)

            kept = Boards(board, at_once, board.moved, sleep=sleep)
            kept.bot = app.bot
            await kept.resume()
            await kept.idle()
        site.worker.end()
        store.close()

    asyncio.run(play())


def test_between_two_edits_there_is_a_pause_and_what_is_shown_already_is_not_sent() -> None:
    telegram, board, pauses = FakeTelegram(), Board(), list[float]()
    run_board(telegram, board, 3, pauses=pauses)
    assert telegram.texts() == ["第 0 版"]
    assert [call["text"] for call in telegram.sent("editMessageText")] == [
        "第 1 版",
        "第 2 版",
        "第 3 版",
    ]
    assert pauses == [boards.PAUSE] * len(pauses)
    assert telegram.pinned == {GROUP["id"]: [board.message]}


def test_a_board_whose_message_was_deleted_is_sent_anew() -> None:
    telegram, board = FakeTelegram(), Board(message=77)
    run_board(telegram, board, 0, pauses=[])
    assert telegram.texts() == ["第 0 版"]
    assert board.message != 77


def test_without_the_right_to_pin_the_board_works() -> None:
    telegram, board = FakeTelegram(), Board()
    telegram.refuse("pinChatMessage", "Bad Request: not enough rights to manage pinned messages")
    run_board(telegram, board, 1, pauses=[])
    assert telegram.messages[GROUP["id"], board.message]["text"] == "第 1 版"


def test_a_group_that_has_moved_is_followed() -> None:
    telegram, board = FakeTelegram(), Board()
    telegram.refuse("sendMessage", "Bad Request: group chat was upgraded", migrate_to_chat_id=-1002)
    run_board(telegram, board, 0, pauses=[])
    assert board.moves == [(GROUP["id"], -1002)]
    assert len(telegram.texts()) == 2


def test_a_board_that_nobody_could_be_sent_is_shown_as_soon_as_somebody_is_reached() -> None:
    telegram, board, pauses = FakeTelegram(), Board(), list[float]()
    for _ in range(3):
        telegram.refuse("sendMessage", "Bad Gateway", 502)
    run_board(telegram, board, 2, pauses=pauses)
    assert telegram.messages[GROUP["id"], board.message]["text"] == "第 2 版"
    assert pauses[:4] == [boards.PAUSE, 2 * boards.PAUSE, 4 * boards.PAUSE, boards.PAUSE]
