"""Gravity: the world before, and what changes when trade costs do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hongqiao.errors import BadFlows, BadShock, DisconnectedNetwork, EmptiedMarket
from hongqiao.foresee.equilibrium.closure import DEFICITS, Closure, Deficits
from hongqiao.foresee.equilibrium.fixed_point import equilibrium
from hongqiao.foresee.equilibrium.kernels import reachable, shares_by_importer, shocked_shares
from hongqiao.foresee.equilibrium.links import chord_batch, directed_values
from hongqiao.foresee.equilibrium.results import Counterfactual, Counterfactuals, Interval, LinkValue, position

type Vector = NDArray[np.float64]
type Matrix = NDArray[np.float64]
type Mode = Literal["converged", "as-published", "as-published-converged"]
_MODES = ("converged", "as-published", "as-published-converged")


@dataclass(frozen=True, slots=True, eq=False)
class Gravity:
    """Structural gravity in changes, one sector: Armington or Eaton–Kortum, which share these equations.

    Sources: Dekle, Eaton & Kortum (2008); Arkolakis, Costinot & Rodríguez-Clare (2012); Anderson, Larch & Yotov
    (2018). Made by `from_flows`; output, expenditure: (N,); elasticity is σ > 1 (Eaton and Kortum's θ is σ − 1).
    """

    output: Vector
    expenditure: Vector
    elasticity: float
    deficits: Deficits
    names: tuple[str, ...]
    _shares: Matrix = field(repr=False)  # importers in rows
    _closure: Closure = field(repr=False)

    @classmethod
    def from_flows(
        cls, flows: ArrayLike, elasticity: float = 5.0, deficits: Deficits = "multiplicative", names: Sequence[str] = ()
    ) -> Self:
        """The model of observed or fitted flows (N, N), exporters in rows, internal trade on the diagonal.

        Raises BadFlows, DisconnectedNetwork, or ValueError for an elasticity of 1 or less.

        >>> world = Gravity.from_flows([[80.0, 20.0], [25.0, 75.0]], elasticity=5.0, names=("Kunshan", "Shanghai"))
        >>> bool(world.counterfactual([[1.0, 1.0], [1.0, 1.0]]).welfare.round(12).tolist() == [1.0, 1.0])
        True
        """
        if not np.isfinite(elasticity) or elasticity <= 1:
            raise ValueError(f"the elasticity of substitution is above 1, got {elasticity}")
        if deficits not in DEFICITS:
            raise ValueError(f"deficits is one of {', '.join(DEFICITS)}, got {deficits!r}")
        matrix = _checked(flows, tuple(names))
        if deficits == "balanced":
            unbalanced = cls._of(matrix, elasticity, "balanced", tuple(names))
            matrix = unbalanced._solved(unbalanced._shares, "balancing").flows
        return cls._of(matrix, elasticity, deficits, tuple(names))

    @classmethod
    def _of(cls, matrix: Matrix, elasticity: float, deficits: Deficits, names: tuple[str, ...]) -> Self:
        output, expenditure = matrix.sum(axis=1), matrix.sum(axis=0)
        closure = Closure.of(deficits, output, expenditure)
        return cls(
            output, expenditure, float(elasticity), deficits, names, shares_by_importer(matrix, expenditure), closure
        )

    @property
    def flows(self) -> Matrix:
        """The baseline flows (N, N; exporters in rows); for balanced deficits, those of the balanced world."""
        return np.ascontiguousarray((self._shares * self.expenditure[:, None]).T)

    def counterfactual(
        self, cost_factor: ArrayLike, mode: Mode = "converged", *, reference: int | str = 0
    ) -> Counterfactual:
        """What changes when trade costs do: `cost_factor` (N, N) holds ratios of trade cost, exporters in rows.

        mode: "converged" solves the equilibrium; "as-published" follows the trade guide's procedure and stops where
        its published tables stop; "as-published-converged" carries that procedure on. Only the first clears markets:
        the residual of the other two says by how much they do not. reference: the guide's region of normalisation.
        Raises BadShock, EmptiedMarket, NotConverged.
        """
        factors = self._checked_factors(cost_factor)
        if mode == "converged":
            shocked = shocked_shares(self._shares, factors, 1 - self.elasticity)
            self._check_markets(shocked)
            return self._solved(shocked, f"exact hat, {self.deficits} deficits")
        if mode not in _MODES:
            raise ValueError(f"mode is one of {', '.join(_MODES)}, got {mode!r}")
        return self._as_published(factors, self._index(reference), until_settled=mode == "as-published-converged")

    def counterfactuals(self, links: ArrayLike, cost_factor: ArrayLike) -> Counterfactuals:
        """One counterfactual for each link: `links` (M, 2) holds pairs of regions, both directions change alike.

        cost_factor: one ratio of trade cost for all links, or one a link (M,).
        """
        pairs = self._checked_links(links)
        factors = np.broadcast_to(np.asarray(cost_factor, dtype=np.float64), (len(pairs),)).copy()
        if not (np.isfinite(factors).all() and (factors > 0).all()):
            raise BadShock(
                "a cost factor is positive and finite (1 is no change); "
                + _where(~(np.isfinite(factors) & (factors > 0)))
            )
        log_price, inner, residual, iterations = chord_batch(
            self._shares, self.output, self.expenditure, self._closure, self.elasticity, pairs, factors
        )
        prices = np.exp(log_price.T)
        indices = (inner.T) ** (1 / (1 - self.elasticity))
        for k in np.flatnonzero(~(residual < 1e-12)):
            # a shock too large for the baseline's Jacobian is solved by itself
            matrix = np.ones((len(self.output),) * 2)
            a, b = pairs[k]
            matrix[a, b] = matrix[b, a] = factors[k]
            alone = self.counterfactual(matrix)
            prices[k], indices[k], residual[k] = alone.price, alone.price_index, alone.residual
            iterations[k] += alone.iterations
        spent = self._closure.expenditure(prices.T, self.output).T
        rest = (self._shares, spent, self.elasticity, f"exact hat, {self.deficits} deficits", self.names)
        return Counterfactuals(
            self._welfare(prices, indices, spent), prices, indices, residual, iterations, pairs, factors, rest
        )

    def link_values(self, weights: ArrayLike | None = None, *, one_way: bool = False) -> Matrix:
        """The elasticity of weighted mean log welfare with respect to the log cost of every link (N, N).

        A link is both directions of a pair, so the matrix is symmetric; `one_way` gives the direction from row to
        column alone. On the diagonal stands a region's internal cost. Negative where a dearer link hurts.
        weights: (N,), expenditure by default; they are scaled to sum 1.
        """
        chosen = self.expenditure if weights is None else np.asarray(weights, dtype=np.float64)
        if (
            chosen.shape != self.output.shape
            or not np.isfinite(chosen).all()
            or (chosen < 0).any()
            or chosen.sum() <= 0
        ):
            raise BadShock(
                f"welfare weights are {len(self.output)} numbers, none negative, not all zero; got shape {chosen.shape}"
            )
        values = directed_values(
            self._shares, self.output, self.expenditure, self._closure, self.elasticity, chosen / chosen.sum(),
            real_spending=self.deficits == "additive",
        )  # fmt: skip
        if one_way:
            return values
        diagonal = np.diag(values).copy()
        values += values.T.copy()
        np.fill_diagonal(values, diagonal)
        return values

    def top_links(self, count: int = 10, weights: ArrayLike | None = None) -> list[LinkValue]:
        """The links whose dearer trade would hurt most, the most valuable first, internal trade left out."""
        values = self.link_values(weights)
        rows, columns = np.triu_indices(len(self.output), 1)
        ranked = np.argsort(values[rows, columns], kind="stable")[:count]
        return [
            LinkValue(
                int(rows[k]),
                int(columns[k]),
                (self._label(rows[k]), self._label(columns[k])),
                float(values[rows[k], columns[k]]),
            )
            for k in ranked
        ]

    def value_per_minute(self, minutes: ArrayLike, time_elasticity: float, weights: ArrayLike | None = None) -> Matrix:
        """The gain of mean log welfare from one minute less on each link (N, N), by given travel times in minutes.

        time_elasticity: the elasticity of trade cost with respect to travel time, a stated assumption. First order:
        `−link value × time elasticity / minutes`. Links without a travel time are NaN.
        """
        times = np.asarray(minutes, dtype=np.float64)
        if times.shape != self._shares.shape or (times[np.isfinite(times)] < 0).any():
            raise BadShock(f"travel times are {self._shares.shape} minutes, none negative; got shape {times.shape}")
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(times > 0, -self.link_values(weights) * time_elasticity / times, np.nan)

    def welfare_interval(self, cost_factor: ArrayLike, elasticities: ArrayLike, level: float = 0.8) -> Interval:
        """Welfare over draws of the elasticity (D,): what is assumed of it decides how sure the answer is."""
        draws = np.asarray(elasticities, dtype=np.float64).ravel()
        if len(draws) < 2 or not 0 < level < 1:
            raise ValueError(
                f"an interval needs two draws or more and a level between 0 and 1, got {len(draws)} and {level}"
            )
        flows = self.flows
        deficits: Deficits = self.deficits
        welfare = np.array(
            [Gravity._of(flows, draw, deficits, self.names).counterfactual(cost_factor).welfare for draw in draws]
        )
        low, median, high = np.quantile(welfare, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
        return Interval(low, median, high, level, len(draws))

    def _solved(self, shocked: Matrix, procedure: str) -> Counterfactual:
        found = equilibrium(shocked, self.output, self._closure, self.elasticity)
        spent = self._closure.expenditure(found.price, self.output)
        welfare = self._welfare(found.price, found.price_index, spent)
        return Counterfactual(
            welfare, found.price, found.price_index, found.residual, found.iterations, procedure, self.elasticity,
            self.names, shocked, spent,
        )  # fmt: skip

    def _welfare(
        self, price: NDArray[np.float64], index: NDArray[np.float64], spent: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        # real expenditure; multiplicative and balanced deficits leave it proportional to real output
        income = spent / self.expenditure if self.deficits == "additive" else price
        return income / index

    def _as_published(self, factors: Matrix, reference: int, *, until_settled: bool) -> Counterfactual:
        from hongqiao.foresee.equilibrium.published import guide_procedure

        found = guide_procedure(self.flows, factors, self.elasticity, reference, until_settled=until_settled)
        numeraire = self.output.sum() / (found.price * self.output).sum()
        price, index = found.price * numeraire, found.price_index * numeraire
        moved = found.flows * (self.output.sum() / found.flows.sum())
        residual = float(np.abs(moved.sum(axis=0) / self._closure.expenditure(price, self.output) - 1).max())
        shocked = shocked_shares(self._shares, factors, 1 - self.elasticity)
        procedure = (
            f"trade guide's rounds, {found.rounds} of them, {'settled' if until_settled else 'stopped as published'}"
        )
        return Counterfactual(
            price / index, price, index, residual, found.rounds, procedure, self.elasticity, self.names, shocked,
            moved.sum(axis=0), moved,
        )  # fmt: skip

    def _checked_factors(self, cost_factor: ArrayLike) -> Matrix:
        factors = np.ascontiguousarray(cost_factor, dtype=np.float64)
        if factors.shape != self._shares.shape:
            raise BadShock(f"cost factors are {self._shares.shape}, exporters in rows; got {factors.shape}")
        wrong = np.isnan(factors) | (factors <= 0)
        if wrong.any():
            raise BadShock("a cost factor is above 0 (1 is no change, inf closes a link); " + _where(wrong))
        return factors

    def _checked_links(self, links: ArrayLike) -> NDArray[np.int64]:
        pairs = np.asarray(links)
        if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.issubdtype(pairs.dtype, np.integer):
            raise BadShock(
                f"links are pairs of region numbers, an integer array (M, 2); got {pairs.dtype} {pairs.shape}"
            )
        if ((pairs < 0) | (pairs >= len(self.output))).any():
            raise BadShock(f"region numbers run from 0 to {len(self.output) - 1}, got {pairs.min()} to {pairs.max()}")
        if (pairs[:, 0] == pairs[:, 1]).any():
            raise BadShock(f"a link joins two regions; {_where(pairs[:, 0] == pairs[:, 1])} name one twice")
        return pairs.astype(np.int64)

    def _check_markets(self, shocked: Matrix) -> None:
        nothing_to_buy, nothing_to_sell = ~(shocked.sum(axis=1) > 0), ~(shocked.sum(axis=0) > 0)
        if nothing_to_buy.any() or nothing_to_sell.any():
            buyers = [self._label(k) for k in np.flatnonzero(nothing_to_buy)[:5]]
            sellers = [self._label(k) for k in np.flatnonzero(nothing_to_sell)[:5]]
            raise EmptiedMarket(f"the shock leaves nothing to buy in {buyers} and no buyers for {sellers}")
        if not np.isfinite(shocked).all():
            raise BadShock("the cost factors leave the range of float64 when raised to 1 − σ; use less extreme ones")

    def _index(self, region: int | str) -> int:
        return position(self.names, region) if isinstance(region, str) else range(len(self.output))[region]

    def _label(self, index: int | np.int64) -> str:
        return self.names[index] if self.names else str(int(index))


def _checked(flows: ArrayLike, names: tuple[str, ...]) -> Matrix:
    matrix = np.ascontiguousarray(flows, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape[0] < 2:
        raise BadFlows(f"flows are a square matrix of two regions or more, exporters in rows; got shape {matrix.shape}")
    if names and len(names) != len(matrix):
        raise BadFlows(f"{len(matrix)} regions were given {len(names)} names")
    if len(set(names)) != len(names):
        raise BadFlows("region names are unique; some stand twice")
    wrong = ~np.isfinite(matrix) | (matrix < 0)
    if wrong.any():
        raise BadFlows(
            "flows are numbers of zero or more (a missing flow is not zero: leave the region out or fit it); "
            + _where(wrong)
        )
    label = names or tuple(str(k) for k in range(len(matrix)))
    for axis, what in ((1, "sell nothing"), (0, "buy nothing")):
        empty = matrix.sum(axis=axis) == 0
        if empty.any():
            raise BadFlows(
                f"regions without trade have no place in the model: {[label[k] for k in np.flatnonzero(empty)[:10]]} {what}"
            )
    joined = reachable(matrix)
    if not joined.all():
        apart = [label[k] for k in np.flatnonzero(~joined)[:10]]
        raise DisconnectedNetwork(
            f"{(~joined).sum()} regions do not trade with {label[0]}, even through others: {apart}; solve the groups apart"
        )
    return matrix


def _where(wrong: NDArray[np.bool_]) -> str:
    places = [tuple(int(k) for k in place) for place in np.argwhere(wrong)[:5]]
    listed = ", ".join(str(place[0]) if len(place) == 1 else str(place) for place in places)
    return f"wrong at {listed}" + (f" and {int(wrong.sum()) - 5} more" if wrong.sum() > 5 else "")
