"""What the search page asks of the record."""

from collections.abc import Sequence

from django.db import connection

from hongqiao.record import models, search


def found(text: str) -> Sequence[models.SearchText]:
    """Everything that holds every word of the text, in a stable order; the page takes a slice."""
    rows = search.matching(models.SearchText.objects.all(), connection, text)
    return rows.order_by("kind", "title", "object")  # type: ignore[return-value]  # a query set is sliced lazily
