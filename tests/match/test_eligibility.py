import datetime as dt
import json
import math

import numpy as np
import pytest

from hongqiao.cli import main
from hongqiao.errors import BadCondition, DuplicateId, UnknownFact, UnreadableProfiles
from hongqiao.match.eligibility import Bulk, Firm, eligible, firms, measure, measures

DAY = dt.date(2026, 6, 1)
GRANT = {
    "id": "grant",
    "source": "an illustrative rule, written for this test",
    "valid": {"from": "2026-01-01", "to": "2026-12-31"},
    "facts": {
        "city": "text",
        "rd": "number",
        "revenue": "number",
        "founded": "number",
        "listed": "flag",
        "sector": "list",
    },
    "conditions": [
        {"id": "place", "when": "city == 'Kunshan'", "quote": "has its seat in Kunshan"},
        {"id": "intensity", "when": "firm.rd / firm.revenue >= 0.05", "quote": "spends at least 5 % on research"},
        {"id": "young", "when": "founded >= 2021 || sector.exists(s, s == 'AR')", "quote": "is young or in AR"},
        {"id": "honest", "when": "!listed", "quote": "is not on the list"},
    ],
    "amount": {"when": "rd * 0.1 > 200000.0 ? 200000.0 : rd * 0.1", "quote": "a tenth, at most 200,000"},
    "currency": "CNY",
}
FACTS = {"city": "Kunshan", "rd": 4e6, "revenue": 5e7, "founded": 2019, "listed": False, "sector": ["AR"]}


def answer(**changes):
    facts = {name: value for name, value in {**FACTS, **changes}.items() if value is not None}
    return eligible(Firm("f", facts), measure(GRANT), as_of=DAY)


def test_an_eligible_firm_sees_its_amount_and_every_quote():
    got = answer()
    assert (got.verdict, got.amount, got.currency) == ("eligible", 200000.0, "CNY")
    assert [finding.quote for finding in got.findings] == [entry["quote"] for entry in GRANT["conditions"]]


def test_a_no_names_the_value_that_decided_and_what_would_change_it():
    got = answer(rd=1e6)
    assert got.verdict == "not eligible"
    assert got.findings[1].answer == "no"
    assert dict(got.findings[1].values) == {"rd": 1e6, "revenue": 5e7}
    assert tuple(change.says for change in got.findings[1].change) == (
        "rd at least 2500000",
        "revenue at most 20000000",
    )
    assert [change.says for change in answer(city="Berlin").findings[0].change] == ["city = 'Kunshan'"]


def test_a_missing_fact_asks_for_data_and_is_never_a_no():
    got = answer(listed=None)
    assert got.verdict == "need data"
    assert got.findings[3].missing == ("listed",)


def test_a_missing_fact_that_cannot_matter_is_not_asked_for():
    assert answer(sector=None, founded=2022).verdict == "eligible"


def test_a_no_stands_though_other_data_are_missing():
    assert answer(city="Berlin", listed=None).verdict == "not eligible"


@pytest.mark.parametrize("change", [{"revenue": 0.0}, {"rd": math.nan}])
def test_a_quotient_without_a_value_asks_for_data(change):
    assert answer(**change).findings[1].answer == "need data"


def test_a_measure_that_is_not_open_says_so():
    assert eligible(Firm("f", FACTS), measure(GRANT), as_of=dt.date(2027, 1, 1)).verdict == "not open"


def test_a_rule_that_names_an_unknown_fact_is_refused():
    with pytest.raises(UnknownFact, match="names staff; its facts are city"):
        measure({**GRANT, "conditions": [{"id": "x", "when": "staff > 3", "quote": "q"}]})


@pytest.mark.parametrize("when", ["rd >", "has(firm.rd)"])
def test_a_condition_that_cannot_be_read_is_refused(when):
    with pytest.raises(BadCondition, match="condition x of grant"):
        measure({**GRANT, "conditions": [{"id": "x", "when": when, "quote": "q"}]})


@pytest.mark.parametrize("when", ["city > 3", "rd + 1.0"])
def test_a_condition_that_cannot_be_evaluated_is_never_a_no_by_accident(when):
    with pytest.raises(BadCondition, match="condition x of grant"):
        eligible(
            Firm("f", FACTS), measure({**GRANT, "conditions": [{"id": "x", "when": when, "quote": "q"}]}), as_of=DAY
        )


def test_a_fact_of_the_wrong_type_is_refused_by_name():
    with pytest.raises(BadCondition, match="fact 'rd' of firm 'f' is 'much'; a number is asked"):
        answer(rd="much")


def test_the_same_id_twice_is_refused():
    with pytest.raises(DuplicateId):
        measures([GRANT, GRANT])
    with pytest.raises(DuplicateId):
        firms([{"id": "a"}, {"id": "a"}])


def test_a_condition_without_its_quote_is_refused():
    with pytest.raises(UnreadableProfiles, match="needs id, when and quote"):
        measure({**GRANT, "conditions": [{"id": "x", "when": "listed"}]})


def test_bulk_answers_equal_single_ones():
    variants = [{}, {"rd": 1.0}, {"listed": None}, {"city": None, "founded": 2025}, {"revenue": 0.0}]
    given = [
        Firm(f"f{number}", {name: value for name, value in {**FACTS, **change}.items() if value is not None})
        for number, change in enumerate(variants)
    ]
    rules = measures([GRANT, {**GRANT, "id": "closed", "valid": {"to": "2025-12-31"}}])
    bulk = Bulk(given, rules, as_of=DAY)
    opened = [[bulk.open(row, column) for column in range(2)] for row in range(len(given))]
    assert opened == [[eligible(firm, rule, as_of=DAY) for rule in rules] for firm in given]
    assert np.array_equal(bulk.verdicts(), [[1, 3], [0, 3], [2, 3], [2, 3], [2, 3]])


def test_the_command_answers_with_quotes(tmp_path, capsys):
    (tmp_path / "firms.json").write_text(json.dumps([{"id": "f", **FACTS}]))
    (tmp_path / "measures.json").write_text(json.dumps([GRANT]))
    assert (
        main(
            [
                "eligible",
                str(tmp_path / "firms.json"),
                str(tmp_path / "measures.json"),
                "--as-of",
                "2026-06-01",
                "--json",
            ]
        )
        == 0
    )
    got = json.loads(capsys.readouterr().out)
    assert got[0]["verdict"] == "eligible"
    assert got[0]["findings"][0]["quote"] == "has its seat in Kunshan"
