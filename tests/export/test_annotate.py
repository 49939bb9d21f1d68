import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.errors import UnreadableFileError
from bot.export import annotate_package
from bot.export.annotate import Remark, annotate, annotated_text
from bot.export.annotate_flow import fold

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da6368"
    "000000820081da45083b0000000049454e44ae426082"
)
MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REWRITTEN = {
    "[Content_Types].xml",
    "word/document.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
}
BOX = """<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>
<mc:Choice Requires="v"><w:pict><v:shape style="width:90pt;height:40pt"><v:textbox><w:txbxContent>
<w:p><w:r><w:t>框中提示</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Choice>
<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框中提示</w:t></w:r></w:p>
</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def saved(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def xml(text: str) -> etree._Element:
    return parse_xml(text.replace("{ns}", nsdecls("w", "r")))


@cache
def rich() -> bytes:
    """A file with all that must not change."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第一页"
    document.add_heading("对照检查材料", level=1)
    first = document.add_paragraph("理论")
    first.add_run("学习不").bold = True
    first.add_run("够深入，").italic = True
    first.add_run("联系实际").font.name = "黑体"
    first.add_run("不紧。")
    document.add_paragraph("宗旨意识有所淡化", style="List Number")
    document.add_paragraph("担当精神不足", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "整改事项"
    table.cell(0, 1).text = "每月下访两次"
    broken = document.add_paragraph("调查研究")
    broken.add_run().add_break(WD_BREAK.LINE)
    broken.add_run("还不够\t扎实")
    document.add_paragraph("图片：").add_run().add_picture(io.BytesIO(PIXEL))
    document.add_comment(first.runs[0], text="领导批示", author="甲")
    changed = document.add_paragraph("工作中")._p
    change = 'w:id="90" w:author="甲" w:date="2024-01-01T00:00:00Z"'
    changed.append(xml(f"<w:del {{ns}} {change}><w:r><w:delText>偶尔</w:delText></w:r></w:del>"))
    changed.append(xml(f"<w:ins {{ns}} {change}><w:r><w:t>经常有畏难情绪</w:t></w:r></w:ins>"))
    link = xml(
        '<w:hyperlink {ns} w:anchor="top"><w:r><w:t>见附件清单全文</w:t></w:r></w:hyperlink>'
    )
    document.add_paragraph("详情")._p.append(link)
    document.add_paragraph("请看。")._p.append(xml(BOX))
    document.add_paragraph("理论学习不够深入，联系实际不紧。")
    return saved(document)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def body(content: bytes) -> etree._Element:
    return etree.fromstring(members(content)["word/document.xml"])


def ranges(content: bytes) -> list[str]:
    """The text inside each comment's marks, in the order of the comments' numbers."""
    inside: dict[int, list[str]] = {}
    open_now: set[int] = set()
    for element in body(content).iter(
        *map(qn, ("w:commentRangeStart", "w:commentRangeEnd", "w:t"))
    ):
        number = int(element.get(qn("w:id")) or -1)
        if element.tag == qn("w:commentRangeStart"):
            open_now.add(number)
            inside[number] = []
        elif element.tag == qn("w:commentRangeEnd"):
            open_now.remove(number)
        else:
            for number in open_now:
                inside[number].append(element.text or "")
    assert not open_now
    return ["".join(inside[number]) for number in sorted(inside)]


def comments(content: bytes) -> list[tuple[str, str]]:
    found = docx.Document(io.BytesIO(content)).comments
    return [(comment.author, comment.text) for comment in found]


def plain(content: bytes) -> str:
    """The document without comments, neighboring runs of one look made one."""
    root = deepcopy(body(content))
    for mark in list(root.iter(*(qn(f"w:{name}") for name in MARKS))):
        parent = mark.getparent()
        parent.remove(mark)
        if parent.tag == qn("w:r") and all(child.tag == qn("w:rPr") for child in parent):
            parent.getparent().remove(parent)
    for run in list(root.iter(qn("w:r"))):
        before = run.getprevious()
        if before is not None and look(before) == look(run):
            before.extend(child for child in run if child.tag != qn("w:rPr"))
            run.getparent().remove(run)
    for text in list(root.iter(qn("w:t"))):
        text.attrib.pop(SPACE, None)
        before = text.getprevious()
        if before is not None and before.tag == text.tag:
            before.text += text.text
            text.getparent().remove(text)
    return etree.tostring(root, method="c14n").decode()


def look(run: etree._Element) -> tuple[str, str, str]:
    properties = run.find(qn("w:rPr"))
    shown = "" if properties is None else etree.tostring(properties, method="c14n").decode()
    return run.tag, str(dict(run.attrib)), shown


def remarks(*quotes: str) -> list[Remark]:
    return [Remark(quote, 0, f"意见{number}") for number, quote in enumerate(quotes)]


QUOTES = [
    ("习不够深", "习不够深"),
    ("理论学习不够深入,联系实际", "理论学习不够深入，联系实际"),
    ("1. 宗旨意识有所淡化", "宗旨意识有所淡化"),
    ("（二）担当精神不足", "担当精神不足"),
    ("1.宗旨意识有所淡化\n2.担当精神不足", "宗旨意识有所淡化担当精神不足"),
    ("事项\t每月下访", "事项每月下访"),
    ("研究\n还不够 扎实", "研究还不够扎实"),
    ("工作中经常有畏难", "工作中经常有畏难"),
    ("有畏难", "有畏难"),
    ("情附件见", ""),
    ("附件清单", "附件清单"),
    ("情见附件", "情见附件"),
    ("担当精神……", "担当精神"),
    ("一次下访……每月下访两次", "每月下访两次"),
]


@pytest.mark.parametrize(("quote", "marked"), QUOTES)
def test_a_comment_stands_on_the_very_words(quote: str, marked: str) -> None:
    found = ranges(annotate(rich(), remarks(quote)))
    assert found == ["理论", marked or "对照检查材料"]


def test_nothing_but_comments_is_added() -> None:
    result = annotate(rich(), remarks(*(quote for quote, _ in QUOTES), "框中提示", ""))
    before, after = members(rich()), members(result)
    assert plain(result) == plain(rich())
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml",
        "word/comments.xml",
    }


RUBY = """<w:r {ns}><w:t>信</w:t><w:ruby><w:rubyPr/><w:rt><w:r><w:t>fǎng</w:t></w:r></w:rt>
<w:rubyBase><w:r><w:t>访</w:t></w:r></w:rubyBase></w:ruby><w:t>积案</w:t></w:r>"""
CONTROL = """<w:sdt {ns}><w:sdtPr/><w:sdtContent><w:r><w:t xml:space="preserve">信 访 积案</w:t></w:r>
</w:sdtContent></w:sdt>"""
FORMULA = """<m:oMath {ns} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>
<m:t>信访积案</m:t></m:r></m:oMath>"""
FIELD = """<w:fldSimple {ns} w:instr="TITLE"><w:r><w:t>信</w:t><w:noBreakHyphen/><w:t>访积案</w:t></w:r>
</w:fldSimple>"""


@pytest.mark.parametrize(
    ("element", "quote", "marked"),
    [
        (RUBY, "信访积", "信fǎng访积"),
        (RUBY, "访", "fǎng访"),
        (CONTROL, "访积", "访 积"),
        (FORMULA, "化解信访", "化解"),
        (FIELD, "信-访", "信访"),
    ],
)
def test_words_are_found_inside_other_elements(element: str, quote: str, marked: str) -> None:
    document = docx.Document()
    document.add_paragraph("化解")._p.append(xml(element))
    content = saved(document)
    result = annotate(content, remarks(quote))
    assert ranges(result) == [marked]
    assert plain(result) == plain(content)


def test_hidden_words_are_passed_over() -> None:
    document = docx.Document()
    document.add_paragraph("化解").add_run("内部").font.hidden = True
    document.paragraphs[0].add_run("积案")
    found = body(annotate(saved(document), remarks("化解积案", "内部")))
    assert len(list(found.iter(qn("w:commentReference")))) == 2
    assert comments(annotate(saved(document), remarks("内部")))[0][1].startswith("（未能定位原句）")


def test_a_file_of_the_least_parts_gets_all_that_comments_need() -> None:
    parts = members(annotated_text("理论学习不够", []))
    del parts["word/_rels/document.xml.rels"], parts["word/styles.xml"]
    result = members(annotate(zipped(parts), remarks("学习")))
    assert list(result)[-2:] == ["word/_rels/document.xml.rels", "word/comments.xml"]


def test_the_first_comments_of_a_file_get_a_part_known_to_it() -> None:
    content = saved(docx.Document())
    document = docx.Document(io.BytesIO(content))
    document.add_paragraph("理论学习不够")
    content = saved(document)
    result = annotate(content, remarks("学习"))
    before, after = members(content), members(result)
    assert list(after) == [*before, "word/comments.xml"]
    assert {name for name in after if after[name] != before.get(name)} == REWRITTEN
    assert comments(result) == [("备会助手", "意见0")]


def test_comments_that_were_there_stay_and_numbers_go_on() -> None:
    result = annotate(rich(), remarks("担当", "精神"))
    assert comments(result) == [("甲", "领导批示"), ("备会助手", "意见0"), ("备会助手", "意见1")]
    numbers = [comment.comment_id for comment in docx.Document(io.BytesIO(result)).comments]
    assert numbers == [0, 1, 2]
    assert comments(annotate(result, remarks("下访")))[3] == ("备会助手", "意见0")


def test_remarks_may_overlap_and_share_their_ends() -> None:
    quotes = ("理论学习", "学习不够", "学习", "理论学习不够深入", "不够深入", "学习")
    assert ranges(annotate(rich(), remarks(*quotes)))[1:] == list(quotes)


def test_the_line_decides_among_several_occurrences() -> None:
    lines = ["作风不实", "", "学习不够", "作风不实", "作风不实", "结尾"]
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    asked = [Remark("作风不实", 5, "甲"), Remark("学习", 3, "乙"), Remark("作风", 1, "丙")]
    marked = body(annotate(saved(document), asked, text="\n".join(lines)))
    assert [paragraphs_marked(marked, number) for number in range(3)] == [[4], [2], [0]]


def test_certain_lines_correct_the_count_of_doubtful_ones() -> None:
    document = docx.Document()
    for line in ["只在别处算作三行", "作风不实", "学习不够", "作风不实"]:
        document.add_paragraph(line)
    asked = [Remark("作风不实", 4, "甲"), Remark("学习", 5, "乙"), Remark("作风不实", 6, "丙")]
    marked = body(annotate(saved(document), asked))
    assert [paragraphs_marked(marked, number) for number in range(3)] == [[1], [2], [3]]


def paragraphs_marked(root: etree._Element, number: int) -> list[int]:
    paragraphs = list(root.iter(qn("w:p")))
    starts = (
        it for it in root.iter(qn("w:commentRangeStart")) if it.get(qn("w:id")) == str(number)
    )
    return [paragraphs.index(next(start.iterancestors(qn("w:p")))) for start in starts]


def test_a_quote_not_found_is_told_on_the_nearest_paragraph() -> None:
    lost = [
        Remark("从没写过的话", 0, "甲"),
        Remark("从没写过的话", 3, "乙"),
        Remark("从没写过，每月下访两次，也没写过", 1, "丙"),
    ]
    result = annotate(rich(), lost)
    assert ranges(result)[1:] == ["对照检查材料", "宗旨意识有所淡化", "每月下访两次"]
    assert comments(result)[1][1] == "（未能定位原句）“从没写过的话”\n甲"


def test_a_number_alone_is_not_found_anywhere_by_chance() -> None:
    content = annotated_text("2021年走访1次\n不好说", remarks("（1）", "4.好"))
    assert ranges(content) == ["2021年走访1次", "2021年走访1次"]
    assert [text[:7] for _, text in comments(content)] == ["（未能定位原句"] * 2


def test_words_in_a_text_box_are_marked_by_the_box() -> None:
    result = annotate(rich(), remarks("框中提示"))
    box = body(result).find(f".//{qn('w:pict')}")
    assert box is not None
    run = next(box.iterancestors(qn("w:r")))
    around = [run.getprevious().tag, run.getnext().tag]
    assert around == [qn("w:commentRangeStart"), qn("w:commentRangeEnd")]
    assert comments(result)[1][1] == "（文本框内）“框中提示”\n意见0"


def test_the_sign_of_a_comment_stands_outside_links_and_changes() -> None:
    result = body(annotate(rich(), remarks("附件", "畏难", "经常有畏难情绪")))
    signs = list(result.iter(qn("w:commentReference")))
    assert {sign.getparent().getparent().tag for sign in signs} == {qn("w:p")}


def test_an_empty_quote_stands_for_its_line_or_the_text() -> None:
    result = annotate(rich(), [Remark("", 0, "总的意见"), Remark("", 3, "这一条")])
    assert ranges(result)[1:] == ["对照检查材料", "宗旨意识有所淡化"]
    assert [text for _, text in comments(result)][1:] == ["总的意见", "这一条"]


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_file_without_text_keeps_the_remarks(text: str) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    assert comments(annotate(saved(document), remarks("学习", "")))[1] == ("备会助手", "意见1")


def test_contents_of_a_document_are_not_taken_for_its_headings() -> None:
    document = docx.Document()
    toc = xml('<w:hyperlink {ns} w:anchor="_Toc1"><w:r><w:t>存在问题 3</w:t></w:r></w:hyperlink>')
    document.add_paragraph()._p.append(toc)
    document.add_paragraph("存在问题")
    assert paragraphs_marked(body(annotate(saved(document), remarks("存在问题"))), 0) == [1]


def test_comments_take_any_characters() -> None:
    text = "甲\x00\ud800乙\ufffe<&>\r\n第二行 \U0001f600"
    result = annotate(rich(), [Remark("担当\ud800", 0, text)])
    assert comments(result)[1][1] == "甲乙<&>\n第二行 \U0001f600"
    assert ranges(result)[1] == "担当"


def test_the_same_input_gives_the_same_bytes() -> None:
    asked = remarks("学习", "没有的话")
    assert annotate(rich(), asked, summary=["总评"]) == annotate(rich(), asked, summary=["总评"])
    text = annotated_text("一\n二", asked, title="题")
    assert text == annotated_text("一\n二", asked, title="题")


def test_comments_bear_the_date_that_is_given() -> None:
    day = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    found = docx.Document(io.BytesIO(annotate(rich(), remarks("学习"), date=day))).comments
    assert [comment.timestamp for comment in found][1] == day


def test_a_summary_is_a_page_of_its_own_at_the_end() -> None:
    result = annotate(rich(), remarks("学习"), summary=["检查小结", "共 1 处"])
    root = body(result)
    last = list(root.iter(qn("w:p")))[-2:]
    assert ["".join(p.itertext()) for p in last] == ["检查小结", "共 1 处"]
    assert [p.find(f".//{qn('w:pageBreakBefore')}") is None for p in last] == [False, True]
    for paragraph in last:
        paragraph.getparent().remove(paragraph)
    assert root[0][-1].tag == qn("w:sectPr")
    assert etree.tostring(root) == etree.tostring(body(annotate(rich(), remarks("学习"))))


def test_without_remarks_the_document_stays() -> None:
    assert {
        name
        for name, part in members(annotate(rich(), [])).items()
        if part != members(rich())[name]
    } <= {"word/document.xml"}
    assert plain(annotate(rich(), [])) == plain(rich())


def test_a_text_becomes_a_document_of_its_lines() -> None:
    text = "一、存在问题\n\n学习\x00不够 <深入>\n学习不够"
    asked = [Remark("学习不够", 4, "举例"), Remark("存在问题\n\n学习", 1, "两行")]
    result = annotated_text(text, asked, title="材料", summary=["小结"])
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(result)).paragraphs]
    assert lines == ["材料", "一、存在问题", "", "学习不够 <深入>", "学习不够", "小结"]
    assert ranges(result) == ["学习不够", "存在问题学习"]
    assert paragraphs_marked(body(result), 0) == [4]


def test_strict_files_stay_strict() -> None:
    usual = b"http://schemas.openxmlformats.org/"
    parts = members(annotated_text("理论学习不够", []))
    swaps = {
        usual + b"wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        usual
        + b"officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    for name in parts:
        for old, new in swaps.items():
            parts[name] = parts[name].replace(old, new)
    result = members(annotate(zipped(parts), remarks("学习"), summary=["小结"]))
    assert b"commentRangeStart" in result["word/document.xml"]
    assert [
        name for name, part in result.items() if usual + b"word" in part or usual + b"off" in part
    ] == []


def zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return written.getvalue()


def altered(name: str, part: bytes) -> bytes:
    return zipped({**members(rich()), name: part})


def protected() -> bytes:
    content = bytearray(rich())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<d>&b;</d>"""
UNREADABLE = [
    (b"", "is damaged or not a .docx file; save it anew"),
    ("学习".encode(), "is damaged or not a .docx file; save it anew"),
    (rich()[:-400], "is damaged or not a .docx file; save it anew"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "is protected by a password or old; save it as .docx without one"),
    (protected(), "is protected by a password; save it without one"),
    (zipped({"a.txt": b"a"}), "is damaged (word/document.xml is missing); save it anew"),
    (altered("word/document.xml", b"<w:document"), "is damaged (word/document.xml is not XML); save it anew"),
    (altered("word/document.xml", b"<html/>"), "is not a Word document; save it as .docx"),
    (altered("word/document.xml", BOMB), "declares entities, which Word never does; save it anew"),
    (altered("word/comments.xml", BOMB.decode().encode("utf-16")), "declares entities, which Word never does; save it anew"),
    (altered("word/a.xml", b" " * 9_000_000), "unpacks to more than is read; save only its text"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_unreadable_files_are_told_in_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        annotate(content, remarks("学习"))
    assert str(caught.value) == f"the Word file {reason}"


@pytest.mark.parametrize("limit", ["FILE_BYTES", "MEMBERS", "PART_BYTES", "TOTAL_BYTES"])
def test_too_large_and_overfull_files_are_refused(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate_package, f"MAX_{limit}", 3)
    with pytest.raises(UnreadableFileError):
        annotate(rich(), [])


LETTERS = "学习不够深入，“实”际 A1（）①…"


@st.composite
def quoted(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """Paragraphs as runs, and ranges of their joined text."""
    run = st.text(LETTERS, min_size=1, max_size=5)
    paragraphs = draw(st.lists(st.lists(run, min_size=1, max_size=5), min_size=1, max_size=4))
    length = len("".join(map("".join, paragraphs)))
    ends = st.integers(0, length)
    spans = draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=4))
    return paragraphs, [(min(span), max(span)) for span in spans]


@given(quoted())
@settings(max_examples=60, deadline=None)
def test_what_is_marked_is_what_was_quoted(
    case: tuple[list[list[str]], list[tuple[int, int]]],
) -> None:
    paragraphs, spans = case
    content = made_of(paragraphs)
    whole = "".join(map("".join, paragraphs))
    quotes = [quote for start, end in spans if (quote := whole[start:end].strip())]
    result = annotate(content, remarks(*quotes))
    # quotation marks count as the same, so the like of a quote may stand earlier
    assert list(map(fold, ranges(result))) == list(map(fold, quotes))
    assert plain(result) == plain(content)


def made_of(paragraphs: Sequence[Sequence[str]]) -> bytes:
    """A file with these runs, every second one bold."""
    parts = members(annotated_text("", []))
    root = etree.fromstring(parts["word/document.xml"])
    root[0].remove(root[0][0])
    for place, runs in enumerate(paragraphs):
        paragraph = etree.Element(qn("w:p"))
        paragraph.extend(runs_of(runs))
        root[0].insert(place, paragraph)
    parts["word/document.xml"] = etree.tostring(root)
    return zipped(parts)


def runs_of(texts: Sequence[str]) -> Iterator[etree._Element]:
    for number, text in enumerate(texts):
        run = etree.Element(qn("w:r"))
        if number % 2:
            etree.SubElement(etree.SubElement(run, qn("w:rPr")), qn("w:b"))
        etree.SubElement(run, qn("w:t"), {SPACE: "preserve"}).text = text
        yield run


def test_libreoffice_opens_the_file_and_shows_the_comments(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    quotes = ["习不够深", "畏难", "宗旨意识有所淡化\n担当精神", "下访"]
    (tmp_path / "a.docx").write_bytes(annotate(rich(), remarks(*quotes), summary=["小结"]))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
        timeout=120,
    )
    root = etree.parse(str(tmp_path / "a.fodt")).getroot()
    office_names = root.nsmap["office"]
    found = root.iter(f"{{{office_names}}}annotation")
    texts = ["".join(it.itertext()).strip() for it in found]
    assert [text[-3:] for text in texts if "意见" in text] == ["意见0", "意见2", "意见3", "意见1"]
    assert len(list(root.iter(f"{{{office_names}}}annotation-end"))) == 5
