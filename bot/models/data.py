"""What the files under `data/` hold: areas, topics, themes with their aspects, items, word lists."""

from dataclasses import dataclass

from bot.models.kinds import Confidence, Scope


@dataclass(frozen=True, slots=True)
class Area:
    """A work area (分管工作): how people name it and the words its texts use."""

    key: str
    name: str
    aliases: tuple[str, ...]
    words: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_broad: bool = False  # a whole place or body; a narrower area says more about the user
    is_desk: bool = False  # whoever works there often writes for others, and it is not their area


@dataclass(frozen=True, slots=True)
class Topic:
    """A broad subject that ties aspects, problems, causes and measures together."""

    key: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the aspects (方面) that a theme asks every text to walk through."""

    number: int
    name: str
    heading: str
    terms: tuple[str, ...]
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A year's meeting theme (会议主题) with its aspects in order."""

    key: str
    year: int
    label: str
    name: str
    title: str
    words: tuple[str, ...]
    confidence: Confidence
    aspects: tuple[Aspect, ...]
    note: str = ""
    is_default: bool = False  # what a new chat starts with

    def aspect(self, number: int | None) -> Aspect | None:
        """The aspect of that number, None if the theme has none such."""
        return next((a for a in self.aspects if a.number == number), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One checklist item (要点): a title, questions for the user's own facts, words that tie it to passages."""

    key: str
    title: str
    section: str  # problems, causes, measures or general
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    words: tuple[str, ...]
    team_questions: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("personal", "team", "leader")
    since: int = 0  # first year whose meetings ask for it
    aspects_2021: tuple[int, ...] = ()  # aspects of the 2021 list, home first


@dataclass(frozen=True, slots=True)
class Synonym:
    """Everyday sayings and the wording that the texts use instead."""

    say: tuple[str, ...]
    mean: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """Something people say in a chat that is no search, such as thanks; `key` says what to do."""

    key: str
    whole: tuple[str, ...] = ()  # the whole message
    within: tuple[str, ...] = ()  # anywhere in a short message


@dataclass(frozen=True, slots=True)
class Act:
    """What members of a group say instead of a command; `{}` stands for the command's argument."""

    key: str  # the command
    said: tuple[str, ...]
    argument: str = ""  # where the words hold none


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists for reading what users type."""

    masks: tuple[str, ...] = ()  # hold an area's name but mean no area: 学习教育, 组织生活会
    everyday: frozenset[str] = frozenset()  # names that every such text mentions in passing
    posts: tuple[str, ...] = ()  # 局长, 副书记: tell who speaks, not what is looked for
    selves: tuple[str, ...] = ()  # how people introduce themselves besides: 我在, 分管
    stopwords: frozenset[str] = frozenset()
    dictionary: tuple[str, ...] = ()
    offtopic: tuple[str, ...] = ()  # words of messages that have nothing to do with the field
    reads_slips: bool = True  # False: pinyin and wrong characters are searched for as typed
    idle: tuple[str, ...] = ()  # words of everyday sentences that carry no meaning of their own
    alike: tuple[tuple[str, ...], ...] = ()  # groups of everyday words that count as one
