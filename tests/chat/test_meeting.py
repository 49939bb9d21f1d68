"""A meeting in a group: boards, takes, notes, opinions, the walk, rights, what others may not see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.chat.console import Console
from bot.chat.dialogue import Dialogue
from bot.chat.members import GROUP, Members, number_of
from bot.chat.render import to_plain
from bot.chat.reply import Incoming, Reply
from bot.models import Meeting, Place
from tests.chat.talk import shown


class Talk:
    """Lines of the console's group protocol, and what came of the last one."""

    def __init__(self, dialogue: Dialogue, out: Path) -> None:
        self.dialogue = dialogue
        self.replies: list[Reply] = []
        self.console = Console(dialogue, out=out, show=self.replies.append, members=Members())

    def say(self, *lines: str) -> str:
        """All that the last line brought."""
        for line in lines:
            self.replies.clear()
            self.console.hear(line)
        return "\n".join(map(shown, self.replies))

    @property
    def meeting(self) -> Meeting:
        """The open meeting."""
        found = self.dialogue.meetings.open_in(GROUP)
        assert found
        return found

    def board(self) -> str:
        """What the board shows now."""
        posted = self.dialogue.board(self.meeting.id)
        assert posted
        return to_plain(posted.reply.spans)


@pytest.fixture
def talk(shared: Dialogue, tmp_path: Path) -> Talk:
    for chat in (GROUP, *map(number_of, "甲乙丙丁")):
        shared.assistant.forget(chat)
    return Talk(shared, tmp_path)


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("甲: /meeting 某街道班子 2025 信访", "📌 某街道班子\n & 2025 五个带头 & 街道 · 信访 & 主持：甲 & 认领5"),
        ("甲: /meeting 街道班子 2025 信访", "📌 街道班子准备会\n & 2025 五个带头 & 街道 · 信访"),
        ("甲: /meeting 2025 县委常委班子", "📌 县委常委班子准备会\n & 2025 五个带头"),
        ("甲: /meeting", "2021年度民主生活会准备会 & 没人认领 & 还没说班子的领域"),
        ("甲: /meeting 一 > 乙: /meeting 二", "一 & !二"),
        ("甲: /board", "还没有开准备会"),
        ("甲: /meeting > 乙: /take 3", "乙认领了〔3〕人民至上"),
        ("甲: /meeting > 乙: /take 群众", "乙认领了〔3〕人民至上"),
        ("甲: /meeting > 乙: /take", "哪一方面"),
        ("甲: /meeting > 乙: /take 9", "没有“9”这个方面，共 5 个：1 两个确立、"),
        ("甲: /meeting > 甲: /meeting 街道班子 2025 信访", "📌 街道班子准备会\n & 2025 五个带头 & 街道 · 信访"),
        ("甲: /meeting > 甲: /meeting 2025", "📌 2025年度民主生活会准备会\n & 2025 五个带头"),
        ("甲: /meeting > 甲: /theme 2025 > 甲: /board", "📌 2025年度民主生活会准备会\n & 2025 五个带头"),
        ("甲: /meeting 某班子 > 甲: /theme 2025 > 甲: /board", "📌 某班子\n & 2025 五个带头"),
        ("甲: /meeting > 乙: /theme 2025 > 甲: /board", "📌 2021年度民主生活会准备会\n & 2021 五个带头"),
        ("甲: /meeting 某班子 2021 > 甲: /meeting 2025", "📌 某班子\n & 2025 五个带头"),
        ("甲: /meeting > 乙: /meeting 某班子 2025", "由主持人来做 & 📌 2021年度民主生活会准备会"),
        ("甲: /meeting > 乙> /opinion 书记 老是晚上开会", "点看板上的“私下提意见”"),
        ("甲: /meeting > 乙: /take 3 > 丙: /take 3 > 甲: /board", "3 人民至上 0/9 乙、丙"),
        ("甲: /meeting > 乙: /take 3 > 乙: /leave 3 > 甲: /board", "3 人民至上 0/9 没人认领"),
        ("甲: /meeting > 乙: :to 丙 /take 3", "主持人"),
        ("甲: /meeting > 甲: :to 丙 /take 3", "丙认领了"),
        ("甲: /meeting > 乙: /aspect 3 > 乙: :☐1", "☑ 1 & （乙 & 还没人认领"),
        ("甲: /meeting > 乙: /aspect 3", "还没人认领\n建议覆盖的要点"),
        ("甲: /meeting > 乙: /aspect 3 > 乙: :reply 为什么只走访过两次？", "记下了：人民至上，乙"),
        ("甲: /meeting > 乙: /note 只走访过两次", "记到哪一方面"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 甲: /note > 甲: :两个确立 > 丙: :删1", "别人记的"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 甲: /note > 甲: :两个确立 > 甲: :删1", "已删除"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 甲: /note > 甲: :两个确立 > 乙: :删1", "已删除"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 乙: /note > 乙: :两个确立 > 乙: :改1", "念了5次文件 & 回复这条消息"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 乙: /note > 乙: :两个确立 > 乙: :改1 > 乙: :reply 念了6次文件", "改好了 & 念了6次文件 & !念了5次"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 乙: /note > 乙: :两个确立 > 乙: :改1 > 丙: :reply 念了6次文件", "别人记的"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 乙: /note > 乙: :两个确立 > 乙: :改1 > 甲: @prep_bot 散会前再想想这件事 > 乙: /note", "念了5次文件 & !散会前"),
        ("甲: /meeting > 乙: /next > 丙: @prep_bot 去年只走访过两次社区", "!记到"),
        ("甲: /meeting > 乙: /next > 乙: :记一笔 > 丙: /help > 乙: :reply 只念过文件", "!记下了"),
        ("甲: /meeting > 乙: /next > 乙: :记一笔 > 丙: /take 1 > 乙: :reply 只念过文件", "!记下了"),
        ("甲: /meeting > 乙: /next > 乙: :reply 只念过文件 > 丙: :reply 念了5次", "记下了：理论学习不系统，丙"),
        ("甲: /meeting > 乙: /note 3 走访过两次 > 乙: :edit /note 2 走访过三次 > 甲: /board", "2 国之大者 0/9 记 1"),
        ("甲: /meeting > 乙: /note 3 走访过两次 > 乙: :edit /note 3 走访过三次 > 甲: /note", "走访过三次 & !走访过两次"),
        ("甲: /meeting > 乙: 只走访过两次", "!记"),
        ("甲: /meeting > 乙: /note 走访过两次 > 乙: :edit /note 3 走访过两次", "记下了：人民至上，乙"),
        ("甲: /meeting > 乙: 走访过两次 > 乙: :edit 走访过三次", "!记"),
        ("甲: /meeting > 乙: /opinion 班子 希望多下基层", "工作建议代替批评意见"),
        ("甲: /meeting > 乙: /opinion 书记 工作成绩显著，群众一致好评", "评功摆好"),
        ("甲: /meeting > 乙: /opinion 书记 虽然取得了成绩，但开会多、不听意见", "对“书记”的意见记下了"),
        ("甲: /meeting > 乙: /opinion 文山会海", "请这样写"),
        ("甲: /meeting > 乙: /opinion 班子 会多 > 乙: /opinions", "主持人"),
        ("甲: /meeting > 乙: /opinion 班子 走访群众不深入 > 甲: /opinions", "班子：1 条 & 人民至上 1"),
        ("甲: /meeting > 乙: /opinion 班子 希望多下去 > 乙: :edit /opinion 班子 下去得少 > 甲: /opinions", "1 条"),
        ("甲: /meeting > 乙: /opinion 班子 下去得少 > 乙: :edit /opinion 班子 希望多下去 > 甲: /opinions", "还没有收到意见"),
        ("甲: /meeting > 乙: :私下提意见 > 乙> 书记 会多、长、不管用 > 甲: /opinions > 甲: :私下看原话", "私聊 甲 & 会多、长、不管用 & !乙"),
        ("甲: /meeting > 甲: /opinions > 甲: :改为记名 > 甲: /board > 乙: :私下提意见 > 乙> 书记 会多，不管用 > 甲: /opinions > 甲: :在群里公布原话", "会多，不管用——乙"),
        ("甲: /meeting > 乙: :私下提意见", "不记你的名字"),
        ("甲: /meeting > 乙: :私下提意见 > 乙> 会多", "先写对象 & !/opinion"),
        ("甲: /meeting > 乙: :私下提意见 > 乙> 班子 很好", "评功摆好 & !编辑"),
        ("甲: /meeting > 乙: :私下提意见 > 乙> /opinion 书记 会多", "在群里开"),
        ("甲: /meeting > 丙: /opinion 班子 会多，不管用 > 甲: /opinions > 乙: :私下看原话", "只给主持人看 & !不管用"),
        ("甲: /meeting > 乙: /next", "缺口 · 〔1〕两个确立（还没人认领）"),
        ("甲: /meeting > 乙: /next > 丙: /next", "要点 2/9"),
        ("甲: /meeting > 乙: /agenda 10", "主持人"),
        ("甲: /meeting > 甲: /agenda", "不限时"),
        ("甲: /meeting > 甲: /agenda 10", "每个方面 10 分钟 & 〔1〕"),
        ("甲: /meeting > 甲: /agenda 999", "几分钟"),
        ("甲: /meeting > 乙: /close", "主持人"),
        ("甲: /meeting > 甲: /close > 乙: :都留着", "主持人"),
        ("甲: /meeting > 甲: /close > 甲: :先不结束 > 甲: /board", "主持：甲"),
        ("甲: /meeting > 甲: /close > 甲: :都留着 > 乙: /take 1", "还没有开准备会"),
        ("甲: /meeting 一 > 甲: /close > 甲: :都留着 > 乙: /meeting list", "一（已结束） & 再开：一"),
        ("甲: /meeting 一 > 甲: /close > 甲: :都留着 > 乙: /meeting list > 丙: :再开：一", "主持人"),
        ("甲: /meeting 一 > 乙: /note 1 念了5次文件 > 甲: /close > 甲: :都留着 > 甲: /meeting list > 甲: :再开：一", "记 1"),
        ("甲: /meeting 一 > 乙: /note 1 念了5次文件 > 甲: /close > 甲: :只要纪要，其余清掉 > 甲: /meeting list > 甲: :再开：一", "一 & !记 1"),
        ("甲: /meeting 一 > 甲: /close > 甲: :都留着 > 乙: /note 1 会后又想起一件 > 甲: /meeting 二", "二 & 记 1"),
        ("甲: /meeting > 乙: /theme 2024", "主持人"),
        ("甲: /meeting > 甲: /theme 2024 > 乙: /board", "2024 四个带头"),
        ("甲: /meeting > 甲: /who 个人", "主持人"),
        ("甲: /meeting > 甲: /prep new 另一份", "先发 /close"),
        ("甲: /meeting > 乙: /forget", "主持人"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 甲: /forget > 乙: :确定清除", "主持人"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 甲: /forget > 甲: :确定清除 > 乙: /meeting list", "还没有开过"),
        ("甲: /meeting > 乙: /note 1 念了5次文件 > 丙: /opinion 班子 会多 > 甲: /forget", "这个群记下的 1 笔事实、0 处勾选、1 条意见"),
        ("乙> /meeting", "在群里开"),
        ("乙> /take 1", "在群里开"),
        ("乙> /start mAAAAAAAAAAAAAAAA", "已经失效"),
        ("甲: /meeting > 乙: /help", "/opinion & /minutes"),
        ("乙> /help", "!/minutes & !/take & /area"),
    ],
)  # fmt: skip
def test_what_the_group_hears(talk: Talk, says: str, holds: str) -> None:
    text = talk.say(*says.split(" > "))
    for piece in holds.split(" & "):
        if piece.startswith("!"):
            assert piece[1:] not in text
        else:
            assert piece in text


def test_a_group_without_a_meeting_works_as_before(talk: Talk) -> None:
    assert "记下了（第 1 笔）" in talk.say("乙: /note 3 只走访过两次")
    assert "3 人民至上 0/9" in talk.say("乙: /checklist")


def test_what_the_group_had_before_is_part_of_its_first_meeting(talk: Talk) -> None:
    assert "记 1" in talk.say("乙: /note 3 只走访过两次", "甲: /meeting")


def test_an_answer_to_a_card_of_other_aspects_is_not_kept(talk: Talk) -> None:
    talk.say("乙: /aspect 3")
    card = tuple(button.action for button in talk.console.rows[GROUP])
    answer = Incoming(GROUP, 2, text="只走访过两次", name="乙", is_group=True, replied=card)
    talk.say("甲: /meeting 一 2024")
    assert "方面已经换了" in shown(talk.dialogue.respond(answer))
    talk.say("甲: /theme 2021")
    assert "记下了：人民至上，乙" in shown(talk.dialogue.respond(answer))


def test_who_took_what_belongs_to_the_list_of_aspects(talk: Talk) -> None:
    took, theme = "1 政治纪律 0/8 乙", "甲: /theme 2024"
    assert "1 政治纪律 0/8 没人认领" in talk.say(
        "甲: /meeting 一", "乙: /take 1", theme, "甲: /board"
    )
    assert took in talk.say("乙: /take 1", "甲: /theme 2021", theme, "甲: /board")
    assert "认领：乙" in talk.say("甲: /theme 2021", "乙: /aspect 1")


def test_a_number_beyond_all_bounds_is_no_meeting(talk: Talk) -> None:
    press = f"reopen:{'9' * 30}"
    reply = talk.dialogue.respond(Incoming(GROUP, 1, press=press, name="甲", is_group=True))
    assert "按钮" in reply.notice


def test_an_old_board_of_another_meeting_changes_nothing(talk: Talk) -> None:
    talk.say("甲: /meeting 一")
    old = f"take:{talk.meeting.id}:1:1"
    talk.say("甲: /close", "甲: :都留着", "甲: /meeting 二")
    reply = talk.dialogue.respond(Incoming(GROUP, 5, press=old, name="乙", is_group=True))
    assert reply.notice == "这场准备会已经结束。"
    assert "没人认领" in talk.say("甲: /board").split("1 两个确立")[1][:12]


def test_the_message_that_opened_a_meeting_opens_no_second_one(talk: Talk) -> None:
    said = Incoming(GROUP, 1, message=5, text="/meeting 一", name="甲", is_group=True)
    for _ in range(2):
        talk.dialogue.respond(said)
    talk.dialogue.meetings.close(
        talk.meeting, talk.dialogue.assistant.session(GROUP), keeps_all=True
    )
    talk.dialogue.respond(said)
    assert [m.is_open for m in talk.dialogue.meetings.all_in(GROUP)] == [False]


def test_an_edit_after_the_end_leaves_the_record_as_it_was(talk: Talk) -> None:
    talk.say("甲: /meeting", "乙: /note 1 念了5次文件", "甲: /close", "甲: :都留着")
    assert talk.say("乙: :edit /note 1 念了6次文件").strip() == ""
    notes = talk.dialogue.assistant.store.chats.notes(Place(GROUP))
    assert [note.text for note in notes] == ["念了5次文件"]


def test_nobody_elsewhere_sees_anything_of_a_group(talk: Talk, tmp_path: Path) -> None:
    talk.say(
        "甲: /meeting 某班子", "乙: /note 3 走访村子只去过两次", "乙: /opinion 班子 文山会海多"
    )
    other = Talk(talk.dialogue, tmp_path)
    lines = ("乙> /note", "乙> /checklist", "乙> 走访村子只去过两次", "乙> /export md", "乙> /prep")
    heard = [other.say(line) for line in lines]
    page = talk.dialogue.offer("走访村子只去过两次", "")
    offered = "".join(result.title + to_plain(result.spans) for result in page.results)
    assert [text for text in (*heard, offered) if "走访村子" in text or "文山会海" in text] == []


def test_a_private_message_tells_for_which_group_it_is(talk: Talk) -> None:
    talk.say("甲: /meeting")
    yi, token = number_of("乙"), talk.meeting.token
    link = f"/start m{token}"
    said = (link, "信访", "/find 信访", "/start", "/start mAAAAAAAAAAAAAAAA")
    before = [talk.dialogue.host(Incoming(yi, yi, text=text)) for text in said]
    talk.say("乙: :私下提意见")
    after = [talk.dialogue.host(Incoming(yi, yi, text=text)) for text in said]
    presses = [
        talk.dialogue.host(Incoming(yi, yi, press=press)) for press in ("safe:mask:0", "card:3")
    ]
    assert (before, after) == ([GROUP, 0, 0, 0, 0], [GROUP, GROUP, 0, 0, 0])
    assert presses == [GROUP, 0]


def test_nameless_opinions_leave_no_trace_of_who_said_them(talk: Talk) -> None:
    talk.say("甲: /meeting", "乙: :私下提意见", "乙> 书记 会多、长、不管用")
    rows = list(talk.dialogue.assistant.store.db.table("opinions").rows)
    kept = [value for row in rows for value in row.values()]
    assert len(rows) == 1
    assert number_of("乙") not in kept
    assert "乙" not in kept
    assert talk.dialogue.assistant.store.meetings.attendees(talk.meeting.place) == ["甲"]


def test_who_forgets_takes_his_named_opinions_along(talk: Talk) -> None:
    talk.say("甲: /meeting", "甲: /opinions", "甲: :改为记名", "甲: /board", "乙: :私下提意见")
    talk.say("乙> 书记 会多、长、不管用", "乙> /forget", "乙> :确定清除")
    assert talk.dialogue.meetings.opinions(talk.meeting) == []


def test_forgetting_one_topic_leaves_the_other(dialogue: Dialogue) -> None:
    for topic in (7, 9):
        dialogue.respond(Incoming(-5, 1, topic, text="/meeting", name="甲", is_group=True))
    dialogue.respond(Incoming(-5, 1, 7, press="forget:yes", name="甲", is_group=True))
    assert [bool(dialogue.meetings.all_in(-5, topic)) for topic in (7, 9)] == [False, True]


def test_the_time_of_a_part_begins_anew_with_the_next(assistant: Assistant, tmp_path: Path) -> None:
    now = [datetime(2026, 1, 5, 9, 0, tzinfo=UTC)]
    talk = Talk(Dialogue(assistant, clock=lambda: now[0]), tmp_path)
    talk.say("甲: /meeting", "甲: /agenda 10")
    now[0] += timedelta(minutes=10)
    assert "〔1〕两个确立：10 分钟到了" in talk.say("乙: /take 1")
    assert "〔2〕" in talk.say("乙: :下一方面")
    assert "分钟到了" not in talk.say("乙: /take 2")
    now[0] += timedelta(minutes=10)
    assert "〔2〕国之大者：10 分钟到了" in talk.say("乙: /leave 2")
    assert "好，再给一次时间" in talk.say("乙: :再给 10 分钟")
    now[0] += timedelta(minutes=10)
    assert "〔2〕国之大者：10 分钟到了" in talk.say("乙: /leave 2")


def test_minutes_are_handed_out_when_all_else_is_cleared(talk: Talk, tmp_path: Path) -> None:
    talk.say("甲: /meeting", "乙: /note 1 念了5次文件", "甲: /close", "甲: :只要纪要，其余清掉")
    (minutes,) = tmp_path.glob("*.md")
    assert "念了5次文件" in minutes.read_text(encoding="utf-8")
    assert talk.dialogue.assistant.store.db["notes"].count == 0
