"""What `prepbot doctor` looks at beside settings, data and store: disk, clock, token, mail."""

import shutil
from datetime import UTC, datetime, timedelta

from bot.chat.telegram.reach import reach
from bot.config import Config
from bot.corpus.store import Store
from bot.errors import BotError

FREE = 200 * 1024 * 1024  # bytes that must be free beside a copy of the store
OFF = 120.0  # seconds by which the clock may be wrong
STALE = timedelta(hours=1)  # after which what waits means that no bot is running


def disk(config: Config) -> str:
    """Whether the disk has room for the store to grow and to be copied."""
    place = config.store.path
    folder = next((parent for parent in place.parents if parent.is_dir()), place.parent)
    free = shutil.disk_usage(folder).free
    needed = FREE + (place.stat().st_size if place.exists() else 0)
    if free < needed:
        raise BotError(f"{folder}: {_mb(free)} MB free, {_mb(needed)} MB needed; make room")
    return f"{folder}: {_mb(free)} MB free"


def clock(store: Store) -> str:
    """Whether the clock is behind what the store remembers."""
    newest = store.newest()
    ahead = newest - datetime.now(UTC) if newest else timedelta()
    if ahead.total_seconds() > OFF:
        raise BotError(
            f"is behind the newest entry of the store ({newest:%Y-%m-%d %H:%M} UTC); set it right"
        )
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def token(config: Config) -> str:
    """Whether Telegram accepts the token, and agrees about the time."""
    telegram = config.telegram
    found = reach(telegram.base_url, telegram.token)
    if found.ahead is not None and abs(found.ahead) > OFF:
        way = "ahead of" if found.ahead > 0 else "behind"
        raise BotError(f"the clock here is {abs(found.ahead):.0f} s {way} Telegram's; set it right")
    groups = (
        "reads all of a group" if found.reads_groups else "hears in groups what is meant for it"
    )
    return f"is that of @{found.name}; it {groups}"


def mail(store: Store) -> str:
    """What waits to be handled or sent; old letters mean that nobody delivers them."""
    updates, letters, oldest = store.waiting()
    if oldest and datetime.now(UTC) - oldest > STALE:
        raise BotError(
            f"{updates} updates and {letters} replies wait since {oldest:%Y-%m-%d %H:%M} UTC;"
            " start the bot, or see its log"
        )
    return f"{updates} updates and {letters} replies wait"


def _mb(size: int) -> int:
    return size // 1024 // 1024
