"""What must not lie about in a messenger: numbers of persons, cards and papers, marks of secrecy.

Found in a draft, in a note before it is kept, and in a document that is added; shown and kept with
the digits starred. Numbers count only when they are what they look like: an identity card's check
digit and birthday, a bank card's check digit, or the word before them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.models import Catalog

# "mark" is a classification (密级) as it stands on a paper; "internal" a milder mark, or talk of
# classified papers; "number" a document's (文号).
Kind = Literal["id", "card", "phone", "number", "mark", "internal"]

# How warnings for operators name what was found.
NAMES: dict[Kind, str] = {
    "id": "the number of an identity card",
    "card": "the number of a bank card",
    "phone": "a phone number",
    "number": "the number of an official document",
    "mark": "a classification",
    "internal": "a mark of internal papers",
}
_SHOWN = (3, 2)  # digits at either end of a number that stay, so that its writer knows it again
_JOINT = r"[-－—–\s]?"  # what people put between groups of digits
# 11010519491231002X, 110105 19491231 002X; 身份证号110105491231002: what the word calls so
_ID = re.compile(
    rf"(?<![\dXx])(?P<id>\d{{6}}{_JOINT}\d{{8}}{_JOINT}\d{{3}}[\dXx])(?![\dXx])"
    r"|(?:身份证|证件)[^\d。；\n]{0,6}(?P<named>\d{17}[\dXx]|\d{15})(?!\d)"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BIRTHDAY = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
# 6222021234567890123, 6222 0212 3456 7890 123; 账号 4000123409012345678: what the word calls so
_CARD = re.compile(
    rf"(?<!\d)(?P<card>62\d\d(?:{_JOINT}\d{{4}}){{3}}(?:{_JOINT}\d{{1,3}})?)(?!\d)"
    rf"|(?:卡号|账号|帐号|账户|帐户)[^\d。；\n]{{0,6}}(?P<named>\d{{4}}(?:{_JOINT}\d{{4}}){{2,3}}(?:{_JOINT}\d{{1,3}})?)(?!\d)"
)
# 13800001234, +86 138-0000-1234; 0571-88001234, （0731）84210000; 电话84210000
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)86{_JOINT})?(?P<mobile>1[3-9]\d(?:{_JOINT}\d{{4}}){{2}})(?!\d)"
    rf"|(?<!\d)(?P<line>0\d{{2,3}}[)）]?{_JOINT}\d{{7,8}})(?!\d)"
    r"|(?:电话|座机|手机|来电|致电|热线|号码|传真)[^\d。；\n]{0,6}(?P<named>\d{7,8})(?!\d)"
)
# 某县委〔2024〕12号, 〔202X〕X号
_NUMBER = re.compile(
    r"[一-鿿]{0,8}[〔\[［(（【]\s*(?:20\d\d|[XxＸ×*]{4}|20[XxＸ×*]{2})\s*[〕\]］)）】]\s*[\dXxＸ×*]+\s*号"
)
_ORDER: tuple[Kind, ...] = ("id", "card", "phone", "number", "mark", "internal")
_DIGITS = re.compile(rf"\d{_JOINT}\d{_JOINT}\d{_JOINT}\d{_JOINT}\d")  # as few as make a number
_DIGIT_OR_X = re.compile(r"[\dXx]")
# Full-width digits, signs and letters, and traditional characters of marks: as long as what they
# stand for, so that places stay right.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)} | {
    ord("＋"): ord("+"),
    **str.maketrans("絕機祕內資檔", "绝机秘内资档"),
}


@dataclass(frozen=True, slots=True)
class Secret:
    """What was found, with its place in the text."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the text goes on behind it."""
        return self.start + len(self.text)

    @property
    def masked(self) -> str:
        """The same, as it may be shown and kept; a mark has nothing that could be starred."""
        if self.kind in ("mark", "internal"):
            return self.text
        if self.kind == "number":
            head, bracket, tail = re.split(r"([〕\]］)）】])", self.text, maxsplit=1)
            return head + bracket + re.sub(r"\d+", "X", tail)
        places = [found.start() for found in _DIGIT_OR_X.finditer(self.text.translate(_PLAIN))]
        starred = set(places[_SHOWN[0] : len(places) - _SHOWN[1]])
        return "".join("*" if at in starred else sign for at, sign in enumerate(self.text))

    @property
    def is_open(self) -> bool:
        """False for what is masked already: 〔2024〕X号."""
        return self.kind in ("mark", "internal") or self.masked != self.text


class Secrecy:
    """Finds secrets; `marks` are classifications, `internal` the milder marks of papers."""

    def __init__(self, marks: Sequence[str], internal: Sequence[str]) -> None:
        classified = "|".join(map(re.escape, marks)) or "(?!)"
        mild = "|".join(map(re.escape, internal)) or "(?!)"
        either = f"{classified}|{mild}"
        term = r"\s*[★☆*]?\s*(?:\d+\s*[年月]|长期)"
        # 机密★1年, （秘密）, 密级：机密, a line that says 绝密 or 秘密 10年; not 保守党和国家秘密
        self._mark = re.compile(
            rf"[【〔（(\[](?:{classified})(?:{term})?[】〕）)\]]|密级[:：]?\s*(?:{classified})"
            rf"|(?:{classified})\s*[★☆](?:{term})?|^\s*(?:{classified})(?:{term}|[\s*]*$)",
            re.M,
        )
        # 绝密文件传阅, 机密级, （内部资料）; 内部资料，注意保密
        self._internal = re.compile(
            rf"^(?:{either})(?:级|件|$)|[【〔（(\[](?:{mild})[】〕）)\]]|(?:{mild})\s*[★☆]"
            rf"|(?:{classified})(?:级|文件|材料|件)"
            rf"|(?:{either})[，,、\s]*(?:请|严禁|不得|注意|妥善)[^，。]{{0,3}}(?:保密|保存|保管|外传|外泄|扩散|复印)",
            re.M,
        )
        self._words = re.compile(either)

    def found(self, text: str) -> list[Secret]:
        """All secrets of the text, by kind; none that lies within another."""
        plain = text.translate(_PLAIN)
        taken: list[Secret] = []
        for kind in self._kinds(plain):
            for start, end in sorted(self._spans(kind, plain)):
                if all(end <= other.start or other.end <= start for other in taken):
                    taken.append(Secret(kind, text[start:end], start))
        return taken

    def masked(self, text: str) -> str:
        """The text with all its numbers masked; marks stay, since they cannot be."""
        for secret in sorted(self.found(text), key=lambda secret: -secret.start):
            text = text[: secret.start] + secret.masked + text[secret.end :]
        return text

    def by_line(self, text: str) -> Iterator[tuple[int, Secret]]:
        """The secrets that are open to be read, each with the number of its line, from 1."""
        for secret in sorted(self.found(text), key=lambda secret: secret.start):
            if secret.is_open:
                yield text.count("\n", 0, secret.start) + 1, secret

    def _kinds(self, plain: str) -> tuple[Kind, ...]:
        """The kinds that the text may hold, seen at little cost."""
        numbers = _ORDER[:3] if _DIGITS.search(plain) else ()
        marks = _ORDER[4:] if self._words.search(plain) else ()
        return (*numbers, *(_ORDER[3:4] if "号" in plain else ()), *marks)

    def _spans(self, kind: Kind, plain: str) -> Iterator[tuple[int, int]]:
        match kind:
            case "id":
                yield from _groups(_ID, plain, "id", _is_id)
            case "card":
                yield from _groups(_CARD, plain, "card", _is_card)
            case "phone":
                yield from _groups(_PHONE, plain)
            case "number":
                yield from (found.span() for found in _NUMBER.finditer(plain))
            case "mark":
                yield from (found.span() for found in self._mark.finditer(plain))
            case "internal":
                yield from (found.span() for found in self._internal.finditer(plain))


def secrecy_of(catalog: Catalog) -> Secrecy:
    """What finds the secrets that the catalog's lists name."""
    return _made(catalog.rules.phrases.secret_marks, catalog.rules.phrases.internal_marks)


@cache
def _made(marks: tuple[str, ...], internal: tuple[str, ...]) -> Secrecy:
    return Secrecy(marks, internal)


def _groups(
    pattern: re.Pattern[str],
    plain: str,
    checked: str = "",
    check: Callable[[str], bool] = bool,
) -> Iterator[tuple[int, int]]:
    """Where the pattern's named groups are; those of the group `checked` only if they pass."""
    for found in pattern.finditer(plain):
        name = found.lastgroup or ""
        if name != checked or check(re.sub(r"[^\dXx]", "", found[name])):
            yield found.span(name)


def _is_id(number: str) -> bool:
    """Whether 18 characters hold a birthday and end with the check digit of an identity card."""
    if not _BIRTHDAY.match(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """Whether the last digit is the check digit of a bank card's number (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
