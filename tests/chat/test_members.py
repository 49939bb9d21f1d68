"""The group's protocol on the terminal: who speaks, where, and to whom."""

from itertools import count
from pathlib import Path

import pytest

from bot.chat.console import Console
from bot.chat.members import GROUP, Members, number_of
from bot.chat.reply import Button, Incoming, Reply, Span
from tests.chat.test_console import Recorder, words

JIA, YI = number_of("甲"), number_of("乙")


def console(recorder: Recorder, out: Path = Path()) -> tuple[Console, list[Reply]]:
    """A group's console with the replies that it shows; messages count from 1."""
    shown: list[Reply] = []
    members = Members(count(1))
    return Console(recorder, out=out, show=shown.append, members=members), shown  # type: ignore[arg-type]  # answers like a dialogue


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("甲: /board", Incoming(GROUP, JIA, message=1, text="/board", name="甲", is_group=True)),
        ("甲：/board", Incoming(GROUP, JIA, message=1, text="/board", name="甲", is_group=True)),
        ("甲: 大家好", Incoming(GROUP, JIA, message=1, text="大家好", name="甲", is_group=True, is_addressed=False)),
        ("甲: 9:30 开会", Incoming(GROUP, JIA, message=1, text="9:30 开会", name="甲", is_group=True, is_addressed=False)),
        ("甲> 班子 会多", Incoming(JIA, JIA, message=1, text="班子 会多", name="甲")),
        ("甲: :to 乙 /take 3", Incoming(GROUP, JIA, message=1, text="/take 3", name="甲", is_group=True, answered=YI, answered_name="乙")),
    ],
)  # fmt: skip
def test_a_line_tells_who_speaks_where(line: str, heard: Incoming) -> None:
    recorder = Recorder()
    console(recorder)[0].hear(line)
    assert recorder.heard == [heard]


def test_presses_answers_and_edits_are_the_speakers() -> None:
    recorder = Recorder()
    talk, _ = console(recorder)
    for line in ("甲: /board", "乙: :2", "乙: :reply 好", "甲: :edit /note 1 改"):
        talk.hear(line)
    press, answer, edit = recorder.heard[1:]
    assert (press.user, press.press, press.message) == (YI, "a:2", 0)
    assert (answer.user, answer.replied) == (YI, ("a:1", "a:2", "a:3"))
    assert (edit.user, edit.message, edit.is_edit) == (JIA, 1, True)


def test_who_answers_a_message_without_buttons_answers_no_older_one() -> None:
    recorder = Recorder()
    talk, _ = console(recorder)
    talk.hear("甲: /board")
    recorder.reply = Reply((Span("甲认领了。"),), reaction="👌")
    talk.hear("甲: /take 3")
    talk.hear("乙: :reply 好")
    assert (recorder.heard[-1].replied, recorder.heard[-1].is_addressed) == ((), True)
    talk.hear("乙: :2")
    assert recorder.heard[-1].press == "a:2"


def test_several_members_answer_the_same_card() -> None:
    recorder = Recorder()
    talk, _ = console(recorder)
    talk.hear("甲: /aspect 3")
    recorder.reply = Reply((Span("记下了。"),), reaction="👌")
    for line in ("甲: :reply 只去过两次", "乙: :reply 我去过一次"):
        talk.hear(line)
    assert [said.replied for said in recorder.heard[1:]] == [("a:1", "a:2", "a:3")] * 2


def test_each_chat_has_buttons_of_its_own() -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear("甲: /board")
    talk.hear("甲> :1")
    assert "没有按钮" in words(shown[-1])
    talk.hear("乙: :1")
    assert recorder.heard[-1].press == "a:1"


def test_a_button_may_lead_to_the_pressers_own_chat() -> None:
    recorder = Recorder(Reply((Span("看板"),), ((Button("私下说", "", start="mX"),),)))
    talk, shown = console(recorder)
    talk.hear("甲: /board")
    talk.hear("乙: :私下说")
    heard = recorder.heard[-1]
    assert (heard.chat, heard.text, heard.is_group) == (YI, "/start mX", False)
    assert "（私聊 乙）" in words(shown[-1])


@pytest.mark.parametrize("line", ["/board", "没有名字", ": /board"])
def test_a_line_without_a_name_is_told(line: str) -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear(line)
    assert (recorder.heard, "名字: 文本" in words(shown[-1])) == ([], True)


def test_who_has_said_nothing_has_nothing_to_edit() -> None:
    recorder = Recorder()
    talk, shown = console(recorder)
    talk.hear("甲: :edit 改")
    assert (recorder.heard, "没有可改的消息" in words(shown[-1])) == ([], True)


def test_members_numbers_are_none_of_telegrams_and_stay_the_same() -> None:
    assert JIA == number_of("甲") != YI
    assert min(JIA, YI) >= 2**52
