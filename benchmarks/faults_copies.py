"""Faults of copying: from the store, from last year's own text, from another aspect of the same text.

What is copied is disguised as people do it: about a fifth of the words changed, figures changed,
sentences in another order.
"""

import re
from random import Random

from benchmarks.drafts import Draft, Part
from benchmarks.faults_base import Planted, World, appended, pick_point, plants, points, replaced
from bot.text.segment import cut

FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
CHANGED = 0.2  # share of words exchanged
SHORTEST = 80  # characters of a copied passage
SPUN = {
    "不够": "不足", "不足": "不够", "存在": "有", "工作": "任务", "问题": "毛病", "思想": "头脑",
    "认识": "理解", "深入": "透彻", "主动": "自觉", "群众": "百姓", "开展": "进行", "加强": "强化",
    "强化": "加强", "落实": "执行", "推动": "促进", "推进": "推动", "提高": "提升", "学习": "研学",
    "坚持": "秉持", "积极": "踊跃", "重视": "看重", "能力": "本事", "方面": "层面", "情况": "状况",
    "困难": "难处", "干部": "人员", "有时": "偶尔", "没有": "未", "认为": "觉得", "进行": "开展",
    "比较": "较为", "要求": "标准", "结合": "联系", "解决": "化解", "缺乏": "缺少", "缺少": "缺乏",
    "经常": "时常", "虽然": "尽管", "但": "可", "以及": "和", "对于": "对", "重要": "关键",
    "水平": "层次", "方法": "办法", "办法": "方法", "自己": "本人", "严格": "从严", "作用": "效用",
    "组织": "安排", "掌握": "了解", "研究": "琢磨", "实际": "现实", "进一步": "更加", "不断": "持续",
}  # fmt: skip


def disguised(passage: str, draw: Random) -> str:
    """A passage with every fifth word exchanged, other figures and its sentences in another order."""
    words = cut(passage.replace("\n", ""))
    places = [
        i for i, word in enumerate(words) if len(word) > 1 and re.match(r"[\u4e00-\u9fff]", word)
    ]
    draw.shuffle(places)
    places.sort(key=lambda i: words[i] not in SPUN)  # words with a substitute first
    for place in places[: round(CHANGED * len(places))]:
        words[place] = SPUN.get(words[place], "")
    text = re.sub(r"\d+", lambda m: str(int(m.group()) + draw.randint(1, 9)), "".join(words))
    text = text.translate(FULL_WIDTH)  # cutting makes it half-width
    sentences = [s for s in re.split(r"(?<=[。；])", text) if s]
    draw.shuffle(sentences)
    return "".join(sentences)


def _bodies(source: Draft) -> list[str]:
    """Passages of a text without their numbering, long enough to be known again."""
    parts: list[Part] = [p for s in ("problems", "causes", "measures") for p in points(source, s)]
    bodies = [source.cut(p)[len(source.mark(p)) :].strip() for p in parts]
    return [b for b in bodies if len(b) >= SHORTEST]


def _copied(draft: Draft, draw: Random, source: Draft, *, whole: bool) -> tuple[str, str] | None:
    """The draft with a disguised passage of the source in a point's place or behind it."""
    point = pick_point(draft, draw, "problems", "causes", "measures")
    bodies = _bodies(source)
    if not point or not bodies:
        return None
    passage = draw.choice(bodies)
    words = disguised(passage, draw) if whole else passage[: len(passage) // 2 + 40]
    edit = replaced(draft, point, words) if draw.random() < 0.6 else appended(draft, point, words)
    return draft.edited(edit), words


@plants("copied")
def from_the_store(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A paragraph of a shipped document, disguised; now and then half of it as it stands."""
    if draft.is_document:
        return None
    done = _copied(draft, draw, draw.choice(world.documents), whole=draw.random() < 0.8)
    return Planted(draft, *done) if done else None


@plants("copied")
def from_last_year(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A paragraph of last year's own text, disguised."""
    if draft.is_document:
        return None
    source = draw.choice([d for d in world.drafts if d is not draft])
    done = _copied(draft, draw, source, whole=draw.random() < 0.8)
    return Planted(draft, *done, last_year=source.text) if done else None


@plants("repeated")
def sentence_twice(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A sentence or two of a point stand again in another aspect."""
    pair = _two(draft, draw)
    if not pair:
        return None
    source, target = pair
    sentences = [s for s in re.split(r"(?<=。)", draft.cut(source)) if len(s.strip()) >= 25]
    if not sentences:
        return None
    words = draw.choice(sentences).strip()
    return Planted(draft, draft.edited(appended(draft, target, words)), words)


@plants("repeated")
def point_twice(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A whole point stands again in another aspect."""
    pair = _two(draft, draw)
    if not pair:
        return None
    source, target = pair
    words = draft.cut(source)[len(draft.mark(source)) :].strip()
    return Planted(draft, draft.edited(replaced(draft, target, words)), words[:40])


@plants("repeated")
def headline_twice(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Two points of different aspects have the same headline."""
    pair = _two(draft, draw)
    if not pair or draft.is_document:
        return None
    source, target = pair
    head = draft.headline(source)[len(draft.mark(source)) :]
    start = target.start + len(draft.mark(target))
    end = target.start + len(draft.headline(target))
    return Planted(draft, draft.edited((start, end, head)), head)


def _two(draft: Draft, draw: Random) -> tuple[Part, Part] | None:
    """Two points of different aspects."""
    source = pick_point(draft, draw)
    others = [p for p in points(draft) if source and p.aspect != source.aspect]
    if not source or not others or "repeated" in draft.accepted:
        return None
    return source, draw.choice(others)
