"""Indicators with goalposts and formulas in a pack: what is read, what is refused, what is computed."""

import datetime as dt

import pytest

from hongqiao.errors import BadPack
from hongqiao.record import actions, profiles
from hongqiao.record.pack.formulas import formula_of
from hongqiao.record.roles import LOCAL

DAY = dt.date(2026, 6, 1)
BRIDGES = 'unit = "count"\ndirection = "up"\nnames = { en = "Bridges" }\n'
FIELD = 'field = "infrastructure"\naspect = "capacity"\n'


def scored(ends):
    return {"indicators.toml": (BRIDGES, f"{BRIDGES}{FIELD}goalposts = {ends}\n")}


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ('{ worst = 0, best = 10, who = "the council" }', "worst, best, who and why"),
        ('{ worst = 10, best = 0, who = "the council", why = "so" }', "contradict the direction 'up'"),
        ('{ worst = 4, best = 4, who = "the council", why = "so" }', "must differ"),
        ('{ worst = "few", best = 10, who = "the council", why = "so" }', "are numbers"),
    ],
)
def test_goalposts_that_say_too_little_or_the_contrary_are_refused(db, make_pack, ends, says):
    with pytest.raises(BadPack, match=rf"indicators.toml, bridge-number: .*{says}"):
        actions.load_pack(LOCAL, make_pack(scored(ends)))


def test_goalposts_of_a_pack_score_its_indicator_and_stand_among_the_roots(db, make_pack):
    ends = '{ worst = 0, best = 10, who = "the council", why = "ten bridges join both banks" }'
    programme = actions.load_pack(LOCAL, make_pack(scored(ends))).programmes[0]
    (cell,) = profiles.five_fields(programme, DAY).profile.cells
    assert cell.score.figure.value == pytest.approx(0.3)
    assert [getattr(root, "why", "a column") for root in cell.score.figure.roots()] == [
        "a column",
        "ten bridges join both banks",
    ]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"formula": "magic"}, "a formula of isomorphism"),
        ({"formula": "isomorphism"}, "needs jobs"),
        ({"formula": "isomorphism", "jobs": "census", "industry": "C"}, "an industry only where"),
        ({"formula": "jobs_parity", "jobs": "census"}, "an industry only where"),
        ({"formula": "isomorphism", "jobs": "survey"}, "no tables/survey_YEAR.csv"),
        ({"formula": "parity"}, "needs `of`"),
        ({"formula": "parity", "of": "people"}, "'people', which is no indicator"),
        ({"formula": "parity", "of": "jobs", "year": 2020}, "no year"),
    ],
)
def test_a_formula_that_cannot_be_computed_is_refused(given, says):
    with pytest.raises(BadPack, match=says):
        formula_of(given, "indicators.toml, x", {"jobs"}, {"census_2020", "census_2020_country"})


def test_what_a_pair_has_of_an_indicator_is_compared_year_by_year(db, make_pack):
    indicators = (
        f"{BRIDGES}{FIELD}\n[[indicator]]\nid = \"bridge-parity\"\nunit = \"index\"\ndirection = \"up\"\n"
        'names = { en = "Parity" }\nfield = "infrastructure"\naspect = "convergence"\n'
        'computed = { formula = "parity", of = "bridge-number" }\n'
    )  # fmt: skip
    values = "bridge-number,ald,2025,=,3,count,Yearbook,https://example.org/y,2026-01-02,\n"
    more = "bridge-number,bern,2025,=,12,count,Yearbook,https://example.org/y,2026-01-02,\n"
    changed = {"indicators.toml": (BRIDGES, indicators), "values.csv": (values, values + more)}
    programme = actions.load_pack(LOCAL, make_pack(changed)).programmes[0]
    cells = {cell.indicator.id: cell for cell in profiles.five_fields(programme, DAY).profile.cells}
    found = cells["bridge-parity"].latest
    assert (found.place, found.figure.value, found.figure.period.text) == ("ald+bern", 0.25, "2025")
    assert len(found.figure.roots()) == 2
    assert cells["bridge-parity"].unscored == "no goalposts"
