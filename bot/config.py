"""Settings: `config.toml` in the working folder or the user's config folder, environment first.

The one place that knows where things lie: the settings, the data files, the store.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from platformdirs import user_cache_path, user_config_path, user_data_path

from bot.errors import ConfigError

APP = "prepbot"
_PACKAGE = Path(__file__).parent


Kind: TypeAlias = Any  # what a field of a section may hold: a type, a Literal, a type with a check


_LONGEST_DAYS = 36_500  # a hundred years: calendars end


def _address(value: str) -> str:
    """What is wrong with an address, "" if nothing."""
    fine = not value or value.startswith(("http://", "https://"))
    return "" if fine else f"must begin with http:// or https://, not {value!r}"


def _secret(value: str) -> str:
    fine = all(c.isascii() and (c.isalnum() or c in "_-") for c in value) and len(value) <= 256
    return "" if fine else "may hold up to 256 letters, digits, _ and -"


def _natural(value: int) -> str:
    return "" if 0 <= value < 2**53 else "must be a number from 0"


def _days(value: int) -> str:
    return "" if 0 <= value <= _LONGEST_DAYS else f"must be a number from 0 to {_LONGEST_DAYS}"


def _port(value: int) -> str:
    return "" if 0 < value < 2**16 else "must be a number from 1 to 65535"


Address = Annotated[str, _address]
Natural = Annotated[int, _natural]


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """How to reach Telegram, and how Telegram reaches the bot."""

    token: str = ""
    base_url: Address = "https://api.telegram.org/bot"
    base_file_url: Address = "https://api.telegram.org/file/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: Address = ""  # what Telegram calls
    webhook_secret: Annotated[str, _secret] = ""  # how Telegram's calls are told from others
    listen: str = "127.0.0.1"
    port: Annotated[int, _port] = 8080
    health: bool = False  # answer /healthz when polling too
    metrics: bool = False  # answer /metrics


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where the store lies, and how long it keeps what chats told."""

    path: Path = field(default_factory=lambda: user_data_path(APP) / "prepbot.sqlite3")
    retention_days: Annotated[int, _days] = 365  # without a sign of life; 0: for ever


@dataclass(frozen=True, slots=True)
class AccessConfig:
    """Who may do what."""

    mode: Literal["open", "list", "invitation"] = "open"
    allowed: tuple[int, ...] = ()  # Telegram's numbers of people and groups
    admins: tuple[int, ...] = ()  # Telegram's numbers of the people who look after the bot


@dataclass(frozen=True, slots=True)
class DraftConfig:
    """What the unit asks of a draft instead of `data/rules.toml`; what is None stays as there."""

    shortest: Natural | None = None
    longest: Natural | None = None
    least_points: Natural | None = None
    least_share: Natural | None = None
    copied_likeness: Natural | None = None
    most_copied: Natural | None = None
    off: tuple[str, ...] | None = None
    must: tuple[str, ...] | None = None
    should: tuple[str, ...] | None = None
    note: tuple[str, ...] | None = None

    def settings(self) -> dict[str, object]:
        """The settings that are made, for `Rules.overridden`."""
        values = {setting.name: getattr(self, setting.name) for setting in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """How much one may ask; 0: no limit."""

    per_minute: Natural = 30  # messages and presses of one person
    chat_per_minute: Natural = 60  # of one chat
    uploads_per_day: Natural = 50  # files of one person
    upload_mb_per_day: Natural = 100  # their sizes together


@dataclass(frozen=True, slots=True)
class LogsConfig:
    """What the running bot writes about itself."""

    format: Literal["plain", "json"] = "plain"
    level: Literal["info", "warning", "error"] = "info"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; a setting that is not written down has its default."""

    telegram: TelegramConfig = field(default_factory=TelegramConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    access: AccessConfig = field(default_factory=AccessConfig)
    draft: DraftConfig = field(default_factory=DraftConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    logs: LogsConfig = field(default_factory=LogsConfig)
    source: Path | None = None  # the file that was read


# Environment variable -> section and setting; the environment beats the file.
_ENVIRONMENT = {
    "PREPBOT_TOKEN": ("telegram", "token"),
    "PREPBOT_BASE_URL": ("telegram", "base_url"),
    "PREPBOT_BASE_FILE_URL": ("telegram", "base_file_url"),
    "PREPBOT_WEBHOOK_SECRET": ("telegram", "webhook_secret"),
    "PREPBOT_DATABASE": ("store", "path"),
}
_SECTIONS: dict[str, type] = {
    name: kind
    for name, kind in get_type_hints(Config).items()
    if isinstance(kind, type) and is_dataclass(kind)
}


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
            kind = _kinds(_SECTIONS[section])[name]
            sections[section][name] = _checked(kind, name, value, variable)
    if database:
        sections["store"]["path"] = database
    made = {name: kind(**sections[name]) for name, kind in _SECTIONS.items()}
    config = Config(**made, source=source)
    _check_together(config)
    return config


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
    known = _kinds(kind)
    if unknown := [name for name in table if name not in known]:
        raise ConfigError(f"{where}: unknown setting {unknown[0]!r}; known are {', '.join(known)}")
    return {
        name: _checked(known[name], name, value, f"{where} {name}") for name, value in table.items()
    }


def _kinds(section: type) -> dict[str, Kind]:
    """Setting -> what it may hold, as the fields of the section say."""
    return get_type_hints(section, include_extras=True)


def _checked(kind: Kind, name: str, value: object, where: str) -> Any:
    """The value of a setting if its kind allows it; raises ConfigError with what is expected."""
    origin: object = get_origin(kind)
    if origin in (Union, UnionType):  # such as int | None, where None means not set
        kind = next(one for one in get_args(kind) if one is not NoneType)
        origin = get_origin(kind)
    if origin is Annotated:
        plain, *checks = get_args(kind)
        value = _checked(plain, name, value, where)
        for problem in filter(None, (check(value) for check in checks)):
            raise ConfigError(f"{where}: {problem}")
        return value
    if origin is Literal:
        return _one_of(get_args(kind), value, where)
    if origin is tuple:
        return _list_of(get_args(kind)[0], name, value, where)
    wanted, example = _KINDS[kind]
    if type(value) is not wanted:
        raise ConfigError(f"{where}: must be {example.format(name=name)}")
    if kind is Path and not value:
        raise ConfigError(f"{where}: is empty; name a file, or remove the line for the default")
    return Path(str(value)).expanduser() if kind is Path else value


# Kind of a setting -> what TOML gives for it, and how to write it.
_KINDS: dict[Kind, tuple[type, str]] = {
    str: (str, 'text in quotes, such as {name} = "…"'),
    Path: (str, 'text in quotes, such as {name} = "…"'),
    int: (int, "a number from 0, such as {name} = 10"),
    bool: (bool, "true or false, such as {name} = true"),
}


def _one_of(choices: tuple[str, ...], value: object, where: str) -> str:
    if not isinstance(value, str) or value not in choices:
        words = " or ".join(f'"{choice}"' for choice in choices)
        raise ConfigError(f"{where}: must be {words}, not {value!r}")
    return value


def _list_of(kind: type, name: str, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or any(type(one) is not kind for one in value):
        words = "numbers, such as {} = [123456789]" if kind is int else 'texts, such as {} = ["…"]'
        raise ConfigError(f"{where}: must be a list of {words.format(name)}")
    return tuple(value)


def _check_together(config: Config) -> None:
    """Raises ConfigError for settings that are fine alone and not together."""
    telegram = config.telegram
    if telegram.mode != "webhook":
        return
    where = f"{config.source or 'settings'}: [telegram]"
    own_server = telegram.base_url != TelegramConfig().base_url  # which may call without TLS
    if not telegram.webhook_url.startswith("http" if own_server else "https://"):
        raise ConfigError(f'{where} webhook_url: mode = "webhook" needs one that begins https://')
    if not telegram.webhook_secret:
        raise ConfigError(
            f'{where} webhook_secret: mode = "webhook" needs one, or anybody could pretend to be'
            " Telegram; make it with: python3 -c 'import secrets; print(secrets.token_urlsafe())'"
        )


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
