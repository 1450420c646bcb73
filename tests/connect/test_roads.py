"""Road times by OSRM over an extract: prepared once, opened again, and refused where the extract knows no road."""

import hashlib

import pytest

from hongqiao import errors
from hongqiao.connect import Roads, Streets
from hongqiao.ground.basis import Column
from hongqiao.ground.names import Names
from hongqiao.ground.place import Place


def place(name, lat, lon):
    return Place(name, "point", Names.of(en=name), point=(lat, lon))


CENTRE, AIRPORT = place("porto-alegre", -30.0331, -51.2281), place("salgado-filho", -29.9935, -51.1753)
KUNSHAN = place("kunshan", 31.3876, 120.9764)


@pytest.fixture(scope="module")
def extract(shared_data):
    pytest.importorskip("osrm", reason="the OSRM bindings are not installed: pip install 'hongqiao[road]'")
    return shared_data / "connect/osm/poa_osm.pbf"


@pytest.fixture(scope="module")
def roads(extract, tmp_path_factory):
    return Roads.prepare(extract, tmp_path_factory.mktemp("roads"), "Porto Alegre, OpenStreetMap")


def test_a_road_time_rests_on_the_extract_and_is_longer_than_the_air_line_allows(roads, extract):
    found = roads.minutes(CENTRE, AIRPORT)
    (root,) = found.roots()
    assert (found.unit, root) == ("min", Column(hashlib.sha256(extract.read_bytes()).hexdigest(), "ways"))
    assert root.title == "Porto Alegre, OpenStreetMap"
    # 6.7 km as the crow flies: at 120 km/h no less than 3.3 minutes; a town's traffic-free drive is no hour
    assert 3.3 < found.value < 60
    there_and_back = roads.minutes(AIRPORT, CENTRE)
    assert 0.5 < there_and_back.value / found.value < 2


def test_prepared_roads_are_found_again(roads):
    again = Roads.opened(roads.path.parent)
    assert again == roads
    assert again.minutes(CENTRE, AIRPORT) == roads.minutes(CENTRE, AIRPORT)


def test_a_place_far_from_every_road_of_the_extract_has_no_road_time(roads):
    with pytest.raises(errors.RoadsUnavailable, match=r"kunshan lies 19,\d\d\d km from every road of Porto Alegre"):
        roads.minutes(KUNSHAN, AIRPORT)


def test_a_broken_extract_is_refused_with_the_step_that_failed(extract, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(extract.read_bytes()[:20_000])
    with pytest.raises(errors.RoadsUnavailable, match=r"osrm extract failed on cut\.osm\.pbf"):
        Roads.prepare(cut, tmp_path / "roads")


def test_an_extract_or_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(errors.RoadsUnavailable, match="no prepared roads in"):
        Roads.opened(tmp_path)
    with pytest.raises(errors.RoadsUnavailable):
        Roads.prepare(tmp_path / "nothing.osm.pbf", tmp_path / "roads")


def test_walks_on_the_streets_of_the_extract_are_never_shorter_than_the_crow_flies(shared_data):
    import numpy as np

    from hongqiao.connect import Timetable
    from hongqiao.connect.walking import haversine

    streets = Streets.read(shared_data / "connect/osm/poa_osm.pbf")
    stops = Timetable.read(shared_data / "connect/gtfs/poa_trensurb.zip", "2019-05-13", cached=False).stops
    feed = Timetable.read(shared_data / "connect/gtfs/poa_eptc.zip", "2019-05-13", cached=False).stops
    lat = np.concatenate([stops["lat"].to_numpy(), feed["lat"].to_numpy()[:400]])
    lon = np.concatenate([stops["lon"].to_numpy(), feed["lon"].to_numpy()[:400]])
    first, second, metres = streets.pairs(lat, lon, lat, lon, 800)
    crow = haversine(lat[first], lon[first], lat[second], lon[second])
    other = first != second
    # both ways alike, never below the straight line (to the nearest node and back adds to it), and close to it in town
    there = {(a, b): m for a, b, m in zip(first.tolist(), second.tolist(), metres.tolist(), strict=True)}
    assert all(abs(there[b, a] - m) < 1e-6 for (a, b), m in there.items())
    assert (metres[other] >= crow[other] - 0.5).all()
    assert 1.0 < np.median(metres[other] / np.maximum(crow[other], 1)) < 1.7
