"""The text of a DOCX: paragraphs on lines, table cells parted by tabs; what it unpacks to is bounded."""

import io
import zipfile
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from hongqiao.errors import BrokenDocument, DocumentTooLarge, EncryptedDocument, NotADocument
from hongqiao.evidence.document.formats import Extracted

UNPACKED = 128 * 2**20  # bytes; the text of some forty thick books
RATIO = 400  # unpacked to packed; ordinary DOCX stay below 40
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "language": "{http://purl.org/dc/elements/1.1/}language",
}


def docx_text(raw: bytes) -> Extracted:
    """Text of a DOCX file's bytes.

    Raises EncryptedDocument, DocumentTooLarge for a zip bomb, BrokenDocument or NotADocument.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        if b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e" in raw:
            raise EncryptedDocument("this Office file opens only with a password; save it without one")
        raise NotADocument("this is an Office file of before 2007 (DOC, XLS, PPT); save it as DOCX")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                kind = "a spreadsheet" if "xl/workbook.xml" in names else "an archive"
                raise NotADocument(f"this is {kind} of {len(names)} files, not a DOCX; word/document.xml is missing")
            _guard(archive)
            with archive.open("word/document.xml") as part:
                text = _body(_Bounded(part))
            about = _core(archive) if "docProps/core.xml" in names else {}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        ParseError,
        KeyError,
        OSError,
        NotImplementedError,
    ) as error:
        raise BrokenDocument(f"this DOCX cannot be unpacked ({error}); it is damaged or cut off") from None
    except RuntimeError as error:  # zipfile's answer to an encrypted member
        raise EncryptedDocument(f"this DOCX opens only with a password ({error})") from None
    return Extracted(text, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", about)


def _guard(archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        if member.file_size > UNPACKED or (
            member.file_size > 2**20 and member.file_size > RATIO * max(1, member.compress_size)
        ):
            raise DocumentTooLarge(
                f"{member.filename} unpacks from {member.compress_size:,} to {member.file_size:,} bytes; "
                f"at most {UNPACKED:,} bytes and {RATIO} to 1 are opened (a zip bomb?)"
            )


class _Bounded:
    """A reader that stops at the limit, because an archive may lie about its sizes."""

    def __init__(self, part: IO[bytes]) -> None:
        self.part = part
        self.left = UNPACKED

    def read(self, size: int = -1) -> bytes:
        data = self.part.read(min(size, 2**16) if size > 0 else 2**16)
        self.left -= len(data)
        if self.left < 0:
            raise DocumentTooLarge(f"this DOCX unpacks to more than {UNPACKED:,} bytes (a zip bomb?)")
        return data


def _body(source: _Bounded) -> str:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    parts: list[str] = []
    try:
        events: Any = iterparse(source, events=("end",), forbid_dtd=True)
        for _, element in events:
            match element.tag.removeprefix(_WORD):
                case "t":
                    parts.append(element.text or "")
                case "tab" if not element.attrib:  # a tab stop's definition has attributes, a tab has none
                    parts.append("\t")
                case "br" | "cr":
                    parts.append("\n")
                case "noBreakHyphen":
                    parts.append("-")
                case "p":
                    parts.append("\n")
                case "tc":
                    if parts and parts[-1] == "\n":
                        parts[-1] = "\t"
                case "tr":
                    if parts and parts[-1] == "\t":
                        parts[-1] = "\n"
                case _:
                    continue
            element.clear()
    except DefusedXmlException as error:
        raise BrokenDocument(f"this DOCX holds a document type or entities, which no DOCX needs ({error})") from None
    return "".join(parts).strip("\n")


def _core(archive: zipfile.ZipFile) -> dict[str, str]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(archive.read("docProps/core.xml"), forbid_dtd=True)
    except (DefusedXmlException, ParseError):
        return {}  # the properties are an extra: without them the text is still whole
    found = {name: (root.findtext(tag) or "").strip() for name, tag in _CORE.items()}
    return {name: value for name, value in found.items() if value}
