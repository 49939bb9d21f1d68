"""The minutes: what stands in them, in which words, and what must not."""

import io
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.assistant import Assistant
from bot.chat.console import Console
from bot.chat.dialogue import Dialogue
from bot.chat.members import GROUP, Members
from bot.chat.reply import Incoming
from bot.minuting import minutes_files, minutes_of

HELD_ON = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)


def markdown(assistant: Assistant, out: Path, *lines: str) -> str:
    """The minutes of the meeting that these lines are."""
    dialogue = Dialogue(assistant, clock=lambda: HELD_ON)
    console = Console(dialogue, out=out, show=lambda reply: None, members=Members())
    for line in lines:
        console.hear(line)
    meeting = dialogue.meetings.open_in(GROUP)
    assert meeting
    files = dict(minutes_files(assistant, dialogue.meetings, meeting))
    assert [Path(name).suffix for name in files] == [".docx", ".md"]
    return files["会议纪要-20260120.md"].decode()


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("乙: /aspect 1", "# 某班子 会议纪要 & 2026年1月20日 & 主持：甲 & 参加：甲 & 【待填：征求意见情况】 & 【待填：整改分工】"),
        ("乙: /note 3 只走访过*两次*", "参加：甲、乙 & **乙：**只走访过\\*两次\\*"),
        ("乙: /note 3 第一行\n第二行", "**乙：**第一行\n\n第二行"),
        ("乙: /note 3 大括号{name}照写", "大括号{name}照写"),
        ("乙: /take 3 > 丙: /take 3 > 丁: /note 3 走访少", "认领：乙、丙 & | 走访少 | 走访少 & | 乙（牵头）<br>丙 |"),
        ("乙: /aspect 3 > 丙: :☐1 > 丙: :☐2", "已经写到的要点：走访调研不深入（丙）、 & （丙）。"),
        ("乙: /opinion 书记 会多，不管用", "共收到意见建议1条。 & 对书记：1条 & 会多，不管用 & !——乙"),
        ("乙: :私下提意见 > 乙> 书记 会多，不管用", "私下征求的1条 & !会多 & !乙"),
        ("乙: /measures > 乙: :reply 每季度一次，办公室牵头。", "整改措施 & | 每季度一次，办公室牵头。 |"),
        ("乙: /theme 2024", "!四个带头"),
        ("乙: /take 2", "**国之大者：**\n\n1\\. "),
    ],
)  # fmt: skip
def test_what_the_minutes_tell(assistant: Assistant, tmp_path: Path, says: str, holds: str) -> None:
    text = markdown(assistant, tmp_path, "甲: /meeting 某班子", *says.split(" > "))
    for piece in holds.split(" & "):
        if piece.startswith("!"):
            assert piece[1:] not in text
        else:
            assert piece in text


def test_a_contribution_stands_once_though_two_aspects_list_its_item(
    assistant: Assistant, tmp_path: Path
) -> None:
    lines = ("甲: /meeting 某班子 2025", "乙: /next", "乙: :reply 念了5次文件。")
    text = markdown(assistant, tmp_path, *lines).partition("## 五、")[0]
    assert text.count("念了5次文件") == 1


def test_members_parts_and_open_questions_are_values(assistant: Assistant) -> None:
    dialogue = Dialogue(assistant, clock=lambda: HELD_ON)
    console = Console(dialogue, out=Path(), show=lambda reply: None, members=Members())
    for line in ("甲: /meeting 某班子", "乙: /take 2", "丙: /note 2 只议过1次"):
        console.hear(line)
    meeting = dialogue.meetings.open_in(GROUP)
    assert meeting
    minutes = minutes_of(assistant, dialogue.meetings, meeting)
    part = minutes.parts[1]
    assert (minutes.people, part.takers, part.points[0].said) == (
        ("甲", "乙", "丙"),
        ("乙",),
        (("丙", "只议过1次"),),
    )
    assert len(part.questions) == 9


def test_the_rectification_list_names_who_took_the_part(assistant: Assistant) -> None:
    dialogue = Dialogue(assistant)
    console = Console(dialogue, out=Path(), show=lambda reply: None, members=Members())
    for line in ("甲: /meeting 某班子", "乙: /take 2", "丙: /note 2 只议过1次"):
        console.hear(line)
    reply = dialogue.respond(Incoming(GROUP, 1, text="/export 清单", is_group=True))
    (file,) = reply.files
    document = ZipFile(io.BytesIO(file.content)).read("word/document.xml").decode()
    assert ">乙<" in document
