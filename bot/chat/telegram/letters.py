"""A letter: a reply with its address, as it lies in the outbox until Telegram has accepted it."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
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

    def saying(self, reply: Reply) -> "Letter":
        """The same letter with another reply, which may take the place of the message or not."""
        return replace(self, reply=reply, edited=self.edited if reply.edits else None)

    def body(self) -> str:
        """The letter as text, for the outbox; a start shows all boards anew, told or not."""
        value = asdict(replace(self, reply=replace(self.reply, job=None, board=0)))
        del value["reply"]["job"]
        for name in ("sent", "number"):
            del value[name]
        for file in value["reply"]["files"]:
            file["content"] = b64encode(file["content"]).decode()
        return json.dumps(value)

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Letter":
        """The letter that a row of the outbox holds."""
        value = json.loads(row["body"])
        # a group that has moved is written to by its new number
        value |= {"number": row["id"], "sent": row["sent"], "chat": row["chat"]}
        return cls(**value | {"reply": _reply(value["reply"])})


def _reply(value: dict[str, Any]) -> Reply:
    return Reply(
        **value
        | {
            "spans": tuple(Span(**span) for span in value["spans"]),
            "buttons": tuple(tuple(Button(**b) for b in row) for row in value["buttons"]),
            "files": tuple(
                File(**file | {"content": b64decode(file["content"])}) for file in value["files"]
            ),
        }
    )
