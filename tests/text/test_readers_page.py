"""Saved web pages as text: what the reader came for, not what stands around it."""

import pytest

from bot.errors import UnreadableFileError
from bot.text.readers import read_bytes

MENU = (
    "<ul><li><a href='/'>首页</a></li><li><a href='/x'>新闻</a> | <a href='/y'>党建</a></li></ul>"
)
PAGE = (
    "<!DOCTYPE html><html><head>{meta}<title>某站</title><style>p {{}}</style></head><body>"
    f"<nav>导航</nav>{MENU}"
    "<script>document.write('广告')</script><h1>对照检查材料</h1>"
    "<p>一、存在的<b>问题</b></p><p>（一）学习<a href='/z'>不系统</a>。平时忙于\n  日常工作。<br>又一行</p>"
    "<div style='display: none'>隐藏</div><!-- 注释 --><footer>版权所有</footer></body></html>"
)
TEXT = "对照检查材料\n一、存在的问题\n（一）学习不系统。平时忙于日常工作。\n又一行"


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ("<meta charset='utf-8'>", "utf-8"),
        ("<meta charset=gb2312>", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "gb18030"),
        ("<meta charset='utf-8'>", "gb18030"),  # it names the wrong one
        ("<meta charset='no-such'>", "utf-8"),
        ("", "gb18030"),
        ("", "utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.doc", "a.txt"])
def test_the_main_text_in_the_encoding_of_the_page(name: str, meta: str, encoding: str) -> None:
    assert read_bytes(PAGE.format(meta=meta).encode(encoding), name) == TEXT


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<div>边栏</div><article><p>正文比别的长得多</p></article><div>页脚</div>", "正文比别的长得多"),
        ("<article>短</article><div>全部的正文在文章标签之外，比它长得多</div>", "短\n全部的正文在文章标签之外，比它长得多"),
        ("<ol><li>学习<li>作风</ol>", "1. 学习\n2. 作风"),
        ("<ol start=3 type=A><li>学习</li></ol>", "C. 学习"),
        ("<ol style='list-style-type: cjk-ideographic'><li>学习<li value=5>作风</ol>", "一、学习\n五、作风"),
        ("<ul><li>学习</ul>", "学习"),
        ("<table><tr><td>问题</td><td>措施</td></tr></table>", "问题\t措施"),
        ("<pre>一、问题\n二、原因</pre>", "一、问题\n二、原因"),
        ("<form><p>政府网站的正文</p><button>提交</button></form>", "政府网站的正文"),
        ("<p><a name='_Toc1'>一、问题</a></p>", "一、问题"),
        ("<p>学&nbsp;习 &#8220;深&#8221; &amp;c</p>", "学 习 “深” &c"),
        ("<ruby>理<rt>lǐ</rt></ruby>论", "理论"),
    ],
)  # fmt: skip
def test_what_becomes_of_elements(body: str, text: str) -> None:
    assert read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html") == text


def test_entities_of_its_own_are_not_expanded() -> None:
    page = (
        "<!DOCTYPE html [<!ENTITY a 'bomb'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
        "<html><body>学习&a;&b;</body></html>"
    )
    assert read_bytes(page.encode(), "a.html") == "学习&a;&b;"


def test_pictures_inside_a_page_do_not_make_it_too_large() -> None:
    picture = "<img src='data:image/png;base64," + "A" * 6_000_000 + "'>"
    assert read_bytes(f"<html><body>{picture}学习</body></html>".encode(), "a.html") == "学习"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<html><body></body></html>", "is empty"),
        (b"<html><script>x</script>" + b"<p>" * 1_700_000, "too large a page"),
    ],
    ids=["empty", "blank", "endless"],
)
def test_what_cannot_be_read_is_told(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"^a.html: .*{told}"):
        read_bytes(content, "a.html")


def test_deep_nesting_is_read() -> None:
    assert read_bytes(("<div>" * 200 + "学习").encode(), "a.html") == "学习"
