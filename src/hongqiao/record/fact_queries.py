"""What the page of a fact asks of the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from hongqiao.ground.figure import Figure
from hongqiao.record import models, projections
from hongqiao.record.page_queries import Said, counted, said
from hongqiao.record.programme_queries import conflict_of, programme
from hongqiao.record.programme_shown import ConflictShown, Names, ProgrammeHead


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement on one of the fact's claims."""

    verdict: str
    by: str
    day: str
    reason: str
    claim: str
    position: int


@dataclass(frozen=True, slots=True)
class Published:
    """One step of the figure's publication: taken back (`retract`) or put out again (`publish`)."""

    verdict: str
    by: str
    day: str
    reason: str
    position: int


@dataclass(frozen=True, slots=True)
class Source:
    """One origin and everything that goes back to it: copies and translations count once, retellings never."""

    origin: str
    counts: bool
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact with everything that is known of it."""

    id: str
    names: Names
    kind: str
    indicator: str
    place: tuple[str, Names] | None
    period: str
    programme: ProgrammeHead
    claims: tuple[Said, ...]
    sources: tuple[Source, ...]
    source_count: Figure
    language_count: Figure
    conflict: ConflictShown | None
    judgements: tuple[Judged, ...]
    page: str
    publications: tuple[Published, ...]

    @property
    def retracted(self) -> Published | None:
        """The retraction that holds, or None where the figure is in use."""
        last = self.publications[-1] if self.publications else None
        return last if last and last.verdict == "retract" else None


def fact(fact_id: str, language: str = "en") -> FactShown | None:
    """One fact, or None; wordings in `language` come first."""
    row = models.Fact.objects.filter(pk=fact_id).select_related("current").first()
    head = programme(row.programme_id) if row else None
    if row is None or head is None:
        return None
    rows = (
        models.CurrentClaim.objects.filter(fact_id=fact_id, state__in=projections.HELD)
        .select_related("claim__quote", "claim__document")
        .order_by("claim__document__retells", "claim__language", "claim_id")
    )
    current = {item.claim_id: item for item in rows}
    shown = said((item.claim for item in current.values()), current)
    claims = sorted(shown, key=lambda item: (bool(item.document.retells), item.language != language))
    sources = _sources(claims)
    bases = [item.figure.basis for item in claims]
    stands = getattr(row, "current", None)
    # the first claim of each language stands for it
    languages = {item.language: item.figure.basis for item in reversed(claims)}
    return FactShown(
        row.id,
        _name(row, claims),
        row.kind,
        row.indicator,
        _place_of(row.place),
        row.period,
        head,
        tuple(claims),
        sources,
        counted(
            "number of independent sources (a retelling is none)",
            [source.claims[0].figure.basis for source in sources if source.counts],
            bases,
        ),
        counted("number of languages", languages.values(), bases),
        conflict_of(stands, claims) if stands is not None and stands.conflict_count else None,
        _judgements(list(current)),
        _page(row),
        _publications(fact_id),
    )


def _publications(fact: str) -> tuple[Published, ...]:
    rows = models.Publication.objects.filter(fact=fact).order_by("position", "id")
    return tuple(Published(row.verdict, row.by, row.at.date().isoformat(), row.reason, row.position) for row in rows)


def _name(row: models.Fact, claims: list[Said]) -> Mapping[str, str]:
    if row.names:
        return dict(row.names)
    found: dict[str, str] = {}
    for item in claims:
        if item.indicator_text:
            found.setdefault(item.language, item.indicator_text)
    return found or {"en": row.indicator or row.id}


def _place_of(place_id: str) -> tuple[str, Names] | None:
    row = models.Place.objects.filter(pk=place_id).values_list("id", "names").first() if place_id else None
    return (row[0], row[1]) if row else None


def _page(row: models.Fact) -> str:
    """The kind of page that shows the same thing in its programme."""
    return "target" if models.Target.objects.filter(fact=row).exists() else ""


def _sources(claims: list[Said]) -> tuple[Source, ...]:
    groups: dict[str, list[Said]] = {}
    for item in claims:
        groups.setdefault(item.document.origin or item.document.id, []).append(item)
    return tuple(
        # a group counts once, and only where a document of it is no retelling
        Source(origin, any(not item.document.retells for item in group), tuple(group))
        for origin, group in groups.items()
    )


def _judgements(claims: list[str]) -> tuple[Judged, ...]:
    rows = models.Judgement.objects.filter(claim__in=claims).order_by("id")
    return tuple(
        Judged(row.verdict, row.by, row.at.date().isoformat(), row.reason, row.claim_id, row.position) for row in rows
    )
