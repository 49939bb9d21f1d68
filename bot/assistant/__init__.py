"""What the bot can do for one person: the use cases, as values, whatever asks for them.

A use case reads the store and the catalog, lets `advice` decide, and returns what to show; how it
is worded and sent is the business of `chat`. Each noun has its module; here they come together.
"""

from dataclasses import replace

from bot.advice.answer import Answer
from bot.advice.retrieval import spread
from bot.assistant.checklist import Checklist
from bot.assistant.examples import Examples
from bot.assistant.themes import Themes
from bot.assistant.work import Work
from bot.corpus.store import Store
from bot.models import Catalog, Item, Session
from bot.notebook import Notebook
from bot.search import Finder
from bot.text.concepts import Concepts

_WORTH = 0.35  # share of the best score below which 换一批 shows nothing more


class Assistant:
    """The use cases over one store and catalog."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts | None = None) -> None:
        self.store = store
        self.catalog = catalog
        self.notebook = Notebook(store, catalog)
        self.finder = Finder(store, catalog, concepts=concepts)
        self.themes = Themes(store, catalog)
        self.work = Work(store, catalog)
        self.examples = Examples(store, catalog, self.themes, self.work)
        self.checklist = Checklist(store, catalog, self.notebook, self.examples)

    def session(self, chat: int, topic: int = 0) -> Session:
        """The chat's session, its theme set."""
        session = self.store.chats.session(chat, topic)
        if self.themes.named(session.theme):
            return session
        preparation = replace(session.preparation, theme=self.themes.default().key)
        return replace(session, preparation=preparation, aspect=None)

    def save(self, session: Session) -> None:
        """Keeps the session."""
        with self.store.transaction():
            self.store.chats.save(session)

    def forget(self, chat: int, topic: int | None = None) -> None:
        """Removes everything the chat told the bot, or only in that topic."""
        self.finder.forget()  # anybody's questions, since nothing says whose they were
        with self.store.transaction():
            self.store.chats.forget(chat, topic, keeping=self.themes.chosen())
            self.store.changed()  # who may see what, too
            self.store.connection.clear_log()  # what was forgotten stands in no file any more

    def migrate(self, old: int, new: int) -> None:
        """Moves what a group told the bot when it becomes a supergroup."""
        with self.store.transaction():
            self.store.chats.migrate(old, new)

    def find(self, session: Session, words: str, *, limit: int) -> Answer:
        """Passages for a user's words, near-duplicates folded, documents mixed at the top."""
        answer = self.finder.search(words, session, limit=limit)
        worth = [m for m in answer.matches if m.score >= _WORTH * answer.matches[0].score]
        return replace(answer, matches=tuple(spread(worth)))

    def meant(self, answer: Answer) -> list[Item]:
        """The items that the words may have meant, likeliest first, when little or nothing fits."""
        return [] if answer.verdict == "found" else self.finder.items_like(answer.query.plain)
