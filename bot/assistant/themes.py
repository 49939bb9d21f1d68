"""Which list of aspects a chat prepares for: shipped, pasted by itself, or everybody's default."""

from dataclasses import replace

from bot.corpus.store import Store
from bot.models import Catalog, Session, Theme

_DEFAULT = "default_theme"  # a fact of the store: the key an administrator chose


class Themes:
    """The themes of the catalog and those that chats pasted."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog

    def of(self, session: Session) -> Theme:
        """The theme that the chat prepares for."""
        return self.named(session.theme) or self.default()

    def named(self, key: str) -> Theme | None:
        """The theme of that key, None if it is gone."""
        return self._catalog.theme.get(key) or self._store.chats.own_theme(key)

    def default(self) -> Theme:
        """The theme that a new chat starts with: an administrator's choice, else the shipped one."""
        return self.named(self.chosen()) or self._catalog.default_theme

    def chosen(self) -> str:
        """The key of the theme that an administrator made everybody's, "" for none."""
        return self._store.fact(_DEFAULT) or ""

    def choices(self, session: Session) -> list[Theme]:
        """The themes that the chat may choose: its own, everybody's default, the shipped ones."""
        own = self._store.chats.own_themes(session.chat, session.topic)
        default = self.default()
        is_own = default in own or default.key in self._catalog.theme
        return [*own, *(() if is_own else (default,)), *self._catalog.themes]

    def of_year(self, year: int | None) -> list[Theme]:
        """The shipped themes of that year, the usual one first."""
        return [theme for theme in self._catalog.themes if theme.year == year]

    def add(self, session: Session, theme: Theme) -> Theme:
        """Keeps a theme of the chat's own and returns it with its key."""
        with self._store.transaction():
            key = self._store.chats.add_theme(session.chat, session.topic, theme)
        return replace(theme, key=key)

    def make_default(self, theme: Theme) -> None:
        """Makes a theme the one that every new chat starts with."""
        with self._store.transaction():
            self._store.set_fact(_DEFAULT, theme.key)
