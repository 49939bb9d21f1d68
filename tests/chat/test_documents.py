"""Administrators add and look after documents in the chat; nobody else does."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.drafts import KEPT_SECONDS
from bot.chat.reply import Attachment, Incoming, Reply
from bot.chat.tray import Tray
from bot.chat.wording import ADMINS_IN_PRIVATE, UNKNOWN_BUTTON
from bot.chat.wording import documents as words
from bot.chat.wording.documents import warning
from bot.corpus.store import Store
from bot.models import Session
from bot.text import confidence, numbering
from tests.chat.talk import shown
from tests.test_library import HERON, OWN

ADMIN = 1
SPEECH = (
    "在全市会议上的讲话\n同志们：\n今天我讲三点意见。一是提高认识。希望大家抓好落实。\n谢谢大家！\n"
)
BUTTON_LIMIT = 64  # bytes that Telegram takes for what a button does


class Talk:
    """One person's conversation: what is said, pressed and sent, with the answer that follows a job."""

    def __init__(self, dialogue: Dialogue, user: int = ADMIN) -> None:
        self.dialogue = dialogue
        self.user = user
        self.reply = Reply()

    def hear(self, incoming: Incoming) -> str:
        self.reply = self.dialogue.respond(incoming)
        while job := self.reply.job:
            self.reply = job.tell(job.run())
        actions = [b.action for row in self.reply.buttons for b in row]
        assert max((len(a.encode()) for a in actions), default=0) <= BUTTON_LIMIT
        return shown(self.reply)

    def say(self, text: str, *, is_group: bool = False) -> str:
        return self.hear(Incoming(self.user, self.user, text=text, is_group=is_group))

    def send(self, name: str, content: str | bytes = OWN, caption: str = "/ingest") -> str:
        body = content if isinstance(content, bytes) else content.encode()
        said = Incoming(self.user, self.user, text=caption, attachment=Attachment(name, body))
        return self.hear(said)

    def action(self, label: str) -> str:
        buttons = [b for row in self.reply.buttons for b in row]
        return next(b.action for b in buttons if b.label.lstrip("✓").startswith(label))

    def press(self, *labels: str) -> str:
        for label in labels:
            text = self.hear(Incoming(self.user, self.user, press=self.action(label)))
        return text


@pytest.fixture
def dialogue(assistant: Assistant) -> Dialogue:
    return Dialogue(assistant, admins=[ADMIN])


@pytest.fixture
def talk(dialogue: Dialogue) -> Talk:
    return Talk(dialogue)


def files(store: Store) -> list[str]:
    """The user's own documents."""
    return [kept.file for kept in store.shelf.kept()]


def packed(**texts: str) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return made.getvalue()


def finds(assistant: Assistant, chat: int = 77) -> bool:
    matches = assistant.finder.search(f"{HERON}巡护", Session(chat)).matches
    return any(HERON in match.passage.text for match in matches)


# --- adding


def test_a_file_is_shown_first_and_found_once_it_is_added(
    talk: Talk, store: Store, assistant: Assistant
) -> None:
    report = talk.send("own.txt")
    for piece in ("own.txt", "2022 六个带头 · 个人", "存在问题 3 条、原因 1 条、整改 1 条", "把握", "谁能看：所有人", "[1] 加入  [2] 改信息  [3] 不要"):  # fmt: skip
        assert piece in report
    assert (files(store), finds(assistant)) == ([], False)
    assert "已加入范文库：own.txt（5 段）" in talk.press("加入")
    assert (files(store), finds(assistant)) == (["own.txt"], True)


def test_a_refused_file_leaves_nothing(talk: Talk, store: Store) -> None:
    talk.send("own.txt")
    add = talk.action("加入")
    assert "没有加入" in talk.press("不要")
    assert "没有加入" in talk.hear(Incoming(ADMIN, ADMIN, press=add))
    assert files(store) == []


def test_adding_twice_adds_once(talk: Talk, store: Store) -> None:
    talk.send("own.txt")
    add = talk.action("加入")
    assert talk.press("加入") == talk.hear(Incoming(ADMIN, ADMIN, press=add))
    assert files(store) == ["own.txt"]


@pytest.mark.parametrize(
    ("before", "sent", "told"),
    [
        (OWN, OWN, "已经有同样的一份：own.txt"),
        (OWN, OWN.replace("三户", "四户").replace("2022", "2023"), "大部分内容与库里的 own.txt 相同"),
        ("", SPEECH, "不是对照检查材料，像是讲话"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_file_is_told(talk: Talk, before: str, sent: str, told: str) -> None:
    if before:
        talk.send("own.txt", before)
        talk.press("加入")
    report = talk.send("new.txt", sent)
    assert told in report
    assert ("仍然加入" in report) == ("同样的一份" not in told)


def test_likeness_is_told_and_may_be_overruled(talk: Talk, store: Store) -> None:
    talk.send("own.txt")
    talk.press("加入")
    report = talk.send("own.txt", OWN.replace("2022", "2023").replace("三户", "四户"))
    assert re.search(r"\d\d% 的内容在 own.txt 里也有", report)
    assert "已加入范文库：own-2.txt" in talk.press("仍然加入")
    assert files(store) == ["own.txt", "own-2.txt"]


def test_warnings_name_their_lines_in_chinese(talk: Talk) -> None:
    report = talk.send("own.txt", OWN.replace("（二）", "（四）"))
    assert "第 6 行：“（四）”接在“（一）”后面" in report


def test_an_archive_is_listed_and_added_whole_or_in_part(talk: Talk, store: Store) -> None:
    content = packed(one=OWN, two=OWN.replace(HERON, "天鹅湖畔").replace("学", "研"), three=SPEECH)
    listed = talk.send("三份.zip", content)
    for piece in ("读出 3 份", "1 三份.zip/one.txt", "3 ⚠ 三份.zip/three.txt", "全部加入（2 份）"):
        assert piece in listed
    assert "像是讲话" in talk.press("3")
    assert "没有加入" in talk.press("不要")
    assert "已加入 2 份" in talk.press("返回清单", "全部加入")
    assert len(files(store)) == 2


def test_what_waits_of_several_files_is_added_at_once(talk: Talk, store: Store) -> None:
    talk.send("a.txt")
    assert "都加入（2 份）" in talk.send("b.txt", OWN.replace("学", "研").replace("个", "名"))
    assert "已加入 2 份" in talk.press("都加入")
    assert files(store) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .docx"),
        ("a.zip", packed(), "打成 zip 再发"),
        ("a.txt", b" \n", "里面没有文字"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    talk: Talk, name: str, content: bytes, told: str
) -> None:
    assert f"{name}：" in (text := talk.send(name, content))
    assert told in text


def test_a_classified_file_is_not_added_whoever_wishes_it(talk: Talk, store: Store) -> None:
    shown = talk.send("a.txt", f"机密★10年\n{OWN}\n联系电话：0571-88001234")
    for piece in ("⚠ 带密级标志", "第 1 行：有密级标志“机密★10年”", "有电话号码 057*-******34"):
        assert piece in shown
    assert "加入" not in [b.label for row in talk.reply.buttons for b in row]
    talk.hear(Incoming(ADMIN, ADMIN, press=talk.action("不要").replace(":no", ":add")))
    assert files(store) == []


def test_after_the_command_files_and_long_texts_are_taken(talk: Talk, store: Store) -> None:
    assert "请把范文发来" in talk.say("/ingest")
    assert "own.txt" in talk.send("own.txt", caption="")
    assert "2022年度民主生活会个人对照检查材料.txt" in talk.say(f"/入库 {OWN}")
    talk.press("加入")
    assert files(store) == ["2022年度民主生活会个人对照检查材料.txt"]


def test_without_the_command_a_file_is_a_draft(talk: Talk) -> None:
    assert "[1] 加入" not in talk.send("own.txt", caption="")


def test_a_file_that_was_sent_long_ago_is_asked_for_again(talk: Talk) -> None:
    talk.send("own.txt")
    add = talk.action("加入")
    restarted = Talk(Dialogue(talk.dialogue.assistant, admins=[ADMIN]))
    assert words.GONE in restarted.hear(Incoming(ADMIN, ADMIN, press=add))


def test_the_tray_forgets_after_half_an_hour_and_shows_each_chat_its_own() -> None:
    now = [0.0]
    tray = Tray(lambda: now[0])
    key = tray.put(1, ["first", "second"])  # type: ignore[list-item]  # never looked into
    found = tray.get(1, f"{key}.1")
    assert found
    assert (found.prospect, tray.get(2, f"{key}.1"), tray.get(1, f"{key}.2")) == (
        "second",
        None,
        None,
    )
    now[0] = KEPT_SECONDS + 1
    assert tray.get(1, f"{key}.1") is None


# --- what is said of a document


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        (("年度", "2023"), "2023"),
        (("会议", "2023"), "2023"),
        (("对象", "班子"), "班子"),
        (("领域", "信访"), "信访"),
        (("领域", "更多…", "更多…"), "own.txt"),
        (("会议", "更多…", "更多…"), "own.txt"),
        (("谁能看", "只有我"), "谁能看：只有 1"),
    ],
)
@pytest.mark.parametrize("is_stored", [False, True])
def test_each_part_is_changed_by_buttons(
    talk: Talk, ways: tuple[str, ...], told: str, is_stored: bool
) -> None:
    talk.send("own.txt")
    if is_stored:
        talk.press("加入", "看这一篇")
    talk.press("改信息", *ways)
    assert told in talk.press("好了")


def test_words_change_several_parts_at_once(talk: Talk, store: Store) -> None:
    talk.send("own.txt")
    talk.press("改信息")
    assert "2019 四个对照四个找一找 · 班子 · 信访" in talk.say("2019 班子 信访")
    assert "没看出要改什么" in talk.say("蓝天白云")
    talk.press("谁能看")
    assert "谁能看：只有 -1001、5" in talk.say("-1001 5")
    talk.press("好了", "加入")
    (stored,) = store.shelf.documents(file="own.txt")
    assert (stored.year, stored.scope, stored.areas, stored.chats) == (
        2019,
        "team",
        ("petition",),
        (-1001, 5),
    )


def test_the_caption_says_what_the_file_is(talk: Talk) -> None:
    assert "2019 四个对照四个找一找 · 班子 · 信访" in talk.send(
        "own.txt", caption="/ingest 2019 班子 信访"
    )


def test_a_corrected_document_keeps_its_number_and_the_others_areas(talk: Talk) -> None:
    talk.send("own.txt")
    first = talk.press("加入", "看这一篇")
    talk.press("改信息", "领域", "信访", "民政", "信访")
    after = talk.press("好了")
    assert re.findall(r"编号 \d+", after) == re.findall(r"编号 \d+", first)
    assert "民政" in after
    assert "信访" not in after
    assert words.ONE_AREA_STAYS in talk.press("改信息", "领域", "民政")


def test_a_private_document_is_found_in_its_chats_only(talk: Talk, assistant: Assistant) -> None:
    talk.send("own.txt")
    talk.press("改信息", "谁能看")
    talk.say("77")
    talk.press("好了", "加入")
    assert [finds(assistant, 77), finds(assistant, 78)] == [True, False]


# --- looking after


def test_the_list_is_paged_and_searched(talk: Talk) -> None:
    for number in range(5):
        talk.send(f"{number}.txt", OWN.replace("三", f"三{number}"))
        talk.press("仍然加入" if number else "加入")
    first = talk.say("/documents")
    assert "范文库共 10 篇" in first
    assert [line.split("：")[0] for line in first.splitlines()[1:4]] == [
        "10 4.txt",
        "9 3.txt",
        "8 2.txt",
    ]
    assert "自带" in talk.press("下一页")
    assert "范文库共 10 篇" in talk.press("从头看")
    assert "9 3.txt" in talk.say("/documents 3.txt")
    assert "没有名字或标题里有" in talk.say("/documents 火星")


def test_a_removed_document_is_put_back_by_button_and_command(
    talk: Talk, store: Store, assistant: Assistant
) -> None:
    talk.send("own.txt")
    talk.press("加入")
    assert "已删除：own.txt" in talk.say("/remove 6")
    back = talk.action("撤销删除")
    assert (files(store), finds(assistant)) == ([], False)
    assert "已放回：own.txt" in talk.press("撤销删除")
    assert words.NOT_REMOVED_NOW in talk.hear(Incoming(ADMIN, ADMIN, press=back))
    talk.say("/remove own.txt")
    assert "已放回：own.txt" in talk.say("/undo")
    assert words.NOTHING_TO_UNDO in talk.say("/undo")
    assert (files(store), finds(assistant)) == (["own.txt"], True)


def test_what_is_there_again_is_not_put_back_a_second_time(talk: Talk, store: Store) -> None:
    talk.send("own.txt")
    talk.press("加入")
    talk.say("/remove own.txt")
    talk.send("own.txt")
    talk.press("加入")
    assert words.TAKEN in talk.say("/undo")
    assert files(store) == ["own.txt"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/remove 1", "随程序带来的"),
        ("/remove 99", "没有编号或名字是“99”"),
        ("/remove", "范文库共 5 篇"),
        ("/删除 99", "没有编号或名字"),
        ("/范文库", "范文库共 5 篇"),
        ("/撤销", words.NOTHING_TO_UNDO),
    ],
)
def test_what_cannot_be_removed_is_told(talk: Talk, line: str, told: str) -> None:
    assert told in talk.say(line)


def test_a_button_of_a_document_that_is_gone_hits_no_other(talk: Talk) -> None:
    talk.send("own.txt")
    talk.press("加入", "看这一篇")
    remove = talk.action("删除")
    talk.press("删除")
    talk.send("other.txt", OWN.replace("学", "研"))
    talk.press("加入")
    assert words.NOT_STORED in talk.hear(Incoming(ADMIN, ADMIN, press=remove))


# --- who may


@pytest.mark.parametrize(
    "line", ["/ingest", "/documents", "/remove 1", "/undo", f"/ingest {OWN}", "/入库"]
)
def test_others_and_groups_are_refused(talk: Talk, line: str) -> None:
    assert Talk(talk.dialogue, user=9).say(line).strip() == ADMINS_IN_PRIVATE
    assert talk.say(line, is_group=True).strip() == ADMINS_IN_PRIVATE


@pytest.mark.parametrize(
    "action", ["intake:all", "docs:0", "doc:1.0", "undo:1", "meta:s.1.0", "intake:ab.0:add"]
)
def test_others_press_in_vain(talk: Talk, action: str) -> None:
    other = Talk(talk.dialogue, user=9)
    assert other.hear(Incoming(9, 9, press=action)).strip() == ADMINS_IN_PRIVATE
    assert other.send("own.txt").strip() == ADMINS_IN_PRIVATE


@pytest.mark.parametrize(
    "action",
    [
        *("doc:", "doc:x", "doc:1", "doc:99999999999999999999.0", "undo:", "undo:x", "docs:x"),
        *("intake:", "intake:x:y", "intake:.", "meta:", "meta:w.", "meta:s.1.x:year:2020"),
    ],
)
def test_odd_buttons_raise_nothing(talk: Talk, action: str) -> None:
    talk.hear(Incoming(ADMIN, ADMIN, press=action))


@pytest.mark.parametrize("rest", ["year:20221", "year:x", "theme:x", "scope:x", "area:+x", "area:"])
def test_odd_choices_change_nothing(talk: Talk, store: Store, rest: str) -> None:
    talk.send("own.txt")
    talk.press("加入", "看这一篇")
    ref = talk.action("改信息")
    before = store.shelf.documents()
    text = talk.hear(Incoming(ADMIN, ADMIN, press=f"{ref}:{rest}"))
    assert UNKNOWN_BUTTON in text or "分管什么工作" in text
    assert store.shelf.documents() == before


def test_menu_and_help_show_the_commands_to_administrators_only(dialogue: Dialogue) -> None:
    own = [entry.name for entry in dialogue.menu if entry.admin]
    assert own == ["ingest", "documents", "remove", "undo"]
    assert not any(entry.private or entry.group for entry in dialogue.menu if entry.admin)
    assert "/ingest" in Talk(dialogue).say("/help")
    assert "/ingest" not in Talk(dialogue, user=9).say("/help")


def test_every_warning_of_the_parser_has_a_sentence() -> None:
    told = [message.format("一是", "二是") for message in numbering._WARNINGS.values()]
    told += [*confidence._WANTED.values(), "announces 五个方面, 4 found"]
    told += ["begins at 三、: a part before it is missing"]
    told += ["ends inside a sentence: a part behind it is missing"]
    told += ["left out, not part of the text: 上一篇"]
    told.remove("announces 一是, 二是 found")
    for message in told:
        assert warning(f"line 3: {message}").startswith("第 3 行：")
        assert not re.search("[a-z]{3}", warning(f"line 3: {message}"))


def test_a_text_of_variants_is_read_as_the_command_line_does(talk: Talk) -> None:
    path = Path(__file__).parents[1] / "data" / "variants" / "05_collection.txt"
    assert "读出 2 份" in talk.send(path.name, path.read_bytes())
