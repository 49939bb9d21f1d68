"""Saved web pages: the text that a reader of the page came for, a line for each block.

Scripts, navigation and lines that are nothing but links are dropped; list numbers that a browser
makes up are written out. Nothing is fetched, and no entity but HTML's own is known.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bot.errors import UnreadableFileError
from bot.text.readers.numerals import numeral
from bot.text.readers.plain import decoded

_MAX_MARKUP = 5_000_000  # bytes without pictures that stand in the page
_MAX_TAGS = 300_000  # each becomes a node in memory
# <img src="data:image/png;base64,…">
_INLINE_DATA = re.compile(rb"data:[a-zA-Z/+.-]{3,40};base64,[A-Za-z0-9+/=%\s]*")
# <meta charset="gb2312">, <meta content="text/html; charset=gbk">, <?xml encoding="utf-8"?>
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_HEAD_BYTES = 4_096  # where a page names its encoding
# <?xml …?>, and a document type that declares entities
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>\[]*\[.*?\]\s*>)?", re.I | re.S)
# Not form: some sites put their whole page into one.
_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "head", "nav", "aside"),
        *("footer", "button", "select", "textarea", "iframe", "object", "embed", "audio"),
        *("video", "canvas", "map", "dialog", "rt", "rp"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
# A line break in the source between two Chinese characters is no blank.
_WRAP = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef]) *[\r\n]\\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_LETTERS = re.compile(r"\w")
_LINE, _CELL = "\v", "\x1e"  # a line break in <pre>, the border between cells, till all is joined
_LINK_SHARE = 0.8  # of a line's characters; above, it is a menu, not a sentence
_MAIN_SHARE = 0.5  # of the page's text that <article> or <main> must hold to stand for it
# list-style-type and <ol type> -> the name of the numbering
_LIST_STYLES = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)


@dataclass(slots=True)
class _Line:
    """A line of the page in the making."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0  # characters that are links
    total: int = 0
    heading: bool = False

    def add(self, text: str, *, linked: bool) -> None:
        self.pieces.append(text)
        count = len(_LETTERS.findall(text))  # not the signs between links
        self.total += count
        self.linked += count if linked else 0

    def is_menu(self) -> bool:
        return not self.heading and self.linked > _LINK_SHARE * self.total


def read_page(content: bytes, name: str) -> str:
    """The page's main text, each block a line; raises UnreadableFileError if it can't be read."""
    content = _INLINE_DATA.sub(b"", content)
    if len(content) > _MAX_MARKUP or content.count(b"<") > _MAX_TAGS:
        raise UnreadableFileError(
            f"{name}: is too large a page; save its text as .txt", why="too_large"
        )
    markup = _markup(content)
    if markup is None or "\0" in markup:
        raise UnreadableFileError(
            f"{name}: is damaged or not a web page; save it anew", why="damaged"
        )
    markup = _PROLOG.sub("", markup, count=1)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as exc:
        raise UnreadableFileError(
            f"{name}: is damaged or empty; save it anew", why="damaged"
        ) from exc
    return "" if root is None else _main_text(root)


def _markup(content: bytes) -> str | None:
    """The page in the encoding that it names, or in the one that fits."""
    marked = content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
    if not marked and (named := _CHARSET.search(content[:_HEAD_BYTES])):
        encoding = named[1].decode("ascii").lower()
        # A page that says gb2312 or gbk often holds characters of the whole set.
        encoding = "gb18030" if encoding.startswith(("gb", "x-gb", "hz")) else encoding
        try:
            if codecs.lookup(encoding).name in ("utf-8", "gb18030", "big5", "big5hkscs"):
                return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass  # it names the wrong one; look at the bytes
    return decoded(content)


def _main_text(root: Any) -> str:
    """The text of <article> or <main> if it holds most of the page, else of the whole page."""
    whole = _text(root)
    for tag in ("article", "main"):
        found = [_text(element) for element in root.xpath(f"//{tag}[not(ancestor::{tag})]")]
        longest = max(found, key=len, default="")
        if len(longest) > _MAIN_SHARE * len(whole):
            return longest
    return whole


def _text(root: Any) -> str:
    lines = (line for line in _lines(root) if not line.is_menu())
    texts = (_BLANKS.sub(" ", _WRAP.sub("", "".join(line.pieces))) for line in lines)
    pieces = (piece.strip() for text in texts for piece in text.split(_LINE))
    return "\n".join(piece for piece in pieces if piece).replace(_CELL, "\t")


def _lines(root: Any) -> Iterator[_Line]:
    """The lines of the element, walked without recursion since pages nest deeply."""
    line = _Line()
    walk = etree.iterwalk(root, events=("start", "end"))
    links = preformatted = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            links += _is_link(element)
            preformatted += tag == "pre"
            if tag in _BLOCKS:
                yield line
                line = _Line(heading=tag in _HEADINGS)
            if tag in ("td", "th") and line.total:
                line.add(_CELL, linked=False)
            if tag in _DROPPED or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag == "li":
                line.add(_list_number(element), linked=links > 0)
            if element.text:
                line.add(_broken(element.text, preformatted), linked=links > 0)
            continue
        links -= _is_link(element)
        preformatted -= tag == "pre"
        if tag in _BLOCKS and tag != "br":
            yield line
            line = _Line()
        if element.tail and element is not root:
            line.add(_broken(element.tail, preformatted), linked=links > 0)
    yield line


def _is_link(element: Any) -> bool:
    return element.tag == "a" and "href" in element.attrib


def _broken(text: str, preformatted: int) -> str:
    return text.replace("\n", _LINE) if preformatted else text


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _list_number(item: Any) -> str:
    """The number that a browser puts before an item of an ordered list, empty for other lists."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    styled = _LIST_STYLE.search(item.get("style") or parent.get("style") or "")
    style = styled[1].lower() if styled else parent.get("type") or ""
    if style == "none":
        return ""
    number = _place(item, parent)
    text = numeral(number, _LIST_STYLES.get(style, "decimal"))
    return f"{text}、" if "ideo" in style or "chinese" in style else f"{text}. "


def _place(item: Any, parent: Any) -> int:
    start = parent.get("start") or ""
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    for other in parent.iterchildren("li"):
        value = other.get("value") or ""
        number = int(value) if value.isdecimal() and len(value) < 6 else number
        if other is item:
            break
        number += 1
    return number
