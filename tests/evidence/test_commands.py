"""The commands `read` and `reconcile` on the command line."""

import json
from pathlib import Path

import pytest

from hongqiao.cli import main

MIRROR = "到2025年相關產(chǎn)業(yè)規(guī)模達(dá)1000億(yì)元，建成15項(xiàng)以上項(xiàng)目。"


@pytest.fixture
def release(tmp_path: Path) -> tuple[Path, Path]:
    german, english = tmp_path / "de.txt", tmp_path / "en.txt"
    german.write_text("Bis 2025 entstehen mehr als 15 Projekte auf 300.000 Quadratmetern.", encoding="utf-8")
    english.write_text("By 2025, 15 or more projects on 300,000 square meters are planned.", encoding="utf-8")
    return german, english


def test_read_prints_a_line_a_claim_in_the_order_of_the_contract(
    release: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(release[0]), "--json"]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = release[0].read_text(encoding="utf-8")
    assert [(line["document"], line["value"], line["unit"], line["comparator"]) for line in shown] == [
        ("de.txt", 15.0, "count", ">"),
        ("de.txt", 300_000.0, "m2", "="),
    ]
    assert list(shown[0])[:8] == ["document", "language", "quote", "start", "end", "prefix", "suffix", "value"]
    assert all(text[line["start"] : line["end"]] == line["quote"] for line in shown)


def test_read_gives_positions_in_the_file_also_where_it_was_repaired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mirror.txt"
    path.write_text(MIRROR, encoding="utf-8")
    assert main(["read", str(path), "--json"]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert shown
    assert all(MIRROR[line["start"] : line["end"]] == line["quote"] for line in shown)
    assert any("1000億元" in line["repaired_quote"] for line in shown)


def test_read_shows_people_a_table_with_quotes(release: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", *map(str, release)]) == 0
    shown = capsys.readouterr().out
    assert "> 15" in shown
    assert "mehr als 15" in " ".join(shown.split())
    assert "300,000" in shown


def test_a_refused_file_is_named_and_the_others_are_read(
    release: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(release[0].with_name("gone.txt")), str(release[0]), "--json"]) == 1
    shown = capsys.readouterr()
    assert "gone.txt: there is no such file" in shown.err
    assert len(shown.out.splitlines()) == 2


def test_a_document_without_a_number_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Cities grow together.", encoding="utf-8")
    assert main(["read", str(path), "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "words.txt: no quantity found in 21 characters of story" in shown.err


def test_a_folder_is_read_into_a_file(release: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    assert main(["read", str(tmp_path), "--out", str(target)]) == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 4


def test_reconcile_prints_a_line_a_fact_with_the_pairs_that_differ(
    release: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", *map(str, release), "--json"]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["documents"], line["independent_sources"]) for line in shown] == [(["de.txt", "en.txt"], 1)] * 2
    (conflict,) = [conflict for line in shown for conflict in line["conflicts"]]
    assert (conflict["kind"], conflict["differs"], conflict["documents"]) == (
        "comparator",
        ["comparator"],
        ["de.txt", "en.txt"],
    )
    assert [pair["differs"] for pair in conflict["pairs"]] == [["comparator"]]


def test_reconcile_explains_in_the_language_asked_for(
    release: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", *map(str, release), "--language", "de"]) == 0
    assert "Dieselbe Zahl mit anderer Grenze" in " ".join(capsys.readouterr().out.split())


def test_judgements_from_a_file_hold(
    release: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["reconcile", *map(str, release), "--json"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    word = {
        "verdict": "different",
        "claims": [claim["claim"] for claim in first["claims"]],
        "who": "me",
        "why": "two plans",
    }
    path = tmp_path / "words.jsonl"
    path.write_text(json.dumps(word), encoding="utf-8")
    assert main(["reconcile", *map(str, release), "--json", "--judgements", str(path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_broken_judgement_names_its_line(
    release: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "words.jsonl"
    path.write_text('{"verdict": "same"}', encoding="utf-8")
    assert main(["reconcile", *map(str, release), "--judgements", str(path)]) == 1
    assert "words.jsonl, line 1" in capsys.readouterr().err
