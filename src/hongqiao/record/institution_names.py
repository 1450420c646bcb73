"""Which institution an id means: several ids may have been merged into one; nothing moves, and it can be undone."""

from collections.abc import Iterable

from hongqiao.record import models


def merged() -> dict[str, str]:
    """Every merged id, and the one that it now stands for; chains are followed to their end."""
    direct = dict(models.Institution.objects.filter(merged_into__isnull=False).values_list("id", "merged_into_id"))
    found = {}
    for key in direct:
        end, seen = key, {key}
        while end in direct and direct[end] not in seen:
            end = direct[end]
            seen.add(end)
        found[key] = end
    return found


def all_ids(ids: Iterable[str]) -> frozenset[str]:
    """Every id under which some institutions are known: their own, and those merged into them or that they stand for."""
    wanted = set(ids)
    if not wanted:
        return frozenset()
    ends = merged()
    meant = {ends.get(key, key) for key in wanted}
    return frozenset(wanted | meant | {key for key, end in ends.items() if end in meant})
