"""A new Word file with a text, a paragraph for each line, for texts that came in another form."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from bot.export.annotate_document import fit

_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
)
# 三号仿宋, exactly 28 points from line to line, as official papers are set; A4 and its margins.
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    "</w:styles>"
)
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984"'
    ' w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_TITLE = '<w:pPr><w:jc w:val="center"/></w:pPr>', '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr>'
_LINE = '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>', ""


def blank_docx(lines: Sequence[str], *, title: str = "") -> bytes:
    """The content of a .docx; the same lines always give the same bytes."""
    body = "".join(
        [_paragraph(title, *_TITLE)] * bool(title) + [_paragraph(line, *_LINE) for line in lines]
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}{_SECTION}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
        "word/styles.xml": _STYLES,
    }
    written = BytesIO()
    # Not packed: a text of blanks alone must not look like a zip bomb to those who read it next.
    with zipfile.ZipFile(written, "w") as target:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, date_time=_NO_DATE)
            info.create_system = 0  # else it differs between Windows and the rest
            target.writestr(info, _HEAD + part)
    return written.getvalue()


def _paragraph(text: str, layout: str, look: str) -> str:
    clean = escape(fit(text).strip())
    return f'<w:p>{layout}<w:r>{look}<w:t xml:space="preserve">{clean}</w:t></w:r></w:p>'


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
