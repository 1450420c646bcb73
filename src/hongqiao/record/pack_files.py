"""Files of a pack that say how its tables are used, as the record took them in: pages never read a pack's folder."""

import functools
import json
import tomllib
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPack
from hongqiao.record import models

#: which of a pack's files are taken in beside its tables
KEPT = {
    "checks.toml": "Which stated times the pack's timetable and roads can check",
    "travel.toml": "Which tables make the circles of the pack's places, and what was assumed to join them",
    "map.geojson": "Outlines of the pack's map",
}


def recorded(pack: str) -> dict[str, models.DataSet]:
    """The newest data set of each name that a pack brought."""
    rows = models.DataSet.objects.filter(pack=pack).defer("body").order_by("id")
    return {row.name.rsplit("/", 1)[-1]: row for row in rows}


def said(pack: str, name: str) -> dict[str, Any] | None:
    """What a TOML file of a pack says; None where the record has none. Raises BadPack where it cannot be read."""
    row = recorded(pack).get(name)
    if row is None:
        return None
    try:
        return tomllib.loads(bytes(row.body).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPack(f"{name} cannot be read: {error}") from error


def outline(pack: str) -> tuple[dict[str, Any], ...]:
    """The features of a pack's map (GeoJSON); none where the record has no map of it."""
    row = recorded(pack).get("map.geojson")
    return _features(row.pk) if row else ()


@functools.lru_cache(maxsize=4)
def _features(dataset: str) -> tuple[dict[str, Any], ...]:
    body = models.DataSet.objects.values_list("body", flat=True).get(pk=dataset)
    return tuple(json.loads(bytes(body))["features"])


def rows_to_keep(folder: Path, pack: str, licence: str, digest: Any) -> list[models.DataSet]:
    """The files of a pack's folder as data sets; a file that cannot be read is refused before anything is stored."""
    found = []
    for name, title in KEPT.items():
        path = folder / name
        if not path.is_file():
            continue
        body = path.read_bytes()
        try:
            json.loads(body) if name.endswith(".geojson") else tomllib.loads(body.decode("utf-8"))
        except (ValueError, UnicodeDecodeError) as error:
            raise BadPack(f"{name} cannot be read: {error}") from error
        found.append(models.DataSet(hash=digest(body), name=name, title=title, licence=licence, body=body, pack=pack))
    return found
