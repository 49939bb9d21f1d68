"""A `Reply` becomes Telegram messages: text in parts, buttons under the last, files after them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MaybeInaccessibleMessage,
    ReplyParameters,
)
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.chat.render import split_spans, to_html
from bot.chat.reply import Button, File, InlinePage, Reply
from bot.chat.telegram.incoming import topic_of

ACTION_LIMIT = 64  # bytes of a button's action
ROW_LIMIT = 8  # buttons a row
KEYBOARD_LIMIT = 100  # buttons a message
NOTICE_LIMIT = 200  # characters of the line shown at a press
TITLE_LIMIT = 100  # characters of an inline result's title; more is cut off on the screen anyway
INLINE_SECONDS = 30  # an answer may be used again for the same words and person

# Telegram's words for a message that cannot take an edit any more; the reply is sent anew then.
_GONE = ("message to edit not found", "message can't be edited", "no text in the message to edit")


@dataclass(frozen=True, slots=True)
class Place:
    """Where replies go: a chat, its topic, and the message that the first one answers."""

    bot: Bot
    chat: int
    topic: int | None = None
    answered: int | None = None

    @classmethod
    def of(cls, bot: Bot, message: MaybeInaccessibleMessage, *, answers: bool = False) -> "Place":
        """Return the place of the message; with `answers` replies in a group refer to it."""
        refers = answers and message.chat.type != ChatType.PRIVATE
        return cls(
            bot,
            message.chat.id,
            topic_of(message) or None,
            message.message_id if refers else None,
        )

    async def send(self, item: str | File, markup: InlineKeyboardMarkup | None = None) -> None:
        """Send one message of HTML or one file, which is read beside the event loop."""
        reference = ReplyParameters(self.answered) if self.answered else None
        if isinstance(item, str):
            await self.bot.send_message(
                self.chat,
                item,
                reply_markup=markup,
                message_thread_id=self.topic,
                reply_parameters=reference,
            )
            return
        await self.bot.send_document(
            self.chat,
            item.content,
            filename=item.name,
            reply_markup=markup,
            message_thread_id=self.topic,
            reply_parameters=reference,
        )


async def send(reply: Reply, place: Place) -> None:
    """Send the whole reply; the buttons hang on its last text, else on its last file."""
    await _send_all(_texts(reply), reply.files, keyboard(reply.buttons), place)


async def edit(reply: Reply, query: CallbackQuery, place: Place) -> None:
    """Put the reply in place of the message that holds the button; send anew what does not fit."""
    texts, markup = _texts(reply), keyboard(reply.buttons)
    first, rest = texts[:1], texts[1:]
    if first and await _edited(query, first[0], None if rest else markup):
        await _send_all(rest, reply.files, markup if rest else None, place)
    else:
        await _send_all(texts, reply.files, markup, place)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Return the buttons for Telegram; rows past 8 go on in the next; None without buttons."""
    if sum(map(len, rows)) > KEYBOARD_LIMIT:
        raise ValueError(f"more than {KEYBOARD_LIMIT} buttons")
    short = [row[n : n + ROW_LIMIT] for row in rows for n in range(0, len(row), ROW_LIMIT)]
    return InlineKeyboardMarkup([[_button(b) for b in row] for row in short]) if short else None


def _button(button: Button) -> InlineKeyboardButton:
    if not 1 <= len(button.action.encode()) <= ACTION_LIMIT:
        raise ValueError(f"a button's action has 1 to {ACTION_LIMIT} bytes")
    return InlineKeyboardButton(button.label, callback_data=button.action)


def _texts(reply: Reply) -> list[str]:
    """Return the HTML of the messages; Telegram refuses those that show nothing."""
    parts = split_spans(reply.spans)
    return [to_html(part) for part in parts if any(span.text.strip() for span in part)]


async def _send_all(
    texts: Sequence[str],
    files: Sequence[File],
    markup: InlineKeyboardMarkup | None,
    place: Place,
) -> None:
    holder = (len(texts) or len(files)) - 1  # what the buttons hang on
    items: tuple[str | File, ...] = (*texts, *files)
    for n, item in enumerate(items):
        await place.send(item, markup if n == holder else None)
        place = replace(place, answered=None)  # only the first one refers to the question


async def _edited(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Return whether the message with the button now shows the text."""
    if not (query.message and query.message.is_accessible):
        return False
    try:
        await query.edit_message_text(text, reply_markup=markup)
    except BadRequest as exc:
        words = exc.message.lower()
        if any(gone in words for gone in _GONE):
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
