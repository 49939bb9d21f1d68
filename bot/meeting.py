"""The preparation meeting (准备会) of a group: the use cases, as values, whatever asks for them.

A meeting works on one preparation of its chat, with scope team: ticks and notes are that
preparation's, so that card, checklist and export are the same as for one person. What a meeting
has beside it, its chair, who took what, opinions and the time box, is looked after here.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.advice.opinions import Fault, fault_of
from bot.assistant import Assistant
from bot.assistant.checklist import Progress
from bot.models import Meeting, Note, Opinion, Preparation, Scope, Session, Take

SCOPE: Scope = "team"
_TOKEN_BYTES = 12


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A part of the text as the board shows it."""

    progress: Progress
    takers: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a meeting has come."""

    meeting: Meeting
    session: Session
    lines: tuple[BoardLine, ...]
    opinions: int
    attendees: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many items are neither ticked nor noted."""
        return sum(line.progress.total - line.progress.covered for line in self.lines)


def _owner(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}（牵头）\n{'、'.join(names[1:])}"


def _now() -> datetime:
    return datetime.now(UTC)


class Meetings:
    """The meetings of all groups."""

    def __init__(self, assistant: Assistant, clock: Callable[[], datetime] = _now) -> None:
        self._assistant = assistant
        self._clock = clock
        self._store = assistant.store
        self._kept = assistant.store.meetings
        self.open_in = self._kept.open_in
        self.of = self._kept.of
        self.by_token = self._kept.by_token
        self.all_in = self._kept.all_in
        self.at = self._kept.at
        self.shown = self._kept.shown

    # --- opening and closing

    def session_of(self, meeting: Meeting, session: Session | None = None) -> Session:
        """The session of the group with the meeting's preparation at hand."""
        place = meeting.place
        session = session or self._assistant.session(place.chat, place.topic)
        if session.preparation.number == place.preparation:
            return session
        kept = self._store.chats.preparation(place)
        return replace(session, preparation=kept or Preparation(place.preparation, scope=SCOPE))

    def preparation_for(self, session: Session) -> Preparation:
        """What a new meeting works on: what the group has at hand, unless a meeting worked on it."""
        if not self._kept.at(session.place):
            return replace(session.preparation, scope=SCOPE)
        return self._fresh(session)

    def _fresh(self, session: Session) -> Preparation:
        kept = self._store.chats.preparations(session.chat, session.topic)
        last = max([session.preparation.number, *(found.number for found in kept)])
        at_hand = session.preparation
        return Preparation(last + 1, "", at_hand.areas, SCOPE, at_hand.theme)

    def open(self, session: Session, meeting: Meeting) -> Meeting:
        """Opens the meeting; the same message told again gives what it opened."""
        with self._store.transaction():
            known = [
                found
                for found in self.all_in(session.chat, session.topic)
                if meeting.opened_by and found.opened_by == meeting.opened_by
            ]
            if known:
                return known[0]
            self._store.chats.save(session)
            new = replace(
                meeting, token=secrets.token_urlsafe(_TOKEN_BYTES), opened_at=self._stamp()
            )
            made = replace(new, id=self._kept.add(new))
            self._kept.attend(made.place, made.chair, made.chair_name, made.opened_at)
            return made

    def close(self, meeting: Meeting, session: Session, *, keeps_all: bool) -> Session:
        """Ends the meeting and returns the session that goes on, with a preparation of its own."""
        with self._store.transaction():
            self._kept.change(
                replace(meeting, is_open=False, due_at="", card="", closed_at=self._stamp())
            )
            if not keeps_all:
                self._kept.clear(meeting.place)
        return replace(session, preparation=self._fresh(session))

    def reopen(self, meeting: Meeting) -> bool:
        """Goes on with a closed meeting; False while another one is open there."""
        with self._store.transaction():
            if self.open_in(meeting.place.chat, meeting.place.topic):
                return False
            self._kept.change(replace(meeting, is_open=True, closed_at="", board=0))
        return True

    def is_open(self, meeting: Meeting) -> bool:
        """Whether the meeting is still open."""
        found = self.open_in(meeting.place.chat, meeting.place.topic)
        return found is not None and found.id == meeting.id

    def change(self, meeting: Meeting) -> None:
        """Keeps what has changed of the meeting."""
        with self._store.transaction():
            self._kept.change(meeting)

    def placed(self, number: int, message: int) -> int:
        """Remembers the message that is the board now; returns the one before, 0 for none."""
        meeting = self.of(number)
        if not meeting or meeting.board == message:
            return 0
        self.change(replace(meeting, board=message))
        return meeting.board

    def leave(self, chat: int) -> None:
        """The bot was put out of the group."""
        with self._store.transaction():
            self._kept.leave(chat, self._stamp())

    def come_back(self, chat: int) -> None:
        """The bot was let into the group."""
        with self._store.transaction():
            self._kept.come_back(chat)

    # --- who takes what, who takes part

    def take(self, meeting: Meeting, take: Take, *, is_taken: bool) -> None:
        """Lets a member have a part, or not any more; that he took part stays."""
        with self._store.transaction():
            self._kept.set_take(meeting.place, take, self._stamp(), is_taken=is_taken)
            if is_taken:
                self._kept.attend(meeting.place, take.user, take.name, self._stamp())

    def attend(self, meeting: Meeting, user: int, name: str) -> None:
        """Notes that the member wrote or ticked something."""
        with self._store.transaction():
            self._kept.attend(meeting.place, user, name, self._stamp())

    def takers(self, session: Session) -> dict[str, list[str]]:
        """Part of the theme at hand -> the names of those who took it, the first one first."""
        found: dict[str, list[str]] = {}
        for take in self._kept.takes(session.place, session.theme):
            found.setdefault(take.card, []).append(take.name)
        return found

    def owners(self, session: Session) -> tuple[tuple[str, str], ...]:
        """Part -> who answers for its rectification: who took it, of several the first leading."""
        return tuple((card, _owner(names)) for card, names in self.takers(session).items())

    # --- where it stands

    def standing(self, meeting: Meeting) -> Standing:
        """What the board shows."""
        session = self.session_of(meeting)
        takers = self.takers(session)
        counts = self.note_counts(session)
        lines = tuple(
            BoardLine(line, tuple(takers.get(line.card, ())), counts.get(line.card, 0))
            for line in self._assistant.checklist.progress(session)
        )
        opinions = len(self._kept.opinions(meeting.place))
        return Standing(
            meeting, session, lines, opinions, tuple(self._kept.attendees(meeting.place))
        )

    def note_counts(self, session: Session) -> dict[str, int]:
        """Part -> how many notes stand there."""
        counts: dict[str, int] = {}
        for note in self._assistant.notebook.notes(session):
            card = self.card_of(session, note)
            counts[card] = counts.get(card, 0) + 1
        return counts

    def card_of(self, session: Session, note: Note) -> str:
        """The part that a note belongs to; "" for one of another theme."""
        spot = note.spot
        if spot.item:
            return self._assistant.checklist.card_of(session, spot.item)
        return spot.card if spot.theme == session.theme else ""

    # --- opinions

    def said(self, meeting: Meeting, chat: int, message: int) -> str:
        """What stands for a message in the store: the same each time, telling nothing of it."""
        if not message:
            return ""
        return sha256(f"{meeting.token}:{chat}:{message}".encode()).hexdigest()[:24]

    def fault_of(self, text: str) -> Fault | None:
        """What an opinion reads like instead of a criticism."""
        return fault_of(text, self._assistant.catalog.rules.phrases)

    def keep_opinion(self, meeting: Meeting, opinion: Opinion, said: str) -> None:
        """Keeps an opinion under the part that it is likest to; without names if so chosen."""
        session = self.session_of(meeting)
        kept = self._under_theme(session, opinion)
        if not meeting.is_named:
            kept = replace(kept, author="", user=0)
        with self._store.transaction():
            self._kept.set_opinion(meeting.place, kept, said, self._stamp())

    def has_said(self, meeting: Meeting, said: str) -> bool:
        """Whether that message gave an opinion that is kept."""
        return self._kept.has_said(meeting.place, said)

    def drop_opinion(self, meeting: Meeting, said: str) -> None:
        """Removes the opinion of that message."""
        with self._store.transaction():
            self._kept.drop_opinion(meeting.place, said)

    def opinions(self, meeting: Meeting) -> list[Opinion]:
        """All opinions of the meeting, each under the part of the theme at hand that it is likest to."""
        session = self.session_of(meeting)
        return [self._under_theme(session, found) for found in self._kept.opinions(meeting.place)]

    def _under_theme(self, session: Session, opinion: Opinion) -> Opinion:
        if opinion.theme == session.theme:
            return opinion
        card = self._part_like(session, opinion.text)
        return replace(opinion, card=card, theme=session.theme)

    def _part_like(self, session: Session, text: str) -> str:
        theme = self._assistant.themes.of(session)
        named = self._assistant.finder.understanding.read(text[:200], theme).aspect
        if named and theme.aspect(named):
            return str(named)
        cards = (
            self._assistant.checklist.card_of(session, item.key)
            for item in self._assistant.finder.items_like(text)
        )
        return next((card for card in cards if card.isdecimal()), "")

    # --- the time box

    def start_box(self, meeting: Meeting, card: str) -> Meeting:
        """Lets the time for a part run; without a time box only the part is remembered."""
        due = self._clock() + timedelta(minutes=meeting.box)
        due_at = due.isoformat(timespec="seconds") if meeting.box and card else ""
        changed = replace(meeting, card=card, due_at=due_at)
        self.change(changed)
        return changed

    def due(self) -> list[Meeting]:
        """The meetings whose time for a part is over, each told once."""
        found = self._kept.due(self._stamp())
        with self._store.transaction():
            for meeting in found:
                self._kept.change(replace(meeting, due_at=""))
        return found

    def _stamp(self) -> str:
        return self._clock().isoformat(timespec="seconds")
