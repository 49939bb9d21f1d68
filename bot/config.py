"""Settings: `config.toml` in the working folder or the user's config folder, environment first.

The one place that knows where things lie: the settings, the data files, the store.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path, user_config_path, user_data_path

from bot.errors import ConfigError

APP = "prepbot"
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """How to reach Telegram."""

    token: str = ""
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    mode: Literal["polling"] = "polling"


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where the store lies."""

    path: Path = field(default_factory=lambda: user_data_path(APP) / "prepbot.sqlite3")


@dataclass(frozen=True, slots=True)
class AccessConfig:
    """Who may do what."""

    admins: tuple[int, ...] = ()  # Telegram's numbers of the people who look after the bot


@dataclass(frozen=True, slots=True)
class DraftConfig:
    """What the unit asks of a draft instead of `data/rules.toml`; what is None stays as there."""

    shortest: int | None = None
    longest: int | None = None
    least_points: int | None = None
    least_share: int | None = None
    copied_likeness: int | None = None
    off: tuple[str, ...] | None = None
    must: tuple[str, ...] | None = None
    should: tuple[str, ...] | None = None
    note: tuple[str, ...] | None = None

    def settings(self) -> dict[str, object]:
        """The settings that are made, for `Rules.overridden`."""
        values = {setting.name: getattr(self, setting.name) for setting in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; a setting that is not written down has its default."""

    telegram: TelegramConfig = field(default_factory=TelegramConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    access: AccessConfig = field(default_factory=AccessConfig)
    draft: DraftConfig = field(default_factory=DraftConfig)
    source: Path | None = None  # the file that was read


# Environment variable -> section and setting; the environment beats the file.
_ENVIRONMENT = {
    "PREPBOT_TOKEN": ("telegram", "token"),
    "PREPBOT_BASE_URL": ("telegram", "base_url"),
    "PREPBOT_BASE_FILE_URL": ("telegram", "base_file_url"),
    "PREPBOT_DATABASE": ("store", "path"),
}
_SECTIONS: dict[str, type[Any]] = {
    "telegram": TelegramConfig,
    "store": StoreConfig,
    "access": AccessConfig,
    "draft": DraftConfig,
}
_RULE_LISTS = ("off", "must", "should", "note")


def data_dir() -> Path:
    """The folder of the data files: inside an installed package, else beside it in the clone."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def cache_dir() -> Path:
    """A folder of the user's own for what can be made again, such as jieba's dictionary cache."""
    folder = user_cache_path(APP)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        reason = f"cannot be made: {exc.strerror}; mend the permissions of the folders above it"
        raise ConfigError(f"{folder}: {reason}") from exc
    return folder


def load_config(
    path: Path | None = None,
    *,
    database: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Config:
    """The settings. `database` (from the command line) beats the environment, that beats the file.

    Raises ConfigError when the file is missing, is not TOML, or a setting is unknown or wrong.
    """
    source = path or _find()
    sections = _sections(source) if source else {name: {} for name in _SECTIONS}
    for variable, (section, name) in _ENVIRONMENT.items():
        if value := environment.get(variable):
            sections[section][name] = _checked(name, value, variable)
    if database:
        sections["store"]["path"] = database
    made = {name: kind(**sections[name]) for name, kind in _SECTIONS.items()}
    return Config(**made, source=source)


def _find() -> Path | None:
    places = (Path("config.toml"), user_config_path(APP) / "config.toml")
    return next((place for place in places if place.is_file()), None)


def _sections(source: Path) -> dict[str, dict[str, Any]]:
    """Section -> setting -> value as the file gives them, each checked."""
    tables = _read(source)
    if unknown := [name for name in tables if name not in _SECTIONS]:
        known = ", ".join(f"[{name}]" for name in _SECTIONS)
        raise ConfigError(f"{source}: unknown section [{unknown[0]}]; known are {known}")
    return {
        name: _section(kind, tables.get(name, {}), f"{source}: [{name}]")
        for name, kind in _SECTIONS.items()
    }


def _section(kind: type, table: object, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ConfigError(
            f"{where}: must be a section with settings below it; see config.example.toml"
        )
    known = [setting.name for setting in fields(kind)]
    if unknown := [name for name in table if name not in known]:
        raise ConfigError(f"{where}: unknown setting {unknown[0]!r}; known are {', '.join(known)}")
    check = _of_draft if kind is DraftConfig else _checked
    return {name: check(name, value, f"{where} {name}") for name, value in table.items()}


def _of_draft(name: str, value: object, where: str) -> int | tuple[str, ...]:
    """A threshold, or a list of rules; whether the rules exist is known to `Rules.overridden`."""
    if name not in _RULE_LISTS:
        if type(value) is not int or value < 0:
            raise ConfigError(f"{where}: must be a number from 0, such as {name} = 3000")
        return value
    if not isinstance(value, list) or any(type(rule) is not str for rule in value):
        raise ConfigError(f'{where}: must be a list of rules, such as {name} = ["praise"]')
    return tuple(value)


def _checked(name: str, value: object, where: str) -> str | Path | tuple[int, ...]:
    """The value of a setting if it can be one."""
    if name == "admins":
        return _ids(value, where)
    if not isinstance(value, str):
        raise ConfigError(f'{where}: must be text in quotes, such as {name} = "…"')
    if name.endswith("url") and not value.startswith(("http://", "https://")):
        raise ConfigError(f"{where}: must begin with http:// or https://, not {value!r}")
    if name == "mode" and value != "polling":
        raise ConfigError(f'{where}: must be "polling", not {value!r}')
    if name == "path" and not value:
        raise ConfigError(f"{where}: is empty; name a file, or remove the line for the default")
    return Path(value).expanduser() if name == "path" else value


def _ids(value: object, where: str) -> tuple[int, ...]:
    if not isinstance(value, list) or any(type(number) is not int for number in value):
        raise ConfigError(f"{where}: must be a list of numbers, such as admins = [123456789]")
    return tuple(value)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows' editor adds a mark
    except FileNotFoundError as exc:
        raise ConfigError(f"{path}: no such file; copy config.example.toml there") from exc
    except OSError as exc:
        raise ConfigError(f"{path}: cannot be read: {exc.strerror}; mend or remove it") from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(f"{path}: is not in UTF-8; save it anew in that encoding") from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(f"{path}: is not valid TOML: {exc}; mend the line") from exc
