"""Adding documents in the private chat: /ingest with a file, a look at what it holds, then a button.

Reading a file runs as a job beside the dialogue; what was read waits in memory until it is added.
"""

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.chat.handlers.buttons import BACK, Row, grid, page_start
from bot.chat.handlers.metadata import given_of
from bot.chat.reply import Button, Job, Reply, Span
from bot.chat.tray import Waiting
from bot.chat.turn import Command, Outcome, Turn, for_admins
from bot.chat.wording import documents as words

if TYPE_CHECKING:  # reading files takes a while to load, and only administrators add documents
    from bot.corpus.prepare import Read

TAKES = "ingest"  # what a session expects: files for the store
_LEAST = 100  # characters of a text that is a document
_MOST = 50  # documents of one file
_PAGE = 8
_FINAL = ("same", "secret")  # what is not added here, whoever wishes it
_TITLE = 30  # characters of a text that become its name
_CAPTION = re.compile(r"[/／](?:ingest|入库)(?:@\w+)?(?:\s+(.*))?", re.S | re.I)
_UNFIT_FOR_NAMES = re.compile(r'[\s/\\:*?"<>|]+')
_LIST = Button("范文列表", "docs:0")


def captioned(turn: Turn) -> Turn | None:
    """The turn of a document that is sent for the store, with what its caption says; else None."""
    found = _CAPTION.fullmatch(turn.incoming.text.strip())
    if found:
        return turn.said(found[1] or "")
    awaited = turn.session.expecting == TAKES
    return turn.said(turn.incoming.text) if awaited else None


@for_admins
def ingest(turn: Turn) -> Outcome:
    """/ingest: reads the document that comes with it, the text that follows it, or asks for a file."""
    if attachment := turn.incoming.attachment:
        return _reading(turn, attachment.name, attachment.content, turn.argument)
    text = turn.argument if len(turn.argument) >= _LEAST else turn.incoming.quoted
    if len(text.strip()) >= _LEAST:
        return _reading(turn, _name_of(text), text.encode(), "")
    return turn.remember(expecting=TAKES).reply((Span(words.ASK_FILE),), ((_LIST, BACK),))


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a long text where files for the store are awaited; else None."""
    if expected != TAKES or len(turn.argument) < _LEAST:
        return None
    return ingest(turn)


def _name_of(text: str) -> str:
    first = text.strip().partition("\n")[0][:_TITLE]
    return f"{_UNFIT_FOR_NAMES.sub(' ', first).strip() or '范文'}.txt"


def _reading(turn: Turn, name: str, content: bytes, caption: str) -> Outcome:
    """Says that a file is being read; what it holds follows."""
    library = turn.desk.library()
    given = given_of(turn, caption)

    def run() -> "list[Read]":
        return library.read(name, content, given, most=_MOST + 1)

    session, reply = turn.reply((Span(words.READING.format(name=name)),))
    return session, replace(reply, job=Job(run, lambda reads: _read(turn, reads)))


def _read(turn: Turn, reads: "list[Read]") -> Reply:
    """What a file holds, each document with what speaks against it; it waits from now on."""
    found = [turn.desk.library().look(p) for read in reads for p in read.documents]
    documents = found[:_MOST]
    troubles = [Span(f"{_trouble(read)}\n") for read in reads if read.problem]
    if not documents:
        return Reply(tuple(troubles[:_PAGE]), ((_LIST, BACK),))
    chat = turn.session.chat
    key = turn.desk.tray.put(chat, documents)
    _, reply = _one(turn, f"{key}.0") if len(documents) == 1 else _list(turn, key, 0)
    more = words.TOO_MANY.format(most=_MOST) if len(found) > _MOST else ""
    return replace(reply.anew(), spans=(*troubles[:_PAGE], *reply.spans, Span(more)))


def _trouble(read: "Read") -> str:
    from bot.text.readers import READERS

    said = words.TROUBLES[read.why].format(formats="、".join(READERS))
    return f"{PurePath(read.name).name}：{said}。"


def _one(turn: Turn, name: str, *, note: str = "") -> Outcome:
    """One document with its buttons, or what became of it."""
    waiting = turn.desk.tray.get(turn.session.chat, name)
    if not waiting:
        return turn.reply((Span(words.GONE),), ((_LIST, BACK),))
    key = name.partition(".")[0]
    siblings = turn.desk.tray.batch(turn.session.chat, key)
    back = (Button("返回清单", f"intake:{key}"),) if len(siblings) > 1 else ()
    if not waiting.is_open:
        return _decided(turn, waiting, back)
    from bot.text.refusal import NAMES

    spans = [Span(note), *words.report(waiting, turn.assistant.catalog, NAMES)]
    obstacle = waiting.prospect.obstacle
    add = Button("仍然加入" if obstacle else "加入", f"intake:{name}:add")
    change = Button("改信息", f"meta:w.{name}")
    refuse = Button("不要", f"intake:{name}:no")
    first = (refuse,) if obstacle in _FINAL else (add, change, refuse)
    return turn.reply(spans, (first, (*back, *_all_button(turn))))


def _decided(turn: Turn, waiting: Waiting, back: Row) -> Outcome:
    document = waiting.prospect.prepared.document
    if waiting.is_refused:
        text = words.REFUSED.format(file=document.file)
        return turn.reply((Span(text),), ((*back, *_all_button(turn)),))
    count = len(waiting.prospect.prepared.terms)
    text = words.ADDED.format(file=waiting.added, passages=count)
    stored = turn.desk.library().numbered(waiting.added)
    shown = (Button("看这一篇", f"doc:{stored.id}.{stored.tag}"),) if stored else ()
    return turn.reply((Span(text),), ((*shown, _LIST), (*back, *_all_button(turn))))


def _all_button(turn: Turn) -> Row:
    """[都加入（3 份）]: all that wait in the chat and have nothing against them."""
    count = sum(1 for _ in turn.desk.tray.welcome(turn.session.chat))
    return (Button(f"都加入（{count} 份）", "intake:all"),) if count > 1 else ()


def _list(turn: Turn, key: str, at: int) -> Outcome:
    """The documents of one file, a line each."""
    documents = turn.desk.tray.batch(turn.session.chat, key)
    if not documents:
        return turn.reply((Span(words.GONE),), ((_LIST, BACK),))
    page = list(enumerate(documents))[at : at + _PAGE]
    spans = [Span(f"{words.READ_MANY.format(count=len(documents))}\n", bold=True)]
    for number, waiting in page:
        done = {(True, False): "已加入 ", (False, True): "不要 "}
        mark = done.get((bool(waiting.added), waiting.is_refused), "")
        line = words.line(number + 1, waiting.prospect, turn.assistant.catalog)
        spans.append(Span(f"{mark}{line}"))
    is_warned = any(waiting.is_open and waiting.prospect.obstacle for _, waiting in page)
    spans.append(Span(f"{words.ONE_BY_ONE}{words.WARNED if is_warned else ''}", faint=True))
    buttons = [Button(str(number + 1), f"intake:{key}.{number}") for number, _ in page]
    count = sum(1 for _ in turn.desk.tray.welcome(turn.session.chat, key))
    every = (Button(f"全部加入（{count} 份）", f"intake:{key}:every"),) if count else ()
    following = at + _PAGE if at + _PAGE < len(documents) else 0
    turning = (Button("下一页" if following else "从头看", f"intake:{key}:{following}"),)
    rows = (*grid(buttons), every, turning if len(documents) > _PAGE else ())
    return turn.reply(spans, rows)


@for_admins
def press_intake(turn: Turn) -> Outcome:
    """[加入], [不要], [全部加入], [都加入], a document of several, a page of them."""
    name, _, verb = turn.argument.partition(":")
    if name == "all":
        return _added_all(turn, "")
    if verb == "every":
        return _added_all(turn, name)
    if "." not in name:
        count = len(turn.desk.tray.batch(turn.session.chat, name))
        return _list(turn, name, page_start(verb, count, _PAGE))
    waiting = turn.desk.tray.get(turn.session.chat, name)
    if waiting and waiting.is_open:
        is_wanted = verb == "add" and waiting.prospect.obstacle not in _FINAL
        if is_wanted and not _added(turn, name, waiting):
            prospect = replace(waiting.prospect, obstacle="same")
            turn.desk.tray.set(turn.session.chat, name, replace(waiting, prospect=prospect))
            return _one(turn, name, note=f"{words.THERE_ALREADY}\n")
        if verb == "no":
            turn.desk.tray.set(turn.session.chat, name, replace(waiting, is_refused=True))
    return _one(turn, name)


def _added(turn: Turn, name: str, waiting: Waiting) -> bool:
    """Adds a document; False if its text is there already."""
    file = turn.desk.library().keep(waiting.prospect.prepared, waiting.chats)
    if file:
        turn.desk.tray.set(turn.session.chat, name, replace(waiting, added=file))
    return file is not None


def _added_all(turn: Turn, key: str) -> Outcome:
    """Adds what waits, in the chat or of one file, and has nothing against it."""
    waiting = list(turn.desk.tray.welcome(turn.session.chat, key))
    count = sum(_added(turn, name, document) for name, document in waiting)
    text = words.ADDED_MANY.format(count=count) if count else words.NONE_LEFT
    back = (Button("返回清单", f"intake:{key}"),) if key else ()
    return turn.reply((Span(text),), ((*back, _LIST),))


COMMANDS = (Command("ingest", "加入范文：附上文件", ingest, admin=True),)
PRESSES = {"intake": press_intake}
