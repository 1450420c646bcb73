"""`hongqiao reach`: travel times and journeys from timetables."""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hongqiao.errors import BadRoutingOption


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("feed", nargs="+", help="GTFS feeds: zip files or folders, merged")
    parser.add_argument("--date", required=True, metavar="D", help="the day, such as 2016-03-10")
    parser.add_argument("--from", dest="origin", metavar="STOP", help="stop id, or a stop's name")
    parser.add_argument("--to", dest="target", metavar="STOP", help="stop id, or a stop's name")
    parser.add_argument("--depart", default="08:00", metavar="T", help="first departure (08:00)")
    parser.add_argument(
        "--window", default=None, metavar="M", help="window of departures, each minute: H:MM or minutes"
    )
    parser.add_argument("--horizon", default="03:00", metavar="T", help="longest travel time (03:00)")
    parser.add_argument(
        "--percentile", type=float, action="append", metavar="P", help="over the departures; may be repeated (50)"
    )
    parser.add_argument("--walk-metres", type=float, default=500.0)
    parser.add_argument("--walk-speed", type=float, default=1.2, help="metres per second")
    parser.add_argument("--change-seconds", type=int, default=0)
    parser.add_argument(
        "--coordinates", choices=["wgs84", "gcj02", "bd09"], default="wgs84", help="the feed's map system"
    )
    parser.add_argument(
        "--station-transfers", action="store_true", help="transfers of a station apply to each of its stops"
    )
    parser.add_argument(
        "--pickup-rules", action="store_true", help="nobody boards or alights where the feed forbids it"
    )
    parser.add_argument("--streets", metavar="FILE", help="an OpenStreetMap extract (.osm.pbf) to walk on")
    parser.add_argument("--matrix", metavar="OUT.parquet", help="write the times from every stop to every stop")
    parser.add_argument("--workers", type=int, default=1, help="processes for --matrix (1)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the journeys between two stops, or write a matrix."""
    from hongqiao.connect import Streets, Timetable

    if args.matrix is None and (args.origin is None or args.target is None):
        raise BadRoutingOption("reach needs --from and --to, or --matrix OUT.parquet")
    timetable = Timetable.read(
        args.feed, args.date, coordinates=args.coordinates, station_transfers=args.station_transfers,
        pickup_rules=args.pickup_rules,
    )  # fmt: skip
    walking: dict[str, Any] = {
        "walk_metres": args.walk_metres, "walk_speed": args.walk_speed, "change_seconds": args.change_seconds,
    }  # fmt: skip
    if args.streets:
        walking["ground"] = Streets.read(args.streets)
    for repair in timetable.repairs:
        print(f"note: {repair.name}: {repair.count}, for example {repair.example}", file=sys.stderr)
    times = {"depart": args.depart, "window": _window(args.window), "horizon": args.horizon}
    if args.matrix is not None:
        return _matrix(args, timetable, times, walking)
    return _pair(args, timetable, times, walking)


def _window(text: str | None) -> str | int:
    if text is None:
        return "00:01"
    return int(text) * 60 if text.isdecimal() else text


def _stop(timetable: Any, text: str) -> str:
    if text not in timetable.stop_numbers:
        named: list[str] = timetable.named(text)
        if len(named) == 1:
            return named[0]
    timetable.number(text)  # says which stops look alike
    return text


def _pair(args: argparse.Namespace, timetable: Any, times: dict[str, Any], walking: dict[str, Any]) -> int:
    from hongqiao.connect import Planner, travel_times
    from hongqiao.connect.clock import clock

    origin, target = _stop(timetable, args.origin), _stop(timetable, args.target)
    percentiles = args.percentile or [50.0]
    found = travel_times(timetable, [origin], **times, percentiles=percentiles, **walking)
    values = found.seconds[0, timetable.number(target)].tolist()
    planner = Planner(timetable, **walking)
    if args.window is None:
        first = planner.earliest(origin, target, args.depart, args.horizon)
        journeys = [] if first is None else [first]
    else:
        journeys = planner.profile(origin, target, args.depart, times["window"], args.horizon)
    if args.json:
        shown = {
            "date": timetable.date.isoformat(), "from": origin, "to": target, "depart": args.depart,
            "departures": int(found.departures.size),
            "seconds": [{"percentile": p, "seconds": None if v < 0 else v} for p, v in zip(percentiles, values, strict=True)],
            "journeys": [_as_json(planner, journey) for journey in journeys],
            "repairs": [{"name": r.name, "count": r.count, "example": r.example} for r in timetable.repairs],
            "sources": [{"name": s.name, "sha256": s.sha256} for s in timetable.sources],
        }  # fmt: skip
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    for percentile, value in zip(percentiles, values, strict=True):
        said = f"{value / 60:.1f} minutes" if value >= 0 else f"not within {args.horizon}"
        print(f"percentile {percentile:g} of {found.departures.size} departures: {said}, the wait included")
    for journey in journeys:
        print(
            f"{clock(journey.departure)} → {clock(journey.arrival)}  {journey.seconds / 60:.1f} minutes, {journey.rides} rides"
        )
        for leg in journey.legs:
            by = f"{leg.name}, trip {leg.trip}" if leg.is_ride else "walk"
            print(f"    {clock(leg.departure)} {leg.origin} → {clock(leg.arrival)} {leg.target}  {by}")
    if not journeys:
        print("no journey within the horizon")
    return 0


def _as_json(planner: Any, journey: Any) -> dict[str, Any]:
    from hongqiao.connect.clock import clock

    rows = planner.rows(journey)
    return {
        "departure": clock(journey.departure),
        "arrival": clock(journey.arrival),
        "seconds": journey.seconds,
        "rides": journey.rides,
        "legs": [
            {
                "from": leg.origin, "to": leg.target, "departure": clock(leg.departure), "arrival": clock(leg.arrival),
                "trip": leg.trip, "name": leg.name,
                "stop_times": [{k: v for k, v in row.items() if k != "leg"} for row in rows.to_dicts() if row["leg"] == number],
            }
            for number, leg in enumerate(journey.legs)
        ],
    }  # fmt: skip


def _matrix(args: argparse.Namespace, timetable: Any, times: dict[str, Any], walking: dict[str, Any]) -> int:
    import numpy as np
    import polars as pl
    from rich.console import Console
    from rich.progress import Progress

    from hongqiao.connect import travel_times

    percentiles = args.percentile or [50.0]
    stops = timetable.stops["stop_id"].to_list()
    origins = [_stop(timetable, args.origin)] if args.origin else stops
    executor = ProcessPoolExecutor(args.workers, mp_context=get_context("forkserver")) if args.workers > 1 else None
    step = 64 * max(1, args.workers) * 4
    frames = []
    try:
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("origins", total=len(origins))
            for at in range(0, len(origins), step):
                part = origins[at : at + step]
                found = travel_times(timetable, part, **times, percentiles=percentiles, executor=executor, **walking)
                row, column = (
                    np.nonzero(found.seconds[:, :, 0] >= 0)
                    if len(percentiles) == 1
                    else np.nonzero((found.seconds >= 0).any(axis=2))
                )
                frame = pl.DataFrame({"from": pl.Series(part)[row], "to": pl.Series(stops)[column]})
                for number, percentile in enumerate(percentiles):
                    values = pl.Series(found.seconds[row, column, number])
                    name = "seconds" if len(percentiles) == 1 else f"seconds_p{percentile:g}"
                    frame = frame.with_columns(values.alias(name).replace(-1, None))
                frames.append(frame)
                bar.advance(task, len(part))
    finally:
        if executor is not None:
            executor.shutdown()
    table = pl.concat(frames)
    table.write_parquet(Path(args.matrix))
    print(f"{args.matrix}: {len(origins)} origins, {table.height} pairs within {args.horizon}")
    return 0
