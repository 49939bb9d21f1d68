"""Searching: /find and any other words, 换一批, and whole passages."""

from bot.chat import wording
from bot.chat.handlers.profile import card_buttons, full_buttons, home
from bot.chat.reply import Button, Reply, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.models import View
from bot.search import Answer

PAGE = 3  # passages a page
_DEPTH = 30  # as far as 换一批 goes
_KEPT_QUERY = 200  # characters of a query that a session keeps for 换一批


def find(turn: Turn) -> Outcome:
    """Searches for the words; asks for them when there are none."""
    words = turn.argument.strip()
    if not words:
        return turn.remember(expecting="find").session, Reply((Span(wording.ASK_FIND),))
    return show(turn.remember(expecting=""), words)


def show(turn: Turn, words: str, *, offset: int = 0) -> Outcome:
    """A page of passages for the words."""
    answer = turn.assistant.find(turn.session, words, limit=_DEPTH)
    page = answer.matches[offset : offset + PAGE]
    if not page and offset:
        return turn.session, Reply((Span(wording.NO_MORE),), (card_buttons(turn),))
    if not page:
        return turn.session, Reply((Span(wording.NOTHING_FITS),), (card_buttons(turn),))
    session = turn.remember(view=View("search", words[:_KEPT_QUERY], offset)).session
    return session, _page(turn, answer, offset)


def _page(turn: Turn, answer: Answer, offset: int) -> Reply:
    page = answer.matches[offset : offset + PAGE]
    spans = [Span(wording.found(answer))]
    for number, match in enumerate(page, 1):
        note = wording.reasons(match, turn.assistant.catalog, answer.query.areas or turn.session.areas)
        spans += wording.example(number, match.passage, answer.needles, note=note)
    more = offset + PAGE < len(answer.matches)
    ways = [Button("换一批", f"more:{offset + PAGE}")] if more else []
    aspects = [m.passage.aspect for m in page if m.passage.theme == turn.session.theme and m.passage.aspect]
    if aspects:
        ways.append(Button(f"第{aspects[0]}方面清单", f"card:{aspects[0]}"))
    rows = (full_buttons(match.passage.id for match in page), (*ways, Button("返回", "home:")))
    return Reply(tuple(spans), rows, edits=bool(turn.incoming.press))


def press_more(turn: Turn) -> Outcome:
    """[换一批] under passages."""
    view = turn.session.view
    if view.kind != "search" or not turn.argument.isdecimal():
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    return show(turn, view.query, offset=int(turn.argument[:6]))


def press_full(turn: Turn) -> Outcome:
    """[全文①]: the whole passage, as a message of its own."""
    number = int(turn.argument) if turn.argument.isdecimal() and len(turn.argument) < 18 else 0
    passage = turn.assistant.passage(number)
    if not passage:
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    return turn.session, Reply(tuple(wording.full_passage(passage)))


def press_ask(turn: Turn) -> Outcome:
    """[查例文]: asks what to look for."""
    return find(turn.said(""))


COMMANDS = (Command("find", "查例文，如 /find 走访不深入", find, group=True),)
PRESSES = {"more": press_more, "full": press_full}
