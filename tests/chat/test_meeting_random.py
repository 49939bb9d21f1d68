"""Many groups at once, each doing random things: in the end the store holds what a simple model does.

Updates come twice, groups move, the program starts anew in between. `PREPBOT_SEEDS` says how many
random courses are played; a course that fails names its seed.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts

SEEDS = range(int(os.environ.get("PREPBOT_SEEDS", "1")))
GROUPS, ACTIONS = 50, 200
MEMBERS = tuple("甲乙丙丁戊己")


@dataclass
class Group:
    """What a group should have in the store."""

    chat: int
    meeting: int = 0
    messages: int = 0
    ticks: dict[str, str] = field(default_factory=dict)  # item -> who ticked it first
    notes: list[list[object]] = field(default_factory=list)  # [card, text, author, message]
    takes: set[tuple[str, int]] = field(default_factory=set)
    people: set[str] = field(default_factory=lambda: {MEMBERS[0]})


class Course:
    """One random course of all groups over one store on disk."""

    def __init__(self, seed: int, path: Path, catalog: Catalog, concepts: Concepts) -> None:
        self.random = Random(seed)
        self.path, self.catalog, self.concepts = path, catalog, concepts
        self.groups = [Group(-100 - n) for n in range(GROUPS)]
        self.next_chat = -10_000
        self.start()
        for group in self.groups:
            self.say(group, MEMBERS[0], "/meeting 某班子")
            found = self.dialogue.meetings.open_in(group.chat)
            assert found
            group.meeting = found.id

    def start(self) -> None:
        """Opens the store as a new run of the program would."""
        store = Store.open(self.path)
        self.dialogue = Dialogue(Assistant(store, self.catalog, self.concepts))
        assistant = self.dialogue.assistant
        session = assistant.session(1)
        self.cards = assistant.checklist.cards(session)
        listed = [
            (c, i)
            for c in self.cards
            for i in self.catalog.item
            if assistant.checklist.has_item(session, c, i)
        ]
        unlisted = [
            ("1", i) for i in self.catalog.item if not assistant.checklist.has_item(session, "1", i)
        ]
        self.places = [*listed, *unlisted]  # what a button may name, rightly or not

    def restart(self, group: Group) -> None:
        """Ends the program and begins it again."""
        self.dialogue.assistant.store.close()
        self.start()

    def hear(self, incoming: Incoming) -> None:
        """Lets the bot hear it, now and then twice."""
        for _ in range(self.random.choice((1, 1, 1, 2))):
            self.dialogue.respond(incoming)

    def say(self, group: Group, name: str, text: str, *, edits: int = 0) -> int:
        """Says or edits something in the group; returns the message's number."""
        group.messages += 1
        number = edits or group.messages
        user = MEMBERS.index(name) + 1
        said = Incoming(group.chat, user, text=text, name=name, message=number, is_group=True)
        self.hear(said if not edits else Incoming(group.chat, user, message=number, text=text, name=name, is_group=True, is_edit=True))  # fmt: skip
        return number

    def press(self, group: Group, name: str, action: str) -> None:
        """Presses a button in the group."""
        user = MEMBERS.index(name) + 1
        self.hear(Incoming(group.chat, user, press=action, name=name, is_group=True))

    # What groups do, each with what the model makes of it

    def tick(self, group: Group) -> None:
        """Somebody ticks an item or takes the tick away."""
        name = self.random.choice(MEMBERS)
        card, item = self.random.choice(self.places)
        session = self.dialogue.assistant.session(group.chat)
        done = self.random.random() < 0.7
        self.press(group, name, f"done:{card}:{item}:{int(done)}")
        if not self.dialogue.assistant.checklist.has_item(session, card, item):
            return
        group.people.add(name)
        if done:
            group.ticks.setdefault(item, name)
        else:
            group.ticks.pop(item, None)

    def note(self, group: Group) -> None:
        """Somebody notes something under an aspect."""
        name, card = self.random.choice(MEMBERS), self.random.choice(self.cards[:-3])
        text = f"第{self.random.randrange(10**6)}件事，发生在{self.random.randrange(1, 13)}月。"
        number = self.say(group, name, f"/note {card} {text}")
        group.notes.append([card, text, name, number])
        group.people.add(name)

    def edit(self, group: Group) -> None:
        """Somebody edits one of his messages."""
        if not group.notes:
            return
        note = self.random.choice(group.notes)
        text = f"改过的第{self.random.randrange(10**6)}件事。"
        known = bool(note[3])  # not so for what was said before the group moved
        number = note[3] if known else 10**6 + self.random.randrange(10**6)
        self.say(group, str(note[2]), f"/note {note[0]} {text}", edits=int(str(number)))
        if known:
            note[1] = text
        else:  # a message that becomes a note by being edited
            group.notes.append([note[0], text, note[2], number])

    def take(self, group: Group) -> None:
        """Somebody takes or leaves an aspect."""
        name, card = self.random.choice(MEMBERS), self.random.choice(self.cards[:-3])
        taken = self.random.random() < 0.6
        self.press(group, name, f"take:{group.meeting}:{card}:{int(taken)}")
        own = (card, MEMBERS.index(name) + 1)
        if taken:
            group.takes.add(own)
            group.people.add(name)
        else:
            group.takes.discard(own)

    def move(self, group: Group) -> None:
        """The group becomes another; Telegram says so in both."""
        old, group.chat = group.chat, self.next_chat
        self.next_chat -= 1
        group.messages = 0
        for note in group.notes:
            note[3] = 0
        for _ in range(2):
            self.dialogue.migrate(old, group.chat)

    def play(self) -> None:
        """All groups do their actions, mixed."""
        turns = [group for group in self.groups for _ in range(ACTIONS)]
        self.random.shuffle(turns)
        acts = (self.tick, self.note, self.edit, self.take, self.move, self.restart)
        for group in turns:
            (act,) = self.random.choices(acts, weights=(40, 25, 15, 18, 1.5, 0.1))
            act(group)


def stored(course: Course, group: Group) -> Group:
    """The group as the store has it."""
    store = course.dialogue.assistant.store
    found = store.meetings.open_in(group.chat)
    assert found
    session = course.dialogue.meetings.session_of(found)
    return Group(
        chat=found.place.chat,
        meeting=found.id,
        messages=group.messages,
        ticks=store.chats.ticks(found.place, session.theme),
        notes=[
            [note.spot.card, note.text, note.author, note.message]
            for note in store.chats.notes(found.place)
        ],
        takes={(t.card, t.user) for t in store.meetings.takes(found.place, session.theme)},
        people=set(store.meetings.attendees(found.place)),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_course_the_store_is_what_the_groups_did(
    seed: int, tmp_path: Path, catalog: Catalog, all_concepts: Concepts
) -> None:
    course = Course(seed, tmp_path / "store.sqlite3", catalog, all_concepts)
    course.play()
    wrong = [(group, stored(course, group)) for group in course.groups]
    store = course.dialogue.assistant.store
    chats = {group.chat for group in course.groups}
    tables = [table for table in store.db.tables if "chat" in table.columns_dict]
    left = {row["chat"] for table in tables for row in table.rows} - chats
    store.close()
    assert [pair for pair in wrong if pair[0] != pair[1]] == []
    assert left == set()
