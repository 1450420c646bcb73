"""What maps ask of the record: the places of a programme with their projects and circles, and whether it has outlines."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hongqiao.record import models, pack_files
from hongqiao.record.place_reach import NoReach, PlaceReach, Point, place_reach

type Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place of a programme or within one of its places; point: (latitude, longitude), None where no source has it."""

    id: str
    names: Names
    kind: str
    point: Point | None
    own: bool
    projects: tuple[tuple[str, Names], ...]


@dataclass(frozen=True, slots=True)
class ProgrammeMap:
    """The places of a programme, its own first, the circles of those that have stations, and why others have none."""

    places: tuple[MapPlace, ...]
    placeless: tuple[tuple[str, Names], ...]
    reaches: tuple[tuple[MapPlace, PlaceReach], ...]
    no_reach: tuple[tuple[MapPlace, NoReach], ...]
    has_outline: bool

    @property
    def drawable(self) -> bool:
        """Whether anything has a position."""
        return any(place.point for place in self.places) or any(
            stop.point for _, reach in self.reaches for stop in reach.stops
        )


def programme_map(programme: models.Programme) -> ProgrammeMap:
    """Everything that a programme's map shows."""
    rows = {row.id: row for row in models.Place.objects.all()}
    below: dict[str | None, list[str]] = defaultdict(list)
    for row in sorted(rows.values(), key=lambda row: row.id):
        below[row.parent_id].append(row.id)
    own = [place for place in programme.places if place in rows]
    order, waiting = [], list(reversed(own))
    while waiting:
        place = waiting.pop()
        if place not in order:
            order.append(place)
            waiting.extend(reversed(below[place]))
    projects: dict[str | None, list[tuple[str, Names]]] = defaultdict(list)
    for project in programme.projects.order_by("id"):
        projects[project.park_id or project.place_id].append((project.id, project.names))
    places = tuple(_place(rows[place], place in own, projects.get(place, [])) for place in order)
    shown = {place.id for place in places}
    placeless = tuple(item for place, found in projects.items() if place not in shown for item in found)
    asked = [(place, place_reach(place.id)) for place in places if place.own]
    return ProgrammeMap(
        places, placeless,
        tuple((place, reach) for place, reach in asked if isinstance(reach, PlaceReach)),
        tuple((place, reach) for place, reach in asked if isinstance(reach, NoReach)),
        bool(pack_files.outline(programme.pack)),
    )  # fmt: skip


def _place(row: models.Place, own: bool, projects: list[tuple[str, Names]]) -> MapPlace:
    point = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    return MapPlace(row.id, row.names, row.kind, point, own, tuple(projects))


def programme_of(place: str) -> str | None:
    """A programme whose map shows a place: one that names it, else one of its pack."""
    row = models.Place.objects.filter(pk=place).first()
    if row is None:
        return None
    programmes = list(models.Programme.objects.order_by("id"))
    named = next((item.id for item in programmes if place in item.places), None)
    return named or next((item.id for item in programmes if row.pack and item.pack == row.pack), None)
