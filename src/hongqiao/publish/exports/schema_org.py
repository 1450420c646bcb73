"""A programme as schema.org JSON-LD: one Dataset, its Observations with their sources, a ClaimReview per judged claim."""

from typing import Any

from hongqiao.publish.exports.subject import Subject, claims, name_of, rows
from hongqiao.record import models
from hongqiao.record.storing import texts_of

CONTEXT = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}
RATINGS = {"accepted": (1, "stands so in its document"), "rejected": (0, "rejected by a person"), "corrected": (0, "misread; corrected")}  # fmt: skip


def graph(subject: Subject) -> dict[str, Any]:
    """The whole programme as one graph."""
    scope = subject.scope()
    documents = {row.id: row for row in models.Document.objects.filter(pk__in=scope.world["documents"])}
    shown = list(rows(scope, "documents"))
    values = [_observation(subject, row) for row in rows(scope, "values")]
    reviews = [
        _review(subject, claim, stands, documents[claim.document_id])
        for claim, stands in claims(scope)
        if stands is not None and stands.state in RATINGS
    ]
    sources = [_document(subject, row) for row in shown]
    return {"@context": CONTEXT, "@graph": [_dataset(subject, values, shown), *sources, *values, *reviews]}


def _dataset(subject: Subject, values: list[dict[str, Any]], documents: list[models.Document]) -> dict[str, Any]:
    programme = subject.row()
    position, head = subject.head()
    places = models.Place.objects.filter(pk__in=programme.places)
    address = subject.address("programme", programme.id)
    found: dict[str, Any] = {
        "id": address,
        "type": "Dataset",
        "name": _texts(programme.names, programme.id),
        "description": _texts(programme.description or programme.names, programme.id),
        "url": {"id": address},
        "identifier": {"type": "PropertyValue", "propertyID": "head of the ledger", "value": head},
        "version": str(position),
        "isAccessibleForFree": True,
        "spatialCoverage": [
            {"id": subject.address("place", row.id), "type": "Place", "name": _texts(row.names, row.id)}
            for row in places
        ],
        "isBasedOn": [{"id": subject.address("document", row.id)} for row in documents],
        "hasPart": [{"id": value["id"]} for value in values],
    }
    if programme.licence:
        found["license"] = programme.licence
    if subject.days():
        found["temporal"] = subject.days()
    return found


def _document(subject: Subject, row: models.Document) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": subject.address("document", row.id), "type": "CreativeWork", "name": row.title or row.name,
        "sha256": row.bytes_hash,
    }  # fmt: skip
    if row.language:
        found["inLanguage"] = row.language
    if row.published_on:
        found["datePublished"] = row.published
    if row.publisher:
        found["publisher"] = {"type": "Organization", "name": row.publisher}
    if row.address or row.original_link:
        found["url"] = row.address or row.original_link
    if row.retells:
        found["isBasedOn"] = row.retells
    if row.licence:
        found["license"] = row.licence
    return found


def _observation(subject: Subject, row: models.Figure) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{subject.address('programme', subject.programme)}#value-{row.id}", "type": "Observation",
        "unitText": row.unit, "isBasedOn": _roots(subject, row), **quantity(row.comparator, row.value, row.value_hi),
    }  # fmt: skip
    if row.indicator:
        found["measuredProperty"] = {"id": subject.address("indicator", row.indicator)}
    if row.place:
        found["observationAbout"] = {"id": subject.address("place", row.place)}
    if row.period:
        found["observationPeriod"] = row.period
    return found


def quantity(comparator: str, value: float, high: float | None) -> dict[str, Any]:
    """A value, or the ends that a bound or range has."""
    match comparator:
        case ">" | ">=":
            return {"minValue": value}
        case "<" | "<=":
            return {"maxValue": value}
        case "range":
            return {"minValue": value, "maxValue": high}
        case _:
            return {"value": value}


def _roots(subject: Subject, row: models.Figure) -> list[dict[str, Any]]:
    """Everything that a value finally rests on."""
    from hongqiao.ground import basis as bases

    stored = bases.from_json(row.basis, texts_of([row.basis]))
    tables = {item.hash: item for item in models.DataSet.objects.filter(hash__in=_hashes(row)).defer("body")}
    found: list[dict[str, Any]] = []
    for root in bases.roots(stored):
        match root:
            case bases.Quote():
                document = models.Document.objects.filter(text_hash=root.document).order_by("-id").first()
                if document is not None:
                    found.append(
                        {
                            "id": subject.quote(document.id, root.start, root.end),
                            "type": "Quotation",
                            "text": root.exact,
                        }
                    )
            case bases.Column():
                table = tables.get(root.dataset)
                address = subject.address("dataset", table.id) if table else f"urn:sha256:{root.dataset}"
                found.append(
                    {
                        "id": address,
                        "type": "Dataset",
                        "name": f"{root.title or 'table'}: column {root.column}"
                        + (f", row {root.row}" if root.row else ""),
                    }
                )
            case bases.Entry():
                found.append(
                    {
                        "id": subject.entry(root.ledger),
                        "type": "CreateAction",
                        "name": "entered by a person",
                    }
                )
            case bases.Assumption():
                found.append({"type": "CreativeWork", "text": root.why, "author": {"type": "Person", "name": root.who}})
    return found


def _hashes(row: models.Figure) -> set[str]:
    return {part["dataset"] for part in row.basis["parts"].values() if part["kind"] == "column"}


def _review(
    subject: Subject, claim: models.Claim, stands: models.CurrentClaim, document: models.Document
) -> dict[str, Any]:
    rating, words = RATINGS[stands.state]
    judged = (
        models.Judgement.objects.filter(claim=claim, programme=subject.programme).order_by("-position", "-id").first()
    )
    about = subject.address("fact", stands.fact_id) if stands.fact_id else subject.address("document", document.id)
    speaker = document.publisher or document.title or document.name
    return {
        "id": f"{subject.address('programme', subject.programme)}#review-{claim.id}",
        "type": "ClaimReview",
        "url": {"id": about},
        "claimReviewed": claim.quote.exact,
        "datePublished": f"{judged.at:%Y-%m-%d}" if judged else "",
        "author": {"type": "Person" if judged and not judged.by.startswith("pack ") else "Organization", "name": judged.by if judged else ""},
        "itemReviewed": {
            "type": "Claim",
            "author": {"type": "Organization", "name": speaker},
            "appearance": {"id": subject.quote(document.id, claim.quote.start, claim.quote.end), "type": "CreativeWork"},
            "about": {"type": "PropertyValue", "unitText": claim.unit or "count", **quantity("range" if claim.value_hi is not None else claim.comparator, claim.value, claim.value_hi)},
        },
        "reviewRating": {"type": "Rating", "ratingValue": rating, "bestRating": 1, "worstRating": 0, "alternateName": words},
    }  # fmt: skip


def _texts(names: dict[str, str], fallback: str) -> Any:
    found = [
        {"@value": name, "@language": {"zh": "zh-Hans"}.get(language, language)}
        for language, name in names.items()
        if name
    ]
    return found or name_of(names, fallback)
