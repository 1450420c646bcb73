"""Firms to floor space, requests to shared instruments: by OR-Tools CP-SAT, with a bound or the word that none is.

OR-Tools and highspy cannot be imported in one process; this module imports OR-Tools only when it is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hongqiao.errors import DuplicateId, ImpossibleAllocation


@dataclass(frozen=True, slots=True)
class Room:
    """Floor space: square metres (whole), and the features it has."""

    id: str
    area: int
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """A firm's wish for floor space; `worth` weighs it against others, `prefers` adds 1 for each feature met."""

    id: str
    area: int
    worth: int = 10
    asks: frozenset[str] = frozenset()
    prefers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who got what; `bound` is a value that no allocation exceeds, None where none was found in the time."""

    given: dict[str, str]
    refused: dict[str, str]
    worth: int
    bound: int | None

    @property
    def optimal(self) -> bool:
        """Whether no allocation is worth more."""
        return self.bound == self.worth


def allocate(rooms: Sequence[Room], wishes: Sequence[Wish], *, seconds: float = 20.0) -> Allocation:
    """The allocation of greatest worth: areas are never exceeded, each wish goes to one room with all it asks.

    Every wish without a room is refused by name with the reason. Raises ImpossibleAllocation for areas below one,
    DuplicateId for a repeated id.

    >>> allocate([Room("hall", 100)], [Wish("a", 60), Wish("b", 60, worth=12)]).given
    {'b': 'hall'}
    """
    from ortools.sat.python import cp_model

    for kind, ids in (("rooms", [room.id for room in rooms]), ("wishes", [wish.id for wish in wishes])):
        if len(set(ids)) < len(ids):
            raise DuplicateId(f"two {kind} have the id {next(item for item in ids if ids.count(item) > 1)!r}")
    if wrong := [room.id for room in rooms if room.area < 1] + [wish.id for wish in wishes if wish.area < 1]:
        raise ImpossibleAllocation(f"an area is at least one square metre; not so for {', '.join(wrong)}")
    model = cp_model.CpModel()
    takes = {
        (w, r): model.new_bool_var(f"{w} in {r}")
        for w, wish in enumerate(wishes)
        for r, room in enumerate(rooms)
        if wish.asks <= room.features and wish.area <= room.area
    }
    for w in range(len(wishes)):
        model.add_at_most_one([variable for (of, _), variable in takes.items() if of == w])
    for r, room in enumerate(rooms):
        model.add(sum(wishes[w].area * variable for (w, at), variable in takes.items() if at == r) <= room.area)
    value = {(w, r): wishes[w].worth + len(wishes[w].prefers & rooms[r].features) for w, r in takes}
    model.maximize(sum(value[pair] * variable for pair, variable in takes.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Allocation({}, {wish.id: "no allocation was found in the time given" for wish in wishes}, 0, None)
    chosen = {w: r for (w, r), variable in takes.items() if solver.boolean_value(variable)}
    return Allocation(
        {wishes[w].id: rooms[r].id for w, r in sorted(chosen.items())},
        {wish.id: _refusal(wish, rooms) for w, wish in enumerate(wishes) if w not in chosen},
        sum(value[pair] for pair in chosen.items()),
        round(solver.best_objective_bound),
    )


def _refusal(wish: Wish, rooms: Sequence[Room]) -> str:
    fitting = [room for room in rooms if wish.asks <= room.features]
    if not fitting:
        return f"no room has {', '.join(sorted(wish.asks))}"
    largest = max(room.area for room in fitting)
    if largest < wish.area:
        return f"asks {wish.area} m², the largest fitting room has {largest} m²"
    return "the fitting rooms went to wishes of greater worth"


@dataclass(frozen=True, slots=True)
class Booking:
    """A request for a shared instrument: `hours` in a row, within its window of hours."""

    id: str
    instruments: frozenset[str]
    """Any one of these will do."""
    hours: int
    earliest: int = 0
    latest: int = 24
    worth: int = 1


@dataclass(frozen=True, slots=True)
class Booked:
    """The instrument and first hour of each booking; `bound` as in Allocation."""

    given: dict[str, tuple[str, int]]
    refused: tuple[str, ...]
    worth: int
    bound: int | None


def book(bookings: Sequence[Booking], *, seconds: float = 20.0) -> Booked:
    """The bookings of greatest worth, no instrument used twice in an hour; ImpossibleAllocation for empty windows.

    >>> book([Booking("a", frozenset({"SEM"}), 2, 0, 3), Booking("b", frozenset({"SEM"}), 2, 0, 3, worth=2)]).given
    {'b': ('SEM', 0)}
    """
    from ortools.sat.python import cp_model

    if wrong := [item.id for item in bookings if item.hours < 1 or item.earliest + item.hours > item.latest]:
        raise ImpossibleAllocation(f"the hours do not fit their window: {', '.join(wrong)}")
    if len({item.id for item in bookings}) < len(bookings):
        raise DuplicateId("two bookings share an id")
    model = cp_model.CpModel()
    starts = [model.new_int_var(item.earliest, item.latest - item.hours, item.id) for item in bookings]
    takes = {
        (number, name): model.new_bool_var(f"{item.id} on {name}")
        for number, item in enumerate(bookings)
        for name in sorted(item.instruments)
    }
    for number in range(len(bookings)):
        model.add_at_most_one([variable for (of, _), variable in takes.items() if of == number])
    for name in sorted({name for _, name in takes}):
        model.add_no_overlap(
            [
                model.new_optional_fixed_size_interval_var(
                    starts[number], bookings[number].hours, variable, f"{number} {name}"
                )
                for (number, on), variable in takes.items()
                if on == name
            ]
        )
    # worth comes first, early hours break ties
    scale = sum(item.latest for item in bookings) + 1
    model.maximize(scale * sum(bookings[n].worth * variable for (n, _), variable in takes.items()) - sum(starts))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Booked({}, tuple(item.id for item in bookings), 0, None)
    given = {
        bookings[number].id: (name, int(solver.value(starts[number])))
        for (number, name), variable in takes.items()
        if solver.boolean_value(variable)
    }
    worth = sum(item.worth for item in bookings if item.id in given)
    refused = tuple(item.id for item in bookings if item.id not in given)
    return Booked(
        given,
        refused,
        worth,
        max(worth, int((solver.best_objective_bound + sum(item.latest for item in bookings)) // scale)),
    )
