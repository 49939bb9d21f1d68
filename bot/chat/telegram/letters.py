"""A letter: a reply with its address, as it lies in the outbox until Telegram has accepted it."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.chat.reply import Button, File, Reply, Span


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply, and where it goes."""

    chat: int
    reply: Reply
    topic: int | None = None
    answered: int | None = None  # the message that the first part refers to
    edited: int | None = None  # the message whose place the first part takes
    sent: int = 0  # parts that are there already
    number: int = 0  # in the outbox; 0 for one that could not be kept
    parts: tuple[Any, ...] = field(default=(), compare=False, repr=False)  # see outgoing.ready

    def saying(self, reply: Reply) -> "Letter":
        """The same letter with another reply, which may take the place of the message or not."""
        return replace(self, reply=reply, edited=self.edited if reply.edits else None, parts=())

    def body(self) -> str:
        """The letter as text, for the outbox; a start shows all boards anew, told or not."""
        address = _filled(self, "chat", "topic", "answered", "edited")
        return json.dumps(address | {"reply": _reply_body(self.reply)})

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Letter":
        """The letter that a row of the outbox holds."""
        value = json.loads(row["body"])
        # a group that has moved is written to by its new number
        value |= {"number": row["id"], "sent": row["sent"], "chat": row["chat"]}
        return cls(**value | {"reply": _reply(value["reply"])})


def _reply_body(reply: Reply) -> dict[str, Any]:
    """Return the reply, without its job, as JSON holds it; what is left out has its default."""
    return _filled(reply, *_REPLY) | {
        "spans": [_filled(span, *_SPAN) for span in reply.spans],
        "buttons": [[_filled(button, *_BUTTON) for button in row] for row in reply.buttons],
        "files": [
            {"name": file.name, "content": b64encode(file.content).decode()} for file in reply.files
        ],
    }


_REPLY = ("edits", "notice", "reaction", "pins", "retires")  # beside what holds others
_SPAN, _BUTTON = ([f.name for f in fields(noun)] for noun in (Span, Button))


def _filled(noun: object, *names: str) -> dict[str, Any]:
    """Return the values of these fields; an empty one has its default, as all of them do."""
    return {name: value for name in names if (value := getattr(noun, name))}


def _reply(value: dict[str, Any]) -> Reply:
    return Reply(
        **value
        | {
            "spans": tuple(Span(**{"text": ""} | span) for span in value["spans"]),
            "buttons": tuple(
                tuple(Button(**{"label": "", "action": ""} | b) for b in row)
                for row in value["buttons"]
            ),
            "files": tuple(
                File(**file | {"content": b64decode(file["content"])}) for file in value["files"]
            ),
        }
    )
