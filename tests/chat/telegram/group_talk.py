"""Plays lines of the console's group protocol over Telegram: as updates of a supergroup's members."""

import re
from typing import Any

from telegram import Update

from bot.chat.members import number_of
from bot.chat.telegram.app import Site
from tests.chat.telegram.fake import FakeTelegram, Json, group, private

GROUP = group()
_LINE = re.compile(r"^(\w+)([:>]) (.*)$")
_TO = re.compile(r":to (\w+) (.*)$")


class GroupTalk:
    """The group as its members see it."""

    def __init__(self, telegram: FakeTelegram, site: Site) -> None:
        self.telegram = telegram
        self.site = site
        self.latest: dict[
            int, Json
        ] = {}  # chat -> the bot's latest message with something to press
        self.said: dict[tuple[int, str], Json] = {}  # chat, name -> his latest message

    async def say(self, line: str) -> None:
        """One line: a message, an edit, an answer, or a press."""
        found = _LINE.match(line)
        assert found, line
        name, sign, words = found.groups()
        chat = GROUP if sign == ":" else private(number_of(name))
        before = len(self.telegram.calls)
        update = self.update(name, chat, words)
        await self.handle(update)
        self._see(before, update)

    async def handle(self, update: Json) -> None:
        """Let the bot handle the update and wait until its answer is there."""
        app = self.site.app
        await app.process_update(Update.de_json(update, app.bot))
        await self.site.postman.idle()

    def update(self, name: str, chat: Json, words: str) -> Json:
        """The update that says these words."""
        by = member(name)
        if words.startswith(":edit "):
            return self.telegram.edited(self.said[chat["id"], name], words.removeprefix(":edit "))
        if words.startswith(":reply "):
            answered = {"reply_to_message": self.latest[chat["id"]]}
            return self._message(name, chat, words.removeprefix(":reply "), **answered)
        if to := _TO.match(words):
            if (chat["id"], to[1]) not in self.said:  # the bot does not see it
                self._message(to[1], chat, "我来")
            return self._message(name, chat, to[2], reply_to_message=self.said[chat["id"], to[1]])
        if not words.startswith(":"):
            return self._message(name, chat, words)
        message = self.latest[chat["id"]]
        button = next((b for b in buttons(message) if b["text"] == words[1:]), None)
        assert button, (name, words, message["text"])
        if "url" in button:
            start = button["url"].partition("?start=")[2]
            return self._message(name, private(by["id"]), f"/start {start}")
        return self.telegram.press(button["callback_data"], message, by=by)

    def _message(self, name: str, chat: Json, words: str, **fields: Any) -> Json:
        update = self.telegram.message(words, chat, **{"from": member(name)}, **fields)
        self.said[chat["id"], name] = update["message"]
        return update

    def _see(self, before: int, update: Json) -> None:
        """Remembers what there is to press now; edits of a board leave it where it is."""
        for (chat, _), body in list(self.telegram.messages.items())[-6:]:
            is_new = body["from"]["is_bot"] and body["message_id"] > update["update_id"] - 1
            if is_new and "text" in body:
                self.latest[chat] = body


def member(name: str) -> Json:
    """The member of that name."""
    return {"id": number_of(name), "is_bot": False, "first_name": name}


def buttons(message: Json) -> list[Json]:
    """All buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
