import pytest

from bot.text.glued import label_end


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("原因分析剖析以上问题产生的原因，主要在自己。", "原因分析"),
        ("典型案例剖析市纪委通报的某局案件，我深受警醒。", "典型案例剖析"),
        ("努力方向和整改措施 针对上述问题，分条列出：", "努力方向和整改措施 "),
        ("存在的主要问题对照党章党规，我还有差距。", "存在的主要问题"),
        ("原因分析", ""),
        ("问题及原因", ""),
        ("整改措施不具体，落实少。", ""),
        ("整改措施落实得慢，拖了两年才办完。", ""),
        ("原因分析：理论学习放松了。", ""),
        ("努力方向模糊。没有想清楚下一步。", ""),
        ("学习不够，存在的问题多。", ""),
    ],
)
def test_a_label_ends_where_a_text_runs_into_it(body: str, label: str) -> None:
    assert body[: label_end(body)] == label
