"""What can be made again is kept on disk for one state of what it was made from."""

import hashlib
import pickle
from collections import OrderedDict
from functools import partial
from pathlib import Path

import pytest

from bot.keep import fingerprint, stamps
from bot.keep import kept as kept_of
from bot.models import Place

kept = partial(kept_of, modules=["bot.models.chat"])


def test_what_is_kept_is_made_once_for_each_state(tmp_path: Path) -> None:
    made: list[str] = []
    file = tmp_path / "new" / "thing"
    for state in ("one", "one", "two", "one"):
        assert kept(file, state, lambda s=state: made.append(s) or (s, 1)) == (state, 1)
    assert made == ["one", "two", "one"]
    assert [path.name for path in file.parent.iterdir()] == ["thing"]


@pytest.mark.parametrize("content", [b"", b"\n", b"half", b"0123\n\x80\x05K\x01."])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "thing"
    file.write_bytes(content)
    assert kept(file, "one", lambda: [1]) == kept(file, "one", lambda: [2]) == [1]


class _Call:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("run",)


@pytest.mark.parametrize("planted", [_Call(), OrderedDict(), Path("a"), pickle.Unpickler])
def test_a_file_brings_back_no_foreign_class_and_calls_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], planted: object
) -> None:
    body = pickle.dumps(planted)
    head = hashlib.sha256(b"one" + body).hexdigest().encode()
    (tmp_path / "thing").write_bytes(head + b"\n" + body)
    assert kept(tmp_path / "thing", "one", lambda: Place(1)) == Place(1)
    assert kept(tmp_path / "thing", "one", lambda: None) == Place(1)
    assert capsys.readouterr().out == ""


def test_a_folder_that_cannot_be_made_only_takes_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert kept(tmp_path / "file" / "thing", "one", lambda: 7) == 7


def test_states_change_with_the_files(tmp_path: Path) -> None:
    data, other = tmp_path / "a.toml", tmp_path / "b.py"
    data.write_text("a = 1")
    other.write_text("")
    before = fingerprint(tmp_path), stamps([data, other])
    other.write_text("1")
    assert (fingerprint(tmp_path), stamps([data, other]) == before[1]) == (before[0], False)
    data.write_text("a = 2")
    assert fingerprint(tmp_path) != before[0]
    assert fingerprint(tmp_path, "more") != fingerprint(tmp_path)
