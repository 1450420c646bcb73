"""The method pages: every worked number runs, and every formula has its page."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
METHODS = ROOT / "docs" / "methods"
PAGES = [
    "balassa", "beta-convergence", "border-effect", "cluster-stars", "composite", "consistency-checks",
    "coupling-coordination", "density", "duranton-overman", "economic-complexity", "ellison-glaeser", "entropy-weights",
    "fitness", "five-fields", "gravity-linkage", "herfindahl", "industrial-isomorphism", "industries", "interaction-models", "krugman",
    "locational-gini", "location-quotient", "market-segmentation", "ppml", "proximity", "sigma-convergence",
    "target-status", "theil", "topsis",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_worked_numbers_of_a_page_are_true(page):
    found = doctest.testfile(str(METHODS / f"{page}.md"), module_relative=False, encoding="utf-8")
    assert found.failed == 0
    assert found.attempted > 0 or page == "ppml"


def test_every_public_function_runs_its_example():
    import importlib
    import pkgutil

    import hongqiao.measure

    ran = 0
    for module in pkgutil.walk_packages(hongqiao.measure.__path__, "hongqiao.measure."):
        result = doctest.testmod(importlib.import_module(module.name))
        assert result.failed == 0, module.name
        ran += result.attempted
    assert ran > 60


def test_importing_measure_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, hongqiao.measure; print([m for m in ('numpy', 'scipy', 'numba', 'polars', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_had():
    from hongqiao import measure

    assert all(getattr(measure, name) is not None for name in measure.__all__)
    assert sorted(measure.__all__) == dir(measure)
    with pytest.raises(AttributeError, match="magic"):
        _ = measure.magic


def test_the_published_table_of_the_how_to_is_reproduced(tmp_path):
    import re

    from hongqiao.measure.specification import run

    page = (ROOT / "docs" / "how-to" / "check-a-published-table.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\w*\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "scores.csv").write_text(blocks[0], encoding="utf-8")
    (tmp_path / "check.toml").write_text(blocks[1], encoding="utf-8")
    (result,) = run(tmp_path / "check.toml")
    assert result.lines[0].row == "D = √(C·T), C geometric, T equal mean"
    assert dict(result.lines[0].details) == {"reproduced": True}
