"""Figures, claims and conflicts as JSON, their roots looked up together: one look however many an answer holds."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hongqiao.ground.figure import Figure
from hongqiao.publish import sources
from hongqiao.record import page_queries, programme_shown
from hongqiao.record.page_queries import QuoteShown, Said
from hongqiao.record.world_queries import Series


class Figures:
    """Figures as JSON."""

    def __init__(self, figures: Iterable[Figure]) -> None:
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
            "roots": [_root(self._roots[root.key]) for root in figure.roots()],
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
        return {
            "fact": found.fact,
            "names": found.names,
            "kinds": found.kinds,
            "sides": [[self.claim(item) for item in side] for side in found.sides],
            "left_open": found.left_open,
        }

    def target(self, target: programme_shown.TargetShown) -> dict[str, Any]:
        """One target."""
        return {
            "id": target.id,
            "names": target.names,
            "plan": target.plan,
            "clause": target.clause,
            "parent": target.parent,
            "place": target.place[0] if target.place else None,
            "indicator": target.indicator,
            "deadline": target.deadline.text if target.deadline else None,
            "deadline_passed": target.passed,
            "status": target.status,
            "conflicts": target.conflicts,
            "retracted": target.retracted,
            "readings": [{"claim": self.claim(item.said), "verdict": item.verdict} for item in target.readings],
            "evidence": [self.claim(item) for item in target.evidence],
        }

    def event(self, event: programme_shown.EventShown) -> dict[str, Any]:
        """One event."""
        return {
            "id": event.id,
            "names": event.names,
            "kind": event.kind,
            "period": event.period,
            "place": event.place[0] if event.place else None,
            "institutions": [institution for institution, _names in event.institutions],
            "announced": [self.claim(item) for item in event.announced],
            "identified": self.out(event.identified) if event.identified else None,
        }

    def series(self, lines: Iterable[Series]) -> list[dict[str, Any]]:
        """Series of figures."""
        return [
            {
                "indicator": line.indicator,
                "names": line.names,
                "place": line.place,
                "place_names": line.place_names,
                "figures": [self.out(figure) for figure in line.figures],
            }
            for line in lines
        ]


def of_targets(targets: Iterable[programme_shown.TargetShown]) -> list[Said]:
    """Every claim that targets show."""
    return [item for target in targets for item in (*(reading.said for reading in target.readings), *target.evidence)]


def quote(item: QuoteShown) -> dict[str, Any]:
    """One quote."""
    return {
        "document": item.document_id,
        "start": item.start,
        "end": item.end,
        "exact": item.exact,
        "language": item.language,
        "speaker": item.speaker,
        "published": item.published,
        "retells": item.retells,
    }


def with_next(request: HttpRequest, response: HttpResponse, keys: list[str], limit: int) -> None:
    """Say where the next page is, where this one is full."""
    if len(keys) < limit:
        return
    query = request.GET.copy()
    query["after"] = keys[-1]
    response.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'


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
