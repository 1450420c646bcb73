"""Reconcile: the same claim across documents and languages, its variants, sources and conflicts."""

from hongqiao.evidence.reconciling.meaning import Meaning
from hongqiao.evidence.reconciling.reconcile import reconcile
from hongqiao.evidence.reconciling.value import Conflict, Fact, Judgement, Note, Pair, Variant, claim_id

__all__ = ["Conflict", "Fact", "Judgement", "Meaning", "Note", "Pair", "Variant", "claim_id", "reconcile"]
