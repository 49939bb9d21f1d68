"""What an aspect has to do with topics, items and passages: likeness, for any list of aspects.

Only the list of 2021 is tied to items by hand. Every other aspect, also one that a user pasted
from his own notice, finds its place by what it shares with what is known: topics and wording.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.models import Aspect, Catalog, Item
from bot.text.normalize import letters

_MOST_TOPICS = 4
GENERAL = ("duty", "execution")  # what an aspect is about that is worded like nothing known
_FEWEST_ITEMS = 4  # of an aspect; where fewer fit, problems of the general topics fill up
_LOOSE = 0.01  # fit of such an item
_TOPIC_SHARE = 0.3  # of the best topic's score, from which another belongs to the aspect as well
_ALIKE = 0.5  # likeness from which two aspects have something to do with each other
_GROUPS = (0.55, 0.3)  # shares of the best fit that divide items into close, fair and loose ones
_CROWDED = 0.1  # of fit that each of the first three items of a subject costs the next one
_FULL = 1.5  # fit of an item beyond which more makes no difference
_STRONGEST = 6.0  # strength of a link beyond which a passage is not more about an item


def topics_of(heading: str, catalog: Catalog) -> tuple[str, ...]:
    """Keys of the topics that an aspect's wording is about, the most important first.

    Counted are the topic's words in the heading, and the topics of aspects that are worded alike.
    """
    from bot.text.headings import aspect_likeness  # comes with all that reads documents

    plain = letters(heading)
    scores: dict[str, float] = defaultdict(float)
    for topic in catalog.topics:
        scores[topic.key] = sum(_weight(letters(word), plain) for word in topic.words)
    known = [aspect for theme in catalog.themes for aspect in theme.aspects]
    likest = sorted(((aspect_likeness(heading, a), a) for a in known), key=lambda pair: -pair[0])
    for likeness, aspect in likest[:3]:
        for rank, key in enumerate(aspect.topics if likeness >= _ALIKE else ()):
            scores[key] += likeness / (1 + rank)
    if not any(scores.values()):
        scores |= _by_items(plain, catalog)
    best = sorted((key for key in scores if scores[key]), key=lambda key: -scores[key])
    return tuple(k for k in best if scores[k] >= _TOPIC_SHARE * scores[best[0]])[:_MOST_TOPICS]


def _by_items(plain: str, catalog: Catalog) -> dict[str, float]:
    """Topics of the problem whose title shares most pairs of characters with the heading, at least one."""
    pairs = {a + b for a, b in pairwise(plain)}
    shared = {
        item: sum(pair in letters(item.title) for pair in pairs)
        for item in catalog.items
        if item.section == "problems"
    }
    best = max(shared, key=lambda item: shared[item], default=None)
    topics = best.topics if best and shared[best] else ()
    return {key: 1 / (1 + rank) for rank, key in enumerate(topics)}


def _weight(word: str, plain: str) -> float:
    """What a word of a topic says of the heading: half as much if only its halves stand there."""
    if word in plain:
        return len(word) / 4
    is_scattered = len(word) == 4 and word[:2] in plain and word[2:] in plain
    return 0.5 if is_scattered else 0.0


# --- items


def item_fit(aspect: Aspect, item: Item) -> float:
    """How well an item fits an aspect, from 0 to about 4: shared topics and shared wording.

    The first topics count most; a word in the item's title counts more than one among its words.
    """
    shared = sum(
        1 / (1 + aspect.topics.index(topic)) / (1 + item.topics.index(topic))
        for topic in item.topics
        if topic in aspect.topics
    )
    heading, terms, said = _wording(aspect)
    title, *words = _lettered((item.title, *item.words))
    named = sum(word in heading for word in (title, *words))
    termed = sum(term in title or any(term in word for word in words) for term in terms)
    spoken = sum(word in title for word in said)
    common = sum(word in words for word in said)
    # A general word such as 落实 says little of an item whose subject is another.
    counts = 1.0 if item.topics[0] in aspect.topics else 0.3
    named_alike = counts * (0.3 * min(spoken, 2) + 0.15 * min(common, 2))
    return shared + 0.4 * min(named, 3) + 0.6 * min(termed, 2) + named_alike


def fitting_items(aspect: Aspect, items: Sequence[Item], *, limit: int) -> dict[str, float]:
    """Item -> how well it fits the aspect, of the most fitting items, in the order to show them.

    An aspect with several subjects (敬畏人民、敬畏组织、敬畏法纪) gets items of each: the more of a
    subject stand there, the later the next one of it comes.
    """
    left = {item.key: (fit, item) for item in items if (fit := item_fit(aspect, item)) > 0}
    seen: Counter[str] = Counter()
    found: dict[str, float] = {}
    side = {key: _side(aspect, item) for key, (_, item) in left.items()}
    while left and len(found) < limit:
        key = max(left, key=lambda key: left[key][0] - _CROWDED * min(seen[side[key]], 3))
        found[key], _ = left.pop(key)
        seen[side[key]] += 1
    for item in items:
        if len(found) >= min(_FEWEST_ITEMS, limit):
            break
        if item.topics[0] in GENERAL:
            found.setdefault(item.key, _LOOSE)
    return found


def _side(aspect: Aspect, item: Item) -> str:
    """The topic that most ties the item to the aspect."""
    common = [topic for topic in item.topics if topic in aspect.topics]
    ranks = {topic: item.topics.index(topic) + aspect.topics.index(topic) for topic in common}
    return min(common, key=lambda topic: ranks[topic], default=item.topics[0])


def fit_groups(fits: Mapping[str, float]) -> dict[str, int]:
    """Item -> 0 for a close fit, 1 for a fair one, 2 for a loose one, measured by a full fit."""
    best = min(max(fits.values(), default=0.0), _FULL)
    return {key: sum(fit < share * best for share in _GROUPS) for key, fit in fits.items()}


# --- passages


def passage_fit(
    aspect: Aspect,
    fits: Mapping[str, float],
    headline: str,
    about: Mapping[str, float],
    own: str = "",
) -> float:
    """How well a passage fits an aspect of a theme without texts of its own, from 0 to about 2.

    `fits`: item -> how well it fits the aspect; `about`: the passage's concepts with their
    strength; `own`: wording of the aspect under which the passage stands in its own document.
    A passage that is mostly about fitting items fits better than one that touches many things.
    """
    best = min(max(fits.values(), default=0.0), _FULL) or 1.0
    raised = {k[2:]: min(v, _STRONGEST) for k, v in about.items() if k.startswith("i_")}
    fitting = sum(
        min(fits.get(key, 0.0) / best, 1.0) * strength for key, strength in raised.items()
    )
    subjects = {k[2:]: min(v, _STRONGEST) for k, v in about.items() if k.startswith("t_")}
    shared = sum(subjects.get(key, 0.0) / (1 + rank) for rank, key in enumerate(aspect.topics))
    _, terms, said = _wording(aspect)
    head = letters(headline)
    # What people call the aspect first is what it is about: 信念 before 学习 for 理想信念.
    spoken = sum(1 / (1 + rank) for rank, word in enumerate(said) if word in head)
    named = min(0.3 * spoken + 0.2 * sum(term in head for term in terms), 0.4)
    resemblance = min(_likeness(own, aspect), 1.0) if own else 0.0
    return (
        fitting / (sum(raised.values()) + 2.0)
        + 0.5 * shared / (sum(subjects.values()) + 2.0)
        + named
        + 0.2 * resemblance
    )


def _wording(aspect: Aspect) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The aspect's heading, its terms, and what people call it, as letters."""
    heading = letters(aspect.heading + "".join(aspect.terms))
    return heading, _lettered(aspect.terms), _lettered((aspect.name, *aspect.words))


@lru_cache(maxsize=1024)
def _lettered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(letters(word) for word in words)


def _likeness(own: str, aspect: Aspect) -> float:
    from bot.text.headings import aspect_likeness  # as above

    return aspect_likeness(own, aspect)
