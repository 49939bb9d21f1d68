"""Plain text in any encoding that is usual in China. The only door to charset-normalizer."""

import codecs
import html
import re

from bot.errors import UnreadableFileError

MAX_BYTES = 2_000_000  # of a plain text; a 对照检查材料 has about 15,000
MAX_CHARACTERS = 2_000_000  # of the text taken out of another format
# Encodings that are told apart by likeness when a text is not UTF-8 or UTF-16.
_LEGACY_ENCODINGS = ["gb18030", "big5"]
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
# Characters that make up a Chinese text: ASCII, punctuation, ideographs, full width.
_USUAL = re.compile("[\t\n\r -~\xa0-\xff\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef]")  # fmt: skip
# What a copy out of a page's source leaves in a text: <br/>, </p>, <b>, &nbsp;
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|div|h[1-6]|li|tr)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|tr|td|table|tbody|b|strong|em|i|u|span|font|a|o:p)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|[lr][sd]quo|hellip|mdash|middot|amp|quot|#\d{2,5});")
_LEAST_MARKUP = 3
_SAMPLE = 20_000  # characters that are judged
_USUAL_SHARE = 0.95  # of the sample, for UTF-16 without a byte order mark
_DAMAGED_SHARE = 0.01  # of the characters, for a text with broken bytes


def decode(content: bytes, name: str) -> str:
    """The text in these bytes; `name` is what messages call them."""
    if len(content) > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        raise UnreadableFileError(
            f"{name}: is larger than {size} MB; split it into single documents",
            why="too_large",
        )
    text = decoded(content)
    if text is None or _CONTROL.search(text):
        raise UnreadableFileError(
            f"{name}: is not a text but a binary file; save it as .txt", why="format"
        )
    return some_text(_without_markup(text), name)


def _without_markup(text: str) -> str:
    """The text without the tags and entities of a page that was copied as source; lines stay lines."""
    tags = len(_TAG.findall(text)) + len(_LINE_END.findall(text))
    if max(tags, len(_ENTITY.findall(text))) < _LEAST_MARKUP:
        return text
    broken = re.sub(r"\n{2,}", "\n", _LINE_END.sub("\n", text)) if _LINE_END.search(text) else text
    plain = _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub("", broken))
    return plain.replace("\xa0", " ")


def some_text(text: str, name: str) -> str:
    """The text itself, if there is any and not too much of it."""
    if not text.strip():
        raise UnreadableFileError(f"{name}: is empty; choose a file with text", why="empty")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFileError(
            f"{name}: has more than {MAX_CHARACTERS:,} characters; split it into single documents",
            why="too_large",
        )
    return text


def decoded(content: bytes) -> str | None:
    """The text in the first encoding that fits, None if none does."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return (
            _utf16(content)
            or _damaged(content, "utf-8")
            or _legacy(content)
            or _damaged(content, "gb18030")
        )
    return _utf16(content) if "\0" in text else text


def _utf16(content: bytes) -> str | None:
    """The text if the bytes read as a usual one in UTF-16 without a byte order mark."""
    if len(content) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = content.decode(encoding, errors="replace")
        sample = text[:_SAMPLE]
        if len(_USUAL.findall(sample)) >= _USUAL_SHARE * len(sample):
            return text
    return None


def _damaged(content: bytes, encoding: str) -> str | None:
    """The text if only a few bytes of it are broken, such as a last character cut in two."""
    text = content.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    few = damaged <= max(1, _DAMAGED_SHARE * len(text)) and len(text) > 10 * damaged
    return text if few else None


def _legacy(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # few texts come in an old encoding

    best = from_bytes(content, cp_isolation=_LEGACY_ENCODINGS).best()
    return str(best) if best else None
