"""Tests of this room may import the plain implementation and the made feeds that lie beside them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Compiled timetables of a test lie in its own folder."""
    monkeypatch.setenv("HONGQIAO_CACHE", str(tmp_path / "cache"))
