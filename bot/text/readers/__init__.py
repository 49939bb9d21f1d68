"""Reads documents as text: one reader per format, recognized by its first bytes, not its ending.

Files, attachments, folders and archives come in; text or one line that says what to do comes out.
To add a format: a kind in `kinds`, a reader in `formats`.
"""

from bot.text.readers.formats import READERS, read_bytes, read_text
from bot.text.readers.plain import MAX_BYTES, decode
from bot.text.readers.sources import Source, shown_name, sources, sources_in

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Source",
    "decode",
    "read_bytes",
    "read_text",
    "shown_name",
    "sources",
    "sources_in",
]
