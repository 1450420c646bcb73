"""Plans, clauses, targets and measures are written by people as well as by packs."""

import pytest

from hongqiao.errors import BadValue, CircularPlan, DeadlineBeforeStart, NotAllowed, QuoteMismatch, UnknownRow
from hongqiao.record import actions, models, storing, verifying
from hongqiao.record.actions import Amount, Words
from hongqiao.record.roles import Actor, Role

EDITOR = Actor("e", Role.EDITOR)


def document(name: str = "signing-en.md") -> str:
    return models.Document.objects.get(name=name).id


@pytest.fixture
def plan(towns: str) -> models.Plan:
    return actions.create_plan(
        EDITOR, towns, {"en": "Plan for parks"}, period="2026/2030", place="ald", parent="bridges-plan"
    )


@pytest.fixture
def waiting(towns: str) -> str:
    batch = actions.add_documents(EDITOR, towns, [("parks.txt", b"By 2030 at least 40 parks are to be opened.")])
    return models.CurrentClaim.objects.get(batch=batch.id).claim_id


def test_a_plan_with_clause_and_target_is_written_with_its_sentences(plan: models.Plan, waiting: str) -> None:
    clause = actions.create_clause(EDITOR, {"en": "Parks"}, plan=plan.id, quotes=[Words(document(), "The park covers")])
    target = actions.create_target(
        EDITOR,
        plan.id,
        {"en": "Parks opened"},
        clause=clause.id,
        deadline="2030",
        parent="bridge-count",
        claims=[waiting],
    )
    claim = models.CurrentClaim.objects.select_related("claim").get(claim=waiting)
    cited = models.Citation.objects.get(kind="clause", subject=clause.id)
    assert (target.id, target.parent_id, target.deadline_on.isoformat()) == (
        target.fact_id,
        "bridge-count",
        "2030-12-31",
    )
    assert (claim.state, claim.fact_id, claim.claim.comparator) == ("accepted", target.id, ">=")
    assert cited.quote.exact == "The park covers"
    assert models.CurrentFact.objects.get(fact=target.id).claims == 1
    assert verifying.verify().sound


def test_a_circle_of_plans_or_targets_is_refused_by_name(plan: models.Plan) -> None:
    with pytest.raises(CircularPlan, match=f"bridges-plan → {plan.id} → bridges-plan"):
        actions.edit_plan(EDITOR, "bridges-plan", parent=plan.id)
    part = actions.create_target(EDITOR, plan.id, {"en": "Part"}, parent="bridge-count")
    with pytest.raises(CircularPlan, match="bridge-count"):
        actions.edit_target(EDITOR, "bridge-count", parent=part.id)
    with pytest.raises(CircularPlan):
        actions.edit_plan(EDITOR, plan.id, parent=plan.id)
    assert models.Plan.objects.get(pk="bridges-plan").parent_id is None


def test_a_deadline_before_the_start_is_refused_from_both_sides(plan: models.Plan) -> None:
    with pytest.raises(DeadlineBeforeStart, match="2025 lies before the start of its plan, 2026-01-01"):
        actions.create_target(EDITOR, plan.id, {"en": "Late"}, deadline="2025")
    with pytest.raises(DeadlineBeforeStart, match="target bridge-count"):
        actions.edit_plan(EDITOR, "bridges-plan", period="2031/2035")
    assert models.Plan.objects.get(pk="bridges-plan").period == "2026/2030"


def test_what_is_edited_keeps_its_address_and_its_fact_follows(towns: str) -> None:
    actions.edit_target(EDITOR, "bridge-count", names={"en": "Bridges"}, deadline="2029", indicator="bridge-number")
    row = models.Target.objects.select_related("fact").get(pk="bridge-count")
    assert (row.names, row.fact.names, row.fact.period) == ({"en": "Bridges"}, {"en": "Bridges"}, "2029")
    actions.edit_clause(EDITOR, "bridges", names={"en": "All bridges"}, quotes=[])
    assert models.Clause.objects.get(pk="bridges").names == {"en": "All bridges"}
    assert not models.Citation.objects.filter(kind="clause", subject="bridges").exists()
    assert verifying.verify().sound


def test_a_measure_has_clauses_validity_and_a_budget_with_its_basis(towns: str) -> None:
    paper = actions.add_documents(EDITOR, towns, [("fund.txt", b"The fund gives up to 3 million euros a year.")])
    words = Words(paper.taken[0].document, "up to 3 million euros")
    row = actions.create_measure(
        EDITOR, towns, {"en": "Fund"}, kind="funding", valid="2026/2028", place="ald", field="finance",
        quotes=[Words(paper.taken[0].document, "The fund gives")], budget=Amount(3e6, "EUR", words=words),
    )  # fmt: skip
    clause = actions.create_clause(EDITOR, {"en": "Who may"}, measure=row.id)
    (budget,) = storing.ground_figures([row.budget])  # type: ignore[list-item]  # it has one
    assert (budget.comparator, budget.value, budget.period.text if budget.period else "") == ("<=", 3e6, "2026/2028")
    assert (clause.measure_id, clause.plan_id) == (row.id, None)
    actions.edit_measure(EDITOR, row.id, valid="2026/2029", kind="voucher")
    assert (models.Measure.objects.get(pk=row.id).valid, models.Measure.objects.get(pk=row.id).kind) == (
        "2026/2029",
        "voucher",
    )


def test_what_cannot_be_is_refused_by_name(plan: models.Plan) -> None:
    for attempt, error, message in (
        (lambda: actions.create_plan(EDITOR, "nowhere", {"en": "x"}), UnknownRow, "'nowhere'"),
        (lambda: actions.edit_plan(EDITOR, plan.id, colour="red"), BadValue, "no column 'colour'"),
        (lambda: actions.edit_plan(EDITOR, plan.id, period="soon"), BadValue, "period"),
        (lambda: actions.create_clause(EDITOR, {"en": "x"}), BadValue, "a plan or to a measure"),
        (lambda: actions.create_clause(EDITOR, {"en": "x"}, plan="no"), UnknownRow, "'no'"),
        (lambda: actions.create_clause(EDITOR, {"en": "x"}, plan=plan.id, quotes=[Words(document(), "zzz")]), QuoteMismatch, "zzz"),
        (lambda: actions.create_target(EDITOR, plan.id, {"en": "x"}, clause="bridges"), BadValue, "another plan"),
        (lambda: actions.create_target(EDITOR, plan.id, {"en": "x"}, claims=["no"]), UnknownRow, "'no'"),
        (lambda: actions.create_target(EDITOR, plan.id, {"en": "x"}, indicator="no"), UnknownRow, "'no'"),
        (lambda: actions.edit_measure(EDITOR, "no"), UnknownRow, "'no'"),
    ):  # fmt: skip
        with pytest.raises(error, match=message):
            attempt()
    assert models.Target.objects.filter(plan=plan).count() == 0


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.CONTRIBUTOR])
def test_plans_and_measures_take_an_editor(plan: models.Plan, role: Role) -> None:
    actor = Actor("a", role, "ald-council")
    for attempt in (
        lambda: actions.create_plan(actor, "ald-bern", {"en": "x"}),
        lambda: actions.edit_plan(actor, plan.id, period="2027"),
        lambda: actions.create_clause(actor, {"en": "x"}, plan=plan.id),
        lambda: actions.edit_clause(actor, "bridges", names={"en": "x"}),
        lambda: actions.create_target(actor, plan.id, {"en": "x"}),
        lambda: actions.edit_target(actor, "bridge-count", deadline="2031"),
        lambda: actions.create_measure(actor, "ald-bern", {"en": "x"}),
    ):
        with pytest.raises(NotAllowed):
            attempt()
