"""The web server: Telegram's calls with the secret, health, metrics."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from bot.chat.telegram.app import ALLOWED_UPDATES, Site
from bot.chat.telegram.metrics import Metrics
from bot.chat.telegram.serve import _Run
from bot.chat.telegram.server import BODY, SECRET_HEADER, Answers, hook_path, listen
from bot.config import Config
from bot.corpus.store import Store
from bot.errors import BotError, ConfigError
from tests.chat.telegram.fake import FakeTelegram
from tests.chat.telegram.test_delivery import CONFIG, Echo, live, states

SECRET = {SECRET_HEADER: "s3cret"}
Call = Callable[..., Awaitable[httpx.Response]]


def config(mode: str = "webhook", **fields: object) -> Config:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"mode": mode, "port": port, "metrics": True} | fields
    hook = {"webhook_url": "https://bot.example/hook", "webhook_secret": "s3cret"}
    return replace(CONFIG, telegram=replace(CONFIG.telegram, **hook | settings))  # type: ignore[arg-type]


def served(
    telegram: FakeTelegram,
    mail: Store,
    play: Callable[[Call], Awaitable[None]],
    settings: Config | None = None,
    problem: str = "",
) -> None:
    """Runs the server while `play` makes calls to it."""
    chosen = settings or config()

    async def serve(site: Site) -> None:
        close = listen(Answers(site, chosen.telegram, lambda: problem, site.gauges))
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{chosen.telegram.port}", trust_env=False
        ) as client:
            await play(client.request)
        close()

    live(telegram, mail, serve, Echo(), chosen)


def test_a_call_with_the_secret_is_on_disk_and_answered(
    telegram: FakeTelegram, mail: Store
) -> None:
    updates = [telegram.message("信访"), {"update_id": 7, "message": {"text": "绝密"}}]

    async def play(call: Call) -> None:
        for update in (*updates, updates[0]):
            answer = await call("POST", "/hook", headers=SECRET, content=json.dumps(update))
            assert (answer.status_code, answer.text) == (200, "")

    served(telegram, mail, play)
    assert [state for state, _ in states(mail)] == ["handled", "aside"]
    assert telegram.texts() == ["信访"]


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/hook", {}, "{}", 403),
        ("/hook", {SECRET_HEADER: "guess"}, "{}", 403),
        ("/hook", {SECRET_HEADER: "é".encode("latin-1")}, "{}", 403),
        ("/hook", SECRET, "绝密", 400),
        ("/hook", SECRET, "[1]", 400),
        ("/other", SECRET, "{}", 404),
    ],
)
def test_other_calls_are_refused_without_a_word(
    telegram: FakeTelegram,
    mail: Store,
    caplog: pytest.LogCaptureFixture,
    path: str,
    headers: dict[str, str | bytes],
    body: str,
    status: int,
) -> None:
    async def play(call: Call) -> None:
        answer = await call("POST", path, headers=headers, content=body)
        assert (answer.status_code, answer.text) == (status, f"{status}\n")

    served(telegram, mail, play)
    assert states(mail) == []
    assert "绝密" not in caplog.text


def test_a_huge_call_is_cut_off(telegram: FakeTelegram, mail: Store) -> None:
    async def play(call: Call) -> None:
        answer = None
        try:
            answer = await call("POST", "/hook", headers=SECRET, content=b"[" * (BODY + 1))
        except httpx.HTTPError:
            return
        assert answer.status_code == 400

    served(telegram, mail, play)


@pytest.mark.parametrize(("problem", "status"), [("", 200), ("stopping", 503)])
def test_health_tells_what_is_wrong(
    telegram: FakeTelegram, mail: Store, problem: str, status: int
) -> None:
    async def play(call: Call) -> None:
        answer = await call("GET", "/healthz")
        assert (answer.status_code, answer.text) == (status, f"{problem or 'ok'}\n")

    served(telegram, mail, play, problem=problem)


def test_metrics_count_without_contents(telegram: FakeTelegram, mail: Store) -> None:
    async def play(call: Call) -> None:
        update = json.dumps(telegram.message("信访"))
        await call("POST", "/hook", headers=SECRET, content=update)
        text = ""
        while "prepbot_messages_total 1" not in text:
            text = (await call("GET", "/metrics")).text
        assert "prepbot_letters_waiting" in text

    served(telegram, mail, play)
    hidden = config(metrics=False)

    async def ask(call: Call) -> None:
        assert (await call("GET", "/metrics")).status_code == 404

    served(telegram, mail, ask, hidden)


def test_a_taken_port_is_told(telegram: FakeTelegram, mail: Store) -> None:
    settings = config()

    async def play(call: Call) -> None:
        with pytest.raises(
            BotError, match=r"\[telegram\] listen 127.0.0.1, port \d+: cannot listen"
        ):
            listen(Answers(None, settings.telegram, str, dict))  # type: ignore[arg-type]

    served(telegram, mail, play, settings)
    with pytest.raises(BotError, match="its path /healthz is taken"):
        hook_path(config(webhook_url="https://bot.example/healthz").telegram)


def test_the_webhook_is_set_with_its_secret_and_kept_at_the_end(
    telegram: FakeTelegram, mail: Store
) -> None:
    settings = config()

    async def run() -> None:
        one = _Run(settings, Echo(), mail, telegram)
        running = asyncio.ensure_future(one.until_the_end())
        while not telegram.sent("setWebhook"):  # noqa: ASYNC110 - the fake has no event
            await asyncio.sleep(0)
        assert one._problem(None) == ""  # type: ignore[arg-type]
        one._ends(ConfigError("enough"))
        assert str(await running) == "enough"

    asyncio.run(run())
    (call,) = telegram.sent("setWebhook")
    assert (call["url"], call["secret_token"]) == ("https://bot.example/hook", "s3cret")
    assert call["allowed_updates"] == list(ALLOWED_UPDATES)
    assert [name for name, _ in telegram.calls if name in ("getUpdates", "deleteWebhook")] == []


def test_a_webhook_that_telegram_refuses_is_told_as_that(
    telegram: FakeTelegram, mail: Store
) -> None:
    telegram.refuse("setWebhook", "Bad Request: bad webhook: Failed to resolve host", 400)
    problem = asyncio.run(_Run(config(), Echo(), mail, telegram).until_the_end())
    said = "Telegram refuses to start: bad webhook: Failed to resolve host; check [telegram] webhook_url"
    assert str(problem).lower() == said.lower()


def test_quantiles_come_from_the_buckets() -> None:
    metrics = Metrics()
    assert metrics.quantile(0.95) == 0
    for seconds in (0.001, 0.03, 0.03, 99.0):
        metrics.took(seconds)
    assert [metrics.quantile(share) for share in (0.2, 0.5, 0.95)] == [0.01, 0.05, 10.0]
    text = metrics.text({"letters_waiting": 3})
    assert 'prepbot_answer_seconds_bucket{le="+Inf"} 4' in text
    assert text.endswith("prepbot_letters_waiting 3\n")
