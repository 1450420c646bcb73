"""What a damaged or odd feed gives: a named error, or a repair that is reported."""

import shutil
import zipfile

import pytest
from made_feed import CALENDAR, write_feed

from hongqiao import errors
from hongqiao.connect import Timetable, travel_times
from hongqiao.connect.coordinates import gcj02

STOPS = [("a", 50.0, 8.0), ("b", 50.1, 8.0), ("c", 50.2, 8.0)]
TRIP = [("a", "08:00:00", "08:00:00"), ("b", "08:10:00", "08:10:00"), ("c", "08:20:00", "08:20:00")]
DAY = "2024-05-14"


def read(folder, date=DAY, **options):
    return Timetable.read(folder, date, cached=False, **options)


def repairs(timetable):
    return {repair.name: repair.count for repair in timetable.repairs}


def zipped(folder):
    return shutil.make_archive(str(folder), "zip", folder)


def test_a_whole_feed_needs_no_repair(tmp_path):
    timetable = read(write_feed(tmp_path / "f", STOPS, [TRIP]))
    assert timetable.repairs == ()
    assert timetable.stops.rows() == [
        ("a", "Stop a", 50.0, 8.0),
        ("b", "Stop b", 50.1, 8.0),
        ("c", "Stop c", 50.2, 8.0),
    ]


def test_a_file_missing_in_the_zip_is_named(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    (folder / "stop_times.txt").unlink()
    with pytest.raises(errors.FeedFileMissing, match=r"f\.zip lacks stop_times\.txt"):
        read(zipped(folder))


def test_a_feed_without_any_calendar_is_refused(tmp_path):
    with pytest.raises(errors.FeedFileMissing, match=r"lacks calendar\.txt or calendar_dates\.txt"):
        read(write_feed(tmp_path / "f", STOPS, [TRIP], calendar=None))


def test_a_feed_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(errors.FeedFileMissing, match="no feed at"):
        read(tmp_path / "nowhere.zip")


def test_an_unknown_stop_is_refused_with_those_that_look_alike(tmp_path):
    timetable = read(write_feed(tmp_path / "f", [("alpha", 50.0, 8.0), *STOPS], [TRIP]))
    with pytest.raises(errors.UnknownStop, match=r"no stop has the id 'alfa'; did you mean alpha\?"):
        travel_times(timetable, ["alfa"])


def test_a_date_outside_the_calendar_says_which_days_exist(tmp_path):
    with pytest.raises(errors.DateOutsideCalendar, match="runs from 2024-01-01 to 2024-12-31"):
        read(write_feed(tmp_path / "f", STOPS, [TRIP]), "2031-05-14")


def test_a_day_without_service_names_the_nearest_days_with_it(tmp_path):
    off = "service_id,date,exception_type\nS,20240514,2\n"
    folder = write_feed(tmp_path / "f", STOPS, [TRIP], calendar_dates=off)
    with pytest.raises(errors.NoServiceOnDay, match="the nearest days with service are 2024-05-13 and 2024-05-15"):
        read(folder)
    assert read(folder, "2024-05-15").schedule.run_trip.size == 2


def test_stops_without_coordinates_are_reached_by_vehicle_and_reported(tmp_path):
    timetable = read(write_feed(tmp_path / "f", [("a", "", ""), ("b", 50.1, 8.0), ("c", 0, 0)], [TRIP]))
    assert repairs(timetable) == {"stop without usable coordinates: reached by vehicle or transfer only": 2}
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, 600, 1200]


def test_a_map_without_coordinates_is_refused(tmp_path):
    from hongqiao.connect import isochrones

    timetable = read(write_feed(tmp_path / "f", [("a", "", ""), ("b", "", ""), ("c", "", "")], [TRIP]))
    with pytest.raises(errors.NoCoordinates):
        isochrones(timetable, "a")


def test_a_trip_whose_times_run_backwards_is_left_out_and_reported(tmp_path):
    back = [("a", "09:00:00", "09:00:00"), ("b", "08:50:00", "08:50:00")]
    timetable = read(write_feed(tmp_path / "f", STOPS, [TRIP, back]))
    assert repairs(timetable) == {"trip whose times run backwards left out": 1}
    assert travel_times(timetable, ["a"], depart="08:30").seconds[0, :, 0].tolist() == [0, -1, -1]


def test_duplicate_ids_are_taken_once_and_reported(tmp_path):
    folder = write_feed(tmp_path / "f", [*STOPS, STOPS[0]], [TRIP])
    with (folder / "stop_times.txt").open("a") as file:
        file.write("\nt0,08:05:00,08:05:00,c,2")
    timetable = read(folder)
    assert repairs(timetable) == {
        "second stop with the same id left out": 1, "second call with the same trip and stop_sequence left out": 1,
    }  # fmt: skip
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, 600, 1200]


def test_a_zip_cut_in_the_middle_is_refused(tmp_path):
    whole = zipped(write_feed(tmp_path / "f", STOPS, [TRIP]))
    cut = tmp_path / "cut.zip"
    with open(whole, "rb") as file:  # noqa: PTH123 -- half of the bytes of a file
        data = file.read()
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(errors.FeedBroken, match="no whole zip file"):
        read(cut)


def test_a_table_cut_in_the_middle_loses_its_last_row_and_says_so(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP, TRIP])
    text = (folder / "stop_times.txt").read_text()
    (folder / "stop_times.txt").write_text(text[: text.rindex("c,3")])
    timetable = read(folder)
    assert repairs(timetable) == {"row without a needed cell left out": 1}
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, 600, 1200]


def test_a_table_without_its_columns_is_refused(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    (folder / "trips.txt").write_text("route_id,trip_id\nR,t0\n")
    with pytest.raises(errors.FeedBroken, match=r"trips\.txt lacks the column service_id; it has route_id, trip_id"):
        read(folder)


def test_calls_at_unknown_stops_and_of_unknown_trips_are_left_out_and_reported(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [[TRIP[0], ("x", "08:05:00", "08:05:00"), *TRIP[1:]]])
    with (folder / "stop_times.txt").open("a") as file:
        file.write("\nstranger,08:00:00,08:00:00,a,1")
    timetable = read(folder)
    assert repairs(timetable) == {
        "call of a trip that trips.txt lacks left out": 1, "call at a stop that stops.txt lacks left out": 1,
    }  # fmt: skip
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, 600, 1200]


def test_blank_times_are_interpolated_evenly_and_reported(tmp_path):
    stops = [*STOPS, ("d", 50.3, 8.0)]
    trip = [("a", "08:00:00", "08:00:00"), ("b", "", ""), ("c", "", ""), ("d", "08:01:40", "08:01:40")]
    timetable = read(write_feed(tmp_path / "f", stops, [trip]))
    assert repairs(timetable) == {"blank time interpolated between timed calls": 2}
    assert travel_times(timetable, ["a"]).seconds[0, :, 0].tolist() == [0, 33, 67, 100]


def test_headways_run_from_the_start_on_while_before_the_end(tmp_path):
    rows = "trip_id,start_time,end_time,headway_secs\nt0,09:00:00,09:30:00,600\n"
    timetable = read(write_feed(tmp_path / "f", STOPS, [TRIP], frequencies=rows))
    shifts = sorted(timetable.schedule.run_shift.tolist())
    assert shifts == [3600, 4200, 4800, 90_000, 90_600, 91_200]
    assert repairs(timetable) == {"trip run by its headway expanded to single runs": 1}


def test_stops_that_two_feeds_call_the_same_are_kept_apart(tmp_path):
    one, two = write_feed(tmp_path / "one", STOPS, [TRIP]), write_feed(tmp_path / "two", STOPS[:2], [TRIP[:2]])
    timetable = read([one, two])
    assert timetable.stops["stop_id"].to_list() == ["a", "b", "c", "two:a", "two:b"]
    assert repairs(timetable) == {"stop id that two feeds use prefixed with the feed's name": 2}


def test_a_merged_feed_without_service_on_the_day_is_reported(tmp_path):
    old = CALENDAR.replace("20241231", "20240131")
    timetable = read(
        [write_feed(tmp_path / "one", STOPS, [TRIP]), write_feed(tmp_path / "two", [("z", 1, 1)], [], calendar=old)]
    )
    assert repairs(timetable) == {"feed without service on the day": 1}


def test_pickup_rules_are_applied_on_request_and_reported_otherwise(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [])
    (folder / "trips.txt").write_text("route_id,service_id,trip_id\nR,S,t0\n")
    rows = "t0,08:00:00,08:00:00,a,1,1,0\nt0,08:10:00,08:10:00,b,2,0,1\nt0,08:20:00,08:20:00,c,3,0,0\n"
    (folder / "stop_times.txt").write_text(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n" + rows
    )
    free, ruled = read(folder), read(folder, pickup_rules=True)
    assert repairs(free) == {"pickup_type or drop_off_type 1 not applied (pickup_rules is off)": 2}
    assert travel_times(free, ["a", "b"]).seconds[:, :, 0].tolist() == [[0, 600, 1200], [-1, 0, 1200]]
    assert travel_times(ruled, ["a", "b"]).seconds[:, :, 0].tolist() == [[0, -1, -1], [-1, 0, 1200]]


def test_the_compiled_form_on_disk_gives_the_same_timetable(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [[TRIP[0], ("b", "", ""), TRIP[2]]])
    first, second = Timetable.read(folder, DAY), Timetable.read(folder, DAY)
    assert list((tmp_path / "cache" / "timetables").iterdir())
    assert first.repairs == second.repairs
    assert first.stops.equals(second.stops)
    assert travel_times(first, ["a"]).seconds.tolist() == travel_times(second, ["a"]).seconds.tolist()


def test_chinese_coordinates_are_converted_on_request(tmp_path):
    import numpy as np

    lat, lon = gcj02(np.array([31.1962]), np.array([121.3164]))
    folder = write_feed(tmp_path / "f", [("a", lat[0], lon[0]), *STOPS[1:]], [TRIP])
    read_back = read(folder, coordinates="gcj02").stops.row(0)
    assert (round(read_back[2], 6), round(read_back[3], 6)) == (31.1962, 121.3164)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"depart": "late"}, errors.BadTimeOfDay),
        ({"depart": "40:00", "horizon": "10:00"}, errors.BadTimeOfDay),
        ({"window": "00:00"}, errors.BadTimeOfDay),
        ({"percentiles": (101,)}, errors.BadRoutingOption),
        ({"percentiles": ()}, errors.BadRoutingOption),
        ({"walk_speed": 0}, errors.BadRoutingOption),
        ({"walk_metres": -1}, errors.BadRoutingOption),
        ({"change_seconds": -1}, errors.BadRoutingOption),
    ],
)
def test_options_without_a_meaning_are_refused(tmp_path, options, error):
    timetable = read(write_feed(tmp_path / "f", STOPS, [TRIP]))
    with pytest.raises(error):
        travel_times(timetable, ["a"], **options)


def test_no_valid_shared_feed_is_rejected(shared_data):
    gtfs = shared_data / "connect/gtfs"
    days = {
        "cairns.zip": "2014-06-10", "nyc_subway.zip": "2024-12-18", "poa_eptc.zip": "2019-05-13", "spo_gtfs.zip": "2019-05-14",
        "poa_trensurb.zip": "2019-05-13", "vilnius.zip": "2015-10-06", "zhelez": "2024-05-14",
    }  # fmt: skip
    runs = {name: Timetable.read(gtfs / name, day, cached=False).schedule.run_trip.size for name, day in days.items()}
    assert all(runs.values())


def test_a_damaged_zip_member_is_refused(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP] * 50)
    whole = zipped(folder)
    with zipfile.ZipFile(whole) as archive:
        info = archive.getinfo("stop_times.txt")
    with open(whole, "r+b") as file:  # noqa: PTH123 -- bytes in the middle of a file
        file.seek(info.header_offset + 60)
        file.write(b"\0" * 40)
    with pytest.raises(errors.FeedBroken):
        read(whole)


def test_kernels_are_kept_elsewhere_where_the_source_cannot_be_written_to(tmp_path):
    from hongqiao.connect.compiling import kernel_folder

    assert kernel_folder(tmp_path, tmp_path / "cache") is None
    assert kernel_folder(tmp_path / "not there", tmp_path / "cache") == tmp_path / "cache" / "kernels"


def test_the_examples_in_the_docstrings_run():
    import doctest
    import importlib
    import pkgutil

    import hongqiao.connect

    names = [module.name for module in pkgutil.iter_modules(hongqiao.connect.__path__)]
    tried = [doctest.testmod(importlib.import_module(f"hongqiao.connect.{name}")) for name in names]
    assert sum(each.failed for each in tried) == 0
    assert sum(each.attempted for each in tried) > 20


def test_second_trips_calendar_rows_and_contradicting_exceptions_are_reported(tmp_path):
    folder = write_feed(
        tmp_path / "f", STOPS, [TRIP], calendar=CALENDAR + CALENDAR.splitlines()[1],
        calendar_dates="service_id,date,exception_type\nS,20240515,1\nS,20240515,2\n",
    )  # fmt: skip
    with (folder / "trips.txt").open("a") as file:
        file.write("\nR,S,t0\n")
    assert [(r.name, r.count, r.example) for r in read(folder).repairs] == [
        ("second trip with the same id left out", 1, "f/trips.txt, line 3, trip t0"),
        ("service with several calendar rows runs on the days of each", 1, "f/calendar.txt, line 3"),
        ("day both added and taken out taken as out", 1, "f/calendar_dates.txt, line 2"),
    ]


def test_a_calendar_in_which_nothing_runs_at_all_says_so(tmp_path):
    off = CALENDAR.replace("S,1,1,1,1,1,1,1", "S,0,0,0,0,0,0,0")
    with pytest.raises(errors.NoServiceOnDay, match="nor within 400 days of it; the calendar runs from 2024-01-01"):
        read(write_feed(tmp_path / "f", STOPS, [TRIP], calendar=off))


def test_part_of_a_second_is_no_time_to_change(tmp_path):
    timetable = read(write_feed(tmp_path / "f", STOPS, [TRIP]))
    with pytest.raises(errors.BadRoutingOption, match=r"change_seconds is a whole number, 0 or more, got 1\.5"):
        travel_times(timetable, ["a"], change_seconds=1.5)


def test_a_table_with_broken_quotes_is_refused_in_one_sentence(tmp_path):
    folder = write_feed(tmp_path / "f", STOPS, [TRIP])
    (folder / "stops.txt").write_text('stop_id,stop_name,stop_lat,stop_lon\na,A,50,8\n"b,"B",50,8\nc,"C,50,8\n')
    with pytest.raises(errors.FeedBroken, match=r"f/stops\.txt cannot be read as a table") as refused:
        read(folder)
    assert "\n" not in str(refused.value)
