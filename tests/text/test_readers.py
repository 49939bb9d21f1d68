import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableFileError
from bot.text.readers import MAX_BYTES, READERS, decode, read_bytes, read_text
from bot.text.readers.formats import MAX_FILE_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what old Office files begin with
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


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("标题<br/>\n&nbsp;&nbsp;<b>一、问题</b><br/>\n&nbsp;一是“浅”。<br/>", "标题\n  一、问题\n 一是“浅”。\n"),
        ("<p>一、问题</p><p style='x'>一是&ldquo;浅&rdquo;。</p>", "一、问题\n一是“浅”。\n"),
        ("A&nbsp;B&nbsp;C&nbsp;D", "A B C D"),
        ("若 a<b 且 c>d，用 <br> 分行。\n\n完", "若 a<b 且 c>d，用 <br> 分行。\n\n完"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_pages_source_is_taken_out(source: str, text: str) -> None:
    assert decode(source.encode(), "a.txt") == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_read_text_by_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT.encode("utf-16"))
    assert read_text(tmp_path / name) == TEXT


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "is empty"),
        ("a.txt", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\x01", "is damaged"),
        ("a.txt", OLE + bytes(range(256)) * 8, "old Word or WPS format; save it as .docx"),
        ("a.txt", b"abc\x00def", "binary"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "larger than 2 MB"),
        ("a.pdf", b"a" * (MAX_FILE_BYTES + 1), "larger than 20 MB"),
        ("a.doc", OLE + bytes(600), "save it as .docx"),
        ("a.WPS", bytes(600), "save it as .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.docx", b"\x01\x02\x03", "is damaged or not a .docx file"),
        ("a.pdf", b"\x00\x01", "is damaged or not a .pdf file"),
        ("a.docx", b"", "is empty"),
        ("a.rtf", b"{\\rtf1 x}", "rich text format; save it as .docx"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "XML format"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "is a picture without text"),
        ("a.docx", b"\x89PNG\r\n\x1a\n", "is a picture without text"),
        ("a.webp", b"RIFF1234WEBPVP8 ", "is a picture without text"),
        ("a.rar", b"Rar!\x1a\x07\x00", "pack it as .zip"),
        ("a.xls", b"x", ".xls is not supported; save it as one of .txt, .md, .docx"),
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


def word() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(TEXT.strip())
    document.save(stream)
    return stream.getvalue()


def office(*members: str, content: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for member in members:
            file.writestr(member, content)
    return stream.getvalue()


WORD = word()
ZIP = office("a.txt", content=TEXT)


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.doc", "a.zip", "a", "a.html", "a.docx"])
def test_a_word_document_is_read_under_any_name(name: str) -> None:
    assert read_bytes(WORD, name) == TEXT.strip()


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.doc", "a.wps", "a.zip", "a.TXT"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_is_read_under_any_name_of_a_document(name: str, encoding: str) -> None:
    assert read_bytes(TEXT.encode(encoding), name) == TEXT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (office("[Content_Types].xml", "xl/workbook.xml"), "is a table or slides"),
        (office("OFD.xml", "Doc_0/Document.xml"), "is an OFD file"),
        (office("mimetype", "content.xml"), "OpenDocument"),
    ],
)
def test_other_programs_documents_are_told(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told):
        read_bytes(content, "a.docx")


def test_reading_plain_text_loads_no_library_for_other_formats() -> None:
    check = (
        "import sys; from bot.text.readers import read_bytes; read_bytes('学习'.encode(), 'a.txt');"
        "print(*sys.modules.keys() & {'docx', 'lxml', 'pypdf'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("\n", "")


SIGNS = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.4\n",
    b"<html>",
    b"<?xml ",
    OLE,
    b"{\\rtf",
    b"BM",
]


@given(
    st.sampled_from(SIGNS), st.binary(max_size=300), st.sampled_from([*READERS, ".doc", ".x", ""])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_under_any_name_give_text_or_a_line(sign: bytes, rest: bytes, end: str) -> None:
    gives_text_or_a_line(sign + rest, f"a{end}")


@given(st.sampled_from(["docx", "zip"]), st.integers(0), st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_damage_anywhere_gives_text_or_a_line(kind: str, place: int, damage: bytes) -> None:
    content = {"docx": WORD, "zip": ZIP}[kind]
    place %= len(content)
    gives_text_or_a_line(content[:place] + damage + content[place + len(damage) :], f"a.{kind}")


def gives_text_or_a_line(content: bytes, name: str) -> None:
    try:
        text, told = read_bytes(content, name), ""
    except UnreadableFileError as exc:
        text, told = "", str(exc)
    assert (bool(text.strip()), told[: len(name)], "\n" in told) in (
        (True, "", False),
        (False, name, False),
    )
