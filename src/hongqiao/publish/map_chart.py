"""A map drawn on the server: outlines, cities as circles, one link; no tiles, no script, prints as it stands."""

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hongqiao.ground.figure import Figure
from hongqiao.ground.words import figure_words
from hongqiao.publish import language
from hongqiao.publish.charts import BLUE, CONFIG, HAIR, PAPER, RED, SITE, Chart, Point

type Size = tuple[int, int]
type Place = tuple[float, float]

PAGE, PHONE = (620, 430), (312, 290)
"""Width and height of the map, in pixels."""


def changes(
    subject: str,
    outline: Sequence[dict[str, Any]],
    cities: Sequence[tuple[str, Place, Figure, str]],
    link: tuple[Place, Place] | None,
) -> Chart | None:
    """Cities with the change of each, (name, (latitude, longitude), figure, address): blue gains, vermilion loses, area by size."""
    if not cities:
        return None
    tongue = language.ours()
    return Chart(
        "scenario",
        subject,
        _("Change of real output"),
        _specification(outline, cities, link, PAGE),
        tuple(Point(name, figure, link=address) for name, _place, figure, address in cities),
        _("Blue gains, red loses; the larger the circle, the larger the change."),
        {address: f"{name}: {figure_words(figure, tongue, decimals=2)}" for name, _place, figure, address in cities},
        _specification(outline, cities, link, PHONE),
    )


def _specification(
    outline: Sequence[dict[str, Any]],
    cities: Sequence[tuple[str, Place, Figure, str]],
    link: tuple[Place, Place] | None,
    size: Size,
) -> dict[str, Any]:
    largest = max(abs(figure.value) for _name, _point, figure, _address in cities) or 1.0
    points = [
        {
            "lat": point[0],
            "lon": point[1],
            "size": 30 + 900 * abs(figure.value) / largest,
            "colour": BLUE if figure.value >= 0 else RED,
            "label": name,
            "u": SITE + address,
        }
        for name, point, figure, address in sorted(cities, key=lambda item: -abs(item[2].value))
    ]
    layers: list[dict[str, Any]] = []
    if outline:
        layers.append(
            {
                "data": {
                    "values": {"type": "FeatureCollection", "features": list(outline)},
                    "format": {"property": "features"},
                },
                "mark": {"type": "geoshape", "fill": PAPER, "stroke": HAIR, "strokeWidth": 1, "clip": True},
            }
        )
    if link:
        (first_lat, first_lon), (last_lat, last_lon) = link
        layers.append(
            {
                "data": {"values": [{"a": first_lat, "b": first_lon, "c": last_lat, "d": last_lon}]},
                "mark": {"type": "rule", "color": BLUE, "strokeWidth": 3},
                "encoding": {
                    "latitude": {"field": "a", "type": "quantitative"},
                    "longitude": {"field": "b", "type": "quantitative"},
                    "latitude2": {"field": "c"},
                    "longitude2": {"field": "d"},
                },
            }
        )
    where = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    layers.append(
        {
            "data": {"values": points},
            "mark": {"type": "circle", "opacity": 0.75},
            "encoding": where
            | {
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "href": {"field": "u"},
            },
        }
    )
    layers.append(
        {
            "data": {"values": _apart(points, size)},
            "mark": {"type": "text", "dy": -12, "fontSize": 12},
            "encoding": where | {"text": {"field": "label"}},
        }
    )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": size[0],
        "height": size[1],
        "projection": _around([point for _name, point, _figure, _address in cities], size),
        "layer": layers,
        "config": CONFIG,
    }


def _around(points: Sequence[Place], size: Size) -> dict[str, Any]:
    """A Mercator projection that fills the picture with these points, some room about them."""
    north, south = (_mercator(value) for value in (max(lat for lat, _ in points), min(lat for lat, _ in points)))
    east, west = (math.radians(value) for value in (max(lon for _, lon in points), min(lon for _, lon in points)))
    scale = 0.8 * min(size[0] / max(east - west, 1e-3), size[1] / max(north - south, 1e-3))
    middle = math.degrees(2 * math.atan(math.exp((north + south) / 2)) - math.pi / 2)
    centre = [math.degrees((east + west) / 2), middle]
    return {"type": "mercator", "center": centre, "scale": scale, "translate": [size[0] / 2, size[1] / 2]}


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _apart(points: Sequence[dict[str, Any]], size: Size) -> list[dict[str, Any]]:
    """The points whose names can stand without covering one that changes more."""
    high, wide = 20 / size[1], 80 / size[0]  # of the picture, for a name
    spread_lat = max(point["lat"] for point in points) - min(point["lat"] for point in points) or 1.0
    spread_lon = max(point["lon"] for point in points) - min(point["lon"] for point in points) or 1.0
    kept: list[dict[str, Any]] = []
    for point in points:
        free = all(
            abs(point["lat"] - other["lat"]) > spread_lat * high or abs(point["lon"] - other["lon"]) > spread_lon * wide
            for other in kept
        )
        if free:
            kept.append(point)
    return kept
