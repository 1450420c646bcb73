"""Measuring: indices, composites, complexity, gravity, integration and targets.

Names are loaded when first used, so that importing this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.measure.atlas import complexity_table
    from hongqiao.measure.cluster.concentration import concentration, ellison_glaeser, plant_herfindahl
    from hongqiao.measure.cluster.industries import METAVERSE, Industry, IndustrySet, sections
    from hongqiao.measure.cluster.localisation import Localisation, duranton_overman
    from hongqiao.measure.cluster.specialisation import (
        herfindahl,
        isomorphism,
        krugman,
        location_quotient,
        locational_gini,
    )
    from hongqiao.measure.cluster.stars import Stars, cluster_stars
    from hongqiao.measure.complexity import (
        balassa,
        balassa_index,
        density,
        diversity,
        eci,
        fitness,
        outlook,
        proximity,
        reflections,
        ubiquity,
    )
    from hongqiao.measure.composite import Composite, Recipe, reweighted
    from hongqiao.measure.coupling import coordination_level, coupling_coordination
    from hongqiao.measure.gravity import calibrate, interaction, ppml
    from hongqiao.measure.ideal import topsis
    from hongqiao.measure.integration import Profile, profile, read_indicators, read_values
    from hongqiao.measure.integration.convergence import beta, sigma, theil, theil_parts
    from hongqiao.measure.integration.market import border_effect, gravity_linkage, segmentation
    from hongqiao.measure.target import Status, statuses, target_status
    from hongqiao.measure.weighting import critic_weights, entropy_weights, variation_weights

_HOMES = {
    "atlas": ("complexity_table",),
    "cluster.concentration": ("concentration", "ellison_glaeser", "plant_herfindahl"),
    "cluster.industries": ("METAVERSE", "Industry", "IndustrySet", "sections"),
    "cluster.localisation": ("Localisation", "duranton_overman"),
    "cluster.specialisation": ("herfindahl", "isomorphism", "krugman", "location_quotient", "locational_gini"),
    "cluster.stars": ("Stars", "cluster_stars"),
    "complexity": (
        "balassa", "balassa_index", "density", "diversity", "eci", "fitness", "outlook", "proximity", "reflections", "ubiquity",
    ),
    "composite": ("Composite", "Recipe", "reweighted"),
    "coupling": ("coordination_level", "coupling_coordination"),
    "gravity": ("calibrate", "interaction", "ppml"),
    "ideal": ("topsis",),
    "integration": ("Profile", "profile", "read_indicators", "read_values"),
    "integration.convergence": ("beta", "sigma", "theil", "theil_parts"),
    "integration.market": ("border_effect", "gravity_linkage", "segmentation"),
    "target": ("Status", "statuses", "target_status"),
    "weighting": ("critic_weights", "entropy_weights", "variation_weights"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: PLE0604, RUF100 -- written out, so that type checkers see each name
    "METAVERSE",
    "Composite",
    "Industry",
    "IndustrySet",
    "Localisation",
    "Profile",
    "Recipe",
    "Stars",
    "Status",
    "balassa",
    "balassa_index",
    "beta",
    "border_effect",
    "calibrate",
    "cluster_stars",
    "complexity_table",
    "concentration",
    "coordination_level",
    "coupling_coordination",
    "critic_weights",
    "density",
    "diversity",
    "duranton_overman",
    "eci",
    "ellison_glaeser",
    "entropy_weights",
    "fitness",
    "gravity_linkage",
    "herfindahl",
    "interaction",
    "isomorphism",
    "krugman",
    "location_quotient",
    "locational_gini",
    "outlook",
    "plant_herfindahl",
    "ppml",
    "profile",
    "proximity",
    "read_indicators",
    "read_values",
    "reflections",
    "reweighted",
    "sections",
    "segmentation",
    "sigma",
    "statuses",
    "target_status",
    "theil",
    "theil_parts",
    "topsis",
    "ubiquity",
    "variation_weights",
]


def __getattr__(name: str) -> Any:
    """A public name, loaded from its module when first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
