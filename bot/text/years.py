"""Years as people write them, brought to four digits: 二〇二三年, 25年, and 去年 on a given day."""

import re
from datetime import date

_DIGITS = str.maketrans("零〇○两一二三四五六七八九", "0002123456789")
_SPELLED = re.compile(r"[二两][零〇○][一二][零〇○一二三四五六七八九](?=年)")  # 二〇二三年
_TWO_DIGITS = re.compile(  # 25年的会, 24年度; not 干了25年, nor 25年没下过村
    r"(?<!\w)(?=[12]\d年(?:$|的|度|\W|民主|组织))|(?<!\d)(?=[12]\d年度)"
)
_LAST, _BEFORE_LAST = -1, -2
_RELATIVE = (  # what is said, and by how many years it lies from the current one; None: reviewed now
    (re.compile(r"上一?年度?|去年度?"), _LAST),
    (re.compile(r"前年度?"), _BEFORE_LAST),
    (re.compile(r"今年度?|本年度?|当年度?"), None),
)
_EARLY = 3  # month up to which the meeting of the year before is held


def spelled(text: str) -> str:
    """The same text with its years in four digits."""
    digits = _SPELLED.sub(lambda found: found[0].translate(_DIGITS), text)
    return _TWO_DIGITS.sub("20", digits)


def dated(text: str, today: date) -> str:
    """The text with 今年, 去年, 上年度, 前年 as numbers; 今年 is the year that meetings review now.

    A year's meeting is held at its end or in the first months of the next.
    """
    for said, away in _RELATIVE:
        year = reviewed(today) if away is None else today.year + away
        text = said.sub(f"{year}年", text)
    return text


def reviewed(today: date) -> int:
    """The year whose meeting is prepared or held at that time."""
    return today.year - (today.month <= _EARLY)
