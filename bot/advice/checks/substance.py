"""Checks on each problem: a case, a thought, one's own, and no praise in its place."""

import re
from collections.abc import Iterable

from bot.advice.draft import Draft, Piece, Sentence
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, finding
from bot.models import Catalog
from bot.text.normalize import letters

_LEADING = re.compile(
    r"^[\s]*(?:[一二三四五六七八九十]{1,3}[是要、]|[（(].{1,3}[)）]|\d{1,2}[.．、]|比如|例如|如)[，,：:]?"
)
_BEFORE_SUBJECT = 24  # characters: 4月、9月两次专题会个别同志…
_REACTION = re.compile(r"[，,；;](?:对此|对其|对他|对她|对这)")
_CLAUSES = re.compile(r"[，,；;：:]")
# 少数同志, 相当一部分党员干部, 几名班子成员
_SOME = "(?:有的|有些|一些|某些|部分|一部分|相当一部分|个别|少数|极少数|不少|多数|大多数|许多|几名|几位|其他)"
_COLLEAGUES = "领导班子成员|班子成员|党组成员|党委成员|领导干部|党员干部|中层干部|干部职工|机关干部|工作人员|成员|党员|干部|职工|同志"
# 我 and 本人, but not 我区, 我局
_MYSELF = re.compile(r"我(?![国区县市镇乡局校院所省党部委司厂街村处])|本人")
# 对个别干部批评不够: others are whom it is done to
_OBJECT = re.compile(
    r"(?:[对向让与和同给把被跟为抓管带]|带领|督促|要求|引导|推动|提醒|批评|发动|教育|感到|觉得|认为|考虑|安排)[^，,。；的是]{0,6}$"
)
_BUT = re.compile(r"但|不过|然而|却|存在的?问题")
_STOCK_RUN = 3  # clauses of stock wording in a row that make a paragraph without headings vague
_CRITICISM = re.compile(r"批评意见|相互批评|互相批评|意见如下")
# 对李某同志的批评意见：希望…
_ADDRESSED = re.compile(
    r"[对给向].{1,12}(?:同志|书记|局长|镇长|主任|部长|院长|校长)的?(?:批评)?(?:意见)?[：:]"
)


def no_example(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems without a case; what is vague anyway is told as such."""
    return [
        finding(catalog.rules, "no_example", point.place, aspect=point.aspect)
        for point in draft.of("problems")
        if not draft.evidence.has_example(point.text) and not _is_vague(draft, catalog, point)
    ]


def no_thought(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems and causes that tell of work only."""
    least = catalog.rules.limits.long_point
    return [
        finding(catalog.rules, "no_thought", point.place, aspect=point.aspect)
        for point in draft.of("problems", "causes")
        if len(letters(point.text)) >= least and not draft.evidence.has_thought(point.text)
    ]


def vague(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems that are very short or made of stock wording, without case or figure."""
    return [
        finding(catalog.rules, "vague", point.place, aspect=point.aspect)
        for point in draft.of("problems")
        if _is_vague(draft, catalog, point)
    ]


def _is_vague(draft: Draft, catalog: Catalog, point: Piece) -> bool:
    if draft.is_shapeless and draft.evidence.stock_run(point.text) >= _STOCK_RUN:
        return True  # a paragraph holds several problems: one case does not stand for all of them
    if draft.evidence.has_example(point.text):
        return False
    is_short = len(letters(point.text)) < catalog.rules.limits.short_point
    return draft.evidence.is_stock(point.text) or (
        is_short and not draft.evidence.has_thought(point.text)
    )


def team_for_self(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Points of a personal text that speak of others' doings and never of the writer's."""
    if "scope" in draft.assumed:
        return []
    others = any_of(catalog.rules.phrases.team_subjects).pattern
    who = re.compile(f"{_SOME}(?:{_COLLEAGUES})|(?:^|(?<=[中里上下时会后前]))(?:{others}|大家)")
    return [
        finding(catalog.rules, "team_for_self", told.place, aspect=point.aspect)
        for point in draft.of("problems")
        if not _MYSELF.search(point.text)
        if (told := next((s for s in point.sentences if _is_told_of(who, s)), None))
    ]


def _is_told_of(who: re.Pattern[str], sentence: Sentence) -> bool:
    """Whether others are the subject of one of the sentence's clauses."""
    if _REACTION.search(sentence.text):
        return False  # 有些同志说了不负责任的话，对此没有及时批评
    for clause in _CLAUSES.split(_LEADING.sub("", sentence.text)):
        subject = who.search(clause[:_BEFORE_SUBJECT])
        if subject and not _OBJECT.search(clause[: subject.start()]):
            return True
    return False


def praise(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Achievements among the problems; one that a sentence turns against itself is none."""
    rules = catalog.rules
    words, negatives = any_of(rules.phrases.praise), any_of(rules.phrases.negatives)
    return [
        finding(rules, "praise", sentence.place, aspect=piece.aspect)
        for piece, sentence in draft.sentences
        if piece.kind == "problems" and piece.role in ("point", "lead")
        if (found := words.search(sentence.text))
        if not _is_turned(sentence.text, found, negatives)
    ]


def _is_turned(text: str, praised: re.Match[str], negatives: re.Pattern[str]) -> bool:
    """Whether the praise is denied in its clause, or is but the way to a longer shortcoming."""
    before = re.split(r"[，,；;]", text[: praised.start()])[-1]
    if negatives.search(before):
        return True  # 没有取得明显成效
    if not negatives.search(text, praised.end()):
        return False
    turn = _BUT.search(text, praised.end())
    return turn is None or len(text) - turn.start() > turn.start()


def advice_as_criticism(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Criticisms and problems that only say what should be done."""
    phrases = catalog.rules.phrases
    advice, negatives = any_of(phrases.advice), any_of(phrases.negatives)
    found = [
        (point, point.sentences[0])
        for point in draft.of("problems")
        if advice.search(point.sentences[0].text) and not negatives.search(point.text)
    ]
    found += [
        (piece, sentence)
        for piece, sentence in _criticisms(draft)
        if advice.search(sentence.text) and not negatives.search(sentence.text)
    ]
    return [
        finding(catalog.rules, "advice_as_criticism", sentence.place, aspect=piece.aspect)
        for piece, sentence in found
    ]


def _criticisms(draft: Draft) -> Iterable[tuple[Piece, Sentence]]:
    """The sentences below a heading 批评意见, and those addressed to somebody."""
    is_below = False
    for piece in draft.pieces:
        if piece.role in ("title", "heading", "aspect"):
            is_below = bool(_CRITICISM.search(piece.text))
            continue
        is_addressed = is_below
        for sentence in piece.sentences:
            is_addressed = is_addressed or bool(_ADDRESSED.search(sentence.text))
            if is_addressed:
                yield piece, sentence
