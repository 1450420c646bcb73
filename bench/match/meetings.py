"""Meeting schedules: the published B2BSP instances, and two drawn large events, with a re-plan.

uv run --frozen python bench/match/meetings.py FOLDER_OF_B2BSP [SECONDS]
"""

import csv
import random
import sys
import time
from pathlib import Path

from hongqiao.match.meetings import Cap, MeetingProblem, Request, read_dzn
from hongqiao.match.meetings.planning import replan, schedule, without

folder = Path(sys.argv[1])
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
for row in csv.DictReader((folder / "published_jair2022.csv").open()):
    text = (folder / "data_table03_origin" / f"{row['instance']}.original.dzn").read_text()
    start = time.perf_counter()
    made = schedule(read_dzn(text), 120)
    print(f"{row['instance']:15} {made.breaks} breaks, bound {made.bound}, published {row['optimum_breaks_d2']}, "
          f"{time.perf_counter() - start:.1f} s", flush=True)  # fmt: skip


def drawn(people, meetings, slots, tables):
    """A two-day event in which some people are sought far more than others, and some come late or leave early."""
    dice = random.Random(1)  # noqa: S311 (draws a benchmark)
    weight = [dice.paretovariate(1.6) for _ in range(people)]
    count, pairs = [0] * people, set()
    while len(pairs) < meetings:
        a, b = sorted(dice.choices(range(people), weight, k=2))
        if a != b and (a, b) not in pairs and max(count[a], count[b]) < 0.7 * slots:
            pairs.add((a, b))
            count[a] += 1
            count[b] += 1
    away = [frozenset(range(dice.choice((0, 0, 0, 2, 4)))) for _ in range(people)]
    return MeetingProblem(
        tuple(map(str, range(people))), tuple(Request(*pair) for pair in sorted(pairs)),
        tuple(2 * slot // slots for slot in range(slots)), (Cap("tables", tables, frozenset(range(meetings))),), tuple(away),
    )  # fmt: skip


for people, meetings, tables in ((370, 1450, 60), (700, 2500, 100)):
    event = drawn(people, meetings, 32, tables)
    for limit in (4.0, seconds):
        start = time.perf_counter()
        made = schedule(event, limit)
        print(f"{people} people, {meetings} meetings, {limit:g} s: {made.breaks / people:.3f} breaks a person, "
              f"bound {made.bound / people:.3f}, after {time.perf_counter() - start:.1f} s", flush=True)  # fmt: skip
    rest, kept = without(event, [17])
    start = time.perf_counter()
    again = replan(rest, [made.slots[number] for number in kept])
    print(f"re-plan {time.perf_counter() - start:.2f} s, {len(again.moved)} meetings moved")
