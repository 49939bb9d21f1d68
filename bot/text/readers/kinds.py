"""Tells what a file is by its first bytes, and what to do about the kinds nobody reads here."""

import io
import re
from collections.abc import Iterable

from bot.errors import Trouble, UnreadableFileError
from bot.text.readers.archive import open_archive
from bot.text.readers.plain import decoded

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .wps and documents with a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what a document with a password holds in it
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (_OLE, "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!\x1a\x07", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
)
# BM and the size, then four bytes that are always zero; RIFF....WEBP; ....ftypheic
_IMAGE = re.compile(rb"BM.{4}\0{4}|RIFF.{4}WEBP|.{4}ftyp(?:hei|mif|avi)", re.DOTALL)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_WORD_XML = re.compile(r"\s*<\?xml.*(?:mso-application|w:wordDocument|pkg:package)", re.S)
_SAVED_MAIL = re.compile(r"\s*MIME-Version:.*multipart/related", re.I | re.S)
_SAMPLE = 2_000  # characters in which a text shows what it is
_SAMPLE_BYTES = 4_096
# word/document.xml; some programs number it: word/document2.xml
_WORD_PART = re.compile(r"word/document\d*\.xml")
# A member that only this kind of zip file has.
_ZIP_KINDS = (
    ("[content_types].xml", "office"),
    ("ofd.xml", "ofd"),
    ("mimetype", "odt"),
)
# Why a kind is not read and what to do.
REFUSED = {
    "ole": "is in the old Word or WPS format; save it as .docx",
    "locked": "is protected by a password; remove it in Word or WPS and save it as .docx",
    "rtf": "is in rich text format; save it as .docx",
    "wordxml": "is Word's XML format; save it as .docx",
    "mht": "is a web archive; save the page as .html",
    "image": "is a picture without text; send the text as .docx or .txt",
    "packed": "is an archive that is not read; pack it as .zip",
    "office": "is a table or slides, not a text; save the text as .docx",
    "ofd": "is an OFD file; save it as .docx or .pdf",
    "odt": "is in OpenDocument format; save it as .docx",
}
# What the rest of them are to a user is "format".
TROUBLES: dict[str, Trouble] = {"locked": "protected", "image": "scan", "packed": "archive"}
# The same by ending, for a file that does not show what it is.
REFUSED_ENDINGS = {
    ".doc": REFUSED["ole"],
    ".wps": REFUSED["ole"],
    ".rtf": REFUSED["rtf"],
    ".odt": REFUSED["odt"],
    ".ofd": REFUSED["ofd"],
}


def kind_of(content: bytes) -> str:
    """pdf, docx, zip, html, text or a key of REFUSED; text if nothing else shows."""
    kind = next((kind for sign, kind in _SIGNATURES if content.startswith(sign)), "")
    if kind == "zip":
        return _zip_kind(content)
    if kind == "ole":
        return "locked" if _LOCKED in content else "ole"
    if kind:
        return kind
    if _IMAGE.match(content):
        return "image"
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "pdf"
    return _text_kind(content)


def zip_kind(names: Iterable[str]) -> str:
    """The kind of a zip file with members of these names; zip if it is just an archive."""
    known = {name.lower() for name in names}
    if any(_WORD_PART.fullmatch(name) for name in known):
        return "docx"
    return next((kind for member, kind in _ZIP_KINDS if member in known), "zip")


def _zip_kind(content: bytes) -> str:
    try:
        with open_archive(io.BytesIO(content), "") as archive:
            return zip_kind(archive.names())
    except UnreadableFileError:
        return "zip"  # reading it will tell what is wrong


def _text_kind(content: bytes) -> str:
    start = content[:_SAMPLE_BYTES]
    if b"<" not in start and b":" not in start:
        return "text"
    sample = (decoded(start) or "")[:_SAMPLE].lstrip("\ufeff")
    if _WORD_XML.match(sample):
        return "wordxml"
    if _HTML.match(sample):
        return "html"
    return "mht" if _SAVED_MAIL.match(sample) else "text"
