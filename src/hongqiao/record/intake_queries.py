"""What the drop zone asks of the record: the batches that were added, and what each claim of one adds."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, When

from hongqiao.errors import NothingToJudge
from hongqiao.ground.figure import Figure
from hongqiao.record import comparing, models, projections
from hongqiao.record.page_queries import DocumentHead, Said, counted, counted_in_ledger, head_of, said
from hongqiao.record.programme_queries import claims_of_facts, programme
from hongqiao.record.programme_shown import Names, ProgrammeHead

CLAIMS = 20  # of a batch on one page
DIFFERING = 40  # claims of a batch that are held against the other languages
DOCUMENTS = 100  # of a batch that its page lists
RELATIONS = {"contradicts": 0, "new": 1, "confirms": 2}


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside what the programme says of the same quantity."""

    said: Said
    fact: tuple[str, Names] | None
    others: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A batch in the list of those added before."""

    id: str
    at: dt.datetime
    titles: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: its documents and what their claims add."""

    id: str
    programme: ProgrammeHead
    documents: tuple[DocumentHead, ...]
    independent: frozenset[str]
    claims: tuple[Compared, ...]
    new: Figure
    confirming: Figure
    contradicting: Figure
    total: int


def batches(limit: int = 20) -> list[Added]:
    """The latest batches that people added, newest first; what packs brought is not listed."""
    rows = (
        models.Filing.objects.filter(document__pack="")
        .select_related("document")
        .order_by("-position", "id")[: limit * 8]
    )
    found: dict[str, list[models.Filing]] = defaultdict(list)
    for row in rows:
        found[row.batch].append(row)
    waiting: dict[str, int] = defaultdict(int)
    for batch_id in models.CurrentClaim.objects.filter(batch__in=list(found), state="waiting").values_list(
        "batch", flat=True
    ):
        waiting[batch_id] += 1
    return [
        Added(
            batch_id,
            filings[0].at,
            tuple(row.document.title or row.document.name for row in filings),
            waiting[batch_id],
        )
        for batch_id, filings in list(found.items())[:limit]
    ]


def batch(
    batch_id: str,
    as_of: dt.date,
    language: str = "en",
    only: str | None = None,
    start: int = 0,
    limit: int = CLAIMS,
) -> Batch | None:
    """One batch, contradictions first, `limit` claims from `start` on; `only` narrows it to one claim."""
    filings = list(models.Filing.objects.filter(batch=batch_id).select_related("document")[:DOCUMENTS])
    head = programme(filings[0].programme_id) if filings else None
    if head is None:
        return None
    rows = models.CurrentClaim.objects.filter(programme_id=head.id, batch=batch_id).select_related(
        "claim__quote", "claim__document", "fact"
    )
    total = None
    if only is not None:
        rows = rows.filter(claim_id=only)
    else:
        relations = dict(rows.order_by().values_list("relation").annotate(Count("pk")))
        total = sum(relations.values())
        order = Case(*(When(relation=name, then=rank) for name, rank in RELATIONS.items()), default=1)
        rows = rows.order_by(order, "claim__document_id", "claim__quote__start", "pk")[start : start + limit]
    current = {row.claim_id: row for row in rows}
    claims = said((row.claim for row in current.values()), current)
    facts = {row.fact_id: row.fact for row in current.values() if row.fact is not None}
    stated = claims_of_facts(head.id, as_of, facts, language) if facts else {}
    compared = [
        Compared(
            item,
            (facts[item.fact].id, facts[item.fact].names) if item.fact in facts else None,
            _distinct([other for other in stated.get(item.fact or "", []) if other.document.id != item.document.id]),
        )
        for item in claims
    ]
    compared.sort(key=lambda item: (RELATIONS.get(item.said.relation, 1), item.said.document.id, item.said.quote.start))
    documents = [row.document for row in filings]
    bases = [item.figure.basis for item in claims]

    def number(relation: str) -> Figure:
        if total is not None and total > len(claims):
            count = relations.get(relation, 0) + (relations.get("", 0) if relation == "new" else 0)
            return counted_in_ledger(f"number of claims: {relation}", count)
        found = [item.figure.basis for item in claims if (item.relation or "new") == relation]
        return counted(f"number of claims: {relation}", found, bases)

    return Batch(
        batch_id,
        head,
        tuple(head_of(row) for row in documents),
        _independent(head.id, documents),
        tuple(compared),
        number("new"),
        number("confirms"),
        number("contradicts"),
        total if total is not None else len(claims),
    )


def _distinct(others: list[Said]) -> tuple[Said, ...]:
    """One claim per quantity that is stated, three at most: the fact's own page has them all."""
    found: dict[tuple[object, ...], Said] = {}
    for item in others:
        found.setdefault((item.figure.comparator, item.figure.value, item.figure.value_hi, item.figure.unit), item)
    return tuple(found.values())[:3]


def _independent(programme_id: str, documents: list[models.Document]) -> frozenset[str]:
    """The documents that are no retelling and whose origin no earlier document of the programme shares."""
    origins = {row.origin for row in documents if row.origin}
    mine = {row.id for row in documents}
    shared = {
        origin
        for origin, position in models.Document.objects.filter(
            filings__programme=programme_id, origin__in=origins, retells=""
        )
        .exclude(pk__in=mine)
        .values_list("origin", "position")
    }
    return frozenset(row.id for row in documents if not row.retells and row.origin not in shared)


def batch_of(documents: list[str], programme_id: str) -> list[str]:
    """The batches in which documents entered a programme, the latest first."""
    rows = models.Filing.objects.filter(document__in=documents, programme=programme_id).order_by("-position")
    return list(dict.fromkeys(rows.values_list("batch", flat=True)))


def standing_judgement(programme_id: str, claim: str) -> str:
    """The judgement that holds of a claim; raises NothingToJudge where none does."""
    holds = projections.fold(models.Judgement.objects.filter(programme=programme_id, claim=claim))
    if holds is None:
        raise NothingToJudge("no judgement of this claim holds, so that there is none to undo")
    return holds.id


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity on which a document and the other languages differ, or which one of them leaves out."""

    fact: str
    names: Names
    kinds: tuple[str, ...]
    said: Said | None
    other: Said | None
    missing: tuple[tuple[str, str, str], ...] = ()


def differences(batch_id: str, as_of: dt.date) -> list[Difference]:
    """Where the documents of a batch differ from what the programme accepted in other languages.

    Claims that wait count too: a newcomer that repeats its own language's retelling confirms it, and may still differ
    from the Chinese. Each quantity and kind of difference is listed once per other language.
    """
    rows = list(
        models.CurrentClaim.objects.filter(batch=batch_id, fact__isnull=False)
        .exclude(state="rejected")
        .select_related("claim__quote", "claim__document", "fact__current")[:DIFFERING]
    )
    if not rows:
        return []
    current = {row.claim_id: row for row in rows}
    mine = {item.id: item for item in said((row.claim for row in rows), current)}
    stated = claims_of_facts(rows[0].programme_id, as_of, {str(row.fact_id) for row in rows})
    compared = projections.stated(
        models.Claim.objects.filter(pk__in=[*mine, *(item.id for items in stated.values() for item in items)])
    )
    found: list[Difference] = []
    for row in sorted(rows, key=lambda row: row.claim.quote.start):
        item, others = mine[row.claim_id], stated.get(str(row.fact_id), [])
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for other in others:
            if other.language == item.language or not comparing.together(compared[item.id], compared[other.id]):
                continue
            kinds = comparing.differences(compared[item.id], [compared[other.id]])
            if kinds and (other.language, kinds) not in seen:
                seen.add((other.language, kinds))
                found.append(Difference(str(row.fact_id), row.fact.names, kinds, item, other))
        missing = tuple(
            (str(entry["language"]), str(entry["document"]), str(entry["title"]))
            for entry in getattr(getattr(row.fact, "current", None), "conflicts", [])
            if entry.get("kind") == "missing" and entry.get("language") != item.language
        )
        if missing:
            found.append(Difference(str(row.fact_id), row.fact.names, ("missing",), item, None, missing))
    return found
