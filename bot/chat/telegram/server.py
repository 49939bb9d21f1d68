"""The web server behind the reverse proxy: Telegram's calls, /healthz and /metrics.

The only door to tornado, which is an extra: polling without health checks does without. The
library's own webhook has no room for a health check, and refuses an update that it cannot read,
which Telegram would then repeat for a day.
"""

import hmac
import json
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.chat.telegram.app import Site
from bot.chat.telegram.arrivals import readable
from bot.config import TelegramConfig
from bot.errors import BotError

BODY = 1024 * 1024  # bytes of a call at most; an update has some thousand
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_HEALTH, _METRICS = "/healthz", "/metrics"

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the server answers with."""

    site: Site
    config: TelegramConfig
    problem: Callable[[], str]  # what is wrong just now, "" if nothing
    gauges: Callable[[], dict[str, float]]


def listen(answers: Answers) -> Callable[[], None]:
    """Open the server and return what closes it; raise BotError when its place is taken."""
    config = answers.config
    shared = {"answers": answers}
    routes: list[Any] = [(_HEALTH, _Health, shared)]
    if config.metrics:
        routes.append((_METRICS, _Metrics, shared))
    if config.mode == "webhook":
        routes.append((hook_path(config), _Hook, shared))
    app = Application(routes, default_handler_class=_Nothing, default_handler_args=shared)
    server = HTTPServer(app, max_buffer_size=BODY, max_body_size=BODY)
    family = socket.AF_INET6 if ":" in config.listen else socket.AF_INET
    try:
        place = socket.create_server((config.listen, config.port), family=family)
    except OSError as exc:
        where = f"[telegram] listen {config.listen}, port {config.port}"
        raise BotError(f"{where}: cannot listen: {exc.strerror}; choose another port") from exc
    place.setblocking(False)
    server.add_socket(place)
    return server.stop


def hook_path(config: TelegramConfig) -> str:
    """Return the path of the address that Telegram calls."""
    path = urlsplit(config.webhook_url).path or "/"
    if path in (_HEALTH, _METRICS):
        raise BotError(f"[telegram] webhook_url: its path {path} is taken; choose another")
    return path


class _Handler(RequestHandler):
    def initialize(self, answers: Answers) -> None:
        self.answers = answers

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def write_error(self, status_code: int, **details: Any) -> None:
        self.finish(f"{status_code}\n")  # without a word about the error

    def log_exception(self, *error: Any) -> None:
        if not isinstance(error[1], HTTPError):
            _LOG.error("a call to the server failed", exc_info=error)


class _Hook(_Handler):
    """Telegram's calls: 200 says that the update is on disk."""

    async def post(self) -> None:
        shown = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), self.answers.config.webhook_secret.encode()):
            raise HTTPError(403)
        try:
            update = json.loads(self.request.body)
        except ValueError as exc:
            raise HTTPError(400) from exc
        if not isinstance(update, dict):
            raise HTTPError(400)
        site = self.answers.site
        await site.arrivals.put(Update.de_json(readable(update), site.app.bot))


class _Nothing(_Handler):
    """Everything else."""

    def prepare(self) -> None:
        raise HTTPError(404)


class _Health(_Handler):
    def get(self) -> None:
        problem = self.answers.problem()
        self.set_status(503 if problem else 200)
        self.finish(f"{problem or 'ok'}\n")


class _Metrics(_Handler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(self.answers.site.metrics.text(self.answers.gauges()))
