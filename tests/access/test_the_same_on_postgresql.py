"""The tests of this folder once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from servers import postgresql_server

HERE = Path(__file__).resolve().parent


@pytest.mark.prove
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="runs on the database of DATABASE_URL already")
def test_every_test_of_access_passes_on_postgresql() -> None:
    with postgresql_server() as address:
        outcome = subprocess.run(
            [sys.executable, "-m", "pytest", str(HERE), "-q", "-n", "0", "-m", "not prove", "--no-header",
             "-p", "no:cacheprovider", "--create-db"],
            env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True, timeout=1800, check=False,
        )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout[-6000:]
