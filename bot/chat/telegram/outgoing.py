"""A letter becomes Telegram messages: text in parts, buttons under the last, files after them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.render import split_spans, to_html
from bot.chat.reply import Button, File, InlinePage, Reply
from bot.chat.telegram.letters import Letter

ACTION_LIMIT = 64  # bytes of a button's action
ROW_LIMIT = 8  # buttons a row
KEYBOARD_LIMIT = 100  # buttons a message
NOTICE_LIMIT = 200  # characters of the line shown at a press
TITLE_LIMIT = 100  # characters of an inline result's title; more is cut off on the screen anyway
INLINE_SECONDS = 30  # an answer may be used again for the same words and person

# Telegram's words for a message that cannot take an edit any more; the reply is sent anew then.
GONE = ("message to edit not found", "message can't be edited", "no text in the message to edit")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")

# As it goes over the wire: the library's objects for it take ten times as long to make and write.
Markup: TypeAlias = dict[str, Any]
Part: TypeAlias = tuple[str | File, Markup | None]


@dataclass(slots=True)
class Receipt:
    """What is wanted of Telegram's answer to a message: its number, 0 until it is known.

    With this the library makes no object of the message that was sent, buttons and all.
    """

    message: int = 0


def ready(letter: Letter, me: str = "") -> Letter:
    """Return the letter with its messages made, once for all; `me` and ValueError as for `parts`."""
    return letter if letter.parts else replace(letter, parts=tuple(parts(letter.reply, me)))


def parts(reply: Reply, me: str = "") -> list[Part]:
    """Return the messages of a reply: HTML or file, with the buttons under the last text, else file.

    `me`: the bot's own name, by which buttons open a private chat with it. Raises ValueError for
    buttons that Telegram would not take.
    """
    texts, markup = _texts(reply), keyboard(reply.buttons, me)
    items: list[str | File] = [*texts, *reply.files]
    holder = (len(texts) or len(items)) - 1
    return [(item, markup if n == holder else None) for n, item in enumerate(items)]


async def send_part(letter: Letter, bot: ExtBot[Receipt]) -> tuple[Letter, int]:
    """Send the next part of a ready letter, the first in place of the edited message if there is one.

    Return the letter as far as it is sent now, and the number of the new message, 0 for none.
    """
    is_first = letter.sent == 0
    if is_first and await _reacted(bot, letter):
        return replace(letter, sent=len(letter.parts)), 0
    item, markup = letter.parts[letter.sent]
    on = replace(letter, sent=letter.sent + 1)
    message = letter.edited if is_first and isinstance(item, str) else None
    if message and await edited(bot, letter.chat, message, str(item), markup):
        return on, 0
    reference = ReplyParameters(letter.answered) if is_first and letter.answered else None
    return on, await _sent(bot, letter, item, markup, reference)


async def _sent(
    bot: ExtBot[Receipt],
    letter: Letter,
    item: str | File,
    markup: Markup | None,
    reference: ReplyParameters | None,
) -> int:
    receipt = Receipt()
    if isinstance(item, str):
        await bot.send_message(
            letter.chat,
            item,
            api_kwargs=under(markup),
            message_thread_id=letter.topic,
            reply_parameters=reference,
            rate_limit_args=receipt,
        )
    else:
        await bot.send_document(
            letter.chat,
            item.content,
            filename=item.name,
            api_kwargs=under(markup),
            message_thread_id=letter.topic,
            reply_parameters=reference,
            rate_limit_args=receipt,
        )
    return receipt.message


async def _reacted(bot: Bot, letter: Letter) -> bool:
    """Return whether the message answered bears the reaction; groups may allow none."""
    if not letter.reply.reaction or not letter.answered or letter.reply.files:
        return False
    try:
        return await bot.set_message_reaction(letter.chat, letter.answered, letter.reply.reaction)
    except BadRequest:
        return False


def keyboard(rows: Sequence[Sequence[Button]], me: str = "") -> Markup | None:
    """Return the buttons for Telegram; rows past 8 go on in the next; None without buttons.

    `me`: the bot's own name, by which buttons open a private chat with it.
    """
    if sum(map(len, rows)) > KEYBOARD_LIMIT:
        raise ValueError(f"more than {KEYBOARD_LIMIT} buttons")
    short = [row[n : n + ROW_LIMIT] for row in rows for n in range(0, len(row), ROW_LIMIT)]
    return {"inline_keyboard": [[_button(b, me) for b in row] for row in short]} if short else None


def under(markup: Markup | None) -> Markup | None:
    """Return the buttons as what a call of the library takes beside its own arguments."""
    return {"reply_markup": markup} if markup else None


def _button(button: Button, me: str) -> Markup:
    if button.start:
        if not _START.fullmatch(button.start):
            raise ValueError("a button's start has 1 to 64 letters, digits, _ and -")
        return {"text": button.label, "url": f"https://t.me/{me}?start={button.start}"}
    if not 1 <= len(button.action.encode()) <= ACTION_LIMIT:
        raise ValueError(f"a button's action has 1 to {ACTION_LIMIT} bytes")
    return {"text": button.label, "callback_data": button.action}


def _texts(reply: Reply) -> list[str]:
    """Return the HTML of the messages; Telegram refuses those that show nothing."""
    parts = split_spans(reply.spans)
    return [to_html(part) for part in parts if any(span.text.strip() for span in part)]


async def edited(bot: Bot, chat: int, message: int, text: str, markup: Markup | None) -> bool:
    """Return whether the message now shows the text; False if it cannot be edited any more."""
    try:
        await bot.edit_message_text(text, chat, message, api_kwargs=under(markup))
    except BadRequest as exc:
        words = exc.message.lower()
        if any(gone in words for gone in GONE):
            return False
        if "message is not modified" not in words:
            raise
    return True


async def offer(query: InlineQuery, page: InlinePage) -> None:
    """Answer an inline query; what is offered is for this person and kept for half a minute."""
    results = [
        InlineQueryResultArticle(
            id=result.key,
            title=result.title[:TITLE_LIMIT] or "…",
            description=result.description,
            input_message_content=InputTextMessageContent(to_html(split_spans(result.spans)[0])),
        )
        for result in page.results
    ]
    await query.answer(
        results,
        cache_time=INLINE_SECONDS,
        is_personal=True,
        next_offset=page.next_offset or None,  # with Defaults the library sends "" as "[]"
    )
