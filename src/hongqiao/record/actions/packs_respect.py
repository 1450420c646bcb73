"""What people decided stands when a pack is loaded again: what they changed, removed or judged is left, and reported."""

from collections.abc import Iterable, Sequence

from hongqiao.record import models, projections
from hongqiao.record.ledger import canonical, state
from hongqiao.record.models import Kept

VERB = "load a pack"


def left_to_people[M: Kept](rows: Sequence[M], model: type[M]) -> tuple[list[M], list[str]]:
    """Rows of a pack that may be written, and a note on each that a person's verb changed or removed since.

    A row that stands as a person left it stays so; one that a person took away stays away. Both are noted where the
    pack says otherwise.
    """
    stand = {row.pk: row for row in model._default_manager.filter(pk__in=[row.pk for row in rows])}
    absent = [row.pk for row in rows if row.pk not in stand]
    removed: dict[str, int] = {}
    for start in range(0, len(absent), 500):
        gone = models.Revision.objects.filter(
            table=str(model._meta.model_name), row__in=absent[start : start + 500], after__isnull=True
        )
        removed |= dict(gone.order_by("position").values_list("row", "position"))
    people = _by_people({row.position for row in stand.values()} | set(removed.values()))
    found, notes = [], []
    name = str(model._meta.verbose_name)
    for row in rows:
        before = stand.get(row.pk)
        position = before.position if before is not None else removed.get(row.pk)
        if position not in people:
            found.append(row)
        elif before is None:
            notes.append(f"{name} {row.pk}: stays removed, by {people[position]}")
        elif differ := _differ(before, row):
            notes.append(f"{name} {row.pk}: {', '.join(differ)} as left by {people[position]}; the pack says otherwise")
    return found, notes


def _by_people(positions: Iterable[int]) -> dict[int | None, str]:
    """Of ledger entries, those that no loading of a pack wrote: who, and which entry."""
    rows = models.LedgerEntry.objects.filter(position__in=set(positions)).exclude(verb=VERB)
    return {position: f"{actor} (entry {position})" for position, actor in rows.values_list("position", "actor")}


def _differ(before: Kept, row: Kept) -> list[str]:
    one, other = state(before), state(row)
    return [key for key in {**one, **other} if canonical(one.get(key)) != canonical(other.get(key))]


def judged_by_people(judgements: Sequence[models.Judgement]) -> models.Judgement | None:
    """The latest judgement of a claim where it is a person's: one that accepts, rejects, moves, or undoes."""
    rows = sorted(judgements, key=lambda row: (row.position, row.id))
    holds = projections.fold(rows)
    if holds is not None and not holds.by.startswith("pack "):
        return holds
    return rows[-1] if rows and not rows[-1].by.startswith("pack ") else None
