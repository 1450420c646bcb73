"""The circles of a place: each minute rests on the rows of its journey and on the assumptions that join the tables."""

import itertools
import json
import shutil

import pytest

from hongqiao import errors
from hongqiao.connect import Timetable, circles
from hongqiao.connect.line import Line
from hongqiao.ground.basis import Assumption, Column
from hongqiao.record import actions, checked_times, models, page_queries, place_reach
from hongqiao.record.pack.finding import find
from hongqiao.record.roles import LOCAL


@pytest.fixture
def delta(db, tmp_path, monkeypatch):
    monkeypatch.setenv("HONGQIAO_CACHE", str(tmp_path / "cache"))
    return actions.load_pack(LOCAL, find("kunshan")).programmes[0]


def minutes(reach):
    return {stop.id: (stop.typical.value, stop.fastest.value, stop.hours) for stop in reach.stops}


def test_kunshan_reaches_shanghai_hongqiao_within_an_hour_as_the_engine_says(delta):
    tables = find("kunshan") / "tables"
    line = Line(tables / "metro_line_11.csv", "metro", 600, filled={("上海赛车场", "嘉定新城"): 5})
    timetable = Timetable.read_table(
        tables / "rail_2016.csv", tables / "rail_stations.csv", tables / "rail_services.csv", date="2016-03-10",
        lines=[line], joins=[("SXH", "Shanghai 11:上海西站", 300)],
    )  # fmt: skip
    expected = circles(timetable, ["KNH", "KSH"], walk_metres=0, change_seconds=1200)
    reach = place_reach.place_reach("kunshan")
    found = minutes(reach)
    assert {stop: (typical, ring) for stop, (typical, _, ring) in found.items()} == {
        stop: (seconds / 60, hours)
        for stop, seconds, hours in expected.select("stop_id", "seconds", "hours").rows()
        if stop not in {"KNH", "KSH"}
    }
    assert found["AOH"] == (29.0, 16.0, 1.0)
    # the other way it is what the stated 17 minutes are checked against
    assert minutes(place_reach.place_reach("shanghai-hongqiao-station"))["KNH"] == (27.0, 17.0, 1.0)


def test_every_minute_rests_on_rows_whose_times_give_it(delta):
    reach = place_reach.place_reach("kunshan")
    tables = {row.hash: row.pk for row in models.DataSet.objects.all()}
    rail = next(pk for hash_, pk in tables.items() if hash_ == reach.tables[0].hash)
    for stop in reach.stops:
        for figure in (stop.typical, stop.fastest):
            columns = [root for root in figure.roots() if isinstance(root, Column)]
            assert columns
            assert all(page_queries.row_number(tables[root.dataset], root.row) for root in columns)
        direct = [root for root in stop.fastest.roots() if isinstance(root, Column)]
        if len(stop.fastest.roots()) == 2 and {root.column for root in direct} == {"departure", "arrival"}:
            at = [page_queries.cells_of(rail, root.row)[root.column] for root in direct]
            hours = [int(text.split(":")[0]) * 60 + int(text.split(":")[1]) for text in at]
            assert hours[1] - hours[0] == stop.fastest.value


def test_the_metro_is_joined_by_named_assumptions_alone(delta):
    reach = place_reach.place_reach("huaqiao")
    found = {stop.id: stop for stop in reach.stops}
    # 19 minutes to Shanghai Circuit, 5 assumed, 36 from Jiading New City: 60 to Jiangsu Road
    road = found["Shanghai 11:江苏路"]
    assert (road.fastest.value, road.point, road.by) == (60.0, None, ("Shanghai 11",))
    assumed = [root.why for root in road.fastest.roots() if isinstance(root, Assumption)]
    assert [why.split(":")[0] for why in assumed] == [
        "metro line 11 runs every 10 minutes from 6", "Shanghai Circuit to Jiading New City takes 5 minutes",
    ]  # fmt: skip
    west = found["SXH"]
    assert west.fastest.value == 53.0
    assert any(
        root.why.startswith("5 minutes on foot") for root in west.fastest.roots() if isinstance(root, Assumption)
    )
    assert {table.name.rsplit("/", 1)[-1] for table in reach.tables} == {"rail_2016.csv", "metro_line_11.csv"}


def test_the_journeys_are_computed_once_and_kept_by_the_hash_of_what_they_rest_on(delta, tmp_path):
    assert place_reach.waiting(delta) == ["kunshan", "shanghai"]
    first = place_reach.place_reach("huzhou-station")
    assert place_reach.waiting(delta) == ["kunshan", "shanghai"]
    kept = list((tmp_path / "cache" / "circles").glob("*.json"))
    assert len(kept) == 1
    told = json.loads(kept[0].read_text(encoding="utf-8"))
    assert [item["stop"] for item in told] == [stop.id for stop in first.stops]
    kept[0].write_text(json.dumps(told[:1]), encoding="utf-8")
    place_reach._place_reach.cache_clear()
    assert len(place_reach.place_reach("huzhou-station").stops) == 1


def test_why_there_are_no_circles_is_said(delta):
    assert place_reach.place_reach("china") == place_reach.NoReach("place")
    other = actions.load_pack(LOCAL, find("pomerania")).programmes[0]
    somewhere = models.Place.objects.filter(pack="pomerania").first()
    assert (place_reach.place_reach(somewhere.pk), other) == (place_reach.NoReach("file"), "small-projects-fund")


def test_a_pack_from_a_folder_keeps_its_circles_when_the_folder_is_gone(db, tmp_path, monkeypatch):
    monkeypatch.setenv("HONGQIAO_CACHE", str(tmp_path / "cache"))
    folder = shutil.copytree(find("kunshan"), tmp_path / "mine")
    text = (folder / "pack.toml").read_text(encoding="utf-8").replace('id = "kunshan"', 'id = "mine"', 1)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    (folder / "tables" / "rail_services.csv").unlink()
    actions.load_pack(LOCAL, folder)
    assert place_reach.place_reach("kunshan") == place_reach.NoReach("table")
    found = {item.reason: item.detail for item in checked_times.unchecked("kunshan-shanghai")}
    assert found == {"table": "rail_services.csv", "roads": ""}
    shutil.copy(find("kunshan") / "tables" / "rail_services.csv", folder / "tables")
    actions.load_pack(LOCAL, folder)
    shutil.rmtree(folder)
    assert minutes(place_reach.place_reach("kunshan"))["AOH"] == (29.0, 16.0, 1.0)
    assert len(checked_times.checked("kunshan-shanghai")) == 1


def test_a_file_of_a_pack_that_cannot_be_read_is_refused_before_anything_is_stored(db, tmp_path):
    folder = shutil.copytree(find("kunshan"), tmp_path / "mine")
    (folder / "travel.toml").write_text("calls = ", encoding="utf-8")
    with pytest.raises(errors.BadPack, match=r"travel\.toml cannot be read"):
        actions.load_pack(LOCAL, folder)
    assert models.DataSet.objects.count() == 0


def test_circles_are_nested_and_their_rims_hold_every_stop(delta):
    reach = place_reach.place_reach("shanghai")
    assert [len(reach.circle(hours)) > 0 for hours in reach.hours] == [True, True, True]
    for hours in reach.hours:
        ring = reach.hull(hours)
        assert ring[0] == ring[-1]
        for stop in reach.stops:
            if stop.hours <= hours and stop.point:
                assert all(place_reach._turn(a, b, stop.point) >= -1e-12 for a, b in itertools.pairwise(ring))
