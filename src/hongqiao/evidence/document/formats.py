"""What kind of file it is, and the text of each kind: plain text, Markdown, HTML, PDF, DOCX."""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from hongqiao.errors import BadFrontMatter, NotADocument
from hongqiao.evidence.document.encoding import decode
from hongqiao.evidence.document.value import Repair, Span

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"RIFF", "audio, video or WebP"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ", "application/x-xz"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"OggS", "audio"),
    (b"ID3", "audio"),
)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|h[1-6]|br|table|td|a|li|article)\b[^<>]{0,200}>", re.IGNORECASE)
_FRONT = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELDS = ("language", "title", "published", "publisher", "retells", "licence", "original")


@dataclass(slots=True)
class Extracted:
    """The text of a file before its frame is looked at, and what the format itself says of the document."""

    text: str
    media_type: str
    encoding: str
    about: dict[str, str] = field(default_factory=dict)
    outside: list[Span] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def extract(raw: bytes, suffix: str = "") -> Extracted:
    """The text of a file's bytes; the bytes decide what they are, the suffix only tells HTML and Markdown from text."""
    head = raw[:8192].lstrip()[:1024] if raw[:1] in b" \t\r\n" else raw[:1024]
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if kind == "application/pdf":
        from hongqiao.evidence.document.pdf import pdf_text

        return pdf_text(raw)
    if kind in {"application/zip", "application/x-ole"}:
        from hongqiao.evidence.document.docx import docx_text

        return docx_text(raw)
    if kind == "application/rtf":
        raise NotADocument("this is RTF, which is not read; save it as DOCX or plain text")
    if kind is not None:
        raise NotADocument(f"this is {kind}, not a document; text, Markdown, HTML, PDF and DOCX are read")
    text, encoding = decode(raw)
    _refuse_binary(text)
    if _is_html(text, suffix):
        from hongqiao.evidence.document.page import html_text

        return html_text(text, encoding)
    return plain_text(text, encoding, suffix)


def _refuse_binary(text: str) -> None:
    sample = text[:20_000]
    strange = sum(1 for letter in sample if letter < " " and letter not in "\t\n\r\f\v\x1c\x1d\x1e\x1f")
    if strange > max(2, 0.01 * len(sample)):
        raise NotADocument(
            f"{strange} of the first {len(sample)} characters are control codes: a binary file, not a text"
        )


def _is_html(text: str, suffix: str) -> bool:
    head = text[:2048]
    if _HTML.search(head):
        return True
    return suffix in {".html", ".htm", ".xhtml"} and _TAG.search(text[:20_000]) is not None


def plain_text(text: str, encoding: str, suffix: str = "") -> Extracted:
    """Plain text or Markdown; front matter between lines of +++ is read as TOML and lies outside the story."""
    markdown = suffix in {".md", ".markdown", ".mkd"}
    found = _FRONT.match(text) if text[:4].lstrip("\ufeff").startswith("+++") else None
    result = Extracted(text, "text/markdown" if markdown or found else "text/plain", encoding)
    if found is not None:
        result.about = front_matter(found[1])
        result.outside.append((0, found.end()))
    return result


def front_matter(lines: str) -> dict[str, str]:
    r"""The fields between the +++ lines as texts; dates as they are written. Raises BadFrontMatter.

    >>> front_matter('title = "A bridge"\npublished = 2022-11-14')
    {'title': 'A bridge', 'published': '2022-11-14'}
    """
    try:
        table: dict[str, Any] = tomllib.loads(lines.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise BadFrontMatter(f"the lines between +++ are no TOML: {error}") from None
    for name in _FIELDS:
        if name in table and isinstance(table[name], dict | list | bool):
            raise BadFrontMatter(f"the field {name!r} of the front matter is a text or a date, got {table[name]!r}")
    return {name: str(table[name]) for name in _FIELDS if name in table and str(table[name]).strip()}
