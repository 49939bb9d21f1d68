"""The Word file keeps to GB/T 9704: asserted from its XML, as Word reads it."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.export.paper import Column, Heading, Paper, Paragraph, Run, Table, numbered
from bot.export.word import to_docx

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAPER = Paper(
    "某局\n2025年度对照检查材料",
    numbered(
        (
            Paragraph((Run("某局 局长"),), "byline"),
            *(Heading(level, (Run(f"标题{level}"),)) for level in (1, 2, 3, 4)),
            Paragraph(
                (
                    Run("正文“引号”"),
                    Run("【待填：＿条】", "blank", "几条？\n谁提的？"),
                    Run("要点", "emphasis"),
                )
            ),
            Table(
                (Column("序号", 15), Column("问题", 60)),
                (((Run("1"),), (Run("走访少\n调研少", comment="哪一次？"),)),),
            ),
        )
    ),
)


def part(paper: Paper, name: str) -> ET.Element:
    """A part of the Word file made of that paper."""
    with ZipFile(BytesIO(to_docx(paper))) as file:
        return ET.fromstring(file.read(f"word/{name}.xml"))


def val(element: ET.Element, path: str, attribute: str = "val") -> str | None:
    """An attribute of the element at a path such as "pPr/jc"; None if it is not there."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def text_of(element: ET.Element) -> str:
    names = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda _: "\n"}
    return "".join(names[e.tag](e) for e in element.iter() if e.tag in names)


@pytest.fixture(scope="module")
def styles() -> dict[str | None, ET.Element]:
    return {style.get(f"{W}styleId"): style for style in part(PAPER, "styles")}


@pytest.fixture(scope="module")
def document() -> ET.Element:
    return part(PAPER, "document")


@pytest.mark.parametrize(
    ("style", "font", "half_points", "align", "bold", "line"),
    [
        ("Title", "方正小标宋简体", "44", "center", "0", "680"),
        ("Byline", "楷体_GB2312", "32", "center", "0", "560"),
        ("Heading1", "黑体", "32", "both", "0", "560"),
        ("Heading2", "楷体_GB2312", "32", "both", "0", "560"),
        ("Heading3", "仿宋_GB2312", "32", "both", "1", "560"),
        ("Heading4", "仿宋_GB2312", "32", "both", "0", "560"),
        ("BodyText", "仿宋_GB2312", "32", "both", "0", "560"),
    ],
)
def test_styles_have_the_official_fonts_sizes_and_spacing(
    styles: dict[str | None, ET.Element],
    style: str,
    font: str,
    half_points: str,
    align: str,
    bold: str,
    line: str,
) -> None:
    found = styles[style]
    assert (
        val(found, "rPr/rFonts", "eastAsia"),
        val(found, "rPr/rFonts", "ascii"),
        val(found, "rPr/sz"),
        val(found, "pPr/jc"),
        val(found, "rPr/b"),
        val(found, "pPr/spacing", "line"),
        val(found, "pPr/spacing", "lineRule"),
        val(found, "rPr/color"),
    ) == (font, "Times New Roman", half_points, align, bold, line, "exact", "000000")


@pytest.mark.parametrize("style", ["BodyText", "Heading1", "Heading2", "Heading3", "Heading4"])
def test_paragraphs_begin_two_characters_in(
    styles: dict[str | None, ET.Element], style: str
) -> None:
    indent = [val(styles[style], "pPr/ind", name) for name in ("firstLineChars", "firstLine")]
    assert indent == ["200", "640"]


def test_headings_have_levels_so_that_the_navigation_shows_them(
    styles: dict[str | None, ET.Element],
) -> None:
    names = {n: val(styles[f"Heading{n}"], "name") for n in (1, 2, 3, 4)}
    levels = {n: val(styles[f"Heading{n}"], "pPr/outlineLvl") for n in (1, 2, 3, 4)}
    assert names == {n: f"heading {n}" for n in (1, 2, 3, 4)}
    assert levels == {n: str(n - 1) for n in (1, 2, 3, 4)}


def test_blocks_stand_in_order_each_in_its_style(document: ET.Element) -> None:
    body = document.find(f"{W}body")
    assert body is not None
    found = [(val(p, "pPr/pStyle"), text_of(p)) for p in body.findall(f"{W}p")]
    assert found == [
        ("Title", "某局\n2025年度对照检查材料"),
        ("Byline", "某局 局长"),
        ("Heading1", "一、标题1"),
        ("Heading2", "（一）标题2"),
        ("Heading3", "1. 标题3"),
        ("Heading4", "（1）标题4"),
        ("BodyText", "正文“引号”【待填：＿条】要点"),
    ]


def test_blanks_are_yellow_and_quotes_are_chinese(document: ET.Element) -> None:
    runs = {text_of(run): run for run in document.iter(f"{W}r")}
    assert val(runs["【待填：＿条】"], "rPr/highlight") == "yellow"
    assert val(runs["正文“引号”"], "rPr/highlight") is None
    assert val(runs["正文“引号”"], "rPr/rFonts", "hint") == "eastAsia"
    assert val(runs["要点"], "rPr/rStyle") == "Strong"


def test_the_page_is_a4_with_the_official_margins_and_lines(document: ET.Element) -> None:
    body = document.find(f"{W}body")
    assert body is not None
    size = [val(body, "sectPr/pgSz", side) for side in ("w", "h")]
    sides = ("top", "bottom", "left", "right")
    margins = [round(int(val(body, "sectPr/pgMar", s) or 0) * 25.4 / 1440, 1) for s in sides]
    assert (size, margins) == (["11906", "16838"], [37, 35, 28, 26])
    assert val(body, "sectPr/docGrid", "type") == "lines"
    pitch = int(val(body, "sectPr/docGrid", "linePitch") or 0)
    assert 22 * pitch <= (297 - 37 - 35) * 1440 / 25.4 < 23 * pitch


def test_28_characters_fit_into_a_line(styles: dict[str | None, ET.Element]) -> None:
    width = (210 - 28 - 26) * 1440 / 25.4
    character = 16 * 20 + int(val(styles["BodyText"], "rPr/spacing") or 0)
    assert 28 * character <= width < 29 * character


def test_a_wide_paper_lies_on_its_side() -> None:
    body = part(Paper("清单", is_landscape=True), "document").find(f"{W}body")
    assert body is not None
    found = [val(body, "sectPr/pgSz", name) for name in ("w", "h", "orient")]
    assert found == ["16838", "11906", "landscape"]


def test_page_numbers_stand_outside_between_dashes(
    document: ET.Element, styles: dict[str | None, ET.Element]
) -> None:
    kinds = [e.get(f"{W}type") for e in document.iter(f"{W}footerReference")]
    footers = [part(PAPER, name) for name in ("footer1", "footer2")]
    assert kinds == ["default", "even"]
    assert [text_of(footer) for footer in footers] == ["— 1 —", "— 1 —"]
    assert [val(f, "p/fldSimple", "instr") for f in footers] == ["PAGE", "PAGE"]
    found = [styles[val(footer, "p/pPr/pStyle")] for footer in footers]
    assert [val(s, "pPr/jc") for s in found] == ["right", "left"]
    assert [val(s, "rPr/rFonts", "eastAsia") for s in found] == ["宋体", "宋体"]
    assert [val(s, "rPr/sz") for s in found] == ["28", "28"]
    assert part(PAPER, "settings").find(f"{W}evenAndOddHeaders") is not None


def test_missing_fonts_have_substitutes() -> None:
    fonts = {f.get(f"{W}name"): val(f, "altName") or "" for f in part(PAPER, "fontTable")}
    assert "华文中宋" in fonts["方正小标宋简体"].split(",")
    assert fonts["仿宋_GB2312"].startswith("仿宋,FangSong")
    assert fonts["楷体_GB2312"].startswith("楷体,KaiTi")
    assert fonts["黑体"].startswith("SimHei")


def test_comments_stand_at_their_runs_and_carry_no_date(document: ET.Element) -> None:
    comments = list(part(PAPER, "comments"))
    found = [(c.attrib, [text_of(p) for p in c.findall(f"{W}p")]) for c in comments]
    author = {f"{W}author": "备会助手", f"{W}initials": "备"}
    assert found == [
        ({f"{W}id": "0", **author}, ["几条？", "谁提的？"]),
        ({f"{W}id": "1", **author}, ["哪一次？"]),
    ]
    paragraph = next(p for p in document.iter(f"{W}p") if "引号" in text_of(p))
    order = [child.tag.removeprefix(W) for child in paragraph]
    assert order == ["pPr", "r", "commentRangeStart", "r", "commentRangeEnd", "r", "r"]


def test_a_table_has_its_widths_and_repeats_its_head(document: ET.Element) -> None:
    table = next(document.iter(f"{W}tbl"))
    widths = [round(int(e.get(f"{W}w", 0)) * 25.4 / 1440) for e in table.iter(f"{W}gridCol")]
    rows = [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    assert (widths, rows) == ([15, 60], [["序号", "问题"], ["1", "走访少\n调研少"]])
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
    assert heads == [True, False]


def test_the_properties_tell_title_and_program_alone() -> None:
    with ZipFile(BytesIO(to_docx(PAPER))) as file:
        core = ET.fromstring(file.read("docProps/core.xml"))
    told = {element.tag.partition("}")[2]: element.text for element in core}
    assert told == {
        "title": "某局 2025年度对照检查材料",
        "creator": "备会助手",
        "language": "zh-CN",
    }


def test_nothing_of_the_template_is_left() -> None:
    with ZipFile(BytesIO(to_docx(PAPER))) as file:
        names, texts = file.namelist(), [file.read(name) for name in file.namelist()]
        times = {info.date_time for info in file.infolist()}
    left = ("thumbnail", "theme", "custom", "numbering", "app.xml")
    assert [name for name in names if any(word in name for word in left)] == []
    assert not any(b"python-docx" in text for text in texts)
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_docx(PAPER) == to_docx(PAPER)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
@example("\x00\ud800走访\ufffe\x0b", "\x00")
def test_any_text_gives_a_file_that_can_be_read(text: str, comment: str) -> None:
    paper = Paper(text, (Heading(2, (Run(text, comment=comment),)), Paragraph((Run(text),))))
    kept = re.sub("[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    shown = kept.replace("\r", "\n").replace("\t", "")
    body = [text_of(p) for p in part(paper, "document").iter(f"{W}p")]
    assert body == [shown] * 3


def test_a_very_long_note_is_kept_whole() -> None:
    note = "走访" * 100_000
    assert text_of(part(Paper("长", (Paragraph((Run(note),)),)), "document")) == f"长{note}"


def test_python_docx_is_loaded_with_the_first_file_only() -> None:
    check = "import sys, bot.export.word, bot.export.rectification; print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.fixture
def as_pdf(tmp_path: Path) -> Callable[[Paper], bytes]:
    """Turns a paper into a PDF by LibreOffice."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("needs LibreOffice (soffice)")

    def convert(paper: Paper) -> bytes:
        (tmp_path / "paper.docx").write_bytes(to_docx(paper))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "paper.docx"]
        home = {**os.environ, "HOME": str(tmp_path)}
        subprocess.run(command, cwd=tmp_path, env=home, check=True, capture_output=True)
        return (tmp_path / "paper.pdf").read_bytes()

    return convert


def test_libreoffice_opens_it(as_pdf: Callable[[Paper], bytes]) -> None:
    assert as_pdf(PAPER).startswith(b"%PDF-")
