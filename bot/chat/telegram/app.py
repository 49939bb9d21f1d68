"""Puts the transport together: the library's application with the open places filled in."""

import time
from dataclasses import dataclass
from functools import partial

from httpx import create_ssl_context
from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat.telegram.answering import Dialogue
from bot.chat.telegram.arrivals import Arrivals
from bot.chat.telegram.boards import Boards
from bot.chat.telegram.desk import Desk
from bot.chat.telegram.flow import CarefulBot, InOrderPerChat, PatientLimiter, PollingRequest
from bot.chat.telegram.gate import Gate
from bot.chat.telegram.handlers import DOWNLOADS, App, Staff, Transport
from bot.chat.telegram.metrics import Metrics
from bot.chat.telegram.office import Office
from bot.chat.telegram.postman import CONCURRENT, Postman
from bot.chat.telegram.reports import Reports
from bot.chat.telegram.tidy import Housekeeper
from bot.chat.telegram.wire import Wire
from bot.chat.telegram.work import Worker
from bot.config import Config
from bot.corpus.store import Store

ALLOWED_UPDATES = (
    *(Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY),
    Update.MY_CHAT_MEMBER,
)


@dataclass(frozen=True, slots=True)
class Site:
    """All parts of the transport, joined up."""

    app: App
    arrivals: Arrivals
    transport: Transport
    postman: Postman
    boards: Boards
    worker: Worker
    metrics: Metrics
    housekeeper: Housekeeper
    polling: PollingRequest

    def gauges(self) -> dict[str, float]:
        """What is to be measured now, for Prometheus."""
        return {
            "updates_queued": self.arrivals.qsize(),
            "letters_waiting": self.postman.waiting,
            "uptime_seconds": time.monotonic() - self.metrics.began,
        }

    def close(self) -> None:
        """Take on nothing more: what has not begun waits on disk for the next start."""
        self.transport.is_closing = True
        self.arrivals.close()


def build(
    config: Config, *, dialogue: Dialogue, store: Store, request: BaseRequest | None = None
) -> Site:
    """Return the joined parts; `request` stands in for the network in tests."""
    worker, desk = Worker(), Desk(store, lambda: app.bot.username)
    metrics, gate = Metrics(), Gate(config, store, host=dialogue.host)
    moved = partial(_moved, dialogue, gate)
    postman = Postman(desk, worker, moved)
    boards = Boards(dialogue, worker.do, moved, is_coming=postman.brings_board)
    postman.arrived = boards.arrived
    arrivals = Arrivals(desk, worker)
    office = Office(config.access, store, metrics, lambda: app.bot.username)
    reports = Reports(config.access.admins)
    staff = Staff(dialogue, desk, worker, postman, boards, gate, office, metrics, reports)
    transport = Transport(staff)
    context = create_ssl_context()  # one for both: it reads all certificates
    polling = PollingRequest(1, context)
    bot = CarefulBot(
        config.telegram.token,
        arrivals.keep,
        base_url=config.telegram.base_url,
        base_file_url=config.telegram.base_file_url,
        request=request or Wire(2 * CONCURRENT + DOWNLOADS, context),
        get_updates_request=request or polling,
        defaults=Defaults(parse_mode=ParseMode.HTML, allow_sending_without_reply=True),
        rate_limiter=PatientLimiter(),
    )
    builder = Application.builder()
    if config.telegram.mode == "webhook":
        builder = builder.updater(None)  # the web server takes its place
    app = (
        builder.bot(bot)
        .concurrent_updates(InOrderPerChat(transport.begins, transport.ends, transport.albums.note))
        .job_queue(None)
        .update_queue(arrivals)
        .build()
    )
    arrivals.bot = postman.bot = boards.bot = app.bot
    arrivals.aside = transport.aside
    register(app, transport)
    housekeeper = Housekeeper(config.store, store, dialogue, gate, metrics)
    return Site(app, arrivals, transport, postman, boards, worker, metrics, housekeeper, polling)


def _moved(dialogue: Dialogue, gate: Gate, old: int, new: int) -> None:
    dialogue.migrate(old, new)
    gate.migrate(old, new)


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
    edited = filters.UpdateType.EDITED_MESSAGE & ~filters.IS_AUTOMATIC_FORWARD
    app.add_handler(MessageHandler(edited & (filters.TEXT | filters.CAPTION), transport.on_edit))
    app.add_handler(ChatMemberHandler(transport.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(CallbackQueryHandler(transport.on_press))
    app.add_handler(InlineQueryHandler(transport.on_inline))
    app.add_error_handler(transport.on_error)
