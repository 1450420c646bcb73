"""How the pages hold under readers, on the profile of a city, with two workers as `hongqiao up` starts them.

``python bench/publish/run.py`` fills a database once (a minute or two, kept in ``--home``), serves it, and prints:
how many requests a second one kept page takes, and the 95th percentile with 100 readers who think two seconds between
pages. ``--seconds 10`` makes it short. Peers are not run: this measures ours against its own bars.
"""

import argparse
import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIX = (
    ("/en/programme/city/", 4), ("/de/programme/city/", 3), ("/zh/programme/city/", 2), ("/en/fact/f{n}/", 4),
    ("/de/target/f{t}/", 3), ("/en/project/p{n}/", 3), ("/en/plan/plan/", 1), ("/en/search/?q=halls+{t}", 1),
    ("/en/", 1), ("/zh/fact/f{n}/", 2),
)  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
    return kept | {"HONGQIAO_HOME": str(home), "DATABASE_URL": f"sqlite:///{home / 'city.sqlite3'}"}


def filled(home: Path) -> None:
    if (home / "city.sqlite3").exists():
        return
    subprocess.run(
        [sys.executable, "-c", "import city_profile as c; c.call_command('migrate', verbosity=0); c.fill()"],
        cwd=ROOT / "bench" / "record", env=environment(home), check=True,
    )  # fmt: skip


@contextlib.contextmanager
def started(command: list[str], environment: dict[str, str]):
    """A site that a command with a port starts, once it answers."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def served(home: Path):
    """The city's site, with as many workers as a user's."""
    start = "import sys; from hongqiao.publish.serving import serve; serve(int(sys.argv[1]))"
    return started([sys.executable, "-c", start], environment(home))


class Reader:
    """One connection that is kept open, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.port, self.streams = port, None

    async def get(self, path: str) -> tuple[int, int]:
        """Status and length of one answer."""
        for attempt in (1, 2):  # a server may close a kept connection just then
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: br, gzip\r\n\r\n".encode()
                )
                await writer.drain()
                head = await reader.readuntil(b"\r\n\r\n")
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                self.streams = None
                if attempt == 2:
                    raise
        status = int(head.split(b" ", 2)[1])
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        length = int(fields.get(b"content-length", b"0"))
        await reader.readexactly(length)
        if fields.get(b"connection") == b"close":
            writer.close()
            self.streams = None
        return status, length


async def one_page(port: int, path: str, seconds: float, connections: int = 16) -> float:
    """Requests a second of one page."""
    await Reader(port).get(path)
    count, end = 0, time.perf_counter() + seconds

    async def ask() -> None:
        nonlocal count
        reader = Reader(port)
        while time.perf_counter() < end:
            status, _ = await reader.get(path)
            assert status == 200, status
            count += 1

    await asyncio.gather(*(ask() for _ in range(connections)))
    return count / seconds


async def readers(port: int, number: int, seconds: float, think: float) -> tuple[list[float], list[str]]:
    """Times of every request of many readers, and what went wrong."""
    times: list[float] = []
    wrong: list[str] = []
    end = time.perf_counter() + seconds
    paths = [path for path, weight in MIX for _ in range(weight)]

    async def one(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 -- repeatable readers, no secret
        reader = Reader(port)
        await asyncio.sleep(chance.random() * think)
        while time.perf_counter() < end:
            path = chance.choice(paths).format(n=chance.randrange(1000), t=chance.randrange(100))
            started = time.perf_counter()
            try:
                status, _ = await reader.get(path)
                if status != 200:
                    wrong.append(f"{status} {path}")
            except (OSError, asyncio.IncompleteReadError) as error:
                wrong.append(f"{error} {path}")
                reader = Reader(port)
            times.append(time.perf_counter() - started)
            await asyncio.sleep(think * (0.5 + chance.random()))

    await asyncio.gather(*(one(seed) for seed in range(number)))
    return times, wrong


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=Path("/tmp/hongqiao-bench-publish"))  # noqa: S108 -- a bench's scratch
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--think", type=float, default=2.0)
    args = parser.parse_args()
    args.home.mkdir(parents=True, exist_ok=True)
    filled(args.home)
    with served(args.home) as port:
        rate = asyncio.run(one_page(port, "/en/programme/city/", min(10.0, args.seconds)))
        print(f"one kept page            {rate:8.0f} requests/s   (bar 300)")
        times, wrong = asyncio.run(readers(port, args.readers, args.seconds, args.think))
    times.sort()
    print(
        f"{args.readers} readers, {args.seconds:g} s      {1000 * times[int(0.95 * len(times))]:8.0f} ms p95 (bar 500), "
        f"{1000 * statistics.median(times):.0f} ms median, {1000 * times[-1]:.0f} ms longest; "
        f"{len(times)} pages, {len(wrong)} errors (bar 0)"
    )
    for line in wrong[:5]:
        print(f"  {line}")


if __name__ == "__main__":
    main()
