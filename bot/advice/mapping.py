"""What an aspect has to do with topics, items and other aspects: likeness, for any list of aspects.

Only the list of 2021 is tied to items by hand. Every other aspect, also one that a user pasted
from his own notice, finds its place by what it shares with what is known.
"""

from collections import defaultdict

from bot.models import Catalog
from bot.text.headings import aspect_likeness
from bot.text.normalize import letters

_MOST_TOPICS = 4
_TOPIC_SHARE = 0.35  # of the best topic's score, from which another belongs to the aspect as well
_ALIKE = 0.5  # likeness from which two aspects have something to do with each other


def topics_of(heading: str, catalog: Catalog) -> tuple[str, ...]:
    """Keys of the topics that an aspect's wording is about, the most important first.

    Counted are the topic's words in the heading, and the topics of aspects that are worded alike.
    """
    plain = letters(heading)
    scores: dict[str, float] = defaultdict(float)
    for topic in catalog.topics:
        scores[topic.key] = sum(_weight(letters(word), plain) for word in topic.words)
    known = [aspect for theme in catalog.themes for aspect in theme.aspects]
    likest = sorted(((aspect_likeness(heading, a), a) for a in known), key=lambda pair: -pair[0])
    for likeness, aspect in likest[:3]:
        for rank, key in enumerate(aspect.topics if likeness >= _ALIKE else ()):
            scores[key] += likeness / (1 + rank)
    best = sorted((key for key in scores if scores[key]), key=lambda key: -scores[key])
    return tuple(k for k in best if scores[k] >= _TOPIC_SHARE * scores[best[0]])[:_MOST_TOPICS]


def _weight(word: str, plain: str) -> float:
    """What a word of a topic says of the heading: half as much if only its halves stand there."""
    if word in plain:
        return len(word) / 4
    is_scattered = len(word) == 4 and word[:2] in plain and word[2:] in plain
    return 0.5 if is_scattered else 0.0
