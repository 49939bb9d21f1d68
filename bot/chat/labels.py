"""The buttons of each chat's latest answer, in memory: who types what stands on one means that button.

Nothing of it is stored. After a restart the words are understood as any others.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.chat.reply import Button, Incoming, Job, Reply, Span
from bot.text.marks import number_of
from bot.text.normalize import letters, normalize, simplify

_MOST = 1_000  # chats remembered; the one that was silent longest goes first
_FEWEST = 2  # letters of a label that somebody types for its button
_DIGITS = "0123456789"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
# 看全文, 第一条全文, 第2段的全文, 全文一: the button [全文①] and its like
_WHOLE = re.compile(
    r"(?:我?[想要]?(?:看看|看|打开|查看|来))?(?:第?([1-9一二三四五])?[条个段篇]?的?)?全文([1-9一二三四五])?"
)

_Place = tuple[int, int]


class Labels:
    """What stands on the buttons of the private chats' latest answers."""

    def __init__(self) -> None:
        self._held: OrderedDict[_Place, dict[str, str]] = OrderedDict()
        self._answers: dict[_Place, dict[str, str]] = {}  # "yes" and "no" -> action

    def pressed(self, incoming: Incoming) -> Incoming | None:
        """The press that a typed label stands for, None for any other message."""
        held = self._held.get(_place(incoming), {})
        action = held.get(_plain(incoming.text)) or held.get(_whole_of(incoming.text), "")
        return _press(incoming, action)

    def answered(self, incoming: Incoming, answer: str) -> Incoming | None:
        """The press that a "yes" (好) or "no" (不对) stands for below a question, else None."""
        return _press(incoming, self._answers.get(_place(incoming), {}).get(answer))

    def noted(self, incoming: Incoming, reply: Reply) -> Reply:
        """The same reply; its buttons, and those of what follows it, are remembered."""
        if incoming.is_group:
            return reply
        if reply.spans:
            self._put(_place(incoming), [button for row in reply.buttons for button in row])
        if not reply.job:
            return reply
        run, tell = reply.job.run, reply.job.tell

        def told(made: Any) -> Reply:
            return self.noted(incoming, tell(made))

        return replace(reply, job=Job(run, told))

    def _put(self, place: _Place, buttons: list[Button]) -> None:
        held: dict[str, str] = {}
        for button in buttons:
            if button.start:
                continue
            for label in _names_of(button.label):
                held.setdefault(label, button.action)
        self._held[place] = held
        self._answers[place] = {b.answers: b.action for b in buttons if b.answers}
        self._held.move_to_end(place)
        while len(self._held) > _MOST:
            del self._answers[self._held.popitem(last=False)[0]]


def said_anew(reply: Reply) -> Reply:
    """The answer to a press as one to a message: nothing is edited, what was a hint is said."""
    spans = reply.spans or ((Span(reply.notice),) if reply.notice else ())
    said = replace(reply, spans=spans, edits=False)
    if not reply.job:
        return said
    run, tell = reply.job.run, reply.job.tell
    return replace(said, job=Job(run, lambda made: said_anew(tell(made))))


def _press(incoming: Incoming, action: str | None) -> Incoming | None:
    if incoming.is_group or incoming.is_edit or incoming.press or incoming.attachment:
        return None
    return replace(incoming, text="", press=action) if action else None


def _place(incoming: Incoming) -> _Place:
    return incoming.chat, incoming.topic


def _names_of(label: str) -> Iterator[str]:
    """What is typed for it: 必改 6 is called 必改, too; 3 only where it is all that the button says."""
    plain = _plain(label)
    if plain.isdecimal():
        if label.isdecimal():
            yield plain
    elif len(plain) >= _FEWEST:
        yield plain
        if len(name := plain.rstrip(_DIGITS)) >= _FEWEST:
            yield name


def _whole_of(text: str) -> str:
    """The name of the button that opens the passage the words ask for: 全文1 for ①; "" for none."""
    if len(mark := text.strip()) == 1 and mark in _CIRCLED:
        return f"全文{number_of(mark)}"
    found = _WHOLE.fullmatch(_plain(text))
    return f"全文{number_of(found[1] or found[2] or '1')}" if found else ""


def _plain(label: str) -> str:
    return letters(simplify(normalize(label)))
