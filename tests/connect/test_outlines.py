"""Outlines of isochrones are valid GeoJSON: no ring touches itself, every hole lies in its polygon, every cell is where it was."""

import itertools

import numpy as np
import pytest

from hongqiao.connect import Timetable, isochrones
from hongqiao.connect.isochrone import outlines


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def inside(x, y, ring):
    return sum((a[1] > y) != (b[1] > y) and x < a[0] for a, b in itertools.pairwise(ring)) % 2 == 1


@pytest.mark.parametrize("seed", range(8))
def test_outlines_of_any_grid_are_simple_and_hold_its_cells_and_no_others(seed):
    choose = np.random.default_rng(seed)
    for _ in range(25):
        size = choose.integers(1, 9)
        grid = np.pad(choose.random((size, size)) < choose.choice([0.3, 0.5, 0.7]), 1)
        polygons = outlines(grid)
        for outer, *holes in polygons:
            assert area(outer) > 0
            assert all(area(hole) < 0 for hole in holes)
            assert all(len(set(ring[:-1])) == len(ring) - 1 and ring[0] == ring[-1] for ring in (outer, *holes))
        for line, column in np.ndindex(grid.shape):
            x, y = column + 0.5, line + 0.5
            covering = [
                polygon
                for polygon in polygons
                if inside(x, y, polygon[0]) and not any(inside(x, y, hole) for hole in polygon[1:])
            ]
            assert len(covering) == grid[line, column]


def test_cells_that_close_a_gap_at_a_corner_make_a_hole_and_no_ring_that_touches_itself():
    picture = ["......", ".####.", ".#..#.", ".#.#..", ".###..", "......"]
    grid = np.array([[cell == "#" for cell in line] for line in picture[::-1]])
    ((outer, hole),) = outlines(grid)
    assert (area(outer), area(hole)) == (14.0, -3.0)  # eleven cells
    assert (4, 3) in outer
    assert (4, 3) in hole


def test_isochrones_of_a_town_have_simple_rings(shared_data):
    timetable = Timetable.read(shared_data / "connect/gtfs/cairns.zip", "2014-06-10", cached=False)
    for feature in isochrones(timetable, "750311", (30, 60))["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert len({tuple(corner) for corner in ring[:-1]}) == len(ring) - 1
