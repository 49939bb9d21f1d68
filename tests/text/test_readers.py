from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableFileError
from bot.text.readers import MAX_BYTES, decode, read_text

CORPUS = sorted((Path(__file__).parents[2] / "data" / "corpus").glob("*.txt"))
SEEDS = [path.read_text(encoding="utf-8") for path in CORPUS]
TEXT = "一、存在的问题\n（一）理论学习不系统。平时忙于日常工作多，个人专门自学少。\n"
TRADITIONAL = "一、存在的問題\n（一）理論學習不系統。平時忙於日常工作多，個人專門自學少。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("text", [TEXT, *SEEDS])
def test_decode_reads_usual_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_decode_reads_big5() -> None:
    assert decode(TRADITIONAL.encode("big5"), "a.txt") == TRADITIONAL


def test_decode_keeps_a_text_with_a_broken_end() -> None:
    assert decode(TEXT.encode()[:-2], "a.txt").startswith(TEXT[:-3])
    assert decode(TEXT.encode("gb18030") + b"\xff", "a.txt").startswith(TEXT)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_read_text_by_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT.encode("utf-16"))
    assert read_text(tmp_path / name) == TEXT


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "is empty"),
        ("a.txt", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\x01", "binary"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, "binary"),
        ("a.txt", b"abc\x00def", "binary"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "larger than 2 MB"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "save it as .docx"),
        ("a.WPS", b"x", "save it as .docx"),
        ("a.docx", b"x", "not supported yet"),
        ("a.pdf", b"x", "not supported yet"),
        ("a.xls", b"x", ".xls is not supported; save it as .txt"),
        ("a", b"x", "no ending is not supported"),
    ],
)
def test_unreadable_files_are_told_in_one_line(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        read_text(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert message in told
    assert "\n" not in told


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="does not exist"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read_text(tmp_path)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_decode_gives_text_or_says_why_not(content: bytes) -> None:
    try:
        text = decode(content, "a.txt")
    except UnreadableFileError:
        return
    assert text.strip()
