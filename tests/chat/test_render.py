"""Layout: what Telegram and the terminal get to see of a reply."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.render import buttons_line, split_spans, to_html, to_plain
from bot.chat.reply import Button, Span
from tests.chat.telegram.fake import read_html, units

SPANS = st.lists(
    st.builds(Span, st.text(), st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    max_size=6,
)


@pytest.mark.parametrize(
    ("span", "html"),
    [
        (Span("办事 <慢> & 推"), "办事 &lt;慢&gt; &amp; 推"),
        (Span("方面", bold=True), "<b>方面</b>"),
        (Span("征拆", mark=True), "<u>征拆</u>"),
        (Span("出处", faint=True), "<i>出处</i>"),
        (Span("征拆", bold=True, mark=True), "<b><u>征拆</u></b>"),
        (Span("", bold=True), ""),
    ],
)
def test_html_of_one_span(span: Span, html: str) -> None:
    assert to_html([span]) == html


def test_neighbouring_quotes_form_one_quotation() -> None:
    spans = [
        Span("① "),
        Span("在", quote=True),
        Span("征拆", quote=True, mark=True),
        Span(""),
        Span("上", quote=True),
    ]
    assert to_html(spans) == "① <blockquote expandable>在<u>征拆</u>上</blockquote>"


@given(SPANS)
def test_any_text_is_valid_html_and_stays_as_it_is(spans: list[Span]) -> None:
    assert read_html(to_html(spans))[0] == "".join(span.text for span in spans)


@pytest.mark.parametrize(
    ("spans", "plain"),
    [
        ([Span("例文", bold=True), Span("：征拆", mark=True)], "例文：征拆"),
        ([Span("①"), Span("一\n二", quote=True), Span("出处", faint=True)], "①\n│ 一\n│ 二\n出处"),
        ([Span("①\n"), Span("一\n", quote=True), Span("\n出处")], "①\n│ 一\n出处"),
        ([Span("一", quote=True), Span("\n\n②")], "│ 一\n\n②"),
        ([], ""),
    ],
)
def test_plain_text(spans: list[Span], plain: str) -> None:
    assert to_plain(spans) == plain


def test_buttons_are_numbered_through_the_rows() -> None:
    rows = ((Button("组织", "a:1"), Button("统战", "a:2")), (Button("更多…", "a:3"),))
    assert buttons_line(rows) == "[1] 组织  [2] 统战\n[3] 更多…"
    assert buttons_line(rows[1:], start=3) == "[3] 更多…"


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("一二三。\n四五六。七", 8, ["一二三。\n", "四五六。七"]),
        ("一二三。四五六七", 7, ["一二三。", "四五六七"]),
        ("他说：“好！”又说别的", 8, ["他说：“好！”", "又说别的"]),
        ("一二三四五", 3, ["一二三", "四五"]),
        ("𠮷𠮷𠮷", 3, ["𠮷", "𠮷", "𠮷"]),
        ("题\n一二三四五六七。八九十", 10, ["题\n一二三四五六七。", "八九十"]),
        ("", 3, []),
    ],
)
def test_split_prefers_paragraphs_then_sentences(text: str, limit: int, parts: list[str]) -> None:
    assert [
        "".join(span.text for span in part) for part in split_spans([Span(text)], limit)
    ] == parts


@given(SPANS, st.integers(2, 12))
def test_split_keeps_the_limit_and_loses_nothing(spans: list[Span], limit: int) -> None:
    parts = split_spans(spans, limit)
    assert all(0 < units("".join(span.text for span in part)) <= limit for part in parts)
    assert _letters(span for part in parts for span in part) == _letters(spans)


def _letters(spans: Iterable[Span]) -> list[Span]:
    """Every character with its style."""
    return [
        Span(letter, span.bold, span.mark, span.faint, span.quote)
        for span in spans
        for letter in span.text
    ]
