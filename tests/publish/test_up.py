"""`hongqiao up`: the summary, and what is wrong is said before the database is touched."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crawling import RELEASE

from conftest import answers, environment, free_port, hongqiao


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home into which the Kunshan pack is loaded, with a release added."""
    home = tmp_path_factory.mktemp("up")
    (home / "release.txt").write_text(RELEASE, encoding="utf-8")
    done = hongqiao(home, "up", "kunshan", "--with", str(home / "release.txt"), "--once", "--as-of", "2026-01-15")
    assert done.returncode == 0, done.stderr
    (home / "printed").write_text(done.stdout, encoding="utf-8")
    return home


def state(home: Path) -> bytes:
    """Everything in the database, as text."""
    done = subprocess.run(
        [sys.executable, "-c", "import sqlite3,sys; print(*sqlite3.connect(sys.argv[1]).iterdump(), sep='\\n')",
         str(home / "hongqiao.sqlite3")],
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_summary_names_programme_targets_conflicts_and_address(home):
    printed = (home / "printed").read_text(encoding="utf-8")
    assert "Programme  Kunshan–Shanghai (kunshan-shanghai)" in printed
    assert "20 projects announced, 0 identified" in printed
    assert "deadline passed, no evidence" in printed
    assert "“up to” states no floor" in printed
    assert "http://127.0.0.1:8000/en/programme/kunshan-shanghai/" in printed
    assert str(home / "hongqiao.sqlite3") in printed


def test_the_summary_lists_the_conflicts_between_translations_with_their_quotes(home):
    conflicts = (home / "printed").read_text(encoding="utf-8").partition("\nConflicts")[2].partition("\nAdded")[0]
    assert "15项以上" in conflicts
    assert "more than 15" in conflicts
    assert "17 Minuten" in conflicts
    assert "not stated in" in conflicts


def test_a_new_document_is_said_to_add_confirm_or_contradict_and_to_be_independent(home):
    added = (home / "printed").read_text(encoding="utf-8").partition("\nAdded")[2]
    assert "release.txt (de): one independent source" in added
    assert "“mehr als 470 Milliarden Yuan”" in added
    assert "confirms" in added


def test_the_same_call_again_adds_nothing(home):
    before = state(home)
    done = hongqiao(home, "up", "kunshan", "--with", str(home / "release.txt"), "--once", "--as-of", "2026-01-15")
    assert done.returncode == 0, done.stderr
    assert state(home) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["kunshan", "--with", "missing.txt"], "missing.txt"),
        (["kunshan", "--with", "."], "folder"),
        (["no-such-pack"], "no-such-pack"),
        (["kunshan", "--as-of", "yesterday"], "'yesterday' is no day; write it as 2025-12-31"),
        (["empty-folder"], "without documents"),
        (["broken-pack"], "pack.toml"),
        (["kunshan", "--with", "binary.bin"], "binary.bin"),
    ],
)
def test_wrong_input_is_refused_in_words_and_the_database_stays_as_it_was(home, arguments, said, monkeypatch):
    (home / "empty-folder").mkdir(exist_ok=True)
    (home / "broken-pack").mkdir(exist_ok=True)
    (home / "broken-pack" / "pack.toml").write_text('id = "broken"\n[[programme', encoding="utf-8")
    (home / "binary.bin").write_bytes(bytes(range(256)) * 64)
    monkeypatch.chdir(home)
    before = state(home)
    done = hongqiao(home, "up", *arguments, "--once")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert state(home) == before


def test_a_document_without_a_number_is_an_empty_explained_result(home, tmp_path):
    calm = tmp_path / "calm.txt"
    calm.write_text("The cities want to work together more closely.", encoding="utf-8")
    done = hongqiao(home, "up", "kunshan", "--with", str(calm), "--once")
    assert done.returncode == 0, done.stderr
    assert "no quantity was found" in done.stdout


def test_a_folder_of_documents_becomes_a_programme(tmp_path):
    folder = tmp_path / "Two Rivers"
    folder.mkdir()
    (folder / "note.txt").write_text("The twin towns opened 37 new workshops in 2025.", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    done = hongqiao(tmp_path, "up", str(folder), "--once")
    assert done.returncode == 0, done.stderr
    assert "Programme  Two Rivers (two-rivers)" in done.stdout
    assert "broken.pdf" in done.stdout
    assert "1 claims wait for a judgement" in done.stdout


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = hongqiao(tmp_path, "up", "kunshan", "--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr
    assert not (tmp_path / "hongqiao.sqlite3").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with a parent that was killed")
def test_every_process_ends_when_the_site_is_killed(home):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "hongqiao.cli", "up", "kunshan", "--port", str(port)],
        env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    answers(f"http://127.0.0.1:{port}", process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 20
    while any(_runs(child) for child in children) and time.monotonic() < end:
        os.sched_yield()
    assert [child for child in children if _runs(child)] == []


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
