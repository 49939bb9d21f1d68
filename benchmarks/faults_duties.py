"""Faults of what follows the problems and of what a year asks for besides them."""

import re
from random import Random

from benchmarks.drafts import Draft, Part
from benchmarks.faults_base import Planted, World, plain, plants, removed, replaced

FIRST_YEAR = 2022  # since when last year's rectification, case and matters are asked for


@plants("blame_outside")
def blame_for_a_cause(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A cause is replaced by one that lies with others."""
    causes = draft.find("point", "causes")
    if not causes:
        return None
    words = draw.choice(world.words["blame"])
    return Planted(draft, draft.edited(replaced(draft, draw.choice(causes), words)), words)


def _stray(draft: Draft, draw: Random, world: World) -> dict[str, object] | None:
    """A subject that no problem of the draft speaks of."""
    problems = draft.section("problems")
    if not problems or draft.is_document:
        return None
    text = plain(draft.cut(problems))
    topics = frozenset[str]().union(*(p.topics for p in draft.find("point", "problems")))
    fit = [
        row
        for row in world.words["stray"]
        if not topics & set(row["topics"]) and not any(word in text for word in row["words"])
    ]
    usual = [row for row in fit if row["topics"]]  # a subject of its own kind is rarer
    return draw.choice(usual if usual and draw.random() < 0.8 else fit) if fit else None


@plants("cause_unmatched")
def cause_of_nothing(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A cause is replaced by one about a subject that no problem speaks of."""
    row = _stray(draft, draw, world)
    causes = draft.find("point", "causes")
    if not row or not causes:
        return None
    words = str(row["cause"])
    return Planted(draft, draft.edited(replaced(draft, draw.choice(causes), words)), words)


@plants("measure_without_problem")
def measure_for_nothing(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A measure is replaced by one about a subject that no problem speaks of."""
    row = _stray(draft, draw, world)
    measures = draft.find("point", "measures")
    if not row or not measures:
        return None
    words = str(row["measure"])
    return Planted(draft, draft.edited(replaced(draft, draw.choice(measures), words)), words)


@plants("problem_without_measure")
def measures_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """All measures that share a subject with one problem are taken out; another one stays."""
    measures = draft.find("point", "measures")
    problems = [p for p in draft.find("point", "problems") if p.topics]
    draw.shuffle(problems)
    for problem in problems:
        gone = [m for m in measures if m.topics & problem.topics]
        if gone and len(gone) < len(measures):
            what = f"{draft.headline(problem).strip()} <- {draft.cut(gone[0])[:20]}"
            return Planted(draft, draft.edited(*map(removed, gone)), what)
    return None


@plants("measure_unverifiable")
def measure_without_date(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A measure keeps its headline, its body becomes a slogan."""
    measures = [m for m in draft.find("point", "measures") if draft.inside(m, "proof")]
    if not measures:
        return None
    measure = draw.choice(measures)
    head = draft.headline(measure).removeprefix(draft.mark(measure))
    slogans = "".join(draw.sample(world.words["slogan"], draw.choice((1, 2, 2))))
    words = (head if draw.random() < 0.6 else "") + slogans
    return Planted(draft, draft.edited(replaced(draft, measure, words)), words)


def _section_gone(draft: Draft, world: World, kind: str) -> Planted | None:
    part = draft.section(kind)
    if not part or world.theme(draft).year < FIRST_YEAR:
        return None
    return Planted(draft, draft.edited(removed(part)), draft.cut(part)[:30].strip())


def _hollow(draft: Draft, world: World, kind: str, words: str) -> Planted | None:
    """The section's heading stays and nothing but a general sentence stands under it."""
    part = draft.section(kind)
    if not part or world.theme(draft).year < FIRST_YEAR:
        return None
    head = re.match(r".*?(?:\n|。)", draft.cut(part))
    start = part.start + (head.end() if head else 0)
    return Planted(draft, draft.edited((start, part.end, words + "\n\n")), words)


def _own(wordings: tuple[str, ...], draft: Draft, draw: Random) -> str:
    """One of two wordings that fall to this draft, so that removals keep their share."""
    first = sum(map(ord, draft.name))
    return wordings[(first + draw.randint(0, 1)) % len(wordings)]


@plants("last_year_missing")
def last_year_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The report on last year's rectification is taken out."""
    return _section_gone(draft, world, "last_year")


@plants("last_year_missing")
def last_year_hollow(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Last year's rectification is claimed in general, without count or open item."""
    words = _own(HOLLOW_LAST_YEAR, draft, draw)
    return _hollow(draft, world, "last_year", words)


HOLLOW_LAST_YEAR = (
    "查摆的问题均已得到较好整改，取得了阶段性成效。",
    "各项整改任务总体上落实到位，今后将持续巩固。",
    "能够认真对待存在的问题，逐项制定措施并抓好落实。",
    "坚持举一反三、标本兼治，整改工作扎实有序推进。",
    "大部分问题已经改正，个别问题正在推进之中。",
)


@plants("case_missing")
def case_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The analysis of a case is taken out."""
    return _section_gone(draft, world, "case")


@plants("case_missing")
def case_hollow(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Under the heading no case is told, only that one learnt from such things."""
    return _hollow(draft, world, "case", _own(HOLLOW_CASE, draft, draw))


@plants("case_missing")
def case_without_self(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Somebody else's case is told, and nothing of what the writer found in himself."""
    part = draft.section("case")
    if not part or world.theme(draft).year < FIRST_YEAR:
        return None
    told = re.search(r"(?:对照|联系|反观|举一反三|我检查|我深|深受|使我)", draft.cut(part)[30:])
    start = part.start + 30 + told.start() if told else part.end
    stop = draft.text.rfind("。", part.start, start) + 1
    kept = draft.text[part.start : stop]
    if not told or not kept or re.search("反思|自查|讨论", kept):  # no claim of having looked
        return None
    return Planted(draft, draft.edited((stop, part.end, "\n\n")), kept[-60:])


HOLLOW_CASE = (
    "平时注意从各类材料中汲取教训，时刻提醒自己守住底线。",
    "始终做到心有所畏、言有所戒、行有所止，自觉抵制各种诱惑。",
    "对这个问题高度重视，认真组织了学习，受到了深刻教育。",
    "思想上受到很大触动，今后将引以为戒、警钟长鸣。",
    "坚持把纪律挺在前面，从严要求自己，不越雷池半步。",
)


@plants("matters_missing")
def matters_hollow(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Under the heading nothing of one's own affairs is said."""
    words = _own(HOLLOW_MATTERS, draft, draw)
    return _hollow(draft, world, "matters", words) if draft.scope != "team" else None


HOLLOW_MATTERS = (
    "我将一如既往严格要求自己，自觉接受组织和群众的监督。",
    "坚持高标准、严要求，在各方面努力作出表率。",
    "时刻以党员标准规范言行，努力做到自重自省自警自励。",
    "今后将进一步增强组织观念，把各项要求落到实处。",
    "在日常工作和生活中，能够自觉遵守各项规定。",
)


@plants("matters_missing")
def matters_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The statement of personal matters is taken out of a personal text."""
    return _section_gone(draft, world, "matters") if draft.scope != "team" else None


@plants("opinion_unanswered")
def opinion_left_open(draft: Draft, draw: Random, world: World) -> Planted | None:
    """One of the opinions collected is answered nowhere."""
    if draft.is_document:
        return None
    extra = draw.choice(world.words["opinion"])
    opinions = [*draft.opinions, extra]
    draw.shuffle(opinions)
    return Planted(draft, draft.text, extra, opinions=tuple(opinions))


UNCOUNTED = ("多次", "认真", "深入", "广泛", "有关", "若干")


@plants("count_missing")
def counts_generalized(draft: Draft, draw: Random, world: World) -> Planted | None:
    """No talk, opinion or study in the opening is counted any more."""
    counts = draft.find("count", "opening")
    if not counts:
        return None
    edits = [(c.start, c.end, _uncounted(draft, c, draw.choice(UNCOUNTED))) for c in counts]
    opening = draft.section("opening") or counts[0]
    spans = [(c.start, c.end) for c in counts]
    for other in re.finditer(r"\d+(?=[个条家场次项])", draft.text[: opening.end]):
        if not any(start <= other.start() < end for start, end in spans):
            edits.append((other.start(), other.end(), "多"))
    text = draft.edited(*edits)
    return Planted(draft, text, text[opening.start :][:200])


def _uncounted(draft: Draft, part: Part, word: str) -> str:
    """谈心谈话17人次 -> 深入谈心谈话."""
    bare = re.sub(r"\d+(?:人次|次|条|件|场|份|天|个|所)?(?:对)?", "", draft.cut(part))
    return word + bare


@plants("count_missing")
def counts_masked(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The counts of the opening are masked."""
    counts = draft.find("count", "opening")
    if not counts:
        return None
    mask = draw.choice(("XX", "××", "**", "X", "　　"))
    edits = [(c.start, c.end, re.sub(r"\d+", mask, draft.cut(c))) for c in counts]
    return Planted(draft, draft.edited(*edits), f"masked with {mask}")
