from bot.text.likeness import likenesses, sketch
from bot.text.normalize import plain

TEXT = "走访企业不深，全年到小微企业十九户次，多半是陪同检查，坐下来听会计诉苦的只有三户，回来也没有交办。"
OTHER = "会议文件偏多，去年召开全县会议十一次，其中四次可以合并，造林验收看路边多，看山里的少，群众有意见。"


def wording(texts: list[str]) -> list[str]:
    """The letters of passages, as they are stored."""
    return list(map(plain, texts))


def test_a_copy_with_a_new_figure_is_alike_and_another_text_is_not() -> None:
    copy = TEXT.replace("十九", "二十")
    of_copy, of_other = likenesses(wording([TEXT]), [wording([copy]), wording([OTHER])])
    assert (of_copy > 0.6, of_other) == (True, 0.0)


def test_likeness_does_not_depend_on_the_order_or_on_traditional_characters() -> None:
    traditional = TEXT.replace("会计诉苦", "會計訴苦").replace("检查", "檢查")
    assert likenesses(wording([OTHER, traditional]), [wording([TEXT, OTHER])]) == [1.0]


def test_a_sketch_is_the_same_for_the_same_wording_and_empty_for_a_short_text() -> None:
    bodies = wording([TEXT, OTHER, TEXT[::-1], OTHER[::-1]])
    assert sketch(bodies) == sketch(reversed(bodies))
    assert (len(sketch(bodies)) >= 12, sketch(["学习不够"])) == (True, frozenset())
