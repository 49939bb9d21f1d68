"""A Telegram in the process: real python-telegram-bot above it, no network below.

It is never kinder than Telegram: what Telegram refuses, it refuses with Telegram's words.
Updates come from `FakeTelegram.message` and its neighbours; what the bot did is in `calls`.
"""

import json
import re
from html import unescape
from typing import Any

from telegram.request import BaseRequest, RequestData

TOKEN = "123456:" + "A" * 35
BASE_URL = "http://telegram.invalid/bot"
BASE_FILE_URL = "http://telegram.invalid/file/bot"
BOT = {"id": 123456, "is_bot": True, "first_name": "备会助手", "username": "prep_bot"}
DATE = 1_700_000_000
REACTIONS = set("👍👎🔥👏🎉👀🙏👌💯✍")  # some of those that a bot may set

ENTITIES = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "code": "code"}
# A tag, an escaped sign or text: </b>, <blockquote expandable>, &lt;, 征拆
_HTML = re.compile(r"<(/?)([a-z]+)( expandable)?>|(&(?:lt|gt|amp|quot);)|([^<>&]+)")

Json = dict[str, Any]


class RefusalError(Exception):
    """Telegram says no: the HTTP status, the description and the parameters of its answer."""

    def __init__(self, description: str, status: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.answer = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.answer["parameters"] = parameters


def units(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(html: str) -> tuple[str, list[Json]]:
    """Return the visible text and the entities; refuse whatever is not strictly well-formed."""
    text, place, entities = "", 0, []
    open_tags: list[tuple[str, str | None, int]] = []
    while place < len(html):
        found = _HTML.match(html, place)
        if not found:
            raise RefusalError(f"Bad Request: can't parse entities: byte offset {place}")
        closing, tag, expandable, sign, plain = found.groups()
        place = found.end()
        if not tag:
            text += unescape(sign) if sign else plain
        elif closing:
            entities.append(_closed(open_tags, tag, units(text)))
        else:
            _check_opening(open_tags, tag, expandable)
            open_tags.append((tag, expandable, units(text)))
    if open_tags:
        raise RefusalError("Bad Request: can't parse entities: can't find end tag")
    return text, [entity for entity in entities if entity["length"]]


def _closed(open_tags: list[tuple[str, str | None, int]], tag: str, end: int) -> Json:
    if not open_tags or open_tags[-1][0] != tag:
        raise RefusalError(f"Bad Request: can't parse entities: unexpected end tag {tag}")
    _, expandable, start = open_tags.pop()
    kind = "expandable_blockquote" if expandable else ENTITIES.get(tag, tag)
    return {"type": kind, "offset": start, "length": end - start}


def _check_opening(
    open_tags: list[tuple[str, str | None, int]], tag: str, more: str | None
) -> None:
    is_quote = tag == "blockquote"
    nested = is_quote and any(name == tag for name, *_ in open_tags)
    if nested or (not is_quote and (tag not in ENTITIES or more)):
        raise RefusalError(f"Bad Request: can't parse entities: unsupported start tag {tag}")


class FakeTelegram(BaseRequest):
    """Answers the bot's calls and keeps them, `(method, parameters)` each."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.messages: dict[tuple[int, int], Json] = {}
        self.chats: dict[int, Json] = {}
        self.presses: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.uploads: list[tuple[str, bytes]] = []
        self.refusals: dict[str, list[RefusalError]] = {}
        self.batches: list[list[Json]] = []  # what getUpdates hands out
        self.pinned: dict[int, list[int]] = {}
        self.reactions: dict[tuple[int, int], str] = {}
        self.administrators: list[int] = []  # of every group
        self._last = 100

    # What the test looks at and arranges

    def sent(self, *methods: str) -> list[Json]:
        """Return the parameters of the calls of these methods, sendMessage by default."""
        return [found for method, found in self.calls if method in (methods or ("sendMessage",))]

    def texts(self) -> list[str]:
        """Return the HTML of the messages sent, oldest first."""
        return [call["text"] for call in self.sent()]

    def refuse(self, method: str, description: str, status: int = 400, **parameters: int) -> None:
        """Let the next call of the method fail."""
        self.refusals.setdefault(method, []).append(RefusalError(description, status, **parameters))

    # Updates

    def message(self, text: str = "", chat: Json | None = None, **fields: Any) -> Json:
        """Return an update with a message; it is kept, so that it can be replied to."""
        body = self._body(
            chat or private(), {"from": person(), **({"text": text} if text else {}), **fields}
        )
        return {"update_id": self._next(), "message": body}

    def edited(self, message: Json, text: str) -> Json:
        """Return an update that says that the message has another text now."""
        message |= {"text": text, "edit_date": DATE}
        return {"update_id": self._next(), "edited_message": dict(message)}

    def membership(self, chat: Json, status: str) -> Json:
        """Return an update that says what the bot is in the chat now."""
        old, new = ({"user": BOT, "status": s} for s in ("member", status))
        new |= {"until_date": 0} if status == "kicked" else {}
        fields = {"chat": chat, "from": person(), "date": DATE}
        change = {**fields, "old_chat_member": old, "new_chat_member": new}
        return {"update_id": self._next(), "my_chat_member": change}

    def press(
        self, action: str, message: Json, *, is_known: bool = True, by: Json | None = None
    ) -> Json:
        """Return an update with a press of a button under the message."""
        name = f"press{self._next()}"
        if is_known:
            self.presses.add(name)
        query = {
            "id": name,
            "from": by or person(),
            "chat_instance": "1",
            "data": action,
            "message": message,
        }
        return {"update_id": self._next(), "callback_query": query}

    def inline(self, words: str, offset: str = "") -> Json:
        """Return an update with an inline query."""
        name = f"inline{self._next()}"
        self.presses.add(name)
        query = {
            "id": name,
            "from": person(),
            "query": words,
            "offset": offset,
            "chat_type": "group",
        }
        return {"update_id": self._next(), "inline_query": query}

    def document(self, content: bytes, name: str = "初稿.docx", **fields: Any) -> Json:
        """Return a document to be put into a message."""
        key = f"file{self._next()}"
        self.files[key] = content
        sizes = {"file_size": len(content)} | fields
        return {"file_id": key, "file_unique_id": key, "file_name": name} | sizes

    def _body(self, chat: Json, fields: Json) -> Json:
        self.chats[chat["id"]] = chat
        body = {"message_id": self._next(), "date": DATE, "chat": chat, **fields}
        self.messages[chat["id"], body["message_id"]] = body
        return body

    def _next(self) -> int:
        self._last += 1
        return self._last

    # The transport below python-telegram-bot

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if method == "GET" and self.refusals.get("download"):
            return 404, json.dumps(self.refusals["download"].pop(0).answer).encode()
        if method == "GET":
            return 200, self.files[url.rsplit("/", 1)[1]]
        name = url.rsplit("/", 1)[1]
        fields: Json = dict(request_data.parameters) if request_data else {}
        uploads = (
            request_data.multipart_data if request_data and request_data.contains_files else {}
        )
        self.calls.append((name, fields))
        try:
            result = self._answer(name, fields, uploads)
        except RefusalError as refusal:
            return refusal.status, json.dumps(refusal.answer).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _answer(self, name: str, fields: Json, uploads: Json) -> Any:
        if self.refusals.get(name):
            raise self.refusals[name].pop(0)
        answer = getattr(self, f"_on_{name}", None)
        if answer is None:
            raise RefusalError("Not Implemented", 501)
        return answer(fields, uploads)

    def _on_getMe(self, fields: Json, uploads: Json) -> Json:
        return BOT

    def _on_getUpdates(self, fields: Json, uploads: Json) -> list[Json]:
        return self.batches.pop(0) if self.batches else []

    def _on_setWebhook(self, fields: Json, uploads: Json) -> bool:
        if not fields["url"].startswith("https://"):
            raise RefusalError("Bad Request: bad webhook: An HTTPS URL must be provided")
        return True

    def _on_deleteWebhook(self, fields: Json, uploads: Json) -> bool:
        return True

    def _on_setMyCommands(self, fields: Json, uploads: Json) -> bool:
        for command in fields["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise RefusalError("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= units(command["description"]) <= 256:
                raise RefusalError("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        return True

    def _on_setMyShortDescription(self, fields: Json, uploads: Json) -> bool:
        if units(fields["short_description"]) > 120:
            raise RefusalError("Bad Request: BOT_SHORT_DESCRIPTION_INVALID")
        return True

    def _on_setMyDescription(self, fields: Json, uploads: Json) -> bool:
        if units(fields["description"]) > 512:
            raise RefusalError("Bad Request: BOT_DESCRIPTION_INVALID")
        return True

    def _on_sendMessage(self, fields: Json, uploads: Json) -> Json:
        return self._body(self._chat(fields), _author() | self._place(fields) | _content(fields))

    def _on_editMessageText(self, fields: Json, uploads: Json) -> Json:
        body = self.messages.get((fields["chat_id"], fields["message_id"]))
        if body is None:
            raise RefusalError("Bad Request: message to edit not found")
        if "text" not in body:
            raise RefusalError("Bad Request: there is no text in the message to edit")
        content = _content(fields)
        if all(body.get(key) == content.get(key) for key in ("text", "entities", "reply_markup")):
            raise RefusalError(
                "Bad Request: message is not modified: specified new message content and reply"
                " markup are exactly the same as a current content and reply markup of the message"
            )
        body.pop("reply_markup", None)
        body.update(content)
        return body | {"edit_date": DATE}

    def _on_pinChatMessage(self, fields: Json, uploads: Json) -> bool:
        if (fields["chat_id"], fields["message_id"]) not in self.messages:
            raise RefusalError("Bad Request: message to pin not found")
        self.pinned.setdefault(fields["chat_id"], []).append(fields["message_id"])
        return True

    def _on_unpinChatMessage(self, fields: Json, uploads: Json) -> bool:
        pinned = self.pinned.get(fields["chat_id"], [])
        if fields["message_id"] not in pinned:
            raise RefusalError("Bad Request: message to unpin not found")
        pinned.remove(fields["message_id"])
        return True

    def _on_setMessageReaction(self, fields: Json, uploads: Json) -> bool:
        emoji = [reaction["emoji"] for reaction in fields["reaction"]]
        if (fields["chat_id"], fields["message_id"]) not in self.messages:
            raise RefusalError("Bad Request: message to react not found")
        if len(emoji) > 1 or any(found not in REACTIONS for found in emoji):
            raise RefusalError("Bad Request: REACTION_INVALID")
        self.reactions[fields["chat_id"], fields["message_id"]] = emoji[0]
        return True

    def _on_getChatAdministrators(self, fields: Json, uploads: Json) -> list[Json]:
        self._chat(fields)
        return [
            {"user": person(user), "status": "creator", "is_anonymous": False}
            for user in self.administrators
        ]

    def _on_sendDocument(self, fields: Json, uploads: Json) -> Json:
        ((name, content, _),) = uploads.values()
        data = content if isinstance(content, bytes) else content.read()
        if not data:
            raise RefusalError("Bad Request: file must be non-empty")
        self.uploads.append((name, data))
        markup = (
            {"reply_markup": _keyboard(fields["reply_markup"])} if "reply_markup" in fields else {}
        )
        document = self.document(data, name)
        return self._body(
            self._chat(fields), _author() | self._place(fields) | {"document": document} | markup
        )

    def _on_answerCallbackQuery(self, fields: Json, uploads: Json) -> bool:
        if str(fields["callback_query_id"]) not in self.presses:
            raise RefusalError(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if units(fields.get("text", "")) > 200:
            raise RefusalError("Bad Request: MESSAGE_TOO_LONG")
        self.presses.discard(fields["callback_query_id"])
        return True

    def _on_answerInlineQuery(self, fields: Json, uploads: Json) -> bool:
        results = fields["results"]
        if fields["inline_query_id"] not in self.presses:
            raise RefusalError(
                "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        keys = [result["id"] for result in results]
        if (
            len(results) > 50
            or len(set(keys)) < len(keys)
            or any(not 1 <= len(k.encode()) <= 64 for k in keys)
        ):
            raise RefusalError("Bad Request: RESULT_ID_INVALID")
        if len(fields.get("next_offset", "").encode()) > 64:
            raise RefusalError("Bad Request: NEXT_OFFSET_INVALID")
        for result in results:
            text, _ = read_html(result["input_message_content"]["message_text"])
            if not result["title"] or not 0 < units(text) <= 4096:
                raise RefusalError("Bad Request: MESSAGE_TOO_LONG")
        return True

    def _on_getFile(self, fields: Json, uploads: Json) -> Json:
        key = fields["file_id"]
        if len(self.files[key]) > 20 * 1024 * 1024:
            raise RefusalError("Bad Request: file is too big")
        return {"file_id": key, "file_unique_id": key, "file_path": f"documents/{key}"}

    def _chat(self, fields: Json) -> Json:
        if fields["chat_id"] not in self.chats:
            raise RefusalError("Bad Request: chat not found")
        return self.chats[fields["chat_id"]]

    def _place(self, fields: Json) -> Json:
        """Return where in the chat the message goes: its topic and what it replies to."""
        place: Json = {}
        thread = fields.get("message_thread_id")
        if thread == 1:
            raise RefusalError("Bad Request: message thread not found")
        if thread is not None:
            place = {"message_thread_id": thread, "is_topic_message": True}
        reply = fields.get("reply_parameters")
        if reply:
            target = self.messages.get((fields["chat_id"], reply["message_id"]))
            if target is None and not reply.get("allow_sending_without_reply"):
                raise RefusalError("Bad Request: message to be replied not found")
            if target:
                place["reply_to_message"] = {
                    k: v for k, v in target.items() if k != "reply_to_message"
                }
        return place


def private(user: int = 5) -> Json:
    """Return a private chat."""
    return {"id": user, "type": "private", "first_name": "李"}


def group(number: int = -1001, **fields: Any) -> Json:
    """Return a supergroup."""
    return {"id": number, "type": "supergroup", "title": "班子", **fields}


def person(user: int = 5) -> Json:
    """Return a user."""
    return {"id": user, "is_bot": False, "first_name": "李", "last_name": "明"}


def _author() -> Json:
    return {"from": BOT}


def _content(fields: Json) -> Json:
    if fields.get("parse_mode") == "HTML":
        text, entities = read_html(fields["text"])
    else:
        text, entities = fields["text"], []
    if not text.strip():
        raise RefusalError("Bad Request: message text is empty")
    if units(text) > 4096:
        raise RefusalError("Bad Request: message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if "reply_markup" in fields:
        content["reply_markup"] = _keyboard(fields["reply_markup"])
    return content


def _keyboard(markup: Json) -> Json:
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise RefusalError("Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if "url" in button:
            if not re.fullmatch(r"https://t\.me/\w+\?start=[\w-]{1,64}", button["url"], re.ASCII):
                raise RefusalError("Bad Request: BUTTON_URL_INVALID")
        elif not 1 <= len(button["callback_data"].encode()) <= 64:
            raise RefusalError("Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise RefusalError("Bad Request: BUTTON_TEXT_EMPTY")
    return markup
