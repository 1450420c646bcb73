"""Travel times are held to an independent plain implementation of the same rules, and to the plain scan beside them."""

import itertools

import numpy as np
import pytest
from made_feed import tangled, write_feed
from plain_reading import PlainQuery, PlainTimetable

from hongqiao.connect import Planner, Timetable, travel_times
from hongqiao.connect.network import Walking, network
from hongqiao.connect.plain import earliest_arrivals

FEEDS = {
    "cairns": (["gtfs/cairns.zip"], "2014-06-10"),
    "new york": (["gtfs/nyc_subway.zip"], "2024-12-18"),
    "são paulo": (["gtfs/spo_gtfs.zip"], "2019-05-14"),
    "zheleznogorsk": (["gtfs/zhelez"], "2024-05-14"),
    "china": (["china_hsr_2016/china_hsr_2016_gtfs.zip"], "2016-03-10"),
    "porto alegre": (["gtfs/poa_eptc.zip", "gtfs/poa_trensurb.zip"], "2019-05-13"),
    "vilnius": (["gtfs/vilnius.zip"], "2015-10-06"),
}
DEPARTURES = {"00:10": 600, "08:00": 28_800, "14:00": 50_400, "17:31": 63_060, "23:20": 84_000}


def unlike(paths, date, *, origins, departures, walking):
    """How many labels there are, how many differ from the plain ones, and how many reach their stop."""
    timetable, plain = Timetable.read(paths, date, cached=False), PlainTimetable(paths, date)
    ids = timetable.stops["stop_id"].to_list()
    choose = np.random.default_rng(1)
    labels = differ = reached = 0
    for metres, change in walking:
        query = PlainQuery(plain, metres, 1.2, change)
        for depart in departures:
            chosen = [ids[row] for row in choose.integers(0, len(ids), origins)]
            ours = travel_times(timetable, chosen, depart=depart, walk_metres=metres, change_seconds=change).seconds
            for origin, row in zip(chosen, ours[:, :, 0], strict=True):
                expected = query.labels(origin, DEPARTURES[depart], 10_800)
                plainly = np.array([expected.get(stop, -1) for stop in ids])
                labels, differ, reached = (
                    labels + row.size,
                    differ + int((plainly != row).sum()),
                    reached + int((row > 0).sum()),
                )
    return labels, differ, reached


@pytest.mark.parametrize("name", ["cairns", "new york", "são paulo", "zheleznogorsk", "china"])
def test_every_label_equals_that_of_an_independent_plain_implementation(shared_data, name):
    feeds, date = FEEDS[name]
    paths = [shared_data / "connect" / feed for feed in feeds]
    labels, differ, reached = unlike(paths, date, origins=3, departures=["08:00", "23:20"], walking=[(500, 0)])
    assert (differ, reached > labels / 50 or name == "china") == (0, True)


@pytest.mark.prove
@pytest.mark.parametrize("name", FEEDS)
def test_every_label_of_every_feed_equals_the_plain_one_over_the_day(shared_data, name):
    feeds, date = FEEDS[name]
    paths = [shared_data / "connect" / feed for feed in feeds]
    labels, differ, _ = unlike(paths, date, origins=12, departures=DEPARTURES, walking=[(500, 0), (300, 120), (0, 60)])
    assert (labels > 10_000, differ) == (True, 0)


@pytest.mark.parametrize("seed", range(12))
def test_instant_connections_that_feed_one_another_in_circles_give_plain_labels(tmp_path, seed):
    folder = tangled(tmp_path / "feed", seed)
    timetable, plain = Timetable.read(folder, "2024-05-14", cached=False), PlainTimetable([folder], "2024-05-14")
    ids = timetable.stops["stop_id"].to_list()
    for metres, change in ((0, 0), (400, 0), (400, 30)):
        query = PlainQuery(plain, metres, 1.2, change)
        found = travel_times(
            timetable,
            ids,
            depart="08:02",
            window="00:03",
            percentiles=(0, 50, 100),
            walk_metres=metres,
            change_seconds=change,
        )
        for row, origin in enumerate(ids):
            each = [query.labels(origin, 28_920 + 60 * minute, 10_800) for minute in range(3)]
            expected = [sorted(labels.get(stop, 99_999) for labels in each) for stop in ids]
            assert found.seconds[row].tolist() == [[-1 if t == 99_999 else t for t in times] for times in expected]


def test_circles_do_occur_in_the_tangled_feeds(tmp_path):
    made = [
        network(Timetable.read(tangled(tmp_path / f"{n}", n), "2024-05-14", cached=False), Walking(400.0))
        for n in range(12)
    ]
    assert sum(len(each.loops) for each in made) > 20


@pytest.mark.parametrize("change", [0, 60])
def test_lanes_of_16_and_32_bits_equal_the_plain_scan(tmp_path, change):
    timetable = Timetable.read(tangled(tmp_path / "feed", 3), "2024-05-14", cached=False)
    made = network(timetable, Walking(400.0, 1.2, change))
    ids = timetable.stops["stop_id"].to_list()
    expected = []
    for origin in range(len(ids)):
        arrived = earliest_arrivals(
            made.links, made.loops, made.paths, made.path_to, made.walk_seconds, made.board_seconds, made.runs, origin,
            28_800, 28_800 + 3600,
        )  # fmt: skip
        expected.append(np.where(arrived >= 0, arrived - 28_800, -1)[: len(ids)].tolist())
    short = travel_times(timetable, ids, horizon="01:00", walk_metres=400, change_seconds=change).seconds[:, :, 0]
    long = travel_times(timetable, ids, horizon="20:00", walk_metres=400, change_seconds=change).seconds[:, :, 0]
    assert short.tolist() == expected
    assert np.where(long <= 3600, long, -1).tolist() == expected


def test_many_departures_give_the_ranked_times_of_single_ones(shared_data):
    timetable = Timetable.read(
        shared_data / "connect/china_hsr_2016/china_hsr_2016_gtfs.zip", "2016-03-10", cached=False
    )
    window = travel_times(timetable, ["AOH"], depart="06:00", window="01:10", percentiles=(0, 10, 50, 90, 100)).seconds[
        0
    ]
    single = np.stack([travel_times(timetable, ["AOH"], depart=21_600 + 60 * n).seconds[0, :, 0] for n in range(70)])
    ordered = np.sort(np.where(single < 0, 99_999, single), axis=0)[[0, 6, 34, 62, 69]].T
    assert window.tolist() == np.where(ordered == 99_999, -1, ordered).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_journeys_arrive_when_the_travel_times_say_and_their_legs_fit_together(tmp_path, seed):
    timetable = Timetable.read(tangled(tmp_path / "feed", seed), "2024-05-14", cached=False)
    ids = timetable.stops["stop_id"].to_list()
    for change in (0, 60):
        times = travel_times(timetable, ids, depart="08:02", walk_metres=400, change_seconds=change).seconds[:, :, 0]
        planner = Planner(timetable, walk_metres=400, change_seconds=change)
        for row, origin in enumerate(ids):
            for column, target in enumerate(ids):
                journey = planner.earliest(origin, target, "08:02")
                assert (-1 if journey is None else journey.arrival - 28_920) == times[row, column]
                if journey is None or not journey.legs:
                    continue
                ends = [(leg.origin, leg.departure, leg.target, leg.arrival) for leg in journey.legs]
                assert ends[0][0] == origin
                assert ends[-1][2:] == (target, journey.arrival)
                assert all(a[2] == b[0] and a[3] <= b[1] for a, b in itertools.pairwise(ends))
                last = planner.latest(origin, target, journey.arrival, journey.arrival - 28_920)
                assert last is not None
                assert last.arrival <= journey.arrival
                assert last.departure >= journey.departure


STOPS = [("a", 50.0, 8.0), ("b", 50.1, 8.0), ("c", 50.2, 8.0), ("d", 50.201, 8.0)]


def seconds(folder, origin="a", date="2024-05-14", **options):
    timetable = Timetable.read(folder, date, cached=False)
    found = travel_times(timetable, [origin], **options)
    return dict(zip(found.stops, found.seconds[0, :, 0].tolist(), strict=True))


def test_staying_in_the_vehicle_needs_no_time_to_change(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [
        [("a", "08:00:00", "08:00:00"), ("b", "08:10:00", "08:10:00"), ("c", "08:20:00", "08:20:00")],
        [("b", "08:11:00", "08:11:00"), ("d", "08:15:00", "08:15:00")],
    ])  # fmt: skip
    assert seconds(folder, change_seconds=60, walk_metres=0) == {"a": 0, "b": 600, "c": 1200, "d": 900}
    assert seconds(folder, change_seconds=61, walk_metres=0) == {"a": 0, "b": 600, "c": 1200, "d": -1}


def test_a_walk_is_one_hop_and_takes_the_ceiling_of_distance_over_speed(tmp_path):
    stops = [("a", 50.0, 8.0), ("b", 50.004, 8.0), ("c", 50.008, 8.0)]
    folder = write_feed(tmp_path / "f", stops, [[("a", "20:00:00", "20:00:00"), ("c", "20:30:00", "20:30:00")]])
    assert seconds(folder, walk_metres=500) == {"a": 0, "b": 371, "c": -1}  # 444.78 m / 1.2 m/s


def test_transfers_join_stops_beyond_the_walk_and_a_row_of_one_stop_sets_its_change_time(tmp_path):
    trips = [
        [("a", "08:00:00", "08:00:00"), ("b", "08:10:00", "08:10:00")],
        [("b", "08:11:00", "08:11:00"), ("d", "08:20:00", "08:20:00")],
    ]
    plain = write_feed(tmp_path / "f", STOPS, trips)
    assert seconds(plain, walk_metres=0) == {"a": 0, "b": 600, "c": -1, "d": 1200}
    rows = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nb,c,2,90\nb,b,2,120\n"
    given = write_feed(tmp_path / "g", STOPS, trips, transfers=rows)
    assert seconds(given, walk_metres=0) == {"a": 0, "b": 600, "c": 690, "d": -1}


def test_trips_past_midnight_run_on_the_next_day_and_those_of_the_next_day_are_there(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [[("a", "24:10:00", "24:10:00"), ("b", "24:20:00", "24:20:00")]])
    assert seconds(folder, depart="00:00", walk_metres=0)["b"] == 1200
    assert seconds(folder, depart="23:50", walk_metres=0)["b"] == 1800
    late = write_feed(tmp_path / "g", STOPS, [[("a", "00:10:00", "00:10:00"), ("b", "00:20:00", "00:20:00")]])
    assert seconds(late, depart="23:50", walk_metres=0)["b"] == 1800


def test_a_journey_expands_to_its_rows_of_stop_times(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [
        [("a", "08:00:00", "08:00:00"), ("b", "", ""), ("c", "08:20:00", "08:21:00"), ("d", "08:30:00", "08:30:00")],
    ])  # fmt: skip
    planner = Planner(Timetable.read(folder, "2024-05-14", cached=False), walk_metres=0)
    journey = planner.earliest("a", "c", "07:50")
    assert planner.rows(journey).rows() == [
        (0, "t0", "a", 1, "08:00:00", "08:00:00", 2, False),
        (0, "t0", "b", 2, "08:10:00", "08:10:00", 3, True),
        (0, "t0", "c", 3, "08:20:00", "08:21:00", 4, False),
    ]
