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
class Config:
    """All settings; a setting that is not written down has its default."""

    telegram: TelegramConfig = field(default_factory=TelegramConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    source: Path | None = None  # the file that was read


# Environment variable -> section and setting; the environment beats the file.
_ENVIRONMENT = {
    "PREPBOT_TOKEN": ("telegram", "token"),
    "PREPBOT_BASE_URL": ("telegram", "base_url"),
    "PREPBOT_BASE_FILE_URL": ("telegram", "base_file_url"),
    "PREPBOT_DATABASE": ("store", "path"),
}
_SECTIONS: dict[str, type[TelegramConfig] | type[StoreConfig]] = {
    "telegram": TelegramConfig,
    "store": StoreConfig,
}


def data_dir() -> Path:
    """The folder of the data files: inside an installed package, else beside it in the clone."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def cache_dir() -> Path:
    """A folder of the user's own for what can be made again, such as jieba's dictionary cache."""
    return user_cache_path(APP)


def load_config(
    path: Path | None = None,
    *,
    database: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Config:
    """The settings. `database` (from the command line) beats the environment, that beats the file.

    Raises ConfigError when the file is missing, is not TOML, or names an unknown setting.
    """
    source = path or _find()
    table = _read(source) if source else {}
    for variable, (section, name) in _ENVIRONMENT.items():
        if environment.get(variable):
            table.setdefault(section, {})[name] = environment[variable]
    if database:
        table.setdefault("store", {})["path"] = str(database)
    if unknown := set(table) - set(_SECTIONS):
        raise ConfigError(
            f"{source}: unknown section [{min(unknown)}]; see config.example.toml for the sections"
        )
    made = {name: _section(kind, table.get(name, {}), f"{source}: [{name}]") for name, kind in _SECTIONS.items()}
    return Config(**made, source=source)


def _find() -> Path | None:
    places = (Path("config.toml"), user_config_path(APP) / "config.toml")
    return next((place for place in places if place.is_file()), None)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise ConfigError(f"{path}: no such file; copy config.example.toml there") from exc
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise ConfigError(f"{path}: not readable as TOML: {exc}; mend or remove it") from exc


def _section(kind: type, table: object, where: str) -> Any:
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: must be a table such as [store]; see config.example.toml")
    known = {setting.name for setting in fields(kind)}
    if unknown := set(table) - known:
        raise ConfigError(
            f"{where}: unknown setting {min(unknown)!r}; known are {', '.join(sorted(known))}"
        )
    if wrong := [name for name, value in table.items() if not isinstance(value, str)]:
        raise ConfigError(f"{where}: {wrong[0]} must be text in quotes")
    if table.get("mode", "polling") != "polling":
        raise ConfigError(f'{where}: mode must be "polling", not {table["mode"]!r}')
    values = {
        name: Path(value).expanduser() if name == "path" else value for name, value in table.items()
    }
    return kind(**values)
