"""The reader against generated sentences: all numbers, units and bounds of each language."""

import importlib.util
import sys
from pathlib import Path

import pytest

from hongqiao.evidence import claims_of_text

_SPEC = importlib.util.spec_from_file_location("evidence_sentences", Path(__file__).parent / "sentences.py")
assert _SPEC is not None
assert _SPEC.loader is not None
generator = importlib.util.module_from_spec(_SPEC)
sys.modules["evidence_sentences"] = generator
_SPEC.loader.exec_module(generator)


@pytest.mark.parametrize("language", sorted(generator.GRAMMARS))
def test_every_generated_sentence_gives_its_one_quantity(language):
    wrong = []
    for sentence in generator.sentences(language):
        read = [
            (claim.quote, round(claim.value, 6), claim.unit, claim.comparator)
            for claim in claims_of_text(sentence.text, language)
        ]
        if read != [(sentence.quote, round(sentence.value, 6), sentence.unit, sentence.comparator)]:
            wrong.append((sentence.text, read))
    assert wrong == []
