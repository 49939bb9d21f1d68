"""The dialogue: one Incoming in, one Reply out, the same for Telegram and the terminal.

Here it is decided what a message is; what answers it stands in `handlers`. All state is in the
session, which is kept in the store after every turn, so that a restart loses nothing.
"""

import re
from dataclasses import replace

from bot.advice.understanding import Query
from bot.assistant import Assistant
from bot.chat import wording
from bot.chat.handlers import about, checklist, profile, search
from bot.chat.intents import Intents, themes_named
from bot.chat.reply import Incoming, MenuEntry, Reply, Span
from bot.chat.turn import Command, Handler, Outcome, Turn
from bot.text.normalize import letters

_COMMAND = re.compile(r"^[/／]([a-z_]+?|[一-鿿]+)(\d*)(?:@\w+)?(?:\s+(.*))?$", re.S | re.I)  # "/aspect3" "/aspect 3"
_LONG = 400  # characters from which a message is a paste, not a question


class Dialogue:
    """Answers messages and presses; transports call `respond` one after the other."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.commands = (*profile.COMMANDS, *checklist.COMMANDS, *search.COMMANDS, _HELP, *about.COMMANDS)
        self._by_name: dict[str, Handler] = {c.name: c.handler for c in self.commands}
        self._by_name |= {alias: self._by_name[name] for alias, name in _CHINESE_NAMES.items()}
        self._presses = profile.PRESSES | checklist.PRESSES | search.PRESSES | about.PRESSES
        self._presses["ask"] = _press_ask
        self._intents = Intents(assistant.catalog.intents)

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """The command menu of the transports that have one."""
        return tuple(MenuEntry(c.name, c.description, private=True, group=c.group) for c in self.commands)

    def respond(self, incoming: Incoming) -> Reply:
        """The answer to a message or press; an empty Reply where the bot has nothing to say."""
        if incoming.is_group and not incoming.is_addressed:
            return Reply()
        session = self.assistant.session(incoming.chat)
        session, reply = self._answer(Turn(self.assistant, session, incoming))
        if session != self.assistant.session(incoming.chat):
            self.assistant.save(session)
        return reply

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup with another id."""
        self.assistant.migrate(old, new)

    def _answer(self, turn: Turn) -> Outcome:
        if turn.incoming.press:
            verb, _, key = turn.incoming.press.partition(":")
            handler = self._presses.get(verb)
            return handler(turn.said(key)) if handler else (turn.session, Reply(notice=wording.UNKNOWN_BUTTON))
        text = turn.incoming.text.strip()
        if found := _COMMAND.match(text):
            return self._command(turn, *(group or "" for group in found.groups()))
        return self._message(turn.said(text))

    def _command(self, turn: Turn, name: str, digits: str, argument: str) -> Outcome:
        handler = self._by_name.get(name.lower())
        if not handler:
            session, reply = help_(turn)
            return session, replace(reply, spans=(Span(f"{wording.UNKNOWN_COMMAND}\n"), *reply.spans))
        return handler(turn.said(f"{digits} {argument}".strip()).remember(expecting=""))

    def _message(self, turn: Turn) -> Outcome:
        """Any text that is no command: a phrase, a theme, who he is, an aspect, or a search."""
        text = turn.argument
        if not letters(text):
            return profile.start(turn)
        if intent := self._intents.of(text):
            return _BY_INTENT[intent](turn.remember(expecting=""))
        if turn.session.expecting in ("area", "find"):
            return self._by_name[turn.session.expecting](turn)
        if len(text) > _LONG:
            return search.show(turn, text)
        themes = themes_named(text, self.assistant.catalog.themes)
        if themes:
            return profile.set_theme(turn, themes[0]) if len(themes) == 1 else profile.choose_theme(turn, themes)
        query = self.assistant.finder.understanding.read(text, self.assistant.theme(turn.session))
        return self._understood(turn, query)

    def _understood(self, turn: Turn, query: Query) -> Outcome:
        """What to do with a text by the slots it fills."""
        turn = turn.remember(scope=query.scope or turn.session.scope)
        if query.aspect and query.is_bare:
            turn = turn.remember(areas=query.areas or turn.session.areas)
            return checklist.aspect(turn.said(str(query.aspect)))
        if query.section in ("causes", "measures") and query.is_bare:
            turn = turn.remember(areas=query.areas or turn.session.areas)
            return checklist.open_card(turn, query.section)
        if query.is_introduction and (not turn.session.areas or len(letters(turn.argument)) > 5):
            return profile.area(turn)
        if query.scope and query.is_bare:
            return profile.home(turn)
        return search.show(turn, turn.argument)


def help_(turn: Turn) -> Outcome:
    """What the bot can do, with its commands."""
    commands = (*profile.COMMANDS, *checklist.COMMANDS, *search.COMMANDS, *about.COMMANDS)
    lines = [f"/{c.name} — {c.description}" for c in commands if c.group or not turn.incoming.is_group]
    return turn.session, Reply(
        (Span(f"{wording.HELP}\n"), Span("\n".join(lines)), Span(f"\n{wording.CAUTION}", faint=True)),
        (profile.card_buttons(turn),),
    )


def _press_ask(turn: Turn) -> Outcome:
    return search.find(turn.said("")) if turn.argument == "find" else profile.ask(turn)


def _saying(sentence: str) -> Handler:
    """A handler that says one sentence and offers the parts of the checklist."""

    def answer(turn: Turn) -> Outcome:
        return turn.session, Reply((Span(sentence),), (profile.card_buttons(turn),))

    return answer


def _more(turn: Turn) -> Outcome:
    """还有吗, 换一批: goes on with what was shown last."""
    view = turn.session.view
    if view.kind == "search":
        return search.press_more(turn.said(str(view.offset + search.PAGE)))
    if view.kind == "card":
        return checklist.press_card(turn.said(f"{view.query}:{view.offset + checklist.EXAMPLES}"))
    if view.kind == "item":
        return _next(turn)
    return _saying(wording.NOTHING_TO_CONTINUE)(turn)


def _next(turn: Turn) -> Outcome:
    """下一条: the next item, or the next part of the checklist."""
    view = turn.session.view
    if view.kind == "item":
        return checklist.press_item(turn.said(f"{view.query}:{view.offset + 1}"))
    if view.kind == "card":
        return checklist.press_item(turn.said(f"{view.query}:0"))
    if view.kind == "search":
        return _more(turn)
    return checklist.open_card(turn, "1")


def _overview(turn: Turn) -> Outcome:
    return profile.start(turn)


def _criticize(turn: Turn) -> Outcome:
    return checklist.open_card(turn, "general")


_HELP = Command("help", "怎么用", help_, group=True)

# Telegram knows only Latin command names, but people type these.
_CHINESE_NAMES = {
    "方面": "aspect",
    "开始": "start",
    "领域": "area",
    "主题": "theme",
    "年度": "theme",
    "原因": "causes",
    "整改": "measures",
    "查": "find",
    "找": "find",
    "清单": "checklist",
    "帮助": "help",
    "隐私": "privacy",
    "取消": "cancel",
}

_BY_INTENT: dict[str, Handler] = {
    "greeting": _saying(wording.GREETING),
    "thanks": _saying(wording.THANKS),
    "more": _more,
    "next": _next,
    "example": _more,
    "restart": profile.start,
    "cancel": about.cancel,
    "help": help_,
    "checklist": checklist.checklist,
    "theme": lambda turn: profile.theme(turn.said("")),
    "who": lambda turn: profile.who(turn.said("")),
    "area": lambda turn: profile.area(turn.said("")),
    "overview": _overview,
    "ghostwrite": _saying(wording.GHOSTWRITE),
    "length": _saying(wording.LENGTH),
    "empty": _saying(wording.EMPTY_ADVICE),
    "criticize": _criticize,
    "privacy": about.privacy,
}
