"""What the transport asks of the dialogue. All calls but `expect` and `close` come from one worker thread."""

from collections.abc import Sequence
from typing import Protocol

from bot.chat.reply import Incoming, InlinePage, MenuEntry, Posted, Reply


class Dialogue(Protocol):
    """Answers people, and knows what groups are to be shown and told."""

    @property
    def menu(self) -> Sequence[MenuEntry]:
        """The commands to show."""

    @property
    def searches(self) -> int:
        """How many searches were made so far."""

    def expect(self, incoming: Incoming) -> None:
        """Told, from the event loop, of a message that has to wait for others."""

    def close(self) -> None:
        """Told when the bot has stopped."""

    def respond(self, incoming: Incoming) -> Reply:
        """Return the reply, an empty one when there is nothing to say."""

    def offer(self, words: str, offset: str) -> InlinePage:
        """Return what inline mode offers for the words, from `offset` on."""

    def forget(self, chat: int) -> None:
        """Remove everything that the chat told the bot."""

    def migrate(self, old: int, new: int) -> None:
        """Move what belongs to the group to its new number; saying so twice changes nothing."""

    def board(self, number: int) -> Posted | None:
        """Return the board of that meeting as it stands now; None when there is none to show."""

    def boards(self) -> list[int]:
        """Return the meetings whose boards may show an older state."""

    def placed(self, number: int, message: int) -> int:
        """Note which message is the board; return the one before."""

    def reminders(self) -> list[Posted]:
        """Return what is to be said to groups now, each once."""

    def asks_rights(self, incoming: Incoming) -> bool:
        """Return whether the answer depends on the speaker's rights in the group."""

    def host(self, incoming: Incoming) -> int:
        """Return the group whose meeting a private message is for, 0 for none."""

    def left(self, chat: int) -> None:
        """The bot was put out of the group."""

    def joined(self, chat: int) -> None:
        """The bot was let into the group."""
