"""Files for the store over Telegram: as a caption's, in reply, in albums; administrators only."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from telegram import Update

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.telegram import albums
from bot.chat.telegram.app import build
from bot.chat.wording import ADMINS_IN_PRIVATE
from bot.config import AccessConfig, Config, TelegramConfig
from bot.corpus.store import Store
from tests.chat.telegram.fake import (
    BASE_FILE_URL,
    BASE_URL,
    TOKEN,
    FakeTelegram,
    Json,
    group,
    person,
)
from tests.test_library import OWN

ADMIN = 5  # who speaks in the fake
OTHER = OWN.replace("学", "研").replace("个", "名")


def play(
    telegram: FakeTelegram,
    assistant: Assistant,
    *batches: Sequence[Json],
    admins: tuple[int, ...] = (ADMIN,),
) -> None:
    """Let the bot handle the updates, those of a batch at the same time, as polling does."""
    config = Config(
        telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL), access=AccessConfig(admins=admins)
    )
    dialogue = Dialogue(assistant, admins=admins)

    async def handle() -> None:
        site = build(config, dialogue=dialogue, store=assistant.store, request=telegram)
        async with site.app as app:
            for batch in batches:
                updates = [Update.de_json(update, app.bot) for update in batch]
                works = [
                    app.update_processor.process_update(u, app.process_update(u)) for u in updates
                ]
                await asyncio.gather(*works)
                await site.postman.idle()
        site.worker.end()

    asyncio.run(handle())


def sent(telegram: FakeTelegram, name: str, content: str = OWN, **fields: Any) -> Json:
    document = telegram.document(content.encode(), name)
    return telegram.message(document=document, **fields)


def buttons(telegram: FakeTelegram) -> list[str]:
    """The first button of each message that has any."""
    shown = (message.get("reply_markup") for message in telegram.messages.values())
    return [markup["inline_keyboard"][0][0]["text"] for markup in shown if markup]


def files(store: Store) -> list[str]:
    return [kept.file for kept in store.shelf.kept()]


def pressed(telegram: FakeTelegram, label: str) -> Json:
    """A press of the newest button of that label."""
    for message in reversed(telegram.messages.values()):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"].startswith(label):
                    return telegram.press(button["callback_data"], message)
    raise AssertionError(label)


def test_a_captioned_file_is_added_by_its_button(
    telegram: FakeTelegram, assistant: Assistant
) -> None:
    play(telegram, assistant, [sent(telegram, "own.txt", caption="/ingest")])
    assert "存在问题 3 条" in telegram.texts()[-1]
    assert files(assistant.store) == []


def test_a_press_adds_and_the_message_says_so(telegram: FakeTelegram, assistant: Assistant) -> None:
    config = Config(
        telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL),
        access=AccessConfig(admins=(ADMIN,)),
    )
    dialogue = Dialogue(assistant, admins=[ADMIN])

    async def handle() -> None:
        site = build(config, dialogue=dialogue, store=assistant.store, request=telegram)
        async with site.app as app:
            for step in (
                lambda: sent(telegram, "own.txt", caption="/ingest"),
                lambda: pressed(telegram, "加入"),
                lambda: pressed(telegram, "看这一篇"),
                lambda: pressed(telegram, "改信息"),
                lambda: telegram.message("2019 班子 信访"),
                lambda: pressed(telegram, "好了"),
                lambda: telegram.message("/remove own.txt"),
                lambda: pressed(telegram, "撤销删除"),
            ):
                await app.process_update(Update.de_json(step(), app.bot))
                await site.postman.idle()
        site.worker.end()

    asyncio.run(handle())
    (stored,) = assistant.store.shelf.documents(file="own.txt")
    assert (stored.year, stored.scope, stored.areas) == (2019, "team", ("petition",))
    edits = [call["text"] for call in telegram.sent("editMessageText")]
    assert [text.split("：")[0] for text in edits][:1] == ["已加入范文库"]
    assert edits[-1].startswith("已放回：own.txt")


def test_a_reply_to_a_file_takes_the_file(telegram: FakeTelegram, assistant: Assistant) -> None:
    file = sent(telegram, "own.txt")["message"]
    play(telegram, assistant, [telegram.message("/ingest", reply_to_message=file)])
    assert "own.txt" in telegram.texts()[-1]


def test_a_check_in_reply_to_a_file_reads_the_file(
    telegram: FakeTelegram, assistant: Assistant
) -> None:
    file = sent(telegram, "own.txt")["message"]
    play(telegram, assistant, [telegram.message("/check", reply_to_message=file)])
    assert "正在看" in telegram.texts()[0]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_album_is_taken_whichever_file_has_the_caption(
    telegram: FakeTelegram, assistant: Assistant, place: int
) -> None:
    texts = (OWN, OTHER, OWN.replace("的", "地"))
    album = [
        sent(
            telegram,
            f"{n}.txt",
            text,
            media_group_id="album",
            **({"caption": "/ingest 2019"} if n == place else {}),
        )
        for n, text in enumerate(texts)
    ]
    play(telegram, assistant, album)
    reports = [text for text in telegram.texts() if "把握" in text]
    assert [f"{n}.txt" in text and "2019" in text for n, text in enumerate(reports)] == [True] * 3


def test_an_album_without_a_word_is_no_order(
    telegram: FakeTelegram, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(albums, "QUIET", 0.0)
    album = [sent(telegram, f"{n}.txt", media_group_id="album") for n in range(2)]
    play(telegram, assistant, album)
    assert not any("把握" in text for text in telegram.texts())
    assert len(telegram.texts()) >= 2


def test_only_administrators_in_private_are_obeyed(
    telegram: FakeTelegram, assistant: Assistant
) -> None:
    play(telegram, assistant, [sent(telegram, "own.txt", caption="/ingest")], admins=(9,))
    play(telegram, assistant, [sent(telegram, "own.txt", caption="/ingest", chat=group())])
    assert telegram.texts() == [ADMINS_IN_PRIVATE] * 2


def test_administrators_find_the_commands_in_their_menu(
    telegram: FakeTelegram, assistant: Assistant
) -> None:
    async def begin() -> None:
        config = Config(
            telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL),
            access=AccessConfig(admins=(ADMIN,)),
        )
        dialogue = Dialogue(assistant, admins=[ADMIN])
        site = build(config, dialogue=dialogue, store=assistant.store, request=telegram)
        async with site.app as app:
            await site.transport.on_start(app)
        site.worker.end()

    asyncio.run(begin())
    menus = {
        (call["scope"]["type"], call["scope"].get("chat_id")): [
            command["command"] for command in call["commands"]
        ]
        for call in telegram.sent("setMyCommands")
    }
    own = {"ingest", "documents", "remove", "undo"}
    assert own <= set(menus["chat", ADMIN])
    assert [kind for kind, found in menus.items() if own & set(found)] == [("chat", ADMIN)]


def test_an_album_of_long_ago_is_forgotten() -> None:
    known = albums.Albums()
    for number in range(200):
        message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
        update = Update.de_json(
            {
                "update_id": number + 1,
                "message": message | {"from": person(), "media_group_id": str(number)},
            },
            None,
        )
        known.note(update)
    assert len(known._albums) == 100
