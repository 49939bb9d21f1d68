"""Looking after the documents of the store: /documents, /remove, /undo; for administrators."""

from bot.chat.handlers.buttons import BACK, Row, grid, page_start
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after, for_admins
from bot.chat.wording import documents as words
from bot.corpus.shelf import Shelved
from bot.errors import TakenError
from bot.models import View

_PAGE = 8
_VIEW = "documents"  # what the session's view is while the list is shown, with the words it is of
_WORDS = 30  # characters by which documents are looked for
_LIST = Button("范文列表", "docs:0")


@for_admins
def documents(turn: Turn) -> Outcome:
    """/documents, /documents 信访: the documents, or those with these words in name or title."""
    said = turn.argument.strip()[:_WORDS]
    return _page(turn.remember(view=View(_VIEW, said)), said, 0)


@for_admins
def press_documents(turn: Turn) -> Outcome:
    """[范文列表], [下一页]: a page of the list."""
    at = int(turn.argument) if turn.argument.isdecimal() and len(turn.argument) < 9 else 0
    view = turn.session.view
    said = view.query if view.kind == _VIEW and at else ""
    return _page(turn.remember(view=View(_VIEW, said)), said, at)


def _page(turn: Turn, said: str, at: int) -> Outcome:
    library, catalog = turn.desk.library(), turn.assistant.catalog
    count = library.count(said)
    if not count:
        text = words.NO_DOCUMENTS.format(words=said)
        return turn.reply((Span(text),), ((_LIST, BACK),))
    at = page_start(str(at), count, _PAGE)
    shown = library.page(at, _PAGE, said)
    head = words.DOCUMENTS_LIKE.format(words=said) if said else words.DOCUMENTS.format(count=count)
    spans = [Span(f"{head}\n", bold=True)]
    spans += [Span(words.shelved_line(document, catalog)) for document in shown]
    following = at + _PAGE if at + _PAGE < count else 0
    turning = (Button("下一页" if following else "从头看", f"docs:{following}"),)
    rows = (*grid([Button(str(d.id), _action(d)) for d in shown]), turning if count > _PAGE else ())
    return turn.reply(spans, (*rows, (BACK,)))


def _action(document: Shelved, verb: str = "") -> str:
    return f"doc:{document.id}.{document.tag}{':' if verb else ''}{verb}"


@for_admins
def press_document(turn: Turn) -> Outcome:
    """[12]: a document; [删除]: takes it out."""
    name, _, verb = turn.argument.partition(":")
    number, _, tag = name.partition(".")
    document = turn.desk.library().document(int(number)) if _is_number(number) else None
    if not document or document.tag != tag:
        return turn.notice(words.NOT_STORED)
    return _removed(turn, document) if verb == "remove" else shown(turn, document)


def shown(turn: Turn, document: Shelved) -> Outcome:
    """A document of the store with its buttons."""
    ref = f"s.{document.id}.{document.tag}"
    ways: Row = ()
    if not document.is_shipped:
        ways = (
            Button("改信息", f"meta:{ref}"),
            Button("谁能看", f"meta:{ref}:who"),
            Button("删除", _action(document, "remove")),
        )
    return turn.reply(words.shelved(document, turn.assistant.catalog), (ways, (_LIST, BACK)))


@for_admins
def remove(turn: Turn) -> Outcome:
    """/remove 12: takes a document out, by its number or name; alone: the list."""
    said = turn.argument.strip()
    if not said:
        return documents(turn)
    library = turn.desk.library()
    document = library.document(int(said)) if _is_number(said) else library.numbered(said)
    if not document:
        return turn.reply((Span(words.NO_SUCH_DOCUMENT.format(said=said[:20])),), ((_LIST, BACK),))
    return _removed(turn, document)


def _removed(turn: Turn, document: Shelved) -> Outcome:
    if document.is_shipped:
        sentence = words.SHIPPED_STAYS.format(file=document.file)
        return turn.reply((Span(sentence),), ((_LIST, BACK),))
    place = turn.desk.library().remove(document.file)
    back = Button("撤销删除", f"undo:{place}")
    return turn.reply((Span(words.REMOVED.format(file=document.file)),), ((back, _LIST),))


@for_admins
def undo(turn: Turn) -> Outcome:
    """/undo: puts back the document that was removed last, within a day."""
    return _undone(turn, None, words.NOTHING_TO_UNDO)


@for_admins
def press_undo(turn: Turn) -> Outcome:
    """[撤销删除]: puts back this document."""
    if not _is_number(turn.argument):
        return turn.notice(words.NOT_REMOVED_NOW)
    return _undone(turn, int(turn.argument), words.NOT_REMOVED_NOW)


def _undone(turn: Turn, place: int | None, nothing: str) -> Outcome:
    try:
        file = turn.desk.library().undo(place)
    except TakenError:
        return turn.reply((Span(words.TAKEN),), ((_LIST, BACK),))
    if file is None:
        return turn.reply((Span(nothing),), ((_LIST, BACK),))
    note = words.PUT_BACK.format(file=file)
    document = turn.desk.library().numbered(file)
    return after(note, shown(turn, document)) if document else turn.notice(note)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 16


COMMANDS = (
    Command("documents", "范文库里有什么", documents, admin=True),
    Command("remove", "删除范文：编号", remove, admin=True),
    Command("undo", "撤销最近一次删除", undo, admin=True),
)
PRESSES = {"docs": press_documents, "doc": press_document, "undo": press_undo}
