"""The current projection: made from documents, claims and judgements; rebuilt at will, equal to what was there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db import models as fields

from hongqiao.record import compared, comparing, search_rows
from hongqiao.record.comparing import HELD, Facts, Stated, Telling
from hongqiao.record.models import (
    Claim,
    ComparedKey,
    CurrentClaim,
    CurrentFact,
    CurrentProject,
    Fact,
    Filing,
    Judgement,
    Programme,
    Project,
    Publication,
    SearchText,
)

_BATCH = 1000
_COLUMNS = (
    "id", "document_id", "document__origin", "document__retells", "language", "document__language", "document__title",
    "document__name", "value", "value_hi", "unit", "per", "comparator", "kind", "status", "period", "starts", "ends",
    "place", "indicator", "indicator_text",
)  # fmt: skip


def stated(claims: fields.QuerySet[Claim]) -> dict[str, Stated]:
    """Claims by id, as far as comparing goes, from one query."""
    found = {}
    for row in claims.values(*_COLUMNS).iterator(chunk_size=2000):
        found[row["id"]] = Stated(
            row["id"], row["document_id"], row["document__origin"], bool(row["document__retells"]),
            row["language"] or row["document__language"], row["document__title"] or row["document__name"], row["value"],
            row["value_hi"], row["unit"], row["per"], row["comparator"], row["kind"], row["status"], row["period"],
            row["starts"], row["ends"], row["place"], row["indicator"], row["indicator_text"],
        )  # fmt: skip
    return found


def fold(judgements: Iterable[Judgement]) -> Judgement | None:
    """The judgement that holds: the latest that was not undone. An undoing can itself be undone."""
    rows = sorted(judgements, key=lambda row: (row.position, row.id))
    undone: set[str] = set()
    for row in reversed(rows):
        if row.undoes_id is not None and row.id not in undone:
            undone.add(row.undoes_id)
    standing = [row for row in rows if row.undoes_id is None and row.id not in undone]
    return standing[-1] if standing else None


_STATES = {"accept": "accepted", "move": "accepted", "reject": "rejected", "correct": "corrected"}


def retracted(programme: str, facts: Iterable[str] | None = None) -> set[str]:
    """The facts of a programme, or of some, whose figure is retracted and was not published again."""
    rows = Publication.objects.filter(programme=programme)
    if facts is not None:
        rows = rows.filter(fact__in=list(facts))
    latest = dict(rows.order_by("position", "id").values_list("fact_id", "verdict"))
    return {fact for fact, verdict in latest.items() if verdict == "retract"}


def accepted(
    programme: str, facts: Iterable[str] | None = None, states: Sequence[str] = HELD[:1]
) -> dict[str, list[Stated]]:
    """The accepted claims of each fact of a programme, or of some of its facts; with `HELD` those of retracted ones too."""
    pairs = CurrentClaim.objects.filter(programme=programme, state__in=states, fact__isnull=False)
    if facts is None:
        members = dict(pairs.values_list("claim_id", "fact_id"))
        claims = stated(Claim.objects.filter(current__programme=programme, current__state__in=states))
    else:
        members = {}
        for part in _parts(facts):
            members |= dict(pairs.filter(fact__in=part).values_list("claim_id", "fact_id"))
        claims = {}
        for part in _parts(members):
            claims |= stated(Claim.objects.filter(pk__in=part))
    found: dict[str, list[Stated]] = defaultdict(list)
    for claim_id, claim in claims.items():
        if claim_id in members:
            found[members[claim_id]].append(claim)
    return found


def _parts(items: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Items in parts that fit into one query."""
    found = sorted(items)
    for start in range(0, len(found), size):
        yield found[start : start + size]


def compare_waiting(programme: str, claim_ids: Iterable[str] | None = None) -> int:
    """Find what waiting claims (all, or some) add to the programme as it now stands; how many were looked at."""
    waiting = CurrentClaim.objects.filter(programme=programme, state="waiting")
    if claim_ids is None:
        return _compare(
            list(waiting), stated(_waiting_claims(programme)), lambda _: Facts(accepted(programme, states=HELD))
        )
    count = 0
    for part in _parts(claim_ids):
        rows = list(waiting.filter(claim__in=part))
        claims = stated(Claim.objects.filter(pk__in=[row.claim_id for row in rows]))
        count += _compare(rows, claims, lambda some: _facts_near(programme, some))
    return count


def _waiting_claims(programme: str) -> fields.QuerySet[Claim]:
    return Claim.objects.filter(current__programme=programme, current__state="waiting")


def _facts_near(programme: str, claims: Iterable[Stated]) -> Facts:
    """The facts that some claims could speak of: comparing with them is comparing with all."""
    found, common = compared.near(programme, claims)
    return Facts(accepted(programme, found, HELD), common)


def _compare(
    rows: Sequence[CurrentClaim], claims: dict[str, Stated], facts_for: Callable[[Iterable[Stated]], Facts]
) -> int:
    facts = facts_for(claims.values()) if rows else Facts({})
    changed = []
    for row in rows:
        finding = facts.compare(claims[row.claim_id])
        if (row.relation, row.fact_id, tuple(row.differs)) != (finding.relation, finding.fact, finding.differs):
            row.relation, row.fact_id, row.differs = finding.relation, finding.fact, list(finding.differs)
            changed.append(row)
    CurrentClaim.objects.bulk_update(changed, ["relation", "fact", "differs"], batch_size=200)
    return len(rows)


def after_judging(programme: str, claim_ids: Sequence[str]) -> set[str]:
    """Bring the pages up to judgements of some claims; the facts whose claims changed.

    Made anew are those claims, the facts that they left or joined with all that a change there can reach, and the
    waiting claims that could speak of such a fact: the same as `rebuild` makes, at the cost of what was touched.
    """
    ids = list(dict.fromkeys(claim_ids))
    touched = _facts_of(programme, ids)
    project_claims(programme, ids)
    touched |= _facts_of(programme, ids)
    judged: dict[str, Stated] = {}
    for part in _parts(ids):
        judged |= stated(Claim.objects.filter(pk__in=part))
    project_facts(programme, touched, {claim.document for claim in judged.values()})
    waiting = compared.around(programme, touched, judged.values(), accepted(programme, touched, HELD))
    compare_waiting(programme, waiting | set(ids))
    return touched


def _facts_of(programme: str, claim_ids: Sequence[str]) -> set[str]:
    """The facts that hold claims."""
    rows = CurrentClaim.objects.filter(programme=programme, state__in=HELD, fact__isnull=False)
    return {fact for part in _parts(claim_ids) for fact in rows.filter(claim__in=part).values_list("fact", flat=True)}


def project_claims(programme: str, claim_ids: Sequence[str] | None = None) -> None:
    """Make the current rows of a programme's claims (all, or some) anew from filings and judgements."""
    filings = Filing.objects.filter(programme=programme)
    judgements = Judgement.objects.filter(programme=programme)
    claims = Claim.objects.filter(document__filings__programme=programme)
    current = CurrentClaim.objects.filter(programme=programme)
    if claim_ids is None:
        compared.forget(programme)
        compared.emptied(current.all())
        known: dict[str, CurrentClaim] = {}
    else:
        claims, judgements = claims.filter(pk__in=claim_ids), judgements.filter(claim__in=claim_ids)
        filings = filings.filter(document__claims__in=claim_ids)
        known = {row.claim_id: row for row in current.filter(claim__in=claim_ids)}
    batches = dict(filings.values_list("document_id", "batch"))
    by_claim: dict[str, list[Judgement]] = defaultdict(list)
    for row in judgements:
        by_claim[row.claim_id].append(row)
    fresh, changed = [], []
    taken_back = retracted(programme)
    # in the order of the text, which is the order in which claims are reviewed
    order = ("position", "document_id", "quote__start", "id")
    for claim_id, document_id, *_ in claims.order_by(*order).values_list("id", "document_id", *order[::2]).distinct():
        holds = fold(by_claim[claim_id]) if claim_id in by_claim else None
        item = known.get(claim_id) or CurrentClaim(claim_id=claim_id, programme_id=programme)
        item.state = _STATES[holds.verdict] if holds else "waiting"
        if holds and item.state == "accepted" and holds.fact in taken_back:
            item.state = "retracted"
        item.fact_id = holds.fact or None if holds else None
        item.relation, item.differs = holds.relation if holds else "", []
        item.batch = batches[document_id]
        (changed if claim_id in known else fresh).append(item)
    for start in range(0, len(fresh), _BATCH):
        part = CurrentClaim.objects.bulk_create(fresh[start : start + _BATCH])
        compared.enter(part, stated(Claim.objects.filter(pk__in=[row.claim_id for row in part])))
    CurrentClaim.objects.bulk_update(changed, ["state", "fact", "relation", "differs", "batch"], batch_size=200)


def project_facts(programme: str, touched: Iterable[str] | None = None, documents: Iterable[str] = ()) -> None:
    """Make the current rows of a programme's facts anew: counts, languages, independent sources, conflicts.

    Where only some facts (and claims of some documents) were touched, those are made anew that a change there can
    reach: what the same documents, and others that tell their story, state or leave out.
    """
    if touched is None:
        wanted = set(Fact.objects.filter(programme=programme).values_list("id", flat=True))
        members = accepted(programme)
    else:
        wanted, around = _reach(programme, set(touched), set(documents))
        members = accepted(programme, around)
    gaps = comparing.missing(_tellings(programme, members), members)
    taken_back = retracted(programme)
    before: dict[str, CurrentFact] = {}
    for part in _parts(wanted):
        before |= {row.fact_id: row for row in CurrentFact.objects.filter(fact__in=part)}
    fresh, changed = [], []
    for fact in sorted(wanted):
        claims = sorted(members.get(fact, []), key=lambda item: item.id)
        found = [*comparing.conflicts(claims), *gaps.get(fact, [])]
        row = CurrentFact(
            fact_id=fact,
            programme_id=programme,
            claims=len(claims),
            documents=len({item.document for item in claims}),
            sources=len({item.origin or item.document for item in claims if not item.retold}),
            languages=sorted({item.language for item in claims}),
            conflicts=found,
            conflict_count=len(found),
            retracted=fact in taken_back,
        )
        if fact not in before:
            fresh.append(row)
        elif _plain(before[fact]) != _plain(row):
            changed.append(row)
    CurrentFact.objects.bulk_create(fresh, batch_size=_BATCH)
    CurrentFact.objects.bulk_update(
        changed,
        ["claims", "documents", "sources", "languages", "conflicts", "conflict_count", "retracted"],
        batch_size=200,
    )


def _reach(programme: str, touched: set[str], documents: set[str]) -> tuple[set[str], set[str]]:
    """The facts that a change can reach, and those that have to be looked at to make them anew."""
    told = documents | {document for _, document in _told(programme, facts=touched)}
    near = _told(programme, documents=told)
    reached = touched | {fact for fact, _ in near}
    shared: dict[str, int] = defaultdict(int)
    for _, document in _told(programme, facts=reached):
        shared[document] += 1
    siblings = {document for document, count in shared.items() if count >= comparing.SAME_STORY}
    reached |= {fact for fact, _ in _told(programme, documents=siblings)}
    tellers = {document for _, document in _told(programme, facts=reached)}
    return reached, reached | {fact for fact, _ in _told(programme, documents=tellers)}


def _told(
    programme: str, *, facts: Iterable[str] | None = None, documents: Iterable[str] | None = None
) -> set[tuple[str, str]]:
    """Which document states which fact, of some facts or of some documents."""
    rows = CurrentClaim.objects.filter(programme=programme, state="accepted", fact__isnull=False)
    found: set[tuple[str, str]] = set()
    column = "fact__in" if facts is not None else "claim__document__in"
    for part in _parts(facts if facts is not None else documents or ()):
        found |= set(rows.filter(**{column: part}).values_list("fact_id", "claim__document_id"))
    return found


def _plain(row: fields.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _tellings(programme: str, members: dict[str, list[Stated]]) -> list[Telling]:
    facts: dict[str, set[str]] = defaultdict(set)
    about: dict[str, Stated] = {}
    for fact, claims in members.items():
        for claim in claims:
            facts[claim.document].add(fact)
            about[claim.document] = claim
    told = [document for document, found in facts.items() if len(found) >= comparing.SAME_STORY]
    numbers: dict[str, set[tuple[str, float]]] = defaultdict(set)
    for start in range(0, len(told), 500):
        rows = Claim.objects.filter(document__in=told[start : start + 500]).exclude(
            current__programme=programme, current__state="rejected"
        )
        for document, unit, value in rows.values_list("document_id", "unit", "value"):
            numbers[document].add((unit, value))
    return [
        Telling(
            document, about[document].language, about[document].title, frozenset(found), frozenset(numbers[document])
        )
        for document, found in sorted(facts.items())
    ]


def project_projects(programme: str, project_ids: Sequence[str] | None = None) -> None:
    """Make the current rows of projects anew from their events."""
    from hongqiao.record.project_life import fold_life

    projects = Project.objects.filter(programme=programme)
    if project_ids is not None:
        projects = projects.filter(pk__in=project_ids)
    made = []
    for project in projects.prefetch_related("life__figure"):
        life = fold_life(project.life.all())
        made.append(
            CurrentProject(
                project=project,
                programme_id=programme,
                stage=life.stage,
                since=life.since,
                last_evidence=life.last_evidence,
                money=life.money,
            )
        )
    CurrentProject.objects.filter(project__in=[row.project_id for row in made]).delete()
    CurrentProject.objects.bulk_create(made, batch_size=_BATCH)


@transaction.atomic
def rebuild() -> None:
    """Throw the whole projection away and make it anew, in one step."""
    make()
    refresh_statistics()


def refresh_statistics() -> None:
    """Let PostgreSQL look at its tables after much has come in, or it plans for the empty ones that it remembers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def complete(using: str) -> None:
    """Give keys to current claims that have none: a database of before there was the index."""
    without = CurrentClaim.objects.using(using).filter(keys__isnull=True).order_by("pk")
    while rows := list(without[:_BATCH]):
        compared.enter(rows, stated(Claim.objects.using(using).filter(pk__in=[row.claim_id for row in rows])))


def make() -> None:
    """Throw the whole projection away and make it anew, in whatever transaction there is."""
    for model in (ComparedKey, CurrentClaim, CurrentFact, CurrentProject, SearchText):
        compared.emptied(model.objects.all())
    for programme in Programme.objects.values_list("id", flat=True):
        project_claims(programme)
        project_facts(programme)
        compare_waiting(programme)
        project_projects(programme)
    search_rows.put(search_rows.thing_rows())
    from hongqiao.record.models import Content

    for start in range(0, Content.objects.count(), 200):
        contents = Content.objects.select_related("document").order_by("pk").defer("body")[start : start + 200]
        search_rows.put(search_rows.document_row(content.document, content.text) for content in contents)
