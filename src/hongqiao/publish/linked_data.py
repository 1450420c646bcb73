"""What pages say of themselves to machines: schema.org as JSON-LD, a block of data that no policy has to allow."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from hongqiao.ground.basis import Assumption, Column, Entry, Quote, Root
from hongqiao.ground.figure import Figure
from hongqiao.publish.page_tags import name_text
from hongqiao.record.programme_shown import Overview

MOST_TARGETS = 24
MOST_VALUES = 60
MOST_ROOTS = 12
"""What one page tells machines at most; its exports hold everything."""

type Address = Callable[[str], str]
_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(data: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> SafeString:
    """The data as one script element that runs nothing; markup within it is written as escapes."""
    told = data if isinstance(data, Mapping) else {"@graph": data}
    text = json.dumps({"@context": "https://schema.org", **told}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f'<script type="application/ld+json">{text.translate(_MARKUP)}</script>')


def roots(figure: Figure) -> list[dict[str, Any]]:
    """What a figure finally rests on, by the hashes that name it everywhere."""
    return [_root(root) for root in figure.roots()[:MOST_ROOTS]]


def _root(root: Root) -> dict[str, Any]:
    match root:
        case Quote():
            return {"@type": "Quotation", "text": root.exact, "isPartOf": {"@id": f"urn:sha256:{root.document}"}}
        case Column():
            cell = f"{root.column}, {root.row}" if root.row else root.column
            name = f"{root.title}: {cell}" if root.title else cell
            return {"@type": "Dataset", "@id": f"urn:sha256:{root.dataset}", "name": name}
        case Entry():
            return {"@type": "CreateAction", "name": "entered by a person", "identifier": root.ledger}
        case Assumption():
            return {"@type": "CreativeWork", "text": root.why, "author": {"@type": "Person", "name": root.who}}


def observation(about: str, figure: Figure) -> dict[str, Any]:
    """A figure as an observation that names what it rests on."""
    found = {"@type": "Observation", "name": about, **quantity(figure), "isBasedOn": roots(figure)}
    if figure.period:
        found["observationPeriod"] = figure.period.text
    return found


def programme(found: Overview, tongue: str, address: Address) -> SafeString:
    """A programme as a data set: where, of what, its targets as the values that it measures, bounds as bounds."""
    head = found.programme
    measured = [
        {"@type": "PropertyValue", "name": name_text(target.names), "url": address(reverse("target", args=[target.id])),
         **quantity(target.main), "isBasedOn": roots(target.main)}
        for target in found.targets[:MOST_TARGETS]
        if target.main is not None
    ]  # fmt: skip
    return block(
        {
            "@type": "Dataset",
            "name": name_text(head.names) or head.id,
            "description": name_text(head.description) or name_text(head.names) or head.id,
            "url": address(reverse("programme", args=[head.id])),
            "inLanguage": tongue,
            "isAccessibleForFree": True,
            "spatialCoverage": [
                {"@type": "Place", "name": name_text(names), "url": address(reverse("place", args=[key]))}
                for key, names in head.places
            ],
            "variableMeasured": measured,
        }
    )


def quantity(figure: Figure) -> dict[str, Any]:
    """A figure as schema.org says it: a value, or the ends of what a bound or range admits."""
    unit = {} if figure.unit in {"count", "1", "index", "person"} else {"unitText": figure.unit}
    if figure.comparator == "range":
        return {"minValue": figure.value, "maxValue": figure.value_hi, **unit}
    ends = {">": "minValue", ">=": "minValue", "<": "maxValue", "<=": "maxValue"}
    return {ends.get(figure.comparator, "value"): figure.value, **unit}
