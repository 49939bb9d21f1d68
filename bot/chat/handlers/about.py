"""About the bot itself: /help /privacy /forget /cancel."""

from collections.abc import Iterable

from bot.chat import wording
from bot.chat.handlers.buttons import BACK, card_rows
from bot.chat.handlers.profile import home
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.models import View


def help_(turn: Turn, commands: Iterable[Command]) -> Outcome:
    """What the bot can do, with the commands of this kind of chat."""
    offered = [c for c in commands if c.group or not turn.incoming.is_group]
    lines = "\n".join(f"/{command.name} — {command.description}" for command in offered)
    spans = (
        Span(wording.IN_GROUPS if turn.incoming.is_group else ""),
        Span(f"{wording.HELP}\n"),
        Span(lines),
        Span(f"\n{wording.CAUTION}", faint=True),
    )
    return turn.reply(spans, card_rows(turn))


def privacy(turn: Turn) -> Outcome:
    """What the bot keeps."""
    return turn.reply((Span(wording.PRIVACY),), ((Button("清除我的数据", "forget:ask"), BACK),))


def forget(turn: Turn) -> Outcome:
    """Asks before it removes everything."""
    buttons = (Button("确定清除", "forget:yes"), Button("不清除", "forget:no"))
    if not turn.incoming.is_group:
        return turn.reply((Span(wording.FORGET_ASK),), (buttons,))
    notes, ticks = turn.assistant.store.chats.told(turn.session.chat)
    ask = wording.FORGET_GROUP_ASK.format(notes=notes, ticks=ticks)
    return turn.reply((Span(ask),), (buttons,))


def press_forget(turn: Turn) -> Outcome:
    """[确定清除] or [不清除]."""
    if turn.argument == "ask":
        return forget(turn)
    if turn.argument == "no":
        return after(wording.KEPT, home(turn))
    if turn.argument != "yes":
        return turn.notice(wording.UNKNOWN_BUTTON)
    turn.assistant.forget(turn.session.chat)
    _, reply = turn.reply((Span(wording.FORGOTTEN),), ((Button("重新开始", "start:"),),))
    return turn.assistant.session(turn.session.chat), reply


def cancel(turn: Turn) -> Outcome:
    """Ends what was being asked."""
    return after(wording.CANCELLED, home(turn.remember(expecting="", view=View())))


COMMANDS = (
    Command("privacy", "我记住了什么", privacy, group=True),
    Command("forget", "清除我的数据", forget),
    Command("cancel", "取消当前操作", cancel),
)
PRESSES = {"forget": press_forget}
