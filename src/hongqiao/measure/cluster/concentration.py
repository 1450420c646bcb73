"""Concentration of an industry in space beyond what its few large plants bring by themselves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hongqiao.errors import InapplicableOption, ShapeMismatch
from hongqiao.measure.admissible import (
    Floats,
    finite,
    listed,
    no_empty_industry,
    not_negative,
    shares,
    variant_of,
)

VARIANTS = ("ellison-glaeser", "maurel-sedillot")


@dataclass(frozen=True, slots=True)
class Concentration:
    """What an index of concentration is made of, one entry per industry."""

    gamma: Floats
    raw: Floats
    herfindahl: Floats
    room: float
    """1 minus the sum of squared shares of the places: what is left for concentration."""


def plant_herfindahl(size: ArrayLike, industry: ArrayLike, industries: int | None = None) -> Floats:
    """Herfindahl index of plant sizes within each industry.

    size: (plants,), jobs per plant; industry: (plants,), index of each plant's industry from 0.
    Returns (industries,). Raises EmptyIndustry where an industry has no plant with jobs.

    >>> plant_herfindahl([10.0, 10.0, 30.0, 10.0], [0, 0, 1, 1]).tolist()
    [0.5, 0.625]
    """
    jobs = not_negative(size, 1, "plant sizes")
    index = np.asarray(industry, dtype=np.int64)
    if index.shape != jobs.shape:
        raise ShapeMismatch(f"plant sizes: {jobs.size} plants against {index.size} industry codes")
    count = int(index.max()) + 1 if industries is None else industries
    total = np.bincount(index, weights=jobs, minlength=count)
    no_empty_industry(total[None, :], "plant sizes")
    return np.asarray(np.bincount(index, weights=jobs**2, minlength=count) / total**2, dtype=np.float64)


def ellison_glaeser(
    jobs: ArrayLike, herfindahl: ArrayLike, places: ArrayLike | None = None, *, variant: str = "ellison-glaeser"
) -> Floats:
    """Ellison and Glaeser's gamma: concentration of each industry beyond its plant sizes.

    jobs: (places, industries), counts; herfindahl: (industries,), plant Herfindahl index of each industry
    (``plant_herfindahl``); places: (places,), size of each place, by default its jobs in all industries given.
    Returns (industries,): 0 for plants placed as by darts, over .05 for strong concentration (their reading).
    Variant ``maurel-sedillot`` replaces G by the difference of squared shares (Maurel & Sédillot 1999).
    Raises EmptyIndustry, InapplicableOption where one plant makes up an industry or one place is everything.
    Source: Ellison & Glaeser (1997), equation 5.

    >>> ellison_glaeser([[80.0, 20.0], [20.0, 80.0]], [0.02, 0.02]).round(4).tolist()
    [0.3469, 0.3469]
    """
    return concentration(jobs, herfindahl, places, variant=variant).gamma


def concentration(
    jobs: ArrayLike, herfindahl: ArrayLike, places: ArrayLike | None = None, *, variant: str = "ellison-glaeser"
) -> Concentration:
    """The parts of ``ellison_glaeser``: gamma, the raw index G, the plant Herfindahl and the room left by the places."""
    variant_of(variant, VARIANTS, "Ellison–Glaeser")
    counts = no_empty_industry(not_negative(jobs, 2, "Ellison–Glaeser"), "Ellison–Glaeser")
    plants = finite(herfindahl, 1, "plant Herfindahl")
    if plants.shape != (counts.shape[1],):
        raise ShapeMismatch(f"plant Herfindahl: {plants.size} values for {counts.shape[1]} industries")
    if (plants <= 0).any() or (plants >= 1).any():
        wrong = np.flatnonzero((plants <= 0) | (plants >= 1))
        raise InapplicableOption(
            f"plant Herfindahl must lie between 0 and 1, both left out (at 1 one plant is the industry and gamma "
            f"does not exist); industries {listed(wrong)}"
        )
    everywhere = shares(counts.sum(axis=1) if places is None else places, "size of the places")
    if everywhere.shape != (counts.shape[0],):
        raise ShapeMismatch(f"size of the places: {everywhere.size} values for {counts.shape[0]} places")
    room = 1.0 - float(everywhere @ everywhere)
    if room <= 0:
        raise InapplicableOption("one place holds everything: concentration in space does not exist")
    of_industry = counts / counts.sum(axis=0)
    if variant == "ellison-glaeser":
        raw = ((of_industry - everywhere[:, None]) ** 2).sum(axis=0)
    else:
        raw = (of_industry**2).sum(axis=0) - float(everywhere @ everywhere)
    gamma = (raw / room - plants) / (1.0 - plants)
    return Concentration(gamma=np.asarray(gamma), raw=np.asarray(raw), herfindahl=plants, room=room)
