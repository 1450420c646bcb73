"""A site with both packs, served as a user serves it, and a browser to read it with."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, and this helper is theirs alone

from crawling import RELEASE

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AS_OF = "2026-01-15"
PASSWORD = "a bridge of 3 arches"  # noqa: S105 -- of nobody


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    address: str
    home: Path


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
    return {**kept, "HONGQIAO_HOME": str(home)}


def hongqiao(home: Path, *arguments: str, timeout: float = 120, sent: str = "") -> subprocess.CompletedProcess[str]:
    """The command as users run it, in an own home."""
    return subprocess.run(
        [sys.executable, "-m", "hongqiao.cli", *arguments],
        env=environment(home), input=sent, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str, process: subprocess.Popen[Any], seconds: float = 60) -> None:
    """Wait until a site answers; fails with what it printed where it ends first."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the site ended with {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=2) as answer:  # noqa: S310 -- our own site
            if answer.status == 200:
                return
    pytest.fail(f"the site did not answer within {seconds} s")


@contextlib.contextmanager
def served(home: Path, *arguments: str, settings: dict[str, str] | None = None) -> Iterator[Site]:
    port = free_port()
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "hongqiao.cli", "up", *arguments, "--port", str(port)],
        env=environment(home) | (settings or {}), stdout=log, stderr=log,
    )  # fmt: skip
    try:
        answers(f"http://127.0.0.1:{port}", process)
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both packs, and a document that somebody added, as of a day after the deadlines."""
    home = tmp_path_factory.mktemp("home")
    release = home / "release.txt"
    release.write_text(RELEASE, encoding="utf-8")
    loaded = hongqiao(home, "up", "pomerania", "--once")
    assert loaded.returncode == 0, loaded.stderr
    with served(home, "kunshan", "--with", str(release), "--as-of", AS_OF) as running:
        yield running


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that several people share: closed, with an administrator called ann and an editor called kim."""
    home = tmp_path_factory.mktemp("shared")
    for name, role in (("ann", "administrator"), ("kim", "editor")):
        made = hongqiao(home, "member", "add", name, "--role", role, "--password-stdin", sent=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
    with served(home, "pomerania", settings={"HONGQIAO_OPEN": "0"}) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; tests that need it are skipped, with this reason, where it or Playwright is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM}: set CHROMIUM to its path")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()
