"""What a message means that is neither a command nor a search: greetings, 换一批, 帮我写一份 …"""

from collections.abc import Iterable

from bot.models import Intent, Theme
from bot.text.normalize import letters, simplify

_PARTICLES = "吧啊呢呀哦啦了嘛哈吗"  # at the end they change nothing: 换一批吧
_SHORT = 25  # characters; a phrase inside a longer message may be about something else


class Intents:
    """Recognizes the phrases of `data/phrases.toml`."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._whole: dict[str, str] = {}
        self._within: list[tuple[str, str]] = []
        for intent in intents:
            self._whole |= {_bare(phrase): intent.key for phrase in intent.whole}
            self._within += [(letters(phrase), intent.key) for phrase in intent.within]

    def of(self, text: str) -> str:
        """The key of the intent, "" when the message is none of them."""
        message = letters(simplify(text))
        if key := self._whole.get(_bare(message)):
            return key
        if len(message) > _SHORT:
            return ""
        return next((key for phrase, key in self._within if phrase in message), "")


def _bare(text: str) -> str:
    clean = letters(text)
    return clean.rstrip(_PARTICLES) or clean


_PAPER_WORDS = ("范文", "例文", "材料", "对照检查", "对照", "检查", "民主生活会", "组织生活会", "年度", "年", "的", "主题")


def themes_named(text: str, themes: Iterable[Theme]) -> list[Theme]:
    """The themes that a message names and nothing else: by year, by label or by name ("五个带头" names three)."""
    message = letters(simplify(text)).replace("5个", "五个").replace("4个", "四个").replace("6个", "六个")
    for word in _PAPER_WORDS:
        message = message.replace(word, "")
    named = []
    for theme in themes:
        labels = [letters(label).replace("年度", "") for label in (theme.label, theme.name) if label]
        years = [str(theme.year)]
        rest = message
        for word in (*labels, *years):
            rest = rest.replace(word, "", 1)
        if message and not rest:
            named.append(theme)
    return named
