"""The bars that the reader holds on labelled texts, on the peer's own cases and on the seed release."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from hongqiao.evidence import claims_of_text
from hongqiao.ground.period import Period

ROOT = Path(__file__).resolve().parents[2]


def labelled(folder):
    for path in sorted((folder / "evidence" / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


@pytest.fixture(scope="module")
def scores(shared_data, tmp_path_factory):
    """The rows that the scorer prints for all languages, by language, for the stratum "all"."""
    path = tmp_path_factory.mktemp("claims") / "claims.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for document in labelled(shared_data):
            published = Period.parse(document["published"]) if document["published"] else None
            for claim in claims_of_text(document["text"], document["lang"], published=published, name=document["id"]):
                file.write(json.dumps(claim.as_json(), ensure_ascii=False) + "\n")
    gold = sorted((shared_data / "evidence" / "gold").glob("*.jsonl"))
    call = [sys.executable, str(shared_data / "evidence" / "score.py"), *map(str, gold), "--claims", str(path)]
    header, *rows = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
    names = header.split()
    table = [dict(zip(names, row.split(), strict=True)) for row in rows]
    return {row["lang"]: row for row in table if row["stratum"] == "all"}


@pytest.mark.parametrize(
    ("language", "bar"), [("de", 0.97), ("en", 0.97), ("zh", 0.97), ("fr", 0.94), ("ja", 0.94), ("pt", 0.94)]
)
def test_value_and_unit_are_right(scores, language, bar):
    assert float(scores[language]["F1"]) >= bar


@pytest.mark.parametrize(("column", "bar"), [("bound", 0.98), ("exact", 0.93), ("status", 0.95), ("period", 0.86)])
def test_bounds_spans_status_and_period_are_right(scores, column, bar):
    assert float(scores["all"][column]) >= bar


def test_false_quantities_are_rare(scores):
    assert float(scores["all"]["false/10docs"]) <= 1


def peer_cases():
    spec = importlib.util.spec_from_file_location("cases", ROOT / "bench" / "evidence" / "recognizers_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_peer_s_own_cases_are_read(shared_data):
    module = peer_cases()
    rows = [module.score(path) for path in sorted((shared_data / "evidence" / "recognizers_specs").glob("*.json"))]
    assert len(rows) == 10
    assert [row.name for row in rows if row.right < 0.94 * row.total] == []


def test_the_seed_release_states_exactly_its_seven_quantities(shared_data):
    (path,) = sorted((shared_data.parent / "seeds").glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    claims = claims_of_text(text, "de", published=Period.parse("2022-11"))
    assert [(c.quote, c.comparator, c.value, c.unit, c.status, c.period) for c in claims] == [
        ("20 Kooperationsprojekte", "=", 20, "count", "ACTUAL", "2022-11"),
        ("mehr als 300.000 Quadratmetern", ">", 300000, "m2", "TARGET", "2022/2025"),
        ("bis zu 100 Milliarden Yuan", "<=", 1e11, "CNY", "TARGET", "2025"),
        ("mehr als 15", ">", 15, "count", "TARGET", "2022/2025"),
        ("40 Minuten", "=", 40, "min", "ACTUAL", "2022"),
        ("17 Minuten", "=", 17, "min", "ACTUAL", "2022"),
        ("mehr als 470 Milliarden Yuan", ">", 4.7e11, "CNY", "ACTUAL", "2021"),
    ]
    assert [c.indicator for c in claims] == [
        "cooperation projects", "industrial floor area", "investment volume", "application scenario projects",
        "travel time by road", "travel time by rail", "GDP",
    ]  # fmt: skip
    assert {c.place for c in claims} == {"Kunshan"}
    assert all(text[c.start : c.end] == c.quote for c in claims)
