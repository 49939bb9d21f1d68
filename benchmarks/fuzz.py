"""Sends hostile updates through the whole transport and looks whether it stays upright.

    python -m benchmarks.fuzz --updates 100000

Real updates of every kind are bent: fields gone, doubled or of another kind, numbers without end,
texts of nothing, of half characters, of markup, buttons that never were, numbers that came before.
Then: no error may reach the outside, every place where handling went wrong is listed, the store is
sound, nothing waits, and a plain question is answered as before.
"""

import argparse
import asyncio
import copy
import json
import logging
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram import Update

from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.chat.dialogue import Dialogue
from bot.chat.telegram.app import Site, build
from bot.chat.telegram.arrivals import readable
from bot.chat.telegram.flow import PollingRequest
from bot.chat.telegram.logs import Redaction
from bot.config import Config, LimitsConfig, cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.text.segment import configure
from tests.chat.telegram.fake import FakeTelegram, RefusalError, group, person, private
from tests.chat.telegram.test_delivery import CONFIG

Json = dict[str, Any]
QUESTION = "等靠要怎么写"
SLICE = 500  # updates in work at a time
PATIENCE = 120.0  # seconds for all of them
_TEXTS = (
    "", " ", "\x00", "\ud83d", "𠮷" * 2000, "<b>&lt;</blockquote>", "/", "／", "/aspect", "/aspect 99999999999999999999",
    "/aspect٣", "／方面 三", "@prep_bot", "/note", "/note 3 " + "x" * 4000, "/theme 2021'; DROP TABLE notes; --", "%s %n {0}",
    "‮征拆‬", "a" * 4096, "\n" * 4000, "1" * 400, "/start i" + "A" * 16, "/find \"OR 1=1", "NEAR(信访 征拆)", "统战*", "-信访",
    "/prep", "/prep 99", "/export", "/forget", "/cancel", "/who", "/area", "清单", "换一批", "还有吗", "第三方面", "帮我写一份", "信访",
    "/invite 5 5", "/stats", "/expel 5", "\u200b", "\ufeff/start", "ａｓｐｅｃｔ", "/ASPECT3", "五个带头 2021", "二〇二四", "征\u0300拆",
)  # fmt: skip
_PRESSES = (
    "", ":", "card", "card:", "card:3", "card:99", "card:x", "tick:", "tick:1:study", "tick:3:99", "full:1", "full:999999999", "full:-1",
    "full:١", "note:1", "note:x:y:z", "forget:yes", "forget:ask", "start:", "ask:area", "ask:", "home:", "area:party", "area:火星", "who:team",
    "theme:2024", "theme:own999", "more:", "page:9e9", "prep:1", "prep:-1", "export:docx", "x" * 64, "card:\ud83d", "seek:", "next:3:99999",
)  # fmt: skip
_VALUES = (
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    10**40,
    1.5,
    "",
    "x",
    "9" * 300,
    [],
    {},
    [[]],
    {"id": {}},
    [None] * 50,
    "\ud800",
)


def main() -> None:
    """Fuzz, report, and end with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    began = time.monotonic()
    problems = asyncio.run(Fuzz(folder, random.Random(options.seed)).run(options.updates))
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    shutil.rmtree(folder)
    if problems:
        sys.stdout.write("\n".join([*problems, ""]))
        sys.exit(1)


class Peer(FakeTelegram):
    """Refuses what it cannot make sense of, as Telegram does."""

    def _answer(self, name: str, fields: Json, uploads: Json) -> Any:
        try:
            return super()._answer(name, fields, uploads)
        except (AttributeError, KeyError, TypeError, ValueError) as exc:
            raise RefusalError("Bad Request: malformed request") from exc


class Places(logging.Handler):
    """Counts where handling went wrong, and looks for texts in the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.errors: Counter[str] = Counter()
        self.lines = 0
        self.addFilter(Redaction())

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record."""
        self.lines += 1
        if record.levelno >= logging.ERROR:
            self.errors[record.getMessage().split(": ", 2)[-1]] += 1


class Fuzz:
    """Updates, bent at random."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.telegram = Peer()
        self.store = Store.open(folder / "store.sqlite3")
        catalog = load_catalog(data_dir())
        configure(catalog.vocabulary.dictionary, cache_dir())
        assistant = Assistant(self.store, catalog)
        Ingest(self.store, catalog, assistant.finder.concepts).build(data_dir())
        self.dialogue = Dialogue(assistant, admins=[5])
        self.number = 0
        self.kinds: tuple[Callable[[], Json], ...] = (
            self._message, self._message, self._press, self._press, self._inline, self._document,
            self._migration, self._picture,
        )  # fmt: skip

    async def run(self, count: int) -> list[str]:
        """Returns what went wrong, a line each."""
        places = Places()
        logging.getLogger().addHandler(places)
        limits = LimitsConfig(0, 0, 0, 0)
        config: Config = replace(CONFIG, limits=limits)
        site = build(config, dialogue=self.dialogue, store=self.store, request=self.telegram)
        async with site.app:
            await site.app.start()
            before = await self._ask(site, -1)
            for start in range(0, count, SLICE):
                await self._send(site, min(SLICE, count - start))
            after = await self._ask(site, -2)
            site.close()
            await site.app.stop()
        await site.worker.do(self.store.connection.truncate_log)
        site.worker.end()
        return self._problems(site, places, count, before == after)

    async def _ask(self, site: Site, chat: int) -> str:
        """The answer to a plain question in a new chat."""
        self.telegram.calls.clear()
        self.number += 1
        message = self.telegram.message(QUESTION, private(10**6 - chat))
        update = message | {"update_id": 10**9 + self.number}
        await site.arrivals.put(Update.de_json(update, site.app.bot))
        await site.arrivals.join()
        await site.postman.idle()
        return self.telegram.texts()[-1]

    async def _send(self, site: Site, count: int) -> None:
        updates = [self._bent() for _ in range(count)]
        payload = json.dumps({"ok": True, "result": updates}).encode()
        for update in PollingRequest.parse_json_payload(payload)["result"]:
            assert readable(update)
            await site.arrivals.put(Update.de_json(update, site.app.bot))
        await asyncio.wait_for(site.arrivals.join(), PATIENCE)
        await asyncio.wait_for(site.postman.idle(), PATIENCE)
        self.telegram.calls.clear()
        self.telegram.uploads.clear()

    def _problems(self, site: Site, places: Places, count: int, same: bool) -> list[str]:
        rows = self.store.connection.tuples(
            "SELECT state, count(*) FROM updates GROUP BY state", ()
        )
        sys.stdout.write(f"{count} updates; {dict(rows)}; {places.lines} lines of log\n")
        problems = [f"{number} x {place}" for place, number in places.errors.most_common()]
        problems += [] if same else ["a plain question is answered differently now"]
        problems += ["something waits"] if self.store.waiting()[:2] != (0, 0) else []
        damage = self.store.connection.damage()
        return problems + ([f"the store is damaged: {damage}"] if damage else [])

    def _bent(self) -> Json:
        """An update of any kind, usually with something wrong about it."""
        update = copy.deepcopy(self.chance.choice(self.kinds)())
        self.number += self.chance.random() < 0.97  # some come again
        update["update_id"] = self.number
        for _ in range(self.chance.choice((0, 0, 1, 1, 2, 5))):
            self._bend(update)
        if type(update.get("update_id")) is not int:
            update["update_id"] = self.number  # which Telegram never leaves out
        return update

    def _bend(self, value: Any) -> None:
        """Changes one place somewhere inside."""
        while isinstance(value, dict | list) and value:
            key = self.chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
            inner = value[key]
            if isinstance(inner, dict | list) and inner and self.chance.random() < 0.8:
                value = inner
                continue
            if isinstance(value, dict) and self.chance.random() < 0.3:
                del value[key]
            elif isinstance(value, dict) and isinstance(inner, str) and self.chance.random() < 0.5:
                value[key] = self.chance.choice(_TEXTS)
            else:
                value[key] = copy.deepcopy(self.chance.choice(_VALUES))
            return

    def _chat(self) -> Json:
        number = self.chance.randint(1, 40)
        return private(number) if self.chance.random() < 0.7 else group(-1000 - number)

    def _message(self) -> Json:
        text = self.chance.choice(_TEXTS)
        return self.telegram.message(
            text, self._chat(), **{"from": person(self.chance.randint(1, 40))}
        )

    def _press(self) -> Json:
        held = self.telegram.message("?", self._chat())["message"]
        if self.chance.random() < 0.2:
            held = held | {"date": 0}
        return self.telegram.press(self.chance.choice(_PRESSES), held)

    def _inline(self) -> Json:
        return self.telegram.inline(
            self.chance.choice(_TEXTS), self.chance.choice(("", "x", "-1", "99"))
        )

    def _document(self) -> Json:
        content = self.chance.choice(
            (b"", b"PK\x03\x04", b"\xff" * 99, "征拆".encode(), b"%PDF-1.4")
        )
        name = self.chance.choice(
            ("a.txt", "a.docx", "a.pdf", "../../x.txt", "", "a.zip", "\ud83d")
        )
        return self.telegram.message(document=self.telegram.document(content, name), caption="")

    def _migration(self) -> Json:
        old, new = self.chance.randint(-1040, -1000), self.chance.randint(-1040, -1000)
        return self.telegram.message(chat=group(old), migrate_to_chat_id=new)

    def _picture(self) -> Json:
        return self.telegram.message(chat=self._chat(), photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])  # fmt: skip


if __name__ == "__main__":
    main()
