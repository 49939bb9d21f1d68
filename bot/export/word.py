"""A paper as a Word file in the official format: the same paper always gives the same bytes.

python-docx is loaded when the first file is asked for. What it puts into a file by itself, such as
dates, a picture, its own styles, is left out: a paper tells nothing that its user did not write.
"""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.export.paper import Paper

AUTHOR = "备会助手"
# What XML cannot hold: most control characters, halves of characters, two special ones.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows


def to_docx(paper: Paper) -> bytes:
    """The paper as the content of a .docx file; characters that XML cannot hold are left out."""
    from bot.export.body import build  # brings python-docx and lxml

    written = BytesIO()
    build(paper, author=AUTHOR).save(written)
    return _dateless(written)


def fit(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNFIT.sub("", text)


def _dateless(written: BytesIO) -> bytes:
    """The same zip file without the time of its making."""
    again = BytesIO()
    with ZipFile(written) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, date_time=_NO_DATE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # else it differs between Windows and the rest
            target.writestr(info, source.read(name))
    return again.getvalue()
