"""Bytes and texts that came in pieces, put together on disk: documents as they were read, data sets as they were."""

import base64
import binascii
import functools
from collections.abc import Iterator
from pathlib import Path

from hongqiao.ground.basis import StoredText, sha256
from hongqiao.record import models
from hongqiao.record.bulk.spool import Spool
from hongqiao.record.bulk.tables import PARTS

COLUMNS = ("of", "part", "number", "content")
KINDS = ("text", "bytes")
PIECE = 22_500  # bytes; thirty thousand characters in base64, which a cell of a workbook can hold


class Parts:
    """The pieces of a file, by the id of the document or data set that they belong to."""

    def __init__(self, spool: Spool, folder: Path) -> None:
        self.folder = folder
        self.found: dict[tuple[str, str], Path] = {}
        self.wrong: list[tuple[int, str, str, str]] = []
        for row, cells, _wrong in spool.rows(PARTS):
            self._take(row, str(cells.get("of", "")), str(cells.get("part", "")), str(cells.get("content", "")))

    def _take(self, row: int, of: str, part: str, content: str) -> None:
        if part not in KINDS:
            self.wrong.append((row, "part", part, f"one of {', '.join(KINDS)} would be right"))
            return
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            self.wrong.append((row, "content", content[:40], "base64 would be right"))
            return
        path = self.found.setdefault((of, part), self.folder / f"part-{len(self.found)}")
        with path.open("ab") as file:
            file.write(data)

    def bytes(self, of: str, part: str = "bytes") -> bytes | None:
        """All the bytes of one part; None where the file does not hold it."""
        path = self.found.get((of, part))
        return path.read_bytes() if path else None


class Texts:
    """The texts that quotes are held against: those of the record, and those that came with the file."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.of = functools.lru_cache(maxsize=64)(self._of)

    def _of(self, document: str) -> StoredText | None:
        text = models.Content.objects.filter(document=document).values_list("text", flat=True).first()
        if text is None:
            data = self.parts.bytes(document, "text")
            text = data.decode("utf-8", "surrogatepass") if data is not None else None
        return None if text is None else StoredText(text)


def pieces(data: bytes) -> Iterator[str]:
    """Bytes in pieces for the column `content`."""
    for start in range(0, max(len(data), 1), PIECE):
        yield base64.b64encode(data[start : start + PIECE]).decode("ascii")


def hash_of(data: bytes) -> str:
    """The hash under which a document or data set is known."""
    return sha256(data)
