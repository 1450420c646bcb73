"""Maps: a programme's places, projects, circles and links; the circles of one place. Local data, no tiles."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import etag

from hongqiao.ground.basis import sha256
from hongqiao.publish.page_tags import name_text
from hongqiao.record import map_queries, models, pack_files
from hongqiao.record.place_reach import NoReach, PlaceReach, Point, place_reach


def programme_map(request: HttpRequest, programme: str) -> HttpResponse:
    """The map of a programme, with a table that says the same."""
    row = models.Programme.objects.filter(pk=programme).first()
    if row is None:
        raise Http404
    found = map_queries.programme_map(row)
    origin = next((place.id for place, _reach in found.reaches if place.id == request.GET.get("from")), None)
    origin = origin or next((place.id for place, _reach in found.reaches), None)
    reaches = [(place, reach, circles(reach)) for place, reach in found.reaches]
    chosen = next((reach for place, reach in found.reaches if place.id == origin), None)
    data = drawn(chosen)
    data["places"] = collection([_place(place) for place in found.places if place.point])
    shown = {
        "section": "programmes", "programme": row, "map": found, "reaches": reaches, "origin": origin,
        "chosen": chosen, "map_data": data, "controls": controls(),
        "outline": reverse("programme-outline", args=[programme]) if found.has_outline else "",
    }  # fmt: skip
    return render(request, "map.html", shown)


def place_reach_page(request: HttpRequest, place: str) -> HttpResponse:
    """All that a place reaches: every circle, each minute with its journey."""
    row = models.Place.objects.filter(pk=place).first()
    if row is None:
        raise Http404
    found = of_place(place)
    shown = {"section": "places", "place": row, "shown": found.get("circles", [])} | found
    return render(request, "reach.html", shown)


@etag(lambda _request, programme: _outline_tag(programme))
def programme_outline(_request: HttpRequest, programme: str) -> HttpResponse:
    """The outlines of a programme's map as GeoJSON."""
    pack = models.Programme.objects.filter(pk=programme).values_list("pack", flat=True).first()
    features = pack_files.outline(pack) if pack else ()
    if not features:
        raise Http404
    answer = JsonResponse(collection(list(features)), content_type="application/geo+json")
    answer["Cache-Control"] = "max-age=86400"
    return answer


def _outline_tag(programme: str) -> str | None:
    pack = models.Programme.objects.filter(pk=programme).values_list("pack", flat=True).first()
    return f'"{sha256(repr(pack_files.outline(pack)))[:20]}"' if pack else None


def reach_geojson(_request: HttpRequest, place: str) -> HttpResponse:
    """The circles of a place as GeoJSON: rims, links and stops, with minutes and sources."""
    reach = place_reach(place)
    if isinstance(reach, NoReach):
        raise Http404
    found = drawn(reach)
    features = [feature for name in ("rims", "links", "stops") for feature in found[name]["features"]]
    about = {
        "place": reach.place,
        "date": reach.date.text,
        "departures": f"each minute {reach.depart} to {reach.until}",
        "assumptions": [f"{item.who}: {item.why}" for item in reach.assumptions],
        "sources": [{"title": table.title, "address": table.source_address, "sha256": table.hash} for table in reach.tables],
    }  # fmt: skip
    answer = JsonResponse({**collection(features), "hongqiao": about}, content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="{place}-reach.geojson"'
    return answer


def of_place(place: str) -> dict[str, Any]:
    """What the part `parts/reach.html` of a place's page needs."""
    reach = place_reach(place)
    if isinstance(reach, NoReach):
        return {"no_reach": reach.reason}
    programme = map_queries.programme_of(place)
    outline = reverse("programme-outline", args=[programme]) if programme and _has_outline(programme) else ""
    return {
        "reach": reach,
        "circles": circles(reach),
        "map_data": drawn(reach),
        "controls": controls(),
        "outline": outline,
    }


def _has_outline(programme: str) -> bool:
    pack = models.Programme.objects.filter(pk=programme).values_list("pack", flat=True).first()
    return bool(pack and pack_files.outline(pack))


NEAR = 2
"""Circles whose stops the page of a place lists; the outer ones have a page of their own."""


def circles(reach: PlaceReach) -> list[tuple[str, int, Any]]:
    """Each circle: its name, its number for colours, and its stops."""
    names = {1.0: _("Within one hour"), 2.0: _("Within two hours"), 4.0: _("Within four hours")}
    other = _("Within %(hours)s hours")
    return [
        (names.get(hours, other % {"hours": f"{hours:g}"}), number, reach.circle(hours))
        for number, hours in enumerate(reach.hours, 1)
    ]


def drawn(reach: PlaceReach | None) -> dict[str, Any]:
    """The layers of a map as GeoJSON: rims of the circles, links, stops, entries; places are added by who has them."""
    rims, links, stops, entered = [], [], [], []
    if reach is not None:
        rings = {hours: number for number, hours in enumerate(reach.hours, 1)}
        for hours in reversed(reach.hours):
            if ring := reach.hull(hours):
                # anticlockwise in latitude and longitude is clockwise on a map; GeoJSON wants the other way
                shape = {"type": "Polygon", "coordinates": [[_lon_lat(point) for point in reversed(ring)]]}
                rims.append(_feature(shape, {"kind": "rim", "hours": hours, "ring": rings[hours]}))
        links = [
            _feature({"type": "LineString", "coordinates": [_lon_lat(a), _lon_lat(b)]}, {"kind": "link"})
            for a, b in reach.links
        ]
        stops = [
            _feature(
                _point(stop.point),
                {"kind": "stop", "id": stop.id, "name": name_text(stop.names), "hours": stop.hours, "ring": rings[stop.hours],
                 "typical_minutes": stop.typical.value, "fastest_minutes": stop.fastest.value},
            )
            for stop in reach.stops if stop.point
        ]  # fmt: skip
        entered = [
            _feature(_point(point), {"kind": "entry", "id": stop, "name": name_text(names)})
            for stop, names, point in reach.entered
            if point
        ]
    layers = {"rims": rims, "links": links, "stops": stops, "entered": entered, "places": []}
    return {name: collection(features) for name, features in layers.items()}


def controls() -> dict[str, str]:
    """The words of the map's own controls, in the page's language, under the names that MapLibre gives them."""
    return {
        "Map.Title": _("Map"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "NavigationControl.ResetBearing": _("Turn north up"),
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
        "CooperativeGesturesHandler.WindowsHelpText": _("Hold Ctrl while scrolling to zoom the map"),
        "CooperativeGesturesHandler.MacHelpText": _("Hold ⌘ while scrolling to zoom the map"),
        "CooperativeGesturesHandler.MobileHelpText": _("Use two fingers to move the map"),
    }


def collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946)."""
    return {"type": "FeatureCollection", "features": list(features)}


def _place(place: map_queries.MapPlace) -> dict[str, Any]:
    about = {"kind": "place", "id": place.id, "name": name_text(place.names), "own": place.own}
    return _feature(_point(place.point), about | {"projects": len(place.projects)})


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(point: Point | None) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _lon_lat(point)} if point else {"type": "Point", "coordinates": []}


def _lon_lat(point: Point) -> list[float]:
    return [point[1], point[0]]
