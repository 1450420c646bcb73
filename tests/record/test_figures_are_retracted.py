"""A publisher takes a figure back and puts it out again; nothing is lost, and it counts nowhere in between."""

import datetime as dt
import io
import json

import pytest
from django.utils import timezone

from hongqiao.errors import NotAllowed, NothingToJudge, UnknownRow, WrongState
from hongqiao.record import (
    actions,
    changes,
    drafting,
    fact_queries,
    ledger,
    models,
    programme_queries,
    projections,
    verifying,
)
from hongqiao.record.bulk.exporting import Export, to_json
from hongqiao.record.roles import Actor, Role

PUBLISHER = Actor("pia", Role.PUBLISHER)
DAY = dt.date(2026, 6, 1)


def watched(programme: str, fact: str) -> list[float]:
    """What the overview says of a watched quantity."""
    found = programme_queries.overview(programme, DAY)
    assert found is not None
    return [item.figure.value for watch in found.watches if watch.id == fact for item in watch.readings]


def tables(programme: str, *, whole: bool) -> dict[str, list[dict[str, str]]]:
    sink = io.BytesIO()
    to_json(Export(programme, whole=whole), sink)
    return json.loads(sink.getvalue())["tables"]  # type: ignore[no-any-return]


def steps(fact: str) -> list[tuple[str, str, str]]:
    shown = fact_queries.fact(fact)
    assert shown is not None
    return [(item.verdict, item.by, item.reason) for item in shown.publications]


def projection() -> list[dict[str, object]]:
    return [*models.CurrentClaim.objects.order_by("claim").values("claim", "fact", "state", "relation"),
            *models.CurrentFact.objects.order_by("fact").values()]  # fmt: skip


def test_a_retracted_figure_counts_nowhere_and_keeps_its_page(towns: str) -> None:
    before = projection()
    assert watched(towns, "park") == [30000.0, 30000.0]
    actions.retract_figure(PUBLISHER, towns, "park", reason="the survey was withdrawn")
    shown = fact_queries.fact("park")
    assert shown is not None
    assert shown.retracted is not None
    assert (watched(towns, "park"), [item.figure.value for item in shown.claims]) == ([], [30000.0, 30000.0])
    assert (shown.retracted.by, shown.retracted.reason) == ("pia", "the survey was withdrawn")
    current = models.CurrentFact.objects.get(fact="park")
    assert (current.retracted, current.claims, current.conflict_count) == (True, 0, 0)
    actions.publish_figure(PUBLISHER, towns, "park", reason="the survey stands")
    assert watched(towns, "park") == [30000.0, 30000.0]
    assert steps("park") == [
        ("retract", "pia", "the survey was withdrawn"),
        ("publish", "pia", "the survey stands"),
    ]
    assert projection() == before


def test_each_step_is_one_row_of_a_ledger_that_verifies(towns: str) -> None:
    start = ledger.head()[0]
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    actions.publish_figure(PUBLISHER, towns, "park", reason="b")
    actions.retract_figure(PUBLISHER, towns, "park", reason="c")
    rows = models.LedgerEntry.objects.filter(position__gt=start).order_by("position")
    assert list(rows.values_list("verb", "subject", "reason", "rows")) == [
        ("retract a figure", "fact:park", "a", 1),
        ("publish a figure", "fact:park", "b", 1),
        ("retract a figure", "fact:park", "c", 1),
    ]
    assert verifying.verify().sound


def test_the_projection_made_anew_is_the_same(towns: str) -> None:
    actions.add_documents(PUBLISHER, towns, [("park.txt", b"The park of Ald covers 30,000 square meters.")])
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    before = projection()
    projections.rebuild()
    assert projection() == before


def test_a_target_whose_figure_is_retracted_says_so_and_states_no_quantity(towns: str) -> None:
    actions.retract_figure(PUBLISHER, towns, "bridge-count", reason="a")
    found = programme_queries.target("bridge-count", DAY)
    assert found is not None
    assert (found[1].retracted, found[1].readings, found[1].evidence) == (True, (), ())


def test_a_text_may_not_say_what_is_retracted(towns: str) -> None:
    text = "The park covers 30,000 square meters."
    assert [item.why for item in drafting.check(towns, text, DAY, "en").figures] == [""]
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    assert [item.held_by for item in drafting.check(towns, text, DAY, "en").figures] == [None]


def test_only_what_is_in_use_is_retracted_and_only_what_is_retracted_published(towns: str) -> None:
    with pytest.raises(NothingToJudge, match="says why"):
        actions.retract_figure(PUBLISHER, towns, "park", reason="  ")
    with pytest.raises(WrongState, match="only one that was retracted"):
        actions.publish_figure(PUBLISHER, towns, "park")
    with pytest.raises(UnknownRow, match="no fact of the programme 'ald-bern' has the id 'nothing'"):
        actions.retract_figure(PUBLISHER, towns, "nothing", reason="a")
    with pytest.raises(NotAllowed, match="may not retract a figure"):
        actions.retract_figure(Actor("edo", Role.EDITOR), towns, "park", reason="a")
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    with pytest.raises(WrongState, match="retracted already"):
        actions.retract_figure(PUBLISHER, towns, "park", reason="b")
    with pytest.raises(WrongState, match="publish it again first"):
        actions.merge_facts(PUBLISHER, towns, "people", ["park"])
    assert steps("park") == [("retract", "pia", "a")]


def test_claims_of_a_retracted_figure_are_in_no_public_export_and_marked_in_the_whole_one(towns: str) -> None:
    held = set(models.CurrentClaim.objects.filter(fact="park").values_list("claim_id", flat=True))
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    public, whole = ({row["id"] for row in tables(towns, whole=whole)["claims"]} for whole in (False, True))
    assert (held & public, held & whole) == (set(), held)


def test_the_feed_tells_the_retraction_and_no_figure(towns: str) -> None:
    actions.retract_figure(PUBLISHER, towns, "park", reason="a")
    of = changes.subject("programme", towns)
    assert of is not None
    told = [item for item in changes.since(of, timezone.now().date(), 500) if (item.kind, item.id) == ("fact", "park")]
    assert [(item.how, item.said) for item in told] == [("retracted", None)]
