"""Word documents as text: what Word shows, with its automatic numbers written out."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.errors import UnreadableFileError
from bot.text.readers import read_bytes
from bot.text.readers.numerals import numeral

W = nsdecls("w")
CORPUS = Path(__file__).parents[2] / "data" / "corpus"


def text_of(document: Document) -> str:
    return read_bytes(saved(document), "稿.docx")


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def level(number: int, style: str, pattern: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'{more}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


THREE = (
    level(0, "chineseCountingThousand", "%1、", "<w:suff w:val='nothing'/>")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
)


def numbered(abstracts: dict[int, str], nums: dict[int, str]) -> Document:
    """An empty document with these abstract lists, and these lists on them."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for key, levels in abstracts.items():
        xml = f'<w:abstractNum {W} w:abstractNumId="{key}">{levels}</w:abstractNum>'
        root.append(parse_xml(xml))
    for key, inner in nums.items():
        root.append(parse_xml(f'<w:num {W} w:numId="{key}">{inner}</w:num>'))
    return document


def on(abstract: int, overrides: str = "") -> str:
    return f'<w:abstractNumId w:val="{abstract}"/>{overrides}'


def add(document: Document, text: str, num: int | None = None, ilvl: int | None = None) -> None:
    paragraph = document.add_paragraph(text)
    if num is not None:
        inner = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
        xml = f'<w:numPr {W}>{inner}<w:numId w:val="{num}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def body(xml: str) -> str:
    """The text of a document with this XML as its body."""
    document = docx.Document()
    for element in parse_xml(f"<w:body {nsdecls('w', 'wp', 'a')} {MORE}>{xml}</w:body>"):
        document.element.body.insert_element_before(element, "w:sectPr")
    return text_of(document)


MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


# --- automatic numbers


def test_levels_count_and_restart_as_word_shows_them() -> None:
    document = numbered({0: THREE}, {1: on(0)})
    for text, ilvl in (
        *(("问题", 0), ("学习", 1), ("不深", 2), ("不实", 2), ("作风", 1), ("不细", 2)),
        *(("原因", 0), ("理论", 1)),
    ):
        add(document, text, 1, ilvl)
    assert text_of(document).split("\n") == [
        *("一、问题", "（一）学习", "1. 不深", "2. 不实", "（二）作风", "1. 不细"),
        *("二、原因", "（一）理论"),
    ]


def test_plain_paragraphs_do_not_stop_a_list() -> None:
    document = numbered({0: THREE}, {1: on(0)})
    add(document, "问题", 1, 0)
    add(document, "正文")
    add(document, "原因", 1, 0)
    assert text_of(document) == "一、问题\n正文\n二、原因"


def test_lists_on_one_abstract_list_count_on_unless_they_override_the_start() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    document = numbered({0: THREE}, {1: on(0), 2: on(0), 3: on(0, anew)})
    for num in (1, 2, 3, 3, 2):
        add(document, "甲", num, 0)
    assert text_of(document).split("\n") == ["一、甲", "二、甲", "一、甲", "二、甲", "三、甲"]


def test_a_list_may_replace_a_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "decimalEnclosedCircle", "%1")}</w:lvlOverride>'
    document = numbered({0: THREE}, {1: on(0, other)})
    add(document, "甲", 1)
    add(document, "乙", 1)
    assert text_of(document) == "①甲\n②乙"


@pytest.mark.parametrize(
    ("levels", "ilvls", "shown"),
    [
        (level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"), (0, 1, 1), "1. /1.1 /1.2 "),
        (level(0, "chineseCounting", "第%1条", start=5), (0, 0), "第五条/第六条"),
        (
            level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
            (0, 1),
            "一、/1.1 ",
        ),
        (
            level(0, "decimal", "%1") + level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>'),
            (0, 1, 0, 1),
            "1 /a) /2 /b) ",
        ),
        (level(0, "bullet", "\uf06c"), (0,), ""),
        (level(0, "none", "附件："), (0,), "附件："),
        (level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"), (1, 0), "1.1 /1. "),
        (level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>'), (0,), "1."),
    ],
    ids=["1.1", "start", "digits", "no restart", "bullet", "none", "level skipped", "no blank"],
)
def test_patterns_of_numbers(levels: str, ilvls: tuple[int, ...], shown: str) -> None:
    document = numbered({0: levels}, {1: on(0)})
    for ilvl in ilvls:
        add(document, "甲", 1, ilvl)
    assert text_of(document).split("\n") == [f"{number}甲" for number in shown.split("/")]


def test_a_style_numbers_its_paragraphs_at_its_own_level() -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>') + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="Heading2"/>'
    )
    document = numbered({0: levels}, {1: on(0)})
    for name in ("Heading 1", "Heading 2"):
        xml = f'<w:numPr {W}><w:numId w:val="1"/></w:numPr>'
        document.styles[name].element.get_or_add_pPr().append(parse_xml(xml))
    derived = document.styles.add_style("小标题", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = document.styles["Heading 2"]
    document.add_paragraph("问题", style="Heading 1")
    document.add_paragraph("学习", style="Heading 2")
    document.add_paragraph("作风", style="小标题")
    add(document, "不是列表", 0)
    assert text_of(document) == "一、问题\n（一）学习\n（二）作风\n不是列表"


def test_a_list_style_leads_to_its_list() -> None:
    document = numbered({0: '<w:numStyleLink w:val="Mine"/>', 1: THREE}, {1: on(0), 2: on(1)})
    document.styles.element.append(
        parse_xml(
            f'<w:style {W} w:type="numbering" w:styleId="Mine"><w:name w:val="Mine"/><w:pPr>'
            '<w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        )
    )
    add(document, "甲", 1, 1)
    assert text_of(document) == "（一）甲"


@pytest.mark.parametrize(
    "inner", ['<w:numId w:val="999"/>', '<w:numId w:val="x"/><w:ilvl w:val="y"/>']
)
def test_a_list_that_is_not_there_gives_no_number(inner: str) -> None:
    numbering = f"<w:pPr><w:numPr>{inner}</w:numPr></w:pPr>"
    assert body(f"<w:p>{numbering}{run('甲')}</w:p>") == "甲"


@pytest.mark.parametrize(
    ("style", "numbers", "written"),
    [
        ("decimal", (0, 7), "0 7"),
        ("decimalZero", (7, 12), "07 12"),
        ("chineseCounting", (1, 10, 11, 20, 21, 99, 100), "一 十 十一 二十 二十一 九十九 一〇〇"),
        ("chineseCountingThousand", (10, 12, 100, 105, 110, 1010), "十 十二 一百 一百零五 一百一十 一千零一十"),
        ("japaneseCounting", (3, 15), "三 十五"),
        ("ideographDigital", (12, 20), "一二 二〇"),
        ("chineseLegalSimplified", (1, 21), "壹 贰拾壹"),
        ("ideographTraditional", (1, 10), "甲 癸"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("decimalEnclosedCircle", (1, 20, 21, 50, 51), "① ⑳ ㉑ ㊿ 51"),
        ("decimalEnclosedCircleChinese", (3,), "③"),
        ("decimalEnclosedParen", (2,), "⑵"),
        ("decimalEnclosedFullstop", (2,), "⒉"),
        ("decimalFullWidth", (12,), "１２"),
        ("lowerLetter", (1, 26, 27), "a z aa"),
        ("upperLetter", (2,), "B"),
        ("lowerRoman", (4, 9, 14), "iv ix xiv"),
        ("upperRoman", (1999,), "MCMXCIX"),
        ("ordinal", (1, 2, 3, 4, 11, 22), "1st 2nd 3rd 4th 11th 22nd"),
        ("noSuchStyle", (3,), "3"),
    ],
)  # fmt: skip
def test_numerals(style: str, numbers: tuple[int, ...], written: str) -> None:
    assert " ".join(numeral(number, style) for number in numbers) == written


# --- the text around


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = docx.Document()
    document.add_heading("问题清单", 1)
    document.add_paragraph("第一行\n第二行\t尾")
    table = document.add_table(2, 2)
    for cell, text in zip(
        table._cells, ("问题", "措施", "学习不深\n不实", "每周自学"), strict=True
    ):
        cell.text = text
    table.cell(0, 1).merge(table.cell(1, 1))
    document.add_paragraph("完")
    assert text_of(document).split("\n") == [
        *("问题清单", "第一行", "第二行\t尾"),
        *("问题", "措施", "每周自学", "学习不深", "不实", "完"),
    ]


def test_a_row_of_single_lines_is_one_line() -> None:
    table = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("1", "学习不深", "自学"))
    assert body(f"<w:tbl><w:tr>{table}</w:tr></w:tbl><w:p/>") == "1\t学习不深\t自学"


def field(instruction: str, result: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    shown = sign.format("separate") + result if result else ""
    begin, end = sign.format("begin"), sign.format("end")
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}{end}"


BOX = "<w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (f"{run('学习')}<w:ins>{run('很')}</w:ins><w:del><w:r><w:delText>不</w:delText></w:r></w:del>{run('深')}", "学习很深"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('地名')}</w:smartTag>", "链接地名"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"{field('REF x', run('第三条'))}{run('乙')}", "第三条乙"),
        (field(r"EQ \o\ac(○,3)", "") + run("学习"), "③学习"),
        (f"<w:fldSimple w:instr='DATE'>{run('今天')}</w:fldSimple>", "今天"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('露')}", "露"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r>", "甲\n乙-丙"),
        (f"<w:r><w:ruby><w:rt>{run('lǐ')}</w:rt><w:rubyBase>{run('理')}</w:rubyBase></w:ruby></w:r>", "理"),
        (f"<w:r><w:drawing><wp:anchor><a:graphic>{BOX}</a:graphic></wp:anchor></w:drawing></w:r>{run('文')}", "文\n框中"),
        (
            f"{run('文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            "文\n框中",
        ),
        (f"<w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p><w:p>{run('没有结束的域')}", "没有结束的域"),
    ],
    ids=["changes", "moves", "link", "control", "field", "circled", "simple field", "hidden", "breaks", "ruby", "box", "alternatives", "damaged field"],
)  # fmt: skip
def test_what_stands_inside_a_paragraph(inside: str, shown: str) -> None:
    assert body(f"<w:p>{inside}</w:p>") == shown


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert body(f"<w:p>{mark}{run('甲')}</w:p><w:p>{run('乙')}</w:p>") == "甲乙"


def test_a_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、问题\t1", style="toc 1")
    document.add_paragraph("一、问题")
    assert text_of(document) == "一、问题"


def with_member(
    content: bytes, change: Callable[[str, bytes], bytes], add: dict[str, bytes]
) -> bytes:
    """The zip file with its members changed and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, member in add.items():
            new.writestr(name, member)
    return stream.getvalue()


def test_footnotes_stand_at_the_end() -> None:
    document = docx.Document()
    document.add_paragraph("学习")._p.append(
        parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>')
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
        f'</w:footnote><w:footnote w:id="2"><w:p>{run(" 见通知")}</w:p></w:footnote></w:footnotes>'
    )
    relation = b'<Relationship Id="rIdF" Type="x/relationships/footnotes" Target="footnotes.xml"/>'

    def change(name: str, member: bytes) -> bytes:
        related = name == "word/_rels/document.xml.rels"
        return member.replace(b"</Rel", relation + b"</Rel") if related else member

    content = with_member(saved(document), change, {"word/footnotes.xml": notes.encode()})
    assert read_bytes(content, "a.docx") == "学习\n注1：见通知"


def test_a_strict_document_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("学习")
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    content = with_member(saved(document), lambda _, member: member.replace(usual, strict), {})
    assert read_bytes(content, "a.docx") == "学习"


# --- what is refused


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {n} '{f'&{p};' * 10}'>" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "declared", [f"{BOMB}]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"], ids=["bomb", "external"]
)
def test_entities_are_never_expanded(declared: str, encoding: str) -> None:
    document = docx.Document()
    document.add_paragraph("学习")
    xml = (
        f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{declared}<w:document {W}>'
        f"<w:body><w:p>{run('&i;')}</w:p></w:body></w:document>"
    )

    def change(name: str, member: bytes) -> bytes:
        return xml.encode(encoding) if name == "word/document.xml" else member

    with pytest.raises(UnreadableFileError, match="declares entities"):
        read_bytes(with_member(saved(document), change, {}), "a.docx")


def test_a_document_that_unpacks_to_far_more_is_refused() -> None:
    document = docx.Document()

    def change(name: str, member: bytes) -> bytes:
        return member + b" " * 15_000_000 if name == "word/document.xml" else member

    with pytest.raises(UnreadableFileError, match="times its size"):
        read_bytes(with_member(saved(document), change, {}), "a.docx")


@pytest.mark.parametrize(
    ("member", "content", "told"),
    [
        ("word/document.xml", b"<w:document", "is damaged"),
        ("word/numbering.xml", b"\xff\xfe<", "is damaged"),
        ("word/document.xml", f"<w:document {W}/>".encode(), "is empty"),
        ("_rels/.rels", b"", "is damaged"),
    ],
)
def test_a_damaged_document_is_told(member: str, content: bytes, told: str) -> None:
    document = docx.Document()
    document.add_paragraph("学习")
    changed = with_member(saved(document), lambda name, old: content if name == member else old, {})
    with pytest.raises(UnreadableFileError, match=told):
        read_bytes(changed, "a.docx")


def test_a_cut_off_document_is_told() -> None:
    content = saved(docx.Document())
    with pytest.raises(UnreadableFileError, match=r"^a.docx: is damaged"):
        read_bytes(content[: len(content) // 2], "a.docx")


def test_deep_tables_are_read_or_told() -> None:
    xml = "<w:p/>"
    for _ in range(75):
        xml = f"<w:tbl><w:tr><w:tc>{xml}</w:tc></w:tr></w:tbl>"
    with pytest.raises(UnreadableFileError):
        body(xml)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_document_typed_into_word_keeps_its_text(path: Path) -> None:
    lines = [
        line.rstrip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    assert text_of(document).split("\n") == lines
