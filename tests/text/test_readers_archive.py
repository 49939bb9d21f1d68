"""Archives and folders: each document inside, nothing trusted, nothing written to disk."""

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from bot.errors import UnreadableFileError
from bot.text.readers import archive, read_bytes, sources

TEXT = "一、存在的问题\n（一）学习不系统。"
Members = list[tuple[str, bytes | str]]


def packed(members: Members) -> bytes:
    """A zip file with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return stream.getvalue()


def gbk(name: str) -> bytes:
    """A zip file as Chinese Windows packs it: the name in GBK, and no word about it."""
    stand_in = "x" * len(name.encode("gbk"))
    return packed([(stand_in, TEXT)]).replace(stand_in.encode(), name.encode("gbk"))


def found(path: Path) -> list[tuple[str, str]]:
    """What each document under the path gives: its text or why not."""
    told = []
    for source in sources(path):
        try:
            told.append((source.name, source.read()))
        except UnreadableFileError as exc:
            told.append((source.name, str(exc).removeprefix(f"{source.where}: ")))
    return told


def written(tmp_path: Path, content: bytes, name: str = "材料.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def word() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("学习")
    document.save(stream)
    return stream.getvalue()


def test_each_document_of_an_archive_has_its_text(tmp_path: Path) -> None:
    members: Members = [
        ("甲/一.txt", TEXT),
        ("甲/二.docx", word()),
        ("甲/三.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("照片.jpg", b"\xff\xd8\xff"),
        ("__MACOSX/甲/._一.txt", b"\0\5\x16\7"),
        ("甲/~$二.docx", b"x"),
        ("内.zip", packed([("一.txt", TEXT)])),
    ]
    assert found(written(tmp_path, packed(members))) == [
        ("材料.zip/甲/一.txt", TEXT),
        ("材料.zip/甲/二.docx", "学习"),
        ("材料.zip/甲/三.doc", "is in the old Word or WPS format; save it as .docx"),
        ("材料.zip/内.zip", "is an archive inside an archive; unpack it first"),
    ]


def test_a_folder_holds_documents_and_archives(tmp_path: Path) -> None:
    inner = tmp_path / "夹" / "子"
    inner.mkdir(parents=True)
    written(inner, packed([("一.txt", TEXT)]))
    written(inner, TEXT.encode(), "甲.md")
    written(inner, b"\xff\xd8\xff", "照片.jpg")
    assert found(inner.parent) == [("材料.zip/一.txt", TEXT), ("甲.md", TEXT)]


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, gbk("对照检查材料.txt"))
    assert found(path) == [("材料.zip/对照检查材料.txt", TEXT)]


@pytest.mark.parametrize(
    "name", ["../x.txt", "/etc/x.txt", "C:\\x.txt", "a/../../x.txt", "..\\x.txt"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    told = found(written(tmp_path, packed([(name, TEXT), ("好.txt", TEXT)])))
    assert [text for _, text in told] == [
        "leads out of the archive or is a link; pack the document itself",
        TEXT,
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["材料.zip"]


def test_links_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        info = zipfile.ZipInfo("x.txt")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
    assert "is a link" in found(written(tmp_path, stream.getvalue()))[0][1]


def declaring(content: bytes, size: int) -> bytes:
    """The zip file with another size of its only member in the list of members."""
    place = content.rfind(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<L", size) + content[place + 28 :]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (packed([("x.txt", b" " * 15_000_000)]), "unpacks to .* times its size"),
        (declaring(packed([("x.txt", TEXT)]), 4_000_000_000), "times its size"),
        (declaring(packed([("x.txt", b"a" * 1_000_000)]), 10), "is damaged"),
        (packed([(f"{n}.txt", b"") for n in range(archive.MAX_MEMBERS + 1)]), "holds more than"),
        (packed([("x.jpg", b"x")]), "holds no documents"),
        (packed([]), "holds no documents"),
        (packed([("x.txt", TEXT)])[:60], "is damaged"),
        (packed([("x.txt", TEXT)]).replace(b"x.txt", b"y.txt", 1), "is damaged"),
        (b"PK\x03\x04", "is damaged"),
        (b"", "is damaged"),
    ],
    ids=["bomb", "declared", "understated", "members", "pictures", "none", "cut", "names", "head", "empty"],
)  # fmt: skip
def test_dangerous_and_damaged_archives_are_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = written(tmp_path, content)
    source = next(iter(sources(path)))
    with pytest.raises(UnreadableFileError, match=told) as caught:
        source.read()
    assert str(caught.value).startswith(f"{source.where}: ")


def test_a_list_of_members_that_claims_to_be_huge_is_not_read(tmp_path: Path) -> None:
    content = packed([("x.txt", TEXT)])
    place = content.rfind(b"PK\x05\x06")
    content = content[: place + 12] + struct.pack("<L", 500_000_000) + content[place + 16 :]
    assert "holds more than" in found(written(tmp_path, content))[0][1]


def test_the_sum_of_what_is_unpacked_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 100)
    told = found(
        written(tmp_path, packed([("1.txt", TEXT), ("2.txt", TEXT * 2), ("3.txt", TEXT * 2)]))
    )
    assert [text.startswith("unpacks to more") for _, text in told] == [False, True, True]


def test_a_member_with_a_password_is_told(tmp_path: Path) -> None:
    content = bytearray(packed([("x.txt", TEXT)]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1
    assert "is protected by a password" in found(written(tmp_path, bytes(content)))[0][1]


def test_an_attached_archive_of_one_document_stands_for_it() -> None:
    assert read_bytes(packed([("x.txt", TEXT), ("x.jpg", b"x")]), "a.zip") == TEXT
    with pytest.raises(UnreadableFileError, match="holds 2 documents"):
        read_bytes(packed([("x.txt", TEXT), ("y.txt", TEXT)]), "a.zip")
    with pytest.raises(UnreadableFileError, match="holds no documents"):
        read_bytes(packed([("x.jpg", b"x")]), "a.zip")


def test_a_word_document_called_zip_is_read(tmp_path: Path) -> None:
    assert found(written(tmp_path, word())) == [("材料.zip", "学习")]
