"""Folders of documents: in order, by any executor, restartable, nothing lost and nothing doubled."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hongqiao.errors import DocumentMissing
from hongqiao.evidence.bulk import NamedFile, Reading, files_in, read_files, to_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"The line is {number + 10} km long.", encoding="utf-8")
    (tmp_path / "below" / "1.txt").write_text("The line is 99 km long.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.txt").write_bytes(b"")
    return tmp_path


def lines(reading: Reading) -> Iterable[dict[str, Any]]:
    return [{"document": claim.document, "value": claim.value} for claim in reading.claims]


def test_a_folder_gives_its_documents_in_order_under_names_that_differ(folder: Path) -> None:
    assert [file.name for file in files_in([folder])] == [
        "0.txt",
        "1.txt",
        "2.txt",
        "3.txt",
        "4.txt",
        "below/1.txt",
        "empty.txt",
    ]


def test_a_folder_without_documents_says_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match=r"holds no document; read are \.docx"):
        files_in([tmp_path])


def test_every_executor_gives_the_same_readings(folder: Path) -> None:
    files = files_in([folder])
    with ThreadPoolExecutor(2) as threads:
        assert list(read_files(files, executor=threads, chunk=2)) == list(read_files(files))


def test_a_run_that_was_stopped_goes_on_and_doubles_nothing(folder: Path, tmp_path: Path) -> None:
    files = files_in([folder])
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    list(to_file(files, whole, lines))
    begun = to_file(files, broken, lines)
    for _ in range(3):
        next(begun)
    begun.close()  # type: ignore[attr-defined]  # a generator
    with broken.open("ab") as torn:
        torn.write(b'{"document": "3.txt", "val')
    rest = list(to_file(files, broken, lines))
    assert [Path(reading.path).name for reading in rest] == ["3.txt", "4.txt", "1.txt", "empty.txt"]
    assert broken.read_bytes() == whole.read_bytes()
    assert list(to_file(files, broken, lines)) == []


def test_the_journal_keeps_why_a_file_was_refused(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    list(to_file([NamedFile(folder / "empty.txt", "empty.txt")], target, lines))
    (entry,) = [json.loads(line) for line in (tmp_path / "out.jsonl.journal").read_text().splitlines()]
    assert entry["error"] == "empty.txt: the file is empty"
