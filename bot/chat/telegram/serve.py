"""Runs the bot: from the first call to Telegram to a stop that loses nothing.

On SIGTERM or Ctrl-C what is running is finished; what has not begun, and what Telegram has not
accepted, waits on disk for the next start.
"""

import asyncio
import contextlib
import gc
import logging
import signal
import time
from collections.abc import Callable

from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot.chat.telegram.answering import Dialogue
from bot.chat.telegram.app import ALLOWED_UPDATES, Site, build
from bot.chat.telegram.logs import describe, protect_logs
from bot.chat.telegram.watch import STUCK, tell_systemd, watch
from bot.config import Config
from bot.corpus.store import Store
from bot.errors import BotError, ConfigError, StoreError

TOKEN_REFUSED = "[telegram] token: Telegram does not accept it; copy it again from @BotFather"
START_TRIES = 4  # attempts to reach Telegram at the start
START = 60.0  # seconds in which a second poller means that this one came too many
CONFLICTS = 3  # refusals of getUpdates that are no accident any more
GRACE = 20.0  # seconds for what is running when the bot is stopped
REMIND = 15.0  # seconds between two looks whether a group is to be reminded
_SENDING = 5.0  # seconds for messages on their way; they are repeated otherwise
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")

_LOG = logging.getLogger(__name__)


def run(
    config: Config, *, dialogue: Dialogue, store: Store, request: BaseRequest | None = None
) -> None:
    """Run until stopped; raise BotError when Telegram refuses or another program polls."""
    protect_logs(config.logs)
    problem = asyncio.run(_Run(config, dialogue, store, request).until_the_end())
    if problem:
        raise problem from None  # Telegram's own words may hold the token


class _Run:
    """One run, with the reason for which it ends: None when somebody stopped it."""

    def __init__(
        self, config: Config, dialogue: Dialogue, store: Store, request: BaseRequest | None
    ) -> None:
        self._config = config
        self._parts = (dialogue, store, request)
        self._began = time.monotonic()
        self._conflicts = 0
        self._close_server: Callable[[], None] = lambda: None

    @property
    def _is_webhook(self) -> bool:
        return self._config.telegram.mode == "webhook"

    async def until_the_end(self) -> BotError | None:
        self._end: asyncio.Future[BotError | None] = asyncio.get_running_loop().create_future()
        dialogue, store, request = self._parts
        try:
            site = build(self._config, dialogue=dialogue, store=store, request=request)
        except InvalidToken:
            return ConfigError(TOKEN_REFUSED)
        site.polling.on_refusal = lambda: self._ends(ConfigError(TOKEN_REFUSED))
        _on_signals(lambda: self._ends(None))
        works = (
            self._work(site),
            self._watch(site),
            _remind(site),
            site.housekeeper.keep_house(site.worker),
        )
        tasks = [asyncio.create_task(work) for work in works]
        for task in tasks:
            task.add_done_callback(self._failed)
        try:
            return await self._end
        finally:
            tell_systemd("STOPPING=1")
            self._close_server()
            await _stop(site, tasks)
            dialogue.close()

    def _ends(self, reason: BotError | None) -> None:
        if not self._end.done():
            self._end.set_result(reason)

    def _failed(self, task: asyncio.Task[None]) -> None:
        """End when a part fails that should not: a program that half runs looks alive."""
        error = None if task.cancelled() else task.exception()
        if error:
            self._ends(BotError(f"the program failed: {describe(error)}; see the log"))

    async def _work(self, site: Site) -> None:
        """Start everything, in the order in which nothing gets lost or out of turn."""
        try:
            await self._reach(site)
            await site.app.start()
            site.app.create_task(site.transport.on_start(site.app))
            await site.postman.resume()
            await site.boards.resume()
            await site.arrivals.replay()
            await self._serve(site)
            await self._listen(site)
        except InvalidToken:
            self._ends(ConfigError(TOKEN_REFUSED))
        except BadRequest as exc:  # which is a NetworkError to the library
            said = exc.message.removeprefix("Bad Request: ")
            advice = "check [telegram] webhook_url" if self._is_webhook else "see the log"
            self._ends(BotError(f"Telegram refuses to start: {said}; {advice}"))
        except NetworkError:
            base = self._config.telegram.base_url
            advice = "check the network and [telegram] base_url"
            self._ends(BotError(f"{base}: Telegram cannot be reached; {advice}"))
        except BotError as exc:
            self._ends(exc)
        else:
            gc.freeze()  # what is loaded stays: looking through it for garbage held answers up for 50 ms
            _LOG.info("ready as @%s", site.app.bot.username)
            tell_systemd("READY=1")

    async def _reach(self, site: Site) -> None:
        for attempt in range(1, START_TRIES + 1):
            try:
                await site.app.initialize()
                return
            except InvalidToken:
                raise
            except NetworkError as exc:
                if attempt == START_TRIES:
                    raise
                _LOG.warning("Telegram cannot be reached: %s; trying again", describe(exc))
                await asyncio.sleep(attempt)

    async def _serve(self, site: Site) -> None:
        """Open the web server, if the settings ask for anything it does."""
        telegram = self._config.telegram
        if not (self._is_webhook or telegram.health or telegram.metrics):
            return
        try:
            from bot.chat.telegram.server import Answers, listen
        except ImportError as exc:
            words = "a webhook, health and metrics need one more package: pip install 'prepbot[webhook]'"
            raise BotError(words) from exc
        self._close_server = listen(
            Answers(site, telegram, lambda: self._problem(site), site.gauges)
        )

    def _problem(self, site: Site) -> str:
        """What a health check has to know, "" if all is well."""
        if self._end.done():
            return "stopping"
        silence = time.monotonic() - self._heard_at(site)
        return f"no call of getUpdates ended for {silence:.0f} s" if silence > STUCK / 2 else ""

    def _heard_at(self, site: Site) -> float:
        return time.monotonic() if self._is_webhook else site.polling.heard_at

    async def _listen(self, site: Site) -> None:
        telegram = self._config.telegram
        if self._is_webhook:
            await site.app.bot.set_webhook(
                telegram.webhook_url,
                allowed_updates=ALLOWED_UPDATES,
                secret_token=telegram.webhook_secret,
            )
            return
        assert site.app.updater
        site.polling.heard_at = time.monotonic()
        await site.app.updater.start_polling(
            allowed_updates=ALLOWED_UPDATES,
            bootstrap_retries=START_TRIES,
            error_callback=self._on_polling_error,
        )

    def _on_polling_error(self, exc: TelegramError) -> None:
        """Stop when another program polls at the start; later on it is the other's turn to stop.

        A single conflict may be the echo of a run that was killed a moment ago.
        """
        _LOG.warning("polling: %s", describe(exc))
        self._conflicts += isinstance(exc, Conflict)
        if self._conflicts >= CONFLICTS and time.monotonic() - self._began < START:
            words = "another program polls Telegram with this token; stop it, then start again"
            self._ends(BotError(words))

    async def _watch(self, site: Site) -> None:
        self._ends(await watch(site.worker, lambda: self._heard_at(site)))


async def _remind(site: Site) -> None:
    """Remind groups for ever; what is due stands in the store, so that a restart forgets nothing."""
    while True:
        await asyncio.sleep(REMIND)
        if site.app.running:
            await site.transport.remind()


async def _stop(site: Site, tasks: list[asyncio.Task[None]]) -> None:
    site.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    updater = site.app.updater
    if updater and updater.running:
        await _patiently(updater.stop(), "polling")
    if site.app.running:
        await _patiently(site.app.stop(), "what was being handled")
    await site.postman.close(_SENDING)
    await _patiently(site.boards.close(), "showing boards", _SENDING)
    with contextlib.suppress(StoreError):
        await site.worker.do(site.housekeeper.keep_counts)
    with contextlib.suppress(TelegramError):
        await site.app.shutdown()
    site.worker.end()


async def _patiently(
    stopping: "asyncio.Future[None] | object", name: str, patience: float = GRACE
) -> None:
    try:
        await asyncio.wait_for(stopping, patience)  # type: ignore[arg-type]
    except (TimeoutError, TelegramError):
        _LOG.warning("%s did not end within %s s; it is taken up at the next start", name, patience)


def _on_signals(stop: object) -> None:
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        with contextlib.suppress(NotImplementedError, AttributeError, RuntimeError):
            loop.add_signal_handler(getattr(signal, name), stop)  # type: ignore[arg-type]
