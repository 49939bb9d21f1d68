"""Whether a text sent to be checked is a 对照检查材料 at all, or a part of one."""

import re

from bot.advice.draft import Draft
from bot.advice.evidence import any_of
from bot.models import Catalog
from bot.text.normalize import letters

# What the parser takes an excerpt for, which has no headings to tell it by.
_MAY_BE_EXCERPT = ("unknown", "criticism", "template", "ledger", "report", "plan")
_MYSELF = re.compile("我(?![们国省市县区镇乡街])|本人")
_DUE = re.compile("[月年]底?前")
_LEAST_WORDS = 2  # different words of the field, from which a text may be an excerpt


def is_statement(draft: Draft, catalog: Catalog) -> bool:
    """False for a recipe or a speech; an excerpt counts if it is in the words of such texts."""
    document = draft.document
    return document.is_statement or (
        document.refusal in _MAY_BE_EXCERPT and _is_of_the_field(draft.text, catalog)
    )


def _is_of_the_field(text: str, catalog: Catalog) -> bool:
    """Whether it holds a stock phrase of such texts, or several words of what they are about.

    Speaking of oneself, of what was thought, of when a thing will be done counts as one each.
    """
    phrases, body = catalog.rules.phrases, letters(text)
    if any_of(phrases.stock).search(body):
        return True
    matters = tuple(letters(word) for topic in catalog.topics for word in topic.words)
    titles = tuple(letters(word) for item in catalog.items for word in item.words)
    words = any_of((*matters, *titles, *phrases.team_subjects, *map(letters, phrases.formulas)))
    signs = (_MYSELF, _DUE, any_of(phrases.thought))
    known = len(set(words.findall(body))) + sum(bool(sign.search(body)) for sign in signs)
    return known >= _LEAST_WORDS
