"""One call to Telegram, for `prepbot doctor`: is the token good, and does the clock go right?"""

import json
import time
from dataclasses import dataclass

from bot.errors import BotError

_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Reached:
    """What Telegram said about the bot."""

    name: str
    reads_groups: bool  # all of what is said there: privacy mode is off
    ahead: float | None  # seconds by which the clock here is ahead of Telegram's; None if not told


def reach(base_url: str, token: str) -> Reached:
    """Ask Telegram who the token belongs to; raise BotError in words without the token."""
    import urllib.error  # doctor without a token needs none of them
    import urllib.request
    from email.utils import parsedate_to_datetime

    try:
        with urllib.request.urlopen(f"{base_url}{token}/getMe", timeout=_PATIENCE) as answer:
            told = json.load(answer)["result"]
            date = answer.headers.get("Date")
    except urllib.error.HTTPError as exc:
        exc.close()
        if exc.code in (401, 404):
            raise BotError("Telegram does not accept it; copy it again from @BotFather") from None
        raise BotError(f"{base_url}: Telegram answers with error {exc.code}; try later") from None
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise BotError(
            f"{base_url}: Telegram cannot be reached ({type(exc).__name__});"
            " check the network and [telegram] base_url"
        ) from None
    ahead = time.time() - parsedate_to_datetime(date).timestamp() if date else None
    return Reached(str(told.get("username")), bool(told.get("can_read_all_group_messages")), ahead)
