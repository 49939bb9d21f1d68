"""The Telegram transport with a scripted dialogue, over a Telegram in the process."""

import asyncio
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from telegram import Update

from bot.chat.reply import (
    Attachment,
    Button,
    File,
    Incoming,
    InlinePage,
    InlineResult,
    MenuEntry,
    Reply,
    Span,
)
from bot.chat.telegram.app import build
from bot.chat.telegram.serve import run
from bot.chat.wording import NOT_FETCHED, NOT_READABLE, TOO_LARGE, service
from bot.config import Config, StoreConfig, TelegramConfig
from bot.corpus.store import Store
from bot.errors import BotError, ConfigError
from tests.chat.telegram.fake import (
    BASE_FILE_URL,
    BASE_URL,
    BOT,
    TOKEN,
    FakeTelegram,
    Json,
    group,
    person,
)
from tests.chat.telegram.meetingless import Meetingless

MENU = (MenuEntry("start", "开始"), MenuEntry("meeting", "开会", private=False, group=True))
ROW = ((Button("组织", "area:party"), Button("统战", "area:front")),)
CONFIG = Config(telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL))


FAILED = service.FAILED.format(code="CODE")


def told(telegram: FakeTelegram) -> list[str]:
    """The texts sent, with the same code for every error."""
    return [re.sub(r"[2-9A-Z]{6}", "CODE", text) for text in telegram.texts()]


class Script(Meetingless):
    """A dialogue that remembers what came in and gives what `answer` says."""

    def __init__(self, answer: Callable[[Incoming], Reply]) -> None:
        self.answer = answer
        self.menu = MENU
        self.searches = 0
        self.heard: list[Incoming] = []
        self.moves: list[tuple[int, int]] = []
        self.threads: set[int] = set()

    def respond(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        self.threads.add(threading.get_ident())
        return self.answer(incoming)

    def offer(self, words: str, offset: str) -> InlinePage:
        result = InlineResult("passage:1", "<标题>", "说明", (Span(f"{words}<b>&{offset}"),))
        return InlinePage((result,), "" if offset else "20")

    def forget(self, chat: int) -> None:
        raise NotImplementedError

    def migrate(self, old: int, new: int) -> None:
        self.moves.append((old, new))

    def left(self, chat: int) -> None:
        self.moves.append((chat, 0))

    def joined(self, chat: int) -> None:
        self.moves.append((0, chat))


def echo(incoming: Incoming) -> Reply:
    said = incoming.text or incoming.press
    return Reply((Span(said),), ROW) if incoming.is_addressed else Reply()


def play(telegram: FakeTelegram, answer: Callable[[Incoming], Reply], *updates: Json) -> Script:
    """Let the bot handle the updates, one after the other."""
    script = Script(answer)

    async def handle() -> None:
        store = Store.open(None)
        site = build(CONFIG, dialogue=script, store=store, request=telegram)
        async with site.app as app:
            for update in updates:
                await app.process_update(Update.de_json(update, app.bot))
                await site.postman.idle()
        site.worker.end()
        store.close()

    asyncio.run(handle())
    return script


def says(*spans: Span, **fields: Any) -> Callable[[Incoming], Reply]:
    reply = Reply(spans, **fields)
    return lambda incoming: reply


def start(telegram: FakeTelegram, script: Script) -> None:
    """Do what is done before the bot polls."""

    async def begin() -> None:
        site = build(CONFIG, dialogue=script, store=Store.open(None), request=telegram)
        async with site.app as app:
            await site.transport.on_start(app)

    asyncio.run(begin())


# Messages in


def test_private_message_reaches_the_dialogue_and_is_answered(telegram: FakeTelegram) -> None:
    script = play(telegram, echo, telegram.message("  信访\n"))
    assert script.heard == [Incoming(chat=5, user=5, message=ANY, text="信访", name="李 明")]
    assert telegram.texts() == ["信访"]
    buttons = telegram.sent()[0]["reply_markup"]["inline_keyboard"]
    assert buttons[0][1] == {"text": "统战", "callback_data": "area:front"}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/aspect 3", "/aspect 3"),
        ("/aspect3", "/aspect3"),
        ("/aspect@prep_bot 3", "/aspect@prep_bot 3"),
        ("/aspect@Prep_Bot", "/aspect@Prep_Bot"),
        ("/方面 3", "/方面 3"),
        ("／方面@prep_bot 3", "／方面 3"),
        ("@prep_bot 查征拆", "查征拆"),
        ("请@PREP_bot 查征拆", "请 查征拆"),
        ("@prep_bot /find 征拆", "/find 征拆"),
    ],
)
def test_group_hears_what_is_addressed(telegram: FakeTelegram, said: str, heard: str) -> None:
    script = play(telegram, echo, telegram.message(said, group()))
    assert script.heard == [
        Incoming(chat=-1001, user=5, message=ANY, text=heard, name="李 明", is_group=True)
    ]


@pytest.mark.parametrize("said", ["大家准备得怎么样", "写信到 a@prep_bot", "@prep_bot2 查"])
def test_group_talk_is_passed_on_as_not_addressed(telegram: FakeTelegram, said: str) -> None:
    script = play(telegram, echo, telegram.message(said, group()))
    assert [(incoming.text, incoming.is_addressed) for incoming in script.heard] == [(said, False)]
    assert telegram.texts() == []


@pytest.mark.parametrize(("author", "addressed"), [(BOT, True), (person(9), False)])
def test_reply_to_the_bot_is_addressed(
    telegram: FakeTelegram, author: Json, addressed: bool
) -> None:
    asked = telegram.message("哪个方面？", group(), **{"from": author})["message"]
    script = play(telegram, echo, telegram.message("第三", group(), reply_to_message=asked))
    assert [incoming.is_addressed for incoming in script.heard] == [addressed]


def test_command_for_another_bot_is_ignored(telegram: FakeTelegram) -> None:
    script = play(telegram, echo, telegram.message("/aspect@other_bot 3", group()))
    assert script.heard == []


def test_anonymous_administrator_speaks_as_the_group(telegram: FakeTelegram) -> None:
    said = {"from": person(1087968824), "sender_chat": group(), "author_signature": "书记"}
    script = play(telegram, echo, telegram.message("/board", group(), **said))
    assert [(incoming.user, incoming.name) for incoming in script.heard] == [(-1001, "书记")]


def test_an_answer_to_somebody_whose_account_is_gone_is_read(telegram: FakeTelegram) -> None:
    said = telegram.message(
        "我来", group(), **{"from": person(7) | {"first_name": "", "last_name": ""}}
    )
    script = play(
        telegram, echo, telegram.message("/take 3", group(), reply_to_message=said["message"])
    )
    assert [(heard.answered, heard.answered_name) for heard in script.heard] == [(7, "")]


def test_an_edit_reaches_the_dialogue_as_one(telegram: FakeTelegram) -> None:
    update = telegram.edited(telegram.message("信访")["message"], "民政")
    script = play(telegram, says(), update)
    assert [(heard.text, heard.is_edit) for heard in script.heard] == [("民政", True)]
    assert telegram.calls[1:] == []


@pytest.mark.parametrize(
    ("status", "told"), [("kicked", (-1001, 0)), ("left", (-1001, 0)), ("member", (0, -1001))]
)
def test_the_dialogue_hears_where_the_bot_is(
    telegram: FakeTelegram, status: str, told: tuple[int, int]
) -> None:
    assert play(telegram, echo, telegram.membership(group(), status)).moves == [told]


@pytest.mark.parametrize(
    ("kind", "text", "fields"),
    [
        ("channel_post", "信访", {}),
        ("message", "信访", {"is_automatic_forward": True}),
        ("message", "", {"new_chat_title": "新班子"}),
    ],
)
def test_channels_and_notes_are_ignored(
    telegram: FakeTelegram, kind: str, text: str, fields: Json
) -> None:
    update = telegram.message(text, **fields)
    script = play(telegram, echo, {"update_id": 1, kind: update["message"]})
    assert script.heard == []
    assert telegram.texts() == []


def test_picture_in_private_gets_a_word(telegram: FakeTelegram) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    play(telegram, echo, telegram.message(photo=photo), telegram.message(chat=group(), photo=photo))
    assert telegram.texts() == [NOT_READABLE]


def test_dialogue_runs_in_one_thread_beside_the_loop(telegram: FakeTelegram) -> None:
    script = play(telegram, echo, *(telegram.message(f"第{n}") for n in range(5)))
    assert len(script.threads) == 1
    assert script.threads.isdisjoint({threading.get_ident()})


# Replies out


def test_hostile_text_arrives_as_it_is(telegram: FakeTelegram) -> None:
    text = "<b>a & b</blockquote> &lt; <script>"
    play(telegram, says(Span(text, bold=True), Span(text, quote=True)), telegram.message("?"))
    assert [body["text"] for body in telegram.messages.values()] == ["?", text + text]


def test_long_reply_is_split_and_the_last_part_has_the_buttons(telegram: FakeTelegram) -> None:
    reply = says(Span("群众𠮷。" * 2000, bold=True), Span("\n"), buttons=ROW)
    play(telegram, reply, telegram.message("/board", group()))
    sent = telegram.sent()
    assert ["reply_markup" in call for call in sent] == [False, False, True]
    assert ["reply_parameters" in call for call in sent] == [True, False, False]
    assert sum(call["text"].count("𠮷") for call in sent) == 2000


def test_nothing_to_show_sends_nothing(telegram: FakeTelegram) -> None:
    play(telegram, says(Span(" \n")), telegram.message("?"))
    assert telegram.texts() == []


def test_topic_is_kept_and_general_topic_is_none(telegram: FakeTelegram) -> None:
    forum = group(is_forum=True)
    topic = telegram.message("/board", forum, message_thread_id=42, is_topic_message=True)
    general = telegram.message("/board", forum, message_thread_id=1)
    play(telegram, echo, topic, general)
    assert [call.get("message_thread_id") for call in telegram.sent()] == [42, None]


def test_deleted_question_is_still_answered(telegram: FakeTelegram) -> None:
    update = telegram.message("/board", group())
    telegram.messages.clear()
    play(telegram, echo, update)
    assert telegram.texts() == ["/board"]
    assert len(telegram.messages) == 1


def test_files_are_sent(telegram: FakeTelegram) -> None:
    play(
        telegram, says(files=(File("提纲.docx", b"PK"),), buttons=ROW), telegram.message("/export")
    )
    assert telegram.uploads == [("提纲.docx", b"PK")]
    assert "reply_markup" in telegram.sent("sendDocument")[0]


def test_blocked_bot_keeps_quiet(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    telegram.refuse("sendMessage", "Forbidden: bot was blocked by the user", 403)
    play(telegram, echo, telegram.message("?"))
    assert len(telegram.sent()) == 1
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


# Presses


def test_an_answer_to_a_message_of_the_bot_tells_what_it_offers(telegram: FakeTelegram) -> None:
    held = telegram.message("走访不深入", **{"from": BOT}, reply_markup=KEYBOARD)["message"]
    script = play(telegram, echo, telegram.message("今年只去过两次", reply_to_message=held))
    assert script.heard[0].replied == ("note:3:visits", "home:")


def test_a_topic_of_a_forum_is_told(telegram: FakeTelegram) -> None:
    said = telegram.message("/aspect 3", group(), message_thread_id=7, is_topic_message=True)
    assert play(telegram, echo, said).heard[0].topic == 7


KEYBOARD = {
    "inline_keyboard": [
        [{"text": "记一笔", "callback_data": "note:3:visits"}],
        [
            {"text": "网页", "url": "https://example.org"},
            {"text": "返回", "callback_data": "home:"},
        ],
    ]
}


def press(telegram: FakeTelegram, action: str = "area:party", chat: Json | None = None) -> Json:
    """Return a press of a button under a message of the bot."""
    held = telegram.message("选哪个？", chat, **{"from": BOT})["message"]
    return telegram.press(action, held)


def test_press_edits_in_place_and_is_answered(telegram: FakeTelegram) -> None:
    reply = says(Span("记下了"), buttons=ROW, edits=True, notice="组织" * 200)
    script = play(telegram, reply, press(telegram))
    assert script.heard == [Incoming(chat=5, user=5, press="area:party", name="李 明")]
    assert telegram.texts() == []
    assert telegram.sent("editMessageText")[0]["text"] == "记下了"
    assert len(telegram.sent("answerCallbackQuery")[0]["text"]) == 200


def test_press_may_send_anew(telegram: FakeTelegram) -> None:
    topic = {"message_thread_id": 42, "is_topic_message": True, "from": BOT}
    held = telegram.message("选哪个？", group(is_forum=True), **topic)["message"]
    play(telegram, echo, telegram.press("area:party", held))
    assert [(call["text"], call["message_thread_id"]) for call in telegram.sent()] == [
        ("area:party", 42)
    ]
    assert "reply_parameters" not in telegram.sent()[0]


def test_same_press_twice_changes_nothing(telegram: FakeTelegram) -> None:
    first = press(telegram)
    second = telegram.press("area:party", first["callback_query"]["message"])
    play(telegram, says(Span("记下了"), edits=True), first, second)
    assert telegram.texts() == []
    assert len(telegram.sent("answerCallbackQuery")) == 2


def test_long_edit_continues_in_new_messages(telegram: FakeTelegram) -> None:
    play(telegram, says(Span("群众。" * 2000), edits=True, buttons=ROW), press(telegram))
    assert "reply_markup" not in telegram.sent("editMessageText")[0]
    assert ["reply_markup" in call for call in telegram.sent()] == [True]


def test_notice_alone_only_answers(telegram: FakeTelegram) -> None:
    play(telegram, says(notice="已勾选"), press(telegram))
    assert [name for name, _ in telegram.calls] == ["getMe", "answerCallbackQuery"]


@pytest.mark.parametrize("how", ["inaccessible", "deleted", "file"])
def test_message_that_takes_no_edit_is_answered_anew(telegram: FakeTelegram, how: str) -> None:
    update = press(telegram)
    held = update["callback_query"]["message"]
    if how == "inaccessible":
        update["callback_query"]["message"] = held | {"date": 0}
    elif how == "deleted":
        telegram.messages.clear()
    else:
        del held["text"]
    play(telegram, says(Span("记下了"), edits=True), update)
    assert telegram.texts() == ["记下了"]


def test_old_press_is_no_error(telegram: FakeTelegram) -> None:
    update = press(telegram)
    telegram.presses.clear()
    play(telegram, echo, update)
    assert telegram.texts() == ["area:party"]


def test_press_is_answered_when_the_dialogue_fails(telegram: FakeTelegram) -> None:
    play(telegram, fail, press(telegram))
    assert len(telegram.sent("answerCallbackQuery")) == 1
    assert told(telegram) == [FAILED]


# Documents


def test_document_arrives_with_name_and_caption(telegram: FakeTelegram) -> None:
    document = telegram.document("初稿".encode(), "../初稿.txt")
    script = play(telegram, echo, telegram.message(document=document, caption="/check"))
    assert [(incoming.text, incoming.attachment) for incoming in script.heard] == [
        ("/check", Attachment("初稿.txt", "初稿".encode()))
    ]


@pytest.mark.parametrize("size", [21 * 1024 * 1024, None])
def test_large_document_is_refused_kindly(telegram: FakeTelegram, size: int | None) -> None:
    document = telegram.document(b"" if size else bytes(21 * 1024 * 1024), file_size=size)
    script = play(telegram, echo, telegram.message(document=document))
    assert script.heard == []
    assert telegram.texts() == [TOO_LARGE]
    assert len(telegram.sent("getFile")) == (0 if size else 1)


@pytest.mark.parametrize("method", ["getFile", "download"])
def test_a_document_that_telegram_has_no_more_is_asked_for_again(
    telegram: FakeTelegram, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    update = telegram.message(document=telegram.document(b"1", "初稿.txt"))
    telegram.refuse(method, "Bad Request: wrong file_id or the file is temporarily unavailable")
    script = play(telegram, echo, update)
    assert (script.heard, telegram.texts()) == ([], [NOT_FETCHED])
    assert ["not handed out" in record.message for record in caplog.records] == [True]
    assert "初稿" not in caplog.text


def test_document_among_others_is_not_fetched(telegram: FakeTelegram) -> None:
    quiet = telegram.message(document=telegram.document(b"1"), caption="看看", chat=group())
    meant = telegram.message(document=telegram.document(b"2"), caption="@prep_bot", chat=group())
    script = play(telegram, echo, quiet, meant)
    assert [incoming.attachment and incoming.attachment.content for incoming in script.heard] == [
        b"2"
    ]


# Groups that move


def test_group_that_moves_is_followed(telegram: FakeTelegram) -> None:
    old, new = {"id": -7, "type": "group", "title": "班子"}, group(-1007)
    notes = (
        telegram.message(chat=old, migrate_to_chat_id=-1007),
        telegram.message(chat=new, migrate_from_chat_id=-7),
    )
    assert play(telegram, echo, *notes).moves == [(-7, -1007)] * 2


def test_move_learned_from_a_refusal(telegram: FakeTelegram) -> None:
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.refuse("sendMessage", upgraded, migrate_to_chat_id=-1007)
    script = play(telegram, echo, telegram.message("/board", group(-7)))
    assert script.moves == [(-7, -1007)]


# Errors


def fail(incoming: Incoming) -> Reply:
    raise ValueError(f"cannot read {incoming.text}")


def test_error_is_told_kindly_and_logged_without_text(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    update = telegram.message("绝密的话")
    play(telegram, fail, update)
    assert told(telegram) == [FAILED]
    code = telegram.texts()[0].split("编号 ")[1][:6]
    assert f"error {code}: update {update['update_id']}: ValueError at " in caplog.text
    assert "绝密" not in caplog.text


def test_error_about_talk_among_others_is_not_told(telegram: FakeTelegram) -> None:
    play(telegram, fail, telegram.message("闲聊", group()), telegram.message("/board", group()))
    assert told(telegram) == [FAILED]


# Start and end


def test_menu_is_set_by_scope_and_language(telegram: FakeTelegram) -> None:
    start(telegram, Script(echo))
    menus = {
        (call["scope"]["type"], call.get("language_code", "")): [
            c["command"] for c in call["commands"]
        ]
        for call in telegram.sent("setMyCommands")
    }
    scopes = {"default": "start", "all_private_chats": "start", "all_group_chats": "meeting"}
    assert menus == {(s, lang): [name] for s, name in scopes.items() for lang in ("", "zh")}


def test_failing_menu_does_not_stop_the_start(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.refuse("setMyCommands", "Bad Request: BOT_COMMAND_INVALID")
    telegram.refuse("setMyDescription", "Not Found", 501)
    start(telegram, Script(echo))
    assert caplog.text.count("not set") == 2
    assert len(telegram.sent("setMyCommands")) == 6


@pytest.mark.usefixtures("clean_logs")
def test_second_poller_stops_the_run_with_one_line(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    config = replace(CONFIG, store=StoreConfig(tmp_path / "store.sqlite3"))
    words = "Conflict: terminated by other getUpdates request"
    for _ in range(3):
        telegram.refuse("getUpdates", words, 409)
    with pytest.raises(BotError, match="another program polls"):
        run(config, dialogue=Script(echo), store=Store.open(None), request=telegram)
    assert telegram.sent("getUpdates")[0]["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "my_chat_member",
    ]
    assert "Traceback" not in caplog.text


@pytest.mark.usefixtures("clean_logs")
@pytest.mark.parametrize("token", ["", TOKEN])
def test_refused_token_is_one_line_without_the_token(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, tmp_path: Path, token: str
) -> None:
    config = Config(replace(CONFIG.telegram, token=token), StoreConfig(tmp_path / "s.sqlite3"))
    telegram.refuse("getMe", "Unauthorized", 401)
    with pytest.raises(ConfigError) as told:
        run(config, dialogue=Script(echo), store=Store.open(None), request=telegram)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert TOKEN not in caplog.text + str(told.value)


def test_inline_queries_are_answered_for_the_person_alone(telegram: FakeTelegram) -> None:
    play(telegram, echo, telegram.inline("征拆"))
    (answer,) = telegram.sent("answerInlineQuery")
    assert (answer["is_personal"], answer["cache_time"], answer["next_offset"]) == (True, 30, "20")
    content = answer["results"][0]["input_message_content"]["message_text"]
    assert content == "征拆&lt;b&gt;&amp;"


def test_the_last_inline_page_names_no_next_one(telegram: FakeTelegram) -> None:
    play(telegram, echo, telegram.inline("征拆", "20"))
    assert "next_offset" not in telegram.sent("answerInlineQuery")[0]
