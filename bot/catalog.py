"""Reads `data/*.toml` into a checked Catalog: areas, topics, themes, items, synonyms.

Every message names the file, the entry and what to change, since officials' offices and not
programmers will edit these files.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

from bot.errors import DataError
from bot.models import (
    RULES,
    Act,
    Area,
    Aspect,
    Catalog,
    Confidence,
    Intent,
    Item,
    Limits,
    MinutesWords,
    Outdated,
    PaperWords,
    Period,
    Phrases,
    Plenum,
    Rule,
    Rules,
    Scope,
    Series,
    Severity,
    Slip,
    Synonym,
    Theme,
    Topic,
    Unit,
    Vocabulary,
)
from bot.text.normalize import letters

_DICTIONARY_LINE = re.compile(r"\S+(?: \d+)?")  # "征拆 5000"
ITEM_SECTIONS = ("problems", "causes", "measures", "general")
# What the sentences of paper.toml may hold in braces; {heading} and so on depend on the sentence.
_FILLED = (
    *("name", "year", "theme", "count", "work", "areas"),
    *("heading", "problem", "problems", "marks"),
)
# The same for minutes.toml.
_FILLED_IN_MINUTES = (
    *("title", "date", "year", "theme", "count", "areas", "chair", "people", "heading"),
    *("name", "by", "text", "object", "parts", "private", "ticks"),
)
_BRACED = re.compile(r"\{(\w*)\}")


class _Dataclass(Protocol):
    """Any of the nouns of `bot.models`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


_Noun = TypeVar("_Noun", bound=_Dataclass)
_KINDS = {str: "text in quotes", int: "a number", bool: "true or false", Aspect: "an aspect"}


def load_catalog(folder: Path) -> Catalog:
    """The catalog read from that folder.

    Raises DataError when a file is missing, is not TOML, lacks a field, has an unknown one or one
    of the wrong kind, names a key that does not exist, or uses a key, name or alias twice.
    """
    _complete(folder)
    phrases = folder / "phrases.toml"
    said = _table(phrases)
    catalog = Catalog(
        areas=_only(folder / "areas.toml", "area", Area),
        topics=_only(folder / "topics.toml", "topic", Topic),
        themes=tuple(_theme(path) for path in _theme_files(folder)),
        items=_only(folder / "items.toml", "item", Item),
        synonyms=_only(folder / "synonyms.toml", "synonym", Synonym),
        intents=_nouns(phrases, "intent", Intent, said.pop("intent", ())),
        acts=_nouns(phrases, "act", Act, said.pop("act", ())),
        vocabulary=_vocabulary(folder, said),
        rules=_rules(folder / "rules.toml"),
        papers=_papers(folder / "paper.toml"),
        minutes=_minutes(folder / "minutes.toml"),
    )
    _check(catalog, folder)
    return catalog


def _complete(folder: Path) -> None:
    """Every file that ships must be there: without one the answers would be wrong, not fewer."""
    for name in _lines(folder / "files.txt"):
        if not (folder / name).is_file():
            raise DataError(
                f"{folder / name}: is missing; restore it, or take its line out of files.txt"
            )


def _vocabulary(folder: Path, said: dict[str, Any]) -> Vocabulary:
    lists = {
        "stopwords": _lines(folder / "stopwords.txt"),
        "dictionary": _lines(folder / "dictionary.txt"),
        "offtopic": [letters(word) for word in _lines(folder / "offtopic.txt")],
    }
    alike = tuple(tuple(line.split()) for line in _lines(folder / "alike.txt"))
    vocabulary = _noun(folder / "phrases.toml", "lists", Vocabulary, {**said, **lists})
    return replace(vocabulary, alike=alike)


def _rules(path: Path) -> Rules:
    table = _table(path)
    tables = {name: table.pop(name, {}) for name in ("limits", "phrases")}
    if wrong := [name for name, value in tables.items() if not isinstance(value, dict)]:
        raise DataError(f"{path}: {wrong[0]} must be a table, [{wrong[0]}]; mend it")
    rules = Rules(
        rules=_nouns(path, "rule", Rule, table.pop("rule", ())),
        limits=_noun(path, "limits", Limits, tables["limits"]),
        phrases=_noun(path, "phrases", Phrases, tables["phrases"]),
        series=_nouns(path, "series", Series, table.pop("series", ())),
        slips=_nouns(path, "slip", Slip, table.pop("slip", ())),
        plenums=_nouns(path, "plenum", Plenum, table.pop("plenum", ())),
        outdated=_nouns(path, "outdated", Outdated, table.pop("outdated", ())),
        periods=_nouns(path, "period", Period, table.pop("period", ())),
        units=_nouns(path, "unit", Unit, table.pop("unit", ())),
    )
    if table:
        raise DataError(f"{path}: unknown entry {next(iter(table))!r}; remove it")
    return rules


def _theme_files(folder: Path) -> list[Path]:
    files = sorted((folder / "themes").glob("*.toml"), reverse=True)  # the newest year first
    if not files:
        raise DataError(f"{folder / 'themes'}: no themes; put at least one YEAR.toml there")
    return files


def _theme(path: Path) -> Theme:
    table = _table(path)
    aspects = _nouns(path, "aspect", Aspect, table.pop("aspect", ()))
    if [aspect.number for aspect in aspects] != list(range(1, len(aspects) + 1)):
        raise DataError(
            f"{path}: aspects must be numbered 1, 2, 3 … without gaps; mend the numbers"
        )
    return _noun(path, "theme", Theme, {**table, "aspects": aspects})


def _papers(path: Path) -> tuple[PaperWords, ...]:
    """The sentences of each kind of paper; what stands at the top of the file holds for all."""
    shared = _table(path)
    rows = shared.pop("paper", ())
    if isinstance(rows, list):
        rows = [{**shared, **row} if isinstance(row, dict) else row for row in rows]
    return _nouns(path, "paper", PaperWords, rows)


def _minutes(path: Path) -> MinutesWords:
    """The sentences of a meeting's minutes."""
    words = _noun(path, "minutes", MinutesWords, _table(path))
    for field in fields(words):
        braced = _BRACED.findall(getattr(words, field.name))
        _known(path, field.name, braced, _FILLED_IN_MINUTES)
    return words


def _only(path: Path, name: str, kind: type[_Noun]) -> tuple[_Noun, ...]:
    """The nouns of a file that holds nothing else."""
    table = _table(path)
    if unknown := [key for key in table if key != name]:
        raise DataError(f"{path}: unknown entry {unknown[0]!r}; only [[{name}]] belongs there")
    return _nouns(path, name, kind, table.get(name))


def _nouns(path: Path, name: str, kind: type[_Noun], rows: object) -> tuple[_Noun, ...]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise DataError(f"{path}: holds no [[{name}]]; add at least one")
    return tuple(_noun(path, name, kind, row) for row in rows)


def _noun(path: Path, name: str, kind: type[_Noun], row: dict[str, Any]) -> _Noun:
    label = row.get("key") or row.get("number") or row.get("name") or row.get("say") or ""
    where = f"{path}: {name} {label}".rstrip()
    types = _field_types(kind)
    if unknown := [key for key in row if key not in types]:
        raise DataError(f"{where}: unknown field {unknown[0]!r}; remove it")
    values = {key: _value(types[key], value, f"{where}: {key}") for key, value in row.items()}
    for field in fields(kind):
        is_needed = field.default is field.default_factory is MISSING
        is_empty = field.name in ("key", "name") and not row.get(field.name)
        if is_empty or (is_needed and field.name not in row):
            raise DataError(f"{where}: {field.name} is missing; add it")
    return kind(**values)


@cache
def _field_types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(expected: Any, value: Any, where: str) -> Any:
    """The value as the field holds it: a list becomes a tuple or a set."""
    container = get_origin(expected)
    if container not in (tuple, frozenset):
        kind = expected if expected in (int, bool) else str  # else it is one of several words
        if type(value) is not kind:
            raise DataError(f"{where} must be {_KINDS[kind]}; mend it")
        return value
    wanted = kind if (kind := get_args(expected)[0]) in _KINDS else str
    if not isinstance(value, list | tuple) or any(type(v) is not wanted or v == "" for v in value):
        raise DataError(f"{where} must be a list, each {_KINDS[wanted]}; mend it")
    return container(value)


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
        return path.read_text(encoding="utf-8-sig")  # Windows' editor adds a mark
    except OSError as exc:
        raise DataError(f"{path}: cannot be read: {exc.strerror}; restore the file") from exc
    except UnicodeDecodeError as exc:
        raise DataError(f"{path}: is not in UTF-8; save it anew in that encoding") from exc


def _check(catalog: Catalog, folder: Path) -> None:
    areas, topics, items = folder / "areas.toml", folder / "topics.toml", folder / "items.toml"
    _once(areas, "key", (area.key for area in catalog.areas))
    _once(areas, "name or alias", (word for a in catalog.areas for word in {a.name, *a.aliases}))
    _once(topics, "key", (topic.key for topic in catalog.topics))
    _once(items, "key", (item.key for item in catalog.items))
    if sum(theme.is_default for theme in catalog.themes) != 1:
        raise DataError(
            f"{folder / 'themes'}: one theme must have is_default = true; mend the files"
        )
    _once(folder / "themes", "key", (theme.key for theme in catalog.themes))
    _once(folder / "synonyms.toml", "saying", (say for s in catalog.synonyms for say in s.say))
    _once(folder / "alike.txt", "word", (w for group in catalog.vocabulary.alike for w in group))
    for line in catalog.vocabulary.dictionary:
        if not _DICTIONARY_LINE.fullmatch(line):
            raise DataError(
                f"{folder / 'dictionary.txt'}: {line!r} is not a word and its frequency; mend it"
            )
    _check_rules(folder / "rules.toml", catalog)
    for area in catalog.areas:
        _known(areas, f"area {area.key}: near", area.near, catalog.area)
    for theme in catalog.themes:
        _known(
            folder / "themes", f"{theme.key}: confidence", (theme.confidence,), get_args(Confidence)
        )
        for aspect in theme.aspects:
            _known(
                folder / "themes",
                f"{theme.key}: aspect {aspect.number}: topics",
                aspect.topics,
                catalog.topic,
            )
    for item in catalog.items:
        _known(items, f"item {item.key}: section", (item.section,), ITEM_SECTIONS)
        _known(items, f"item {item.key}: topics", item.topics, catalog.topic)
        _known(items, f"item {item.key}: scopes", item.scopes, get_args(Scope))
        if not item.questions:
            raise DataError(f"{items}: item {item.key}: has no questions; add one")
    _check_papers(catalog, folder / "paper.toml")


def _check_papers(catalog: Catalog, path: Path) -> None:
    _once(path, "key", (paper.key for paper in catalog.papers))
    keys = [paper.key for paper in catalog.papers]
    if missing := [scope for scope in get_args(Scope) if scope not in keys]:
        raise DataError(f"{path}: no [[paper]] with key = {missing[0]!r}; add it")
    titles = {item.title for item in catalog.items}
    for paper in catalog.papers:
        where = f"paper {paper.key}"
        _known(path, f"{where}: key", (paper.key,), get_args(Scope))
        for field in fields(paper):
            value = getattr(paper, field.name)
            sentences = value if isinstance(value, tuple) else (value,)
            if field.name.endswith("_items"):
                _known(path, f"{where}: {field.name}", sentences, titles)
            for sentence in sentences:
                _known(path, f"{where}: {field.name}", _BRACED.findall(sentence), _FILLED)


def _check_rules(path: Path, catalog: Catalog) -> None:
    rules = catalog.rules
    _once(path, "rule", (rule.name for rule in rules.rules))
    if missing := [name for name in RULES if name not in rules.rule]:
        raise DataError(f"{path}: rule {missing[0]!r} is missing; add it")
    for rule in rules.rules:
        _known(path, "rule", (rule.name,), RULES)
        _known(path, f"rule {rule.name}: severity", (rule.severity,), get_args(Severity))
        _known(path, f"rule {rule.name}: scopes", rule.scopes, get_args(Scope))
    for unit in rules.units:
        _known(path, f"unit {unit.name}: areas", unit.areas, catalog.area)


def _once(path: Path, what: str, words: Iterable[str]) -> None:
    twice = [word for word, count in Counter(words).items() if count > 1]
    if twice:
        raise DataError(f"{path}: {what} {twice[0]!r} is used twice; remove one")


def _known(path: Path, where: str, keys: Iterable[str], known: Iterable[str]) -> None:
    if unknown := [key for key in keys if key not in set(known)]:
        raise DataError(f"{path}: {where}: {unknown[0]!r} does not exist; mend or remove it")
