"""The interface against schemathesis, on both databases: no server error, no answer that is not described."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import postgresql_server

pytestmark = pytest.mark.prove

SCOPES = ("documents", "claims", "projects", "programme", "exchange", "messages", "figures", "administration")


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A site for several people with the Kunshan pack: its address, and a token of an administrator."""
    server = contextlib.ExitStack()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
    environment = {**kept, "HONGQIAO_HOME": str(tmp_path), "HONGQIAO_OPEN": "0", "HONGQIAO_API_READS": "10000000",
                   "HONGQIAO_API_WRITES": "10000000"}  # fmt: skip
    if request.param == "postgresql":
        environment["DATABASE_URL"] = server.enter_context(postgresql_server())

    def hongqiao(*arguments: str, sent: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-m", "hongqiao.cli", *arguments],
            env=environment, input=sent, capture_output=True, text=True, timeout=300, check=True,
        ).stdout  # fmt: skip

    hongqiao("member", "add", "ann", "--role", "administrator", "--password-stdin", sent="a bridge of 3 arches\n")
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    token = hongqiao("token", "add", "ann", "--name", "fuzz", *scopes).splitlines()[-1]
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "hongqiao.cli", "up", "kunshan", "--port", str(port)],
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/health", process)
            yield f"{address}/api/v1/openapi.json", token
        finally:
            process.terminate()
            process.wait(timeout=60)
    with server:
        assert hongqiao("ledger", "verify").endswith("The ledger verifies.\n")


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own site
            return
    pytest.fail("the site did not answer")


def test_no_request_makes_the_interface_fail_or_answer_what_it_does_not_describe(site, tmp_path):
    program = Path(sys.executable).with_name("schemathesis")
    if not program.is_file():
        pytest.skip("schemathesis is not installed: uv sync --group prove")
    address, token = site
    told = subprocess.run(
        [str(program), "run", address, "--header", f"Authorization: Bearer {token}",
         "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", os.environ.get("HONGQIAO_FUZZ", "25"),
         # what fits the schema and yet cannot be done (words that stand in no document) is refused, as described
         "--exclude-checks", "positive_data_acceptance", "--continue-on-failure", "--request-timeout", "60",
         "--suppress-health-check", "all", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=3600, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-20_000:]
