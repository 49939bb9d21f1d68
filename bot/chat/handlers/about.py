"""About the bot itself: /help /privacy /forget /cancel."""

from dataclasses import replace

from bot.chat import wording
from bot.chat.handlers.profile import home, start
from bot.chat.reply import Button, Reply, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.models import Session, View


def privacy(turn: Turn) -> Outcome:
    """What the bot keeps."""
    return turn.session, Reply((Span(wording.PRIVACY),), ((Button("清除我的数据", "forget:ask"),),))


def forget(turn: Turn) -> Outcome:
    """Asks before it removes everything."""
    buttons = (Button("确定清除", "forget:yes"), Button("不清除", "forget:no"))
    return turn.session, Reply((Span(wording.FORGET_ASK),), (buttons,))


def press_forget(turn: Turn) -> Outcome:
    """[确定清除] or [不清除]."""
    if turn.argument == "ask":
        return forget(turn)
    if turn.argument != "yes":
        return turn.session, Reply((Span(wording.KEPT),), edits=True)
    turn.assistant.forget(turn.session.chat)
    return turn.assistant.session(turn.session.chat), Reply((Span(wording.FORGOTTEN),), edits=True)


def cancel(turn: Turn) -> Outcome:
    """Ends what was being asked."""
    session, reply = home(turn.remember(expecting="", view=View()))
    return session, replace(reply, spans=(Span(f"{wording.CANCELLED}\n"), *reply.spans))


COMMANDS = (
    Command("privacy", "我记住了什么", privacy, group=True),
    Command("forget", "清除我的数据", forget),
    Command("cancel", "取消当前操作", cancel),
)
PRESSES = {"forget": press_forget}
