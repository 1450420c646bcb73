import datetime as dt

from hongqiao.record import actions, programme_queries
from hongqiao.record.pack.finding import find
from hongqiao.record.roles import LOCAL


def test_the_state_counts_the_programmes_own_targets_and_shows_the_ones_above(db):
    programme = actions.load_pack(LOCAL, find("kunshan")).programmes[0]
    found = programme_queries.overview(programme, dt.date(2026, 1, 15))
    assert (found.target_count.value, found.passed_count.value, found.evidenced_count.value) == (3, 3, 0)
    assert len(found.targets) == 4  # the prefecture's target is shown beside them, and never added
