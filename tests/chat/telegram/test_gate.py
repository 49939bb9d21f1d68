"""Who is let in, how fast, and with how many files; administrators' commands."""

import re
from dataclasses import replace

import pytest

from bot.chat.reply import Incoming, Reply
from bot.chat.telegram.gate import Gate
from bot.chat.telegram.pace import Pace
from bot.chat.telegram.reports import Reports, new_code
from bot.chat.wording import service
from bot.config import AccessConfig, Config, LimitsConfig
from bot.corpus.store import Store
from tests.chat.telegram.fake import FakeTelegram, Json, group, person, private
from tests.chat.telegram.test_delivery import CONFIG, Echo, arrive, live

STRANGER = service.STRANGER.format(number=5)
SAID = Incoming(chat=5, user=5, text="信访")


def only(mode: str, **fields: tuple[int, ...]) -> Config:
    return replace(CONFIG, access=AccessConfig(mode, **fields))  # type: ignore[arg-type]


def limited(**fields: int) -> Config:
    return replace(CONFIG, limits=LimitsConfig(**fields))


def said(found: Incoming | Reply) -> str:
    if isinstance(found, Incoming):
        return "in"
    return "".join(span.text for span in found.spans) or found.notice


@pytest.mark.parametrize(
    ("config", "let_in"),
    [
        (only("open"), True),
        (only("list"), False),
        (only("list", allowed=(5,)), True),
        (only("list", admins=(5,)), True),
        (only("list", allowed=(6,)), False),
        (only("invitation"), False),
        (only("invitation", allowed=(5,)), True),
    ],
)
def test_the_modes_let_in_whom_they_should(
    telegram: FakeTelegram, mail: Store, config: Config, let_in: bool
) -> None:
    photo = telegram.message(
        photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    )
    document = telegram.message(document=telegram.document(b"1"))
    updates = telegram.message("信访"), photo, document, telegram.inline("征拆")
    dialogue = Echo()
    live(telegram, mail, lambda site: arrive(site, *updates), dialogue, config)
    if let_in:
        assert dialogue.heard == ["信访", ""]
    else:
        assert (telegram.texts(), dialogue.heard, telegram.sent("getFile")) == ([STRANGER], [], [])


def test_everybody_in_an_allowed_group_may(telegram: FakeTelegram, mail: Store) -> None:
    updates = telegram.message("/a", group()), telegram.message("/b", group(-1002))
    config = only("list", allowed=(-1001,))
    live(telegram, mail, lambda site: arrive(site, *updates), Echo(), config)
    assert sorted(telegram.texts()) == sorted(["/a", STRANGER])


def test_a_stranger_hears_one_line_an_hour(mail: Store) -> None:
    now = [1e9]
    gate = Gate(only("list"), mail, lambda: now[0])
    heard = []
    for pause in (0, 60, 3500, 60, -99_999):
        now[0] += pause
        heard.append(said(gate.check(SAID)))
    assert heard == [STRANGER, "", "", STRANGER, STRANGER]


def test_an_invitation_is_used_as_often_as_it_says(telegram: FakeTelegram, mail: Store) -> None:
    config = only("invitation", admins=(5,))
    live(telegram, mail, lambda site: arrive(site, telegram.message("/invite 2 7")), None, config)
    (code,) = set(re.findall(r"=(i[\w-]{16})", telegram.texts()[0]))
    telegram.calls.clear()
    dialogue = Echo()
    asks = [says(telegram, 6, f"/start {code}"), says(telegram, 6, "信访")]
    asks += [says(telegram, 6, f"/start {code}")]  # the link again costs nothing
    asks += [telegram.message(f"/start@prep_bot {code}", group(), **{"from": person(8)})]
    asks += [telegram.message("/board", group(), **{"from": person(9)})]
    asks += [says(telegram, 7, f"/start {code}")]

    async def play(site: object) -> None:
        for ask in asks:
            await arrive(site, ask)  # type: ignore[arg-type]
            await site.arrivals.join()  # type: ignore[attr-defined]

    live(telegram, mail, play, dialogue, config)  # type: ignore[arg-type]
    assert dialogue.heard == ["/start", "信访", "/start", "/start", "/board"]
    assert telegram.texts()[-1] == service.INVITATION_ENDED.format(number=7)
    tables = mail.connection.tuples("SELECT * FROM invitations", ())
    assert code[1:] not in str(tables)


def says(telegram: FakeTelegram, who: int, text: str) -> Json:
    return telegram.message(text, private(who), **{"from": person(who)})


@pytest.mark.parametrize("ends", ["/uninvite", "clock"])
def test_an_invitation_ends(mail: Store, telegram: FakeTelegram, ends: str) -> None:
    config = only("invitation", admins=(5,))
    live(telegram, mail, lambda site: arrive(site, telegram.message("/invite")), None, config)
    (code,) = set(re.findall(r"=(i[\w-]{16})", telegram.texts()[0]))
    late = 4e9 if ends == "clock" else 1.8e9
    if ends != "clock":
        live(telegram, mail, lambda site: arrive(site, telegram.message(ends)), None, config)
    gate = Gate(config, mail, lambda: late)
    incoming = replace(SAID, user=6, chat=6, text=f"/start {code}")
    assert said(gate.check(incoming)) == service.INVITATION_ENDED.format(number=6)


def test_a_member_can_be_expelled_and_a_group_moves(mail: Store, telegram: FakeTelegram) -> None:
    config = only("invitation", admins=(5,))
    mail.db["members"].insert_all([{"id": 6}, {"id": -7}])  # type: ignore[union-attr]
    gate = Gate(config, mail)
    for _ in range(2):
        gate.migrate(-7, -1007)
    assert [gate.admits(9, chat) for chat in (-7, -1007)] == [False, True]
    updates = telegram.message("/expel 6"), telegram.message("/expel 6")
    live(telegram, mail, lambda site: arrive(site, *updates), None, config)
    assert telegram.texts() == [
        service.EXPELLED.format(number=6),
        service.NO_MEMBER.format(number=6),
    ]
    assert not gate.admits(6)


@pytest.mark.parametrize("command", ["/stats", "/invite 1 1", "/uninvite", "/expel 5"])
def test_administrators_commands_are_none_to_others(
    telegram: FakeTelegram, mail: Store, command: str
) -> None:
    updates = telegram.message(command), telegram.message(command, group())
    config = only("open", admins=(9,))
    dialogue = Echo()
    live(telegram, mail, lambda site: arrive(site, *updates), dialogue, config)
    assert sorted(dialogue.heard) == [command] * 2


def test_stats_tell_counts_and_no_contents(telegram: FakeTelegram, mail: Store) -> None:
    updates = telegram.message("绝密"), telegram.message("/stats"), telegram.message("/invite 0")
    config = only("open", admins=(5,))
    live(telegram, mail, lambda site: arrive(site, *updates), None, config)
    _, stats, usage = telegram.texts()
    assert "待发" in stats
    assert "绝密" not in stats
    assert usage == service.INVITE_USAGE


def test_who_is_too_fast_is_told_once_and_may_go_on_later(mail: Store) -> None:
    gate = Gate(limited(per_minute=3), mail, lambda: 0.0)
    heard = [said(gate.check(SAID, sent_at=at)) for at in (0, 1, 2, 3, 4, 60)]
    assert heard == ["in", "in", "in", service.TOO_FAST.format(seconds=17), "", "in"]
    other = replace(SAID, user=6, chat=6)
    assert said(gate.check(other, sent_at=4)) == "in"


def test_what_piled_up_while_the_bot_was_away_is_not_too_fast(mail: Store) -> None:
    gate = Gate(limited(per_minute=2), mail, lambda: 1e6)
    assert {said(gate.check(SAID, sent_at=60.0 * n)) for n in range(20)} == {"in"}


def test_a_press_that_is_too_fast_gets_a_notice(mail: Store) -> None:
    gate = Gate(limited(per_minute=0, chat_per_minute=1), mail, lambda: 0.0)
    press = replace(SAID, text="", press="ok:")
    assert said(gate.check(press)) == "in"
    refused = gate.check(press)
    assert isinstance(refused, Reply)
    assert (refused.spans, refused.notice) == ((), service.TOO_FAST.format(seconds=60))


def test_files_have_a_quota_of_a_day(mail: Store) -> None:
    now = [1e9]
    gate = Gate(limited(uploads_per_day=2, upload_mb_per_day=1), mail, lambda: now[0])
    sizes = (600_000, 600_000, 1, 1)
    heard = [said(gate.check(SAID, size=size)) for size in sizes]
    full = service.TOO_MANY_FILES.format(files=2, megabytes=1)
    assert heard == ["in", full, "in", full]
    now[0] += 86_400
    assert said(gate.check(SAID, size=600_000)) == "in"


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    pace = Pace(1)
    assert (pace.wait(5, 1e9), pace.wait(5, 1e9 - 10) > 0, pace.wait(5, 1e8)) == (0, True, 0)


def test_the_same_error_is_reported_once_in_a_while() -> None:
    now = [0.0]
    reports = Reports([8, 9], lambda: now[0])
    letters = reports.error("K7F2QX", "ValueError at x.py:1", 3)
    assert [letter.chat for letter in letters] == [8, 9]
    assert reports.error("ABCDEF", "ValueError at x.py:1", 4) == []
    assert reports.error("ABCDEF", "KeyError at x.py:2", 4) != []
    now[0] = 601.0
    (letter, _) = reports.error("MNPQRS", "ValueError at x.py:1", 5)
    assert letter.reply.spans[0].text.endswith("此前还有 1 次")
    assert re.fullmatch("[2-9A-HJ-NP-Z]{6}", new_code())


def test_a_member_of_an_allowed_group_may_tell_its_meeting_in_private() -> None:
    config = only("list", allowed=(-1001,))
    hosts = {"班子 会多": -1001, "书记 会多": -1002}
    gate = Gate(config, Store.open(None), host=lambda incoming: hosts.get(incoming.text, 0))
    told = [said(gate.check(Incoming(7, 7, text=text))) for text in (*hosts, "信访")]
    assert told == ["in", service.STRANGER.format(number=7), ""]


def test_a_group_that_taps_is_slowed_by_person_only() -> None:
    gate = Gate(limited(per_minute=2, chat_per_minute=1), Store.open(None), clock=lambda: 0.0)
    taps = [Incoming(-1, user, press="take:1:1:1", is_group=True) for user in (5, 6, 7, 5, 5)]
    assert [said(gate.check(tap)) for tap in taps[:4]] == ["in"] * 4
    assert said(gate.check(taps[4])) == service.TOO_FAST.format(seconds=30)
