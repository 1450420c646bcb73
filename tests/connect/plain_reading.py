"""An independent plain implementation of the same rules: csv, dictionaries and a worklist; shares no code with ours."""

import csv
import datetime as dt
import io
import math
import zipfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def table(path, name):
    if path.is_dir():
        file = path / f"{name}.txt"
        data = file.read_bytes() if file.exists() else b""
    else:
        with zipfile.ZipFile(path) as archive:
            data = archive.read(f"{name}.txt") if f"{name}.txt" in archive.namelist() else b""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), skipinitialspace=True)
    return [{key: (value or "").strip() for key, value in row.items() if key} for row in rows]


def seconds(text):
    if not text:
        return None
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def running(path, day):
    found = set()
    for row in table(path, "calendar"):
        if row["start_date"] <= f"{day:%Y%m%d}" <= row["end_date"] and row[WEEKDAYS[day.weekday()]] == "1":
            found.add(row["service_id"])
    for row in table(path, "calendar_dates"):
        if row["date"] == f"{day:%Y%m%d}":
            (found.add if row["exception_type"] == "1" else found.discard)(row["service_id"])
    return found


class PlainTimetable:
    def __init__(self, paths, date):
        self.where, self.runs, self.given = {}, [], []
        day = dt.date.fromisoformat(date)
        for path in map(Path, paths):
            self._add(path, day)

    def _add(self, path, day):
        for row in table(path, "stops"):
            self.where[row["stop_id"]] = (float(row["stop_lat"]), float(row["stop_lon"])) if row["stop_lat"] else None
        for row in table(path, "transfers"):
            self.given.append((row["from_stop_id"], row["to_stop_id"], int(row["min_transfer_time"] or 0)))
        calls = defaultdict(list)
        for row in table(path, "stop_times"):
            arrival, departure = seconds(row["arrival_time"]), seconds(row["departure_time"])
            calls[row["trip_id"]].append([int(row["stop_sequence"]), row["stop_id"], arrival, departure])
        service = {row["trip_id"]: row["service_id"] for row in table(path, "trips")}
        frequencies = defaultdict(list)
        for row in table(path, "frequencies"):
            frequencies[row["trip_id"]].append(
                (seconds(row["start_time"]), seconds(row["end_time"]), int(row["headway_secs"]))
            )
        days = [(offset, running(path, day + dt.timedelta(offset))) for offset in (-1, 0, 1)]
        for trip, listed in calls.items():
            listed.sort()
            self._fill(listed)
            starts = [0]
            if trip in frequencies:
                starts = [t - listed[0][3] for a, b, h in frequencies[trip] for t in range(a, b, h)]
            for offset, services in days:
                if service[trip] in services:
                    for start in starts:
                        shift = start + offset * 86400
                        self.runs.append([(stop, a + shift, d + shift) for _, stop, a, d in listed])

    @staticmethod
    def _fill(listed):
        known = [place for place, call in enumerate(listed) if call[3] is not None]
        for before, after in pairwise(known):
            for place in range(before + 1, after):
                a, b = listed[before][3], listed[after][2]
                listed[place][2] = listed[place][3] = round(a + (b - a) * (place - before) / (after - before))

    def walks(self, metres, speed):
        found = defaultdict(dict)
        cells = defaultdict(list)
        size = max(metres, 1) / 100_000
        for stop, point in self.where.items():
            found[stop][stop] = 0
            if point:
                cells[int(point[0] // size), int(point[1] // (size * 3))].append(stop)
        for (row, column), stops in cells.items():
            near = [s for r in (-1, 0, 1) for c in (-1, 0, 1) for s in cells.get((row + r, column + c), ())]
            for a in stops:
                for b in near:
                    (la, oa), (lb, ob) = self.where[a], self.where[b]
                    h = math.sin(math.radians(lb - la) / 2) ** 2
                    h += (
                        math.cos(math.radians(la))
                        * math.cos(math.radians(lb))
                        * math.sin(math.radians(ob - oa) / 2) ** 2
                    )
                    distance = 2 * 6371000 * math.asin(math.sqrt(h))
                    if a != b and distance <= metres:
                        found[a][b] = math.ceil(distance / speed)
        for a, b, time in self.given:
            if a != b:
                found[a][b] = min(found[a].get(b, time), time)
        return found


class PlainQuery:
    """Labels from one origin, without any order of the connections: a worklist until nothing changes."""

    def __init__(self, timetable, metres=500, speed=1.2, change=0):
        self.walks, self.change, self.runs = timetable.walks(metres, speed), change, timetable.runs
        self.boardings = defaultdict(list)
        for number, run in enumerate(self.runs):
            for place, (stop, _, departure) in enumerate(run[:-1]):
                self.boardings[stop].append((departure, number, place))
        for listed in self.boardings.values():
            listed.sort()

    def labels(self, origin, depart, horizon):
        end = depart + horizon
        arrived = {stop: depart + walk for stop, walk in self.walks[origin].items() if walk <= horizon}
        ready = dict(arrived)
        left = {}
        boarded = [len(run) for run in self.runs]
        waiting = set(ready)
        while waiting:
            stop = waiting.pop()
            for departure, number, place in self.boardings[stop]:
                if departure < ready[stop] or departure > end or boarded[number] <= place:
                    continue
                for at in range(
                    place + 1, boarded[number] + 1 if boarded[number] < len(self.runs[number]) else boarded[number]
                ):
                    there, arrival, _ = self.runs[number][at]
                    if arrival > end:
                        break
                    if arrival < left.get(there, end + 1):
                        left[there] = arrival
                        for other, walk in self.walks[there].items():
                            time = arrival + walk
                            if time <= end and time < arrived.get(other, end + 1):
                                arrived[other] = time
                            if time + self.change <= end and time + self.change < ready.get(other, end + 1):
                                ready[other] = time + self.change
                                waiting.add(other)
                boarded[number] = place
        return {stop: time - depart for stop, time in arrived.items()}
