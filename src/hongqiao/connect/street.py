"""Streets of an OpenStreetMap extract as a small graph for walking.

The extract (.osm.pbf) is read by `pbf`; ways that one may walk along become edges of their length in metres, both ways.
"""

import hashlib
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from hongqiao.connect.pbf import nodes_and_ways
from hongqiao.connect.walking import EARTH, Floats, Rows, haversine
from hongqiao.errors import FeedBroken

_NOT_ON_FOOT = {"motorway", "motorway_link", "trunk", "trunk_link", "construction", "proposed", "raceway", "abandoned"}
_SNAP = 300.0  # metres: a stop farther from every street has no walk


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Nodes (degrees) and edges (rows of nodes, metres) of the streets that can be walked; `key` is the file's hash."""

    lat: Floats
    lon: Floats
    start: Rows
    end: Rows
    metres: Floats
    key: str

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """The streets of an extract; raises FeedBroken where it holds none or cannot be read."""
        data = Path(path).read_bytes()
        ids, lat, lon, ways = nodes_and_ways(data)
        refs = [way for way, tags in ways if tags.get("highway") and _walkable(tags) and len(way) > 1]
        if not refs:
            raise FeedBroken(f"{path} holds no street that can be walked")
        start_ids = np.concatenate([way[:-1] for way in refs])
        end_ids = np.concatenate([way[1:] for way in refs])
        order = np.argsort(ids)
        # an extract cuts ways at its rim: ends that it does not hold are left out
        there = np.isin(start_ids, ids) & np.isin(end_ids, ids)
        start = order[np.searchsorted(ids, start_ids[there], sorter=order)]
        end = order[np.searchsorted(ids, end_ids[there], sorter=order)]
        used, flat = np.unique(np.concatenate([start, end]), return_inverse=True)
        lat, lon = lat[used], lon[used]
        a, b = flat[: start.size], flat[start.size :]
        return cls(lat, lon, a, b, haversine(lat[a], lon[a], lat[b], lon[b]), hashlib.sha256(data).hexdigest())

    def pairs(
        self, lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats, metres: float
    ) -> tuple[Rows, Rows, Floats]:
        """See `walking.Ground.pairs`: along the streets, with the straight ways to and from the nearest nodes."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import dijkstra

        size = self.lat.size
        # several ways between two nodes: the shortest holds
        order = np.lexsort((self.metres, self.end, self.start))
        a, b, length = self.start[order], self.end[order], np.maximum(self.metres[order], 1e-6)
        once = np.concatenate([[True], (a[1:] != a[:-1]) | (b[1:] != b[:-1])])
        graph = coo_array((length[once], (a[once], b[once])), shape=(size, size)).tocsr()
        node_a, off_a = self.nearest(lat_a, lon_a)
        node_b, off_b = self.nearest(lat_b, lon_b)
        found: list[tuple[Any, Any, Any]] = []
        targets = np.flatnonzero(off_b <= min(_SNAP, metres))
        for row in np.flatnonzero(off_a <= min(_SNAP, metres)).tolist():
            along = dijkstra(graph, directed=False, indices=int(node_a[row]), limit=metres)
            total = off_a[row] + along[node_b[targets]] + off_b[targets]
            near = total <= metres
            found.append((np.full(int(near.sum()), row), targets[near], total[near]))
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        first, second, walked = (np.concatenate(part) for part in zip(*found, strict=True))
        return first, second, walked

    def nearest(self, lat: Floats, lon: Floats) -> tuple[NDArray[np.int64], Floats]:
        """The nearest node to each point (degrees) and the metres to it, infinite for a point without coordinates."""
        from scipy.spatial import cKDTree

        scale = np.cos(np.radians(self.lat.mean()))
        tree = cKDTree(np.stack([self.lat, self.lon * scale], axis=1))
        known = ~np.isnan(lat + lon)
        node, metres = np.zeros(lat.size, np.int64), np.full(lat.size, np.inf)
        distance, nearest = tree.query(np.stack([lat[known], lon[known] * scale], axis=1))
        node[known], metres[known] = nearest, np.radians(distance) * EARTH
        return node, metres


def _walkable(tags: dict[str, str]) -> bool:
    if tags.get("foot") in {"yes", "designated", "permissive"}:
        return True
    return (
        tags["highway"] not in _NOT_ON_FOOT and tags.get("foot") != "no" and tags.get("access") not in {"no", "private"}
    )
