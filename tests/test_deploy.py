"""The examples for a server: they are sound, as far as this machine can tell, and fit the program."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.config import load_config

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = [path.name for path in DEPLOY.glob("*.service")]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_wrong_with_the_units(name: str, tmp_path: Path) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    unit = tmp_path / name
    unit.write_text(text.replace("/opt/prepbot/venv/bin/prepbot", sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", unit],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_in_the_guide_load(tmp_path: Path) -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    settings = text.split("```toml\n")[1].split("```")[0]
    place = tmp_path / "config.toml"
    place.write_text(settings, encoding="utf-8")
    config = load_config(place, environment={"PREPBOT_WEBHOOK_SECRET": "x"})
    assert config.telegram.mode == "webhook"
    named = tomllib.loads(settings)["telegram"]["webhook_url"].rsplit("/", 1)[1]
    for proxy in ("Caddyfile", "nginx.conf"):
        example = (DEPLOY / proxy).read_text(encoding="utf-8")
        assert f"/{named}" in example
        assert f"127.0.0.1:{config.telegram.port}" in example


def test_the_container_holds_what_the_program_needs_and_no_root() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    assert {"bot", "data", "pyproject.toml", "constraints.txt"} <= copied
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]
    ignored = (DEPLOY.parent / ".containerignore").read_text(encoding="utf-8")
    assert {"bot", "data"} <= {line.removeprefix("!") for line in ignored.splitlines()}
