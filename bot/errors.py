"""What the operator has to be told; a user's text never raises, it yields findings or no matches.

Each message is one line that names the thing, the place and the next step.
"""

from typing import Literal


class BotError(Exception):
    """Something the operator can mend; shown as one line, exit code 1."""


class ConfigError(BotError):
    """A setting is missing, unknown or of the wrong kind."""


class DataError(BotError):
    """A file under `data/` is missing or does not hold what it should."""


Trouble = Literal[
    "format", "protected", "scan", "too_large", "damaged", "empty", "archive", "unknown"
]
"""Why a document cannot be read: what a user is told in his own language."""


class UnreadableFileError(BotError):
    """A document cannot be read as text; `why` says so in a word."""

    def __init__(self, message: str, *, why: Trouble = "unknown") -> None:
        super().__init__(message)
        self.why: Trouble = why


class StoreError(BotError):
    """The store cannot be opened, read or written."""


class TakenError(StoreError):
    """A removed document cannot be put back: its name or its text is there again."""
