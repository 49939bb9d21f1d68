"""What is sent to the measured bots: updates as Telegram hands them out, and the product ready for them."""

from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.evaluate import read_queries, ready
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.config import cache_dir, data_dir
from bot.text.segment import configure

CHATS = 50
AGAIN = "search, asked before"  # by somebody of the same work, on which an answer depends
KINDS = ("tick", "card", "search", AGAIN)
_USUAL = 40  # questions that are asked again and again
Json = dict[str, Any]
_DATE = 1_700_000_000


def dialogue(path: Path | None = None) -> Dialogue:
    """The product's dialogue over a store in memory, or in a new file, with the shipped corpus."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    finder = ready(catalog, path=path)
    finder.search("统站")  # what reads slips, too
    return Dialogue(Assistant(finder.store, catalog, finder.concepts))


class Updates:
    """Makes updates of some kind, spread over the chats; numbers go on from call to call."""

    def __init__(self, presses: list[str] | None = None) -> None:
        self._numbers = count(1)
        self._presses = cycle(presses or ["x"])
        self._works = [area.name for area in load_catalog(data_dir()).areas]
        words = [q.text for q in read_queries() if q.gold and q.kind in ("kw", "typo", "desc")]
        self._words, self._usual = cycle(words), cycle(words[:_USUAL])

    def introductions(self, kind: str) -> list[Json]:
        """Each chat tells its work: for searches one of its own, so that no question was answered before."""
        works = islice(cycle(self._works if kind == "search" else ["街道信访"]), CHATS)
        return [self._message(f"/area {work}") for work in works]

    def of(self, kind: str, number: int) -> list[Json]:
        """So many updates: ticks, cards, searches or, for any other word, texts to be echoed."""
        return list(islice(self._endless(kind), number))

    def _endless(self, kind: str) -> Iterator[Json]:
        while True:
            if kind == "tick":
                yield self._press(next(self._presses))
            elif kind == "card":
                yield self._message("/aspect 3")
            elif kind == "search":
                yield self._message(next(self._words))
            elif kind == AGAIN:
                yield self._message(next(self._usual))
            else:
                yield self._message("等靠要怎么写")

    def _message(self, text: str) -> Json:
        number = next(self._numbers)
        return {"update_id": number, "message": _body(number) | {"text": text}}

    def _press(self, action: str) -> Json:
        number = next(self._numbers)
        query = {"id": str(number), "from": _person(number), "chat_instance": "1", "data": action}
        return {"update_id": number, "callback_query": query | {"message": _body(number) | {"text": "1"}}}  # fmt: skip


def presses_of(made: Dialogue) -> list[str]:
    """Actions that tick items and take the ticks away again."""
    reply = made.respond(Incoming(chat=1, user=1, text="/aspect 3"))
    found = [b.action for row in reply.buttons for b in row if b.action.startswith("tick:")]
    return [*found, *(f"{action.rpartition(':')[0]}:0" for action in found)]


def _person(number: int) -> Json:
    return {"id": 1 + number % CHATS, "is_bot": False, "first_name": "李"}


def _body(number: int) -> Json:
    chat = {"id": 1 + number % CHATS, "type": "private", "first_name": "李"}
    return {"message_id": number, "date": _DATE, "chat": chat, "from": _person(number)}
