"""Things, offers, needs and documents as search sees them: the rows of the search index."""

from collections.abc import Iterable

from hongqiao.record import search
from hongqiao.record.models import (
    Document,
    Event,
    Fact,
    Indicator,
    Institution,
    Measure,
    Need,
    Offer,
    Place,
    Plan,
    Programme,
    Project,
    SearchText,
    Target,
)

type Listed = Offer | Need


def put(rows: Iterable[SearchText]) -> None:
    """Put things into the search index, in place of what stood there."""
    made = list(rows)
    for start in range(0, len(made), 400):
        part = made[start : start + 400]
        for kind in {row.kind for row in part}:
            SearchText.objects.filter(kind=kind, object__in=[row.object for row in part if row.kind == kind]).delete()
        SearchText.objects.bulk_create(part)


def thing_row(kind: str, key: str, programme: str, names: dict[str, str], *more: str) -> SearchText:
    """One thing as search sees it: its names in every language, and whatever else should find it."""
    title = next((names[language] for language in ("en", "de", "zh", *names) if names.get(language)), key)
    return SearchText(
        kind=kind, object=key, programme=programme, title=title, tokens=search.spelt([*names.values(), *more])
    )


def document_row(document: Document, text: str) -> SearchText:
    """A document as search sees it: its title and its whole text."""
    title = document.title or document.name
    tokens = search.spelt([title, document.name, document.publisher, text])
    return SearchText(kind="document", object=document.id, programme="", title=title, tokens=tokens)


def listing_row(kind: str, row: Listed) -> SearchText:
    """An offer or need as search sees it, whatever its state: who may find it is asked when it is looked for."""
    title = row.title or row.text[:80]
    return thing_row(kind, row.pk, str(row.programme_id), {row.language: title}, row.text)


def thing_rows() -> list[SearchText]:
    """Everything but documents, as search sees it."""
    rows = [thing_row("place", row.id, "", row.names) for row in Place.objects.all()]
    rows += [thing_row("institution", row.id, "", row.names, *row.aliases) for row in Institution.objects.all()]
    rows += [thing_row("indicator", row.id, "", row.names, *row.definition.values()) for row in Indicator.objects.all()]
    rows += [
        thing_row("programme", row.id, row.id, row.names, *row.description.values()) for row in Programme.objects.all()
    ]
    for kind, model in (("plan", Plan), ("measure", Measure), ("project", Project)):
        rows += [thing_row(kind, row.id, row.programme_id, row.names) for row in model.objects.all()]
    rows += [
        thing_row("event", row.id, row.programme_id, row.names, *row.description.values())
        for row in Event.objects.all()
    ]
    rows += [
        thing_row("target", row.id, row.plan.programme_id, row.names) for row in Target.objects.select_related("plan")
    ]
    rows += [
        thing_row("fact", row.id, row.programme_id, row.names)
        for row in Fact.objects.filter(target__isnull=True).exclude(names={})
    ]
    for listed, kind in ((Offer, "offer"), (Need, "need")):
        rows += [listing_row(kind, row) for row in listed._default_manager.all()]
    return rows
