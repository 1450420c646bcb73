"""The whole site, really killed: server, worker and backups, in the middle of imports, reviews and backups.

Each kill comes while the thing that it hits is under way, as the record itself shows. In the end everything that was
acknowledged is there, nothing is there twice, every backup that was acknowledged comes back, and the ledger verifies.
"""

import contextlib
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

ROWS = 1200
PATIENCE = 180.0  # seconds for one step on a busy machine

REPORT = """
import json, django
django.setup()
from collections import Counter
from hongqiao.record import models, projections, verifying
result = verifying.verify()
projects = Counter(key.rpartition("-")[0] for key in models.Project.objects.values_list("id", flat=True))
judged = Counter(models.Judgement.objects.filter(verdict="accept").values_list("claim", flat=True))
searched = Counter(models.SearchText.objects.filter(kind="project").values_list("object", flat=True))
print(json.dumps({"disagreements": [str(item) for item in result.disagreements], "projects": projects, "judged": judged,
    "current": models.CurrentProject.objects.count(), "twice": [key for key, count in searched.items() if count > 1],
    "open": list(models.Job.objects.exclude(state="done").values_list("name", "state", "message"))}))
"""


@dataclass
class Site:
    """A site in an own folder, and what it acknowledged."""

    home: Path
    documents: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    imports: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    backups: list[Path] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
        return {**kept, "HONGQIAO_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"}

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the record past the site, without holding anything up."""
        with contextlib.closing(sqlite3.connect(self.home / "hongqiao.sqlite3", timeout=60)) as connection:
            return connection.execute(statement, values).fetchall()

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        log = (self.home / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hongqiao.cli", "up", str(self.documents), "--port", str(self.port)],
            env=self.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        log.close()
        self.until(self.answers)

    def answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=5).status_code == 200
        return False

    def until(self, done: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if done():
                return True
            time.sleep(0.02)  # looks again; nothing is asserted about time
        return False

    def client(self) -> httpx.Client:
        client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)
        client.get("/en/programme/town/data/")
        client.headers["X-CSRFToken"] = client.cookies.get("csrftoken", "")
        return client

    def below(self) -> dict[int, str]:
        """The processes of the site: their numbers and command lines."""
        assert self.process is not None
        above: dict[int, int] = {}
        lines: dict[int, str] = {}
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError, ValueError):
                number = int(path.name)
                above[number] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                lines[number] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        found = {self.process.pid}
        grown = True
        while grown:
            more = {number for number, parent in above.items() if parent in found} - found
            found |= more
            grown = bool(more)
        return {number: lines[number] for number in found if number in lines}

    def kill(self, what: str) -> None:
        assert self.process is not None
        match what:
            case "server":
                os.kill(self.process.pid, signal.SIGKILL)
                self.process.wait()
                self.until(lambda: not self.answers())
            case "worker":
                for number, line in self.below().items():
                    if "db_worker" in line:
                        os.kill(number, signal.SIGKILL)
            case _:
                for number, line in self.below().items():
                    if "hongqiao.cli up" in line and number != self.process.pid:
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(number, signal.SIGKILL)
        self.kills[what] = self.kills.get(what, 0) + 1


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    documents = tmp_path / "town"
    documents.mkdir()
    for number in range(40):
        text = (
            f"The town of Ald has {number + 2} halls, {number + 3} bridges and {number + 5} wells in document {number}."
        )
        (documents / f"{number:02}.txt").write_text(text)
    (tmp_path / "home").mkdir()
    made = Site(tmp_path / "home", documents)
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.terminate()
        made.process.wait(timeout=60)


def import_is_under_way(site: Site, number: int, chance: random.Random) -> None:
    """Send a table; an answer with an address is an acknowledgement. Then wait until some of it is written."""
    name = f"P{number}"
    rows = "".join(f"{name}-{row},Project {row} of batch {number}\n" for row in range(ROWS))
    with contextlib.suppress(httpx.HTTPError), contextlib.closing(site.client()) as client:
        answer = client.post(
            "/en/programme/town/data/", data={"what": "import", "table": "projects"},
            files={"file": (f"{name}.csv", f"id,name_en\n{rows}".encode())},
        )  # fmt: skip
        if answer.status_code == 302:
            site.imports.append(name)
            part = chance.choice((1, 400, 700, 1000))
            site.until(
                lambda: bool(
                    site.ask(
                        "SELECT 1 FROM record_job WHERE name = ? AND written + looked_at >= ?", f"{name}.csv", part
                    )
                )
            )


def review_is_under_way(site: Site, chance: random.Random) -> None:
    """Accept claims one by one, up to a few; an answer that shows the claim as accepted is an acknowledgement."""
    waiting = site.ask("SELECT claim_id, batch FROM record_currentclaim WHERE state = 'waiting' ORDER BY claim_id")
    chance.shuffle(waiting)
    with contextlib.suppress(httpx.HTTPError), contextlib.closing(site.client()) as client:
        for claim, batch in waiting[: chance.randint(1, 4)]:
            answer = client.post(
                f"/en/claim/{claim}/judge/", data={"programme": "town", "batch": batch, "verdict": "accept"}
            )
            if answer.status_code == 302:
                site.judged.append(str(claim))


@contextlib.contextmanager
def backup_is_under_way(site: Site, number: int) -> Iterator[subprocess.Popen[bytes]]:
    """Begin a backup; that it ends with 0 is an acknowledgement."""
    path = site.home / f"backup-{number}.zip"
    process = subprocess.Popen(
        [sys.executable, "-m", "hongqiao.cli", "backup", str(path)], env=site.environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield process
    if process.wait(timeout=PATIENCE) == 0:
        site.backups.append(path)


@pytest.mark.prove
def test_a_killed_site_loses_and_doubles_nothing(
    site: Site, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    kills = int(os.environ.get("HONGQIAO_KILLS", "50"))
    chance = random.Random(7)  # noqa: S311 -- the same kills in every run
    for number in range(kills):
        site.start()
        what = ("worker", "server", "handler", "backup", "worker")[number % 5]
        if what == "backup":
            with backup_is_under_way(site, number) as process:
                import_is_under_way(site, number, chance)
                if number % 2:
                    site.until(lambda: bool(list(site.home.glob(".backup-*"))) or process.poll() is not None)
                    process.kill()
                    site.kills["backup"] = site.kills.get("backup", 0) + 1
                else:
                    site.kill("server")
            continue
        import_is_under_way(site, number, chance)
        review_is_under_way(site, chance)
        site.kill(what)
    site.start()
    assert site.until(lambda: not site.ask("SELECT 1 FROM record_job WHERE state NOT IN ('done', 'refused', 'failed')"))
    with backup_is_under_way(site, kills):
        pass
    outcome = subprocess.run(
        [sys.executable, "-c", REPORT], env=site.environment, capture_output=True, text=True, check=True
    )
    report = json.loads(outcome.stdout)
    assert report["disagreements"] == []
    assert report["open"] == []
    assert set(site.imports) <= set(report["projects"])
    assert set(report["projects"].values()) == {ROWS}
    assert report["current"] == sum(report["projects"].values())
    assert report["twice"] == []
    assert set(site.judged) <= set(report["judged"])
    assert set(report["judged"].values()) == {1}
    assert site.backups
    for place, path in enumerate([*site.backups[:2], site.backups[-1]]):
        environment = {**site.environment, "HONGQIAO_HOME": str(tmp_path / f"back-{place}")}
        restored = subprocess.run(
            [sys.executable, "-m", "hongqiao.cli", "restore", str(path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (restored.returncode, "the ledger verifies" in restored.stdout) == (0, True), restored.stderr
    whole = set(site.home.glob("backup-*.zip"))
    assert whole == set(site.backups)
    assert sum(site.kills.values()) == kills
    record_property(
        "acknowledged", f"{len(site.imports)} imports, {len(site.judged)} judgements, {len(site.backups)} backups"
    )
    record_property("kills", str(site.kills))
