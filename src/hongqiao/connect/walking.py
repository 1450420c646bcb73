"""Footpaths between stops: as the crow flies by default."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadRoutingOption

EARTH = 6_371_000.0  # mean radius, metres

type Floats = NDArray[np.float64]
type Rows = NDArray[np.int64]


def haversine(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Metres along the great circle between points in degrees, on a sphere of 6,371,000 m; arrays that broadcast.

    Sinnott (1984), "Virtues of the haversine".

    >>> import numpy as np
    >>> one = np.array([31.2]), np.array([121.3])
    >>> round(float(haversine(*one, np.array([31.3]), np.array([120.9]))[0]))
    39617
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    d_phi, d_lambda = np.radians(lat_b - lat_a), np.radians(lon_b - lon_a)
    chord = np.sin(d_phi / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(d_lambda / 2) ** 2
    metres: Floats = 2 * EARTH * np.arcsin(np.sqrt(chord))
    return metres


class Ground(Protocol):
    """What one walks on: a plain, or the streets of an extract."""

    @property
    def key(self) -> str:
        """What tells one ground from another."""
        ...

    def pairs(
        self, lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats, metres: float
    ) -> tuple[Rows, Rows, Floats]:
        """Rows of the first points, rows of the second, and the metres of each walk that is not longer than `metres`.

        Coordinates are degrees; points without any (NaN) have no walk.
        """
        ...


@dataclass(frozen=True, slots=True)
class CrowFly:
    """Walks as the crow flies, times a detour factor (1 by default; 1.2 to 1.4 is usual in towns)."""

    detour: float = 1.0

    def __post_init__(self) -> None:
        if not self.detour >= 1:
            raise BadRoutingOption(f"a detour factor is at least 1, got {self.detour}")

    @property
    def key(self) -> str:
        """What tells one ground from another."""
        return f"crow-fly × {self.detour}"

    def pairs(
        self, lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats, metres: float
    ) -> tuple[Rows, Rows, Floats]:
        """See `Ground.pairs`.

        >>> import numpy as np
        >>> lat, lon = np.array([31.2, 31.203, 32.0]), np.array([121.3, 121.3, 121.3])
        >>> [part.round().tolist() for part in CrowFly().pairs(lat, lon, lat, lon, 500)]
        [[0, 0, 1, 1, 2], [0, 1, 0, 1, 2], [0.0, 334.0, 334.0, 0.0, 0.0]]
        """
        known_a, known_b = np.flatnonzero(~np.isnan(lat_a + lon_a)), np.flatnonzero(~np.isnan(lat_b + lon_b))
        # candidates by straight lines through the sphere, a little wide; the exact distance decides
        reach = 2 * EARTH * np.sin(min(metres / self.detour / (2 * EARTH), np.pi / 2)) * (1 + 1e-9) + 1e-3
        i, j = _neighbours(
            _points(lat_a[known_a], lon_a[known_a]), _points(lat_b[known_b], lon_b[known_b]), max(reach, 10.0)
        )
        a, b = known_a[i], known_b[j]
        walked = haversine(lat_a[a], lon_a[a], lat_b[b], lon_b[b]) * self.detour
        inside = walked <= metres
        order = np.lexsort((b[inside], a[inside]))
        return a[inside][order], b[inside][order], walked[inside][order]


def _neighbours(first: Floats, second: Floats, reach: float) -> tuple[Rows, Rows]:
    """Rows of first and second points that lie in the same cube of side `reach` or in cubes that touch."""
    cubes = [np.floor(points / reach).astype(np.int64) + 2**20 for points in (first, second)]
    keys = [(cube[:, 0] << 42) + (cube[:, 1] << 21) + cube[:, 2] for cube in cubes]
    order = np.argsort(keys[1], kind="stable")
    sorted_keys = keys[1][order]
    found = []
    for side in np.ndindex(3, 3, 3):
        wanted = keys[0] + (int(side[0] - 1) << 42) + (int(side[1] - 1) << 21) + int(side[2] - 1)
        low, high = np.searchsorted(sorted_keys, wanted), np.searchsorted(sorted_keys, wanted, "right")
        count = high - low
        row = np.repeat(np.arange(count.size), count)
        place = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
        found.append((row, order[low[row] + place]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _points(lat: Floats, lon: Floats) -> Floats:
    phi, theta = np.radians(lat), np.radians(lon)
    return EARTH * np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)
