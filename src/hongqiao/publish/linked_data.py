"""What pages say of themselves to machines: schema.org as JSON-LD, a block of data that no policy has to allow."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from hongqiao.ground.figure import Figure
from hongqiao.publish.page_tags import name_text
from hongqiao.record.programme_shown import Overview

MOST_TARGETS = 24

type Address = Callable[[str], str]
_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(data: Mapping[str, Any]) -> SafeString:
    """The data as one script element that runs nothing; markup within it is written as escapes."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f'<script type="application/ld+json">{text.translate(_MARKUP)}</script>')


def programme(found: Overview, tongue: str, address: Address) -> SafeString:
    """A programme as a data set: where, of what, its targets as the values that it measures, bounds as bounds."""
    head = found.programme
    measured = [
        {"@type": "PropertyValue", "name": name_text(target.names), "url": address(reverse("target", args=[target.id])),
         **quantity(target.main)}
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
