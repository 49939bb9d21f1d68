"""What a message means that is neither a command nor a search: greetings, 换一批, 帮我写一份 …"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from bot.models import Aspect, Intent, Theme
from bot.text.normalize import letters, normalize, simplify
from bot.text.segment import sound
from bot.text.years import spelled

_PARTICLES = "吧啊呢呀哦啦了嘛哈吗"  # at the end they change nothing: 换一批吧
_SHORT = 25  # characters; a phrase inside a longer message may be about something else
_INTRODUCING = re.compile(
    r"(?:我们?(?:是|叫|在)|我?(?:分管|主管|负责)|我?们?管(?![理控党治不])|(?:换|改|调)[成为到])"
    r"(?!.*(?:怎么|如何|吗|？|\?))"
)  # 我叫张三，在乡镇管民政；分管信访 维稳 拆迁；换成教育局
# 这个, 这些例文, 都 — before what is said of the passages shown: 这个不对, 这条哪来的
_SHOWN = re.compile(
    r"^(?:你)?(?:[这那](?:[个些条段篇批]|几[条个段篇])?(?:例文|范文|答案|材料)?|例文|范文)?(?:都|也|还是|根本|完全|感觉|好像)?(?=..)"
)
_OF_SHOWN = ("wrong", "unlike", "sources", "copying")  # intents of such words
_TELLING = 3  # characters from which a phrase is told by its sound alone


class Intents:
    """Recognizes the phrases of `data/phrases.toml`."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._whole: dict[str, str] = {}
        self._within: list[tuple[str, str]] = []
        for intent in intents:
            self._whole |= {_bare(phrase) or _marks(phrase): intent.key for phrase in intent.whole}
            self._within += [(letters(phrase), intent.key) for phrase in intent.within]

    def of(self, text: str, *, whole: bool = False) -> str:
        """The key of the intent, "" when the message is none of them.

        `whole`: the phrase must be the whole message, as where a fact of the user's own is awaited.
        """
        message = letters(simplify(text))
        if key := self._whole.get(_bare(message) or _marks(text)):
            return key
        of_shown = self._whole.get(_bare(_SHOWN.sub("", message, count=1)), "")
        if of_shown in _OF_SHOWN:
            return of_shown
        if len({*message}) == 1 and (key := self._whole.get(message[0])):  # 急急急
            return key
        if whole or len(message) > _SHORT:
            return ""
        return next((key for phrase, key in self._within if phrase in message), "")

    def sounding_like(self, text: str) -> str:
        """The intent of a phrase that sounds the same, or is written in pinyin; "" if none does."""
        message = _bare(simplify(text))
        spoken = message if message.isascii() else sound(message).replace("_", "")
        return self._by_sound.get(spoken, "") if len(message) <= _SHORT else ""

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {
            sound(phrase).replace("_", ""): key
            for phrase, key in self._whole.items()
            if len(phrase) >= _TELLING and not phrase.isascii()
        }


def introduces(text: str) -> bool:
    """True for words that begin as people tell who they are and what they work at."""
    return bool(_INTRODUCING.match(text))


def _bare(text: str) -> str:
    clean = letters(text)
    return clean.rstrip(_PARTICLES) or clean


def _marks(text: str) -> str:
    """Of a text without letters its first mark, whatever its colour or however often: 👍🏽👍🏽 -> 👍."""
    return next((c for c in normalize(text) if not c.isspace()), "")


# What people write around a theme's name: 四个带头范文, 四风材料
_PAPER_WORDS = (
    "民主生活会",
    "组织生活会",
    "对照检查",
    "五个方面",
    "范文",
    "例文",
    "材料",
    "对照",
    "检查",
    "把",
    "改成",
    "改为",
    "换成",
    "换回",
    "换到",
    "改回",
    "年度",
    "年",
    "的会",
    "的",
)
_HANZI = str.maketrans("3456", "三四五六")
_COUNT = re.compile(r"(?<!\d)[3456](?=个)")  # "5个带头", not "2025个"
_YEAR = re.compile(r"20\d\d")
_AROUND = "用按照就来"  # 用2025的, 按2025的来
_COUNTED = re.compile(r"[三四五六]个")  # 五个带头, 六个方面


def themes_named(text: str, themes: Iterable[Theme]) -> list[Theme]:
    """The themes that a message names and nothing else: by year, by label or by name ("五个带头" names three)."""
    message = _without_paper_words(text)
    if not message:
        return []
    themes = list(themes)
    named = [theme for theme in themes if not _rest(message, theme, (theme.label, theme.name))]
    return named or [theme for theme in themes if not _rest(message, theme, theme.words)]


def is_everyday(text: str, themes: Iterable[Theme]) -> bool:
    """True when the message is a word that a theme shares with everyday talk: 群众路线, 三严三实.

    A theme's own name, a counted label (五个带头), a year, or 民主生活会 beside it is none.
    """
    plain = letters(simplify(text))
    message = _without_paper_words(text)
    titles = {bare for theme in themes for bare in _own_titles(theme)}
    return message == plain and message not in titles and not _YEAR.search(message)


def _own_titles(theme: Theme) -> list[str]:
    """What names nothing but this theme; a label that is its name as well is a saying: 三严三实."""
    counted = [theme.label] if _COUNTED.match(theme.label) else []
    named = [theme.name] if theme.name != theme.label else []
    return [_without_paper_words(title) for title in (*counted, *named)]


def year_named(text: str) -> str:
    """The year when a message names nothing else, "" otherwise."""
    message = _without_paper_words(text).strip(_AROUND)
    return message if _YEAR.fullmatch(message) else ""


def aspect_named(text: str, theme: Theme) -> Aspect | None:
    """The aspect whose short name is the whole message, as on the buttons: 人民至上."""
    message = letters(simplify(text))
    return next((aspect for aspect in theme.aspects if letters(aspect.name) == message), None)


def is_aspect_word(text: str, theme: Theme) -> bool:
    """True when the message is a word for one of the theme's aspects: 四风, 党史."""
    words = {letters(w) for a in theme.aspects for w in (a.name, *a.terms, *a.words)}
    return letters(simplify(text)) in words


def counted(text: str) -> str:
    """The letters of a message, its years in four digits, its counts as lists write them: 5个带头."""
    plain = letters(spelled(simplify(text)))
    return _COUNT.sub(lambda found: found[0].translate(_HANZI), plain)


def _without_paper_words(text: str) -> str:
    message = counted(text)
    for word in _PAPER_WORDS:
        message = message.replace(word, "")
    return message


def _rest(message: str, theme: Theme, names: tuple[str, ...]) -> str:
    """What is left of the message without the theme's year and one of these names."""
    message = message.replace(str(theme.year), "", 1)
    for piece in _pieces(names):
        if piece in message:
            return message.replace(piece, "", 1)
    return message


@lru_cache(maxsize=1000)  # of every theme, for every message
def _pieces(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, and the titles that one name lists, longest first: 六中全会精神、两学一做."""
    listed = {piece for name in names for piece in (name, *name.split("、"))}
    bare = {found for piece in listed if (found := _without_paper_words(piece))}
    return tuple(sorted(bare, key=lambda piece: (-len(piece), piece)))
