"""Which items of the checklist a draft covers, aspect by aspect."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from bot.advice.checklist import applies, items_of_aspect
from bot.advice.draft import Draft
from bot.advice.findings import Coverage
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.hearing import Hearing

# Strength of a link from which a part counts as covering an item: two of its phrases, or one in a
# headline; as for stored documents.
_COVERS = 1.5
# Likeness from which a sentence says what an item says in other words: 劲头不如从前 for 干事创业劲头减弱.
# Of some two hundred points of drafts written for the measurement, six in seven so heard were right.
_SAYS = 0.6


class Coverages:
    """Finds what drafts cover: by the items' own phrases, or by sentences that mean them."""

    def __init__(self, catalog: Catalog, concepts: Concepts) -> None:
        self._catalog = catalog
        self._concepts = concepts

    @cached_property
    def _hearing(self) -> Hearing:
        """Knows the items only, so that it needs no store; a tenth of a second."""
        items = replace(self._catalog, synonyms=(), topics=())
        return Hearing.in_memory(Concepts(items), self._catalog.vocabulary)

    def of(self, draft: Draft) -> tuple[Coverage, ...]:
        """For each aspect of the draft's theme its items, and whether the draft's part covers them."""
        return tuple(self._of_aspects(draft))

    def _of_aspects(self, draft: Draft) -> Iterator[Coverage]:
        for aspect in draft.theme.aspects:
            items = items_of_aspect(draft.theme, aspect, self._catalog, draft.scope)
            written = self._written(draft, aspect.number)
            said = self._said(draft, aspect.number)
            keys = [(item.key, f"i_{item.key}") for item in items if applies(item, draft.scope)]
            covered = ((key, written.get(c, 0.0) >= _COVERS or c in said) for key, c in keys)
            yield Coverage(aspect.number, tuple(covered))

    def _written(self, draft: Draft, number: int) -> Mapping[str, float]:
        """Concept -> how strongly the points of that aspect raise it together."""
        total: dict[str, float] = defaultdict(float)
        for piece in draft.of("problems"):
            if draft.treats(piece, number):
                for key, strength in self._concepts.of_passage(piece.headline, piece.text).items():
                    total[key] += strength
        return total

    def _said(self, draft: Draft, number: int) -> set[str]:
        """The items that a sentence of that aspect's points means."""
        sentences = (
            sentence
            for piece in draft.of("problems")
            if draft.treats(piece, number)
            for sentence in piece.sentences
        )
        return {key for s in sentences for key in self._hearing.hear(s.text, cutoff=_SAYS)}
