"""A whole meeting over Telegram, and what only Telegram has: migration, forums, rights, removal."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.chat.console import Console
from bot.chat.dialogue import Dialogue
from bot.chat.members import GROUP as CONSOLE_GROUP
from bot.chat.members import Members, number_of
from bot.chat.render import to_plain
from bot.chat.reply import Reply
from bot.chat.telegram import boards
from bot.chat.telegram.app import build
from bot.chat.telegram.handlers import App
from bot.config import Config, LimitsConfig, TelegramConfig
from bot.corpus.store import Store
from bot.meeting import Meetings
from bot.models import Catalog, Meeting
from tests.chat.meeting_lines import LINES
from tests.chat.telegram.fake import (
    BASE_FILE_URL,
    BASE_URL,
    TOKEN,
    FakeTelegram,
    Json,
    group,
)
from tests.chat.telegram.group_talk import GROUP, GroupTalk, member

CONFIG = Config(
    telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL),
    limits=LimitsConfig(per_minute=0, chat_per_minute=0),
)
Play = Callable[[GroupTalk, App], Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "PAUSE", 0)


def play(telegram: FakeTelegram, dialogue: Dialogue, *steps: str | Play) -> None:
    """Plays lines, and whatever a test does between them."""

    async def run() -> None:
        store = dialogue.assistant.store
        site = build(CONFIG, dialogue=dialogue, store=store, request=telegram)
        async with site.app as app:
            talk = GroupTalk(telegram, site)
            for step in steps:
                await (talk.say(step) if isinstance(step, str) else step(talk, app))
            await site.postman.idle()
            await (
                site.boards.idle()
            )  # closing at once would leave a board that is just there unpinned
            await site.boards.close()
        site.worker.end()

    asyncio.run(run())


def update(made: Callable[[GroupTalk], Json]) -> Play:
    """A step that lets the bot handle one more update."""

    async def step(talk: GroupTalk, app: App) -> None:
        await talk.handle(made(talk))

    return step


def board_text(telegram: FakeTelegram, dialogue: Dialogue, chat: int = GROUP["id"]) -> str:
    meeting = the_meeting(dialogue, chat)
    return telegram.messages[chat, meeting.board]["text"]


def the_meeting(dialogue: Dialogue, chat: int) -> Meeting:
    found = dialogue.meetings.open_in(chat)
    assert found
    return found


def takers_of(dialogue: Dialogue, meeting: Meeting) -> dict[str, list[str]]:
    return dialogue.meetings.takers(dialogue.meetings.session_of(meeting))


def of_store(built: Path, catalog: Catalog) -> Dialogue:
    store, source = Store.open(None), Store.open(built)
    source.db.conn.backup(store.db.conn)
    source.close()
    return Dialogue(Assistant(store, catalog))


def test_a_meeting_is_the_same_on_the_terminal_and_over_telegram(
    telegram: FakeTelegram, built: Path, catalog: Catalog, tmp_path: Path
) -> None:
    assert len(LINES) > 60
    there, here = of_store(built, catalog), of_store(built, catalog)
    said: list[Reply] = []
    console = Console(there, out=tmp_path, show=said.append, members=Members())
    for line in LINES:
        console.hear(line)
    assert [text for text in map(to_plain, (r.spans for r in said)) if "没有按钮" in text] == []
    play(telegram, here, *LINES)
    shown = there.board(the_meeting(there, CONSOLE_GROUP).id)
    assert shown
    assert board_text(telegram, here) == "".join(span.text for span in shown.reply.spans)
    files = {path.suffix: path.read_bytes() for path in tmp_path.iterdir()}
    assert {Path(name).suffix: body for name, body in telegram.uploads} == files
    for dialogue in (there, here):
        dialogue.assistant.store.close()


def test_a_note_is_confirmed_by_a_reaction_or_where_none_is_allowed_by_a_line(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    async def forbid(talk: GroupTalk, app: App) -> None:
        telegram.refuse("setMessageReaction", "Bad Request: REACTION_INVALID")

    play(
        telegram,
        dialogue,
        "甲: /meeting",
        "乙: /note 1 念了5次文件。",
        forbid,
        "丙: /note 1 又念了1次。",
    )
    assert list(telegram.reactions.values()) == ["✍"]
    assert [text for text in telegram.texts() if "记下了" in text] == ["记下了：两个确立，丙。"]


def test_the_board_is_pinned_and_a_fresh_one_takes_its_place(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    play(telegram, dialogue, "甲: /meeting", "乙: /board")
    board = the_meeting(dialogue, GROUP["id"]).board
    assert telegram.pinned[GROUP["id"]] == [board]
    old = [
        body for (_, n), body in telegram.messages.items() if body.get("text") == "看板移到下面了。"
    ]
    assert len(old) == 1


@pytest.mark.parametrize(("administrators", "is_open"), [([], True), (["乙"], False)])
def test_administrators_may_close_and_others_may_not(
    telegram: FakeTelegram, dialogue: Dialogue, administrators: list[str], is_open: bool
) -> None:
    telegram.administrators = [number_of(name) for name in administrators]
    closes = ("乙: /close", "乙: :都留着") if not is_open else ("乙: /close",)
    play(telegram, dialogue, "甲: /meeting", *closes)
    assert bool(dialogue.meetings.open_in(GROUP["id"])) == is_open


def test_an_anonymous_administrator_leads_but_takes_nothing(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    def hidden(words: str, **fields: Any) -> Callable[[GroupTalk], Json]:
        by = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        return lambda talk: telegram.message(
            words,
            GROUP,
            **{"from": by},
            sender_chat=GROUP,
            **{k: v(talk) for k, v in fields.items()},
        )

    assign = hidden("/take 2", reply_to_message=lambda talk: talk.said[GROUP["id"], "乙"])
    play(
        telegram, dialogue, "甲: /meeting", "乙: /take 1", update(hidden("/take 1")), update(assign)
    )
    takers = takers_of(dialogue, the_meeting(dialogue, GROUP["id"]))
    assert takers == {"1": ["乙"], "2": ["乙"]}


def test_a_group_that_moves_keeps_its_meeting_and_gets_a_board_in_the_new_place(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    new = group(-1002)
    move = update(lambda talk: telegram.message(chat=new, migrate_from_chat_id=GROUP["id"]))
    speak = update(
        lambda talk: telegram.message("/note 2 记在新群。", new, **{"from": member("乙")})
    )
    play(telegram, dialogue, "甲: /meeting", "乙: /note 1 记在老群。", move, move, speak)
    assert "2 人参加" in board_text(telegram, dialogue, new["id"])
    assert telegram.pinned[new["id"]]
    assert dialogue.meetings.open_in(GROUP["id"]) is None


def test_each_topic_of_a_forum_has_its_own_meeting(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    def said(words: str, topic: int) -> Play:
        where = {"message_thread_id": topic, "is_topic_message": True}
        forum = group(is_forum=True)
        return update(
            lambda talk: telegram.message(words, forum, **{"from": member("甲")}, **where)
        )

    play(telegram, dialogue, said("/meeting 甲会", 7), said("/meeting 乙会", 9), said("/take 1", 9))
    found = {topic: dialogue.meetings.open_in(GROUP["id"], topic) for topic in (7, 9)}
    takers = [takers_of(dialogue, meeting) for meeting in found.values() if meeting]
    assert ([meeting.title for meeting in found.values() if meeting], takers) == (
        ["甲会", "乙会"],
        [{}, {"1": ["甲"]}],
    )
    assert {call["message_thread_id"] for call in telegram.sent()} == {7, 9}


def test_a_bot_that_was_put_out_tells_nothing_until_it_is_back(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    out, back = (
        update(lambda talk, s=s: telegram.membership(GROUP, s)) for s in ("kicked", "member")
    )
    ask = ("甲: /board", "乙: :私下提意见")
    play(telegram, dialogue, "甲: /meeting 某班子", *ask, out, "乙> 书记 开会多")
    assert telegram.texts()[-1] == "这个链接已经失效，请在群里重新点。"
    play(telegram, dialogue, back, *ask, "乙> 书记 开会多")
    assert "对“书记”的意见记下了" in telegram.texts()[-1]


def test_one_reminder_comes_when_the_time_is_up_also_after_a_restart(
    telegram: FakeTelegram, assistant: Assistant
) -> None:
    now = [datetime(2026, 1, 5, 9, 0, tzinfo=UTC)]

    def anew() -> Dialogue:
        return Dialogue(assistant, clock=lambda: now[0])

    async def look(talk: GroupTalk, app: App) -> None:
        await talk.site.transport.remind()
        await talk.site.postman.idle()

    play(telegram, anew(), "甲: /meeting", "甲: /agenda 10", look)
    now[0] += timedelta(minutes=10)
    play(telegram, anew(), look, look)
    told = [text for text in telegram.texts() if "分钟到了" in text]
    assert told == ["〔1〕两个确立：10 分钟到了。还缺 9 条。"]
    assert Meetings(assistant, lambda: now[0]).due() == []


@pytest.mark.parametrize("ends", [("甲: /close", "甲: :都留着"), ("甲: /forget", "甲: :确定清除")])
def test_a_board_is_taken_down_when_its_meeting_ends(
    telegram: FakeTelegram, dialogue: Dialogue, ends: tuple[str, ...]
) -> None:
    play(telegram, dialogue, "甲: /meeting 某班子", "乙: /note 1 念了5次文件。", *ends)
    assert telegram.pinned == {GROUP["id"]: []}
    shown = [body for body in telegram.messages.values() if "📌" in body.get("text", "")]
    assert shown == []


def test_names_and_titles_are_shown_as_they_are_written(
    telegram: FakeTelegram, dialogue: Dialogue
) -> None:
    def hostile(talk: GroupTalk) -> Json:
        by = member("甲") | {"first_name": "<b>甲&"}
        return telegram.message("/meeting <i>一</i>&二", GROUP, **{"from": by})

    play(telegram, dialogue, update(hostile))
    shown = board_text(telegram, dialogue)
    assert "📌 <i>一</i>&二" in shown
    assert "主持：<b>甲&" in shown
