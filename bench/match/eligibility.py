"""10,000 firms × 200 measures × 5 conditions, all conditions distinct; the firms and rules are drawn, not real."""

import datetime as dt
import random
import resource
import time

from hongqiao.match.eligibility import VERDICTS, Bulk, firms, measures

dice = random.Random(1)  # noqa: S311 (draws a benchmark)
FACTS = {"city": "text", "rd": "number", "revenue": "number", "founded": "number", "hightech": "flag", "sector": "list", "staff": "number", "listed": "flag"}  # fmt: skip
FORMS = (
    "city == 'city {}'", "rd / revenue >= 0.0{}", "founded >= 200{} || hightech",
    "sector.exists(s, s in ['s{}', 'AR'])", "staff <= {}50 && !listed",
)  # fmt: skip


def rule(number):
    conditions = [
        {
            "id": f"c{at}",
            "when": f"{form.format(dice.randint(1, 9))} || staff == {number * 1000 + 7}",
            "quote": f"clause {at}",
        }
        for at, form in enumerate(FORMS)
    ]
    return {"id": f"m{number}", "facts": FACTS, "conditions": conditions}


def firm(number):
    made = {
        "id": f"f{number}", "city": f"city {dice.randint(1, 3)}", "rd": dice.random() * 1e6, "revenue": dice.random() * 1e7 + 1,
        "founded": dice.randint(1990, 2024), "hightech": dice.random() < 0.5, "sector": [f"s{dice.randint(1, 9)}"],
        "staff": dice.randint(1, 900), "listed": dice.random() < 0.1,
    }  # fmt: skip
    if dice.random() < 0.2:
        made.pop(dice.choice(list(made)[1:]))
    return made


rules, drawn = measures([rule(number) for number in range(200)]), firms([firm(number) for number in range(10_000)])
start, cpu = time.perf_counter(), time.process_time()
bulk = Bulk(drawn, rules, as_of=dt.date(2026, 1, 1))
verdicts = bulk.verdicts()
print(f"{time.perf_counter() - start:.1f} s ({time.process_time() - cpu:.1f} s of one core)")
print(
    {name: int((verdicts == code).sum()) for code, name in enumerate(VERDICTS)}, "open(1, 1):", bulk.open(1, 1).verdict
)
print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
