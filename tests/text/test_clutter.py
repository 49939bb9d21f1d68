import pytest

from bot.text.clutter import clutter_lines, is_clutter


@pytest.mark.parametrize(
    "line",
    [
        "您当前的位置：首页 > 材料范文 > 民主生活会",
        "首页 > 党建 > 正文",
        "范文网 > 党团工作 > 民主生活会",
        "来源：网络　作者：佚名　点击数：120",
        "[1] [2] 下一页",
        "[1] [2] [下一页]",
        "上一篇：心得体会",
        "- 3 -",
        "第3页 共12页",
        "Page 2 of 8",
        "下一页  尾页  共3页",
        "声明：本站资料由网友上传，如有侵权请联系删除",
        "更多精彩内容请关注微信公众号",
        "扫码关注，获取全文",
        "微信扫一扫，关注公众号",
        "版权所有 某某网 京ICP备12345号",
        "相关推荐：",
        "https://www.example.com/a.html",
    ],
)
def test_what_a_page_adds_is_clutter(line: str) -> None:
    assert is_clutter(line)


@pytest.mark.parametrize(
    "line",
    [
        "一是网站更新不及时，点击率低，来源单一，没有人去看。",
        "上一年度民主生活会整改落实情况",
        "办事群众反映首页难找，我没有及时改版。",
        "三是打印材料多，走访群众少。",
        "来源不明的工程款没有及时查清，对此我负有责任。",
        "整改措施：",
        "存在的问题：",
        "2023年1月10日",
        "以上发言供同志们参考，请批评指正。",
        "第一，学习不够。",
        "声明：以上数字由本人提供。",
        "推荐了两名同志参加培训。",
    ],
)
def test_no_sentence_of_a_text_is_clutter(line: str) -> None:
    assert not is_clutter(line)


def test_bare_numbers_that_count_on_are_of_pages() -> None:
    assert clutter_lines(["学习", "2", "不够。", "3", "走访少。"]) == {1, 3}
    assert clutter_lines(["学习", "2", "不够。", "7", "走访少。"]) == frozenset()


def test_a_head_that_stands_beside_each_page_number_is_clutter() -> None:
    page = ["某所对照检查材料", "- {} -", "学习不够。", "作风不实"]
    lines = [line.format(number) for number in range(1, 4) for line in page]
    assert clutter_lines(["某所对照检查材料", *lines]) == {1, 2, 5, 6, 9, 10}
    assert clutter_lines([*lines[:1], *lines[3:5], "走访少。"]) == frozenset()
