"""Politeness and displeasure (好, 谢谢, 👍, 不对), and questions about the bot: 谁做的, 谁看得到.

The answers are short, fit where the chat stands, and leave what was asked open.
"""

from dataclasses import replace

from bot.chat.handlers import about, checklist, notebook, notes, search
from bot.chat.handlers.buttons import BACK, Row, card_rows, change_row
from bot.chat.reply import Button, Span
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import NOT_READABLE
from bot.chat.wording import courtesy as wording
from bot.models import Spot, View

# Reactions that Telegram has, in place of a word in a group.
_NODDED, _THANKED = "👌", "🤝"


def nod(turn: Turn) -> Outcome:
    """好, 👍: how to go on from where the chat stands."""
    turn = turn.remember(held=turn.held)  # what was asked about those words still stands
    if turn.incoming.is_group:
        return _sign(turn, wording.NOD_GROUP, _NODDED)
    if turn.held and (offer := notes.offers(turn.said(turn.held))):
        return offer
    if turn.session.expecting == about.ASKED:
        return about.forget(turn)  # that takes more than a nod
    if turn.session.expecting:
        return turn.reply((Span(wording.NOD_AWAITING),), ((BACK,),))
    sentence, rows = _onward(turn)
    return turn.reply((Span(sentence),), rows)


def thanks(turn: Turn) -> Outcome:
    """谢谢, 🙏: that there is nothing to thank for; what was asked stays open."""
    if turn.incoming.is_group:
        return _sign(turn, wording.THANKS, _THANKED)
    return turn.reply((Span(wording.THANKS),), _onward(turn)[1])


def none(turn: Turn) -> Outcome:
    """没有 to the questions of an item: the next one."""
    view = turn.session.view
    if not view.item or turn.incoming.is_group:
        return nod(turn)
    following = checklist.next_gap(turn.remember(expecting=""), view.card, view.item)
    return after(wording.NONE, following)


def stuck(turn: Turn) -> Outcome:
    """想不起来, 我没什么问题: one easy question of the open item, or of the first gap, and the way on."""
    view = turn.session.view
    gap = (
        (view.card, view.item)
        if view.item
        else turn.assistant.checklist.gap_after(turn.session, view.card)
    )
    if turn.incoming.is_group or not gap:
        return nod(turn)
    key, item = gap
    todos = turn.assistant.checklist.card(turn.session, key, limit=0).todos
    index = next((n for n, todo in enumerate(todos) if todo.item.key == item), None)
    if index is None:
        return nod(turn)
    spot = Spot(item=item)
    turn = turn.remember(view=View("item", f"{key}:{item}", index))
    notes_here = turn.assistant.notebook.under(turn.session, spot)
    turn = notebook.asking(turn, spot, turn.assistant.notebook.lacks(spot, notes_here))
    easiest = min(todos[index].questions, key=len)  # the shortest asks for one thing only
    said = wording.STUCK.format(title=todos[index].item.title, question=easiest)
    return turn.reply((Span(said),), _onward(turn)[1])


def bye(turn: Turn) -> Outcome:
    """再见: that what was noted stays."""
    return turn.reply((Span(wording.BYE),), ((Button("检查清单", "ask:checklist"), BACK),))


def _sign(turn: Turn, word: str, reaction: str) -> Outcome:
    session, reply = turn.reply((Span(word),))
    return session, replace(reply, reaction=reaction)


def _onward(turn: Turn) -> tuple[str, tuple[Row, ...]]:
    """A sentence and the buttons that lead on from what is open."""
    view = turn.session.view
    if view.kind == "item":
        ways = (Button("记一笔", f"note:{view.query}"), Button("下一条", f"gap:{view.query}"), BACK)
        return wording.NOD_ITEM, (ways,)
    if view.kind in ("card", "examples"):
        return wording.NOD_CARD, card_rows(turn)
    if view.kind == "search":
        return wording.NOD_SEARCH, card_rows(turn)
    return wording.NOD if turn.session.areas else wording.NOD_UNKNOWN, card_rows(turn)


def wordless(turn: Turn) -> Outcome:
    """😂, 。。。: that nothing could be read; what was asked stays open. In a group: what to say."""
    if turn.incoming.is_group:
        return turn.reply((Span(wording.PRESENT),))
    return turn.reply((Span(wording.WORDLESS),), _onward(turn)[1])


def puzzled(turn: Turn) -> Outcome:
    """？, 没看懂: how to go on."""
    return turn.reply((Span(wording.PUZZLED),), (*card_rows(turn), (Button("帮助", "ask:help"),)))


def wrong(turn: Turn) -> Outcome:
    """不对, 答非所问, 👎: more of what was found, or what to change."""
    view = turn.session.view
    if view.kind == "search" and search.has_more(turn):
        return after(wording.WRONG_MORE, search.more(turn))
    return turn.reply((Span(wording.WRONG),), (change_row(), *card_rows(turn)))


def people(turn: Turn) -> Outcome:
    """转人工: that nobody sits here, and whom to ask."""
    who = _told(turn, wording.ASK_SELF, wording.ASK_ADMIN, wording.ASK_UNIT)
    return turn.reply((Span(wording.NO_PEOPLE.format(who=who)),), (*card_rows(turn),))


def maker(turn: Turn) -> Outcome:
    """你是谁做的, 你是真人吗: what the bot is and who runs it."""
    who = _told(turn, wording.RUN_BY_SELF, wording.RUN_BY_ADMIN, wording.RUN_BY_UNIT)
    ways = (Button("能做什么", "ask:help"), Button("记住了什么", "ask:privacy"), BACK)
    return turn.reply((Span(wording.MAKER.format(who=who)),), (ways,))


def _told(turn: Turn, to_admin: str, with_admin: str, without: str) -> str:
    if turn.is_admin:
        return to_admin
    return with_admin if turn.desk.has_admins else without


def safety(turn: Turn) -> Outcome:
    """会不会泄密, 谁看得到: who sees what is kept here, and what must not be sent."""
    seen = wording.SEEN_GROUP if turn.incoming.is_group else wording.SEEN
    ways = (Button("记住了什么", "ask:privacy"), Button("清除我的数据", "forget:ask"), BACK)
    return turn.reply((Span(wording.SAFETY.format(seen=seen)),), (ways,))


def myself(turn: Turn) -> Outcome:
    """你是谁: in two lines what the bot is and does."""
    more = (Button("能做什么", "ask:help"),)
    rows = () if turn.incoming.is_group else card_rows(turn)
    return turn.reply((Span(wording.SELF),), (*rows, more))


def rude(turn: Turn) -> Outcome:
    """滚, 破玩意: one friendly line that says what the bot can do."""
    return _and_on(turn, wording.RUDE)


def shorter(turn: Turn) -> Outcome:
    """太长了，简短点: how to see less at a time."""
    return _and_on(turn, wording.SHORTER)


def cost(turn: Turn) -> Outcome:
    """怎么收费: that the program asks for no money."""
    return _and_on(turn, wording.COST)


def devices(turn: Turn) -> Outcome:
    """能用手机吗: where it can be used."""
    return _and_on(turn, wording.DEVICES)


def voice(turn: Turn) -> Outcome:
    """支持语音吗, 能拍照吗: what can be read instead."""
    return _and_on(turn, NOT_READABLE)


def _and_on(turn: Turn, sentence: str) -> Outcome:
    """The sentence with the buttons that lead on; nothing of them in a group."""
    rows = () if turn.incoming.is_group else _onward(turn)[1]
    return turn.reply((Span(sentence),), rows)
