"""Checks on wording that must be right: up to date, exact where it is set, nothing secret."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from bot.advice.draft import Draft, Piece, Sentence
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, Place, finding
from bot.advice.likeness import distance
from bot.models import Catalog, Period, Plenum, Series
from bot.text.normalize import letters
from bot.text.secrecy import Kind, Secret, secrecy_of
from bot.text.segment import frequency

_CONGRESS = re.compile(r"(十[八九]|二十|二十一)(?:大(?![会队力局])|届([一二三四五六七])中全会)")
_HISTORY = re.compile(r"以来|历次|历届|一系列|第[一二三四五六七八九十]+次全国代表大会")
# 正在开展的…学习教育, 按照…的要求: told as if it went on
_GOING_ON = re.compile(
    r"正在|当前|当下|眼下|扎实|深入|积极|投身|启动|按照|根据|要求|开展|确保|推进"
)
_OVER = re.compile("以来|上年|上一|去年|整改|收官|完成了|结束|期末|回顾|总结|当时|那时|从.{1,12}到")
_AHEAD_OF_PERIOD = 2  # years in which the next plan is prepared
_AHEAD = re.compile(r"迎接|喜迎|即将|召开前|筹备")
_TO_COME = re.compile(r"[迎喜][接迎]党?的?|即将召开")
_LEARNT = re.compile(r"学习|贯彻|落实|精神|领会|领悟|按照|根据")
_MEETING_YEAR = re.compile(
    r"(20\d\d)年(?:度)?(?=.{0,12}(?:民主生活会|组织生活会|对照检查|检视剖析|专题))"
)
_DEADLINE = re.compile(r"(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|上半年|下半年)?(?:之)?前")
_LEAST_NAME = 4  # letters of a theme's name that nobody says in passing
_MEETING = re.compile('[”"]?(?:专题)?(?:民主|组织)生活会')
_PAST = re.compile(r"上年|上一|去年|整改|查摆|以来")
# 学习,思考; 不够.全年; not the numbering 一.存在的问题
_HALF_WIDTH = re.compile(
    r"[一-鿿”’」）][,;:!?]\s?[一-鿿“‘「（]|[一-鿿][,;:!?]$|[一-鿿]{2}(?<![一二三四五六七八九十])\.(?=[\s*]*(?:[一-鿿“\d]|$))"
)
_ALMOST = 2  # characters by which a set phrase may be missed
_JOINED = 4  # characters between the parts of a series
_SECRETS: dict[Kind, str] = {
    "id": "出现身份证号",
    "card": "出现银行卡号",
    "phone": "出现电话号码",
    "number": "出现文号“{}”",
    "mark": "出现密级或内部标志“{}”",
    "internal": "出现密级或内部标志“{}”",
}


def outdated(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Congresses, years, rules and labels that do not go with the year under review."""
    if "theme" in draft.assumed:
        return []
    found = []
    others = _other_themes(draft, catalog)
    for piece, sentence in draft.sentences:
        told = [
            *_not_of_the_year(draft, catalog, piece, sentence),
            *_old_theme(others, sentence.text),
        ]
        for place, (word, hint) in enumerate(told):
            if any(word in before or before in word for before, _ in told[:place]):
                continue
            found.append(
                finding(
                    catalog.rules,
                    "outdated",
                    sentence.place,
                    aspect=piece.aspect,
                    about=word,
                    word=word,
                    year=draft.theme.year,
                    hint=f"（{hint}）" if hint else "",
                )
            )
    return found


def _not_of_the_year(
    draft: Draft, catalog: Catalog, piece: Piece, sentence: Sentence
) -> Iterator[tuple[str, str]]:
    """What of the sentence is of another time, with a hint."""
    year, text = draft.theme.year, sentence.text
    for entry in catalog.rules.outdated:
        is_told = not entry.is_campaign or (_GOING_ON.search(text) and not _PAST.search(text))
        if year >= entry.since and is_told and (word := any_of(entry.words).search(text)):
            yield word[0], entry.instead
    yield from _other_period(year, catalog.rules.periods, text)
    yield from _old_congress(year, catalog.rules.plenums, text)
    for found in _MEETING_YEAR.finditer(text):
        is_past = int(found[1]) == year - 1 and _PAST.search(text)
        is_held = int(found[1]) == year + 1  # the meeting itself is held in the next year
        if int(found[1]) != year and not is_past and not is_held:
            yield found[0], ""
    if piece.kind == "measures":
        yield from ((f[0], "时限已经过去") for f in _DEADLINE.finditer(text) if int(f[1]) < year)


def _other_period(year: int, periods: Iterable[Period], text: str) -> Iterator[tuple[str, str]]:
    """A five-year plan that is told as going on when it is over, or years before it begins."""
    for period in periods:
        found = re.search(rf"[“\"]?{period.name}[”\"]?(?:发展)?(?:规划|时期|期间|目标|蓝图)", text)
        if not found:
            continue
        if year > period.last and _GOING_ON.search(text) and not _OVER.search(text):
            yield found[0], f"这个五年规划到{period.last}年为止"
        elif year < period.first - _AHEAD_OF_PERIOD:
            yield found[0], f"这个五年规划从{period.first}年开始"


def _old_congress(year: int, plenums: Iterable[Plenum], text: str) -> Iterator[tuple[str, str]]:
    """A congress or plenum that is learnt from as if it were the latest, or is yet to come."""
    order = {_stage(plenum.name): plenum.year for plenum in plenums}
    now = max((stage for stage, held in order.items() if held <= year), default=None)
    stages = {_stage(found[0]): found[0] for found in _CONGRESS.finditer(text)}
    if not stages or now is None:
        return
    latest = max(stages)
    if latest <= now and order.get(latest, 0) < year and _TO_COME.search(text):
        yield stages[latest], "早已召开"
        return
    if latest > now and order.get(latest, 0) > year and not _AHEAD.search(text):
        yield stages[latest], "当时还没有召开"
    elif latest[0] < now[0] and _LEARNT.search(text) and not _HISTORY.search(text):
        yield stages[latest], f"最新的是{_name(now, plenums)}"


def _stage(name: str) -> tuple[int, int]:
    """十九届五中全会 -> (19, 5); 十九大 -> (19, 1): a congress is followed by its first plenum."""
    found = _CONGRESS.search(name)
    if not found:
        return (0, 0)
    congress = {"十八": 18, "十九": 19, "二十": 20, "二十一": 21}[found[1]]
    return congress, "一二三四五六七".index(found[2]) + 1 if found[2] else 1


def _name(stage: tuple[int, int], plenums: Iterable[Plenum]) -> str:
    return next((p.name for p in plenums if _stage(p.name) == stage), "")


def _other_themes(draft: Draft, catalog: Catalog) -> dict[str, int]:
    """Names of other years' themes that this one's does not hold, with their year."""
    own = letters("".join((draft.theme.name, draft.theme.title, *draft.theme.words)))
    return {
        word: theme.year
        for theme in catalog.themes
        if theme.year != draft.theme.year
        for word in (theme.name, *theme.words)
        if len(word) >= _LEAST_NAME and not word[:4].isdigit() and not word.isascii()
        if letters(word) not in own
    }


def _old_theme(others: Mapping[str, int], text: str) -> Iterator[tuple[str, str]]:
    """The theme of another year's meeting, named as this one's: 党史学习教育专题民主生活会."""
    for found in any_of(tuple(others)).finditer(text):
        if _MEETING.match(text, found.end()):
            yield found[0], f"是{others[found[0]]}年度的主题"


def formula(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Set wording with a slip, cut short or in another order; half-width punctuation."""
    found: dict[tuple[Place, str], Finding] = {}
    halves: set[int] = set()  # lines
    for piece, sentence in draft.sentences:
        for hint, about in _slips(catalog, sentence.text):
            found[sentence.place, about] = finding(
                catalog.rules,
                "formula",
                sentence.place,
                aspect=piece.aspect,
                about=about,
                hint=hint,
            )
        line = sentence.place.line
        if line not in halves and (half := _HALF_WIDTH.search(sentence.text)):
            halves.add(line)
            found[sentence.place, half[0]] = finding(
                catalog.rules,
                "formula",
                sentence.place,
                aspect=piece.aspect,
                about=half[0],
                hint=f"“{half[0]}”里是半角标点，中文要用全角",
            )
    return list(found.values())


def _slips(catalog: Catalog, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with set wording in the sentence, and the wrong words."""
    told = []
    for slip in catalog.rules.slips:
        word = any_of(slip.wrong).search(text)
        if word and text[: word.start()][-1:] not in ("学", "练"):  # 学习总书记… is no 习总书记
            told.append(word[0])
            yield f"“{word[0]}”应为“{slip.right}”", word[0]
    plain = letters(text)
    for right, wrong in _almost(catalog, plain):
        if not any(letters(word) in wrong for word in told):
            yield f"“{wrong}”疑为“{right}”之误", wrong
    for series in catalog.rules.series:
        if wrong := _broken(series, text):
            yield f"“{series.name}”要写全，顺序不能变", wrong


def _almost(catalog: Catalog, plain: str) -> Iterator[tuple[str, str]]:
    """Set phrases that are missed by a character or two, as they are written."""
    right = [letters(words) for words in catalog.rules.phrases.exact]
    fine = [*right, *map(letters, catalog.rules.phrases.exact_variants)]
    for words in right:
        for start in _starts(words, plain):
            stretches = (
                plain[start : start + len(words) + d] for d in range(-_ALMOST, _ALMOST + 1)
            )
            likest = min(stretches, key=lambda s: distance(s, words, most=_ALMOST))
            is_near = 0 < distance(likest, words, most=_ALMOST) <= _ALMOST
            is_near = is_near and not _goes_on(words, likest, plain[start + len(likest) :])
            around = plain[max(0, start - _JOINED) : start + len(words) + _ALMOST + _JOINED]
            if is_near and not any(phrase in around for phrase in fine):
                yield words, likest
                break


def _goes_on(words: str, likest: str, rest: str) -> bool:
    """Whether other words merely begin as the phrase does: 社会主义现代化强国, 中国共产党党员领导干部.

    Then the stretch lacks the phrase's end, or a word of its own too much.
    """
    if words.startswith(likest):
        return bool(rest) and len(words) - len(likest) >= _ALMOST
    head = _alike(words, likest)
    tail = _alike(words[head:][::-1], likest[head:][::-1])
    own = likest[head : len(likest) - tail]
    return len(own) > max(1, len(words) - head - tail) and frequency(own) > 0


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _starts(words: str, plain: str) -> Iterator[int]:
    """Where the phrase may begin: its first or its last characters stand there."""
    at = plain.find(words[:3])
    while at >= 0:
        yield at
        at = plain.find(words[:3], at + 1)
    at = plain.find(words[-3:])
    while at >= 0:
        if (start := at + 3 - len(words)) >= 0:
            yield start
        at = plain.find(words[-3:], at + 1)


def _broken(series: Series, text: str) -> str:
    """The stretch in which parts of the series stand together, but not all or in another order."""
    spots = sorted((m.start(), part) for part in series.parts for m in re.finditer(part, text))
    run: list[tuple[int, str]] = []
    for start, part in [*spots, (len(text) + 99, "")]:
        if run and start - (run[-1][0] + len(run[-1][1])) <= _JOINED + 2:
            run.append((start, part))
            continue
        said = [word for _, word in run]
        if len(said) > 1 and len(set(said)) == len(said) and said != list(series.parts):
            is_cut = series.parts[: len(said)] == tuple(said) and _is_short_form(series)
            if not is_cut:
                return text[run[0][0] : run[-1][0] + len(run[-1][1])]
        run = [(start, part)]
    return ""


def _is_short_form(series: Series) -> bool:
    """四个意识、四个自信 alone is usual; what is only spelled out in full is not."""
    return all(part[:1] in "四两" for part in series.parts)


def secrecy(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Numbers of persons, cards and documents, and marks of secrecy."""
    secrets = secrecy_of(catalog)
    return [
        finding(
            catalog.rules, "secrecy", sentence.place, aspect=piece.aspect, about=what, what=what
        )
        for piece, sentence in draft.sentences
        for what in _told(secrets.found(sentence.place.quote.strip("*# ")))
    ]


def _told(secrets: Iterable[Secret]) -> Iterator[str]:
    """One line for each message, about the first that it fits."""
    seen = set()
    for secret in secrets:
        if (message := _SECRETS[secret.kind]) not in seen:
            seen.add(message)
            yield message.format(secret.text)
