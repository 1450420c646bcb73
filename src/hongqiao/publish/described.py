"""Places, institutions, events, indicators, data sets and facts as schema.org describes them, for machines.

Nothing here asks the record: what the page shows is told once more, and every number names what it rests on.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from hongqiao.ground.period import Period
from hongqiao.publish.exports.schema_org import RATINGS
from hongqiao.publish.linked_data import MOST_VALUES, Address, observation, quantity, roots
from hongqiao.publish.page_tags import name_text
from hongqiao.record.fact_queries import FactShown
from hongqiao.record.page_queries import DataSetHead, Said
from hongqiao.record.programme_shown import EventShown
from hongqiao.record.world_queries import IndicatorShown, InstitutionShown, PlaceShown

type Names = Mapping[str, str]
_CITIES = frozenset({"city", "county-city", "prefecture", "municipality"})


def place(found: PlaceShown, tongue: str, address: Address) -> dict[str, Any]:
    """A place: where it lies, its codes, its latest values."""
    made = _thing("City" if found.kind in _CITIES else "Place", "place", found.id, found.names, address)
    if found.point:
        made["geo"] = {"@type": "GeoCoordinates", "latitude": found.point[0], "longitude": found.point[1],
                       "isBasedOn": found.source}  # fmt: skip
    if found.above:
        made["containedInPlace"] = _link("Place", "place", found.above[0], address)
    made["identifier"] = [
        {"@type": "PropertyValue", "propertyID": scheme, "value": code} for scheme, code, _first, _last in found.codes
    ]
    latest = [observation(name_text(line.names), line.figures[-1]) for line in found.series if line.figures]
    return made | {"additionalProperty": latest[:MOST_VALUES], "inLanguage": tongue}


def institution(found: InstitutionShown, tongue: str, address: Address) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """An institution with its other names, its identifiers and its place."""
    made = _thing("Organization", "institution", found.id, found.names, address)
    made["alternateName"] = sorted({*found.names.values(), *found.aliases} - {made["name"], ""})
    made["identifier"] = [
        {"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in found.identifiers
    ]
    if found.place:
        made["location"] = _link("Place", "place", found.place, address)
    return made


def event(found: EventShown, tongue: str, address: Address) -> dict[str, Any]:
    """An event: when, where, who took part, and how many projects it announced."""
    made = _thing("Event", "event", found.id, found.names, address) | {"inLanguage": tongue}
    if found.period:
        period = Period.parse(found.period)
        first, _slash, last = period.text.partition("/")  # as exact as it was stated, and no more
        made |= {"startDate": first, "endDate": last or first}
    if found.place:
        made["location"] = _link("Place", "place", found.place, address)
    made["performer"] = [_link("Organization", "institution", item, address) for item in found.institutions]
    made["subjectOf"] = [
        {"@type": "Quotation", "text": quote.exact, "inLanguage": quote.language, "creator": quote.speaker,
         "url": _words(quote.document_id, quote.start, quote.end, address)}
        for quote in found.quotes
    ]  # fmt: skip
    if found.announced:
        made["additionalProperty"] = [observation("announced projects", item.figure) for item in found.announced]
    return made


def indicator(found: IndicatorShown, tongue: str, address: Address) -> dict[str, Any]:
    """An indicator as a data set of its values by place and time."""
    made = _thing("Dataset", "indicator", found.id, found.names, address)
    made["description"] = name_text(found.definition) or made["name"]
    made |= {"inLanguage": tongue, "isAccessibleForFree": True, "variableMeasured": {
        "@type": "PropertyValue", "name": made["name"], "unitText": found.unit}}  # fmt: skip
    made["spatialCoverage"] = [
        _link("Place", "place", (line.place, line.place_names), address) for line in found.series
    ]
    values = [
        observation(made["name"], figure) | {"observationAbout": {"@id": address(reverse("place", args=[line.place]))}}
        for line in found.series
        for figure in line.figures
    ]
    return made | {"hasPart": values[:MOST_VALUES]}


def dataset(found: DataSetHead, tongue: str, address: Address) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """A table of data: where it is from, when it was fetched, under which licence."""
    title = found.title or found.name
    made = {"@type": "Dataset", "@id": f"urn:sha256:{found.hash}", "name": title, "description": found.description or title,
            "url": address(reverse("dataset", args=[found.id])), "isAccessibleForFree": True}  # fmt: skip
    more = {"isBasedOn": found.source_address, "license": found.licence, "dateModified": found.retrieved}
    return made | {name: value for name, value in more.items() if value}


def fact(found: FactShown, tongue: str, address: Address) -> list[dict[str, Any]]:  # noqa: ARG001 - one signature
    """Every accepted claim of a fact as a review; where the sources differ, each says in what. Of a retracted one, none."""
    if found.retracted:
        return []
    judged = {item.claim: item for item in found.judgements}  # of several the latest holds
    about = address(reverse("fact", args=[found.id]))
    return [_review(item, judged[item.id], found, about, address) for item in found.claims if item.id in judged]


def _review(item: Said, judged: Any, found: FactShown, about: str, address: Address) -> dict[str, Any]:
    rating, words = RATINGS["accepted"]  # the page shows no others
    quote, figure = item.quote, item.figure
    person = "Organization" if judged.by.startswith("pack ") else "Person"
    where = {"@type": "CreativeWork", "url": _words(quote.document_id, quote.start, quote.end, address)}
    made = {
        "@type": "ClaimReview",
        "@id": f"{about}#claim-{item.id}",
        "url": about,
        "claimReviewed": quote.exact,
        "datePublished": judged.day,
        "author": {"@type": person, "name": judged.by},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": quote.speaker},
            "appearance": where,
            "about": {"@type": "PropertyValue", "name": name_text(found.names), **quantity(figure), "isBasedOn": roots(figure)},
        },
        "reviewRating": {"@type": "Rating", "ratingValue": rating, "bestRating": 1, "worstRating": 0, "alternateName": words},
    }  # fmt: skip
    if found.conflict:
        made["reviewBody"] = f"sources differ: {', '.join(found.conflict.kinds)}"
    return made


def _thing(kind: str, page: str, key: str, names: Names, address: Address) -> dict[str, Any]:
    where = address(reverse(page, args=[key]))
    return {"@type": kind, "@id": where, "name": name_text(names) or key, "url": where}


def _link(kind: str, page: str, item: tuple[str, Names], address: Address) -> dict[str, Any]:
    return _thing(kind, page, item[0], item[1], address)


def _words(document: str, start: int, end: int, address: Address) -> str:
    return f"{address(reverse('document', args=[document]))}#q{start}-{end}"


KINDS: Mapping[str, Callable[[Any, str, Address], Any]] = {
    "place": place, "institution": institution, "event": event, "indicator": indicator, "dataset": dataset, "fact": fact,
}  # fmt: skip
"""Every kind of page that describes its thing: from what it shows, its language and how a path becomes an address."""
