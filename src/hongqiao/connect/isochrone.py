"""Isochrones as GeoJSON (RFC 7946): the ground within a walk of the stops that are reached in time."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hongqiao.connect.timetable import Timetable
from hongqiao.connect.travel import travel_times
from hongqiao.connect.walking import EARTH
from hongqiao.errors import BadRoutingOption, NoCoordinates

_CELLS = 500  # along the longer side of the grid
type Ring = list[tuple[int, int]]


def isochrones(
    timetable: Timetable,
    origin: str,
    minutes: Sequence[float] = (15, 30, 60),
    *,
    depart: str | float = "08:00",
    window: str | float = "00:01",
    percentile: float = 50,
    walk_metres: float = 500,
    walk_speed: float = 1.2,
    **options: Any,
) -> dict[str, Any]:
    """A FeatureCollection with one MultiPolygon for each limit, the widest first.

    Around each stop that is reached in time lies a disc of what can still be walked, at most `walk_metres`. The discs
    are drawn on a grid of 500 cells along the longer side and outlined; `cell_metres` in the properties says how fine.

    Raises NoCoordinates where the origin or all stops reached have none.
    """
    limits = sorted(minutes, reverse=True)
    if not limits or limits[-1] <= 0:
        raise BadRoutingOption(f"isochrones are minutes above 0, got {list(minutes)}")
    found = travel_times(
        timetable, [origin], depart=depart, window=window, percentiles=(percentile,), horizon=int(limits[0] * 60),
        walk_metres=walk_metres, walk_speed=walk_speed, **options,
    )  # fmt: skip
    seconds = found.seconds[0, :, 0]
    known = timetable.has_coordinates & (seconds >= 0)
    if not timetable.has_coordinates[timetable.number(origin)] or not known.any():
        raise NoCoordinates(f"the stop {origin!r} or those reached from it have no coordinates: no map can be drawn")
    lat, lon = timetable.stops["lat"].to_numpy()[known], timetable.stops["lon"].to_numpy()[known]
    north = np.radians(1) * EARTH  # metres of a degree
    east = north * float(np.cos(np.radians(lat.mean())))
    x, y = lon * east, lat * north
    cell = max(25.0, (max(np.ptp(x), np.ptp(y)) + 2 * walk_metres) / _CELLS)
    left, low = float(x.min()) - walk_metres - cell, float(y.min()) - walk_metres - cell
    columns = int((x.max() + walk_metres + cell - left) / cell) + 2
    lines = int((y.max() + walk_metres + cell - low) / cell) + 2
    features = []
    for limit in limits:
        radius = np.minimum((limit * 60 - seconds[known]) * walk_speed, walk_metres)
        grid = np.zeros((lines, columns), np.bool_)
        for a, b, reach in zip(x[radius >= 0], y[radius >= 0], radius[radius >= 0], strict=True):
            _disc(grid, (a - left) / cell, (b - low) / cell, reach / cell)
        polygons = [
            [
                [[round((left + i * cell) / east, 6), round((low + j * cell) / north, 6)] for i, j in ring]
                for ring in rings
            ]
            for rings in outlines(grid)
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"minutes": limit, "stops": int((radius >= 0).sum()), "cell_metres": round(cell)},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _disc(grid: NDArray[np.bool_], x: float, y: float, radius: float) -> None:
    i0, i1 = max(0, int(x - radius)), min(grid.shape[1], int(x + radius) + 1)
    j0, j1 = max(0, int(y - radius)), min(grid.shape[0], int(y + radius) + 1)
    across, up = np.arange(i0, i1) + 0.5 - x, np.arange(j0, j1) + 0.5 - y
    grid[j0:j1, i0:i1] |= across[None, :] ** 2 + up[:, None] ** 2 <= radius**2
    grid[int(y), int(x)] = True  # a place that is reached is never lost between the cells


def outlines(grid: NDArray[np.bool_]) -> list[list[Ring]]:
    """The outlines of the true cells of a grid whose rim is false: polygons of an outer ring and its holes.

    Corners are (column, line); outer rings run anticlockwise, holes clockwise, each closed.

    >>> import numpy as np
    >>> outlines(np.pad(np.ones((1, 1), bool), 1))
    [[[(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]]]
    """
    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (dj, di), (a, b) in {
        (-1, 0): ((0, 0), (1, 0)), (0, 1): ((1, 0), (1, 1)), (1, 0): ((1, 1), (0, 1)), (0, -1): ((0, 1), (0, 0)),
    }.items():  # fmt: skip
        beside = np.roll(grid, (-dj, -di), (0, 1))
        for j, i in np.argwhere(grid & ~beside).tolist():
            ahead.setdefault((i + a[0], j + a[1]), []).append((i + b[0], j + b[1]))
    rings: list[Ring] = []
    while ahead:
        start = min(ahead)
        ring = [start]
        step = (0, 0)
        while True:
            here = ring[-1]
            # where two cells touch at a corner the path turns left, so that they stay two shapes
            choices = ahead[here]
            turn = max(choices, key=lambda there: step[0] * (there[1] - here[1]) - step[1] * (there[0] - here[0]))
            choices.remove(turn)
            if not choices:
                del ahead[here]
            step = (turn[0] - here[0], turn[1] - here[1])
            ring.append(turn)
            if turn == start:
                break
        rings += [_corners(simple) for simple in _simple(ring)]
    outer = [[ring] for ring in rings if _area(ring) > 0]
    for hole in (ring for ring in rings if _area(ring) < 0):
        around = [polygon for polygon in outer if _inside(hole[0], polygon[0])]
        min(around, key=lambda polygon: _area(polygon[0])).append(hole)
    return outer


def _simple(ring: Ring) -> list[Ring]:
    """A closed ring cut where it comes back to a corner, so that no ring touches itself (RFC 7946, OGC simple features)."""
    found: list[Ring] = []
    path: Ring = []
    place: dict[tuple[int, int], int] = {}
    for corner in ring:
        if corner in place:
            begin = place[corner]
            found.append([*path[begin:], corner])
            for other in path[begin + 1 :]:
                del place[other]
            del path[begin + 1 :]
        else:
            place[corner] = len(path)
            path.append(corner)
    return found


def _corners(ring: Ring) -> Ring:
    """A ring without the corners on its straight stretches, from its lowest left one on."""
    open_ring = ring[:-1]
    bends = [
        here
        for before, here, after in zip(
            [open_ring[-1], *open_ring[:-1]], open_ring, [*open_ring[1:], open_ring[0]], strict=True
        )
        if (here[0] - before[0]) * (after[1] - here[1]) != (here[1] - before[1]) * (after[0] - here[0])
    ]
    begin = bends.index(min(bends))
    return [*bends[begin:], *bends[:begin], bends[begin]]


def _area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _inside(corner: tuple[int, int], ring: Ring) -> bool:
    # a hole's first corner is its lowest left one: the cell to the left of it is true and lies in the ring around
    x, y = corner[0] - 0.5, corner[1] + 0.5
    crossings = sum((a[1] > y) != (b[1] > y) and x < a[0] for a, b in pairwise(ring))
    return crossings % 2 == 1
