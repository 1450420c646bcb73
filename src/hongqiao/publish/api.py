"""The interface for machines: everything that pages show, as JSON, each figure with every root it rests on."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from pydantic import Field

from hongqiao.ground.figure import Figure
from hongqiao.publish import sources
from hongqiao.publish.pages.as_of import default_day
from hongqiao.record import (
    document_queries,
    fact_queries,
    page_queries,
    programme_queries,
    programme_shown,
    world_queries,
)

api = NinjaAPI(
    title="Hongqiao",
    version="1",
    description="Programmes of cities that grow together: every figure with the sentences and columns that it rests on.",
    docs_url=None,
    urls_namespace="api-1",
)

LIMIT = 100
type Names = dict[str, str]
type AsOf = Annotated[dt.date | None, Query(description="The day that the answer is as of; today by default.")]
type Limit = Annotated[int, Query(ge=1, le=500, description="How many rows at most.")]
type After = Annotated[
    str, Query(max_length=120, description="Only rows after this id: the last one of the page before.")
]


class RootOut(Schema):
    """What a figure finally rests on."""

    kind: Literal["quote", "column", "entry", "assumption"]
    key: str = Field(description="The hash of the root's content.")
    exact: str = Field(description="The quoted words; for a column its name and row.")
    sentence: str | None = Field(default=None, description="The quote in its sentence.")
    language: str | None = None
    speaker: str
    date: str
    page: str = Field(description="Where this site shows it.")
    original: str | None = Field(default=None, description="The address of the source itself, where one is known.")
    retells: str | None = Field(default=None, description="The page that is retold, where the document is a retelling.")


class FigureOut(Schema):
    """A value, bound or range in one unit, with everything it rests on."""

    value: float
    value_hi: float | None
    comparator: str = Field(description="=, >, >=, <, <=, ~ (about), ~< (nearly), ~> (just over) or range.")
    unit: str
    period: str | None
    computed_by: str | None = Field(description="The formula, where the figure was computed.")
    roots: list[RootOut]


class ClaimOut(Schema):
    """One statement of a quantity in one document."""

    id: str
    document: str
    language: str
    status: str
    indicator: str
    indicator_text: str
    place: str
    start: int
    end: int
    quote: str
    figure: FigureOut


class ProgrammeOut(Schema):
    """A programme's names."""

    id: str
    names: Names
    description: Names
    started: str


class ReadingOut(Schema):
    """One wording of a target and what can be said of it."""

    claim: ClaimOut
    verdict: str


class TargetOut(Schema):
    """A target as of a day."""

    id: str
    names: Names
    plan: str
    parent: str | None
    place: str | None
    indicator: str
    deadline: str | None
    deadline_passed: bool
    status: str
    conflicts: int
    readings: list[ReadingOut]
    evidence: list[ClaimOut]


class ConflictOut(Schema):
    """A fact on which sources differ, its sides apart."""

    fact: str
    names: Names
    kinds: list[str]
    sides: list[list[ClaimOut]]


class EventOut(Schema):
    """An event."""

    id: str
    names: Names
    kind: str
    period: str
    place: str | None
    institutions: list[str]
    announced: list[ClaimOut]
    identified: FigureOut | None


class OverviewOut(Schema):
    """A programme as of a day."""

    programme: ProgrammeOut
    as_of: dt.date
    targets: list[TargetOut]
    conflicts: list[ConflictOut]
    events: list[EventOut]
    counts: dict[str, FigureOut]


class DocumentOut(Schema):
    """A document's head."""

    id: str
    title: str
    language: str
    published: str
    publisher: str
    address: str
    retells: str
    licence: str


class FactOut(Schema):
    """A fact with every accepted claim."""

    id: str
    names: Names
    kind: str
    indicator: str
    programme: str
    claims: list[ClaimOut]
    independent_sources: FigureOut
    conflict: ConflictOut | None


class PlaceOut(Schema):
    """A place."""

    id: str
    names: Names
    kind: str


class LedgerOut(Schema):
    """The head of the chain of changes."""

    position: int
    hash: str


class Missing(Schema):
    """What is said where nothing stands."""

    detail: str


class Figures:
    """Figures as JSON, their roots looked up together: one look however many figures an answer holds."""

    def __init__(self, figures: list[Figure]) -> None:
        self._roots = sources.shown(root for figure in figures for root in figure.roots())

    def out(self, figure: Figure) -> dict[str, Any]:
        """One figure."""
        return {
            "value": figure.value,
            "value_hi": figure.value_hi,
            "comparator": figure.comparator,
            "unit": figure.unit,
            "period": figure.period.text if figure.period else None,
            "computed_by": getattr(figure.basis, "formula", None),
            "roots": [self._root(self._roots[root.key]) for root in figure.roots()],
        }

    def claim(self, item: page_queries.Said) -> dict[str, Any]:
        """One claim with its figure."""
        return {
            "id": item.id,
            "document": item.document.id,
            "language": item.language,
            "status": item.status,
            "indicator": item.indicator,
            "indicator_text": item.indicator_text,
            "place": item.place,
            "start": item.quote.start,
            "end": item.quote.end,
            "quote": item.quote.exact,
            "figure": self.out(item.figure),
        }

    def conflict(self, found: programme_shown.ConflictShown) -> dict[str, Any]:
        """One conflict."""
        sides = [[self.claim(item) for item in side] for side in found.sides]
        return {"fact": found.fact, "names": found.names, "kinds": found.kinds, "sides": sides}

    @staticmethod
    def _root(root: sources.RootShown) -> dict[str, Any]:
        return {
            "kind": root.kind,
            "key": root.key,
            "exact": root.exact,
            "sentence": f"{root.before}{root.exact}{root.after}" if root.kind == "quote" else None,
            "language": root.language or None,
            "speaker": root.speaker,
            "date": root.date,
            "page": root.path,
            "original": root.original or None,
            "retells": root.retells or None,
        }


def _found[T](thing: T | None, what: str) -> T:
    if thing is None:
        raise HttpError(404, f"no {what} has this id")
    return thing


@api.get("/programmes", response=list[ProgrammeOut], tags=["programmes"])
def programmes(request: HttpRequest) -> Any:  # noqa: ARG001 - a view's signature
    """All programmes."""
    return programme_queries.programmes()


@api.get("/programmes/{programme}", response={200: OverviewOut, 404: Missing}, tags=["programmes"])
def programme(request: HttpRequest, programme: str, as_of: AsOf = None) -> Any:  # noqa: ARG001 - a view's signature
    """One programme as of a day: targets, conflicts, events, each figure with its roots."""
    found = _found(programme_queries.overview(programme, as_of or default_day()), "programme")
    claims = [item for target in found.targets for item in (*(r.said for r in target.readings), *target.evidence)]
    claims += [item for conflict in found.conflicts for side in conflict.sides for item in side]
    claims += [item for event in found.events for item in event.announced]
    counts = {
        "targets": found.target_count,
        "deadline_passed": found.passed_count,
        "with_evidence": found.evidenced_count,
        "conflicts": found.conflict_count,
        "documents": found.documents,
        "waiting_claims": found.waiting,
    }
    identified = [event.identified for event in found.events if event.identified is not None]
    figures = Figures([*(item.figure for item in claims), *counts.values(), *identified])
    return {
        "programme": found.programme,
        "as_of": found.as_of,
        "targets": [_target(target, figures) for target in found.targets],
        "conflicts": [figures.conflict(conflict) for conflict in found.conflicts],
        "events": [_event(event, figures) for event in found.events],
        "counts": {name: figures.out(figure) for name, figure in counts.items()},
    }


def _target(target: programme_shown.TargetShown, figures: Figures) -> dict[str, Any]:
    return {
        "id": target.id,
        "names": target.names,
        "plan": target.plan,
        "parent": target.parent,
        "place": target.place[0] if target.place else None,
        "indicator": target.indicator,
        "deadline": target.deadline.text if target.deadline else None,
        "deadline_passed": target.passed,
        "status": target.status,
        "conflicts": target.conflicts,
        "readings": [{"claim": figures.claim(item.said), "verdict": item.verdict} for item in target.readings],
        "evidence": [figures.claim(item) for item in target.evidence],
    }


def _event(event: programme_shown.EventShown, figures: Figures) -> dict[str, Any]:
    return {
        "id": event.id,
        "names": event.names,
        "kind": event.kind,
        "period": event.period,
        "place": event.place[0] if event.place else None,
        "institutions": [institution for institution, _names in event.institutions],
        "announced": [figures.claim(item) for item in event.announced],
        "identified": figures.out(event.identified) if event.identified else None,
    }


@api.get("/facts/{fact}", response={200: FactOut, 404: Missing}, tags=["facts"])
def fact(request: HttpRequest, fact: str) -> Any:  # noqa: ARG001 - a view's signature
    """One fact: every accepted claim, its independent sources, its conflict."""
    found = _found(fact_queries.fact(fact), "fact")
    figures = Figures([found.source_count, *(item.figure for item in found.claims)])
    return {
        "id": found.id,
        "names": found.names,
        "kind": found.kind,
        "indicator": found.indicator,
        "programme": found.programme.id,
        "claims": [figures.claim(item) for item in found.claims],
        "independent_sources": figures.out(found.source_count),
        "conflict": figures.conflict(found.conflict) if found.conflict else None,
    }


@api.get("/documents", response=list[DocumentOut], tags=["documents"])
def documents(request: HttpRequest, after: After = "", limit: Limit = LIMIT) -> Any:  # noqa: ARG001 - a view's signature
    """Documents in the order of their ids."""
    return document_queries.heads_after(after, limit)


@api.get("/documents/{document}", response={200: DocumentOut, 404: Missing}, tags=["documents"])
def document(request: HttpRequest, document: str) -> Any:  # noqa: ARG001 - a view's signature
    """One document's head."""
    return _found(document_queries.document(document), "document").head


@api.get("/places", response=list[PlaceOut], tags=["places"])
def places(request: HttpRequest) -> Any:  # noqa: ARG001 - a view's signature
    """All places, each after the one it lies in."""
    return world_queries.places()


@api.get("/ledger", response={200: LedgerOut, 404: Missing}, tags=["ledger"])
def ledger(request: HttpRequest) -> Any:  # noqa: ARG001 - a view's signature
    """The head of the ledger."""
    return _found(page_queries.ledger_head(), "ledger entry")
