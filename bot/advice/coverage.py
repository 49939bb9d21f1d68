"""Which items of the checklist a draft covers, aspect by aspect."""

from bot.advice.checklist import applies, items_of_aspect
from bot.advice.draft import Draft
from bot.advice.findings import Coverage
from bot.models import Catalog
from bot.text.concepts import Concepts

# Strength of a link from which a part counts as covering an item: two of its phrases, or one in a
# headline; as for stored documents.
_COVERS = 1.5


def coverage(draft: Draft, catalog: Catalog, concepts: Concepts) -> tuple[Coverage, ...]:
    """For each aspect of the draft's theme its items, and whether the draft's part covers them."""
    found = []
    for aspect in draft.theme.aspects:
        strength = _strength(draft, aspect.number, concepts)
        items = items_of_aspect(draft.theme, aspect, catalog, draft.scope)
        keys = [item.key for item in items if applies(item, draft.scope)]
        covered = tuple((key, strength.get(f"i_{key}", 0.0) >= _COVERS) for key in keys)
        found.append(Coverage(aspect.number, covered))
    return tuple(found)


def _strength(draft: Draft, number: int, concepts: Concepts) -> dict[str, float]:
    """Concept -> how strongly the points of that aspect raise it together."""
    total: dict[str, float] = {}
    for piece in draft.of("problems"):
        if piece.aspect == number:
            for key, strength in concepts.of_passage(piece.headline, piece.text).items():
                total[key] = total.get(key, 0.0) + strength
    return total
