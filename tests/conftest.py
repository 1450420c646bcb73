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


LONGEST = ("test_the_same_on_postgresql.py", "test_crawl.py", "test_the_commands_of_the_docs.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no worker is left alone with one at the end.

    None of them opens a browser in its own process: Playwright's loop would keep Django from the database there, which
    is why tests with a database come before those with a browser.
    """
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(LONGEST)))
