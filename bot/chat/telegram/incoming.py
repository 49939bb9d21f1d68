"""Telegram updates become `Incoming`: who speaks, where, and whether the bot is meant.

In groups the bot is meant by a command, a reply to one of its messages, a mention or a press.
"""

import logging
import re
from asyncio import Semaphore
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from telegram import CallbackQuery, Document, MaybeInaccessibleMessage, Message, User
from telegram.constants import ChatType
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat import wording
from bot.chat.reply import Attachment, Incoming
from bot.chat.telegram.logs import describe

ATTACHMENT_LIMIT = 20 * 1024 * 1024  # bytes; Telegram hands bots no larger file

# A command with the bot it is meant for: /aspect@prep_bot 3, ／方面@prep_bot 3
_COMMAND = re.compile(r"([/／]\w+)@([A-Za-z0-9_]+)")
# A command that may answer somebody's file: /ingest 2022, ／检查
_ON_FILES = re.compile(r"[/／](?:ingest|check|入库|检查)(?![a-z])", re.IGNORECASE)

_LOG = logging.getLogger(__name__)


class NotFetchedError(Exception):
    """Telegram does not hand out the document; `sentence` tells the user what to do."""

    sentence = wording.NOT_FETCHED


class FileTooLargeError(NotFetchedError):
    """The document is larger than a bot may fetch."""

    sentence = wording.TOO_LARGE


def from_message(message: Message, me: User) -> Incoming | None:
    """Return what the message says, still without its document; None if another bot is meant."""
    is_group = message.chat.type != ChatType.PRIVATE
    text = _clean(_without_mention((message.text or message.caption or "").strip(), me))
    command = _COMMAND.match(text)
    if command and is_group and not _is_me(command[2], me):
        return None
    user, name = _speaker(message)
    answered, answered_name = _answered(message)
    return Incoming(
        chat=message.chat.id,
        user=user,
        topic=topic_of(message),
        message=message.message_id,
        text=text,
        name=_clean(name),
        replied=_replied(message, me),
        answered=answered,
        answered_name=_clean(answered_name),
        is_group=is_group,
        is_addressed=not is_group or _is_addressed(message, text, me),
        is_edit=message.edit_date is not None,
    )


def from_press(query: CallbackQuery) -> Incoming | None:
    """Return the pressed button; None when its message is unknown."""
    if query.message is None or not query.data:
        return None
    return Incoming(
        chat=query.message.chat.id,
        user=query.from_user.id,
        topic=topic_of(query.message),
        press=_clean(query.data),
        name=_clean(_name(query.from_user)),
        is_group=query.message.chat.type != ChatType.PRIVATE,
    )


def topic_of(message: MaybeInaccessibleMessage) -> int:
    """Return the forum topic of the message, 0 outside of forums."""
    # The General topic and plain chains of replies carry a thread id that is no topic.
    is_topic = isinstance(message, Message) and message.is_topic_message
    return (message.message_thread_id or 0) if isinstance(message, Message) and is_topic else 0


def _replied(message: Message, me: User) -> tuple[str, ...]:
    """Return what the buttons under the answered message of the bot do."""
    answered = message.reply_to_message
    is_ours = answered and answered.from_user and answered.from_user.id == me.id
    if not (is_ours and answered and answered.reply_markup):
        return ()
    buttons = (button for row in answered.reply_markup.inline_keyboard for button in row)
    return tuple(str(b.callback_data) for b in buttons if b.callback_data)


def _answered(message: Message) -> tuple[int, str]:
    """Return the member whose message is answered; nobody for bots' and channels' messages."""
    answered = message.reply_to_message
    if not answered or not answered.from_user or answered.from_user.is_bot or answered.sender_chat:
        return 0, ""
    return answered.from_user.id, _name(answered.from_user)


def document_of(message: Message, incoming: Incoming) -> Document | None:
    """Return the document of the message, or of the one that a command on files answers."""
    answered = message.reply_to_message
    if message.document or not answered or not _ON_FILES.match(incoming.text):
        return message.document
    return answered.document


async def with_document(
    incoming: Incoming, document: Document | None, places: Semaphore
) -> Incoming:
    """Return the same with the document fetched in one of the places; raise NotFetchedError."""
    if document is None:
        return incoming
    if (document.file_size or 0) > ATTACHMENT_LIMIT:
        raise FileTooLargeError
    # getFile may lose the name, the message keeps it.
    name = PurePath(_clean(document.file_name or "document")).name
    return replace(incoming, attachment=Attachment(name, await _fetched(document, places)))


async def _fetched(document: Document, places: Semaphore) -> bytes:
    try:
        file = await document.get_file()  # may have to wait; only the download takes a place
    except BadRequest as exc:
        if "too big" in exc.message.lower():
            raise FileTooLargeError from exc
        raise _not_fetched(exc) from exc  # a wrong or old file id
    async with places:
        try:
            return bytes(await file.download_as_bytearray())
        except (BadRequest, InvalidToken) as exc:  # 400, 404: gone, or base_file_url is wrong
            raise _not_fetched(exc) from exc


def _not_fetched(exc: TelegramError) -> NotFetchedError:
    _LOG.warning("a document was not handed out: %s", describe(exc))
    return NotFetchedError()


def _speaker(message: Message) -> tuple[int, str]:
    """Return id and name; an anonymous administrator speaks as the group, not as one person."""
    if message.sender_chat:
        return message.sender_chat.id, message.author_signature or message.sender_chat.title or ""
    if message.from_user:
        return message.from_user.id, _name(message.from_user)
    return message.chat.id, ""


def _name(user: User) -> str:
    """Return first and last name; a deleted account has an empty first name, and then maybe none."""
    return " ".join(name for name in (user.first_name, user.last_name) if name)


def _is_addressed(message: Message, text: str, me: User) -> bool:
    original = message.text or message.caption or ""
    answered = message.reply_to_message
    return (
        text.startswith(("/", "／"))
        or bool(_mention(me.username or "").search(original))
        or bool(answered and answered.from_user and answered.from_user.id == me.id)
    )


def _without_mention(text: str, me: User) -> str:
    return _mention(me.username or "").sub(" ", text).strip() if "@" in text else text.strip()


@lru_cache(maxsize=4)
def _mention(name: str) -> re.Pattern[str]:
    """Return what finds `@prep_bot`, beside Chinese characters too, but not in `/cmd@prep_bot`."""
    name = re.escape(name)
    return re.compile(rf"[ \t]*(?<![A-Za-z0-9_])@{name}(?![A-Za-z0-9_])[ \t]*", re.IGNORECASE)


def _clean(text: str) -> str:
    """Return the text without half characters, which nothing can store or send."""
    return text.encode("utf-8", "replace").decode()


def _is_me(name: str, me: User) -> bool:
    return name.casefold() == (me.username or "").casefold()
