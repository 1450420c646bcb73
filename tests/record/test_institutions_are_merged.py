"""Two ids for one institution are merged without moving anything, and parted again."""

import pytest

from hongqiao.errors import CircularPlan, DuplicateId, NotAllowed, NothingToJudge
from hongqiao.record import actions, models, verifying
from hongqiao.record.institution_names import all_ids
from hongqiao.record.roles import Actor, Role

EDITOR = Actor("e", Role.EDITOR)


@pytest.fixture
def twin(towns: str) -> str:
    row = actions.create_institution(
        EDITOR, {"en": "Council of Ald (city hall)"}, aliases=["AC"], identifiers={"LEI": "5299"}, place="ald"
    )
    return row.id


def test_a_merging_is_followed_from_every_id_and_can_be_taken_back(towns: str, twin: str) -> None:
    actions.merge_institutions(EDITOR, "ald-council", [twin], reason="the same hall")
    assert all_ids([twin]) == all_ids(["ald-council"]) == {"ald-council", twin}
    actions.unmerge_institution(EDITOR, twin, reason="no, its foundation")
    assert all_ids([twin]) == {twin}
    assert verifying.verify().sound


def test_members_of_either_id_may_act_on_the_projects_of_both(towns: str, twin: str) -> None:
    project = actions.create_project(EDITOR, towns, {"en": "Bridge"}, partners=[("ald-council", "", "")])
    member = Actor("m", Role.CONTRIBUTOR, twin)
    with pytest.raises(NotAllowed):
        actions.edit_project(member, project.id, industry="E42")
    actions.merge_institutions(EDITOR, "ald-council", [twin], reason="the same hall")
    actions.edit_project(member, project.id, industry="E42")
    assert models.Project.objects.get(pk=project.id).industry == "E42"


def test_circles_and_second_mergings_are_refused(towns: str, twin: str) -> None:
    with pytest.raises(CircularPlan):
        actions.merge_institutions(EDITOR, twin, [twin], reason="x")
    actions.merge_institutions(EDITOR, "ald-council", [twin], reason="x")
    with pytest.raises(CircularPlan, match="is itself merged"):
        actions.merge_institutions(EDITOR, twin, ["ald-council"], reason="x")
    with pytest.raises(NothingToJudge, match="merged already"):
        actions.merge_institutions(EDITOR, "ald-council", [twin], reason="x")
    with pytest.raises(NothingToJudge, match="not merged"):
        actions.unmerge_institution(EDITOR, "ald-council")


def test_an_identifier_names_one_institution(towns: str, twin: str) -> None:
    with pytest.raises(DuplicateId, match=f"LEI 5299 is the identifier of '{twin}'"):
        actions.edit_institution(EDITOR, "ald-council", identifiers={"LEI": "5299"})


def test_a_contributor_edits_the_own_institution_alone(towns: str, twin: str) -> None:
    member = Actor("m", Role.CONTRIBUTOR, "ald-council")
    actions.edit_institution(
        member, "ald-council", names={"en": "Ald council", "zh": "阿尔德"}, aliases=["AC", "AC", ""]
    )
    assert models.Institution.objects.get(pk="ald-council").aliases == ["AC"]
    for attempt in (
        lambda: actions.edit_institution(member, twin, kind="club"),
        lambda: actions.create_institution(member, {"en": "Mine"}),
        lambda: actions.merge_institutions(member, "ald-council", [twin], reason="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
