"""Which claims could speak of which facts: an index over what comparing looks at, so that one judgement stays quick.

A claim is held against the facts that share a key with it: its number, its indicator, or a word of its indicator's
text, each within one measure (see `comparing.Facts`). Who accepts or rejects a claim changes its fact; what waits is
compared anew where it shares a key with that fact, and nothing else is looked at.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hongqiao.record.comparing import COMMON, HELD, Key, Stated, keys
from hongqiao.record.models import ComparedKey, CurrentClaim

if TYPE_CHECKING:
    from django.db.models import QuerySet

_BATCH = 400


def mark(programme: str, key: Key) -> int:
    """A key as the index holds it: 63 bits of a BLAKE2b hash of programme and key."""
    text = "\0".join((programme, *map(repr, key)))
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def enter(rows: Sequence[CurrentClaim], claims: Mapping[str, Stated]) -> None:
    """Put current claims, which have no keys yet, into the index."""
    made = [
        ComparedKey(current_id=row.pk, key=key)
        for row in rows
        for key in sorted({mark(row.programme_id, key) for key in keys(claims[row.claim_id])})
    ]
    ComparedKey.objects.using(rows[0]._state.db if rows else None).bulk_create(made, batch_size=2000)


def forget(programme: str) -> None:
    """Take a programme out of the index."""
    emptied(ComparedKey.objects.filter(current__programme=programme))


def emptied(rows: "QuerySet[Any]") -> None:
    """Delete rows of the projection straight from their table, wherever they are written just now."""
    rows._for_write = True  # type: ignore[attr-defined]  # a copy of the past is made elsewhere than the record
    rows._raw_delete(rows.db)  # type: ignore[attr-defined]  # nothing hangs on them that is not emptied first


def around(
    programme: str, touched: Iterable[str], judged: Iterable[Stated], members: Mapping[str, Sequence[Stated]]
) -> set[str]:
    """The waiting claims whose finding may be another one now.

    `touched` are the facts whose accepted claims changed, `members` the claims that each of them has now, `judged` the
    claims that came or went. A word that so many facts share that it told nothing before and tells nothing now moves
    nobody.
    """
    changed = set(touched)
    waiting = CurrentClaim.objects.filter(programme=programme, state="waiting")
    found: set[str] = set()
    for part in _parts(changed):
        found |= set(waiting.filter(fact__in=part).values_list("claim_id", flat=True))
    stated = [*judged, *(claim for fact in changed for claim in members.get(fact, ()))]
    marks = _marks(programme, stated)
    for some in _parts(set(marks) - _common(marks, COMMON + len(changed))):
        found |= set(waiting.filter(keys__key__in=some).values_list("claim_id", flat=True))
    return found


def near(programme: str, claims: Iterable[Stated]) -> tuple[set[str], frozenset[Key]]:
    """The facts that some claims could speak of, and the words among their keys that lead to too many to be of help."""
    stated = list(claims)
    marks = _marks(programme, stated)
    common = _common(marks, COMMON)
    found: set[str] = set()
    for some in _parts(set(marks) - common):
        rows = _held().filter(key__in=some)
        found |= {str(fact) for fact in rows.values_list("current__fact", flat=True).distinct()}
    return found, frozenset(marks[key] for key in common)


def _marks(programme: str, stated: Iterable[Stated]) -> dict[int, Key]:
    return {mark(programme, key): key for claim in stated for key in keys(claim)}


def _common(marks: Mapping[int, Key], limit: int) -> set[int]:
    """The words that more facts share than a limit; each is counted no further than that."""
    return {
        number
        for number, key in marks.items()
        if key[0] == "word"
        and len(_held().filter(key=number).values_list("current__fact").distinct()[: limit + 1]) > limit
    }


def _held() -> "QuerySet[ComparedKey]":
    return ComparedKey.objects.filter(current__state__in=HELD, current__fact__isnull=False)


def _parts[T: (str, int)](items: Iterable[T]) -> Iterator[list[T]]:
    found = sorted(items)
    for start in range(0, len(found), _BATCH):
        yield found[start : start + _BATCH]
