"""What belongs together: which causes and which measures answer a problem.

Told by shared topics (rules 12 and 13 of the draft check ask for the same of a finished text): the
first topic of an item says most about it.
"""

from collections.abc import Iterable

from bot.models import Item

_BEST = 2  # items offered of each section
_WORTH = 0.5  # share of the best score that another item must reach


def kinship(item: Item, other: Item) -> float:
    """How close two items are by topic, from 0 (none shared) to about 2; first topics count most."""
    return sum(
        1 / (1 + item.topics.index(topic)) / (1 + other.topics.index(topic))
        for topic in item.topics
        if topic in other.topics
    )


def belonging(item: Item, others: Iterable[Item]) -> list[Item]:
    """Those of the others that answer this item, the closest first; at most two."""
    scored = [(kinship(item, other), other) for other in others]
    best = max((score for score, _ in scored), default=0.0)
    fitting = [pair for pair in scored if pair[0] > 0 and pair[0] >= _WORTH * best]
    return [other for _, other in sorted(fitting, key=lambda pair: -pair[0])][:_BEST]
