"""Small feeds made for a test: a folder of tables from rows of text."""

import random

CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20240101,20241231\n"


def write_feed(folder, stops, trips, *, calendar=CALENDAR, service="S", **more):
    """stops: (id, lat, lon); trips: lists of (stop, arrival, departure) with times as text; more: further tables."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"{stop},Stop {stop},{lat},{lon}" for stop, lat, lon in stops]
    tables = {
        "stops": "\n".join(["stop_id,stop_name,stop_lat,stop_lon", *rows]),
        "trips": "\n".join(["route_id,service_id,trip_id", *(f"R,{service},t{n}" for n in range(len(trips)))]),
        "stop_times": "\n".join(
            ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
            + [f"t{n},{a},{d},{s},{k + 1}" for n, trip in enumerate(trips) for k, (s, a, d) in enumerate(trip)]
        ),
        "calendar": calendar,
        **more,
    }
    for name, text in tables.items():
        if text is not None:
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def text(seconds):
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def tangled(folder, seed, *, stops=9, trips=30):
    """A feed in which most runs take no time, stops share their place, and circles within one minute are common."""
    choose = random.Random(seed)  # noqa: S311 -- a reproducible test case, no secret
    # every third stop lies where the one before it does; a degree of latitude is 111 km
    places = [(f"s{n}", 50 + (n - (n % 3 == 2)) * 0.003, 8.0) for n in range(stops)]
    made = []
    for _ in range(trips):
        at = 8 * 3600 + 60 * choose.randrange(0, 12)
        trip = []
        for _ in range(choose.randrange(2, 7)):
            leave = at + choose.choice([0, 0, 0, 60])
            trip.append((f"s{choose.randrange(stops)}", text(at), text(leave)))
            at = leave + choose.choice([0, 0, 0, 0, 60, 120])
        made.append(trip)
    return write_feed(folder, places, made)
