"""What is said right after “还缺：…” is an answer to it, unless it plainly asks for something else."""

import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.corpus.store import Store
from tests.chat.talk import say, shown, verify

CASE = "6月接待群众时我把来访的人打发走了"  # tells a case and a figure, not what was thought
BARE = "走访群众比较少，了解情况靠听汇报"
THOUGHT = "当时觉得他不讲理，不想再听"


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        (f"/note 3 {CASE}", "还缺：当时的想法 & 删这笔"),
        (f"/note 3 {CASE} > {THOUGHT}", "记下了（第 2 笔） & !还缺"),
        (f"/note 3 {CASE} > 我就是嫌烦", "记下了（第 2 笔）"),
        (f"/note 3 {CASE} > 怕出事，能躲就躲", "记下了（第 2 笔）"),
        (f"/note 3 {CASE} > :再记一笔 > {THOUGHT}", "记下了（第 2 笔）"),
        (f"/note 3 {CASE} > 好 > {THOUGHT}", "记下了（第 2 笔）"),
        (f"/note 3 {CASE} > {THOUGHT} > :删这笔", "1 6月接待 & !不讲理 & 还缺：当时的想法"),
        (f"/note 3 {CASE} > 反正那天人太多，一上午没停", "要记到“人民至上”下面 & 查例文"),
        (f"/note 3 {CASE} > 怕担责", "要是你当时的情况，点“记下来” & — & 全文①"),
        (f"/note 3 {CASE} > 怕担责 > 记下来", "记下了（第 2 笔）"),
        (f"/note 3 {CASE} > 有没有例文", "的例文（共 & !记下了 & !要记到"),
        (f"/note 3 {CASE} > 怕担责怎么写", "— & !记下了 & !记下来"),
        (f"/note 3 {CASE} > 走访不深入", "— & !记下了 & !记下来"),
        (f"/note 3 {CASE} > 宗旨意识", "— & !记下来"),
        (f"/note 3 {CASE} > 宗旨意识不强，责任心不够", "!记下了（第 2 笔）"),
        (f"/note 3 {CASE} > 第二方面", "〔2〕 & !记下"),
        (f"/note 3 {CASE} > 2024", "2024 四个带头）"),
        (f"/note 3 {CASE} > 我在街道管信访", "记下了：街道 · 信访"),
        (f"/note 3 {CASE} > 帮我写一段当时怎么想的", "代写我不做"),
        (f"/note 3 {CASE} > 走访不深入 > {THOUGHT}", "!记下了（第 2 笔）"),  # asked no more
        (f"/note 3 {BARE} > 有一次在某社区，老人等了我一上午", "记下了（第 2 笔）"),
        (f"/note 3 {BARE} > 一共去过3次", "还是拿去查例文"),
        (f"3 > :逐条看 > /note {CASE} > :看这一条 > {THOUGHT}", "记下了（第 2 笔）"),
        ("整改 > /note 整改 加强学习 > 由我牵头，年底前走访20户", "记下了（第 2 笔） & 写得实"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_with_the_note(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_in_a_group_the_next_message_answers_nothing(dialogue: Dialogue, store: Store) -> None:
    say(dialogue, f"/note 3 {CASE}", THOUGHT, chat=-3, is_group=True)
    assert len(store.chats.notes(store.chats.session(-3).place)) == 1


def test_an_answer_is_asked_about_before_a_number_is_kept(dialogue: Dialogue) -> None:
    asked = say(dialogue, f"/note 3 {CASE}", "我当时觉得烦，叫他打13812345678")
    assert "记下了" not in shown(asked)
    kept = next(b for row in asked.buttons for b in row if b.action.startswith("safe:mask"))
    assert "记下了（第 2 笔）" in shown(dialogue.respond(Incoming(1, 1, press=kept.action)))
