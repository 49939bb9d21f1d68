"""Fills a Word document with the blocks of a paper. The only door to python-docx for writing.

Imported by `word` when a file is made, since python-docx brings lxml with it.
"""

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from bot.export.official import LANDSCAPE, PORTRAIT, fonts_xml, grid, settings_xml, styles_xml
from bot.export.paper import Block, Heading, Paper, Run, Table
from bot.export.word import fit

_STYLES = {"body": "Body Text", "byline": "署名"}
# Parts of python-docx's template that a paper has no use for: a thumbnail, what Word made the
# template with, fonts of its theme.
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
}


def build(paper: Paper, *, author: str) -> WordDocument:
    """A Word document that holds the paper."""
    document = Document()
    _make_official(document)
    _describe(document, paper, author)
    _lay_out(document.sections[0], is_landscape=paper.is_landscape)
    writer = _Writer(document, author)
    title = document.add_paragraph(style="Title")
    writer.runs(title, (Run(paper.title),))
    for block in paper.blocks:
        writer.block(block)
    return document


class _Writer:
    """Writes blocks to the end of a document."""

    def __init__(self, document: WordDocument, author: str) -> None:
        self._document = document
        self._author = author

    def block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Heading):
            paragraph = self._document.add_paragraph(style=f"Heading {block.level}")
            self.runs(paragraph, (Run(block.mark), *block.runs) if block.mark else block.runs)
        else:
            self.runs(self._document.add_paragraph(style=_STYLES[block.kind]), block.runs)

    def runs(self, paragraph: WordParagraph, runs: tuple[Run, ...]) -> None:
        for run in runs:
            written = paragraph.add_run(fit(run.text))
            _dress(written, run)
            if comment := fit(run.comment).strip():
                self._comment(written, comment)

    def _comment(self, run: WordRun, text: str) -> None:
        comment = self._document.add_comment(
            run, text=text, author=self._author, initials=self._author[:1]
        )
        del comment._comment_elm.attrib[qn("w:date")]  # when it was made is nobody's concern

    def _table(self, table: Table) -> None:
        rows = len(table.rows) + 1
        made = self._document.add_table(rows, len(table.columns), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, table.columns, strict=True):
            column.width = Mm(width.width)
        head = tuple((Run(column.name),) for column in table.columns)
        self._row(made.rows[0], table, head, style="表格标题")
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # on every page
        for row, cells in zip(list(made.rows)[1:], table.rows, strict=True):
            self._row(row, table, cells, style="表格正文")

    def _row(
        self, row: WordRow, table: Table, cells: tuple[tuple[Run, ...], ...], *, style: str
    ) -> None:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # if it fits on a page
        for cell, column, runs in zip(row.cells, table.columns, cells, strict=True):
            cell.width = Mm(column.width)
            paragraph = cell.paragraphs[0]
            paragraph.style = style
            self.runs(paragraph, runs)


def _dress(written: WordRun, run: Run) -> None:
    """The looks of a run, and the hint by which Word draws “” and … as Chinese."""
    if run.kind == "blank":
        written.font.highlight_color = WD_COLOR_INDEX.YELLOW
    elif run.kind == "emphasis":
        written.style = "Strong"
    written._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _make_official(document: WordDocument) -> None:
    """The official styles, settings and fonts in place of the template's."""
    for part in (document.part, document.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype not in _KEPT]:
            part.rels.pop(key)
    for element, xml in (
        (document.styles.element, styles_xml()),
        (document.settings.element, settings_xml()),
    ):
        element[:] = list(parse_xml(xml))
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{fonts_xml()}".encode()


def _describe(document: WordDocument, paper: Paper, author: str) -> None:
    """Title and author, no dates and no person's name."""
    core = document.core_properties
    core._element[:] = []
    core.title = fit(" ".join(paper.title.splitlines()))[:255]  # as long as the field may be
    core.author = author
    core.language = "zh-CN"


def _lay_out(section: Section, *, is_landscape: bool) -> None:
    page = LANDSCAPE if is_landscape else PORTRAIT
    section.orientation = WD_ORIENTATION.LANDSCAPE if is_landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.footer_distance = Mm(page.footer)
    doc_grid = section._sectPr.find(qn("w:docGrid"))
    doc_grid.attrib.clear()
    for name, value in grid(page).items():
        doc_grid.set(qn(f"w:{name}"), value)
    _number(section.footer, "footer")
    _number(section.even_page_footer, "双页页脚")


def _number(footer: _Footer, style: str) -> None:
    """The page number between dashes, as a field that Word keeps right: — 1 —"""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = style
    paragraph.add_run("— ")
    page = OxmlElement("w:fldSimple", attrs={qn("w:instr"): "PAGE"})
    paragraph._p.append(page)
    page.append(paragraph.add_run("1")._r)
    paragraph.add_run(" —")
