"""Reads `data/*.toml` into a checked Catalog: areas, topics, themes, items, synonyms.

Every message names the file, the entry and what to change, since officials' offices and not
programmers will edit these files.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_args

from bot.errors import DataError
from bot.models import (
    Area,
    Aspect,
    Catalog,
    Confidence,
    Intent,
    Item,
    Scope,
    Synonym,
    Theme,
    Topic,
    Vocabulary,
)

ITEM_SECTIONS = ("problems", "causes", "measures", "general")
_Noun = TypeVar("_Noun")


def load_catalog(folder: Path) -> Catalog:
    """The catalog read from that folder.

    Raises DataError when a file is missing, is not TOML, lacks a field, has an unknown one, names
    a key that does not exist, or uses a key, name or alias twice.
    """
    catalog = Catalog(
        areas=_nouns(folder / "areas.toml", "area", Area),
        topics=_nouns(folder / "topics.toml", "topic", Topic),
        themes=tuple(_theme(path) for path in _theme_files(folder)),
        items=_nouns(folder / "items.toml", "item", Item),
        synonyms=_nouns(folder / "synonyms.toml", "synonym", Synonym),
        intents=_nouns(folder / "phrases.toml", "intent", Intent),
        vocabulary=_vocabulary(folder),
    )
    _check(catalog, folder)
    return catalog


def _vocabulary(folder: Path) -> Vocabulary:
    table = _table(folder / "phrases.toml")
    return Vocabulary(
        masks=tuple(table.get("masks", ())),
        selves=tuple(table.get("selves", ())),
        stopwords=frozenset(_lines(folder / "stopwords.txt")),
        dictionary=tuple(_lines(folder / "dictionary.txt")),
    )


def _theme_files(folder: Path) -> list[Path]:
    files = sorted((folder / "themes").glob("*.toml"), reverse=True)  # the newest year first
    if not files:
        raise DataError(f"{folder / 'themes'}: no themes; put at least one YEAR.toml there")
    return files


def _theme(path: Path) -> Theme:
    table = _table(path)
    aspects = tuple(_noun(path, "aspect", Aspect, row) for row in table.pop("aspect", ()))
    if [aspect.number for aspect in aspects] != list(range(1, len(aspects) + 1)) or not aspects:
        raise DataError(f"{path}: aspects must be numbered 1, 2, 3 … without gaps; mend the numbers")
    return _noun(path, "theme", Theme, {**table, "aspects": aspects})


def _nouns(path: Path, name: str, kind: type[_Noun]) -> tuple[_Noun, ...]:
    rows = _table(path).get(name)
    if not isinstance(rows, list) or not rows:
        raise DataError(f"{path}: holds no [[{name}]]; add at least one")
    return tuple(_noun(path, name, kind, row) for row in rows)


def _noun(path: Path, name: str, kind: type[_Noun], row: dict[str, Any]) -> _Noun:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every noun is a dataclass
    label = row.get("key") or row.get("name") or row.get("say") or row
    if unknown := set(row) - known:
        raise DataError(f"{path}: {name} {label}: unknown field {min(unknown)!r}; remove it")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    try:
        return kind(**values)
    except TypeError as exc:
        raise DataError(f"{path}: {name} {label}: a field is missing: {exc}") from exc


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise DataError(f"{path}: not valid TOML: {exc}; mend the line") from exc


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in _text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path}: cannot be read ({exc}); restore the file") from exc


def _check(catalog: Catalog, folder: Path) -> None:
    areas, topics, items = folder / "areas.toml", folder / "topics.toml", folder / "items.toml"
    _once(areas, "key", (area.key for area in catalog.areas))
    _once(areas, "name or alias", (word for a in catalog.areas for word in {a.name, *a.aliases}))
    _once(topics, "key", (topic.key for topic in catalog.topics))
    _once(items, "key", (item.key for item in catalog.items))
    _once(folder / "themes", "key", (theme.key for theme in catalog.themes))
    _once(folder / "synonyms.toml", "saying", (say for s in catalog.synonyms for say in s.say))
    for area in catalog.areas:
        _known(areas, f"area {area.key}: near", area.near, catalog.area)
    for theme in catalog.themes:
        _known(folder / "themes", f"{theme.key}: confidence", (theme.confidence,), get_args(Confidence))
        for aspect in theme.aspects:
            _known(folder / "themes", f"{theme.key}: aspect {aspect.number}: topics", aspect.topics, catalog.topic)
    for item in catalog.items:
        _known(items, f"item {item.key}: section", (item.section,), ITEM_SECTIONS)
        _known(items, f"item {item.key}: topics", item.topics, catalog.topic)
        _known(items, f"item {item.key}: scopes", item.scopes, get_args(Scope))
        if not item.questions:
            raise DataError(f"{items}: item {item.key}: has no questions; add one")


def _once(path: Path, what: str, words: Iterable[str]) -> None:
    twice = [word for word, count in Counter(words).items() if count > 1]
    if twice:
        raise DataError(f"{path}: {what} {twice[0]!r} is used twice; remove one")


def _known(path: Path, where: str, keys: Iterable[str], known: Iterable[str]) -> None:
    if unknown := [key for key in keys if key not in set(known)]:
        raise DataError(f"{path}: {where}: {unknown[0]!r} does not exist; mend or remove it")
