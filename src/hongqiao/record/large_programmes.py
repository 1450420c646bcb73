"""What the overview of a large programme shows and counts: a part is shown, everything is counted."""

from hongqiao.ground.figure import Figure
from hongqiao.record import models
from hongqiao.record.page_queries import counted_in_ledger

LARGE = 2000  # accepted claims beyond which an overview shows a part, and its counts rest on the ledger as a whole
STATED = 100  # facts beside targets and what is watched; of a large programme, `STATED_LARGE`
STATED_LARGE = 30
CONFLICTS = 25
WAITING = 20


def shown_facts(programme_id: str) -> set[str]:
    """The facts that the overview of a large programme shows: targets, what is watched or announced, some of the rest."""
    facts = models.Fact.objects.filter(programme_id=programme_id).order_by("id")
    shown = set(facts.exclude(kind="stated").values_list("id", flat=True))
    shown |= set(facts.filter(kind="stated").values_list("id", flat=True)[:STATED_LARGE])
    conflicting = models.CurrentFact.objects.filter(programme_id=programme_id, conflict_count__gt=0)
    return shown | set(conflicting.order_by("fact_id").values_list("fact_id", flat=True)[:CONFLICTS])


def waiting_count(programme_id: str) -> Figure:
    """How many claims wait."""
    rows = models.CurrentClaim.objects.filter(programme_id=programme_id, state="waiting")
    return counted_in_ledger("number of claims that wait for a judgement", rows.count())


def document_count(programme_id: str) -> Figure:
    """How many documents have accepted claims."""
    rows = models.CurrentClaim.objects.filter(programme_id=programme_id, state="accepted")
    return counted_in_ledger(
        "number of documents with accepted claims", rows.values("claim__document").distinct().count()
    )


def conflict_count(programme_id: str) -> Figure:
    """On how many facts sources differ."""
    rows = models.CurrentFact.objects.filter(programme_id=programme_id, conflict_count__gt=0)
    return counted_in_ledger("number of facts on which sources differ", rows.count())
