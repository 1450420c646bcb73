"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("HONGQIAO_SECRET_KEY", "only for tests")  # so that no key is written to a home folder


def shared_data_folder() -> Path:
    return Path(os.environ.get("HONGQIAO_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared test data; tests that need it are skipped, with this reason, where it is missing."""
    folder = shared_data_folder()
    if not folder.is_dir():
        reason = f"no shared data at {folder}: set HONGQIAO_DATA to its folder"
        if os.environ.get("HONGQIAO_REQUIRE_DATA"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
