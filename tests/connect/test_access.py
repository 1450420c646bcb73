"""Access, circles, isochrones, what-if, checked claims, streets, executors and the command."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_feed import tangled, write_feed

from hongqiao import errors
from hongqiao.cli import main
from hongqiao.connect import (
    CrowFly,
    Faster,
    MoreTrains,
    NewLine,
    Roads,
    Streets,
    Timetable,
    change,
    check,
    circles,
    compare,
    cumulative,
    dual,
    edited,
    gravity,
    isochrones,
    travel_times,
    weighted_mean,
)  # fmt: skip
from hongqiao.connect.claimed import assumed_way
from hongqiao.connect.isochrone import outlines
from hongqiao.ground.basis import Assumption, Column
from hongqiao.ground.figure import Figure
from hongqiao.ground.names import Names
from hongqiao.ground.period import Period
from hongqiao.ground.place import Place

STOPS = [("a", 50.0, 8.0), ("b", 50.1, 8.0), ("c", 50.2, 8.0)]
TRIP = [("a", "08:00:00", "08:00:00"), ("b", "08:10:00", "08:10:00"), ("c", "08:20:00", "08:20:00")]
SLOW = [("a", "08:30:00", "08:30:00"), ("b", "08:50:00", "08:50:00")]


@pytest.fixture
def line(tmp_path):
    return Timetable.read(write_feed(tmp_path / "f", STOPS, [TRIP, SLOW]), "2024-05-14", cached=False)


times = arrays(np.int32, (3, 5), elements=st.integers(-1, 7200))
counts = arrays(np.float64, 5, elements=st.integers(0, 1000).map(float))


@given(times, counts)
def test_wider_circles_never_hold_fewer_opportunities_and_gravity_without_decay_holds_all(seconds, opportunities):
    narrow, wide = cumulative(seconds, opportunities, 1800), cumulative(seconds, opportunities, 3600)
    assert (narrow <= wide).all()
    assert np.allclose(gravity(seconds, opportunities, 0.0), cumulative(seconds, opportunities, 7200))


@given(times, counts, st.integers(1, 3000))
def test_dual_access_is_the_first_time_at_which_cumulative_access_is_enough(seconds, opportunities, wanted):
    needed = dual(seconds, opportunities, wanted)
    for origin, time in enumerate(needed.tolist()):
        if time == -1:
            assert cumulative(seconds, opportunities, 7200)[origin] < wanted
        else:
            assert cumulative(seconds, opportunities, time)[origin] >= wanted
            assert time == 0 or cumulative(seconds, opportunities, time - 1)[origin] < wanted


@given(times, counts)
def test_a_weighted_mean_lies_between_the_nearest_and_the_farthest(seconds, weights):
    mean = weighted_mean(seconds, weights)
    for row, value in zip(seconds, mean, strict=True):
        reached = row[(row >= 0) & (weights > 0)]
        assert np.isnan(value) if reached.size == 0 else reached.min() - 1e-9 <= value <= reached.max() + 1e-9


def test_circles_hold_each_stop_in_its_smallest_hour(line):
    found = circles(line, ["a"], hours=(0.25, 1), depart="07:50", window="00:10", percentile=0)
    assert found.select("stop_id", "seconds", "hours").rows() == [("a", 0, 0.25), ("b", 660, 0.25), ("c", 1260, 1.0)]


def test_an_isochrone_is_a_closed_outline_around_the_stops_reached(line):
    made = isochrones(line, "a", (5, 15), depart="08:00")
    assert [feature["properties"]["stops"] for feature in made["features"]] == [2, 1]
    rings = [polygon[0] for feature in made["features"] for polygon in feature["geometry"]["coordinates"]]
    assert len(rings) == 3
    assert all(ring[0] == ring[-1] and len(ring) > 8 for ring in rings)


def test_an_outline_keeps_holes_and_cells_that_touch_at_a_corner_apart():
    grid = np.zeros((7, 7), bool)
    grid[1:4, 1:4] = True
    grid[2, 2] = False
    grid[4, 4] = True
    shapes = sorted(outlines(grid), key=len)
    assert [len(shape) for shape in shapes] == [1, 2]
    assert shapes[1][0] == [(1, 1), (4, 1), (4, 4), (1, 4), (1, 1)]
    assert sorted(shapes[1][1][:-1]) == [(2, 2), (2, 3), (3, 2), (3, 3)]


def test_a_faster_link_brings_all_later_calls_forward(line):
    after = edited(line, [Faster("a", "b", "00:08")])
    assert travel_times(after, ["a"]).seconds[0, :, 0].tolist() == [0, 480, 1080]
    assert travel_times(after, ["a"], depart="08:30").seconds[0, 1, 0] == 480
    assert [repair.name for repair in after.repairs] == ["what-if edit"]
    assert travel_times(line, ["a"]).seconds[0, :, 0].tolist() == [0, 600, 1200]


def test_more_trains_and_a_new_line_are_there_and_the_difference_is_told_by_place(line):
    after = edited(line, [MoreTrains("t0", ("09:00",)), NewLine("new", ("c", "a"), (900,), "08:00", "09:00", "00:30")])
    assert travel_times(after, ["a"], depart="09:00").seconds[0, :, 0].tolist() == [0, 600, 1200]
    assert travel_times(after, ["c"], depart="08:30").seconds[0, :, 0].tolist() == [900, 2400, 0]
    told = compare(line, after, depart="08:00", horizon="01:00")
    assert told.select("stop_id", "reached_before", "reached_after").rows() == [("a", 3, 3), ("b", 2, 3), ("c", 1, 3)]
    before, now = travel_times(line, ["c"]), travel_times(after, ["c"])
    assert change(before, now).rows() == [
        ("c", "a", None, 900, None),
        ("c", "b", None, 3000, None),
        ("c", "c", 0, 0, 0),
    ]


def test_an_edit_of_a_link_that_no_train_runs_is_refused(line):
    with pytest.raises(errors.UnknownTrip, match="no trip runs straight from 'a' to 'c'"):
        edited(line, [Faster("a", "c", "00:05")])


AIRPORT = Place("airport", "airport", Names.of(en="A Airport", de="Flughafen A", zh="甲"))
STATION, CITY = Place("a", "station", Names.of(en="A", zh="甲站")), Place("b", "city", Names.of(en="B", zh="乙"))


def test_a_claim_is_checked_with_best_typical_and_door_to_door_and_every_mismatch_is_named(line):
    claim = Figure(10, "min", Assumption("a test", "stands for a quote"), period=Period.parse("2022"))
    way = assumed_way(5, "a test", "stands for a survey")
    checked = check(
        claim, line, ["a"], ["b"], stated=(AIRPORT, CITY), measured=(STATION, CITY), stated_mode="road",
        depart="08:00", window="00:31", access=way, egress=way,
    )  # fmt: skip
    values = [f.value for f in (checked.best, checked.median, checked.longest, checked.share, checked.rides)]
    assert values == [10, 15, 20, 50, 2]
    assert (checked.typical.value, checked.door_to_door.value) == (34, 44)
    assert checked.holds
    assert [what for what, _, _ in checked.mismatches()] == ["place", "mode", "year"]
    assert checked.verdict("en") == (
        "10 minutes is the best case: on 14 May 2024, 1 of 2 direct trains take 10 minutes and 50 % are within the claim; "
        "median 15, longest 20 minutes. With the wait, a typical departure takes 34 minutes. Door to door it is 44 minutes, "
        "with the ways at both ends as assumed. The statement speaks of A Airport (airport), the timetable of A (station). "
        "The statement speaks of road, the timetable of rail. The statement is of 2022, the timetable of 2024."
    )
    assert "2022年" in checked.verdict("zh")
    assert "Flughafen A (Flughafen)" in checked.verdict("de")
    assert [type(root) for root in checked.best.roots()] == [Column, Column]
    assert checked.best.roots()[0].row == "line 2"


def test_a_claim_between_stops_that_nothing_joins_is_refused(line):
    with pytest.raises(errors.UnknownTrip, match="nothing runs directly"):
        check(Figure(10, "min", Assumption("a test", "x")), line, ["c"], ["a"])


def test_the_seventeen_minutes_of_2016(shared_data):
    timetable = Timetable.read(
        shared_data / "connect/china_hsr_2016/china_hsr_2016_gtfs.zip", "2016-03-10", cached=False
    )
    checked = check(Figure(17, "min", Assumption("a test", "stands for a quote")), timetable, ["AOH"], ["KNH"])
    values = [f.value for f in (checked.best, checked.median, checked.longest, checked.typical)]
    assert values == [17, 19, 23, 27]


def test_a_table_of_trains_is_read_as_a_timetable(tmp_path):
    (tmp_path / "calls.csv").write_text(
        "trip,train,service,stop_order,station,arrival,departure\n1,G1,x,2,A,,23:50\n1,G1,x,5,B,24:10,24:11\n2,G2,y,1,A,,08:00\n2,G2,y,2,B,08:17,\n"
    )
    (tmp_path / "stations.csv").write_text("station,name_en,lat,lon\nA,Alpha,31.2,121.3\nB,Beta,31.3,120.9\n")
    (tmp_path / "services.csv").write_text("service,dates\nx,2016-03-01/2016-03-31\ny,2016-03-10 2016-03-12\n")
    paths = [tmp_path / f"{name}.csv" for name in ("calls", "stations", "services")]
    day = Timetable.read_table(*paths, date="2016-03-10")
    assert travel_times(day, ["A"], depart="08:00").seconds[0].tolist() == [[0], [1020]]
    next_day = Timetable.read_table(*paths, date="2016-03-11")
    assert travel_times(next_day, ["A"], depart="08:00").seconds[0].tolist() == [[0], [-1]]
    assert travel_times(next_day, ["A"], depart="23:50").seconds[0].tolist() == [[0], [1200]]
    assert day.stops["name"].to_list() == ["Alpha", "Beta"]


def test_processes_and_threads_give_equal_results(tmp_path):
    timetable = Timetable.read(tangled(tmp_path / "f", 1), "2024-05-14", cached=False)
    ids = timetable.stops["stop_id"].to_list() * 60
    alone = travel_times(timetable, ids, window="00:05").seconds
    with ProcessPoolExecutor(1, mp_context=get_context("forkserver")) as processes:
        assert np.array_equal(travel_times(timetable, ids, window="00:05", executor=processes).seconds, alone)
    with ThreadPoolExecutor(2) as threads:
        assert np.array_equal(travel_times(timetable, ids, window="00:05", executor=threads).seconds, alone)


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")  # of distributed itself, as it starts and stops its cluster
def test_dask_gives_equal_results(tmp_path):
    distributed = pytest.importorskip("distributed")
    timetable = Timetable.read(tangled(tmp_path / "f", 1), "2024-05-14", cached=False)
    ids = timetable.stops["stop_id"].to_list() * 60
    alone = travel_times(timetable, ids, window="00:05").seconds
    with (
        distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert np.array_equal(
            travel_times(timetable, ids, window="00:05", executor=client.get_executor()).seconds, alone
        )


def test_streets_of_an_extract_are_never_shorter_than_the_crow_flies(shared_data):
    streets = Streets.read(shared_data / "connect/osm/roads_zhelez.pbf")
    timetable = Timetable.read(shared_data / "connect/gtfs/zhelez", "2024-05-14", cached=False)
    lat, lon = (timetable.stops[axis].to_numpy() for axis in ("lat", "lon"))
    a, b, metres = streets.pairs(lat, lon, lat, lon, 500)
    crow = {
        (i, j): d for i, j, d in zip(*(part.tolist() for part in CrowFly().pairs(lat, lon, lat, lon, 500)), strict=True)
    }
    walked = {(i, j): d for i, j, d in zip(a.tolist(), b.tolist(), metres.tolist(), strict=True) if i != j}
    assert len(walked) > 50
    assert all(distance >= crow[pair] - 1.0 for pair, distance in walked.items())


def test_a_cut_extract_is_refused(tmp_path, shared_data):
    data = (shared_data / "connect/osm/roads_zhelez.pbf").read_bytes()
    (tmp_path / "cut.pbf").write_bytes(data[: len(data) // 2])
    with pytest.raises(errors.FeedBroken, match="may be cut"):
        Streets.read(tmp_path / "cut.pbf")


def test_roads_that_are_not_there_are_refused(tmp_path):
    here = Place("x", "station", Names.of(en="X"), point=(31.2, 121.3))
    with pytest.raises(errors.RoadsUnavailable):
        Roads(tmp_path / "none.osrm", "nothing", "0" * 64).minutes(here, here)


def test_reach_prints_a_journey_with_its_rows_as_json(tmp_path, capsys):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    assert (
        main(
            [
                "reach",
                str(folder),
                "--date",
                "2024-05-14",
                "--from",
                "a",
                "--to",
                "Stop c",
                "--depart",
                "07:50",
                "--json",
            ]
        )
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["seconds"] == [{"percentile": 50.0, "seconds": 1800}]
    assert [row["stop_id"] for row in told["journeys"][0]["legs"][0]["stop_times"]] == ["a", "b", "c"]


def test_reach_writes_a_matrix(tmp_path, capsys):
    import polars as pl

    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    assert main(["reach", str(folder), "--date", "2024-05-14", "--matrix", str(tmp_path / "m.parquet")]) == 0
    table = pl.read_parquet(tmp_path / "m.parquet")
    assert table.rows() == [
        ("a", "a", 0),
        ("a", "b", 600),
        ("a", "c", 1200),
        ("b", "b", 0),
        ("b", "c", 1200),
        ("c", "c", 0),
    ]


def test_reach_refuses_a_day_outside_the_calendar_with_words(tmp_path, capsys):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    assert main(["reach", str(folder), "--date", "2034-05-14", "--from", "a", "--to", "b"]) == 1
    assert "runs from 2024-01-01 to 2024-12-31" in capsys.readouterr().err
