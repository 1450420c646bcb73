"""Another extractor's claims pass only if quote and value stand in the document."""

import sys
from dataclasses import dataclass, replace

import pytest

from hongqiao.errors import BadSecondOpinion
from hongqiao.evidence import claims
from hongqiao.evidence.second_opinion import examine, refresh
from hongqiao.ground.basis import StoredText


@dataclass(frozen=True)
class Page:
    """A document as the reader needs it."""

    text: str
    name: str = "page.txt"
    language: str | None = "en"
    published: None = None

    @property
    def story(self):
        return ((0, len(self.text)),)

    @property
    def stored(self):
        return StoredText(self.text)


PAGE = Page("The line is 17 km long and cost about 40 million euros.")


def proposal(**changes):
    return replace(claims(PAGE)[0], **changes)


def test_a_claim_that_the_document_bears_out_passes_and_names_its_source():
    passed, rejected = examine(PAGE, [proposal(status="PLAN")], "model")
    assert [(claim.quote, claim.status, claim.source) for claim in passed] == [("17 km", "PLAN", "model")]
    assert rejected == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quote": "18 km", "value": 18.0}, "says '17 km'"),
        ({"value": 18.0}, "cannot be read"),
        ({"unit": "mi"}, "has the unit km"),
        ({"start": 900, "end": 905}, "outside"),
        ({"value_hi": 20.0}, "cannot be read"),
    ],
)
def test_a_claim_that_the_document_does_not_bear_out_is_rejected_with_the_reason(changes, reason):
    passed, rejected = examine(PAGE, [proposal(**changes)], "model")
    assert passed == []
    assert reason in rejected[0].reason


def test_an_extractor_must_give_claims():
    with pytest.raises(BadSecondOpinion, match="dict"):
        examine(PAGE, [{"value": 17}], "model")


@pytest.fixture
def another_extractor(tmp_path, monkeypatch):
    """A distribution with an extractor of its own, as pip would install it."""
    info = tmp_path / "opinion-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: opinion\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hongqiao.extractors]\nopinion = opinion_of_another:extract\n")
    (tmp_path / "opinion_of_another.py").write_text(
        "from dataclasses import replace\n"
        "from hongqiao.evidence import claims_of_text\n"
        "def extract(document):\n"
        "    first = claims_of_text(document.text, 'en')[0]\n"
        "    at = document.text.index('17 ')\n"
        "    alone = replace(first, quote='17', start=at, end=at + 2, unit='count', sentence=(0, 0))\n"
        "    return [first, alone, replace(first, value=99.0)]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    refresh()
    yield
    monkeypatch.undo()
    refresh()
    sys.modules.pop("opinion_of_another", None)


@pytest.mark.usefixtures("another_extractor")
def test_a_plugged_extractor_adds_only_what_is_new_and_borne_out(caplog):
    found = [(claim.quote, claim.value, claim.unit, claim.source) for claim in claims(PAGE)]
    assert found == [
        ("17 km", 17, "km", "reader"),
        ("about 40 million euros", 4e7, "EUR", "reader"),
    ]
    assert [record.args[2] for record in caplog.records if record.args] == [
        "17 cannot be read from '17', which says no number",
        "99 cannot be read from '17 km', which says 17",
    ]
