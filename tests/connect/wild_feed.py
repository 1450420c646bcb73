"""Feeds made at random with everything that GTFS allows and publishers do, small enough for a plain search."""

import random
import zipfile

from made_feed import text

DAY = 86_400


def wild(choose: random.Random, *, prefix="s"):
    """The tables of a valid feed: name → (columns, rows of text)."""
    count = choose.randint(3, 9)
    stops = [f"{prefix}{n}" for n in range(count)]
    spread = choose.choice([0.0015, 0.004, 0.05])
    placed = []
    for n, stop in enumerate(stops):
        lat, lon = 50 + choose.uniform(-spread, spread), 8 + choose.uniform(-spread, spread)
        if n and choose.random() < 0.2:  # in the same place as the one before
            lat, lon = float(placed[-1][2] or lat), float(placed[-1][3] or lon)
        where = [f"{lat:.6f}", f"{lon:.6f}"] if choose.random() > 0.08 else ["", ""]
        name = choose.choice(["Hof, Nord", 'Platz "Mitte"', "虹桥", "", "Elm  Street"])
        parent = "" if n == 0 or choose.random() > 0.2 else stops[0]
        placed.append(
            [stop, name, *where, "1" if n == 0 and choose.random() < 0.3 else choose.choice(["", "0"]), parent]
        )
    services = ["A", "B", "C"]
    calendar, dates = _calendar(choose, services)
    coarse = choose.choice([1, 60, 60, 300])  # seconds between possible times: ties are common
    begin = choose.choice([8 * 3600, 8 * 3600, 23 * 3600 + 1800, 0])
    trips, times, frequencies = [], [], []
    for number in range(choose.randint(1, 26)):
        trip = f"{prefix}t{number}"
        trips.append(["R", choose.choice(services) if number else "A", trip, choose.choice(["", f"G{number}"]), ""])
        at = begin + coarse * choose.randrange(0, max(1, 3600 // coarse))
        if choose.random() < 0.15:
            at += choose.choice([DAY, DAY, 2 * DAY])
        calls = []
        for _ in range(choose.randint(1 if choose.random() < 0.05 else 2, 7)):
            leave = at + choose.choice([0, 0, 0, coarse, 2 * coarse])
            calls.append([choose.choice(stops), at, leave])
            at = leave + coarse * choose.choice([0, 0, 1, 1, 2, 5, 20])
        times.extend(_written(choose, trip, calls))
        if number and choose.random() < 0.12:
            for _ in range(choose.choice([1, 1, 2])):
                first = begin + 60 * choose.randrange(0, 60)
                frequencies.append(
                    [trip, text(first), text(first + choose.choice([0, 600, 3600])), str(choose.choice([60, 90, 600, 7200])),
                     choose.choice(["", "0", "1"])]
                )  # fmt: skip
    if choose.random() < 0.4:
        choose.shuffle(times)  # rows may stand in any order
    tables = {
        "stops": (["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station"], placed),
        "trips": (["route_id", "service_id", "trip_id", "trip_short_name", "trip_headsign"], trips),
        "stop_times": (
            ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "pickup_type", "drop_off_type", "timepoint"],
            times,
        ),
        "routes": (["route_id", "route_type"], [["R", "3"]]),
    }  # fmt: skip
    if calendar:
        tables["calendar"] = (_WEEK, calendar)
    if dates:
        tables["calendar_dates"] = (["service_id", "date", "exception_type"], dates)
    if frequencies:
        tables["frequencies"] = (["trip_id", "start_time", "end_time", "headway_secs", "exact_times"], frequencies)
    if choose.random() < 0.5:
        tables["transfers"] = _transfers(choose, stops)
    if choose.random() < 0.3:
        tables["agency"] = (["agency_name", "agency_url", "agency_timezone"], [["Bus", "https://example.org", "UTC"]])
        tables["feed_info"] = (
            ["feed_publisher_name", "feed_publisher_url", "feed_lang"],
            [["x", "https://example.org", "de"]],
        )
    return tables


_WEEK = [
    "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date", "end_date",
]  # fmt: skip


def _calendar(choose, services):
    # the day asked for is Tuesday 2024-05-14
    calendar, dates = [], []
    kind = choose.choice(["both", "weekly", "dates"])
    for number, service in enumerate(services):
        if kind != "dates":
            flags = [choose.choice("0111") for _ in range(7)]
            if number == 0:
                flags[1] = "1"
            first = "20240101" if number == 0 else choose.choice(["20240101", "20240514", "20240515", "20240513"])
            last = "20241231" if number == 0 else choose.choice(["20241231", "20240514", "20240515"])
            if first <= last:
                calendar.append([service, *flags, first, last])
        if kind != "weekly":
            for day in ("20240512", "20240513", "20240514", "20240515", "20240516"):
                drawn = choose.random()
                if kind == "dates" and (drawn < 0.6 or (number == 0 and day == "20240514")):
                    dates.append([service, day, "1"])
                elif kind == "both" and drawn < 0.25 and not (number == 0 and day == "20240514"):
                    dates.append([service, day, choose.choice("12")])
    return calendar, dates


def _written(choose, trip, calls):
    rows, sequence = [], choose.choice([0, 1, 5])
    blanks = choose.random() < 0.3
    for place, (stop, arrival, departure) in enumerate(calls):
        a, d = text(arrival), text(departure)
        if choose.random() < 0.15:
            a = a.removeprefix("0")
        if blanks and 0 < place < len(calls) - 1 and choose.random() < 0.6:
            a = d = ""
        elif arrival == departure and choose.random() < 0.1:
            a, d = choose.choice([("", d), (a, "")])
        types = [choose.choice(["", "0", "0", "1", "2", "3"]) for _ in range(2)]
        rows.append([trip, a, d, stop, str(sequence), *types, ""])
        sequence += choose.choice([1, 1, 1, 3, 10])
    return rows


def _transfers(choose, stops):
    columns = ["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"]
    narrow = choose.random() < 0.2
    rows = []
    for _ in range(choose.randint(0, 8)):
        kind = choose.choice(["", "0", "1", "2", "2", "2", "3", "4", "5"])
        time = choose.choice(["0", "30", "120", "600"]) if kind == "2" or choose.random() < 0.2 else ""
        row = [choose.choice(stops), choose.choice(stops), kind, time]
        rows.append([*row, choose.choice(["", "", "R"])] if narrow else row)
    return ([*columns, "from_route_id"] if narrow else columns), rows


def written(choose, tables, folder, name):
    """The feed as a folder or a zip, with one publisher's habits of writing; returns its path."""
    ending = choose.choice(["\n", "\r\n"])
    mark = "\ufeff" if choose.random() < 0.3 else ""
    always = choose.random() < 0.2
    spaced = choose.random() < 0.2
    files = {}
    for table, (columns, rows) in tables.items():
        order = list(range(len(columns)))
        choose.shuffle(order)
        # a column that nobody fills may be left out, save the ones that every reader needs
        if choose.random() < 0.3:
            needed = {"stop_id", "trip_id", "service_id", "arrival_time", "departure_time", "stop_lat", "stop_lon"}
            order = [k for k in order if columns[k] in needed or any(row[k] for row in rows) or not rows]
        lines = []
        for row in [columns, *rows]:
            cells = [_cell(row[k], always) for k in order]
            lines.append(
                (
                    (", " if choose.random() < 0.5 else " ,")
                    if spaced and not always and '"' not in "".join(cells)
                    else ","
                ).join(cells)
            )
        if table == "stop_times" and choose.random() < 0.2:
            lines[0] += ",shape_dist_traveled,note"
            lines[1:] = [f"{line},{number}.5,x" for number, line in enumerate(lines[1:])]
        files[f"{table}.txt"] = (mark + ending.join(lines) + choose.choice(["", ending, ending * 2])).encode()
    packing = choose.choice(["folder", "zip", "zip", "folder in zip"])
    if packing == "folder":
        path = folder / name
        path.mkdir(parents=True)
        for file, data in files.items():
            (path / file).write_bytes(data)
        return path
    path = folder / f"{name}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    inside = "" if packing == "zip" else "export/"
    with zipfile.ZipFile(path, "w", choose.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for file, data in files.items():
            archive.writestr(inside + file, data)
            if inside:
                archive.writestr(f"__MACOSX/export/._{file}", b"\0")
    return path


def _cell(value, always):
    if always or "," in value or '"' in value:
        return '"' + value.replace('"', '""') + '"'
    return value
