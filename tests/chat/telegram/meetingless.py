"""What a dialogue of a test says of meetings when the test is about something else: nothing."""

from bot.chat.reply import Incoming, Posted


class Meetingless:
    """A dialogue in which no group holds a meeting."""

    def board(self, number: int) -> Posted | None:
        return None

    def boards(self) -> list[int]:
        return []

    def placed(self, number: int, message: int) -> int:
        return 0

    def reminders(self) -> list[Posted]:
        return []

    def asks_rights(self, incoming: Incoming) -> bool:
        return False

    def host(self, incoming: Incoming) -> int:
        return 0

    def left(self, chat: int) -> None:
        """The bot was put out of the group."""

    def joined(self, chat: int) -> None:
        """The bot was let into the group."""

    def expect(self, incoming: Incoming) -> None:
        """Nothing is done ahead."""

    def close(self) -> None:
        """Nothing runs beside it."""
