"""Numbers and marks are asked about before a word of the message is kept."""

import json
from itertools import count

import pytest

from bot.assistant import Assistant
from bot.chat.cautions import KEPT_SECONDS, Cautions
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Attachment, Incoming, Reply
from bot.chat.turn import Turn
from bot.text.secrecy import secrecy_of
from tests.chat.talk import chats, say, shown, verify

CALL = "/note 3 群众来电13800001234反映，我没有回访。"
CARD = "/note 3 某户身份证号11010519491231002X，补贴没有发到位，手机13800001234。"
INTERNAL = "/note 3 会上的内部资料 严禁外传，我拍照发到了群里。"
LIST = "主题：强作风\n1. 带头学习新思想\n2. 带头联系群众，联系人13800001234\n3. 带头担当作为\n4. 带头廉洁自律，履行管党治党责任"


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        (CALL, "电话号码 138******34。我还没有保存 & 遮住号码 & 照原样 & 不发了 & !记下了 & !13800001234"),
        (f"{CALL} > :遮住号码", "记下了（第 1 笔），在第3方面"),
        (f"{CALL} > :遮住号码 > /note", "群众来电138******34反映 & !13800001234"),
        (f"{CALL} > :照原样 > /note", "群众来电13800001234反映"),
        (f"{CALL} > :不发了", "这段话我没有留"),
        (f"{CALL} > :不发了 > /note", "还没有记下"),
        (CARD, "身份证号 110*************2X、电话号码 138******34 & 遮住号码 & !照原样"),
        (f"{CARD} > :遮住号码 > /note", "110*************2X，补贴"),
        (INTERNAL, "“内部资料 严禁外传”字样 & 请确认不涉密 & 不涉密，继续 & !遮住号码"),
        (f"{INTERNAL} > :不涉密，继续", "记下了（第 1 笔）"),
        ("/note 3 机密★1年 某会议精神没有传达", "带密级标志“机密★1年” & 没有保存 & !遮住号码 & 返回"),
        ("秘密★10年", "带密级标志“秘密★10年”"),
        ("/note 3 落实某委〔2023〕45号文件走了过场", "文号 落实某委〔2023〕X号 & 照原样"),
        ("/note 3 落实某委〔2023〕X号文件走了过场", "记下了（第 1 笔）"),
        ("/note 13800001234没有接", "电话号码 138******34"),
        ("/note 13800001234没有接 > :照原样 > :人民至上 > /note", "13800001234没有接"),
        ("/note 13800001234没有接 > :遮住号码", "记到哪里"),
        ("3 > :逐条看 > :记一笔 > 群众来电13800001234，没有回", "138******34 & 遮住号码"),
        ("3 > :逐条看 > :记一笔 > 群众来电13800001234，没有回 > :遮住号码", "记下了（第 1 笔），在“"),
        ("3 > :逐条看 > /note 没有回访 > :看这一条 > :改1 > 没有回访13800001234 > :遮住号码", "改好了 & 138******34"),
        ("3 > :逐条看 > 群众来电13800001234，我过了三天才回访。 > :遮住号码", "要记到“ & 记下来"),
        ("3 > :逐条看 > 会上的内部资料、严禁外传的文件，我拍照发到了群里。", "请确认不涉密"),
        ("3 > :逐条看 > 会上的内部资料、严禁外传的文件，我拍照发到了群里。 > :不涉密，继续 > :记下来", "记下了"),
        ("/prep 新建 张13800001234", "138******34 & !记下了"),
        ("/find 电话13800001234打不通", "138******34 & 遮住号码"),
        ("/find 机密文件管理", "!我还没有保存"),
        ("12345热线办件8000余件", "!我还没有保存"),
        (f"{LIST} > :按它准备", "带头联系群众 & !13800001234"),
        (f"/check {CARD}{'走访不深入。' * 30}", "!我还没有保存"),
    ],
)  # fmt: skip
def test_the_writer_is_asked_first(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def kept(assistant: Assistant, chat: int) -> str:
    """Everything that the store has of the chat."""
    rows = [assistant.store.connection.tuples(f"SELECT * FROM {table} WHERE chat = ?", (chat,)) for table in ("sessions", "notes", "preparations", "own_themes")]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, default=str)


@pytest.mark.parametrize(
    "text",
    [CALL, CARD, INTERNAL, "13800001234", "/find 13800001234", "/area 13800001234", LIST, f"{LIST}\n{'5. 带头' * 120}"],
)  # fmt: skip
def test_until_the_answer_the_store_holds_nothing(
    dialogue: Dialogue, assistant: Assistant, text: str
) -> None:
    say(dialogue, "信访", text, chat=7)
    assert [word for word in ("13800001234", "11010519491231002X", "严禁外传") if word in kept(assistant, 7)] == []  # fmt: skip


def test_a_replayed_press_notes_once_and_an_old_one_says_so(dialogue: Dialogue) -> None:
    reply = dialogue.respond(Incoming(1, 1, text=CALL, message=9))
    press = reply.buttons[0][0].action
    for _ in range(2):
        assert "第 1 笔" in shown(dialogue.respond(Incoming(1, 1, press=press)))
    again = Dialogue(dialogue.assistant)
    assert "请再发一次" in again.respond(Incoming(1, 1, press=press)).notice


def test_only_the_speaker_may_answer(dialogue: Dialogue) -> None:
    asked = dialogue.respond(Incoming(-5, 1, text=CALL, name="甲", message=9, is_group=True))
    press = asked.buttons[0][0].action
    other = dialogue.respond(Incoming(-5, 2, press=press, name="乙", is_group=True))
    elsewhere = dialogue.respond(Incoming(-6, 1, press=press, is_group=True))
    assert (other.notice, elsewhere.notice[:3]) == ("请由说这句话的人来点。", "那句话")
    own = dialogue.respond(Incoming(-5, 1, press=press, name="甲", is_group=True))
    assert (own.edits, "记下了" in shown(own)) == (True, True)
    listed = shown(dialogue.respond(Incoming(-5, 2, text="/note", is_group=True)))
    assert "甲：群众来电138******34" in listed


def test_contributions_and_opinions_of_a_meeting_are_asked_about(dialogue: Dialogue) -> None:
    def member(text: str = "", press: str = "", message: int = 0) -> Reply:
        return dialogue.respond(Incoming(-8, 1, text=text, press=press, name="甲", message=message, is_group=True))  # fmt: skip

    member("/meeting", message=1)
    for number, text in enumerate((CALL, "/opinion 班子 来电13800001234的群众没有人回"), 2):
        asked = member(text, message=number)
        assert "138******34" in shown(asked)
        member(press=asked.buttons[0][0].action)
    shows = shown(member("/minutes")) + shown(member("/opinions"))
    rows = dialogue.assistant.store.connection.tuples("SELECT text FROM notes UNION SELECT text FROM opinions", ())  # fmt: skip
    assert (len(rows), "13800001234" in f"{rows} {shows}") == (2, False)


def test_an_edit_is_asked_about_where_it_changes_what_is_kept(dialogue: Dialogue) -> None:
    dialogue.respond(Incoming(1, 1, text="/note 3 没有回访", message=5))
    idle = dialogue.respond(Incoming(1, 1, text="来电13800001234", message=4, is_edit=True))
    asked = dialogue.respond(Incoming(1, 1, text=CALL, message=5, is_edit=True))
    assert (bool(idle), "138******34" in shown(asked)) == (False, True)
    assert "没有回访" in shown(say(dialogue, "/note"))
    dialogue.respond(Incoming(1, 1, press=asked.buttons[0][0].action))
    assert "138******34反映，我没有回访" in shown(say(dialogue, "/note"))


def test_a_made_up_press_keeps_no_identity_card(dialogue: Dialogue) -> None:
    press = say(dialogue, CARD).buttons[0][0].action.replace("mask", "open")
    dialogue.respond(Incoming(1, 1, press=press))
    assert "110*************2X" in shown(say(dialogue, "/note"))


def test_forgetting_drops_what_waits(dialogue: Dialogue) -> None:
    press = say(dialogue, CALL).buttons[0][0].action
    dialogue.respond(Incoming(1, 1, press="forget:yes"))
    assert "请再发一次" in dialogue.respond(Incoming(1, 1, press=press)).notice


def test_a_message_waits_for_minutes_only(dialogue: Dialogue, assistant: Assistant) -> None:
    now = count(0, KEPT_SECONDS + 1)
    cautions = Cautions(secrecy_of(assistant.catalog), lambda: float(next(now)))
    said = Incoming(1, 1, text=CALL)
    turn = Turn(assistant, assistant.session(1), said, dialogue._desk)
    asked = cautions.ask(turn, CALL, keeps=True)
    assert asked
    key = asked[1].buttons[0][0].action.removeprefix("safe:")
    _, reply = cautions.answered(turn.said(key), lambda turn: turn.notice("kept"))
    assert reply == Reply(notice="那句话我没有留，请再发一次。")


def test_a_document_is_read_without_a_question(dialogue: Dialogue) -> None:
    text = f"对照检查材料\n一、存在的问题\n1.走访不深入。群众来电13800001234。{'走访不深入。' * 30}"
    file = Attachment("初稿.txt", text.encode())
    reply = dialogue.respond(Incoming(next(chats), 1, attachment=file))
    assert "我还没有保存" not in shown(reply)
