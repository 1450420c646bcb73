"""The five-field profile: what is known of each indicator, what is not, and scores only where they can be borne."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from hongqiao.ground.basis import Basis, Step
from hongqiao.ground.figure import Figure
from hongqiao.measure.admissible import variant_of
from hongqiao.measure.integration.doubt import Doubt, Placed, ranges
from hongqiao.measure.integration.indicators import ASPECTS, FIELDS, Indicator, Value, as_of

LEAST_INDICATORS = 2
"""Sourced and scorable indicators that a field's score needs."""
LEAST_FIELDS = 3
"""Scored fields that the index needs."""
_VERSION = "1"
_APPROXIMATELY = 0.05
LANGUAGES = ("de", "en", "zh")


@dataclass(frozen=True, slots=True)
class Band:
    """A score between 0 and 1 with the range that bounds and approximations leave; ``figure`` opens to its roots."""

    figure: Figure
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in the profile: its latest value per place, or the gap with the source that would fill it."""

    indicator: Indicator
    values: tuple[Value, ...]
    """Every value found, the latest first."""
    score: Band | None
    unscored: str | None
    """Why there is a value but no score: ``no goalposts``, ``no direction``, ``several values``."""

    @property
    def latest(self) -> Value | None:
        """The latest value, or None where the cell is a gap."""
        return self.values[0] if self.values else None

    @property
    def is_gap(self) -> bool:
        """Whether no source has given a value."""
        return not self.values

    def gap(self, language: str = "en") -> str | None:
        """Why the cell is empty and which source would fill it; None where it is not empty."""
        variant_of(language, LANGUAGES, "language")
        if self.values:
            return None
        source, _ = self.indicator.would_fill.shown(language)
        frame = {
            "de": "Keine Quelle. Die Lücke füllen würde: {}.",
            "en": "No source. What would fill the gap: {}.",
            "zh": "暂无来源。可填补空缺的来源：{}。",
        }[language]
        return frame.format(source)


@dataclass(frozen=True, slots=True)
class FieldScore:
    """One field: its cells, its score as a band, or why the score is withheld."""

    field: str
    cells: tuple[Cell, ...]
    score: Band | None
    sourced: int
    scored: int
    interval: Figure | None = None
    """Where the score lies in nine of ten draws under other weights and goalposts (``Doubt``)."""

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """The cells without a source."""
        return tuple(cell for cell in self.cells if cell.is_gap)

    def withheld(self, language: str = "en") -> str | None:
        """Why there is no score, in words; None where there is one."""
        variant_of(language, LANGUAGES, "language")
        if self.score is not None:
            return None
        frame = {
            "de": "Kein Wert: {} von {} Indikatoren belegt, {} davon bewertbar; nötig sind {}.",
            "en": "Withheld: {} of {} indicators sourced, {} of them can be scored; {} are needed.",
            "zh": "暂不评分：{}/{}项指标有来源，其中{}项可评分，至少需要{}项。",
        }[language]
        return frame.format(self.sourced, len(self.cells), self.scored, LEAST_INDICATORS)


@dataclass(frozen=True, slots=True)
class Profile:
    """Five fields by three aspects for some places as of a day."""

    places: tuple[str, ...]
    as_of: dt.date | None
    fields: tuple[FieldScore, ...]
    index: Band | None
    index_interval: Figure | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, field by field."""
        return tuple(cell for field in self.fields for cell in field.cells)

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """All cells without a source."""
        return tuple(cell for cell in self.cells if cell.is_gap)

    def of(self, field: str, aspect: str) -> tuple[Cell, ...]:
        """The cells of one field and aspect."""
        variant_of(aspect, ASPECTS, "aspect")
        return tuple(cell for cell in self.cells if (cell.indicator.field, cell.indicator.aspect) == (field, aspect))

    def withheld(self, language: str = "en") -> str | None:
        """Why there is no index, in words; None where there is one."""
        variant_of(language, LANGUAGES, "language")
        if self.index is not None:
            return None
        scored = sum(field.score is not None for field in self.fields)
        frame = {
            "de": "Kein Index: {} von {} Feldern bewertet; nötig sind {}.",
            "en": "Index withheld: {} of {} fields scored; {} are needed.",
            "zh": "暂不计算指数：{}/{}个领域有评分，至少需要{}个。",
        }[language]
        return frame.format(scored, len(self.fields), LEAST_FIELDS)


def profile(
    indicators: Sequence[Indicator],
    values: Sequence[Value],
    places: Collection[str] | None = None,
    day: dt.date | None = None,
    fields: Sequence[str] = FIELDS,
    weights: Mapping[str, float] | None = None,
    doubt: Doubt | None = None,
) -> Profile:
    """The profile of a place, a pair or a cluster of places as of a day.

    places: ids whose values count (all where None); weights: of indicators by id, 1 where not given. An indicator is
    scored between its goalposts, clipped to 0 and 1; a bound or an approximate value gives a band. A field's score is
    the weighted mean of its scored indicators and is withheld under two; the index is the mean of the scored fields
    and is withheld under three. Every score opens down to the rows of the values table and the goalposts chosen, and
    has an ``interval`` by Monte Carlo over weights, goalposts and bounds (``doubt``, by default 1,000 draws).
    """
    wanted = None if places is None else set(places)
    usable = as_of(tuple(values), day)
    found = []
    for name in fields:
        cells = tuple(
            _cell(one, [v for v in usable if v.indicator == one.id and (wanted is None or v.place in wanted)])
            for aspect in ASPECTS
            for one in indicators
            if one.field == name and one.aspect == aspect
        )
        found.append(_field_score(name, cells, weights or {}))
    index = _index(found)
    scored = {
        one.field: (_placed(one.cells, weights or {}), one.score.figure.basis) for one in found if one.score is not None
    }
    intervals, whole = ranges(scored, index.figure.basis if index is not None else None, doubt or Doubt())
    shown = tuple(replace(one, interval=intervals.get(one.field)) for one in found)
    return Profile(tuple(places or ()), day, shown, index, whole)


def _placed(cells: Sequence[Cell], weights: Mapping[str, float]) -> list[Placed]:
    found = []
    for cell in cells:
        ends, weight = cell.indicator.goalposts, weights.get(cell.indicator.id, 1.0)
        if cell.score is None or cell.latest is None or ends is None or weight <= 0:
            continue
        low, high = _admitted(cell.indicator, cell.latest.figure)
        found.append(Placed(low, high, ends, cell.score.low, cell.score.high, weight))
    return found


def _admitted(indicator: Indicator, figure: Figure) -> tuple[float, float]:
    """The lowest and the highest value that a figure admits, in the unit of its indicator."""
    same = figure if figure.unit == indicator.unit else figure.to(indicator.unit)
    slack = abs(same.value) * _APPROXIMATELY if same.approximate else 0.0
    return same.interval.low - slack, same.interval.high + slack


def _cell(indicator: Indicator, values: list[Value]) -> Cell:
    def last_day(value: Value) -> dt.date:
        return value.figure.period.end if value.figure.period is not None else dt.date.min

    ordered = tuple(sorted(values, key=last_day, reverse=True))
    if not ordered:
        return Cell(indicator, (), None, None)
    if indicator.direction == "none":
        return Cell(indicator, ordered, None, "no direction")
    if indicator.goalposts is None:
        return Cell(indicator, ordered, None, "no goalposts")
    newest = [value for value in ordered if last_day(value) == last_day(ordered[0])]
    if len(newest) > 1:
        # which of two places, or of two sources, is meant cannot be told from the table
        return Cell(indicator, ordered, None, "several values")
    return Cell(indicator, ordered, _scored(indicator, newest[0].figure), None)


def _scored(indicator: Indicator, figure: Figure) -> Band:
    ends = indicator.goalposts
    assert ends is not None  # noqa: S101 -- the caller looked
    same = figure if figure.unit == indicator.unit else figure.to(indicator.unit)
    placed = sorted(
        min(max((value - ends.worst) / (ends.best - ends.worst), 0.0), 1.0) for value in _admitted(indicator, same)
    )
    basis = Step(
        "score between goalposts", _VERSION, (same.basis, ends.basis), (("best", ends.best), ("worst", ends.worst))
    )
    return _band(placed[0], placed[1], basis)


def _band(low: float, high: float, basis: Basis) -> Band:
    if low == high:
        return Band(Figure(low, "1", basis), low, high)
    return Band(Figure(low, "1", basis, comparator="range", value_hi=high), low, high)


def _mean(bands: Sequence[Band], weights: Sequence[float], formula: str, names: Sequence[str]) -> Band:
    total = sum(weights)
    low = sum(w * band.low for w, band in zip(weights, bands, strict=True)) / total
    high = sum(w * band.high for w, band in zip(weights, bands, strict=True)) / total
    chosen = tuple((f"weight {name}", w / total) for name, w in zip(names, weights, strict=True))
    return _band(low, max(low, high), Step(formula, _VERSION, tuple(band.figure.basis for band in bands), chosen))


def _field_score(field: str, cells: tuple[Cell, ...], weights: Mapping[str, float]) -> FieldScore:
    scored = [(cell.score, cell.indicator.id) for cell in cells if cell.score is not None]
    scored = [(band, name) for band, name in scored if weights.get(name, 1.0) > 0]
    sourced = sum(not cell.is_gap for cell in cells)
    if len(scored) < LEAST_INDICATORS:
        return FieldScore(field, cells, None, sourced, len(scored))
    names = [name for _, name in scored]
    band = _mean([band for band, _ in scored], [weights.get(n, 1.0) for n in names], "field score", names)
    return FieldScore(field, cells, band, sourced, len(scored))


def _index(fields: Sequence[FieldScore]) -> Band | None:
    scored = [(field.score, field.field) for field in fields if field.score is not None]
    if len(scored) < LEAST_FIELDS:
        return None
    names = [name for _, name in scored]
    return _mean([band for band, _ in scored], [1.0] * len(names), "integration index", names)
