"""Poisson pseudo maximum likelihood through pyfixest, with what a reader must know to trust it."""

import warnings
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from hongqiao.errors import BadSpecification, InapplicableOption, MissingExtra, NotConverged
from hongqiao.measure.admissible import variant_of

ERRORS = ("robust", "robust-small-sample", "classical", "cluster")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient with its standard error."""

    name: str
    value: float
    standard_error: float

    @property
    def z(self) -> float:
        """Value over standard error."""
        return self.value / self.standard_error


@dataclass(frozen=True, slots=True)
class Ppml:
    """An estimated gravity equation and its diagnostics.

    ``score`` checks the first-order conditions from outside: the largest gap between observed and fitted sums of any
    fixed effect, over the sum of all observations. It is zero at the maximum.
    ``separated`` counts the observations left out because some fixed effect or covariate predicts zero perfectly,
    ``singletons`` those that a fixed effect has all to itself, ``collinear`` the covariates that were dropped.
    """

    estimates: tuple[Estimate, ...]
    observations: int
    separated: int
    singletons: int
    collinear: tuple[str, ...]
    converged: bool
    score: float
    deviance: float
    pseudo_r2: float
    errors: str
    formula: str
    warnings: tuple[str, ...]

    def __getitem__(self, name: str) -> Estimate:
        """The estimate of one covariate."""
        for estimate in self.estimates:
            if estimate.name == name:
                return estimate
        raise BadSpecification(f"no coefficient {name!r}; there are {', '.join(e.name for e in self.estimates)}")


def ppml(
    data: Any,
    formula: str,
    *,
    errors: str = "robust",
    cluster: str | None = None,
    tolerance: float = 1e-10,
    most_iterations: int = 200,
) -> Ppml:
    """Poisson pseudo maximum likelihood of a multiplicative equation such as gravity.

    data: a polars or pandas frame; formula: ``"trade ~ ln_distance + border | exporter + importer"``, fixed effects
    after the bar. Standard errors: ``robust`` (Huber–White with n/(n − 1), as Stata's ppml), ``robust-small-sample``
    (with n/(n − k)), ``classical``, or ``cluster`` with the column named. Zeros stay in; negative values are
    refused. Raises MissingExtra without pyfixest, NotConverged with the score, BadSpecification.
    Source: Santos Silva & Tenreyro (2006); separation: Correia, Guimarães & Zylkin (2019).
    """
    variant_of(errors, ERRORS, "standard errors")
    if (errors == "cluster") != (cluster is not None):
        raise InapplicableOption("standard errors: `cluster` needs the name of a column, and only `cluster` takes one")
    try:
        import pyfixest
    except ImportError as error:
        raise MissingExtra("PPML needs pyfixest: pip install 'hongqiao[estimation]'") from error
    frame = nw.from_native(data, eager_only=True).to_pandas().reset_index(drop=True)
    names = _names_of(formula)
    missing = [name for name in [*names, *([cluster] if cluster else [])] if name not in frame.columns]
    if missing:
        raise BadSpecification(f"formula {formula!r}: the data has no column {', '.join(missing)}")
    outcome = frame[names[0]].to_numpy(dtype=np.float64)
    if (outcome < 0).any():
        raise InapplicableOption(
            f"PPML: {names[0]} is negative in {int((outcome < 0).sum())} rows; it must be zero or more"
        )
    vcov: Any = {"CRV1": cluster} if cluster else "iid" if errors == "classical" else "hetero"
    correction = pyfixest.ssc(k_adj=errors != "robust", G_adj=errors != "robust")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            fitted = pyfixest.fepois(
                formula,
                frame,
                vcov=vcov,
                ssc=correction,
                iwls_tol=tolerance,
                iwls_maxiter=most_iterations,
                separation_check=["fe", "ir"],
                # the default of 1e-6 moves the seventh digit of standard errors
                demeaner=pyfixest.MapDemeaner(fixef_tol=1e-12, fixef_maxiter=100_000),
            )
        except RuntimeError as error:
            raise NotConverged(f"PPML: {error}") from error
    score = _score(fitted, names[0])
    if not fitted.convergence:
        raise NotConverged(
            f"PPML did not reach {tolerance} in {most_iterations} iterations; relative score {score:.2e}"
        )
    values, spread = fitted.coef(), fitted.se()
    if errors == "robust":
        spread = spread * np.sqrt(fitted._N / (fitted._N - 1))
    separated = int(fitted.n_separation_na or 0)
    complete = frame[[name for name in names if name in frame.columns]].dropna()
    return Ppml(
        estimates=tuple(Estimate(str(name), float(values[name]), float(spread[name])) for name in values.index),
        observations=int(fitted._N),
        separated=separated,
        singletons=max(len(complete) - separated - int(fitted._N), 0),
        collinear=tuple(str(name) for name in fitted._collin_vars or ()),
        converged=True,
        score=score,
        deviance=float(np.ravel(fitted.deviance)[0]),
        pseudo_r2=float(fitted._pseudo_r2),
        errors=f"cluster by {cluster}" if cluster else errors,
        formula=formula,
        warnings=tuple(dict.fromkeys(" ".join(str(one.message).split()) for one in said)),
    )


def _names_of(formula: str) -> list[str]:
    left, tilde, right = formula.partition("~")
    if not tilde or not left.strip() or not right.strip():
        raise BadSpecification(f"a formula reads 'outcome ~ covariates | fixed effects', got {formula!r}")
    words = right.replace("|", "+").replace("^", "+").replace(":", "+").replace("*", "+").split("+")
    plain = [word.strip() for word in words if word.strip().isidentifier()]
    return [left.strip(), *plain]


def _score(fitted: Any, outcome: str) -> float:
    """The first-order conditions, checked from outside: observed and fitted sums by covariate and fixed effect."""
    observed = fitted._data[outcome].to_numpy(dtype=np.float64)
    expected = np.ravel(np.asarray(fitted._Y_hat_response, dtype=np.float64))
    rest, largest = observed - expected, 0.0
    effects = fitted._fe
    if effects is not None:
        for column in np.asarray(effects).reshape(observed.size, -1).T:
            _, group = np.unique(column, return_inverse=True)
            largest = max(largest, float(np.abs(np.bincount(group, weights=rest)).max() / observed.sum()))
    else:
        largest = float(abs(rest.sum()) / observed.sum())
    return largest
