"""Faults of single points: no case, no thought, stock phrases, somebody else's fault, praise, advice."""

import re
from random import Random

from benchmarks.drafts import Draft, Part
from benchmarks.faults_base import (
    Planted,
    World,
    appended,
    end_of,
    pick_point,
    plants,
    points,
    replaced,
)

# What makes a sentence concrete to a reader, and what shows a thought.
FACT = re.compile(
    r"[\d０-９]|某|[一二两三四五六七八九十]{1,2}(?:次|个|名|户|天|年|月|家|条|件|口|位|趟)"
)
THOUGHT = re.compile(
    r"想|觉|认为|以为|怕|嫌|顾|当作|当成|看成|心|意识|观念|态|念|情|省事|图|担心|自认|习惯|侥幸|原则|勇气|够|淡"
)


@plants("no_example")
def example_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The case of a point is taken out; what stays has no figure, date or place."""
    there = [
        (point, spans[0])
        for point in points(draft)
        if (spans := draft.inside(point, "example"))
        and not FACT.search(_without(draft, point, spans[0]).removeprefix(draft.mark(point)))
    ]
    if not there:
        return None
    point, span = draw.choice(there)
    more = draw.choice(GENERAL)
    return Planted(draft, draft.edited((span.start, span.end, more)), draft.headline(point))


# Says again in general what the case would have shown.
GENERAL = (
    "",
    "平时要求得多、过问得少，落实的效果不理想。",
    "比如在分管工作的推进上，往往重部署、轻督促，结果打了折扣。",
    "例如，对一些具体事情跟踪不够，办得不够细致。",
    "工作中存在大而化之、笼而统之的情况，与上级的要求、群众的盼望相比还有距离。",
)


def _without(draft: Draft, outer: Part, inner: Part) -> str:
    return draft.text[outer.start : inner.start] + draft.text[inner.end : end_of(draft, outer)]


@plants("no_thought")
def thought_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The thought goes and the headline speaks of work alone; only facts stay."""
    there = [
        (point, example, thought)
        for point in points(draft)
        for example in draft.inside(point, "example")[:1]
        for thought in draft.inside(point, "thought")[:1]
        if not THOUGHT.search(draft.cut(example))
    ]
    if not there:
        return None
    point, example, thought = draw.choice(there)
    start = point.start + len(draft.mark(point))
    bold = "**" if "**" in draft.headline(point) else ""
    head = draw.choice(WORK_HEADS) + bold
    text = draft.edited(
        (start, example.start, head), (thought.start, thought.end, draw.choice(WORK_ENDS))
    )
    return Planted(draft, text, head + draft.cut(example)[:30])


WORK_HEADS = (
    "工作推进偏慢。",
    "督办力度不大。",
    "具体事项完成不好。",
    "工作效率不高。",
    "任务进度滞后。",
)
WORK_ENDS = (
    "",
    "影响了全年进度。",
    "后来经过催办才有所好转。",
    "目前仍在办理之中。",
    "有关方面对此提出过意见。",
)


@plants("vague")
def stock_phrases(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point is replaced by one to three stock phrases."""
    point = pick_point(draft, draw)
    if not point or "vague" in draft.accepted:
        return None
    words = "".join(draw.sample(world.words["vague"], draw.choice((1, 1, 2, 3))))
    return Planted(draft, draft.edited(replaced(draft, point, words)), words)


@plants("vague")
def headline_only(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Nothing but the headline of a point stays."""
    there = [
        p
        for p in points(draft)
        if len(draft.headline(p)) < 30 and not FACT.search(draft.headline(p)[3:])
    ]
    if not there or "vague" in draft.accepted:
        return None
    point = draw.choice(there)
    head = draft.headline(point)
    text = draft.edited((point.start + len(head), end_of(draft, point), ""))
    return Planted(draft, text, head)


@plants("team_for_self")
def team_in_a_personal_text(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point of a personal text has colleagues or the team as its subject."""
    if draft.scope != "personal" or "team_for_self" in draft.accepted:
        return None
    point = pick_point(draft, draw)
    if not point:
        return None
    words = draw.choice(world.words["team"])
    return Planted(draft, draft.edited(replaced(draft, point, words)), words)


OWN = re.compile("(?:我|本人)(?:自己)?(?![们国区县市镇乡局校院所省党部])")


@plants("team_for_self")
def own_point_turned_over(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point keeps its case, but its doer becomes somebody else."""
    if draft.scope != "personal" or "team_for_self" in draft.accepted:
        return None
    there = [p for p in points(draft) if OWN.search(draft.cut(p))]
    if not there:
        return None
    point = draw.choice(there)
    who = draw.choice(("班子成员", "有的同志", "部分班子成员", "个别同志", "一些党员干部"))
    body = OWN.sub(who, draft.cut(point)).rstrip()
    return Planted(draft, draft.edited((point.start, end_of(draft, point), body)), body[:50])


@plants("praise")
def achievements_first(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point begins with one or two achievements."""
    point = pick_point(draft, draw)
    if not point or "praise" in draft.accepted:
        return None
    words = "".join(draw.sample(world.words["praise"], draw.choice((1, 2, 2))))
    start = point.start + len(draft.mark(point))
    return Planted(draft, draft.edited((start, start, words)), words)


@plants("praise")
def achievements_after(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Achievements take the place of a point's body."""
    point = pick_point(draft, draw)
    if not point or "praise" in draft.accepted:
        return None
    words = "".join(draw.sample(world.words["praise"], 2)) + "但对照要求还有不足。"
    return Planted(draft, draft.edited(replaced(draft, point, words)), words)


@plants("advice_as_criticism")
def advice_for_a_point(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point is replaced by advice without a fault."""
    point = pick_point(draft, draw)
    if not point:
        return None
    words = "".join(draw.sample(world.words["advice"], draw.choice((1, 1, 2))))
    return Planted(draft, draft.edited(replaced(draft, point, words)), words)


@plants("advice_as_criticism")
def advice_as_new_point(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Advice is added as the last point of an aspect."""
    aspect = draw.choice(draft.find("aspect"))
    inner = draft.find("point", "problems", aspect.aspect)
    if not inner:
        return None
    words = "".join(draw.sample(world.words["advice"], draw.choice((1, 2))))
    mark = _next_mark(draft.mark(inner[-1]))
    edit = appended(
        draft, inner[-1], "\n" + mark + words if "\n" in draft.cut(inner[-1]) else mark + words
    )
    return Planted(draft, draft.edited(edit), words)


def _next_mark(mark: str) -> str:
    """一是 -> 二是, 2. -> 3."""
    numerals = "一二三四五六七八九"
    found = re.search(r"[一二三四五六七八\d]", mark)
    if not found:
        return ""
    old = found.group()
    new = str(int(old) + 1) if old.isdigit() else numerals[numerals.index(old) + 1]
    return mark.replace(old, new, 1).replace("**", "").strip()
