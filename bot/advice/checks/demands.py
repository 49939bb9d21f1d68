"""Checks on what a year's notice asks for besides problems, causes and measures."""

import re
from collections import defaultdict

from bot.advice.draft import Draft
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, finding
from bot.advice.subject import is_answered, subject_of
from bot.models import Catalog, SectionKind
from bot.text.normalize import letters

_STATEMENT = 2  # kinds of personal matters that make a statement of them
_OWN = re.compile(r"我|本人|自身|自己|班子|本单位")
# 谈心谈话23人次 … 谈心谈话25人次; 意见建议33条
_TOLD = re.compile(
    r"(谈心谈话|谈心|意见建议|意见和建议|意见)[^，,。；;\d]{0,6}(\d+)\s*(人次|人|条|个)"
)
_NUMBER = re.compile(r"\d|[二三四五六七八九十百][余多]?[十百]?\s*(?:人|次|条|场|轮|个|余)")
_COUNTS = (
    ("talks", "谈心谈话的人次", "会前和哪些人谈了心，一共多少人次？"),
    ("requests", "征求意见的条数", "通过什么方式征求意见，一共收到多少条？"),
)
_DIFFERENT = ("“{0}”前后数字不一致", "哪一个数字是对的？")


def last_year_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """A text that does not tell, with figures, what became of last year's measures."""
    phrases = catalog.rules.phrases
    before = any_of((*phrases.last_year, f"{draft.theme.year - 1}年度"))
    rectified = any_of(phrases.rectified)
    if not draft.is_whole or any(_NUMBER.search(text) for text in _under("last_year", draft)):
        return []
    said = (s.text for _, s in draft.sentences if before.search(s.text))
    if any(rectified.search(text) and _NUMBER.search(before.sub("", text)) for text in said):
        return []
    return [finding(catalog.rules, "last_year_missing", draft.start)]


def case_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """A text that tells no case, or does not look at its writer in the light of it."""
    phrases = catalog.rules.phrases
    cases, reflected = any_of(phrases.cases), any_of(phrases.reflected)
    if not draft.is_whole:
        return []
    places = ["".join(_under("case", draft)), *(piece.text for piece in draft.own_pieces)]
    if any(cases.search(t) and reflected.search(t) and _OWN.search(t) for t in places):
        return []
    return [finding(catalog.rules, "case_missing", draft.start)]


def matters_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """A text in which no paragraph tells of personal matters: two of them make a statement."""
    told = any_of(catalog.rules.phrases.matters)
    if not draft.is_whole:
        return []
    places = ["".join(_under("matters", draft))]
    places += [piece.text for piece in draft.own_pieces if piece.kind != "problems"]
    if any(len(set(told.findall(text))) >= _STATEMENT for text in places):
        return []
    return [finding(catalog.rules, "matters_missing", draft.start)]


def _under(kind: SectionKind, draft: Draft) -> list[str]:
    """What stands under the headings of that kind."""
    return [piece.text for piece in draft.pieces if piece.kind == kind and piece.role != "heading"]


def opinion_unanswered(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Opinions of whose subject no problem, cause or measure speaks."""
    pieces = [letters(piece.text) for piece in draft.of("problems", "causes", "measures")]
    place = draft.section_place("problems")
    return [
        finding(catalog.rules, "opinion_unanswered", place, about=opinion, opinion=opinion.strip())
        for opinion in draft.opinions
        if (subject := subject_of(opinion, catalog))
        and not any(is_answered(subject, piece) for piece in pieces)
    ]


def count_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Talks and opinions without a number in the opening, and numbers that differ."""
    if not draft.is_whole:
        return []
    found = []
    opening = draft.own_pieces if draft.is_shapeless else draft.of("opening", role="lead")
    sentences = [sentence for piece in opening for sentence in piece.sentences]
    for name, what, question in _COUNTS:
        told = any_of(getattr(catalog.rules.phrases, name))
        clauses = (c for s in sentences for c in re.split(r"[，,；;。]", s.text) if told.search(c))
        if not any(_NUMBER.search(clause) for clause in clauses):
            place = next((s.place for s in sentences if told.search(s.text)), draft.start)
            found.append(
                finding(catalog.rules, "count_missing", place, about=name, what=what, ask=question)
            )
    return found + _different(draft, catalog)


def _different(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Numbers of the same thing that are told differently."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    found = []
    for piece, sentence in draft.sentences:
        if piece.kind not in ("opening", "closing"):
            continue
        for what, number, unit in _TOLD.findall(sentence.text):
            told[what[:2], unit].add(number)
            if len(told[what[:2], unit]) > 1:
                message, question = _DIFFERENT
                found.append(
                    finding(
                        catalog.rules,
                        "count_missing",
                        sentence.place,
                        about=what,
                        what=message.format(what),
                        ask=question,
                    )
                )
    return found
