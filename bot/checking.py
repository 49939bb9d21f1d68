"""The path of a draft: fetch what may have been copied, read, check, report.

Only `fetch` touches the store, and it is quick; everything else is pure. So a caller may fetch in
the thread that owns the store and let another one judge, or give a Checker a store of its own.
Drafts are kept nowhere.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.advice.checks import check_draft
from bot.advice.coverage import Coverages
from bot.advice.draft import Draft
from bot.advice.evidence import Evidence
from bot.advice.findings import SEVERITIES
from bot.advice.kind import is_statement
from bot.advice.own_theme import read_theme
from bot.advice.report import Report, remark
from bot.advice.topics import Topics
from bot.advice.twice import first_copy
from bot.advice.year import read_told
from bot.corpus.store import Store
from bot.models import Catalog, Document, Passage, Scope, Theme
from bot.text.concepts import Concepts
from bot.text.header import Given
from bot.text.normalize import letters
from bot.text.parse import parse_document
from bot.text.shingles import Masks, shingles

_SOURCES = 80  # stored passages, at most, that a draft is compared with
_SELF = ("我", "本人")
# 某局副局长2021年度对照检查材料: a title with a post is a person's
_POST = re.compile(r"书记|主任|[局部处科股所院校镇乡县市区村站队行]长|委员|主席|教导员|经理|个人")


class Checker:
    """Checks drafts against the rules of a catalog and the texts of a store."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts) -> None:
        """`catalog`: with the unit's own rules, if it has some: `catalog.rules.overridden(…)`."""
        self.store = store
        self.catalog = catalog
        self.evidence = Evidence(catalog.rules)
        self.masks = Masks(catalog)
        self.topics = Topics(catalog)
        self.coverages = Coverages(catalog, concepts)

    def check(
        self,
        text: str,
        *,
        file: str = "",
        theme: str | None = None,
        fallback_theme: Theme | None = None,
        default_theme: Theme | None = None,
        scope: Scope | None = None,
        fallback_scope: Scope | None = None,
        areas: tuple[str, ...] = (),
        last_year: str | None = None,
        opinions: Sequence[str] = (),
        chat: int | None = None,
    ) -> Report:
        """The report on a draft. What is not given is read from the text, else assumed.

        `theme` and `areas` are keys of the catalog, as the writer chose them: they beat the text.
        `fallback_theme`, `fallback_scope`: what a chat is set to; they hold unless title or headings
        plainly tell of another. `default_theme`: what to take where nobody tells anything.
        `last_year`: the writer's own text of last year; `opinions`: those collected before the
        meeting, one each. `chat`: see `fetch`.
        """
        sources = self.fetch(text, chat=chat)
        return self.judge(
            text,
            sources,
            file=file,
            theme=theme,
            fallback_theme=fallback_theme,
            default_theme=default_theme,
            scope=scope,
            fallback_scope=fallback_scope,
            areas=areas,
            last_year=last_year,
            opinions=opinions,
        )

    def fetch(self, text: str, *, chat: int | None = None) -> tuple[Passage, ...]:
        """The stored passages that share wording with the text: the only step that reads the store.

        Of documents that are for certain chats only what `chat` may see; all for None: whoever
        holds the store.
        """
        hidden = self.store.hidden(chat) if chat is not None else ()
        pieces = shingles(self.masks.runs(text))
        ids = self.store.shingles.alike(pieces, limit=_SOURCES, hidden=hidden)
        return tuple(self.store.passages(ids).values())

    def judge(
        self,
        text: str,
        sources: Sequence[Passage],
        *,
        file: str = "",
        theme: str | None = None,
        fallback_theme: Theme | None = None,
        default_theme: Theme | None = None,
        scope: Scope | None = None,
        fallback_scope: Scope | None = None,
        areas: tuple[str, ...] = (),
        last_year: str | None = None,
        opinions: Sequence[str] = (),
    ) -> Report:
        """The report on a draft whose likely sources have been fetched; needs no store."""
        text, copies = first_copy(text)
        draft = self.read(
            text,
            file=file,
            theme=theme,
            fallback_theme=fallback_theme,
            default_theme=default_theme,
            scope=scope,
            fallback_scope=fallback_scope,
            areas=areas,
        )
        draft = replace(
            draft,
            sources=tuple(sources),
            last_year=last_year or "",
            opinions=tuple(opinion for opinion in opinions if letters(opinion)),
        )
        findings = check_draft(draft, self.catalog)
        listed = self._listed(draft)
        found = Counter(finding.severity for finding in findings)
        return Report(
            file=file,
            theme=draft.theme.key,
            theme_name=f"{draft.theme.year}年度 {draft.theme.label or draft.theme.name}",
            scope=draft.scope,
            areas=draft.areas,
            assumed=draft.assumed,
            remark=draft.remark,
            copies=copies,
            is_statement=not listed and is_statement(draft, self.catalog),
            listed=listed,
            is_whole=draft.is_whole,
            is_shapeless=draft.is_shapeless,
            findings=findings,
            coverage=self.coverages.of(draft),
            counts={
                **{severity: found[severity] for severity in SEVERITIES},
                "characters": draft.size,
                "points": len(draft.of("problems")),
            },
            copied_share=draft.copied_share,
            is_copied=100 * draft.copied_share > self.catalog.rules.limits.most_copied,
        )

    def read(
        self,
        text: str,
        *,
        file: str = "",
        theme: str | None = None,
        fallback_theme: Theme | None = None,
        default_theme: Theme | None = None,
        scope: Scope | None = None,
        fallback_scope: Scope | None = None,
        areas: tuple[str, ...] = (),
    ) -> Draft:
        """The text as a draft: parsed, with what is known and what has to be assumed of it."""
        document = parse_document(text, file=file, catalog=self.catalog)
        told = read_told(document, self.catalog, fallback_theme)
        chosen = self._chosen(theme, document) or told.choose(fallback_theme)
        used = chosen or default_theme
        if used and used.key != document.theme and not theme:
            document = self._read_again(text, file, used) or document
        if scope is None and not _tells_scope(document, text):
            scope = fallback_scope
        if scope is None and document.scope == "personal" and fallback_scope == "leader":
            scope = fallback_scope  # a leader's text is as personal
        assumed = (
            ("theme", used is None),
            ("scope", scope is None and not _tells_scope(document, text)),
            ("areas", not areas and not document.areas),
        )
        return Draft(
            text=text,
            document=document,
            theme=used or self.catalog.default_theme,
            remark=told.remark(used, fallback_theme) if used and not theme else "",
            scope=scope or document.scope,
            evidence=self.evidence,
            masks=self.masks,
            topics=self.topics,
            limits=self.catalog.rules.limits,
            areas=areas or document.areas,
            given_areas=areas,
            title_areas=self._title_areas(document),
            assumed=tuple(name for name, is_assumed in assumed if is_assumed),
        )

    def _listed(self, draft: Draft) -> Theme | None:
        """The theme whose aspects the text lists, as a notice does; None for a statement."""
        if draft.document.is_statement:
            return None
        sound = draft.text.encode("utf-8", "replace").decode()  # a half character cannot be read
        return read_theme(sound, self.catalog, key="")

    def _chosen(self, given: str | None, document: Document) -> Theme | None:
        """The theme that the caller names; of a year with two lists the one that the text uses."""
        chosen = self.catalog.theme.get(given or "")
        found = self.catalog.theme.get(document.theme or "")
        return found if chosen and found and found.year == chosen.year else chosen

    def _read_again(self, text: str, file: str, theme: Theme) -> Document | None:
        """The text read as one of that theme, None if the catalog does not know it."""
        if theme.key not in self.catalog.theme:
            return None
        return parse_document(text, file=file, catalog=self.catalog, given=Given(theme=theme.key))

    def _title_areas(self, document: Document) -> tuple[str, ...]:
        """The areas that the title names."""
        title = parse_document(document.title, file="", catalog=self.catalog)
        return title.areas


def annotated(report: Report, text: str, content: bytes = b"") -> bytes:
    """A Word file with each finding as a comment on its words.

    `content`: the writer's own .docx, of which nothing else is changed; without it a new file is
    made of the text. Raises UnreadableFileError if the content is no Word file. Needs no store.
    """
    from bot.export.annotate import Remark, annotate, annotated_text

    remarks = [Remark(found.quote, found.line, remark(found)) for found in report.findings]
    return annotate(content, remarks, text=text) if content else annotated_text(text, remarks)


def _tells_scope(document: Document, text: str) -> bool:
    """Whether title or text show whose it is; a text that says nothing counts as personal."""
    if document.scope != "personal" or _POST.search(document.title):
        return True
    return any(word in text for word in _SELF)
