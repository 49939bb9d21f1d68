"""Politeness, displeasure, and questions about the bot: short answers that fit where one stands."""

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from tests.chat.talk import say, shown, verify


@pytest.mark.parametrize(
    "nod", ["👍", "👍🏽👍🏽", "👌", "[OK]", "嗯", "好", "好好好", "收到", "✅"]
)
def test_a_nod_is_answered_in_a_line(shared: Dialogue, nod: str) -> None:
    verify(shared, f"信访 > {nod}", "好。接着看哪一块？ & 人民至上 & !目前：")


@pytest.mark.parametrize(
    ("says", "holds"),
    [
        ("信访 > 3 > 逐条看 > 👌", "就记一笔，没有就看下一条 & 记一笔 & 下一条"),
        ("信访 > 3 > 嗯", "打“下一条”逐条看"),
        ("信访 > 走访不深入 > 收到", "换一批"),
        ("/start > 好", "直接打字发来"),
        ("信访 > 谢谢", "不客气 & 人民至上"),
        ("信访 > 🙏", "不客气"),
        ("信访 > 。。。", "我没看到文字 & !目前："),
        ("信访 > ？？", "哪里没说清楚"),
        ("信访 > 走访不深入 > 不对", "换一批看看 & 全文①"),
        ("信访 > 你这个没用", "抱歉 & 改领域"),
        ("信访 > 3 > 答非所问", "抱歉 & 改领域"),
        ("/start > 怎么转人工", "没有人工 & 组织部门"),
        ("信访 > 你是谁做的", "我是程序，不是真人"),
        ("信访 > 我的东西谁看得到", "别的聊天里看不到 & 清除我的数据"),
        ("信访 > 会不会泄密", "涉密内容、真实姓名不要发"),
        ("信访 > 怎么收费", "不收费 & 人民至上"),
        ("信访 > 3 > 手机上能用吗", "手机、电脑都能用 & 人民至上"),
        ("信访 > 能发语音吗", "请打字告诉我 & 人民至上"),
        ("信访 > 项目多少钱都要上", "!不收费"),
        ("信访 > 今天天气怎么样", "这个我不会"),
        ("信访 > 公款旅游", "!这个我不会 & 讲排场铺张浪费"),
        ("信访 > 3 > 逐条看 > 没有", "好，没有就不写 & 标为完成"),
        ("信访 > 明天就要交", "时间紧，做三步 & 从第一条补起 & 导出提纲"),
        ("信访 > 怎么开头", "开头三句话就够"),
        ("信访 > 结尾怎么写", "结尾一两句就够"),
        ("信访 > 走访不深入 > 是不是编的", "范文库里的原文"),
        ("信访 > 走访不深入 > 能抄吗", "不要照抄"),
        ("信访 > 帮我润色", "代写我不做"),
        ("信访 > 帮我给分管领导写三条批评意见", "代写我不做"),
        ("信访 > 能不能帮我润色一下：我学习不够深入", "代写我不做"),
        ("信访 > 再见", "随时再来"),
        ("信访 > /forget > 不", "没有清除"),
        ("信访 > /forget > 好", "!已全部清除"),  # that takes more than a nod
        ("我是镇长 > 管农业 水利", "记下了：农业农村 · 水利"),
        ("我是镇长 > 换成教育局", "记下了：教育"),
        ("我是镇长 > 管理松散", "!记下了"),
        ("信访 > 垃圾", "!抱歉"),  # somebody's work
        ("信访 > 走访不深入 > 不相关", "换一批看看 & 全文①"),
        ("信访 > 走访不深入 > 这个不对", "换一批看看 & 全文①"),
        ("信访 > 走访不深入 > 这些例文都不相关", "换一批看看 & 全文①"),
        ("信访 > 走访不深入 > 不相关 > 换一批", "走访 & 第 3 批"),
        ("信访 > 走访不深入 > 还有没有别的", "第 2 批"),
        ("信访 > 走访不深入 > 再来点", "第 2 批"),
        ("信访 > 走访不深入 > 这条哪来的", "范文库里的原文"),
        ("信访 > 走访不深入 > 照抄行不行", "不要照抄"),
        ("信访 > 走访不深入 > 那些能抄吗", "不要照抄"),
        ("信访 > 这个怎么写", "!抱歉"),
        ("信访 > 3 > 逐条看 > 实在想不出来", "从一件小事想起 & 这一条： & 下一条 & 记一笔"),
        ("信访 > 不知道", "从一件小事想起 & 下一条"),
        ("信访 > 3 > 我没什么问题", "从一件小事想起 & 下一条 & !没有合适"),
        ("信访 > 3 > 想不起来 > 下一条", "要点 2/9"),
        ("信访 > 3 > 想不起来 > 当时觉得去一趟太远，不愿动", "记下了（第 1 笔）"),
        ("信访 > 你这什么破玩意", "抱歉。我能查例文 & 记下你自己的事实"),
        ("信访 > 滚", "抱歉。我能查例文"),
        ("信访 > 今天天气怎么样", "这个我不会。我能帮你准备 & 人民至上"),
        ("信访 > 你会写诗吗", "这个我不会。我能帮你准备"),
        ("信访 > 你是谁", "我是备会助手 & 能做什么 & !/aspect"),
        ("信访 > 急急急", "时间紧，做三步"),
        ("信访 > 明天就开会了", "时间紧，做三步"),
        ("信访 > 你能保密吗", "涉密内容、真实姓名不要发"),
        ("信访 > 太长了，简短点", "一次看一条 & 人民至上"),
        ("信访 > 先不写了", "记下的都在"),
        ("信访 > 能导出pdf吗", "能导出 Word 和 Markdown & WPS & 导出 Word"),
        ("信访 > /forget > 是", "确定清除吗 & 不清除"),
        ("信访 > /forget > 是 > 不", "没有清除"),
        ("信访 > /forget > 走访不深入 > 是", "!确定清除吗"),
    ],
)  # fmt: skip
def test_the_answer_fits_where_one_stands(shared: Dialogue, says: str, holds: str) -> None:
    verify(shared, says, holds)


def test_a_nod_leaves_open_what_was_asked(dialogue: Dialogue) -> None:
    assert "记下了" in shown(say(dialogue, "1", "逐条看", "记一笔", "好", "今年只念过两次文件"))
    offered = say(dialogue, "今年3月处理一件积案时，我只看了卷宗，总觉得程序走到了就行。", "嗯")
    assert "记下来" in shown(offered)
    assert "记下了" in shown(say(dialogue, "记下来"))


@pytest.mark.parametrize(
    ("said", "holds"), [("好", "年度"), ("对", "年度"), ("不对", "把会议方案里")]
)
def test_a_question_may_be_answered_in_a_word(dialogue: Dialogue, said: str, holds: str) -> None:
    own = "1. 带头增强党性\n2. 带头敬畏人民\n3. 带头担当作为"
    assert "读出 3 个方面" in shown(say(dialogue, f"/theme new\n{own}"))
    assert holds in shown(say(dialogue, said))


def test_yes_takes_up_the_notice_that_was_pasted(dialogue: Dialogue) -> None:
    own = "重点从三个方面查摆：\n1. 带头增强党性方面\n2. 带头敬畏人民方面\n3. 带头担当作为方面"
    assert "按它准备吗" in shown(say(dialogue, own))
    assert "读出 3 个方面" in shown(say(dialogue, "好的"))


@pytest.mark.parametrize(
    ("admins", "holds"),
    [([], "给你们装这个程序"), ([5], "本单位管这个程序"), ([1], "你就是管理员")],
)
def test_who_to_ask_is_told_as_far_as_it_is_known(
    assistant: Assistant, admins: list[int], holds: str
) -> None:
    assert holds in shown(say(Dialogue(assistant, admins=admins), "转人工"))


def test_in_a_group_a_nod_is_a_sign(dialogue: Dialogue) -> None:
    nodded = dialogue.respond(Incoming(-1, 1, text="收到", is_group=True))
    assert (nodded.reaction, shown(nodded).strip()) == ("👌", "好。")
