"""Keeping facts of the user's own: /note, answers to an item or part, [记一笔], [记下来]."""

import re
from dataclasses import replace

from bot.advice.checklist import applies
from bot.chat.handlers.buttons import BACK, card_rows, grid
from bot.chat.handlers.notebook import after_noting, listing, too_long
from bot.chat.handlers.spots import (
    open_spot,
    opening,
    place_name,
    replied,
    spot_key,
    spot_name,
    spot_named,
    spot_of,
)
from bot.chat.intents import introduces
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import UNKNOWN_BUTTON
from bot.chat.wording import meeting as meeting_wording
from bot.chat.wording import notes as wording
from bot.models import Note, Spot
from bot.notebook import LONGEST
from bot.text.normalize import letters, normalize

TAKES = "note:"  # opens what a session expects: the next message is a note
_FACT = 10  # letters from which a message may be a fact rather than words to search for
_ASKING = re.compile(r"怎么|如何|什么|哪[些个里]|吗|呢[？?]?$|[？?]|帮我|例文|范文")
# 我去年只是口头提醒; not 我局, 我想找
_OWN = re.compile(
    r"(?:^|[年月次时前后，,])(?:我|本人)(?!们|[想要能该应]|单位|[局市区县镇乡村校院部])"
)
_DONE = re.compile(r"[了过没未不只]")  # what was done, or was not
# 记一笔 去年没带头学; 记：… — what is dictated, and to be kept rather than searched for
_DICTATED = re.compile(
    r"^(?:请|帮我|给我|再)?(?:(?:记|补|加)一笔[，,：:。\s]*|(?:记下来|记一下|记一条|记下|记)[，,：:\s]+)(\S.{3,})$",
    re.S,
)
_CLAUSES = re.compile(r"[，,。；;]\s*\S")  # 今年只去过两次社区，群众反映的事三个月才回复
# "/note 3 只去过两次", "/note 三 …", "/note 第三方面 …"
_NUMBERED = re.compile(r"^第?([0-9一二三四五六七八九十]{1,2})(?:个?方面|[.、:：])?\s+(.+)$", re.S)
_NAMED = re.compile(r"^(\S{2,12}?)(?:[:：]\s*|\s+)(\S.*)$", re.S)  # "/note 整改 每季度约谈一次"


def note(turn: Turn) -> Outcome:
    """Keeps the fact that follows the command; without one, lists what is noted."""
    said = turn.argument.strip()
    if not said:
        return listing(turn)
    if part := part_alone(turn, said):
        return press_note(turn.said(f"{part}::{turn.session.theme}"))
    named, text = read_note(turn, said)
    if named:
        return keep(turn, named, text)
    # among several people, what is open for one is not for another
    is_open = not turn.meeting and not _NUMBERED.match(said)  # 9 names a part that is not there
    spot = replied(turn) or (open_spot(turn) if is_open else None)
    if spot is None and turn.meeting:
        # what one member said must not be kept by another's press
        return turn.reply((Span(meeting_wording.WHICH_SPOT),))
    if spot is None:
        if refusal := too_long(turn, said):
            return refusal
        turn = turn.remember(held=said)
        like = turn.assistant.finder.items_like(said)
        scope = turn.session.scope
        suggested = [
            Button(item.title, f"keep::{item.key}") for item in like if applies(item, scope)
        ]
        parts = card_rows(turn, action="keep:{}:")
        return turn.reply((Span(wording.WHERE),), (*grid(suggested, widest=2), *parts))
    return keep(turn, spot, said)


def begin(turn: Turn) -> Outcome:
    """记一笔, said alone: the next message is a note of what is open, or is asked where it belongs."""
    if turn.incoming.is_group:
        return note(turn.said(""))
    if spot := open_spot(turn):
        return press_note(turn.said(spot_key(turn, spot)))
    is_first = not turn.assistant.notebook.notes(turn.session)
    ask = f"{wording.NONE_YET if is_first else ''}{wording.ASK}{wording.ASK_WHERE}"
    return turn.remember(expecting=TAKES).reply((Span(ask),), ((BACK,),))


def dictated(text: str) -> str:
    """What follows 记一笔 in the same message; "" for any other message."""
    found = _DICTATED.match(text.strip())
    return found[1] if found and not asks(text) else ""


def part_alone(turn: Turn, said: str) -> str:
    """The part that the words name and say nothing for: /note 3, /note 整改; "" for any others."""
    theme = turn.assistant.themes.of(turn.session)
    query = turn.assistant.finder.understanding.read(said, theme)
    card = turn.assistant.checklist.card_named(turn.session, said)
    named = card or (str(query.aspect) if query.is_bare else said)
    return named if turn.assistant.checklist.has_card(turn.session, named) else ""


def read_note(turn: Turn, said: str) -> tuple[Spot | None, str]:
    """The part that the words begin with, None without one, and the rest."""
    if numbered := _NUMBERED.match(said):
        read = turn.assistant.finder.understanding.read(
            f"第{numbered[1]}方面", turn.assistant.themes.of(turn.session)
        )
        if read.aspect and turn.assistant.checklist.has_card(turn.session, str(read.aspect)):
            return spot_of(turn, str(read.aspect)), numbered[2]
    named = _NAMED.match(said)
    card = turn.assistant.checklist.card_named(turn.session, named[1]) if named else ""
    if named and card:
        return spot_of(turn, card), named[2]
    return None, said


def keep(turn: Turn, spot: Spot, text: str) -> Outcome:
    """Keeps a note and says what is still missing."""
    if refusal := too_long(turn, text):
        return refusal
    turn = turn.remember(expecting="")
    incoming = turn.incoming
    author = incoming.name if incoming.is_group else ""
    found = Note(spot, text, author, incoming.user, incoming.message)
    turn.assistant.notebook.add(turn.session, found)
    if turn.meeting:
        return _contributed(turn, spot)
    notes = turn.assistant.notebook.notes(turn.session)
    count = sum(note.spot == spot for note in notes)
    said = wording.kept(count, len(notes), place_name(turn, spot))
    return after(said, after_noting(turn, spot, is_new=True))


def _contributed(turn: Turn, spot: Spot) -> Outcome:
    """A short word, or only a reaction, for what a member gave to a meeting."""
    assert turn.meeting
    turn.desk.meetings.attend(turn.meeting, turn.incoming.user, turn.incoming.name)
    said = meeting_wording.NOTED.format(part=spot_name(turn, spot), name=turn.incoming.name)
    session, reply = turn.reply((Span(said),))
    return session, replace(reply.anew(), reaction="✍")


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that answers [记一笔]; None if that was not pressed."""
    if not expected.startswith(TAKES):
        return None
    if expected == TAKES:
        return note(turn)
    spot = spot_named(turn, expected.removeprefix(TAKES))
    return keep(turn, spot, turn.argument.strip()) if spot else None


def answers(turn: Turn) -> Outcome | None:
    """Keeps a message that answers an item or a part; None for a question, or without one."""
    spot = replied(turn)
    if turn.meeting and not spot and _answers_card(turn):
        return turn.reply((Span(meeting_wording.OLD_CARD),))
    # in a meeting a card is answered to contribute to it, and how people say it is their affair
    is_note = spot and (turn.meeting or not asks(turn.argument))
    return keep(turn, spot, turn.argument) if spot and is_note else None


def _answers_card(turn: Turn) -> bool:
    return any(action.startswith(TAKES) for action in turn.incoming.replied)


def offers(turn: Turn) -> Outcome | None:
    """Offers to keep a message that reads like a fact while an item or part is open; else None."""
    spot = open_spot(turn)
    return offer(turn, spot) if spot and would_offer(turn) else None


def would_offer(turn: Turn) -> bool:
    """True when a message reads like a fact while an item is open, or like one's own under a part."""
    spot = None if turn.meeting else open_spot(turn)  # one's words are no other's to keep
    if not spot or not is_fact(turn.argument):
        return False
    return bool(spot.item) or _is_own(turn.argument) or _tells_case(turn)


def _is_own(said: str) -> bool:
    """True for what the user himself did or did not do: 我去年只是口头提醒."""
    return bool(_OWN.search(said) and _DONE.search(said)) and not introduces(said)


def _tells_case(turn: Turn) -> bool:
    """True for a sentence with a case or a figure; a bare phrase is searched for under a part."""
    said = turn.argument
    is_sentence = bool(_CLAUSES.search(said)) and not introduces(said)
    return is_sentence and turn.assistant.notebook.tells_case(said)


def asks(text: str) -> bool:
    """True for a question, or a request: 怎么写, 有没有例文."""
    return bool(_ASKING.search(normalize(text)))


def is_fact(text: str) -> bool:
    """True when a message reads like something that happened, not like words to search for."""
    return len(letters(text)) >= _FACT and not asks(text)


def offer(turn: Turn, spot: Spot) -> Outcome:
    """Asks whether a message is a note for the open item or part, or words to search for."""
    turn = turn.remember(held=turn.argument[:LONGEST])
    ways = (Button("记下来", f"keep:{spot_key(turn, spot)}"), Button("查例文", "seek:"))
    return turn.reply((Span(wording.OFFER.format(title=spot_name(turn, spot))),), (ways,))


def press_keep(turn: Turn) -> Outcome:
    """[记下来]: keeps what was said before the press."""
    spot = spot_named(turn, turn.argument)
    if not turn.held or not spot or turn.meeting:
        return turn.notice(wording.NOT_HELD if spot else UNKNOWN_BUTTON)
    return keep(turn, spot, turn.held)


def press_note(turn: Turn) -> Outcome:
    """[记一笔]: the next message is a note of this item or part."""
    spot = spot_named(turn, turn.argument)
    if not spot:
        return turn.notice(UNKNOWN_BUTTON)
    if turn.held and not turn.meeting:
        return keep(turn, spot, turn.held)
    item = turn.assistant.catalog.item.get(spot.item)
    ask = wording.ASK_UNDER.format(title=item.title) if item else wording.ASK
    ask += meeting_wording.BY_ANSWER if turn.meeting else ""
    back = (Button("返回", opening(turn, spot)),)
    session, reply = turn.remember(expecting=f"{TAKES}{turn.argument}").reply((Span(ask),), (back,))
    return session, reply.anew()


COMMANDS = (Command("note", "记一笔自己的事实", note, group=True),)
PRESSES = {"note": press_note, "keep": press_keep}
