"""Notes that are spoken of by number or as the latest: each leads to its question."""

import pytest

from bot.chat.dialogue import Dialogue
from bot.corpus.store import Store
from tests.chat.talk import say, shown, verify

ONE, TWO = "5月只去过一次工地", "6月防汛时我没有到岗"
BOTH = f"/note 3 {ONE} > /note 3 {TWO}"
APART = f"/note 1 {ONE} > /note 3 {TWO}"


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        (f"{BOTH} > 删除第1条", f"要删这一笔吗 & {ONE} & 删掉 & 不删"),
        (f"{BOTH} > 把第二笔删了", f"要删这一笔吗 & {TWO}"),
        (f"{BOTH} > 第一笔不要了", f"要删这一笔吗 & {ONE}"),
        (f"{BOTH} > 删除第1条 > 删掉", f"1 {TWO} & !{ONE}"),
        (f"{BOTH} > 删除第1条 > 好", f"1 {TWO} & !{ONE}"),
        (f"{BOTH} > 删除第1条 > 不", f"1 {ONE} & 2 {TWO}"),
        (f"{BOTH} > 改一下第一笔", f"原来记的是：“{ONE}” & 不改了"),
        (f"{BOTH} > 修改第2条 > 6月防汛我迟到两次", "改好了 & 2 6月防汛我迟到两次"),
        (f"{BOTH} > 刚才那笔写错了", f"{TWO} & 改这笔 & 删掉"),
        (f"{BOTH} > 删掉刚才那条", f"要删这一笔吗 & {TWO}"),
        (f"{BOTH} > 撤销", f"要删这一笔吗 & {TWO}"),
        (f"{BOTH} > 第五笔删掉", f"没看出是哪一笔 & {ONE}"),
        (f"{BOTH} > 我写了什么", f"你记的事实（2 笔） & {ONE}"),
        (f"{APART} > 删除第1条", "没看出是哪一笔"),  # each place has a first
        (f"{APART} > 3 > 删除第1条", f"要删这一笔吗 & {TWO}"),
        (f"{BOTH} > 第一条怎么写", "!要删 & !原来记的"),
        (f"{BOTH} > 第一条整改不到位", "!要删 & !原来记的"),
        (f"{BOTH} > 上一条", "!要删 & !原来记的"),
        ("删掉第一笔", "还没有记下你自己的事实"),
        ("撤销", "还没有记下你自己的事实"),
    ],
)
def test_a_note_spoken_of_leads_to_its_question(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_nothing_is_removed_before_it_was_confirmed(dialogue: Dialogue, store: Store) -> None:
    asked = say(dialogue, f"/note 3 {ONE}", "删除第1条")
    assert "要删这一笔吗" in shown(asked)
    assert [note.text for note in store.chats.notes(store.chats.session(1).place)] == [ONE]
