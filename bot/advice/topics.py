"""Which broad subjects (学习, 宗旨, 担当 …) a point is about: ties problems, causes and measures."""

from collections import Counter

from bot.models import Catalog
from bot.text.normalize import letters

_SEVERAL = 2  # mentions from which a subject counts in a text


class Topics:
    """Finds the catalog's topics in points."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = {
            t.key: [letters(word) for word in (t.name, *t.words)] for t in catalog.topics
        }

    def held(self, text: str) -> set[str]:
        """Every topic that the text names."""
        return set(self._counts(text))

    def main(self, headline: str, text: str) -> set[str]:
        """What a point is about: the topics of its headline, and those it names most."""
        counts = self._counts(text)
        most = max(counts.values(), default=0)
        often = {key for key, count in counts.items() if count >= max(most, _SEVERAL)}
        return often | self.held(headline)

    def _counts(self, text: str) -> Counter[str]:
        body = letters(text)
        counts = Counter({k: sum(body.count(w) for w in ws) for k, ws in self._words.items()})
        return +counts
