from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.errors import DuplicateId, ImpossibleAllocation
from hongqiao.match.allocation import Booking, Room, Wish, allocate, book


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4),
)
@settings(max_examples=10, deadline=None)
def test_the_allocation_is_worth_as_much_as_the_best_of_all(areas, wishes):
    rooms = [Room(f"r{number}", area) for number, area in enumerate(areas)]
    asked = [Wish(f"w{number}", area, worth) for number, (area, worth) in enumerate(wishes)]
    best = 0
    for choice in product(range(-1, len(rooms)), repeat=len(asked)):
        used = [
            sum(wish.area for wish, at in zip(asked, choice, strict=True) if at == number)
            for number in range(len(rooms))
        ]
        if all(total <= room.area for total, room in zip(used, rooms, strict=True)):
            best = max(best, sum(wish.worth for wish, at in zip(asked, choice, strict=True) if at >= 0))
    got = allocate(rooms, asked)
    assert (got.worth, got.bound, got.optimal) == (best, best, True)


def test_every_refusal_has_its_reason():
    rooms = [Room("hall", 100, frozenset({"crane"}))]
    wishes = [Wish("a", 60, 12), Wish("b", 60), Wish("c", 200), Wish("d", 10, asks=frozenset({"clean room"}))]
    assert allocate(rooms, wishes).refused == {
        "b": "the fitting rooms went to wishes of greater worth",
        "c": "asks 200 m², the largest fitting room has 100 m²",
        "d": "no room has clean room",
    }


def test_bookings_share_an_instrument_without_overlap():
    bookings = [Booking(name, frozenset({"SEM"}), 2, 0, 5, worth) for name, worth in (("a", 1), ("b", 2), ("c", 3))]
    got = book(bookings)
    assert (got.refused, got.worth, got.bound) == (("a",), 5, 5)
    assert sorted(hour for _, hour in got.given.values()) == [0, 2]


def test_hours_outside_their_window_and_repeated_ids_are_refused():
    with pytest.raises(ImpossibleAllocation, match="window: a"):
        book([Booking("a", frozenset({"SEM"}), 3, 0, 2)])
    with pytest.raises(DuplicateId):
        allocate([Room("a", 1), Room("a", 2)], [])
