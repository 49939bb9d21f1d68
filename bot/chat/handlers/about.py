"""About the bot itself: /help /privacy /forget /cancel."""

from collections.abc import Iterable
from dataclasses import replace

from bot.chat import wording
from bot.chat.handlers.boards import leads_here, refused
from bot.chat.handlers.buttons import BACK, card_rows
from bot.chat.handlers.profile import home
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.models import View

ASKED = "forget?"  # what a session expects while 确定清除吗 stands


def help_(turn: Turn, commands: Iterable[Command]) -> Outcome:
    """What the bot can do, with the commands of this kind of chat."""
    lines = "\n".join(f"/{c.name} — {c.description}" for c in offered(turn, commands))
    spans = (
        Span(wording.IN_GROUPS if turn.incoming.is_group else ""),
        Span(f"{wording.HELP}\n"),
        Span(lines),
        Span(f"\n{wording.CAUTION}", faint=True),
    )
    return turn.reply(spans, card_rows(turn))


def offered(turn: Turn, commands: Iterable[Command]) -> list[Command]:
    """The commands that this kind of chat and this speaker have."""
    here = [c for c in commands if (c.group if turn.incoming.is_group else c.private)]
    return [c for c in here if turn.is_admin or not c.admin]


def unknown(turn: Turn, name: str) -> Outcome:
    """That the command that looks like what was typed may have been meant."""
    sentence = wording.UNKNOWN_COMMAND_BUT.format(name=name)
    return turn.reply((Span(sentence),), ((Button("怎么用", "ask:help"), BACK),))


def privacy(turn: Turn) -> Outcome:
    """What the bot keeps."""
    return turn.reply((Span(wording.PRIVACY),), ((Button("清除我的数据", "forget:ask"), BACK),))


def forget(turn: Turn) -> Outcome:
    """Asks before it removes everything; in a group that held a meeting, its chair."""
    if turn.incoming.is_group and not leads_here(turn):
        return refused(turn)
    buttons = (Button("确定清除", "forget:yes"), Button("不清除", "forget:no", answers="no"))
    if not turn.incoming.is_group:
        return turn.remember(expecting=ASKED).reply((Span(wording.FORGET_ASK),), (buttons,))
    session = turn.session
    notes, ticks, opinions = turn.assistant.store.chats.told(session.chat, session.topic)
    ask = wording.FORGET_GROUP_ASK.format(
        where="话题" if session.topic else "群", notes=notes, ticks=ticks, opinions=opinions
    )
    return turn.reply((Span(ask),), (buttons,))


def press_forget(turn: Turn) -> Outcome:
    """[确定清除] or [不清除]."""
    if turn.argument == "ask":
        return forget(turn)
    if turn.argument == "no":
        return after(wording.KEPT, home(turn))
    if turn.argument != "yes":
        return turn.notice(wording.UNKNOWN_BUTTON)
    if turn.incoming.is_group and not leads_here(turn):
        return refused(turn)
    session = turn.session
    # of a forum only the topic where it was said: another has its own meeting and chair
    turn.assistant.forget(session.chat, session.topic if turn.incoming.is_group else None)
    _, reply = turn.reply((Span(wording.FORGOTTEN),), ((Button("重新开始", "start:"),),))
    board = turn.meeting.board if turn.meeting else 0
    return turn.assistant.session(session.chat, session.topic), replace(reply, retires=board)


def cancel(turn: Turn) -> Outcome:
    """Ends what was being asked."""
    return after(wording.CANCELLED, home(turn.remember(expecting="", view=View())))


COMMANDS = (
    Command("privacy", "我记住了什么", privacy, group=True),
    Command("forget", "清除我的数据", forget, group=True),
    Command("cancel", "取消当前操作", cancel),
)
PRESSES = {"forget": press_forget}
