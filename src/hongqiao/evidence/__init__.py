"""Evidence: documents, the quantities that they state, and the same claim across documents and languages."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hongqiao.evidence.claim import Claim, claims, claims_of_text
    from hongqiao.evidence.document import Document, read
    from hongqiao.evidence.reconciling import Fact, reconcile

_HOMES = {
    "Claim": "claim",
    "Document": "document",
    "Fact": "reconciling",
    "claims": "claim",
    "claims_of_text": "claim",
    "read": "document",
    "reconcile": "reconciling",
}

__all__ = ["Claim", "Document", "Fact", "claims", "claims_of_text", "read", "reconcile"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"hongqiao.evidence has no public name {name!r}; there are {', '.join(__all__)}")
    value = getattr(import_module(f"hongqiao.evidence.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
