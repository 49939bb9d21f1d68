"""Sends hostile updates through the whole transport and looks whether it stays upright.

    python -m benchmarks.fuzz --updates 100000 --seed 1

Every chat holds a word of its own: in a note, in a preparation's name, in a theme, some in a document.
Then: handling never goes wrong, no chat and no inline answer ever shows another chat's word, Telegram
refuses nothing that is well formed, other people's rules find nothing wrong with what was sent, the
store is sound, nothing waits, and a plain question is answered as before.
"""

import argparse
import asyncio
import io
import json
import logging
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from telegram import Update

from benchmarks.hostile import ADMIN, PEOPLE, Hostile, Json
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.chat.dialogue import Dialogue
from bot.chat.register import CHINESE_NAMES
from bot.chat.telegram.app import Site, build
from bot.chat.telegram.arrivals import readable
from bot.chat.telegram.logs import Redaction
from bot.config import Config, LimitsConfig, cache_dir, data_dir
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.store import Store
from bot.models import Note, Place, Preparation, Session, Spot
from bot.text.segment import configure
from tests.chat.telegram.fake import FakeTelegram, RefusalError, private
from tests.chat.telegram.test_delivery import CONFIG
from tests.e2e.rules import Rules

QUESTION = "等靠要怎么写"
SLICE = 500  # updates in work at a time
KNOWN = 1000  # messages that can still be pressed and replied to
PATIENCE = 120.0  # seconds for all of them
_WORD = re.compile(r"暗号(\d{5})")  # what a chat alone may read
# What Telegram says to answers that come too late, or about messages and chats that are not there.
_EXPECTED = re.compile(
    r"query is too old|message to edit not found|message is not modified|chat not found"
    r"|there is no text in the message to edit|message thread not found|message to react not found|^getFile: KeyError"
)


def main() -> None:
    """Fuzz, report, and end with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    began = time.monotonic()
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    store = Store.open(folder / "store.sqlite3")
    assistant = Assistant(store, catalog)
    Ingest(store, catalog, assistant.finder.concepts).build(data_dir())
    fuzz = Fuzz(assistant, random.Random(options.seed), rules())
    problems = asyncio.run(fuzz.run(options.updates))
    sys.stdout.write(f"{fuzz.summary}\n{time.monotonic() - began:.0f} s\n")
    shutil.rmtree(folder)
    if problems:
        sys.stdout.write("\n".join([*problems, ""]))
        sys.exit(1)


def rules() -> Rules | None:
    """The second opinion; None, and said so, without its packages."""
    try:
        return Rules()
    except ImportError:
        sys.stdout.write("no second opinion: aiogram and teremok are not installed\n")
        return None


class Peer(FakeTelegram):
    """Refuses what it cannot make sense of, as Telegram does, and remembers for what."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: Counter[str] = Counter()
        self.files_to: list[tuple[int, bytes]] = []

    def _answer(self, name: str, fields: Json, uploads: Json) -> Any:
        try:
            for _, content, _ in uploads.values():
                data = content if isinstance(content, bytes) else content.read()
                self.files_to.append((fields["chat_id"], data))
            return super()._answer(name, fields, uploads)
        except RefusalError as refusal:
            self.refused[f"{name}: {refusal}"] += 1
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as exc:
            self.refused[f"{name}: {type(exc).__name__} {exc}"] += 1
            raise RefusalError("Bad Request: malformed request") from exc


class Places(logging.Handler):
    """Counts where handling went wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: Counter[str] = Counter()
        self.addFilter(Redaction())

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record."""
        if record.levelno >= logging.ERROR:
            self.errors[record.getMessage().split(": ", 2)[-1]] += 1


class Fuzz:
    """A bot with words in its store that must not stray, and what is thrown at it."""

    summary = ""

    def __init__(self, assistant: Assistant, chance: random.Random, rules: Rules | None) -> None:
        self.telegram = Peer()
        self.assistant = assistant
        self.store = assistant.store
        self.dialogue = Dialogue(assistant, admins=[ADMIN])
        self.hostile = Hostile(
            chance,
            self.telegram,
            commands=[*self.dialogue.register.by_name, *CHINESE_NAMES, "invite", "stats", "expel"],
            verbs=list(self.dialogue.register.by_verb),
        )
        self.rules = rules
        self.wrong: Counter[str] = Counter()
        self._pressed: dict[str, int] = {}  # id of a press -> its chat
        self._handed = 0
        self._shown = 0

    async def run(self, count: int) -> list[str]:
        """Returns what went wrong, a line each."""
        places = Places()
        logging.getLogger().addHandler(places)
        config: Config = replace(CONFIG, limits=LimitsConfig(0, 0, 0, 0))
        site = build(config, dialogue=self.dialogue, store=self.store, request=self.telegram)
        self._hand_out()
        async with site.app:
            await site.app.start()
            before = await self._ask(site, -1)
            for start in range(0, count, SLICE):
                await site.worker.do(self._plant)
                await self._send(site, min(SLICE, count - start))
            after = await self._ask(site, -2)
            site.close()
            await site.app.stop()
        await site.worker.do(self.store.connection.truncate_log)
        site.worker.end()
        logging.getLogger().removeHandler(places)
        return self._problems(places, count, before == after)

    def _hand_out(self) -> None:
        """Gives some chats a document that nobody else may read."""
        ingest = Ingest(self.store, self.assistant.catalog, self.assistant.finder.concepts)
        for chat in (1, 2, -1001, -1002):
            text = f"对照检查材料\n一、存在的问题\n1.等靠要思想{_word(chat)}。信访走访{_word(chat)}不深入，征拆{_word(chat)}等靠要。"
            wishes = Wishes(chats=(chat,), similar=True, force=True)
            ingest.add_text(f"私{abs(chat)}.txt", text, wishes)

    def _plant(self) -> None:
        """Puts each chat's word where it keeps things; most was removed or changed meanwhile."""
        chats = [*range(1, PEOPLE + 1), *range(-1000 - PEOPLE, -1000)]
        with self.store.transaction():
            for chat in chats:
                word = _word(chat)
                own = [theme.name for theme in self.store.chats.own_themes(chat)]
                if word not in own:
                    shipped = self.assistant.catalog.themes[0]
                    made = replace(shipped, key="", label=word, name=word, title=word)
                    self.store.chats.add_theme(chat, 0, made)
                number = self.assistant.session(chat).preparation.number
                note = Note(Spot("3", "", self.assistant.session(chat).theme), f"下访{word}", word, chat, 10**7)  # fmt: skip
                self.store.chats.add_note(Place(chat, 0, number), note)
                if not self.store.chats.preparations(chat, 0):
                    self.store.chats.save(Session(chat, preparation=Preparation(1, word)))

    async def _ask(self, site: Site, chat: int) -> str:
        """The answer to a plain question in a new chat."""
        self.telegram.calls.clear()
        message = self.telegram.message(QUESTION, private(10**6 - chat))
        update = message | {"update_id": 10**9 - chat}
        await site.arrivals.put(Update.de_json(update, site.app.bot))
        await site.arrivals.join()
        await site.postman.idle()
        return self.telegram.texts()[-1]

    async def _send(self, site: Site, count: int) -> None:
        updates = [self.hostile.update() for _ in range(count)]
        payload = json.dumps({"ok": True, "result": updates}).encode()
        for update in map(readable, json.loads(payload)["result"]):
            query = update.get("callback_query")
            if query and "message" in query:
                self._pressed[query["id"]] = query["message"]["chat"]["id"]
            await site.arrivals.put(Update.de_json(update, site.app.bot))
        await asyncio.wait_for(site.arrivals.join(), PATIENCE)
        await asyncio.wait_for(site.postman.idle(), PATIENCE)
        self._judge()

    def _judge(self) -> None:
        """Looks at all that was sent since the last time, then forgets it."""
        calls = self.telegram.calls
        for method, fields in calls:
            self.hostile.saw(_actions(fields))
            chat = fields.get("chat_id", self._pressed.get(str(fields.get("callback_query_id")), 0))
            self._look(method, chat, json.dumps(fields, ensure_ascii=False))
        for chat, data in self.telegram.files_to:
            self._look("file", chat, "".join(_inside(data)))
        if self.rules:
            self.wrong.update(self.rules.problems(calls))
        self._handed += len(calls)
        calls.clear()
        self._pressed.clear()
        self.telegram.files_to.clear()
        for old in list(self.telegram.messages)[:-KNOWN]:
            del self.telegram.messages[old]
        self.telegram.uploads.clear()

    def _look(self, method: str, chat: int, text: str) -> None:
        words = {int(number) for number in _WORD.findall(text)}
        self._shown += bool(words)
        if strays := words - {abs(chat)}:
            self.wrong[f"{method} to {chat} shows what {sorted(strays)[:3]} told"] += 1

    def _problems(self, places: Places, count: int, same: bool) -> list[str]:
        states = self.store.connection.tuples("SELECT state, count(*) FROM updates GROUP BY state", ())  # fmt: skip
        refused = self.telegram.refused
        expected = sum(n for words, n in refused.items() if _EXPECTED.search(words))
        self.summary = (
            f"{count} updates: {dict(states)}; {self._handed} calls,"
            f" {'judged twice' if self.rules else 'judged once'}, {self._shown} with a chat's own word,"
            f" {expected} too late or to nowhere"
        )
        wrong = places.errors + self.wrong
        wrong += Counter({w: n for w, n in refused.items() if not _EXPECTED.search(w)})
        problems = [f"{number} x {what}" for what, number in wrong.most_common()]
        problems += [] if same else ["a plain question is answered differently now"]
        problems += ["something waits"] if self.store.waiting()[:2] != (0, 0) else []
        damage = self.store.connection.damage()
        return problems + ([f"the store is damaged: {damage}"] if damage else [])


def _word(chat: int) -> str:
    return f"暗号{abs(chat):05d}"


def _actions(fields: Json) -> Iterator[str]:
    """The actions of the buttons that a call sends."""
    for row in fields.get("reply_markup", {}).get("inline_keyboard", ()):
        yield from (button["callback_data"] for button in row if "callback_data" in button)


def _inside(data: bytes) -> Iterator[str]:
    """The text of a file, of each part of one that is packed."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    except BadZipFile:
        yield data.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
