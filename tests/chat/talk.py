"""A conversation in a test: lines said, buttons pressed, and what must be seen in the answer."""

from itertools import count

from bot.chat.dialogue import Dialogue
from bot.chat.render import buttons_line, to_plain
from bot.chat.reply import Incoming, Reply

LINES = 20  # of the longest answer that comes unasked
chats = count(100)


def say(dialogue: Dialogue, *lines: str, chat: int = 1, is_group: bool = False) -> Reply:
    """The answer to the last line; `:label` presses a button of the answer before it."""
    reply = Reply()
    for line in lines:
        if line.startswith(":"):
            pressed = {b.label: b.action for row in reply.buttons for b in row}[line[1:]]
            reply = dialogue.respond(Incoming(chat, 1, press=pressed, is_group=is_group))
        else:
            reply = dialogue.respond(Incoming(chat, 1, text=line, is_group=is_group))
    return reply


def shown(reply: Reply) -> str:
    """All that the user sees of it."""
    return "\n".join((to_plain(reply.spans), buttons_line(reply.buttons), reply.notice))


def verify(dialogue: Dialogue, says: str, holds: str) -> None:
    """`says`: lines parted by " > "; `holds`: pieces parted by " & ", one after "!" must be missing."""
    reply = say(dialogue, *says.split(" > "), chat=next(chats))
    text = shown(reply)
    assert reply, says
    assert to_plain(reply.spans).count("\n") <= LINES
    for piece in holds.split(" & "):
        if piece.startswith("!"):
            assert piece[1:] not in text
        else:
            assert piece in text
