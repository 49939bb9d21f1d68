"""PDF files as text: lines as printed, page numbers and running headers left out."""

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bot.errors import UnreadableFileError
from bot.models import Catalog
from bot.text.parse import parse_document
from bot.text.readers import read_bytes

CORPUS = sorted((Path(__file__).parents[2] / "data" / "corpus").glob("*.txt"))

LINES = ("一、存在的问题", "（一）理论学习不系统。平时忙于日常工作多，个", "人专门自学少。")


def pdf(*pages: tuple[str, ...], packed: bool = False) -> bytes:
    """A PDF with these lines on its pages, in a font that tells its characters by ToUnicode."""
    characters = sorted({character for lines in pages for line in lines for character in line})
    code = {character: index + 1 for index, character in enumerate(characters)}
    unicode_map = "".join(f"<{n:04x}> <{ord(c):04x}>\n" for c, n in code.items())
    chunks = [unicode_map[i : i + 1400] for i in range(0, len(unicode_map), 1400)]  # 100 rows each
    table = "".join(f"{c.count(chr(10))} beginbfchar\n{c}endbfchar\n" for c in chunks)
    cmap = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n{table}endcmap"
    count = len(pages)
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(count))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(cmap.encode()),
    ]
    for index, lines in enumerate(pages):
        shown = "".join(
            f"<{''.join(f'{code[c]:04x}' for c in line)}> Tj 0 -20 Td\n" for line in lines
        )
        content = f"BT /F1 12 Tf 50 800 Td\n{shown}ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream(content, packed=packed))
    return file_of(objects)


def stream(content: bytes, *, packed: bool = False) -> bytes:
    extra = b"/Filter /FlateDecode " if packed else b""
    content = zlib.compress(content, 9) if packed else content
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (extra, len(content), content)


def file_of(objects: list[bytes]) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, inner)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(written),
    )  # fmt: skip


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_lines_stay_as_printed(packed: bool) -> None:
    assert read_bytes(pdf(LINES, packed=packed), "a.pdf") == "\n".join(LINES)


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "{}", "第 {} 页", "第{}页 共4页", "{}/4"])
def test_page_numbers_and_running_headers_are_left_out(number: str) -> None:
    pages = [
        ("某某局", f"正文{'甲乙丙丁'[n]}", "又一行", "再写" + "子丑寅卯"[n], number.format(n + 3))
        for n in range(4)
    ]
    texts = zip("甲乙丙丁", "子丑寅卯", strict=True)
    text = "\n".join(f"正文{one}\n又一行\n再写{other}" for one, other in texts)
    assert read_bytes(pdf(*pages), "a.pdf") == text


def test_a_number_that_is_no_page_number_stays() -> None:
    pages = [("标题", "2021", "正文", "次数", "17"), ("又是正文", "一行", "一行", "2")]
    assert read_bytes(pdf(*pages), "a.pdf").split("\n") == [*pages[0], *pages[1][:3]]


def test_a_single_page_loses_only_its_own_number() -> None:
    assert read_bytes(pdf((*LINES, "1")), "a.pdf") == "\n".join(LINES)


def test_letter_spacing_is_no_blank() -> None:
    assert (
        read_bytes(pdf(("对 照 检 查 材 料", "问题 措施清单")), "a.pdf")
        == "对照检查材料\n问题 措施清单"
    )


def test_a_file_that_anyone_may_read_is_read() -> None:
    assert read_bytes(encrypted(""), "a.pdf") == "\n".join(LINES)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (encrypted("secret"), "is protected by a password"),
        (pdf(()), "is a scan without text"),
        (pdf(LINES)[:300], "is damaged"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is damaged"),
        (pdf(LINES).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"), "is damaged|is a scan"),
    ],
    ids=["locked", "scan", "cut off", "only a head", "pages in a ring"],
)
def test_what_cannot_be_read_is_told(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"^a.pdf: ({told})"):
        read_bytes(content, "a.pdf")


def test_a_page_that_unpacks_to_far_more_is_refused() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /ProcSet [/PDF] >> >>",
        stream(b" " * 30_000_000, packed=True),
    ]
    with pytest.raises(UnreadableFileError, match="unpacks to more than is read"):
        read_bytes(file_of(objects), "a.pdf")


def columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def printed(text: str, *, width: int = 78, height: int = 30) -> list[tuple[str, ...]]:
    """The pages on which the text is printed, Latin letters half as wide as Chinese characters."""
    lines = [""]
    for character in text:
        if character == "\n" or columns(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character.strip("\n")
    lines = [line for line in lines if line]
    return [tuple(lines[start : start + height]) for start in range(0, len(lines), height)]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_printed_document_has_the_same_headlines(path: Path, catalog: Catalog) -> None:
    text = path.read_text(encoding="utf-8")
    pages = [(*lines, f"- {n} -") for n, lines in enumerate(printed(text), 1)]
    read = read_bytes(pdf(*pages), "a.pdf")
    documents = [parse_document(t, file="", catalog=catalog) for t in (text, read)]
    headlines = [[p.headline.replace(" ", "") for p in d.passages()] for d in documents]
    assert headlines[0] == headlines[1]


PDF = pdf(LINES)


@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_damage_anywhere_gives_text_or_a_line(place: int, damage: bytes) -> None:
    content = PDF[:place] + damage + PDF[place + len(damage) :]
    try:
        text, told = read_bytes(content, "a.pdf"), ""
    except UnreadableFileError as exc:
        text, told = "", str(exc)
    assert (bool(text.strip()), told[:7], "\n" in told) in (
        (True, "", False),
        (False, "a.pdf: ", False),
    )
