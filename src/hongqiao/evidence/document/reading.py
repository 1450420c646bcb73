"""Read one document: bytes, format, encoding, repairs, frame."""

import hashlib
import re
from pathlib import Path

from hongqiao.errors import (
    BadFrontMatter,
    BadPeriod,
    DocumentIsFolder,
    DocumentMissing,
    DocumentTooLarge,
    EmptyDocument,
    HongqiaoError,
)
from hongqiao.evidence.document.dates import find_date
from hongqiao.evidence.document.formats import Extracted, extract
from hongqiao.evidence.document.frame import read_frame, story_spans
from hongqiao.evidence.document.mirror import repaired
from hongqiao.evidence.document.value import Document, Span
from hongqiao.ground.basis import StoredText
from hongqiao.ground.period import Period

LIMIT = 64 * 2**20  # bytes of one file
UNDETERMINED = "und"  # ISO 639-2: the language of a text that has no words


def read(source: str | Path | bytes, *, name: str | None = None, limit: int = LIMIT) -> Document:
    """One document from a file, or from its bytes.

    Plain text, Markdown (with front matter between +++ lines), HTML, PDF and DOCX are told by their bytes; the encoding
    is detected, damage of careless mirrors is repaired and reported, the wire frame is set apart from the story.
    Raises DocumentMissing, DocumentIsFolder, DocumentTooLarge, EmptyDocument, NotADocument, UnknownEncoding,
    EncryptedDocument, ScannedDocument, BrokenDocument or BadFrontMatter; each names the file.

    >>> document = read("PEKING, 14. November 2022 /PRNewswire/ -- Die Bahn braucht 17 Minuten.".encode())
    >>> document.published.text, document.agencies, document.dateline.place
    ('2022-11-14', ('PRNewswire',), 'PEKING')
    """
    raw, shown, suffix = _bytes_of(source, name, limit)
    try:
        return _document(raw, shown, suffix)
    except HongqiaoError as error:
        # the same error, now with the file's name in front
        raise type(error)(f"{shown}: {error}") from None


def _bytes_of(source: str | Path | bytes, name: str | None, limit: int) -> tuple[bytes, str, str]:
    if isinstance(source, bytes):
        shown = name or "bytes"
        if len(source) > limit:
            raise DocumentTooLarge(f"{shown}: {len(source):,} bytes, at most {limit:,} are read; split the document")
        return source, shown, Path(shown).suffix.lower()
    path = Path(source)
    shown = name or path.name
    if path.is_dir():
        raise DocumentIsFolder(f"{path}: this is a folder; name its files, or read it with read_folder")
    try:
        size = path.stat().st_size
        if size > limit:
            raise DocumentTooLarge(f"{path}: {size:,} bytes, at most {limit:,} are read; split the document")
        return path.read_bytes(), shown, path.suffix.lower()
    except (FileNotFoundError, NotADirectoryError):
        raise DocumentMissing(f"{path}: there is no such file") from None
    except ValueError as error:  # a path with a zero byte
        if isinstance(error, HongqiaoError):
            raise
        raise DocumentMissing(f"{str(source)!r} is no path ({error})") from None


def _document(raw: bytes, name: str, suffix: str) -> Document:
    if not raw.strip():
        raise EmptyDocument("the file is empty")
    found = extract(raw, suffix)
    text, repairs, edits = repaired(found.text)
    if not text.strip("\ufeff\u200b\u200c\u200d\u200e\u200f \t\r\n\f\v\u3000"):
        raise EmptyDocument("the file holds no text, only blanks")
    outside = [_moved(span, edits) for span in found.outside]
    after = outside[0][1] if found.media_type == "text/markdown" and outside else 0
    frame = read_frame(text, after)
    about = found.about
    story = story_spans(text, outside + frame.spans)
    stored = StoredText(text)
    return Document(
        name=name,
        text=text,
        stored=stored,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        media_type=found.media_type,
        encoding=found.encoding,
        language=_language(about.get("language"), text, story),
        title=about.get("title") or _title(text, story, found),
        dateline=frame.dateline,
        published=_published(about.get("published")) or frame.published,
        publisher=about.get("publisher") or frame.publisher,
        agencies=tuple(frame.agencies),
        original=about.get("original") or frame.original,
        links=tuple(frame.links),
        contacts=tuple(frame.contacts),
        credits=tuple(frame.credits),
        retells=about.get("retells"),
        licence=about.get("licence"),
        story=story,
        repairs=(*found.repairs, *repairs),
        edits=edits,
    )


def _moved(span: Span, edits: tuple[tuple[int, int], ...]) -> Span:
    """A span of the file as a span of the repaired text."""

    def moved(position: int) -> int:
        surplus = 0
        for spot, more in edits:
            if spot + more > position:
                break
            surplus = more
        return position - surplus

    return (moved(span[0]), moved(span[1])) if edits else span


def _language(given: str | None, text: str, story: tuple[Span, ...]) -> str:
    if given:
        return re.split(r"[-_]", given)[0].lower()
    from hongqiao.evidence.language import detect

    sample = " ".join(text[start : min(end, start + 20_000)] for start, end in story[:20])[:20_000] or text[:20_000]
    return detect(sample) or UNDETERMINED


def _published(given: str | None) -> Period | None:
    if not given:
        return None
    try:
        return Period.parse(given[:10] if re.match(r"\d{4}-\d{2}-\d{2}[T ]", given) else given)
    except BadPeriod:
        found = find_date(given)
        if found is None or found.period is None:
            raise BadFrontMatter(f"published is {given!r}; write a day, month or year such as 2022-11-14") from None
        return found.period


def _title(text: str, story: tuple[Span, ...], found: Extracted) -> str | None:
    """The first line, where it is short, followed by more and no sentence; in Markdown the first heading."""
    if not story:
        return None
    first, end = story[0]
    line, newline, _ = text[first : min(end, first + 400)].partition("\n")
    line = line.strip()
    if found.media_type == "text/markdown" and line.startswith("#"):
        return line.lstrip("#").strip() or None
    if (not newline and len(story) < 2) or not line or len(line) > 200:
        return None
    if not newline and text[end - 1 : end] != line[-1:]:
        return None
    return None if re.search(r"[.。！!?？:：;；,，]$", line) and not re.search(r"[?？!！]$", line) else line
