"""Finds where a text closes: the request for criticism, the signature, the date."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.text.normalize import letters, readable
from bot.text.outline import Block

# 以上是我的对照检查，不妥之处，请同志们批评指正。
_CLOSES = re.compile(
    r"^(以上|上述).{0,80}(批评|指正|帮助|汇报|发言|检查)|[请望].{0,16}(批评|指正|帮助)[。！!]?$|(批评指正|提出批评|批评帮助|宝贵意见)[。！!]?$|不[妥当]之处|"
    r"^[^，。；：]{2,16}(党委|党组|党工委|支部|党总支|班子|委员会)$|"
    r"^(对照检查人|汇报人|检查人|发言人)|^20\d\d\s*年\s*\d{1,2}\s*月"
)
# …年内办结。以上报告，请同志们批评指正。
_CLOSES_IN_LINE = re.compile(
    r"(?<=[。！；])(?:以上|上述)[^。]{0,60}(?:批评|指正|帮助|宝贵意见)[^。]{0,8}[。！]?$"
)
_LONGEST_CLOSING = 120  # letters
_LONGEST_SIGNATURE = 12  # letters
_MOST_CLOSING_LINES = 4


def split_closing(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the last section and those that close the text, [] if nothing does."""
    *above, last = blocks
    cut = [*above, *_without_last_sentence(last)]
    start = _closing_start(cut)
    return (cut[:start], cut[start:]) if start < len(cut) else (list(blocks), [])


def _without_last_sentence(block: Block) -> list[Block]:
    """The block and, as one of its own line, the sentence with which a page without breaks ends."""
    found = _CLOSES_IN_LINE.search(block.text)
    if not found or (block.own_line and not block.text[: found.start()].strip("。；")):
        return [block]
    above = replace(block, text=block.text[: found.start()])
    return [above, Block(found[0], block.line, None, "")]


def _closing_start(blocks: Sequence[Block]) -> int:
    """The place of the first of the closing lines; names and dates may follow it."""
    start = place = len(blocks)
    while place and len(blocks) - place < _MOST_CLOSING_LINES:
        block = blocks[place - 1]
        length = len(letters(block.text))
        is_last_sentence = place == len(blocks) and _CLOSES_IN_LINE.search("。" + block.text)
        if block.mark or not (block.own_line or is_last_sentence) or length > _LONGEST_CLOSING:
            break
        place -= 1
        if _CLOSES.search(readable(block.text)):
            start = place
        elif length > _LONGEST_SIGNATURE:
            break
    return start
