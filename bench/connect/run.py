"""Travel times: ours beside ferrobus, scipy on a time-expanded graph, and our scalar scan; one run, one core.

Feeds: $HONGQIAO_DATA (default ../shared/data). ferrobus is no dependency: `uv run --with ferrobus python bench/connect/run.py`;
without it its row says so. Streets: ferrobus cannot do without a street extract, so for the matrix beside it our own walk
is on streets of the same extract too; the other rows walk as the crow flies.
"""

import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

os.environ.setdefault("RAYON_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
from numba import njit

from hongqiao.connect import Faster, MoreTrains, NewLine, Streets, Timetable, compare, edited, travel_times
from hongqiao.connect.clock import clock
from hongqiao.connect.network import Walking, network
from hongqiao.connect.plain import earliest_arrivals

DATA = Path(os.environ.get("HONGQIAO_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data")) / "connect"


def best(call, repeat=5):
    """The least seconds of processor time of several calls: other work on the machine does not count."""
    least = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        call()
        least = min(least, time.process_time() - start)
    return least


def row(what, ours, peer=None, name=""):
    beside = f"{name} {peer * 1e3:10.1f} ms   {peer / ours:8.1f} × faster" if peer is not None else name
    print(f"{what:<62} ours {ours * 1e3:8.1f} ms   {beside}")


def scalar(timetable, origins, begin, horizon):
    made = network(timetable, Walking())
    scan = njit(earliest_arrivals)
    rows = [timetable.number(origin) for origin in origins]

    def run():
        return np.stack([
            scan(made.links, made.loops, made.paths, made.path_to, made.walk_seconds, made.board_seconds, made.runs, r, begin, begin + horizon)
            for r in rows
        ])  # fmt: skip

    run()
    return run


def time_expanded(timetable, origins, begin, horizon):
    """Every (stop, second) of an arrival or departure is a node; waiting, riding and walking are edges; Dijkstra."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    made = network(timetable, Walking())
    links = made.links[(made.links[:, 0] >= begin) & (made.links[:, 1] <= begin + horizon)].astype(np.int64)
    stops = timetable.stops.height
    walks = np.diff(made.paths)[links[:, 3]]
    start = np.repeat(np.arange(len(links)), walks)
    k = np.repeat(made.paths[links[:, 3]], walks) + np.arange(start.size) - np.repeat(np.cumsum(walks) - walks, walks)
    land = np.stack([made.path_to[k].astype(np.int64), links[start, 1] + made.walk_seconds[k]], axis=1)
    first = np.stack([np.arange(stops), np.full(stops, begin)], axis=1)
    nodes = np.unique(np.concatenate([links[:, [2, 0]], land, first]) @ np.array([1 << 20, 1]))
    at = lambda pairs: np.searchsorted(nodes, pairs @ np.array([1 << 20, 1]))  # noqa: E731 -- a short name for one formula
    alight = np.arange(len(links)) + nodes.size  # one node for being on the vehicle at the end of each connection
    by_run = np.lexsort((links[:, 1], links[:, 0], links[:, 4]))
    stay = links[by_run[1:], 4] == links[by_run[:-1], 4]
    wait = (nodes[1:] >> 20) == (nodes[:-1] >> 20)
    seconds = nodes & ((1 << 20) - 1)
    edges = [
        (np.flatnonzero(wait), np.flatnonzero(wait) + 1, (seconds[1:] - seconds[:-1])[wait]),
        (at(links[:, [2, 0]]), alight, links[:, 1] - links[:, 0]),
        (alight[by_run[:-1][stay]], alight[by_run[1:][stay]], (links[by_run[1:], 1] - links[by_run[:-1], 1])[stay]),
        (alight[start], at(land), made.walk_seconds[k]),
    ]
    size = nodes.size + len(links)
    a, b, w = (np.concatenate(part) for part in zip(*edges, strict=True))
    graph = coo_array((np.maximum(w, 1e-9), (a, b)), shape=(size, size)).tocsr()
    sources = [int(at(np.array([[timetable.number(o), begin]]))[0]) for o in origins]
    return lambda: [dijkstra(graph, indices=source, limit=horizon + 0.5) for source in sources]


def filled_copy(timetable, source, folder):
    """The feed with its blank times filled as we fill them, for a peer that refuses blank times; one service, one day."""
    with zipfile.ZipFile(source) as archive:
        for name in ("agency.txt", "routes.txt", "stops.txt"):
            archive.extract(name, folder)
        rows = csv.DictReader(io.TextIOWrapper(archive.open("trips.txt"), "utf-8-sig"))
        route = {r["trip_id"]: r["route_id"] for r in rows}
    schedule = timetable.schedule
    today = np.unique(schedule.run_trip[schedule.run_shift == 0])
    ids, stops = schedule.trips["trip_id"].to_list(), timetable.stops["stop_id"].to_list()
    trips = ["route_id,service_id,trip_id", *(f'"{route[ids[t]]}",S,"{ids[t]}"' for t in today)]
    calls = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    for t in today:
        for k in range(schedule.first[t], schedule.first[t + 1]):
            times = f"{clock(int(schedule.arrival[k]))},{clock(int(schedule.departure[k]))}"
            calls.append(f'"{ids[t]}",{times},{stops[schedule.stop[k]]},{schedule.sequence[k]}')
    day = f"{timetable.date:%Y%m%d}"
    week = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date"
    tables = {"trips": trips, "stop_times": calls, "calendar": [week, f"S,1,1,1,1,1,1,1,{day},{day}"]}
    for name, lines in tables.items():
        (Path(folder) / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def beside_ferrobus(choose):
    source, extract = DATA / "gtfs/poa_eptc.zip", DATA / "osm/poa_osm.pbf"
    with tempfile.TemporaryDirectory() as folder:
        filled_copy(Timetable.read(source, "2019-05-13"), source, folder)
        timetable = Timetable.read(folder, "2019-05-13")
        streets = Streets.read(extract)
        stops = timetable.stops
        lat, lon = stops["lat"].to_numpy(), stops["lon"].to_numpy()
        _, off = streets.nearest(lat, lon)
        chosen = choose.permutation(np.flatnonzero(off < 100))
        what = "Porto Alegre, 1,000 × 1,000, 14:00, streets on both sides"
        try:
            import ferrobus
        except ImportError:
            ids = [stops["stop_id"][int(r)] for r in chosen[:1000]]
            ours = best(lambda: travel_times(timetable, ids, depart="14:00", ground=streets))
            row(what, ours, name="ferrobus absent: uv run --with ferrobus python bench/connect/run.py")
            return
        model = ferrobus.create_transit_model(str(extract), [folder], timetable.date, 417)
        points, ids = [], []
        for r in chosen:
            if len(points) == 1000:
                break
            try:
                points.append(ferrobus.create_transit_point(lat[r], lon[r], model, 417, 10))
            except ValueError:  # a stop that it finds no street for
                continue
            ids.append(stops["stop_id"][int(r)])
        columns = [timetable.number(each) for each in ids]

        def ours(**more):
            return travel_times(timetable, ids, depart="14:00", **more).seconds[:, columns, 0]

        theirs = []
        ours(ground=streets)
        peer = best(lambda: theirs.append(ferrobus.travel_time_matrix(model, points, 50_400, 8)), 2)
        row(what, best(lambda: ours(ground=streets)), peer, "ferrobus")
        row("the same, ours as the crow flies, ferrobus on streets", best(ours), peer, "ferrobus")
        table = np.array([[-1 if v is None or v > 10_800 else v for v in line] for line in theirs[0]])
        mine = ours(ground=streets)
        both = (table >= 0) & (mine >= 0)
        print(
            f"    {len(ids)} stops; pairs within 3 h: ours {(mine >= 0).mean():.1%}, ferrobus {(table >= 0).mean():.1%}; "
            f"median of ours less theirs where both: {np.median((mine - table)[both]):.0f} s"
        )


FRESH = """
import sys, time
start = time.perf_counter()
from hongqiao.connect import Timetable, travel_times
timetable = Timetable.read(sys.argv[1], "2015-10-06")
travel_times(timetable, timetable.stops["stop_id"].to_list()[:1])
print(time.perf_counter() - start)
"""


def first_call():
    """Seconds from the import to the first travel times in a fresh process; kernels and feed compiled before."""
    command = [sys.executable, "-c", FRESH, str(DATA / "gtfs/vilnius.zip")]
    taken = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(4)]
    print(f"{'first call in a fresh process, kernels and feed compiled':<62} ours {min(taken[1:]) * 1e3:8.1f} ms")


def what_if():
    """An edit on the pack's timetable and what it changes, all stations, from 6:00 each minute for an hour."""
    tables = Path(__file__).resolve().parents[2] / "src/hongqiao/packs/kunshan/tables"
    pack = Timetable.read_table(
        tables / "rail_2016.csv", tables / "rail_stations.csv", tables / "rail_services.csv", date="2016-03-10"
    )
    edits = {
        "a faster link": [Faster("AOH", "KNH", "0:10")],
        "ten more trains": [
            MoreTrains(pack.schedule.trips["trip_id"][0], tuple(f"{hour}:30" for hour in range(8, 18)))
        ],
        "a new line": [NewLine("new", ("KNH", "AOH", "NGH"), (600, 3600), "6:00", "22:00", "0:20")],
    }
    for name, edit in edits.items():
        compare(pack, edited(pack, edit))
        row(f"what-if on the pack's timetable: {name}", best(lambda edit=edit: compare(pack, edited(pack, edit))))


def main():
    if not DATA.is_dir():
        print(f"no shared data at {DATA}: set HONGQIAO_DATA")
        return 0
    choose = np.random.default_rng(0)
    vilnius = Timetable.read(DATA / "gtfs/vilnius.zip", "2015-10-06")
    ids = vilnius.stops["stop_id"].to_list()
    many = [ids[r] for r in choose.integers(0, len(ids), 1000)]
    travel_times(vilnius, many[:2])
    single = best(lambda: travel_times(vilnius, many))
    run = scalar(vilnius, many[:50], 28_800, 10_800)
    row("Vilnius, 1,000 origins to all stops, 08:00, 3 h", single, best(run, 2) * 20, "scalar scan (50 × 20)")
    expanded = time_expanded(vilnius, many[:3], 28_800, 10_800)
    row("the same", single, best(expanded, 1) / 3 * 1000, "scipy, time-expanded (3 origins scaled)")
    row(
        "Vilnius, 100 origins, 120 departures, median",
        best(lambda: travel_times(vilnius, many[:100], window="02:00"), 3),
    )
    china = Timetable.read(DATA / "china_hsr_2016/china_hsr_2016_gtfs.zip", "2016-03-10")
    stations = china.stops["stop_id"].to_list()
    row(
        f"China, {len(stations)} stations, each minute 06–20 h, median",
        best(lambda: travel_times(china, stations, depart="06:00", window="14:00"), 2),
    )
    what_if()
    first_call()
    beside_ferrobus(choose)
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, Python {sys.version.split()[0]}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
