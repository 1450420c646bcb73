"""The reader against generated sentences: all numbers, units and bounds of each language."""

import importlib.util
import sys
from itertools import islice
from pathlib import Path

import pytest

from hongqiao.evidence import claims_of_text

_SPEC = importlib.util.spec_from_file_location("evidence_sentences", Path(__file__).parent / "sentences.py")
assert _SPEC is not None
assert _SPEC.loader is not None
generator = importlib.util.module_from_spec(_SPEC)
sys.modules["evidence_sentences"] = generator
_SPEC.loader.exec_module(generator)


def wrongly_read(sentences, language):
    wrong = []
    for sentence in sentences:
        read = [
            (claim.quote, round(claim.value, 6), claim.unit, claim.comparator)
            for claim in claims_of_text(sentence.text, language)
        ]
        if read != [(sentence.quote, round(sentence.value, 6), sentence.unit, sentence.comparator)]:
            wrong.append((sentence.text, read))
    return wrong


@pytest.mark.parametrize("language", sorted(generator.GRAMMARS))
def test_generated_sentences_give_their_one_quantity(language):
    # a step that shares no factor with the sizes of the lists visits every number, unit and bound
    some = islice(generator.sentences(language), 0, None, 7)
    assert wrongly_read(some, language) == []


@pytest.mark.prove
@pytest.mark.parametrize("language", sorted(generator.GRAMMARS))
def test_every_generated_sentence_gives_its_one_quantity(language):
    assert wrongly_read(generator.sentences(language), language) == []
