"""Announced, identified, signed, running: counts that open, and silence by the programme's own months."""

import datetime as dt

import pytest

from hongqiao.record import actions, programme_queries, project_funnel
from hongqiao.record.roles import LOCAL

pytestmark = pytest.mark.django_db


def counts(found):
    return [
        None if figure is None else figure.value
        for figure in (found.announced, found.identified, found.signed, found.running, found.silent)
    ]


def of(programme, day):
    overview = programme_queries.overview(programme, day)
    return project_funnel.funnel(programme, day, overview.events)


def test_twenty_announced_and_none_named_is_told_so_and_rests_on_the_announcement():
    actions.load_pack(LOCAL, "kunshan")
    found = of("kunshan-shanghai", dt.date(2026, 1, 15))
    assert counts(found) == [20, 0, 0, 0, 0]
    for figure in (found.identified, found.signed, found.running, found.silent):
        assert [root.exact for root in figure.roots()] == [root.exact for root in found.announced.roots()]


def test_named_projects_are_counted_by_their_stage_as_of_the_day_and_open_their_evidence():
    actions.load_pack(LOCAL, "demo")
    found = of("demo-two-harbours", dt.date(2026, 1, 15))
    assert found.identified.value >= found.signed.value >= found.running.value
    assert found.identified.value >= 1
    assert all(figure.roots() for figure in (found.identified, found.signed, found.running, found.silent))
    later = of("demo-two-harbours", dt.date(2036, 1, 15))
    assert [item.id for item in later.silent_projects]
    assert later.silent.value >= found.silent.value


def test_a_programme_without_projects_has_an_empty_funnel():
    actions.create_programme(LOCAL, "bare", {"en": "Bare"})
    found = of("bare", dt.date(2026, 1, 15))
    assert found.empty
    assert counts(found) == [None, 0, 0, 0, 0]
    assert all(figure.roots() for figure in (found.identified, found.silent))
