"""Wild feeds, read and searched by the engine and by a second plain implementation of the written rules: equal labels."""

import random
from pathlib import Path

import pytest
from contract_scan import merged, plain_seconds, read_plain
from made_feed import write_feed
from wild_feed import wild, written

from hongqiao.connect import Timetable, travel_times

DAY = "2024-05-14"


def of_several(paths, **rules):
    return merged([
        (path.stem if path.is_file() else path.name, read_plain(path, DAY, **rules)) for path in paths
    ])  # fmt: skip


def both_ways(folder: Path, seed: int):
    """The labels of a random question on random feeds, by the engine and plainly."""
    choose = random.Random(seed)  # noqa: S311 -- a reproducible test case, no secret
    paths = [
        written(choose, wild(choose, prefix=choose.choice(["s", "s", f"f{number}"])), folder, f"feed{number}")
        for number in range(choose.choice([1, 1, 1, 2, 3]))
    ]
    rules = {"pickup_rules": choose.random() < 0.3}
    timetable, plain = Timetable.read(paths, DAY, cached=False, **rules), of_several(paths, **rules)
    ids = timetable.stops["stop_id"].to_list()
    depart = choose.choice([0, 28_800, 28_920, 28_807, 84_600, 86_340, 88_200])
    count, step = choose.choice([(1, 60), (1, 60), (5, 60), (33, 60), (7, 37)])
    horizon = choose.choice([600, 3600, 10_800, 10_800, 68_400 if depart < 86_000 else 7200])
    options = {
        "percentiles": choose.choice([(50,), (0, 10, 50, 90, 100), (7, 33.3)]),
        "walk_metres": choose.choice([0, 200, 500, 2000]),
        "walk_speed": choose.choice([1.2, 1.0, 1.33]),
        "change_seconds": choose.choice([0, 0, 30, 60, 300]),
    }
    origins = ids if count == 1 else [choose.choice(ids) for _ in range(3)]
    ours = travel_times(timetable, origins, depart=depart, window=count * step, step=step, horizon=horizon, **options)
    departures = [depart + step * number for number in range(count)]
    expected = plain_seconds(plain, ids, origins, departures=departures, horizon=horizon, **options)
    return list(ours.stops), ours.seconds.tolist(), list(plain.stops), expected


@pytest.mark.parametrize("seed", range(50))
def test_every_label_of_a_wild_feed_equals_the_plain_one(tmp_path, seed):
    stops, seconds, plain_stops, expected = both_ways(tmp_path, seed)
    assert (stops, seconds) == (plain_stops, expected)


@pytest.mark.prove
@pytest.mark.parametrize("block", range(30))
def test_every_label_of_three_thousand_wild_feeds_equals_the_plain_one(tmp_path, block):
    differ = []
    for seed in range(1000 + block * 100, 1100 + block * 100):
        stops, seconds, plain_stops, expected = both_ways(tmp_path / str(seed), seed)
        if (stops, seconds) != (plain_stops, expected):
            differ.append(seed)
    assert differ == []


def test_feeds_whose_tables_have_other_columns_in_another_order_are_merged(tmp_path):
    one = write_feed(tmp_path / "one", [], [[("a", "08:00:00", "08:00:00"), ("b", "08:05:00", "08:05:00")]])
    (one / "stops.txt").write_text("stop_id,parent_station,stop_name,stop_lat,stop_lon\na,,A,50.0,8.0\nb,,B,50.1,8.0\n")
    two = write_feed(tmp_path / "two", [], [[("c", "08:07:00", "08:07:00"), ("d", "08:09:00", "08:09:00")]])
    (two / "stops.txt").write_text("stop_lon,stop_lat,stop_id\n8.0,50.101,c\n8.0,50.2,d\n")
    timetable = Timetable.read([one, two], DAY, cached=False)
    found = travel_times(timetable, ["a"])
    # 111.19 m at 1.2 m/s are 93 seconds
    assert dict(zip(found.stops, found.seconds[0, :, 0].tolist(), strict=True)) == {
        "a": 0,
        "b": 300,
        "c": 393,
        "d": 540,
    }


def test_a_run_that_passes_a_closed_stop_within_one_second_carries_on(tmp_path):
    folder = write_feed(tmp_path / "f", [("a", 50.0, 8.0), ("b", 50.1, 8.0), ("c", 50.2, 8.0)], [[]])
    (folder / "stop_times.txt").write_text(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,drop_off_type\n"
        "t0,08:10:00,08:10:00,a,1,0\nt0,08:10:00,08:10:00,b,2,1\nt0,08:10:00,08:10:00,c,3,0\n"
    )
    timetable = Timetable.read(folder, DAY, cached=False, pickup_rules=True)
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, -1, 600]


def test_empty_lines_are_no_rows_and_need_no_repair(tmp_path):
    folder = write_feed(
        tmp_path / "f", [("a", 50.0, 8.0), ("b", 50.1, 8.0)],
        [[("a", "08:00:00", "08:00:00"), ("b", "08:05:00", "08:05:00")]],
    )  # fmt: skip
    for name in ("stops", "trips", "stop_times", "calendar"):
        path = folder / f"{name}.txt"
        path.write_text(path.read_text() + "\n\n", encoding="utf-8")
    timetable = Timetable.read(folder, DAY, cached=False)
    assert (timetable.repairs, timetable.stops.height) == ((), 2)
