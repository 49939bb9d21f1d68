"""Searching: /find and any other words, a pasted text, 换一批, and whole passages."""

from dataclasses import replace
from zlib import crc32

from bot.advice.answer import Answer
from bot.chat import wording
from bot.chat.handlers.buttons import BACK, Row, card_rows, full_row
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import passages as passage_wording
from bot.chat.wording.notes import NOT_HELD
from bot.models import Passage, View
from bot.search import KEPT_QUERY

PAGE = 3  # passages a page
DEPTH = 30  # as far as 换一批 goes
_READ_OF_PASTE = 1500  # characters of a pasted text that are compared with the passages


def find(turn: Turn) -> Outcome:
    """Searches for the words; asks for them when there are none."""
    words = turn.argument.strip()
    if not words:
        return turn.remember(expecting="find").reply((Span(wording.ASK_FIND),), card_rows(turn))
    if len(words) > KEPT_QUERY:
        return paste(turn.remember(expecting=""), words)
    return show(turn.remember(expecting=""), words)


def look(turn: Turn, words: str) -> Answer:
    """All passages for the words, as far as 换一批 goes."""
    return turn.assistant.find(turn.session, words, limit=DEPTH)


def show(turn: Turn, words: str, *, offset: int = 0, answer: Answer | None = None) -> Outcome:
    """A page of passages for the words."""
    answer = answer or look(turn, words)
    if not answer.matches:
        return _nothing(turn, answer)
    offset = offset if 0 <= offset < len(answer.matches) else 0
    turn = turn.remember(view=View("search", words[:KEPT_QUERY], offset))
    rows = _page_rows(turn, answer, offset)
    return turn.reply(_page_spans(turn, answer, offset), rows)


def _nothing(turn: Turn, answer: Answer) -> Outcome:
    """That nothing fits, with what may help on: what was meant, the work area that was named."""
    meant, areas = _meant_row(turn, answer), answer.query.areas
    lead = wording.NOTHING_FITS_BUT if meant else wording.NOTHING_FITS
    said = answer.query.text
    if not said.isascii() and turn.assistant.finder.is_off_topic(said):  # code is no small talk
        lead = wording.OFF_TOPIC
    if answer.query.is_bare and areas:  # nothing but a work area of which there are no texts
        names = turn.assistant.catalog.area_names(areas)
        lead = wording.NO_TEXTS_OF_AREA.format(areas=names)
    return turn.reply((Span(lead),), (meant, *card_rows(turn), _instead_row(turn, answer)))


def paste(turn: Turn, text: str) -> Outcome:
    """The passages closest to a pasted text, of which nothing is kept."""
    turn = turn.remember(view=View())
    draft = turn.desk.drafts.add(turn.session.place, text)
    answer = turn.assistant.find(turn.session, text[:_READ_OF_PASTE], limit=PAGE)
    parts = f"（{len(draft.parts)} 段）" if len(draft.parts) > 1 else ""
    offer = (Button(f"当初稿检查{parts}", "check:"),)
    if not answer.matches:
        lead = (Span(wording.IF_DRAFT), Span(wording.NOTHING_LIKE_PASTE))
        return turn.reply(lead, (offer, *card_rows(turn)))
    spans = [Span(wording.IF_DRAFT), Span(wording.PASTED), *_examples(turn, answer, 0)]
    passages = [match.passage for match in answer.matches]
    return turn.reply(spans, (offer, full_row(p.id for p in passages), *card_rows(turn)))


def _page_spans(turn: Turn, answer: Answer, offset: int) -> list[Span]:
    return [
        Span(passage_wording.found(answer, offset // PAGE + 1)),
        *_examples(turn, answer, offset),
    ]


def _examples(turn: Turn, answer: Answer, offset: int) -> list[Span]:
    catalog, areas = turn.assistant.catalog, answer.query.areas or turn.session.areas
    spans: list[Span] = []
    for number, match in enumerate(answer.matches[offset : offset + PAGE], 1):
        needles = answer.needles(match)
        note = passage_wording.reasons(answer, match, catalog, areas, needles)
        spans += passage_wording.example(number, match.passage, needles, note=note)
    return spans


def _page_rows(turn: Turn, answer: Answer, offset: int) -> tuple[Row, ...]:
    passages = [match.passage for match in answer.matches[offset : offset + PAGE]]
    following = offset + PAGE if offset + PAGE < len(answer.matches) else 0
    action = f"more:{following}:{_mark(answer.query.text)}"
    more = (Button("换一批", action),) if len(answer.matches) > PAGE else ()
    ways = (*more, *_cards(turn, passages), BACK)
    instead = _instead_row(turn, answer)
    return full_row(p.id for p in passages), ways, instead, _meant_row(turn, answer)


def _instead_row(turn: Turn, answer: Answer) -> Row:
    """[领域改为征拆]: the areas that the words name and that are not the user's."""
    areas = [key for key in answer.query.areas if key not in turn.session.areas]
    catalog = turn.assistant.catalog
    return tuple(Button(f"领域改为{catalog.area[k].name}", f"area:{k}") for k in areas[:2])


def _meant_row(turn: Turn, answer: Answer) -> Row:
    """[走访调研不深入] …: what the words may have meant; a press searches for it."""
    found = turn.assistant.meant(answer)
    return tuple(Button(item.title, f"meant:{item.key}") for item in found)


def press_meant(turn: Turn) -> Outcome:
    """[走访调研不深入] under 你是不是想找."""
    item = turn.assistant.catalog.item.get(turn.argument)
    return show(turn, item.title) if item else turn.notice(wording.UNKNOWN_BUTTON)


def _cards(turn: Turn, passages: list[Passage]) -> tuple[Button, ...]:
    """A way to the first aspect that the passages belong to."""
    theme = turn.assistant.themes.of(turn.session)
    found = [theme.aspect(p.aspect) for p in passages if p.theme == theme.key]
    return tuple(Button(f"看要点：{a.name}", f"card:{a.number}") for a in found if a)[:1]


def press_more(turn: Turn) -> Outcome:
    """[换一批] under the passages of the latest search; an older one is not kept."""
    view = turn.session.view
    offset, _, mark = turn.argument.partition(":")
    if view.kind != "search" or not offset.isdecimal() or mark != _mark(view.query):
        return turn.notice(wording.OLD_SEARCH)
    return show(turn, view.query, offset=int(offset[:6]))


def _mark(words: str) -> str:
    """Tells one search from another in a button's action."""
    return f"{crc32(words[:KEPT_QUERY].encode('utf-8', 'replace')):08x}"


def more(turn: Turn) -> Outcome:
    """还有吗 after passages: the next page, or that there is none."""
    view = turn.session.view
    answer = look(turn, view.query)
    following = view.offset + PAGE
    if following < len(answer.matches):
        return show(turn, view.query, offset=following, answer=answer)
    return after(wording.NO_MORE, show(turn, view.query, answer=answer))


def has_more(turn: Turn) -> bool:
    """Whether the latest search found passages beyond those shown."""
    view = turn.session.view
    return view.offset + PAGE < len(look(turn, view.query).matches)


def before(turn: Turn) -> Outcome:
    """上一批 after passages: the page before, the first again before that."""
    view = turn.session.view
    return show(turn, view.query, offset=max(0, view.offset - PAGE))


def press_seek(turn: Turn) -> Outcome:
    """[查例文]: searches for what was said before the press."""
    if not turn.held:
        return turn.notice(NOT_HELD)
    session, reply = find(turn.said(turn.held))
    return session, reply.anew()


def press_full(turn: Turn) -> Outcome:
    """[全文①]: the whole passage, as a message of its own."""
    number = int(turn.argument) if turn.argument.isdecimal() and len(turn.argument) < 18 else 0
    passage = turn.assistant.examples.passage(number, turn.session)
    if not passage:
        return turn.notice(wording.UNKNOWN_BUTTON)
    ways = (*_back_to_page(turn), *_cards(turn, [passage]), BACK)
    session, reply = turn.reply(passage_wording.full_passage(passage), (ways,))
    return session, replace(reply, edits=False)


def _back_to_page(turn: Turn) -> tuple[Button, ...]:
    """[回到例文]: the page of the search that the passage was opened from."""
    view = turn.session.view
    if view.kind != "search":
        return ()
    return (Button("回到例文", f"more:{view.offset}:{_mark(view.query)}"),)


COMMANDS = (Command("find", "查例文，如 /find 走访不深入", find, group=True),)
PRESSES = {"more": press_more, "full": press_full, "meant": press_meant, "seek": press_seek}
