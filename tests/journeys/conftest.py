"""A site with every pack, served as a user serves it, and a browser for each journey that notes what goes wrong."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))  # the running site is that of the pages' tests

import importlib.util

_described = importlib.util.spec_from_file_location(
    "publish_conftest", Path(__file__).parents[1] / "publish" / "conftest.py"
)
served_pages = importlib.util.module_from_spec(_described)
sys.modules["publish_conftest"] = served_pages
_described.loader.exec_module(served_pages)

browser = served_pages.browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The demonstration and the programme of Kunshan, as of a day after the deadlines."""
    home = tmp_path_factory.mktemp("home")
    loaded = served_pages.hongqiao(home, "up", "demo", "--once")
    assert loaded.returncode == 0, loaded.stderr
    with served_pages.served(home, "kunshan", "--as-of", served_pages.AS_OF) as running:
        yield running


@pytest.fixture
def walk(browser: Any, site: Any) -> Iterator[Any]:
    """A window; at the end nothing may have gone wrong in it: no console error, no refused script or style."""
    context = browser.new_context(accept_downloads=True)
    page, wrong = context.new_page(), []
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "requestfailed",
        lambda request: (
            wrong.append(f"failed: {request.url}")
            if "download" not in (request.failure or "") and "ERR_ABORTED" not in (request.failure or "")
            else None
        ),
    )
    page.set_default_timeout(20_000)
    page.site = site.address
    yield page
    context.close()
    assert wrong == []
