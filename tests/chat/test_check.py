"""Checking a draft in the chat: in pieces, as a file, the report, comments, and what is left next time."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.drafts import CUT, KEPT_SECONDS, DraftInHand, Drafts
from bot.chat.reply import Attachment, Incoming, Reply
from bot.corpus.store import Store
from bot.export.paper import Paper, Paragraph, Run
from bot.export.word import to_docx
from bot.models import Place
from tests.chat.talk import say, shown

POINTS = (
    "一、存在的主要问题\n（一）带头强化政治忠诚、提高政治能力方面。一是理论学习不够深入。"
    "有的同志满足于读读报纸，总觉得工作忙就可以少学一点。联系电话13800138000。\n"
    "二、原因剖析\n一是理想信念有所松懈。上级安排的任务太多，客观上没有时间。\n"
    "三、整改措施\n一是进一步加强学习，不断提高认识。\n"
)
DRAFT = f"个人2025年度民主生活会对照检查材料\n{POINTS}"


def done(reply: Reply) -> Reply:
    """The answer that follows when the work is done."""
    assert reply.job
    return reply.job.tell(reply.job.run())


def send(dialogue: Dialogue, name: str, content: bytes, caption: str = "") -> Reply:
    """The answer to a document."""
    sent = Incoming(1, 1, text=caption, attachment=Attachment(name, content))
    return dialogue.respond(sent)


def press(dialogue: Dialogue, reply: Reply, label: str) -> Reply:
    """The answer to the button that begins so."""
    buttons = [b for row in reply.buttons for b in row if b.label.startswith(label)]
    return dialogue.respond(Incoming(1, 1, press=buttons[0].action))


@pytest.mark.parametrize("lines", [(f"/check {DRAFT}",), ("/check", DRAFT), ("帮我检查初稿", DRAFT), (DRAFT * 2, ":当初稿检查")])  # fmt: skip
def test_a_draft_is_read_and_its_report_follows(dialogue: Dialogue, lines: tuple[str, ...]) -> None:
    reply = say(dialogue, *lines)
    assert "正在看" in shown(reply)
    report = shown(done(reply))
    for piece in ("必改", "2025 五个带头", "要点覆盖", "1 政治忠诚", "批注版 Word", "不保存"):
        assert piece in report or piece == "不保存"


@pytest.mark.parametrize("line", ["检查", "检查吧", "检查我的材料", "查一下我的稿子", "帮我看看稿子", "帮我检查一下稿子"])  # fmt: skip
def test_asking_for_a_check_in_plain_words_starts_it(dialogue: Dialogue, line: str) -> None:
    assert "把初稿发来" in shown(say(dialogue, line))


@pytest.mark.parametrize("line", ["对照检查", "检查清单", "检查组走了就放松", "监督检查不够"])
def test_words_that_only_hold_a_check_start_none(dialogue: Dialogue, line: str) -> None:
    assert "把初稿发来" not in shown(say(dialogue, line))


def test_a_message_that_is_answered_with_check_is_the_draft(dialogue: Dialogue) -> None:
    quoted = Incoming(-1, 1, text="/check", quoted=DRAFT, is_group=True)
    assert "2025 五个带头" in shown(done(dialogue.respond(quoted)))


def test_messages_in_a_row_are_one_draft(dialogue: Dialogue) -> None:
    long = "今年以来，" + "我在工作中还有许多不足，走访群众不够。" * 220
    first = say(dialogue, "/check", long)
    assert "收到第 1 段" in shown(first)
    second = say(dialogue, POINTS)
    assert f"收到第 2 段，共 {len(long) + len(''.join(POINTS.split()))} 字" in shown(second)
    assert "必改" in shown(done(press(dialogue, second, "检查")))


LONG = "今年以来，" + "我在工作中还有许多不足，走访群众不够。" * 220


@pytest.mark.parametrize(
    ("following", "holds"),
    [
        ("走访群众不够，满足于听汇报。" * 20, "请从头再发一次"),
        (DRAFT, "正在看"),
        (POINTS, "正在看"),
    ],
    ids=["the rest", "the whole from its title", "the whole from its first part"],
)
def test_a_part_that_is_lost_is_told(dialogue: Dialogue, following: str, holds: str) -> None:
    say(dialogue, "/check", LONG)
    dialogue._desk.drafts.drop(Place(1))  # as a restart does
    assert holds in shown(say(dialogue, following))


def test_after_a_lost_part_the_draft_may_be_sent_again(dialogue: Dialogue) -> None:
    say(dialogue, "/check", LONG)
    dialogue._desk.drafts.drop(Place(1))
    say(dialogue, "走访群众不够，满足于听汇报。" * 20)
    assert "收到第 1 段" in shown(say(dialogue, LONG))
    assert "收到第 2 段" in shown(say(dialogue, POINTS))


@pytest.mark.parametrize("name", ["初稿.txt", "初稿.md"])
def test_a_document_is_checked(dialogue: Dialogue, name: str) -> None:
    reply = send(dialogue, name, DRAFT.encode("gb18030"))
    assert "必改" in shown(done(reply))


def test_the_report_is_walked_through(dialogue: Dialogue) -> None:
    report = done(say(dialogue, f"/check {DRAFT}"))
    must = press(dialogue, report, "必改")
    assert "必改 1–5 / " in shown(must)
    assert "问自己" in shown(must)
    assert "13800138000" in shown(press(dialogue, must, "下一页"))
    assert "先看这几处" in shown(press(dialogue, must, "回到报告"))
    gaps = press(dialogue, report, "第1方面缺")
    assert "〔1〕政治忠诚：写到" in shown(gaps)
    assert "先看这几处" in shown(press(dialogue, gaps, "回到报告"))
    labels = [b.label for row in report.buttons for b in row if b.label.startswith("第")]
    assert all(re.fullmatch(r"第\d方面缺\d{1,2}条", label) for label in labels)
    assert "要点" in shown(dialogue.respond(Incoming(1, 1, press=gaps.buttons[0][0].action)))


@pytest.mark.parametrize("text", [DRAFT, DRAFT * 4, POINTS, DRAFT.replace("2025", "2022")])
def test_the_first_message_is_short_and_begins_with_the_verdict(
    dialogue: Dialogue, text: str
) -> None:
    reply = done(say(dialogue, f"/check {text}"))
    lines = "".join(span.text for span in reply.spans).strip().splitlines()
    assert len(lines) <= 20
    assert re.match("还不能交：缺|基本成形，先|结构完整，|必改", lines[0])


def test_a_word_file_comes_back_with_comments(dialogue: Dialogue) -> None:
    paper = Paper("初稿", tuple(Paragraph((Run(line),)) for line in DRAFT.splitlines()))
    report = done(send(dialogue, "初稿.docx", to_docx(paper)))
    reply = done(press(dialogue, report, "批注版"))
    (file,) = reply.files
    assert file.name == "初稿-批注.docx"
    comments = ZipFile(io.BytesIO(file.content)).read("word/comments.xml").decode()
    assert "备会助手" in comments
    assert "必改" in comments
    back = press(dialogue, reply, "回到报告")
    assert back.spans == report.spans
    assert not back.edits  # the file stays where it is


def test_a_text_gets_a_new_word_file_with_comments(dialogue: Dialogue) -> None:
    reply = done(press(dialogue, done(say(dialogue, f"/check {DRAFT}")), "批注版"))
    assert "另存成一份" in shown(reply)
    assert "13800138000" in ZipFile(io.BytesIO(reply.files[0].content)).read("word/document.xml").decode()  # fmt: skip


def test_a_text_that_is_only_called_word_gets_a_new_file(dialogue: Dialogue) -> None:
    report = done(send(dialogue, "初稿.docx", DRAFT.encode()))
    reply = done(press(dialogue, report, "批注版"))
    assert "另存成一份" in shown(reply)
    assert [file.name for file in reply.files] == ["初稿-批注.docx"]


def test_the_next_version_is_compared_without_keeping_text(
    dialogue: Dialogue, store: Store
) -> None:
    done(say(dialogue, f"/check {DRAFT}"))
    again = shown(done(say(dialogue, f"/check {DRAFT.replace('联系电话13800138000。', '')}")))
    assert re.search("比上一稿：解决 [1-9] 处，还有 [1-9]", again)
    kept = "".join(str(row) for table in store.db.tables if "chat" in table.columns_dict for row in table.rows)  # fmt: skip
    assert "13800138000" not in kept
    assert "理想信念有所松懈" not in kept
    say(dialogue, "/forget", ":确定清除")
    assert store.chats.findings(Place(1)) == set()


def test_a_paragraph_is_checked_as_one_and_is_no_new_version(dialogue: Dialogue) -> None:
    done(say(dialogue, f"/check {DRAFT}"))
    paragraph = (
        "平时理论学习抓得不紧，责任意识不强，工作标准不高，到站所去得少。" * 2
        + "走访群众少，有意见也没有当面解释，去年拖了2个月才答复，开会多、落实少，不愿提意见，怕伤和气。"
    )
    reply = done(say(dialogue, f"/check {paragraph}"))
    text = shown(reply)
    assert "这是一段，只看了这一段本身" in text
    assert "都是通用的说法" in text
    assert "比上一稿" not in text
    assert not [b.label for row in reply.buttons for b in row if b.label.startswith("第")]
    assert "和上一稿比没有变化" in shown(done(say(dialogue, f"/check {DRAFT}")))


def test_a_text_of_another_kind_is_told_and_changes_nothing(
    dialogue: Dialogue, store: Store
) -> None:
    done(say(dialogue, f"/check {DRAFT}"))
    kept = store.chats.findings(Place(1))
    recipe = (
        "红烧肉的做法：五花肉切块，冷水下锅，焯水三分钟，炒糖色，加水没过肉，小火慢炖一小时。" * 4
    )
    reply = done(say(dialogue, f"/check {recipe}"))
    assert "".join(span.text for span in reply.spans) == (
        "这不像对照检查材料：没有看到查摆的问题。请检查发的是不是这份。"
    )
    assert store.chats.findings(Place(1)) == kept != set()


def test_a_notice_sent_as_a_draft_is_offered_as_the_list_to_prepare_for(
    dialogue: Dialogue,
) -> None:
    listed = "\n".join(
        f"{n}.带头{part}方面。" for n, part in enumerate(("增强党性", "敬畏人民", "担当作为"), 1)
    )
    notice = (
        f"关于开好民主生活会的通知\n"
        f"要开展批评和自我批评，重点从以下三个方面查摆问题：\n{listed}\n"
        f"{'会前要组织学习、征求意见、谈心谈话，会后抓好整改落实。' * 3}"
    )
    offered = done(send(dialogue, "通知.txt", notice.encode()))
    assert "这像是会议方案里的 3 个方面（增强党性、敬畏人民、担当作为）" in shown(offered)
    assert "读出 3 个方面" in shown(press(dialogue, offered, "按它准备"))


def test_last_years_text_and_opinions_are_compared(dialogue: Dialogue) -> None:
    report = done(say(dialogue, f"/check {DRAFT}"))
    asked = press(dialogue, report, "对照去年的")
    assert "去年的材料" in shown(asked)
    copied = done(send(dialogue, "去年.txt", DRAFT.encode()))
    assert "雷同" in shown(copied)
    assert "对照了去年的材料：1 处相近。" in shown(copied)
    assert "比上一稿" not in shown(copied)
    press(dialogue, copied, "对照意见")
    answered = done(say(dialogue, "食堂浪费严重，希望管一管\n下乡调研太少"))
    assert "必改" in shown(answered)
    told = "对照了 2 条意见：有 2 条没有回应：“食堂浪费严重，希望管一管”等。"
    assert told in shown(answered)
    assert told in shown(press(dialogue, press(dialogue, answered, "必改"), "回到报告"))
    assert "比上一稿" not in shown(answered)
    assert "和上一稿比没有变化：还有 " in shown(done(say(dialogue, f"/check {DRAFT}")))


def test_a_report_that_is_not_wanted_is_said_to_be_gone(dialogue: Dialogue) -> None:
    report = done(say(dialogue, f"/check {DRAFT}"))
    assert shown(press(dialogue, report, "不留报告")).startswith("好，初稿和报告都不留了。")


def test_every_message_counts_a_draft_alike(dialogue: Dialogue) -> None:
    asked = say(dialogue, f"/check {DRAFT}")
    counts = re.findall("共 ([0-9]+) 字", shown(asked) + shown(done(asked)))
    assert counts == [str(len("".join(DRAFT.split())))] * 2


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        (("/check 太短了",), "当不了初稿"),
        (("/check",), "用完即弃，不保存"),
        (("/check", "取消"), "好，已取消"),
        ((f"/check {'长' * 200_001}",), "我看不完"),
    ],
)
def test_what_is_no_draft_is_told(dialogue: Dialogue, lines: tuple[str, ...], holds: str) -> None:
    assert holds in shown(say(dialogue, *lines))


@pytest.mark.parametrize("action", ["found:must:0", "gaps:1", "report:", "remarks:", "check:", "found:²:²"])  # fmt: skip
def test_a_report_that_is_gone_is_told(dialogue: Dialogue, action: str) -> None:
    assert "请再发一次" in shown(dialogue.respond(Incoming(1, 1, press=action)))


def test_drafts_are_dropped_when_old_or_many() -> None:
    now = [0.0]
    drafts = Drafts(clock=lambda: now[0])
    drafts.put(Place(0), DraftInHand(("旧",)))
    now[0] = KEPT_SECONDS + 1
    assert drafts.get(Place(0)) is None
    for chat in range(150):
        drafts.put(Place(chat), DraftInHand(("新",)))
    assert [chat for chat in (0, 49, 50, 149) if drafts.get(Place(chat))] == [50, 149]


def test_only_a_message_that_was_cut_goes_on(tmp_path: Path) -> None:
    drafts = Drafts()
    drafts.add(Place(1), "短")
    assert drafts.add(Place(1), "长" * CUT).parts == ("长" * CUT,)
    assert len(drafts.add(Place(1), "尾").parts) == 2
