"""Nothing gets lost on the way in or out: kept before confirmed, sent until accepted."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable

import pytest
from telegram import Update

from bot.chat.reply import Incoming, InlinePage, Reply, Span
from bot.chat.telegram.app import Site, build
from bot.chat.telegram.arrivals import readable
from bot.chat.telegram.handlers import CROWD
from bot.chat.telegram.letters import Letter
from bot.chat.wording import SORRY
from bot.config import Config, TelegramConfig
from bot.corpus.store import Store
from tests.chat.telegram.fake import (
    BASE_FILE_URL,
    BASE_URL,
    TOKEN,
    FakeTelegram,
    Json,
    group,
    person,
    private,
)
from tests.chat.telegram.meetingless import Meetingless

CONFIG = Config(telegram=TelegramConfig(TOKEN, BASE_URL, BASE_FILE_URL))


class Echo(Meetingless):
    """A dialogue that says what it hears."""

    menu = ()
    searches = 0

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.moves: list[tuple[int, int]] = []

    def respond(self, incoming: Incoming) -> Reply:
        said = incoming.text or incoming.press
        self.heard.append(said)
        return Reply((Span(said),), edits=bool(incoming.press))

    def offer(self, words: str, offset: str) -> InlinePage:
        return InlinePage(())

    def forget(self, chat: int) -> None:
        raise NotImplementedError

    def migrate(self, old: int, new: int) -> None:
        self.moves.append((old, new))


def live(
    telegram: FakeTelegram,
    mail: Store,
    play: Callable[[Site], Awaitable[None]],
    dialogue: Echo | None = None,
    config: Config = CONFIG,
) -> list[float]:
    """Runs the parts without a poller while `play` happens; returns the pauses that were made."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def run() -> None:
        site = build(config, dialogue=dialogue or Echo(), store=mail, request=telegram)
        site.postman._sleep = sleep
        async with site.app:
            await site.app.start()
            await play(site)
            await site.arrivals.join()
            await site.postman.idle()
            site.close()
            await site.app.stop()
        site.worker.end()

    asyncio.run(run())
    return pauses


async def arrive(site: Site, *updates: Json) -> None:
    for update in updates:
        await site.arrivals.put(Update.de_json(readable(update), site.app.bot))


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - the fake has no event to wait for
        await asyncio.sleep(0)


def states(mail: Store) -> list[tuple[object, ...]]:
    return mail.connection.tuples("SELECT state, body FROM updates ORDER BY arrival", ())


def test_an_update_is_on_disk_when_put_returns(telegram: FakeTelegram, mail: Store) -> None:
    update = telegram.message("信访")

    async def play(site: Site) -> None:
        site.close()  # nothing is handled any more
        await arrive(site, update)

    live(telegram, mail, play)
    ((state, body),) = states(mail)
    assert (state, json.loads(str(body))["message"]["text"]) == ("waiting", "信访")
    assert telegram.texts() == []
    live(telegram, mail, lambda site: site.arrivals.replay())
    assert telegram.texts() == ["信访"]
    assert states(mail) == [("handled", None)]


def test_updates_fetched_together_are_on_disk_at_once_before_the_library_has_them(
    telegram: FakeTelegram, mail: Store
) -> None:
    batch = [telegram.message(f"{n}", private(n)) for n in range(1, 21)]
    quiet = telegram.message("大家准备得怎么样", group())
    telegram.batches.append([*batch, quiet])
    seen: list[str] = []

    async def play(site: Site) -> None:
        mail.db.conn.set_trace_callback(seen.append)
        updates = await site.app.bot.get_updates()
        assert [state for state, _ in states(mail)] == ["waiting"] * 20
        for update in updates:
            await site.arrivals.put(update)

    live(telegram, mail, play)
    mail.db.conn.set_trace_callback(None)
    assert sorted(telegram.texts(), key=int) == [f"{n}" for n in range(1, 21)]
    assert [state for state, _ in states(mail)] == ["handled"] * 20
    assert mail.outbox.waiting() == []
    assert seen.count("PRAGMA synchronous = FULL") == 1  # one wait for the disk, not sixty
    assert seen.count("COMMIT") <= 1 + 2 * 20  # and each is handled once and noted as sent once


def test_the_same_update_again_is_not_handled_again(telegram: FakeTelegram, mail: Store) -> None:
    update = telegram.message("信访")
    live(telegram, mail, lambda site: arrive(site, update, update))
    live(telegram, mail, lambda site: arrive(site, update))
    assert telegram.texts() == ["信访"]


def test_talk_among_others_and_inline_queries_are_never_written_down(
    telegram: FakeTelegram, mail: Store
) -> None:
    quiet = telegram.message("大家准备得怎么样", group())
    edited = telegram.edited(telegram.message("大家", group())["message"], "各位")
    live(telegram, mail, lambda site: arrive(site, quiet, telegram.inline("征拆"), edited))
    assert states(mail) == []
    assert len(telegram.sent("answerInlineQuery")) == 1


def test_what_needs_no_answer_is_called_handled(telegram: FakeTelegram, mail: Store) -> None:
    live(telegram, mail, lambda site: arrive(site, telegram.message(new_chat_title="班子")))
    assert states(mail) == [("handled", None)]


def test_an_unreadable_update_is_set_aside_and_others_go_on(
    telegram: FakeTelegram, mail: Store, caplog: pytest.LogCaptureFixture
) -> None:
    bad = {"update_id": 7, "message": {"text": "绝密", "chat": [{"键": 1, "id": 5}]}}
    live(telegram, mail, lambda site: arrive(site, bad, telegram.message("信访"), bad))
    kept = {"update_id": "int", "message": {"text": "str", "chat": [{"id": "int"}]}}
    assert states(mail) == [("aside", json.dumps(kept)), ("handled", None)]
    assert telegram.texts() == ["信访"]
    assert caplog.text.count("is set aside") == 1
    assert "绝密" not in caplog.text


@pytest.mark.parametrize("name", ["", [], 7, None])
def test_a_press_without_a_proper_id_is_set_aside(
    telegram: FakeTelegram, mail: Store, name: object
) -> None:
    pressed = telegram.press("card:3", telegram.message("?")["message"])
    pressed["callback_query"]["id"] = name
    live(telegram, mail, lambda site: arrive(site, pressed))
    assert [state for state, _ in states(mail)] == ["aside"]


@pytest.mark.parametrize(
    ("status", "description", "parameters", "pauses"),
    [
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, [7, 7]),
        (502, "Bad Gateway", {}, [1, 2]),
    ],
)
def test_a_reply_is_sent_until_it_is_accepted(
    telegram: FakeTelegram,
    mail: Store,
    status: int,
    description: str,
    parameters: dict[str, int],
    pauses: list[float],
) -> None:
    for _ in range(2):
        telegram.refuse("sendMessage", description, status, **parameters)
    updates = telegram.message("一"), telegram.message("二")
    made = live(telegram, mail, lambda site: arrive(site, *updates))
    assert made == pauses
    assert telegram.texts() == ["一", "一", "一", "二"]
    assert mail.outbox.waiting() == []


def test_a_busy_chat_does_not_hold_up_another(telegram: FakeTelegram, mail: Store) -> None:
    telegram.refuse("sendMessage", "Too Many Requests: retry after 9", 429, retry_after=9)

    async def play(site: Site) -> None:
        gate = asyncio.Event()

        async def sleep(seconds: float) -> None:
            await gate.wait()

        site.postman._sleep = sleep
        await arrive(site, telegram.message("一"), telegram.message("二"))
        await site.arrivals.join()  # both are handled while the pause lasts
        await arrive(site, telegram.message("三", private(6)))
        await site.arrivals.join()
        await until(lambda: len(telegram.messages) == 4)
        gate.set()

    live(telegram, mail, play)
    assert telegram.texts() == ["一", "三", "一", "二"]


def test_of_those_at_the_end_of_a_crowd_who_was_let_in_is_told_of_ahead(
    telegram: FakeTelegram, mail: Store
) -> None:
    def says(number: int, text: str) -> Json:
        return telegram.message(text, private(number), **{"from": person(number)})

    people = range(1, CROWD + 4)
    telegram.batches.append([says(number, "信访") for number in people if number != 6])
    telegram.batches.append([says(number, f"{number}") for number in people])
    told: list[str] = []
    free = threading.Event()

    class Told(Echo):
        def expect(self, incoming: Incoming) -> None:
            told.append(incoming.text)

    async def play(site: Site) -> None:
        for update in await site.app.bot.get_updates():
            await site.arrivals.put(update)
        await site.arrivals.join()  # they are known now, but for one
        updates = await site.app.bot.get_updates()  # written down by the thread, which is busy then
        held = asyncio.create_task(site.worker.do(free.wait))
        await asyncio.sleep(0)
        for update in updates:
            await site.arrivals.put(update)
        await until(lambda: len(told) == 2)
        free.set()
        await held

    live(telegram, mail, play, Told())
    assert told == ["5", "7"]
    assert sorted(telegram.texts()[-len(people) :], key=int) == [f"{n}" for n in people]


def test_what_a_later_answer_made_void_is_not_sent(telegram: FakeTelegram, mail: Store) -> None:
    telegram.refuse("sendMessage", "Too Many Requests: retry after 9", 429, retry_after=9)

    class Forgetful(Echo):
        def respond(self, incoming: Incoming) -> Reply:
            if incoming.text == "/forget":
                with mail.transaction():
                    mail.chats.forget(incoming.chat)
            return super().respond(incoming)

    async def play(site: Site) -> None:
        gate = asyncio.Event()

        async def sleep(seconds: float) -> None:
            await gate.wait()

        site.postman._sleep = sleep
        await arrive(site, *(telegram.message(text) for text in ("一", "二", "/forget")))
        await site.arrivals.join()
        gate.set()

    live(telegram, mail, play, Forgetful())
    assert telegram.texts() == ["一", "一", "/forget"]


def test_letters_of_an_earlier_run_are_sent_from_where_it_stopped(
    telegram: FakeTelegram, mail: Store
) -> None:
    telegram.message("早")  # the chat is known
    letter = Letter(5, Reply((Span("甲" * 4096), Span("乙"))))
    with mail.transaction():
        number = mail.outbox.add(5, 0, letter.body())
        mail.outbox.sent(number, 1)
    live(telegram, mail, lambda site: site.postman.resume())
    assert telegram.texts() == ["乙"]
    assert mail.outbox.waiting() == []


@pytest.mark.parametrize(
    ("status", "description", "parameters"),
    [
        (429, "Too Many Requests: retry after 900", {"retry_after": 900}),
        (401, "Unauthorized", {}),
    ],
)
def test_what_is_not_sent_when_the_bot_stops_waits_for_the_next_start(
    telegram: FakeTelegram, mail: Store, status: int, description: str, parameters: dict[str, int]
) -> None:
    telegram.refuse("sendMessage", description, status, **parameters)

    async def play(site: Site) -> None:
        site.postman._sleep = asyncio.sleep
        await arrive(site, telegram.message("信访"))
        await site.arrivals.join()
        await until(lambda: bool(telegram.sent()))
        await site.postman.close(5)

    live(telegram, mail, play)
    assert len(mail.outbox.waiting()) == 1
    live(telegram, mail, lambda site: site.postman.resume())
    assert telegram.texts() == ["信访", "信访"]


def test_a_chat_that_shut_the_bot_out_is_left_alone(telegram: FakeTelegram, mail: Store) -> None:
    telegram.refuse("sendMessage", "Forbidden: bot was blocked by the user", 403)
    live(telegram, mail, lambda site: arrive(site, telegram.message("信访")))
    assert (len(telegram.sent()), mail.outbox.waiting()) == (1, [])


def test_a_reply_that_telegram_does_not_take_becomes_an_apology(
    telegram: FakeTelegram, mail: Store
) -> None:
    telegram.refuse("sendMessage", "Bad Request: can't parse entities", 400)
    updates = telegram.message("信访"), telegram.message("统战")
    live(telegram, mail, lambda site: arrive(site, *updates))
    assert telegram.texts() == ["信访", SORRY, "统战"]
    assert mail.outbox.waiting() == []


def test_a_group_that_moved_gets_its_reply_where_it_is_now(
    telegram: FakeTelegram, mail: Store
) -> None:
    telegram.message("早", group(-1007))
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.refuse("sendMessage", upgraded, migrate_to_chat_id=-1007)
    dialogue = Echo()
    asked = telegram.message("/board", group(-7)), telegram.message("/check", group(-7))
    live(telegram, mail, lambda site: arrive(site, *asked), dialogue)
    assert dialogue.moves == [(-7, -1007)]
    assert [call["chat_id"] for call in telegram.sent()][:2] == [-7, -1007]
