"""Lines of which only the minutes between stations are known, and the circles of a place with their journeys."""

import numpy as np
import pytest
from made_feed import text, write_feed

from hongqiao import errors
from hongqiao.connect import Line, Timetable, circles, travel_times
from hongqiao.connect.reach import reached

CALLS = b"trip,stop_order,station,arrival,departure\nT1,1,A,,8:00\nT1,2,B,8:20,\nT2,1,B,,9:00\nT2,2,A,9:30,\n"
STATIONS = b"station,name_en,lat,lon\nA,Alpha,50.0,8.0\nB,Beta,50.2,8.0\n"
METRO = """line,branch,stop_order,name_zh,name_en,minutes_to_next,minutes_back
M,main,1,甲,,2,3
M,main,2,乙,,,
M,main,3,丙,,4,4
M,main,4,丁,,,
""".encode()


def joined(headway=600, filled=None, joins=(("B", "M:甲", 120),)):
    line = Line(METRO, "metro.csv", headway, "6:00", "22:00", filled or {})
    return Timetable.read_table(CALLS, STATIONS, date="2024-05-14", lines=[line], joins=joins)


def seconds(timetable, origin, depart):
    found = travel_times(timetable, [origin], depart=depart, walk_metres=0)
    return dict(zip(found.stops, found.seconds[0, :, 0].tolist(), strict=True))


def test_a_line_is_cut_where_its_table_leaves_a_hop_empty():
    assert seconds(joined(), "A", "08:00") == {
        "A": 0, "B": 1200, "M:甲": 1320, "M:乙": 1920, "M:丙": -1, "M:丁": -1,
    }  # fmt: skip


def test_a_filled_hop_joins_the_line_and_both_directions_have_their_own_minutes():
    whole = joined(filled={("乙", "丙"): 5})
    # off the train at 8:20, at the metro at 8:22, away at 8:30
    assert seconds(whole, "A", "08:00")["M:丁"] == (30 + 2 + 5 + 4) * 60
    # back from 丁 at 8:00: 4 + 5 + 3 minutes, then two on foot; the train to A leaves at 9:00
    assert seconds(whole, "M:丁", "08:00") == {
        "M:丁": 0, "M:丙": 240, "M:乙": 540, "M:甲": 720, "B": 840, "A": 5400,
    }  # fmt: skip


def test_the_assumed_runs_of_a_line_are_reported_and_so_are_its_missing_coordinates():
    assert [(r.name, r.count) for r in joined().repairs] == [
        ("stop without usable coordinates: reached by vehicle or transfer only", 4),
        ("trip run by its headway expanded to single runs", 4),
    ]


def test_a_line_without_a_headway_or_with_unreadable_minutes_is_refused():
    with pytest.raises(errors.BadRoutingOption, match="with a headway"):
        joined(headway=0)
    line = Line(METRO.replace(b",4,4", b",quick,4"), "metro.csv", 600)
    with pytest.raises(
        errors.FeedBroken, match=r"metro\.csv, line 4, minutes_to_next: 'quick' is no number of minutes"
    ):
        Timetable.read_table(CALLS, STATIONS, date="2024-05-14", lines=[line])


def test_a_join_of_a_stop_that_is_not_there_is_refused():
    with pytest.raises(errors.UnknownStop, match="M:甲子"):
        joined(joins=(("B", "M:甲子", 120),))


def test_circles_with_journeys_give_the_times_of_circles_and_journeys_that_take_them(tmp_path):
    choose = np.random.default_rng(3)
    stops = [(f"s{n}", 50 + n * 0.05, 8.0) for n in range(8)]
    trips = []
    for _ in range(80):
        at, trip = 360 + int(choose.integers(0, 800)), []
        for stop in choose.permutation(8)[: choose.integers(2, 5)]:
            trip.append((f"s{stop}", text(at * 60), text(at * 60)))
            at += int(choose.integers(5, 60))
        trips.append(trip)
    timetable = Timetable.read(write_feed(tmp_path / "f", stops, trips), "2024-05-14", cached=False)
    origins = ["s0", "s1"]
    found = reached(timetable, origins, change_seconds=300)
    told = circles(timetable, origins, walk_metres=0, change_seconds=300)
    assert {item.stop: (item.typical, item.hours) for item in found} == {
        stop: (time, ring)
        for stop, time, ring in told.select("stop_id", "seconds", "hours").rows()
        if stop not in origins
    }
    for item in found:
        assert item.journey.arrival - item.leaving == item.typical
        assert item.leaving <= item.journey.departure
        assert item.fastest.seconds <= item.journey.seconds
    labels = [
        travel_times(timetable, origins, depart=60 * minute, walk_metres=0, change_seconds=300, horizon="4:00").seconds
        for minute in range(360, 1200)
    ]
    shortest = min(int(label) for table in labels for label in table[:, 7, 0] if label >= 0)
    assert [item.fastest.seconds for item in found if item.stop == "s7"] == [shortest]
