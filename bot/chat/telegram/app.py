"""The Telegram transport: updates in, replies out, by long polling.

Together with the modules beside it the only door to Telegram.
"""

import asyncio
from functools import partial

from telegram import Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.chat.telegram.flow import CONCURRENT, InOrderPerChat, PatientLimiter, PollingRequest
from bot.chat.telegram.handlers import CONFLICT, App, Dialogue, Transport
from bot.chat.telegram.logs import protect_logs
from bot.errors import BotError, ConfigError

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
REFUSED = "refused"  # the application's note that Telegram took the token back
_TOKEN_REFUSED = "[telegram] token: Telegram does not accept it; copy it again from @BotFather"
START_TRIES = 3  # further attempts to reach Telegram at the start


def run(
    *,
    token: str,
    base_url: str,
    base_file_url: str,
    dialogue: Dialogue,
    request: BaseRequest | None = None,
) -> None:
    """Poll until stopped; raise BotError when Telegram refuses or another program polls."""
    protect_logs()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)  # the library takes the loop of the thread
    try:
        app = build(
            token=token,
            base_url=base_url,
            base_file_url=base_file_url,
            dialogue=dialogue,
            request=request,
        )
        app.run_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=START_TRIES)
    except InvalidToken:
        # Its words hold the token, so they are left behind.
        raise ConfigError(_TOKEN_REFUSED) from None
    except NetworkError as exc:
        raise BotError(
            f"{base_url}: Telegram cannot be reached; check the network and [telegram] base_url"
        ) from exc
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    if app.bot_data.get(REFUSED):
        raise ConfigError(_TOKEN_REFUSED)
    if app.bot_data.get(CONFLICT):
        raise BotError("another program polls Telegram with this token; stop it, then start again")


def build(
    *,
    token: str,
    base_url: str,
    base_file_url: str,
    dialogue: Dialogue,
    request: BaseRequest | None = None,
) -> App:
    """Return the application with its handlers; `request` stands in for the network in tests."""
    transport = Transport(dialogue)
    polling = PollingRequest(connection_pool_size=1)
    app = (
        Application.builder()
        .token(token)
        .base_url(base_url)
        .base_file_url(base_file_url)
        .request(request or HTTPXRequest(connection_pool_size=2 * CONCURRENT))
        .get_updates_request(request or polling)
        .defaults(Defaults(parse_mode=ParseMode.HTML, allow_sending_without_reply=True))
        .concurrent_updates(InOrderPerChat())
        .rate_limiter(PatientLimiter())
        .job_queue(None)
        .post_init(transport.on_start)
        .post_shutdown(transport.on_end)
        .build()
    )
    polling.on_refusal = partial(_stop_refused, app)
    register(app, transport)
    return app


def _stop_refused(app: App) -> None:
    """Stop when Telegram takes the token back while the bot runs."""
    app.bot_data[REFUSED] = True
    app.stop_running()


def register(app: App, transport: Transport) -> None:
    """Add the handlers in their order; of each update the first that fits takes it."""
    # New messages only: no edits, no channel posts, and not what a linked channel forwards.
    new = filters.UpdateType.MESSAGE & ~filters.IS_AUTOMATIC_FORWARD
    # Before the others, because the two notes of a move are messages too.
    app.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, transport.on_migration))
    # Commands are text: Chinese names and full-width slashes are none to Telegram, and the
    # dialogue reads them all alike.
    readable = filters.TEXT | filters.CAPTION | filters.Document.ALL
    app.add_handler(MessageHandler(new & readable, transport.on_message))
    # What is left of private talk, such as pictures and voices, gets a word; groups get none.
    others = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(new & others, transport.on_unreadable))
    app.add_handler(CallbackQueryHandler(transport.on_press))
    app.add_handler(InlineQueryHandler(transport.on_inline))
    app.add_error_handler(transport.on_error)
