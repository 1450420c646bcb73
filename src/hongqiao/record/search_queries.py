"""What the search page asks of the record."""

from collections.abc import Sequence

from django.db import connections

from hongqiao.record import models, search


def found(text: str) -> Sequence[models.SearchText]:
    """Everything that holds every word of the text, in a stable order; the page takes a slice."""
    everything = models.SearchText.objects.all()
    rows = search.matching(everything, connections[everything.db], text)  # the past lies in a database of its own
    return rows.order_by("kind", "title", "object")  # type: ignore[return-value]  # a query set is sliced lazily
