"""Settings: where they come from, what beats what, and one clear line for each mistake."""

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from bot.config import _ENVIRONMENT, Config, cache_dir, load_config
from bot.errors import ConfigError
from bot.models import Catalog

SETTING = re.compile(r"\[|\w+ = ")  # a line of the example that is no sentence
EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@pytest.fixture(autouse=True)
def no_settings_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.config.user_config_path", lambda app: tmp_path / "user" / app)


def load(text: str, **environment: str) -> Config:
    Path("config.toml").write_text(text, encoding="utf-8")
    return load_config(environment=environment)


def uncommented() -> dict[str, dict[str, object]]:
    """The example with every setting switched on: comments that are sentences stay away."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = (line.removeprefix("# ") for line in lines)
    return tomllib.loads("\n".join(s for s in settings if SETTING.match(s)))


def test_the_example_loads_and_changes_nothing() -> None:
    loaded = load_config(EXAMPLE, environment={})
    assert loaded == Config(source=EXAMPLE)


def test_the_example_names_exactly_the_settings() -> None:
    sections = {f.name: f.default_factory() for f in fields(Config) if f.name != "source"}
    assert all(is_dataclass(section) for section in sections.values())
    known = {name: [f.name for f in fields(section)] for name, section in sections.items()}
    assert {name: list(table) for name, table in uncommented().items()} == known


def test_the_example_shows_the_defaults_and_every_variable() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = (line.removeprefix("# ") for line in text.splitlines())
    settings = (line for line in lines if SETTING.match(line))
    kept = (line for line in settings if not line.startswith(("token =", "path =")))
    shown = load("\n".join(kept))  # a rule set for [draft] is that of data/rules.toml
    assert replace(shown, source=None, draft=Config().draft) == Config()
    assert [name for name in _ENVIRONMENT if name not in text] == []


def test_without_a_file_everything_has_its_default() -> None:
    assert load_config(environment={}) == Config()


def test_the_working_folder_comes_before_the_users_folder() -> None:
    folder = Path("user/prepbot")
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('telegram.token = "1:user"', encoding="utf-8")
    assert load_config(environment={}).telegram.token == "1:user"
    assert load('telegram.token = "1:here"').telegram.token == "1:here"


def test_the_environment_beats_the_file_and_the_command_line_beats_both() -> None:
    text = '[telegram]\ntoken = "1:file"\n[store]\npath = "file.sqlite3"'
    environment = {"PREPBOT_TOKEN": "1:environment", "PREPBOT_DATABASE": "environment.sqlite3"}
    config = load(text, **environment)
    assert config.telegram.token == "1:environment"
    assert config.store.path == Path("environment.sqlite3")
    config = load_config(database=Path("line.sqlite3"), environment=environment)
    assert config.store.path == Path("line.sqlite3")


def test_a_units_own_rules_are_read(catalog: Catalog) -> None:
    config = load('[draft]\nshortest = 900\noff = ["praise"]\nmust = []')
    assert config.draft.settings() == {"shortest": 900, "off": ("praise",), "must": ()}
    assert catalog.rules.overridden(config.draft.settings()).limits.shortest == 900


def test_the_example_shows_the_shipped_rules(catalog: Catalog) -> None:
    shown = {name: value for name, value in uncommented()["draft"].items() if value != []}
    assert shown == {name: getattr(catalog.rules.limits, name) for name in shown}


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load('[telegram]\ntoken = "1:file"', PREPBOT_TOKEN="").telegram.token == "1:file"


def test_a_path_may_begin_at_the_home_folder() -> None:
    assert load('[store]\npath = "~/s.sqlite3"').store.path == Path.home() / "s.sqlite3"


def test_a_file_saved_by_windows_editor_is_read() -> None:
    assert load('\ufeff[telegram]\ntoken = "1:a"').telegram.token == "1:a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[telegramm]",
            "config.toml: unknown section [telegramm]; known are [telegram], [store], [access], [draft], [limits], [logs]",
        ),
        (
            "token = 1",
            "config.toml: unknown section [token]; known are [telegram], [store], [access], [draft], [limits], [logs]",
        ),
        (
            '[store]\nfile = "x"',
            "config.toml: [store]: unknown setting 'file'; known are path, retention_days",
        ),
        (
            "[telegram]\ntoken = 5",
            'config.toml: [telegram] token: must be text in quotes, such as token = "…"',
        ),
        (
            'store = "x"',
            "config.toml: [store]: must be a section with settings below it; see config.example.toml",
        ),
        (
            '[telegram]\nmode = "push"',
            'config.toml: [telegram] mode: must be "polling" or "webhook", not \'push\'',
        ),
        (
            '[telegram]\nbase_url = "localhost"',
            "config.toml: [telegram] base_url: must begin with http:// or https://, not 'localhost'",
        ),
        (
            '[store]\npath = ""',
            "config.toml: [store] path: is empty; name a file, or remove the line for the default",
        ),
        (
            "[store]\nretention_days = 1000000",
            "config.toml: [store] retention_days: must be a number from 0 to 36500",
        ),
        (
            '[draft]\nshortest = "2000"',
            "config.toml: [draft] shortest: must be a number from 0, such as shortest = 10",
        ),
        (
            '[draft]\noff = "praise"',
            'config.toml: [draft] off: must be a list of texts, such as off = ["…"]',
        ),
        (
            "[telegram]\nport = 0",
            "config.toml: [telegram] port: must be a number from 1 to 65535",
        ),
        (
            "[telegram]\nhealth = 1",
            "config.toml: [telegram] health: must be true or false, such as health = true",
        ),
        (
            "[limits]\nper_minute = true",
            "config.toml: [limits] per_minute: must be a number from 0, such as per_minute = 10",
        ),
        (
            "[limits]\nper_minute = -1",
            "config.toml: [limits] per_minute: must be a number from 0",
        ),
        (
            '[access]\nallowed = ["me"]',
            "config.toml: [access] allowed: must be a list of numbers, such as allowed = [123456789]",
        ),
        (
            '[telegram]\nmode = "webhook"\nwebhook_url = "http://a.example/b"',
            'config.toml: [telegram] webhook_url: mode = "webhook" needs one that begins https://',
        ),
        (
            '[telegram]\nwebhook_secret = "a b"',
            "config.toml: [telegram] webhook_secret: may hold up to 256 letters, digits, _ and -",
        ),
        (
            "[telegram",
            "config.toml: is not valid TOML: Expected ']' at the end of a table declaration"
            " (at end of document); mend the line",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert str(caught.value) == message


def test_a_webhook_needs_a_secret() -> None:
    text = '[telegram]\nmode = "webhook"\nwebhook_url = "https://a.example/b"'
    with pytest.raises(ConfigError, match=r"webhook_secret: mode .* needs one"):
        load(text)
    assert load(text, PREPBOT_WEBHOOK_SECRET="a-b_9").telegram.webhook_secret == "a-b_9"


def test_a_mistake_in_the_environment_names_the_variable() -> None:
    with pytest.raises(ConfigError, match=r"^PREPBOT_BASE_URL: must begin with http"):
        load_config(environment={"PREPBOT_BASE_URL": "localhost:8081"})


def test_a_wrong_file_is_told_even_if_the_environment_has_the_setting() -> None:
    with pytest.raises(ConfigError, match=r"\[telegram\]: must be a section"):
        load('telegram = "x"', PREPBOT_TOKEN="1:a")


def test_a_missing_file_says_what_to_copy() -> None:
    with pytest.raises(ConfigError, match=r"^no\.toml: no such file; copy config\.example\.toml"):
        load_config(Path("no.toml"), environment={})


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, environment={})
    Path("gbk.toml").write_bytes("# 令牌".encode("gbk"))
    with pytest.raises(ConfigError, match=r"^gbk\.toml: is not in UTF-8; save it"):
        load_config(Path("gbk.toml"), environment={})


def test_a_cache_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("bot.config.user_cache_path", lambda app: tmp_path / "file" / app)
    with pytest.raises(ConfigError, match=r"cannot be made: Not a directory; mend the permissions"):
        cache_dir()
