"""For which meeting: /theme, themes of a chat's own, the default for everybody."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.chat import wording
from bot.chat.handlers.boards import renamed
from bot.chat.handlers.buttons import Row, grid, page_start
from bot.chat.handlers.profile import home
from bot.chat.intents import themes_named
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import themes as theme_wording
from bot.models import Theme, View
from bot.text.secrecy import secrecy_of

NEW = "theme_new"  # what a session expects: the aspects of a theme of its own
IN_HAND = "draft"  # says that the text with the aspects was sent as a draft
_NEW_WORDS = ("new", "新建", "自定义", "新")
_THEMES_PER_PAGE = 6
_LEAST_PASTE = 30  # characters from which a message may be a list of aspects
_LONGEST_SENTENCE = 80  # … up to which it may be a sentence about something else
# What even a short list of aspects has, or one of them: lines, several 、, numbers before parts.
_LISTED = re.compile(
    r"[\n；;]|、.*、|^(?:带头|对照)|[①-⑩⒈-⒑]|(?:^|[\s，,。])[一二三1-3][是、.．)）]|[（(][一1][)）]|第一"
)


def theme(turn: Turn) -> Outcome:
    """Sets the theme that the words name; shows the choice when none or several fit."""
    said = turn.argument.strip()
    first, _, rest = said.partition("\n") if "\n" in said else said.partition(" ")
    if first.strip().lower() in _NEW_WORDS:
        return read(turn, rest) if rest.strip() else ask_new(turn)
    if not said:
        return press_themes(turn.said("0"))
    named = themes_named(said, turn.assistant.themes.choices(turn.session))
    if not named:
        query = turn.assistant.finder.understanding.read(said)
        named = turn.assistant.themes.of_year(query.year)
    if named:
        return use_themes(turn, named)
    return after(wording.THEME_UNKNOWN.format(said=said[:20]), press_themes(turn.said("0")))


def use_themes(turn: Turn, themes: Sequence[Theme]) -> Outcome:
    """Sets the only one of the themes; lists several, each with its first aspect to tell them apart."""
    if len(themes) == 1:
        turn = renamed(turn, themes[0]).prepare(theme=themes[0].key)
        turn = turn.remember(aspect=None, expecting="", view=View())
        return home(turn, lead=wording.NOTED)
    return turn.reply(theme_wording.themes(themes), _theme_rows(themes))


def press_themes(turn: Turn) -> Outcome:
    """[换年度], [更早年度]: a page of all themes, the chat's own and the newest first."""
    themes = turn.assistant.themes.choices(turn.session)
    at = page_start(turn.argument, len(themes), _THEMES_PER_PAGE)
    page = themes[at : at + _THEMES_PER_PAGE]
    is_last = at + len(page) >= len(themes)
    label, following = ("最近年度", 0) if is_last else ("更早年度", at + len(page))
    own = Button("都不是，自己贴", "theme:new")
    turning = (Button(label, f"themes:{following}"), own, Button("返回", "home:"))
    return turn.reply(theme_wording.themes(page), (*_theme_rows(page), turning))


def press_theme(turn: Turn) -> Outcome:
    """[2025 五个带头]: sets the theme; [都不是，自己贴] asks for its aspects."""
    if turn.argument == "new":
        return ask_new(turn)
    found = [t for t in turn.assistant.themes.choices(turn.session) if t.key == turn.argument]
    return use_themes(turn, found) if found else turn.notice(wording.UNKNOWN_BUTTON)


def is_chosen(turn: Turn) -> bool:
    """True when a chat chose its theme, or has begun to prepare: a word must not change it then."""
    begun = turn.assistant.checklist.progress(turn.session)
    return turn.session.theme != turn.assistant.themes.default().key or any(
        part.covered for part in begun
    )


def beside(outcome: Outcome, themes: Sequence[Theme]) -> Outcome:
    """The same outcome with buttons that change to one of the other themes: [改为 2013 四风]."""
    session, reply = outcome
    others = [theme for theme in themes if theme.key != session.theme]
    ways = [Button(f"改为 {theme_wording.theme_label(t)}", f"theme:{t.key}") for t in others]
    return session, replace(reply, buttons=(*reply.buttons, *grid(ways, widest=2)))


def _theme_rows(themes: Sequence[Theme]) -> tuple[Row, ...]:
    buttons = [Button(theme_wording.theme_label(theme), f"theme:{theme.key}") for theme in themes]
    return grid(buttons, widest=2)


def ask_new(turn: Turn) -> Outcome:
    """Asks for the aspects of a theme of the chat's own."""
    turn = turn.remember(expecting=NEW)
    return turn.reply((Span(wording.ASK_THEME),), ((Button("返回", "ask:theme"),),))


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that answers the question for the aspects; None if none was asked.

    None as well for a sentence that clearly asks for something else.
    """
    if expected != NEW or _asks_for_other(turn):
        return None
    return read(turn, turn.argument)


def _asks_for_other(turn: Turn) -> bool:
    """True for a sentence that is no list but names work, a theme, a part or something to find."""
    text = turn.argument
    if len(text) > _LONGEST_SENTENCE or _LISTED.search(text):
        return False
    if len(text) >= _LEAST_PASTE and listed_in(turn, text):
        return False
    query = turn.assistant.finder.understanding.read(text, turn.assistant.themes.of(turn.session))
    if query.areas or query.aspect or query.section or query.scope or query.year:
        return True
    if themes_named(text, turn.assistant.themes.choices(turn.session)):
        return True
    is_short = len(text) < _LEAST_PASTE
    return is_short and turn.assistant.find(turn.session, text, limit=1).verdict == "found"


def read(turn: Turn, text: str) -> Outcome:
    """Keeps a theme of the aspects in the text, to be confirmed; says so when there are none."""
    from bot.advice.own_theme import read_theme

    found = read_theme(text, turn.assistant.catalog, key="", explicit=True)
    if not found:
        ways = (Button("不贴了", "ask:theme"),)
        return turn.remember(expecting=NEW).reply((Span(wording.NO_THEME),), (ways,))
    return _made(turn, found)


def _made(turn: Turn, found: Theme) -> Outcome:
    from bot.advice.own_theme import same_as

    known = same_as(found, turn.assistant.themes.choices(turn.session))
    if known:
        note = wording.THEME_KNOWN.format(label=theme_wording.theme_label(known))
        return after(note, use_themes(turn, [known]))
    turn = turn.remember(expecting="")
    made = turn.assistant.themes.add(turn.session, found)
    rows = (
        (
            Button("对，开始准备", f"theme:{made.key}", answers="yes"),
            Button("不对，重贴", "theme:new", answers="no"),
        ),
        ((Button("设为所有人的默认", f"default:{made.key}"),) if turn.is_admin else ()),
    )
    return turn.reply(theme_wording.theme_read(made), rows)


def offers(turn: Turn) -> Outcome | None:
    """Offers to prepare for a list of aspects that was pasted without a word; else None."""
    text = turn.argument
    if len(text) < _LEAST_PASTE or not ("\n" in text or "；" in text or ";" in text):
        return None
    found = listed_in(turn, text)
    if not found:
        return None
    ways = (
        Button("按它准备", "adopt:", answers="yes"),
        Button("不是，查例文", "seek:", answers="no"),
    )
    held = secrecy_of(turn.assistant.catalog).masked(text)  # a notice may name whom to call
    return turn.remember(held=held).reply(theme_wording.theme_found(found), (ways,))


def listed_in(turn: Turn, text: str) -> Theme | None:
    """The theme whose aspects the text lists, None if it lists none."""
    from bot.advice.own_theme import read_theme

    return read_theme(text, turn.assistant.catalog, key="")


def press_adopt(turn: Turn) -> Outcome:
    """[按它准备]: makes the theme of what was pasted before the press, or sent to be checked."""
    draft = turn.desk.drafts.get(turn.session.place) if turn.argument == IN_HAND else None
    text = secrecy_of(turn.assistant.catalog).masked(draft.text) if draft else turn.held
    return read(turn, text) if text else turn.notice(wording.PASTE_AGAIN)


def press_default(turn: Turn) -> Outcome:
    """[设为所有人的默认]: what new chats start with; only for administrators."""
    found = [t for t in turn.assistant.themes.choices(turn.session) if t.key == turn.argument]
    if not found or not turn.is_admin:
        return turn.notice(wording.ADMINS_ONLY if found else wording.UNKNOWN_BUTTON)
    turn.assistant.themes.make_default(found[0])
    return after(wording.DEFAULT_SET, home(turn))


COMMANDS = (Command("theme", "哪个年度的会", theme, group=True),)
PRESSES = {
    "theme": press_theme,
    "themes": press_themes,
    "adopt": press_adopt,
    "default": press_default,
}
