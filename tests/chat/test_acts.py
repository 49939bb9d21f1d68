"""What a group says to the bot in words: only what is said to it, and only what is meant."""

from dataclasses import replace

import pytest

from bot.chat.acts import Acts
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.models import Act, Catalog
from tests.chat.talk import shown

ACTS = Acts(
    (
        Act("take", ("认领", "我认领{}", "{}归我")),
        Act("opinion", ("意见 {}",)),
        Act("meeting", ("开过的会",), "list"),
    )
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("认领", [("take", "")]),
        ("我认领第二方面吧。", [("take", "第二方面")]),
        ("我認領 2！", [("take", "2")]),
        ("干事创业，归我", [("take", "干事创业")]),
        ("意见 班子 會太多了。", [("opinion", "班子 會太多了。")]),  # as it was said
        ("意见不统一", []),
        ("认领困难群众微心愿", []),
        ("开过的会？", [("meeting", "list")]),
        ("我认领" + "　" * 5_000, []),
        ("", []),
    ],
)
def test_words_stand_for_a_command(said: str, found: list[tuple[str, str]]) -> None:
    assert list(ACTS.of(said)) == found


def test_every_act_of_the_data_is_a_command(catalog: Catalog, dialogue: Dialogue) -> None:
    assert {act.key for act in catalog.acts} <= set(dialogue.register.by_name)


def hear(dialogue: Dialogue, *lines: str, is_addressed: bool = True) -> str:
    """What the group sees after the last line."""
    text = ""
    for number, line in enumerate(lines, 1):
        said = Incoming(-5, 7, message=number, text=line, name="甲", is_group=True)
        reply = dialogue.respond(said if is_addressed else replace(said, is_addressed=False))
        text = shown(reply).strip()
    return text


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("看板", "还没有开准备会"),
        ("开会 街道班子 2025", "📌 街道班子准备会"),
        ("开会 街道班子 2025 > 我认领第二方面", "甲认领了〔2〕"),
        ("开会 街道班子 2025 > 认领2 > 放下 2", "甲放下了〔2〕"),
        ("开会 街道班子 2025 > 干事创业归我", "甲认领了〔4〕干事创业"),
        ("开会 街道班子 2025 > 认领第九方面", "!认领了"),
        ("开会 街道班子 2025 > 认领困难群众的心愿", "!认领了"),
        ("开会 街道班子 2025 > 群众那条归我", "甲认领了〔3〕"),
        ("开会 街道班子 2025 > 第三方面我来写吧", "甲认领了〔3〕"),
        ("开会 街道班子 2025 > 我来第2个", "甲认领了〔2〕"),
        ("开会 街道班子 2025 > 我负责信访", "!认领了"),
        ("开会 街道班子 2025 > 谁没认领？", "没人认领"),
        ("开会 街道班子 2025 > 把年度改成2024", "2024 四个带头"),
        ("开会 街道班子 2025 > ", "在。要我做什么"),
        ("开会 街道班子 2025 > 下一个", "缺口 · 〔1〕"),
        ("开会 街道班子 2025 > 还缺什么？", "缺口 · 〔1〕"),
        ("开会 街道班子 2025 > 每方面10分钟", "每个方面 10 分钟"),
        ("开会 街道班子 2025 > 意见 班子 会太多", "对“班子”的意见记下了"),
        ("开会 街道班子 2025 > 记 3 今年只下去过两次", "记下了：三个敬畏"),
        ("开会 街道班子 2025 > 出纪要", "纪要做好了"),
        ("开会 街道班子 2025 > 散会", "要结束吗"),
        ("开会 街道班子 2025 > 开过哪些会", "开过的准备会"),
    ],
)
def test_a_meeting_is_led_in_words(dialogue: Dialogue, says: str, holds: str) -> None:
    text = hear(dialogue, *says.split(" > "))
    assert (holds[1:] not in text) if holds.startswith("!") else (holds in text)


@pytest.mark.parametrize("line", ["看板", "我认领第二方面", "下一个", "散会", "意见 班子 会太多"])
def test_talk_that_is_not_for_the_bot_is_never_answered(dialogue: Dialogue, line: str) -> None:
    hear(dialogue, "开会 街道班子 2025")
    assert hear(dialogue, line, is_addressed=False) == ""


@pytest.mark.parametrize(
    ("line", "asks"), [("散会", True), ("每方面10分钟", True), ("我认领2", False), ("看板", False)]
)
def test_rights_are_asked_for_only_where_they_count(
    dialogue: Dialogue, line: str, asks: bool
) -> None:
    assert dialogue.asks_rights(Incoming(-5, 7, text=line, is_group=True)) is asks
