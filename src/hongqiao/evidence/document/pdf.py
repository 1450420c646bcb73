"""The text of a PDF: pages in order, lines joined to paragraphs, words parted at a line's end made whole."""

import re
from typing import Any

from hongqiao.errors import BrokenDocument, EncryptedDocument, ScannedDocument
from hongqiao.evidence.document.dates import find_date
from hongqiao.evidence.document.formats import Extracted
from hongqiao.evidence.document.value import Repair

_HYPHEN = re.compile("(?<=[^\\W\\d_])(?:\u00ad|\ufffe|\x02|-)\\r?\\n(?=[a-zäöüßéèêàâçñ])|[\ufffe\x02]\\r?\\n?")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef，。、；：）」』]")
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pdf_text(raw: bytes) -> Extracted:
    """Text of all pages; raises EncryptedDocument, ScannedDocument or BrokenDocument where there is none."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise EncryptedDocument("this PDF opens only with a password; save it without one") from None
        raise BrokenDocument(f"this PDF cannot be opened ({error}); it is damaged or cut off") from None
    try:
        count = len(pdf)
        pages, joined = [], 0
        for number in range(count):
            page, hyphens = _paragraphs(_page_text(pdf, number))
            joined += hyphens
            if page:
                pages.append(page)
        about = _metadata(pdf)
    finally:
        pdf.close()
    text = "\n\n".join(pages)
    if len(re.sub(r"\s+", "", text)) < max(1, count):
        raise ScannedDocument(
            f"this PDF has {count} page{'s' if count != 1 else ''} of pictures and no text; recognise its text (OCR) first"
        )
    repairs = [Repair("words parted at a line's end", joined, "-")] if joined else []
    return Extracted(text, "application/pdf", "pdf", about, [], repairs)


def _page_text(pdf: Any, number: int) -> str:
    page = pdf[number]
    try:
        part = page.get_textpage()
        try:
            return str(part.get_text_bounded())
        finally:
            part.close()
    finally:
        page.close()


def _paragraphs(page: str) -> tuple[str, int]:
    """Lines of one page joined to paragraphs, and how many parted words were made whole.

    A line that is nearly as long as the page's long ones goes on in the next; a short one ends its paragraph.
    """
    page, hyphens = _HYPHEN.subn("", page)
    lines = [line.strip() for line in page.replace("\r\n", "\n").split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return "", hyphens
    full = 0.7 * lengths[int(0.9 * (len(lengths) - 1))]
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(line)
        if not line or not following or len(line) < full:
            parts.append("\n")
        elif not (_HAN.match(line[-1]) and _HAN.match(following[0])):
            parts.append(" ")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip(), hyphens


def _metadata(pdf: Any) -> dict[str, str]:
    """Title and language; the date of the file's making is no date of publication and is left alone."""
    about: dict[str, str] = {}
    title = str(pdf.get_metadata_dict(skip_empty=True).get("Title", "")).strip()
    if title and find_date(title) is None and "." not in title[-5:]:  # many titles are file names
        about["title"] = title
    return about
