"""Fifty readers and four writers at once on the profile of a city: ``python bench/record/load.py`` after `city_profile.py`.

A server is started as `hongqiao up` starts it, on the database of ``DATABASE_URL``. Each reader asks for a page, waits two
seconds and asks for the next; each writer judges claims and records stages without pause. A write has failed where its answer
is none of those that a browser would get; after the run each acknowledged judgement has to stand in the record, and the
ledger has to verify. ``SECONDS`` (120), ``READERS`` (50), ``WRITERS`` (4).
"""

# ruff: noqa: E402, S311 -- models can be imported only after Django has been set up; no secrets are drawn here
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongqiao.publish.settings")
os.environ["HONGQIAO_OPEN"] = "1"
import django
import httpx

django.setup()

from city_pages import pages

from hongqiao.record import models, verifying

CITY = "city"
PORT = int(os.environ.get("PORT", "8791"))
SECONDS, THINK = float(os.environ.get("SECONDS", "120")), 2.0
READERS, WRITERS = int(os.environ.get("READERS", "50")), int(os.environ.get("WRITERS", "4"))
ADDRESS = f"http://127.0.0.1:{PORT}"
SERVE = "import django; django.setup(); from hongqiao.publish import serving; serving.serve({port})"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Seen:
    """What readers and writers met, gathered from their threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reads: list[float] = []
        self.writes: list[float] = []
        self.failed: list[str] = []
        self.acknowledged: dict[str, str] = {}

    def note(self, times: list[float], took: float, wrong: str = "") -> None:
        with self.lock:
            times.append(took)
            if wrong:
                self.failed.append(wrong)


def read(seen: Seen, paths: list[str], until: float, seed: int) -> None:
    """One reader."""
    chance = random.Random(seed)
    with httpx.Client(base_url=ADDRESS, timeout=60, headers={"accept-encoding": "gzip"}) as client:
        time.sleep(chance.uniform(0, THINK))
        while time.monotonic() < until:
            path = chance.choice(paths)
            started = time.perf_counter()
            try:
                answer = client.get(path)
                wrong = "" if answer.status_code == 200 else f"{path} {answer.status_code}"
            except httpx.HTTPError as error:
                wrong = f"{path} {error!r}"
            seen.note(seen.reads, time.perf_counter() - started, wrong)
            time.sleep(THINK)


def write(seen: Seen, claims: list[str], until: float, number: int) -> None:
    """One writer: judges claims, and records a stage of a project after every fifth."""
    with httpx.Client(base_url=ADDRESS, timeout=60, headers={"referer": ADDRESS}) as client:
        found = _TOKEN.search(client.get(f"/en/programme/{CITY}/review/").text)
        token = {"csrfmiddlewaretoken": found.group(1) if found else ""}
        for at, claim in enumerate(claims):
            if time.monotonic() >= until:
                return
            verdict = "reject" if at % 3 else "accept"
            started = time.perf_counter()
            try:
                answer = client.post(
                    f"/en/review/{claim}/judge/", data={**token, "programme": CITY, "verdict": verdict, "reason": "load"},
                    headers={"HX-Request": "true"},
                )  # fmt: skip
                state = "rejected" if verdict == "reject" else "accepted"
                right = answer.status_code == 200 and f'data-state="{state}"' in answer.text
                wrong = "" if right else f"write {answer.status_code}"
                if right:
                    seen.acknowledged[claim] = state
            except httpx.HTTPError as error:
                wrong = f"write {error!r}"
            seen.note(seen.writes, time.perf_counter() - started, wrong)
            if at % 5 == 4:
                sent = {
                    **token,
                    "do": "money",
                    "kind": "paid",
                    "value": str(at),
                    "unit": "CNY",
                    "period": "2026-01",
                    "note": "load",
                }
                started = time.perf_counter()
                answer = client.post(f"/en/project/p{number * 100 + at % 100}/edit/", data=sent)
                seen.note(
                    seen.writes,
                    time.perf_counter() - started,
                    "" if answer.status_code == 302 else f"money {answer.status_code}",
                )


def main() -> int:
    """Run; 1 where anything failed or an acknowledged write is not there."""
    server = subprocess.Popen([sys.executable, "-c", SERVE.format(port=PORT)])
    try:
        for _ in range(240):
            try:
                if httpx.get(f"{ADDRESS}/health", timeout=2).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.25)
        seen = Seen()
        paths = [path for path in pages() if not path.startswith(("/api/", "/en/contacts"))]
        for path in paths:  # the first request of a process imports what a page needs
            httpx.get(ADDRESS + path, timeout=120)
        waiting = list(
            models.CurrentClaim.objects.filter(state="waiting").order_by("pk").values_list("claim_id", flat=True)[:8000]
        )
        until = time.monotonic() + SECONDS
        threads = [threading.Thread(target=read, args=(seen, paths, until, n)) for n in range(READERS)]
        threads += [threading.Thread(target=write, args=(seen, waiting[n::WRITERS], until, n)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait(timeout=30)
    current = dict(models.CurrentClaim.objects.values_list("claim_id", "state"))
    lost = [claim for claim, state in seen.acknowledged.items() if current.get(claim) != state]
    for name, times in (("reads", seen.reads), ("writes", seen.writes)):
        times.sort()
        print(
            f"{name}: {len(times)}, median {1000 * statistics.median(times):.0f} ms, p95 {1000 * times[int(0.95 * len(times))]:.0f} ms, "
            f"longest {1000 * times[-1]:.0f} ms"
        )
    print(f"failed: {len(seen.failed)} {seen.failed[:5]}")
    verified = verifying.verify()
    print(f"acknowledged and lost: {len(lost)} of {len(seen.acknowledged)}; ledger sound={verified.sound}")
    return 1 if seen.failed or lost or not verified.sound else 0


if __name__ == "__main__":
    sys.exit(main())
