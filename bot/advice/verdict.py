"""Whether what was found answers the question, may do so, or nothing fits.

A cut on the score does not work (measured, see docs/retrieval.md); what does is how much of the
question is explained at all: by the words of the best passages, or by the sayings of the concepts
that they carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.advice.retrieval import Match
from bot.advice.understanding import Query
from bot.text.normalize import letters

Verdict = Literal["found", "maybe", "nothing"]

COVERED = 0.45  # share of the need's rare words and pairs in one of the best passages: enough
LITTLE = 0.2  # share of the question that must be explained when its words are all of the field
SOME = 0.35  # … of a short one that the passages hold less than …
PARTLY = 0.25  # … this share of; it must also be …
LIKE = 0.7  # … so much like a saying of the field: a few everyday words are always explained
NAMED = 0.45  # … of one that names a work area, which must be so much like a saying, too
MUCH = 0.6  # … when some words are not
VERY_LIKE = 0.75  # likeness to a saying from which less need be explained, in spite of such words
NEARLY_ALL = 0.75  # … when a word has nothing to do with the field
STRANGE = 0.25  # share of words not of the field, from which much must be explained
SOUNDED = 0.6  # share of pinyin that the corpus must know by sound
CARRIED = (
    1.5  # strength with which a passage has to carry what is meant when it does not say the words
)
_TOP = 3
_LONG = 12  # letters; a longer need is a sentence


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a query being of the field, or against it; shares in [0, 1]."""

    explained: float = 0.0  # of the question, by the best passages and their concepts
    strange: float = 0.0  # of its words, that no saying of the field holds
    likeness: float = 0.0  # of the concept that it most likely means
    carried: float = 0.0  # how strongly one of the best passages carries what it likely means
    sounded: float = 0.0  # of its pinyin, that the corpus knows by sound
    is_decoded: bool = False  # pinyin or a slip was read as a term of the field
    is_foreign: bool = False  # it holds a word that has nothing to do with the field …
    is_only_foreign: bool = False  # … and nothing else


def judge(query: Query, matches: Sequence[Match], signs: Signs) -> Verdict:
    """What to say of the ranked matches."""
    if not matches or signs.is_only_foreign:
        return "nothing"
    if query.is_bare and (query.section or query.aspect or query.scope or _is_of(query, matches)):
        return "found"
    covered = max(match.coverage for match in matches[:_TOP])
    is_short = len(letters(query.need)) <= _LONG
    if not _is_of_the_field(query, covered, signs, is_short=is_short):
        return "nothing"
    is_explained = signs.explained >= (SOME if is_short else MUCH)
    is_held = covered >= PARTLY or signs.carried >= CARRIED
    return "found" if (is_explained and is_held) or covered >= LITTLE else "maybe"


def _is_of(query: Query, matches: Sequence[Match]) -> bool:
    """Whether a passage is of a work area that the query names: 法院 alone asks for no others."""
    return any(not set(query.areas).isdisjoint(match.passage.areas) for match in matches)


def _is_of_the_field(query: Query, covered: float, signs: Signs, *, is_short: bool) -> bool:
    if signs.is_foreign:
        is_said = not signs.strange and signs.likeness >= LIKE  # 微信群里说怪话
        is_explained = signs.explained >= NEARLY_ALL and (covered >= PARTLY or is_said)
        return covered >= NEARLY_ALL or is_explained
    if covered >= COVERED or signs.is_decoded or signs.sounded >= SOUNDED:
        return True
    if signs.strange >= STRANGE:
        is_said = signs.likeness >= VERY_LIKE and signs.explained >= SOME
        return is_said or signs.explained >= MUCH
    is_known = signs.explained >= NAMED or covered >= PARTLY
    if query.areas and signs.likeness >= NAMED and is_known:  # 信访 … 慢, 不力: what it lacks
        return True
    if is_short and covered < PARTLY:
        return signs.explained >= SOME and signs.likeness >= LIKE
    return signs.explained >= LITTLE
