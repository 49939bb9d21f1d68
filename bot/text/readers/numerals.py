"""Writes numbers the way Word's numbering does: 一, 十二, ①, 甲, iv … by the format's name there."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MAX = 9_999  # a larger number is written in digits
_MAX_LETTERS = 26 * 10  # Word repeats the letter: z, aa, bb


def numeral(number: int, style: str) -> str:
    """The number in a style of Word's (`w:numFmt`); in digits if the style can't write it."""
    if style == "none":
        return ""
    writer = _WRITERS.get(style)
    written = writer(number) if writer and 0 <= number <= _MAX else ""
    return written or str(number)


def _counting(number: int) -> str:
    """十二, 一百零五: spoken numbers."""
    written = _spoken(number, "零" + _DIGITS[1:], _UNITS)
    return written[1:] if 10 <= number < 20 else written


def _spoken(number: int, digits: str, units: tuple[str, ...]) -> str:
    if number == 0:
        return digits[0]
    written, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += (digits[0] if gap else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return written


def _legal(number: int) -> str:
    return _spoken(number, _LEGAL, _LEGAL_UNITS)


def _legal_traditional(number: int) -> str:
    return _spoken(number, _LEGAL_TRADITIONAL, _LEGAL_UNITS)


def _by_digit(number: int) -> str:
    """一二 for 12: a digit each."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _short_counting(number: int) -> str:
    """As spoken up to 99, then a digit each."""
    return _counting(number) if number < 100 else _by_digit(number)


def _from(first: str, count: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, from 1 on: ① … ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else ""


def _circled(number: int) -> str:
    """① … ⑳ ㉑ … ㊿."""
    for first, start, end in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if start <= number <= end:
            return chr(ord(first) + number - start)
    return ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else ""


def _letters(number: int) -> str:
    """a … z aa bb: Word repeats the letter."""
    if not 1 <= number <= _MAX_LETTERS:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
    return f"{number}{ending}"


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "chineseCounting": _short_counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "koreanCounting": _counting,
    "taiwaneseCounting": _short_counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": _by_digit,
    "taiwaneseDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_traditional,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
