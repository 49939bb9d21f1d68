"""Typing what stands on a button."""

import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.labels import Labels
from bot.chat.reply import Button, Incoming, Job, Reply, Span
from tests.chat.talk import say, verify


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("1 > 记一笔", "请写你自己的事实"),
        ("1 > 逐条看 > 标为完成", "☑"),
        ("信访 > 改对象", "这份材料给谁写"),
        ("信访 > /forget > 不清除", "没有清除"),
        ("信访 > /forget > 确定清除", "已全部清除"),
        ("3 > 换一批", "的例文（共"),  # a phrase of its own means what it always does
        ("信访 > /forget > 你好 > 确定清除", "!已全部清除"),  # only the latest answer counts
    ],
)
def test_a_typed_label_is_its_button(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_what_a_typed_label_brings_is_a_message_of_its_own(shared: Dialogue) -> None:
    assert say(shared, "信访", "改对象", chat=9001).edits is False


@pytest.mark.parametrize(
    ("said", "press"),
    [
        ("必改", "report:must"),
        ("必改6", "report:must"),
        ("批註版word", "word:"),  # traditional characters, no blank
        ("标为完成", "tick:1"),
        ("1", ""),  # ☐1 says more: the number of an aspect may be meant
        ("2", "doc:2"),
        ("私下提意见", ""),  # opens another chat
        ("别的话", ""),
    ],
)
def test_labels_are_known_by_their_letters(said: str, press: str) -> None:
    labels = Labels()
    buttons = (
        Button("必改 6", "report:must"),
        Button("批注版 Word", "word:"),
        Button("☐ 标为完成", "tick:1"),
        Button("☐1", "tick:2"),
        Button("2", "doc:2"),
        Button("私下提意见", "x", start="m"),
    )
    labels.noted(Incoming(1, 1), Reply((Span("…"),), (buttons,)))
    found = labels.pressed(Incoming(1, 1, text=said))
    assert (found.press if found else "") == press


@pytest.mark.parametrize(
    ("said", "press"),
    [
        ("看全文", "full:7"),
        ("全文1", "full:7"),
        ("①", "full:7"),
        ("②", "full:9"),
        ("第一条全文", "full:7"),
        ("看第2条的全文", "full:9"),
        ("全文二", "full:9"),
        ("③", ""),
        ("1", ""),
        ("全文检索", ""),
    ],
)
def test_a_whole_passage_is_asked_for_by_its_number(said: str, press: str) -> None:
    labels = Labels()
    buttons = (Button("全文①", "full:7"), Button("全文②", "full:9"))
    labels.noted(Incoming(1, 1), Reply((Span("…"),), (buttons,)))
    found = labels.pressed(Incoming(1, 1, text=said))
    assert (found.press if found else "") == press


def test_labels_of_an_answer_that_follows_a_job_are_known() -> None:
    labels = Labels()
    report = Reply((Span("…"),), ((Button("批注版 Word", "word:"),),))
    reply = labels.noted(Incoming(1, 1), Reply((Span("…"),), job=Job(str, lambda _: report)))
    assert reply.job
    reply.job.tell(reply.job.run())
    assert labels.pressed(Incoming(1, 1, text="批注版Word")) == Incoming(1, 1, press="word:")


def test_groups_talk_without_pressing() -> None:
    labels = Labels()
    said = Incoming(1, 1, is_group=True)
    labels.noted(said, Reply((Span("…"),), ((Button("出纪要", "minutes:"),),)))
    assert labels.pressed(Incoming(1, 1, text="出纪要")) is None
