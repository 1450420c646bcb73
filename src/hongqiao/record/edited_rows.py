"""Which rows of a pack people have made their own: edited since a pack wrote them, or taken away."""

from collections.abc import Sequence
from typing import Any

from hongqiao.record.models import Kept, LedgerEntry, Revision

_BY_PACK = "load a pack"


def of_people(rows: Sequence[Any], model: type[Kept]) -> set[str]:
    """Of rows that a pack would write, the ids of those whose latest state is none that a pack left."""
    wanted = [row.pk for row in rows]
    stand: dict[str, int] = dict(model._default_manager.filter(pk__in=wanted).values_list("pk", "position"))
    absent = [key for key in wanted if key not in stand]
    states = Revision.objects.filter(table=str(model._meta.model_name), row__in=absent).order_by("position", "id")
    latest = {row: (position, after) for row, position, after in states.values_list("row", "position", "after")}
    stand |= {row: position for row, (position, after) in latest.items() if after is None}
    written = LedgerEntry.objects.filter(position__in=set(stand.values()), verb=_BY_PACK)
    by_pack = set(written.values_list("position", flat=True))
    return {key for key, position in stand.items() if position not in by_pack}
