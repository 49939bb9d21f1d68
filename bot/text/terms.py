"""The tokens by which a passage is indexed; a query is cut in the same way.

Words alone break on a wrong character, a paraphrase or another segmentation, so bigrams,
characters, pinyin of bigrams, metadata and concepts are indexed beside them.
"""

from dataclasses import dataclass
from functools import lru_cache
from operator import add

from bot.models import Catalog, Passage
from bot.text.concepts import Concepts
from bot.text.normalize import letters, normalize
from bot.text.segment import bigrams, hanzi_runs_of, sound, words, words_of

# What users call the sections, indexed with each passage's metadata.
SECTION_NAMES = {
    "opening": "开头",
    "last_year": "上年度整改",
    "problems": "存在问题",
    "case": "典型案例",
    "matters": "有关事项",
    "causes": "原因剖析",
    "measures": "整改措施",
    "closing": "结尾",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """One row of the index: the tokens of each column, joined by blanks as they are stored."""

    words: str
    grams: str
    sounds: str
    meta: str
    letters: str  # of headline and text
    concepts: dict[str, float]  # concept -> strength


def index_terms(passage: Passage, catalog: Catalog, concepts: Concepts) -> Terms:
    """The tokens of one passage; the same passage and catalog always give the same tokens."""
    head, text = letters(passage.headline), letters(passage.text)
    body, body_letters = passage.text, text
    if passage.headline not in passage.text:
        body, body_letters = passage.headline + "\n" + passage.text, head + text
    normal = normalize(body)  # once: it is cut in several ways
    runs = hanzi_runs_of(normal)
    pairs = [pair for run in runs for pair in map(add, run, run[1:])]
    return Terms(
        words=" ".join(words_of(normal)),
        grams=" ".join([*pairs, *"".join(runs)]),
        sounds=" ".join(map(sound, dict.fromkeys(pairs))),
        meta=_meta(passage, catalog),
        letters=head + text,
        concepts=concepts.of_letters(head, body_letters),
    )


def _meta(passage: Passage, catalog: Catalog) -> str:
    names = [passage.title, SECTION_NAMES[passage.section], passage.aspect_heading[:40]]
    for key in passage.areas:
        if area := catalog.area.get(key):
            names += [area.name, *area.aliases]
    return " ".join(filter(None, map(_name_tokens, names)))


@lru_cache(maxsize=4096)  # names of areas and sections come with every passage
def _name_tokens(name: str) -> str:
    return " ".join([*words(name), *bigrams(name)])
