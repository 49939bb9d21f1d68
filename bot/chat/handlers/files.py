"""Documents that people send: read as text, or a sentence on what to do instead."""

from bot.chat import wording
from bot.chat.handlers.buttons import card_rows
from bot.chat.reply import Span
from bot.chat.turn import Outcome, Turn
from bot.errors import UnreadableFileError


def read(turn: Turn) -> str | Outcome:
    """The text of the document that came with the message, or the answer that it has none."""
    from bot.text.readers import READERS, read_bytes

    attachment = turn.incoming.attachment
    if not attachment:
        return turn.reply((Span(wording.NO_WORDS),), card_rows(turn))
    try:
        return read_bytes(attachment.content, attachment.name)
    except UnreadableFileError as exc:
        sentence = wording.FILE_TROUBLES[exc.why].format(formats="、".join(READERS))
        return turn.reply((Span(sentence),), card_rows(turn))
