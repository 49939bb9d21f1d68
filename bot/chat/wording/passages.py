"""How stored passages are put into words: the example, where it stands, why it was found."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from bot.advice.answer import Answer
from bot.advice.retrieval import Match
from bot.advice.snippet import Run, snippet
from bot.chat.reply import Span
from bot.chat.wording import MAYBE, UNLIKE
from bot.chat.wording.brief import numeral, shortened
from bot.models import Catalog, Passage
from bot.text.segment import cut

_MENTIONED = 8  # characters of a mention that is named as a reason
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


@lru_cache(maxsize=500)  # a passage is shown to many
def source(passage: Passage) -> str:
    """Where a passage stands: 区统战部副部长 · 2021 · 第1方面·一."""
    place = _SECTION_NAMES.get(passage.section, "")
    if passage.section == "problems":
        place = (
            f"第{passage.aspect}方面"
            if passage.aspect
            else f"另一方面“{shortened(passage.aspect_heading, 14)}”"
        )
    place = f"{place}·{numeral(passage.ordinal)}"
    parts = [short_title(passage.title), str(passage.year or "年度不详"), place]
    return " · ".join(parts)


_SECTION_NAMES = {
    "causes": "原因",
    "measures": "整改",
    "opening": "开头",
    "last_year": "上年度整改",
    "case": "典型案例",
    "matters": "有关事项",
    "closing": "结尾",
}
# "区统战部副部长2021年度mzshh对照检查材料" -> 区统战部副部长
_TITLE_TAIL = re.compile(
    r"(?:在)?(?:20\d\d年度?|党史|dangshi|学习教育|专题|mzshh|民主生活会|组织生活会|对照检查|检视剖析|剖析发言|个人发言|发言提纲|五个方面).*"
)


def short_title(title: str) -> str:
    """Whose text it is, without the words that every title has."""
    return _TITLE_TAIL.sub("", title).strip(" 　的") or title


def marked(runs: Iterable[Run], *, quote: bool = True) -> list[Span]:
    """A snippet with its matches marked."""
    return [Span(run.text, mark=run.matched, quote=quote) for run in runs]


def example(
    number: int, passage: Passage, needles: Sequence[str] = (), *, note: str = ""
) -> list[Span]:
    """An example passage: number and headline, shortened text, source."""
    return [
        Span(f"\n{CIRCLED[number - 1]} {passage.headline}\n", bold=True),
        *marked(snippet(_body(passage), needles)),
        Span(f"\n— {source(passage)}{note}\n", faint=True),
    ]


@lru_cache(maxsize=500)  # as above
def _body(passage: Passage) -> str:
    """The text after its headline, which is shown above it."""
    before, found, after = passage.text.partition(passage.headline)
    rest = after.lstrip("，,、。.：:；; \n")
    return rest if found and len(before) < 8 and rest else passage.text


def full_passage(passage: Passage) -> list[Span]:
    """The whole passage with everything that tells where it stands."""
    heading = passage.aspect_heading if passage.section == "problems" else ""
    place = f"“{shortened(heading, 24)}”，" if heading else ""
    return [
        Span(f"{source(passage)}\n", bold=True),
        Span(passage.text.strip(), quote=True),
        Span(f"\n— 《{passage.title}》，{place}文件 {passage.document}\n", faint=True),
        Span(UNLIKE, faint=True),
    ]


def found(answer: Answer, page: int) -> str:
    """The line above the passages: what was looked for, and how sure the bot is."""
    read = f"（按“{'、'.join(answer.read_as[:3])}”查）" if answer.read_as else ""
    batch = f"，第 {page} 批" if page > 1 else ""
    return f"{MAYBE if answer.verdict == 'maybe' else '找到这些写法'}{read}{batch}："


def reasons(
    answer: Answer, match: Match, catalog: Catalog, areas: Iterable[str], needles: Iterable[str]
) -> str:
    """Why a passage was found, and what is like it: （同为街道 · 提到“征拆”；另有 2 篇写法相近）."""
    shared = [catalog.area[key].name for key in areas if key in match.passage.areas]
    parts = [f"同为{'、'.join(shared)}"] if {"area", "home"} & set(match.reasons) and shared else []
    parts += [
        name
        for key, name in (("aspect", "同一方面"), ("section", "同一部分"))
        if key in match.reasons
    ]
    said = cut(answer.query.need)
    own = (n for n in needles if len(n) <= _MENTIONED and _is_worded(n, said))
    if mentioned := next(own, ""):
        parts.append(f"提到“{mentioned}”")
    notes = [" · ".join(parts)] if parts else []
    notes += [f"另有 {len(match.alike)} 篇写法相近"] if match.alike else []
    return f"（{'；'.join(notes)}）" if notes else ""


def _is_worded(run: str, said: Sequence[str]) -> bool:
    """Whether the run is made of whole words of what was said: 得不 of 做得不好 is not."""
    ends = list(accumulate(map(len, said), initial=0))
    at = "".join(said).find(run)
    return at >= 0 and {at, at + len(run)} <= set(ends)
