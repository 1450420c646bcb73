"""Every quote as a W3C Web Annotation: where it stands in its document, by its words and by its position.

Web Annotation Data Model (W3C Recommendation, 23 February 2017), sections 3.2, 4.2.4, 4.2.5 and 5.1: positions count
code points, as ours do.
"""

from typing import Any

from hongqiao.publish.exports.subject import Subject, claims, rows
from hongqiao.record import models

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = {
    "hq": "https://hongqiao.invalid/ns#", "value": "hq:value", "value_hi": "hq:value_hi", "unit": "hq:unit",
    "comparator": "hq:comparator", "period": "hq:period", "status": "hq:status", "state": "hq:state",
    "fact": "hq:fact", "ledger_position": "hq:ledger_position", "ledger_head": "hq:ledger_head", "days": "hq:days",
}  # fmt: skip


def page(subject: Subject) -> dict[str, Any]:
    """One page that holds all annotations of a programme."""
    position, head = subject.head()
    items = _items(subject)
    address = subject.address("programme", subject.programme)
    found: dict[str, Any] = {
        "@context": [CONTEXT, TERMS],
        "id": f"{address}annotations/all",
        "type": "AnnotationPage",
        "partOf": {"id": f"{address}annotations", "type": "AnnotationCollection", "total": len(items)},
        "startIndex": 0,
        "ledger_position": position,
        "ledger_head": head,
    }
    if subject.days():
        found["days"] = subject.days()
    return {**found, "items": items}


def _items(subject: Subject) -> list[dict[str, Any]]:
    scope = subject.scope()
    documents = {row.id: row for row in models.Document.objects.filter(pk__in=scope.world["documents"])}
    items = []
    for claim, stands in claims(scope):
        body = {
            "type": "Dataset", "value": claim.value, "unit": claim.unit or "count", "comparator": claim.comparator,
            "status": claim.status, "state": stands.state if stands else "waiting",
        }  # fmt: skip
        if claim.value_hi is not None:
            body["value_hi"] = claim.value_hi
        if claim.period:
            body["period"] = claim.period
        if stands and stands.fact_id:
            body["fact"] = subject.address("fact", stands.fact_id)
        items.append(
            _annotation(subject, f"claim-{claim.id}", claim.quote, documents[claim.document_id], "describing", body)
        )
    for row in rows(scope, "citations"):
        address = _page(subject, row)
        items.append(
            _annotation(subject, f"citation-{row.id}", row.quote, documents[row.quote.document_id], "linking", address)
        )
    return items


def _page(subject: Subject, row: models.Citation) -> str:
    if row.kind == "clause":
        plan = models.Clause.objects.values_list("plan", "measure").get(pk=row.subject)
        return subject.address("plan", plan[0]) if plan[0] else subject.address("measure", plan[1])
    known = {"plan", "measure", "event", "project", "institution", "target"}
    return (
        subject.address(row.kind, row.subject) if row.kind in known else subject.address("programme", subject.programme)
    )


def _annotation(
    subject: Subject, key: str, quote: models.Quote, document: models.Document, motivation: str, body: Any
) -> dict[str, Any]:
    source: dict[str, Any] = {"id": subject.address("document", document.id), "type": "Text"}
    if document.language:
        source["language"] = document.language
    return {
        "id": f"{subject.address('programme', subject.programme)}annotations/{key}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": {"source": source, "selector": selectors(quote)},
    }


def selectors(quote: models.Quote) -> list[dict[str, Any]]:
    """Where a quote stands: by its words with what surrounds them, and by its position."""
    return [
        {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
    ]
