"""The texts of documents, as quotes are checked against them: fetched together, and kept while there is room.

Documents never change, so that a text once fetched may be kept; the room is bounded, the longest unused leave first.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from hongqiao.ground.basis import StoredText
from hongqiao.record import models

ROOM = 16_000_000  # characters that are kept per process

_kept: OrderedDict[str, StoredText] = OrderedDict()
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


def forget() -> None:
    """Keep none; for tests that count queries."""
    with _guard:
        _kept.clear()
