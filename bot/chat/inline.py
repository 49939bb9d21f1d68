"""Inline mode: `@bot 征拆` in any chat offers passages with their source; no words, the aspects.

Only what everybody may see is offered: stored passages, nothing of any chat.
"""

from bot.assistant import Assistant
from bot.chat.reply import InlinePage, InlineResult, Span
from bot.chat.wording import passages as passage_wording
from bot.chat.wording import themes as theme_wording
from bot.models import Aspect, Passage, Preparation, Session, Theme

_PAGE = 20
_DEPTH = 60  # as far as paging goes
_DESCRIPTION = 90  # characters


def offer(assistant: Assistant, words: str, offset: str) -> InlinePage:
    """The page of passages for the words that starts at `offset` ("" for the first)."""
    if not words.strip():
        theme = assistant.catalog.default_theme
        return InlinePage(tuple(_aspect(assistant, theme, aspect) for aspect in theme.aspects))
    start = int(offset) if offset.isdecimal() and len(offset) < 4 else 0
    matches = assistant.finder.search(words, limit=_DEPTH).matches
    page = tuple(_passage(match.passage) for match in matches[start : start + _PAGE])
    following = start + _PAGE
    return InlinePage(page, str(following) if following < len(matches) else "")


def _passage(passage: Passage) -> InlineResult:
    return InlineResult(
        key=f"passage:{passage.id}",
        title=passage.headline,
        description=f"{passage_wording.source(passage)}｜{passage.text.strip()[:_DESCRIPTION]}",
        spans=tuple(passage_wording.full_passage(passage)),
    )


def _aspect(assistant: Assistant, theme: Theme, aspect: Aspect) -> InlineResult:
    card = assistant.checklist.card(
        Session(chat=0, preparation=Preparation(theme=theme.key)), str(aspect.number)
    )
    titles = "\n".join(f"{n} {todo.item.title}" for n, todo in enumerate(card.todos, 1))
    heading = f"{theme_wording.theme_label(theme)} · 第{aspect.number}方面：{aspect.heading}"
    return InlineResult(
        key=f"aspect:{theme.key}:{aspect.number}",
        title=f"{aspect.number} {aspect.name}",
        description=aspect.heading[:_DESCRIPTION],
        spans=(Span(f"{heading}\n", bold=True), Span(titles)),
    )
