"""The texts of documents and the rows of data sets: fetched together, and kept while there is room.

Neither ever changes, so that what was once fetched may be kept; the room is bounded, the longest unused leave first.
"""

import csv
import io
import threading
from collections import OrderedDict
from collections.abc import Iterable

from hongqiao.ground.basis import StoredText
from hongqiao.record import models

ROOM = 16_000_000  # characters that are kept per process

TABLES = 32  # data sets that are kept per process

type Rows = tuple[tuple[str, ...], ...]

_kept: OrderedDict[str, StoredText] = OrderedDict()
_tables: OrderedDict[str, Rows] = OrderedDict()
_guard = threading.Lock()


def of_documents(ids: Iterable[str]) -> dict[str, StoredText]:
    """The texts of some documents by id: those not kept come in one query."""
    wanted = set(ids)
    with _guard:
        found = {key: _kept[key] for key in wanted if key in _kept}
        for key in found:
            _kept.move_to_end(key)
    missing = wanted - found.keys()
    if missing:
        rows = models.Content.objects.filter(document_id__in=missing).values_list("document_id", "text")
        fresh = {key: StoredText(text) for key, text in rows}
        found |= fresh
        _keep(fresh)
    return found


def _keep(fresh: dict[str, StoredText]) -> None:
    with _guard:
        _kept.update(fresh)
        size = sum(len(text.text) for text in _kept.values())
        while size > ROOM and _kept:
            _, gone = _kept.popitem(last=False)
            size -= len(gone.text)


def of_tables(ids: Iterable[str]) -> dict[str, Rows]:
    """The rows of some data sets by id, their headers first: those not kept come in one query."""
    wanted = set(ids)
    with _guard:
        found = {key: _tables[key] for key in wanted if key in _tables}
        for key in found:
            _tables.move_to_end(key)
    missing = wanted - found.keys()
    if missing:
        bodies = models.DataSet.objects.filter(pk__in=missing).values_list("id", "body")
        fresh = {key: _rows(body) for key, body in bodies}
        found |= fresh
        with _guard:
            _tables.update(fresh)
            while len(_tables) > TABLES:
                _tables.popitem(last=False)
    return found


def _rows(body: bytes | memoryview) -> Rows:
    return tuple(tuple(row) for row in csv.reader(io.StringIO(bytes(body).decode("utf-8-sig", "replace"))))
