"""How a draft check is put into words: verdict, the weightiest findings, coverage, pages."""

from collections.abc import Iterable, Mapping, Sequence

from bot.advice.findings import SEVERITIES, Change, Coverage, Finding
from bot.advice.report import SEVERITY_NAMES, Report
from bot.assistant.checklist import Card
from bot.chat.reply import Span
from bot.chat.wording import brief
from bot.chat.wording.checklist import bar
from bot.chat.wording.profile import SCOPE_NAMES
from bot.chat.wording.themes import theme_label
from bot.models import Severity, Theme

ASK_DRAFT = (
    "把初稿发来：直接贴（长的会分成几条，连着发就行），或发 Word、PDF、文本文件。"
    "用完即弃，不保存。请先去掉涉密内容和真实姓名。"
)
MORE_PARTS = "收到第 {count} 段，共 {length} 字。后面还有就接着发，没有了点“检查”。初稿不保存。"
LOST_PARTS = "前面发的我没有保存，请从头再发一次。"
LACKS = "第{aspect}方面缺{count}条"
READING = "正在看，共 {length} 字，稍等一下。"
ANNOTATING = "正在加批注，稍等一下。"
DROPPED = "好，初稿和报告都不留了。"
TOO_LONG = "这份有 {length} 字，超过 {limit} 字，我看不完。请分部分发。"
TOO_SHORT = "这段只有 {length} 字，当不了初稿。贴长一点，或发文件。"
NO_DRAFT = "初稿和报告我不保存，手头已经没有了，请再发一次。"
ASK_LAST_YEAR = "把去年的材料发来（贴文字或发文件），我看有没有照搬。用完不保存。"
ASK_OPINIONS = "把征求到的意见贴过来，一行一条，我看初稿有没有回应。用完不保存。"
CHECKED_AS = "按“{theme} · {scope}”查的，共 {length} 字。\n"
NONE_OF_IT = "没有这一类。"
ALL_COVERED = "这一方面的要点都写到了。"
ANNOTATED = "批注加在原句上，正文一字没动。"
ANNOTATED_NEW = "原文不是 Word，我另存成一份，批注加在原句上。"
PREVIOUS = "比上一稿：解决 {solved} 处，还有 {left} 处，新出现 {new} 处。\n"
UNCHANGED = "和上一稿比没有变化：还有 {left} 处。\n"
OPINIONS = "对照了 {count} 条意见：{answer}\n"
ALL_ANSWERED = "初稿都有回应。"
UNANSWERED = "有 {count} 条没有回应：“{first}”{more}。"
LAST_YEAR = "对照了去年的材料：{answer}\n"
NOTHING_COPIED = "没有照搬。"
COPIED = "{count} 处相近。"
_COPIED_FROM = "本人上年度"  # how the source of such a finding begins
_FIRST = 3  # findings of the first message
_MOST_LINES = 20  # of the first message
_ROOM_OF_BARS = 2  # lines: a blank one and the title
_OPINION = 20  # characters of an opinion
_QUOTE = 46  # characters of a quotation


def summary(
    report: Report, theme: Theme, change: Change | None, beside: Iterable[Span] = ()
) -> list[Span]:
    """Verdict, what was taken for granted, what changed, what it was compared with, and findings.

    Of a text that is none of these only that is told.
    """
    if not report.is_statement:
        return [Span(report.verdict, bold=True)]
    about = CHECKED_AS.format(
        theme=theme_label(theme),
        scope=SCOPE_NAMES[report.scope],
        length=report.counts["characters"],
    )
    spans = [Span(f"{report.verdict}\n", bold=True), Span(about, faint=True)]
    spans += [Span(f"{line}\n", faint=True) for line in report.assumptions]
    if change:
        counts = {"solved": len(change.solved), "left": len(change.left), "new": len(change.new)}
        is_same = not change.solved and not change.new
        spans.append(Span((UNCHANGED if is_same else PREVIOUS).format(**counts)))
    spans += beside
    if report.findings:
        spans.append(Span("\n先看这几处：\n" if len(report.findings) > _FIRST else "\n"))
        taken = _lines(spans) + (
            _ROOM_OF_BARS + len(report.told_coverage) if report.told_coverage else 0
        )
        spans += _fitting(weightiest(report.findings), _MOST_LINES - taken)
    return spans


def compared(report: Report, opinions: Sequence[str], has_last_year: bool) -> list[Span]:
    """What came of comparing the draft with opinions and with last year's text, where asked for."""
    spans = []
    if opinions:
        left = [f.about for f in report.findings if f.rule == "opinion_unanswered"]
        first = brief.shortened(left[0], _OPINION) if left else ""
        answer = (
            UNANSWERED.format(count=len(left), first=first, more="等" * (len(left) > 1))
            if left
            else ALL_ANSWERED
        )
        spans.append(Span(OPINIONS.format(count=len(opinions), answer=answer)))
    if has_last_year:
        count = sum((f.source or "").startswith(_COPIED_FROM) for f in report.findings)
        answer = COPIED.format(count=count) if count else NOTHING_COPIED
        spans.append(Span(LAST_YEAR.format(answer=answer)))
    return spans


def _fitting(findings: Sequence[Finding], room: int) -> list[Span]:
    """The findings with their questions, without them (the pages ask), or fewer: as there is room."""
    whole, bare = listed(findings, 1), listed(findings, 1, asks=False)
    fewer = listed(findings[:-1], 1, asks=False)
    return next((spans for spans in (whole, bare) if _lines(spans) <= room), fewer or bare)


def _lines(spans: Sequence[Span]) -> int:
    return sum(span.text.count("\n") for span in spans)


def weightiest(findings: Sequence[Finding]) -> list[Finding]:
    """The first few to look at: by weight, one of each rule before a second of any."""
    firsts = {finding.rule: finding for finding in reversed(findings)}
    first = [finding for finding in findings if firsts[finding.rule] is finding]
    by_weight = [
        f for severity in SEVERITIES for f in (*first, *findings) if f.severity == severity
    ]
    return list(dict.fromkeys(by_weight))[:_FIRST]


def bars(report: Report, names: Mapping[int, str]) -> list[Span]:
    """■■□□□ 3 人民至上 4/7, a line for each aspect; none for a text of another kind."""
    parts = report.told_coverage if report.is_statement else ()
    spans = [Span("\n要点覆盖：\n", bold=True)] if parts else []
    for part in parts:
        done = sum(covered for _, covered in part.items)
        line = f"{bar(done, len(part.items))} {part.aspect} {names[part.aspect]} {done}/{len(part.items)}\n"
        spans.append(Span(line))
    return spans


def listed(findings: Sequence[Finding], start: int, *, asks: bool = True) -> list[Span]:
    """Findings with place, reason, source and, if it `asks`, question, numbered from `start`."""
    spans = []
    for number, finding in enumerate(findings, start):
        where = f"第 {finding.line} 行" if finding.line else "全文"
        name = SEVERITY_NAMES[finding.severity]
        spans.append(Span(f"{number} 〔{name}〕{finding.message}\n", bold=True))
        if finding.quote:
            spans.append(Span(f"{where}：“{shortened(finding.quote)}”\n", faint=True))
        if finding.source:
            spans.append(Span(f"与{finding.source}相近\n", faint=True))
        if asks and finding.question:
            spans.append(Span(f"问自己：{finding.question}\n"))
    return spans


def page_title(severity: Severity, first: int, last: int, count: int) -> Span:
    """必改 1–5 / 12."""
    return Span(f"{SEVERITY_NAMES[severity]} {first}–{last} / {count}\n\n", bold=True)


def covered(card: Card, part: Coverage) -> list[Span]:
    """写到 4/7，还没写到：…"""
    titles = {todo.item.key: todo.item.title for todo in card.todos}
    done = sum(is_there for _, is_there in part.items)
    spans = [Span(f"〔{part.aspect}〕{card.name}：写到 {done}/{len(part.items)}\n", bold=True)]
    missing = [titles[key] for key, is_there in part.items if not is_there and key in titles]
    if not missing:
        return [*spans, Span(ALL_COVERED)]
    spans.append(Span("还没写到（点开看问题和例文，与你无关的不必写）：\n"))
    return [*spans, *(Span(f"· {title}\n") for title in missing)]


def shortened(quote: str) -> str:
    """The quotation on one line, cut in the middle: beginning and end tell the place."""
    line = " ".join(quote.split())
    half = _QUOTE // 2
    return line if len(line) <= _QUOTE else f"{line[:half]}…{line[-half:]}"
