import pytest

from bot.text.outline import cut
from bot.text.points import example_in, headline_of, paragraphs


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("理论学习不系统。平时忙。", "理论学习不系统"),
        ("学得不够深入：只看标题。", "学得不够深入"),
        ("学得少；", "学得少"),
        ("议事不够民主。**有时个人说了算。", "议事不够民主"),
        ("从思想上剖析，学习需要深化\n个别同志不平衡。", "从思想上剖析，学习需要深化"),
        ("推进项目行动慢、效果不好，" + "会议提出了要求但工作停留在基础阶段" * 2 + "。", "推进项目行动慢、效果不好"),
        ("", ""),
    ],
)  # fmt: skip
def test_headline_is_the_first_sentence(body: str, headline: str) -> None:
    assert headline_of(body) == headline


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("学得浅。比如，某次只看标题。今后改。", "比如，某次只看标题。"),
        (
            "学得浅，如对某讲话只看标题。又如某次没去。今后改。",
            "如对某讲话只看标题。又如某次没去。",
        ),
        (
            "不敢管。比如，个别人搞圈子。有的人不作为。今后改。",
            "比如，个别人搞圈子。有的人不作为。",
        ),
        ("学得浅，如何改没想好，如果再忙就更少。", None),
        ("做事如对待自己的事。", None),
    ],
)
def test_example_runs_from_its_marker_to_the_end_of_the_run(text: str, example: str | None) -> None:
    assert example_in(text) == example


def test_paragraphs_keep_an_introduction_apart() -> None:
    blocks = cut(
        "剖析产生问题的根源，主要有：\n思想松懈。学习抓得不紧。\n作风飘浮。下去得不多。\n（完）"
    )
    lead, groups = paragraphs(blocks)
    assert [block.line for block in lead] == [1]
    assert [[block.line for block in group] for group in groups] == [[2], [3, 4]]


def test_paragraphs_that_begin_alike_introduce_nothing() -> None:
    text = "针对问题一，每月学习。\n针对问题二，每周走访。\n针对问题三，按时公开。"
    lead, groups = paragraphs(cut(text))
    assert ([block.line for block in lead], len(groups)) == ([], 3)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("从信念上看，松了。话不多。从宗旨上看，淡了。", ["从信念上看，松了。话不多。", "从宗旨上看，淡了。"]),
        ("一方面，学得少；另一方面，用得少。", ["一方面，学得少；", "另一方面，用得少。"]),
        ("首先，学得少。其次，用得少。", ["首先，学得少。", "其次，用得少。"]),
        ("学习太少，读过就放；运用太少，说过就忘。", ["学习太少，读过就放；", "运用太少，说过就忘。"]),
        ("学习跟着会议走，不开就不学；对事故只传达不讨论。", ["学习跟着会议走，不开就不学；", "对事故只传达不讨论。"]),
        ("学习不够，境界不高；怕得罪人；重结果轻过程。", ["学习不够，境界不高；怕得罪人；重结果轻过程。"]),
        ("学习不够，境界不高；怕得罪不少人；重结果轻过程。", ["学习不够，境界不高；", "怕得罪不少人；", "重结果轻过程。"]),
        ("学习太少，读过就放；去年的书，一本也没读完。", ["学习太少，读过就放；去年的书，一本也没读完。"]),
        ("从信念上看，松了。另一方面，淡了。", ["从信念上看，松了。另一方面，淡了。"]),
        ("学得少。一方面，忙。另一方面，懒。", ["学得少。一方面，忙。另一方面，懒。"]),
    ],
)  # fmt: skip
def test_sentences_that_begin_alike_are_a_list(text: str, starts: list[str]) -> None:
    _, groups = paragraphs(cut(text))
    assert [group[0].text for group in groups] == starts
