"""Short forms: a heading's first clause, a line cut to its width, numbers in characters."""

import re

_HANZI_DIGITS = "零一二三四五六七八九十"


def first_clause(heading: str) -> str:
    """带头践行以人民为中心的发展思想，尊重群众意愿 … -> the words before the first comma."""
    return re.split("[，；。]", heading, maxsplit=1)[0]


def numeral(number: int) -> str:
    """三 for 3, up to ten."""
    return _HANZI_DIGITS[number] if 0 < number < len(_HANZI_DIGITS) else str(number)


def shortened(text: str, width: int = 40) -> str:
    """The text on one line, cut to the width."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
