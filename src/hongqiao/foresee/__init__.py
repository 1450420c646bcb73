"""Foresee: what a link would change, which link matters most, and whether a target will be met.

>>> import numpy as np
>>> from hongqiao.foresee import Gravity
>>> model = Gravity.from_flows(np.array([[80.0, 20.0], [25.0, 75.0]]), elasticity=5.0)
>>> cheaper = np.array([[1.0, 0.9], [0.9, 1.0]])
>>> bool((model.counterfactual(cheaper).welfare > 1).all())
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.foresee.equilibrium.model import Gravity
    from hongqiao.foresee.equilibrium.results import Counterfactual, Counterfactuals, Interval, LinkValue
    from hongqiao.foresee.forecast import Chance, chance, growth_bootstrap
    from hongqiao.foresee.potential import market_potential, modelled_flows

_HOMES = {
    "Chance": "forecast",
    "Counterfactual": "equilibrium.results",
    "Counterfactuals": "equilibrium.results",
    "Gravity": "equilibrium.model",
    "Interval": "equilibrium.results",
    "LinkValue": "equilibrium.results",
    "chance": "forecast",
    "growth_bootstrap": "forecast",
    "market_potential": "potential",
    "modelled_flows": "potential",
}
__all__ = [
    "Chance", "Counterfactual", "Counterfactuals", "Gravity", "Interval", "LinkValue", "chance", "growth_bootstrap",
    "market_potential", "modelled_flows",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"hongqiao.foresee has no public name {name!r}; there are {', '.join(__all__)}")
    value = getattr(import_module(f"hongqiao.foresee.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
