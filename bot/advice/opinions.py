"""Whether an opinion on somebody says what is wrong, or is praise or work advice in its place.

The same word lists as for drafts decide; an opinion is one short text without parts, so it is judged
as a whole, and a shortcoming anywhere in it is enough. It is a hint: a person decides.
"""

import re
from typing import Literal

from bot.advice.evidence import any_of
from bot.models import Phrases

Fault = Literal["praise", "advice_as_criticism"]
"""The name of the rule that the opinion breaks."""

_NOT = "".join(f"(?<![不没未别]{'.' * gap})" for gap in range(3))  # 不太满意，不是很满意
_BUT = re.compile(r"但|不过|然而|却|美中不足")  # 工作有成绩，但开会多


def fault_of(text: str, phrases: Phrases) -> Fault | None:
    """What the opinion reads like instead of a criticism; None if it names a shortcoming."""
    if any_of(phrases.negatives).search(text):
        return None
    praised = any_of(phrases.praise).search(text) or _complimented(text, phrases)
    if praised and not _BUT.search(text, praised.end()):
        return "praise"
    is_advice = any_of(phrases.advice).search(text) and not praised
    return "advice_as_criticism" if is_advice else None


def _complimented(text: str, phrases: Phrases) -> re.Match[str] | None:
    """Everyday praise that is not denied."""
    return re.search(f"{_NOT}(?:{any_of(phrases.compliments).pattern})", text)
