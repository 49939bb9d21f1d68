"""What a chat remembers: its preparation, where it looks, its notes and its meetings."""

from dataclasses import dataclass, field

from bot.models.kinds import Scope


@dataclass(frozen=True, slots=True)
class View:
    """What the latest answer showed, so that 还有吗 and 换一批 know what to go on with."""

    kind: str = ""  # "search", "card", "item", "examples" or "" for none
    query: str = ""
    offset: int = 0

    @property
    def card(self) -> str:
        """The key of the part of the checklist that is open, also around an item; "" for none."""
        return self.query.partition(":")[0] if self.kind in ("card", "item", "examples") else ""

    @property
    def item(self) -> str:
        """The key of the item that is open, "" for none."""
        return self.query.partition(":")[2] if self.kind == "item" else ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """One text in the making: a chat may keep several, for several people or meetings."""

    number: int = 1  # within its chat
    name: str = ""  # whose text, in the user's words; may be empty
    areas: tuple[str, ...] = ()
    scope: Scope | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Where a chat is, and the preparation that it works on."""

    chat: int
    topic: int = 0  # of a forum; 0 elsewhere
    preparation: Preparation = field(default_factory=Preparation)
    aspect: int | None = None
    view: View = field(default_factory=View)
    expecting: str = ""  # a command that waits for its argument, such as "find"
    held: str = ""  # what was said last, while the user is asked what to do with it

    @property
    def areas(self) -> tuple[str, ...]:
        """The work areas of the text."""
        return self.preparation.areas

    @property
    def scope(self) -> Scope | None:
        """Whose text it is; None while unknown."""
        return self.preparation.scope

    @property
    def theme(self) -> str:
        """The key of the meeting's theme."""
        return self.preparation.theme

    @property
    def place(self) -> "Place":
        """What ticks and notes are kept under."""
        return Place(self.chat, self.topic, self.preparation.number)


@dataclass(frozen=True, slots=True)
class Place:
    """One preparation of one chat (of one topic, in a forum): what ticks and notes belong to."""

    chat: int
    topic: int = 0
    preparation: int = 1


@dataclass(frozen=True, slots=True)
class Spot:
    """What a note stands under: an item, or a part of the checklist as a whole."""

    card: str = ""  # "3" for an aspect of `theme`, "causes" …; "" for an item wherever it stands
    item: str = ""
    theme: str = ""  # to which `card` belongs


@dataclass(frozen=True, slots=True)
class Note:
    """A fact of the user's own (记一笔), in his own words."""

    spot: Spot
    text: str
    author: str = ""  # display name of the member who said it; empty in private chats
    user: int = 0
    message: int = 0  # Telegram's number of the message that said it; 0 if unknown
    id: int = 0  # 0 while not stored


# --- what a group remembers of its preparation meeting --------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """A preparation meeting (准备会) of a group: what is kept beside its preparation."""

    place: Place
    title: str
    chair: int  # the user who opened it; a group's own number for an anonymous administrator
    chair_name: str
    token: str  # by which a member reaches it from his private chat
    opened_by: int = 0  # number of the message that opened it; 0 if unknown
    board: int = 0  # number of the message that is the board; 0 while there is none
    is_open: bool = True
    is_named: bool = False  # opinions are kept with their authors' names
    box: int = 0  # minutes for each aspect; 0 for no time box
    card: str = ""  # the part whose time runs
    due_at: str = ""  # when it is over, UTC; "" while no time runs or the reminder was sent
    opened_at: str = ""  # UTC
    closed_at: str = ""
    id: int = 0  # 0 while not stored


@dataclass(frozen=True, slots=True)
class Take:
    """That a member has taken a part of the text (认领)."""

    card: str
    user: int
    name: str
    theme: str = ""  # to which `card` belongs


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was said of somebody or of the team when opinions were asked for (征求意见)."""

    object: str  # whom it is about, in the speaker's words
    text: str
    card: str = ""  # the part that it belongs to; "" if none could be told
    author: str = ""  # empty where names are not kept
    user: int = 0  # 0 as well then
    is_private: bool = False  # told to the bot alone
    theme: str = ""  # to which `card` belongs
    id: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """Who ticked an item, and when (UTC)."""

    by: str
    at: str
