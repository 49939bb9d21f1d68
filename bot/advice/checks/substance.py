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
_BEFORE_SUBJECT = 16  # characters: 在推进重点工作中，班子成员…
_BEFORE_CLAUSE = "，,：:；;中里上时"  # what a subject may stand behind; 对个别干部 is no subject
_BUT = re.compile(r"但|不过|然而|却|存在的?问题")
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
    if draft.evidence.has_example(point.text):
        return False
    is_short = len(letters(point.text)) < catalog.rules.limits.short_point
    return draft.evidence.is_stock(point.text) or (
        is_short and not draft.evidence.has_thought(point.text)
    )


def team_for_self(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Points of a personal text whose shortcomings are others'; a word of oneself is enough."""
    phrases = catalog.rules.phrases
    others, selves = any_of(phrases.team_subjects), any_of(phrases.selves)
    if "scope" in draft.assumed:
        return []
    found = []
    for point in draft.of("problems"):
        told = [s for s in point.sentences if _is_told_of(others, s, phrases.negatives)]
        is_first = any(sentence in point.sentences[:2] for sentence in told)
        is_theirs = is_first or 2 * len(told) >= len(point.sentences)
        if told and is_theirs and not selves.search(others.sub("", point.text)):
            place = told[0].place
            found.append(finding(catalog.rules, "team_for_self", place, aspect=point.aspect))
    return found


def _is_told_of(others: re.Pattern[str], sentence: Sentence, negatives: tuple[str, ...]) -> bool:
    """Whether others are the subject of the sentence, and it tells a shortcoming."""
    text = _LEADING.sub("", sentence.text)
    for subject in others.finditer(text):
        before = text[: subject.start()]
        if len(before) > _BEFORE_SUBJECT:
            return False
        if not before or before[-1] in _BEFORE_CLAUSE:
            return bool(any_of(negatives).search(text, subject.end()))
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
