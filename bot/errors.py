"""What the operator has to be told; a user's text never raises, it yields findings or no matches.

Each message is one line that names the thing, the place and the next step.
"""


class BotError(Exception):
    """Something the operator can mend; shown as one line, exit code 1."""


class ConfigError(BotError):
    """A setting is missing, unknown or of the wrong kind."""


class DataError(BotError):
    """A file under `data/` is missing or does not hold what it should."""


class UnreadableFileError(BotError):
    """A document cannot be read as text."""


class StoreError(BotError):
    """The store cannot be opened, read or written."""
