"""Hongqiao: what cities announce about growing together, as a live, sourced programme.

The public face; nothing else is promised. Names are loaded when they are first used, so that the import is light.

>>> import hongqiao
>>> hongqiao.Period.parse("2022/2025").text
'2022/2025'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.evidence import Claim, Document, Fact, claims, read, reconcile
    from hongqiao.ground.basis import Assumption, Basis, Column, Entry, Quote, Step, StoredText, roots
    from hongqiao.ground.figure import Comparator, Figure
    from hongqiao.ground.names import Names
    from hongqiao.ground.panel import Panel, apply
    from hongqiao.ground.period import Period
    from hongqiao.ground.place import Code, Gazetteer, Place

_HOMES = {
    "Assumption": "ground.basis",
    "Basis": "ground.basis",
    "Claim": "evidence",
    "Code": "ground.place",
    "Column": "ground.basis",
    "Comparator": "ground.figure",
    "Document": "evidence",
    "Entry": "ground.basis",
    "Fact": "evidence",
    "Figure": "ground.figure",
    "Gazetteer": "ground.place",
    "Names": "ground.names",
    "Panel": "ground.panel",
    "Period": "ground.period",
    "Place": "ground.place",
    "Quote": "ground.basis",
    "Step": "ground.basis",
    "StoredText": "ground.basis",
    "apply": "ground.panel",
    "claims": "evidence",
    "read": "evidence",
    "reconcile": "evidence",
    "roots": "ground.basis",
}
_ROOMS = frozenset({"connect", "errors", "evidence", "foresee", "ground", "hooks", "match", "measure"})

__all__ = [
    "Assumption", "Basis", "Claim", "Code", "Column", "Comparator", "Document", "Entry", "Fact", "Figure", "Gazetteer",
    "Names", "Panel", "Period", "Place", "Quote", "Step", "StoredText", "apply", "claims", "read", "reconcile", "roots",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"hongqiao.{_HOMES[name]}"), name)
    elif name in _ROOMS:
        value = import_module(f"hongqiao.{name}")
    else:
        raise AttributeError(f"hongqiao has no public name {name!r}; there are {', '.join(__all__)}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__, *_ROOMS])
