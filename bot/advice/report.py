"""What a draft check gives: findings, coverage, counts, and how it is told to a person."""

from dataclasses import dataclass
from typing import Any

from bot.advice.findings import Coverage, Finding
from bot.models import Scope, Severity, Theme

SEVERITY_NAMES: dict[Severity, str] = {"must": "必改", "should": "建议", "note": "提醒"}
_CLEAN = "没有发现要改的地方，事实是否真实、准确，还请自己再看一遍。"
_ONLY_THIS = "这是一段，只看了这一段本身，问题、原因、整改三块和各个方面是否齐全没有查。"
_SHAPELESS = "没有小标题，问题、原因、整改三块和各个方面都没看出来"
# The blocks that each text needs.
BLOCK_NAMES = {"problems": "存在问题", "causes": "原因剖析", "measures": "整改措施"}
_UNFIT = "这不像对照检查材料：没有看到查摆的问题。请检查发的是不是这份。"
_LISTED = "这像是会议方案里的 {count} 个方面（{names}）。要按它准备，把它发到聊天里，点“按它准备”。"
_NOT_YET = "还不能交：{reasons}。"
_LACKING = "缺{missing}"
_COPIED = "约{share}%的内容与已有材料雷同，要换成自己的事"
_NEARLY = "基本成形，先把{must}处必改的改好。"
_DEEPER = "基本成形，先补建议的{should}处。"
_READY = "结构完整，逐处看看就行。"
_LACKS_ASPECT = "第{number}方面"
_MUCH = 5  # suggestions from which a text is not yet all right
_MOST_NAMED = 3  # missing parts that are named
_VERDICT = "必改{must}处，建议{should}处，提醒{note}处。规则只是提示，改不改由你定。"
_COVERED = "要点 第{}方面 写到 {}/{}"
_ALIKE = "约{share}%的内容与已有材料雷同，请换成自己的事。"
_COPIES = "同样的内容贴了{count}遍，只看了第一遍。"
# What is told of each thing that neither text nor caller say.
_ASSUMED = {
    "theme": "没看出是哪个年度的，方面和时效没有检查；请说明年度。",
    "scope": "没看出是个人的还是班子的，按个人的检查。",
    "areas": "没看出分管什么工作，身份是否对得上没有全查。",
}
_LONGEST_QUOTE = 40  # characters that a line of the report shows


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; findings by severity, then by line."""

    file: str
    theme: str  # its key
    theme_name: str
    scope: Scope
    areas: tuple[str, ...]
    assumed: tuple[str, ...]  # "theme", "scope", "areas": taken for granted, told by nobody
    is_statement: bool  # False: a text of another kind, and no part of a statement either
    is_whole: bool  # False: a few sentences, checked without the demands on a whole text
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    counts: dict[str, int]  # must, should, note, characters, points
    copied_share: float  # of what the writer has to say, in [0, 1]
    listed: Theme | None = None  # the meeting whose aspects a notice lists
    is_copied: bool = False  # True: so much stands elsewhere that it cannot go
    copies: int = 1  # of the text, of which the first was looked at
    remark: str = ""  # which year it was checked by, where that may surprise
    is_shapeless: bool = False  # True: no heading shows any of its parts

    @property
    def verdict(self) -> str:
        """A few sentences for the user: can it go, and how much there is to look at."""
        if not self.is_statement:
            return _UNFIT
        if not self.findings:
            return _CLEAN if self.is_whole else _ONLY_THIS + _CLEAN
        share = round(100 * self.copied_share)
        counts = self._state + _VERDICT.format(**self.counts)
        is_told = self.is_whole and self.is_copied
        return counts + (_ALIKE.format(share=share) if share and not is_told else "")

    @property
    def _state(self) -> str:
        """How far a whole text has come; of an excerpt that it is one."""
        if reasons := self._reasons:
            return _NOT_YET.format(reasons="；".join(reasons))
        if not self.is_whole:
            return _ONLY_THIS
        if self.counts["must"]:
            return _NEARLY.format(**self.counts)
        return _DEEPER.format(**self.counts) if self.counts["should"] >= _MUCH else _READY

    @property
    def _reasons(self) -> list[str]:
        """Why it cannot go yet."""
        reasons = []
        if self.is_whole and self.is_shapeless:
            reasons.append(_SHAPELESS)
        elif missing := self._missing:
            more = "等" if len(missing) > _MOST_NAMED else ""
            reasons.append(_LACKING.format(missing="、".join(missing[:_MOST_NAMED]) + more))
        if self.is_whole and self.is_copied:
            reasons.append(_COPIED.format(share=round(100 * self.copied_share)))
        return reasons

    @property
    def _missing(self) -> list[str]:
        """The blocks and aspects that are not there, by name."""
        blocks = [BLOCK_NAMES[f.about] for f in self.findings if f.rule == "section_missing"]
        numbers = [f.aspect for f in self.findings if f.rule == "aspect_missing"]
        return blocks + [_LACKS_ASPECT.format(number=number) for number in numbers]

    @property
    def is_piece(self) -> bool:
        """Whether it is a paragraph of no aspect, of which nobody expects a list of items."""
        return self.is_shapeless and not self.is_whole

    @property
    def told_coverage(self) -> tuple[Coverage, ...]:
        """The coverage to show: of an excerpt the aspects that it says something of."""
        return tuple(
            part for part in self.coverage if self.is_whole or any(done for _, done in part.items)
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """A sentence for each thing that was taken for granted, and for what may surprise."""
        copies = _COPIES.format(count=self.copies) if self.copies > 1 else ""
        remarks = tuple(said for said in (copies, self.remark) if said)
        return (*remarks, *(_ASSUMED[name] for name in self.assumed))

    def as_text(self) -> str:
        """The report for a person: each finding with place, reason and question; coverage; the verdict.

        Of a text of another kind only that is told.
        """
        if not self.is_statement:
            return "\n".join([self.file, self.verdict, *self._listed])
        lines = [f"{self.file}  {self.theme_name}", *self.assumptions]
        for finding in self.findings:
            name = SEVERITY_NAMES[finding.severity]
            lines.append(f"{name} 第{finding.line}行 {finding.message}  [{finding.rule}]")
            lines.append(f"     “{_shortened(finding.quote)}”")
            lines += [f"     与{finding.source}相同"] if finding.source else []
            lines += [f"     问：{finding.question}"] if finding.question else []
        lines += self._covered
        return "\n".join([*lines, self.verdict])

    @property
    def _listed(self) -> list[str]:
        """That the text is the plan of a meeting, where it lists aspects."""
        if not self.listed:
            return []
        names = "、".join(aspect.name for aspect in self.listed.aspects)
        return [_LISTED.format(count=len(self.listed.aspects), names=names)]

    @property
    def _covered(self) -> list[str]:
        """A line for each aspect: how many of its items the draft covers."""
        return [
            _COVERED.format(p.aspect, sum(done for _, done in p.items), len(p.items))
            for p in self.told_coverage
        ]

    def as_json(self) -> dict[str, Any]:
        """The report as `check --json` prints it."""
        return {
            "file": self.file,
            "theme": self.theme,
            "scope": "team" if self.scope == "team" else "personal",
            "areas": list(self.areas),
            "assumed": list(self.assumed),
            "is_statement": self.is_statement,
            "is_whole": self.is_whole,
            "is_shapeless": self.is_shapeless,
            "listed": [aspect.heading for aspect in self.listed.aspects] if self.listed else [],
            "findings": [finding.as_json() for finding in self.findings],
            "coverage": [part.as_json() for part in self.coverage],
            "counts": self.counts,
            "copied_share": round(self.copied_share, 3),
            "verdict": self.verdict,
        }


def remark(finding: Finding) -> str:
    """A finding as a comment on its words."""
    source = f"与{finding.source}相近。" if finding.source else ""
    question = f"\n问自己：{finding.question}" if finding.question else ""
    return f"〔{SEVERITY_NAMES[finding.severity]}〕{finding.message}{'。' * bool(source)}{source}{question}"


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
