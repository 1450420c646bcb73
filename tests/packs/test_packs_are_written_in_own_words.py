"""Facts carry over, sentences do not: no long run of words is shared with the material that the facts come from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.packs.pack_folder import NAMES, pack_folder

WORDS, HAN = 8, 12
# Runs that cannot be put otherwise: names of bodies and titles.
UNAVOIDABLE = (
    "National Eastern Tech-Transfer Center",
    "Shanghai Technology Exchange",
    "Kunshan Industrial Technology Research Institute",
    "国家技术转移东部中心",
)


def runs(text: str) -> Iterator[str]:
    """Every run of eight words, and every run of twelve Han or kana characters, in plain lower case."""
    for name in UNAVOIDABLE:
        text = text.replace(name, " ⏹ ")
    for part in text.split("⏹"):
        words = re.findall(r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|\d+(?:[.,]\d+)*", part.casefold())
        yield from (" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1))
        characters = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff0-9]+", part)
        for stretch in characters:
            yield from (stretch[at : at + HAN] for at in range(len(stretch) - HAN + 1))


def body(text: str) -> str:
    """A document without its head, whose titles and addresses belong to the page that it retells."""
    return text.split("+++\n", 2)[2] if text.startswith("+++\n") else text


def test_no_document_shares_a_sentence_with_what_it_retells(shared_data: Path) -> None:
    theirs: dict[str, str] = {}
    material = [
        *sorted((shared_data / "evidence" / "digests").glob("*.txt")),
        *sorted((shared_data / "evidence" / "gold").glob("*.jsonl")),
        *sorted((shared_data.parent / "seeds").glob("*.txt")),
    ]
    if not material:
        pytest.skip(f"no source material in {shared_data}")
    for path in material:
        theirs |= dict.fromkeys(runs(path.read_text(encoding="utf-8")), path.name)
    shared = [
        (pack, name, run, theirs[run])
        for pack in NAMES
        for name, text in pack_folder(pack).documents().items()
        for run in runs(body(text))
        if run in theirs
    ]
    assert shared == []
