"""Who writes what: /take and /leave, by button too; the chair assigns by answering a member."""

from dataclasses import replace

from bot.advice.understanding import aspect_by_word
from bot.chat.handlers.boards import in_meeting, part_name, refused
from bot.chat.intents import is_aspect_word
from bot.chat.reply import Span
from bot.chat.turn import Command, Outcome, Turn
from bot.chat.wording import UNKNOWN_BUTTON
from bot.chat.wording import meeting as wording
from bot.chat.wording.brief import shortened
from bot.models import Take

_LONGEST_PART = 10  # characters shown of a part that there is not
ANONYMOUS = 1087968824  # Telegram's number for every administrator who hides behind the group


def take(turn: Turn) -> Outcome:
    """Takes a part; as an answer to a member's message, assigns it to him."""
    return _said(turn, is_taken=True)


def leave(turn: Turn) -> Outcome:
    """Leaves a part; as an answer to a member's message, takes it from him."""
    return _said(turn, is_taken=False)


def names_part(turn: Turn) -> bool:
    """Whether the words name a part that can be taken and no more, or nothing at all."""
    said, theme = turn.argument.strip(), turn.assistant.themes.of(turn.session)
    query = turn.assistant.finder.understanding.read(said, theme)
    is_part = query.is_bare or is_aspect_word(said, theme)
    return not said or (is_part and bool(_card(turn)))


def _said(turn: Turn, *, is_taken: bool) -> Outcome:
    card = _card(turn)
    if not card:
        return turn.reply((Span(_which(turn)),))
    incoming = turn.incoming
    user, name = incoming.user, incoming.name
    if incoming.answered and incoming.answered != incoming.user:
        if not turn.may_lead:
            return refused(turn)
        user, name = incoming.answered, incoming.answered_name
    if user in (incoming.chat, ANONYMOUS) or not name:
        return turn.reply((Span(wording.NOBODY),))
    _set(turn, Take(card, user, name, turn.session.theme), is_taken=is_taken)
    sentence = wording.TOOK if is_taken else wording.LEFT
    part = part_name(turn.assistant, turn.session, card)
    session, reply = turn.reply((Span(sentence.format(name=name, card=card, part=part)),))
    return session, replace(reply, reaction="" if incoming.answered else "👌")


def _which(turn: Turn) -> str:
    """The question for a part; which there are, where one was named that there is not."""
    said = shortened(turn.argument.strip(), _LONGEST_PART)
    if not said:
        return wording.WHICH_PART
    aspects = turn.assistant.themes.of(turn.session).aspects
    parts = "、".join(f"{aspect.number} {aspect.name}" for aspect in aspects)
    return wording.NO_SUCH_PART.format(said=said, count=len(aspects), parts=parts)


def _card(turn: Turn) -> str:
    """The part that the words name, by number or name; "" if they name none."""
    said = turn.argument.strip()
    theme = turn.assistant.themes.of(turn.session)
    if turn.assistant.checklist.has_card(turn.session, said):
        return said
    if not said:
        return ""
    number = turn.assistant.finder.understanding.read(said, theme).aspect
    found = theme.aspect(number) if number else aspect_by_word(said, theme)
    return str(found.number) if found else ""


def press_take(turn: Turn) -> Outcome:
    """[认领3] and [放下3] on a board."""
    number, card, taken = (*turn.argument.split(":"), "", "")[:3]
    if not turn.meeting or str(turn.meeting.id) != number:
        return turn.notice(wording.IS_OVER)
    if not turn.assistant.checklist.has_card(turn.session, card) or taken not in ("0", "1"):
        return turn.notice(UNKNOWN_BUTTON)
    incoming = turn.incoming
    found = Take(card, incoming.user, incoming.name, turn.session.theme)
    _set(turn, found, is_taken=taken == "1")
    return turn.notice(wording.TOOK_NOTICE if taken == "1" else wording.LEFT_NOTICE)


def _set(turn: Turn, found: Take, *, is_taken: bool) -> None:
    assert turn.meeting  # see COMMANDS
    turn.desk.meetings.take(turn.meeting, found, is_taken=is_taken)


COMMANDS = (
    Command("take", "认领一个方面", in_meeting(take), group=True, private=False),
    Command("leave", "放下一个方面", in_meeting(leave), group=True, private=False),
)
PRESSES = {"take": in_meeting(press_take)}
