"""Places: nested, named in several languages, with codes that are valid from a day to a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hongqiao.errors import AmbiguousPlace, UnknownPlace
from hongqiao.ground.names import Names


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a scheme (GB/T 2260, NUTS, ISO 3166, GeoNames …) and when it was in force; open ends are None."""

    scheme: str
    value: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid(self, day: dt.date | None) -> bool:
        """Whether the code was in force on a day; without a day, whether it is the one without an end."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its id never changes, its names and codes may.

    `point` is (latitude, longitude) in degrees, WGS-84. `parent` is the id of the place it lies in.

    >>> Place("kunshan", "county-city", Names.of(en="Kunshan", zh="昆山")).names.in_language("zh")
    '昆山'
    """

    id: str
    kind: str
    names: Names
    parent: str | None = None
    codes: tuple[Code, ...] = ()
    point: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.point is not None:
            latitude, longitude = self.point
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise ValueError(f"{self.id}: a point is (latitude, longitude) in degrees, got {self.point}")

    def code(self, scheme: str, day: dt.date | None = None) -> str | None:
        """The place's code in a scheme on a day (without a day: the one in force now), or None."""
        return next((code.value for code in self.codes if code.scheme == scheme and code.valid(day)), None)


class Gazetteer:
    """Places by id, by code on a day, and by name; a name that several places bear is refused with the list.

    >>> delta = Gazetteer([Place("js", "province", Names.of(en="Jiangsu")),
    ...                    Place("kunshan", "county-city", Names.of(en="Kunshan", zh="昆山"), parent="js")])
    >>> [place.id for place in delta.line("kunshan")]
    ['kunshan', 'js']
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_id: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._by_code: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in places:
            if place.id in self._by_id:
                raise ValueError(f"two places have the id {place.id!r}; an id names one place")
            self._by_id[place.id] = place
            for name in place.names.all():
                self._by_name[name.casefold()].append(place)
            for code in place.codes:
                self._by_code[code.scheme, code.value].append(place)
        for place in self._by_id.values():
            self._check_parents(place)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __getitem__(self, place_id: str) -> Place:
        if place_id not in self._by_id:
            raise UnknownPlace(f"no place has the id {place_id!r}")
        return self._by_id[place_id]

    def by_code(self, scheme: str, value: str, day: dt.date | None = None) -> Place:
        """The place that bore a code on a day; a code may pass from one place to another."""
        found = [
            place
            for place in self._by_code.get((scheme, value), [])
            if any(code.scheme == scheme and code.value == value and code.valid(day) for code in place.codes)
        ]
        if not found:
            when = "now" if day is None else f"on {day}"
            raise UnknownPlace(f"no place bears the {scheme} code {value!r} {when}")
        return found[0]

    def named(self, name: str, within: str | None = None) -> Place:
        """The one place of a name, in any language; `within` narrows it to what lies in a place.

        Han names match only as written; they are never transliterated.
        """
        found = self._by_name.get(name.strip().casefold(), [])
        if within is not None:
            found = [place for place in found if any(above.id == within for above in self.line(place.id)[1:])]
        if not found:
            raise UnknownPlace(f"no place is called {name!r}" + (f" within {within!r}" if within else ""))
        if len(found) > 1:
            listed = ", ".join(f"{place.id} ({place.kind})" for place in found)
            raise AmbiguousPlace(f"{len(found)} places are called {name!r}: {listed}; say which by its id")
        return found[0]

    def line(self, place_id: str) -> list[Place]:
        """The place and everything it lies in, innermost first."""
        line, current = [], self[place_id]
        while True:
            line.append(current)
            if current.parent is None:
                return line
            current = self[current.parent]

    def children(self, place_id: str) -> list[Place]:
        """The places directly within a place."""
        return [place for place in self._by_id.values() if place.parent == place_id]

    def _check_parents(self, place: Place) -> None:
        seen = {place.id}
        current = place
        while current.parent is not None:
            if current.parent not in self._by_id:
                raise UnknownPlace(f"{current.id} lies in {current.parent!r}, which is no known place")
            if current.parent in seen:
                raise ValueError(f"{place.id} lies in itself by way of {current.parent}")
            seen.add(current.parent)
            current = self._by_id[current.parent]
