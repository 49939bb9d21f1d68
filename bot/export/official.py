"""The format of official papers, GB/T 9704—2012, as values and as the parts of a Word file.

Sizes follow Chinese naming: 二号 is 22 pt, 三号 16 pt, 四号 14 pt. The fonts that the standard
names are on few machines but in every office of those who read such papers, so each one carries
substitutes that Word and WPS look for next. Styles hold the whole layout; a paper only names them.
"""

from dataclasses import dataclass

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LATIN = "Times New Roman"
TITLE_FONT, HEADING_FONT, SONG = "方正小标宋简体", "黑体", "宋体"
KAI, FANGSONG = "楷体_GB2312", "仿宋_GB2312"
# Font -> the ones to take where it is missing, best first.
SUBSTITUTES = {
    TITLE_FONT: ("方正小标宋_GBK", "华文中宋", "STZhongsong", "SimSun"),
    HEADING_FONT: ("SimHei", "Noto Sans CJK SC"),
    KAI: ("楷体", "KaiTi", "STKaiti"),
    FANGSONG: ("仿宋", "FangSong", "STFangsong"),
    SONG: ("SimSun", "Noto Serif CJK SC"),
    LATIN: ("Liberation Serif",),
}

LINE = 28  # points from line to line of the body
LINES, CHARACTERS = 22, 28  # of a full page
BODY = 16  # points
_TWIPS = 1440 / 25.4  # in a millimetre; a point has 20


@dataclass(frozen=True, slots=True)
class Page:
    """A page in millimetres; `footer` is the distance of the page number from the edge."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Height between the margins."""
        return self.height - self.top - self.bottom


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, Word's unit."""
    return round(millimetres * _TWIPS)


PORTRAIT = Page(210, 297, top=37, bottom=35, left=28, right=26, footer=25)
# The same sheet turned, its head at the left: a wide table is bound with the others.
LANDSCAPE = Page(297, 210, top=28, bottom=26, left=35, right=37, footer=16)
# 28 characters of 16 pt are 2 mm too wide for the page, so each moves up: twentieths of a point.
CONDENSED = twips(PORTRAIT.text_width) // CHARACTERS - BODY * 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes in points, indents in characters, `line` 0 for as high as needed."""

    id: str
    name: str
    font: str
    size: float
    align: str = "both"
    line: int = LINE
    first: int = 0  # indent of the first line
    left: int = 0
    right: int = 0
    before: int = 0
    after: int = 0
    level: int = 0  # of a heading, 0 for none
    is_bold: bool = False
    latin: str = LATIN


STYLES = (
    Style("BodyText", "Body Text", FANGSONG, BODY, first=2),
    Style("Title", "Title", TITLE_FONT, 22, align="center", line=34, after=14),
    Style("Byline", "署名", KAI, BODY, align="center", after=LINE),
    Style("Heading1", "heading 1", HEADING_FONT, BODY, first=2, level=1),
    Style("Heading2", "heading 2", KAI, BODY, first=2, level=2),
    Style("Heading3", "heading 3", FANGSONG, BODY, first=2, level=3, is_bold=True),
    Style("Heading4", "heading 4", FANGSONG, BODY, first=2, level=4),
    Style("TableText", "表格正文", FANGSONG, 12, align="left", line=20),
    Style("TableHeading", "表格标题", HEADING_FONT, 12, align="center", line=20),
    Style("Footer", "footer", SONG, 14, align="right", line=0, right=1, latin=SONG),
    Style("FooterEven", "双页页脚", SONG, 14, align="left", line=0, left=1, latin=SONG),
    Style("CommentText", "annotation text", SONG, 10.5, align="left", line=0),
)


def styles_xml() -> str:
    """The part that defines the styles: /word/styles.xml."""
    body = "".join(_style(style) for style in STYLES)
    return f"<w:styles {_NAMESPACE}>{_DEFAULTS}{body}{_OTHER_STYLES}</w:styles>"


def fonts_xml() -> str:
    """The part that names substitutes for fonts: /word/fontTable.xml."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/></w:font>'
        for name, others in SUBSTITUTES.items()
    )
    return f"<w:fonts {_NAMESPACE}>{fonts}</w:fonts>"


def settings_xml() -> str:
    """The part with the settings of a Chinese document: /word/settings.xml."""
    return f"<w:settings {_NAMESPACE}>{_SETTINGS}</w:settings>"


def grid(page: Page) -> dict[str, str]:
    """The attributes of the grid of lines, 22 on an upright page.

    There is no grid of characters: a pitch below the size of the font, which 28 characters need,
    is drawn far too wide by LibreOffice. `CONDENSED` gives the same lines everywhere.
    """
    lines = LINES if page == PORTRAIT else page.text_height * LINES // PORTRAIT.text_height
    return {"type": "lines", "linePitch": str(twips(page.text_height) // lines)}


def _style(style: Style) -> str:
    used_next = "BodyText" if style.level or style.id in ("Title", "Byline") else style.id
    keep = "<w:keepNext/>" if style.level else ""
    off_grid = "" if style.size == BODY else '<w:snapToGrid w:val="0"/>'
    condensed = f'<w:spacing w:val="{CONDENSED}"/>' if style.size == BODY else ""
    level = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    bold = '<w:b w:val="{0}"/><w:bCs w:val="{0}"/>'.format(int(style.is_bold))
    half_points = round(style.size * 2)
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"{custom}>'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="{used_next}"/><w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:pPr>{keep}{off_grid}{_spacing(style)}{_indent(style)}"
        f'<w:jc w:val="{style.align}"/>{level}</w:pPr>'
        f'<w:rPr>{_fonts(style.font, style.latin)}{bold}<w:color w:val="000000"/>{condensed}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _spacing(style: Style) -> str:
    line = f'w:line="{style.line * 20}" w:lineRule="exact"' if style.line else _AS_NEEDED
    return f'<w:spacing w:before="{style.before * 20}" w:after="{style.after * 20}" {line}/>'


def _indent(style: Style) -> str:
    """Indents in characters, and in twips for programs that do not count characters."""
    sides = {"left": style.left, "right": style.right, "firstLine": style.first}
    return "<w:ind " + " ".join(
        f'w:{side}Chars="{count * 100}" w:{side}="{round(count * style.size * 20)}"'
        for side, count in sides.items()
    ) + "/>"  # fmt: skip


def _fonts(font: str, latin: str) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"/>'


_AS_NEEDED = 'w:line="240" w:lineRule="auto"'
_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG, LATIN)}"
    '<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:spacing w:line="{LINE * 20}"'
    ' w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
    # once more, since some programs measure by the size of this style
    '<w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
)
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_OTHER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="CommentReference">'
    '<w:name w:val="annotation reference"/><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr>'
    "</w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    "<w:semiHidden/></w:style>"
)
# Different footers left and right; half-width digits balanced as Chinese Word does it.
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
