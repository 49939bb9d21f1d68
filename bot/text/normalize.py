"""A copy of the text for matching; what is shown stays as it was written.

Normalizing folds what typists and web copies vary: width, case, quotes, traditional characters,
and the pinyin that some copies put in place of a word (dangshi for 党史). The only door to OpenCC.
"""

import re
import unicodedata
from functools import cache, lru_cache

# Copies of these texts write the words in pinyin, presumably to pass filters.
PINYIN_WORDS = {
    "dangshi": "党史",
    "mzshh": "民主生活会",
    "zzshh": "组织生活会",
    "mzpy": "民主评议",
}
_PINYIN_WORD = re.compile("|".join(PINYIN_WORDS))  # "2021年度mzshh对照检查材料"
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character; a broken client sends such
_NOT_LETTER = re.compile(r"[^\w]|_")
_HANZI = re.compile("[一-鿿]+")  # which are their own normal form
# 民主生活会(mín zhǔ shēng huó huì): pinyin behind characters, with at least one tone
_GLOSS = re.compile(
    r"(?<=[\u4e00-\u9fff])\s?[(（](?=[^()（）]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s'’]{1,80}[)）]",
    re.IGNORECASE,
)
_SIMPLIFIED = "gb2312"  # an encoding that lacks what is only written in traditional texts
_HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff”\"）)])[.．](?![\d.．])")
_QUOTE = re.compile("[“”„‟「」『』‘’]")
_QUOTES = (*((quote, '"') for quote in "“”„‟「」『』"), ("‘", "'"), ("’", "'"))
# What nearly every text is made of; normalizing it needs no tables: a tenth of the time.
_USUAL = re.compile("[\u4e00-\u9fff\x00-\x7f，。、；：！？（）《》“”…—·【】]*")
_USUAL_MARKS = tuple(zip("，；：！？（）“”…", [*',;:!?()""', "..."], strict=True))
_NO_USUAL_LETTER = re.compile("[^\u4e00-\u9fff0-9a-z]+")


def normalize(text: str) -> str:
    """The text in half width, lower case, plain quotes and with pinyin words in characters.

    Punctuation and line breaks stay, so that sentences can still be told apart.
    """
    if _USUAL.fullmatch(text):
        for mark, narrow in _USUAL_MARKS:
            text = text.replace(mark, narrow)
        return _folded(text)
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _QUOTE.search(folded):
        for quote, plain_quote in _QUOTES:  # ten searches take a tenth of one `translate`
            folded = folded.replace(quote, plain_quote)
    return _PINYIN_WORD.sub(lambda found: PINYIN_WORDS[found[0]], _SURROGATE.sub("", folded))


def letters(text: str) -> str:
    """Only the letters, digits and characters of the normalized text: what likeness is measured on."""
    if _HANZI.fullmatch(text):  # most phrases of the data: five times as fast
        return text
    if _USUAL.fullmatch(text):
        return _NO_USUAL_LETTER.sub("", _folded(text))
    return _NOT_LETTER.sub("", normalize(text))


def _folded(usual: str) -> str:
    """A usual text in lower case, pinyin words in characters."""
    usual = usual.lower()
    for pinyin, word in PINYIN_WORDS.items():
        usual = usual.replace(pinyin, word)
    return usual


def readable(text: str) -> str:
    """The text in simplified characters, without pinyin in brackets; else as written.

    What is recognized and indexed, while the text itself is shown. A plain text costs two scans.
    """
    without = _GLOSS.sub("", text) if "(" in text or "（" in text else text
    return without if _is_simplified(without) else _simplified(without)


def full_stops(text: str) -> str:
    """The text of the same length with 。 where a writer typed a half-width stop behind a character."""
    return _HALF_STOP.sub("。", text) if "." in text or "．" in text else text


def plain(text: str) -> str:
    """The letters of the readable text: what wording is recognized by."""
    return letters(readable(text))


def _is_simplified(text: str) -> bool:
    """Whether every Chinese character is one of the simplified set, however few there are."""
    try:
        text.encode(_SIMPLIFIED)
    except UnicodeEncodeError as exc:
        rest = "".join(_HANZI.findall(text, exc.start))  # without emoji and other signs
        return rest.encode(_SIMPLIFIED, "ignore").decode(_SIMPLIFIED) == rest
    return True


def _simplified(text: str) -> str:
    return str(_to_simplified_converter().convert(_SURROGATE.sub("\ufffd", text)))


@cache
def _to_simplified_converter():  # type: ignore[no-untyped-def]  # OpenCC ships no types
    from opencc import OpenCC  # imported at the first query: 8 ms

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Traditional characters in their simplified form."""
    return text if text.isascii() else str(_to_simplified_converter().convert(text))
