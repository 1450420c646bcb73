"""What reconciling gives: facts with all their variants, the conflicts between them, and people's judgements."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from hongqiao.evidence.claim import Claim
from hongqiao.ground.names import Names

type ConflictKind = Literal[
    "comparator", "value", "scale", "unit", "indicator", "period", "missing", "cumulative", "revised",
]  # fmt: skip
type NoteKind = Literal["as_of", "bound", "rounding", "sum", "nested"]
type Verdict = Literal["same", "different", "merge", "split"]


def claim_id(claim: Claim) -> str:
    """The id of a claim: made from its document's hash and its place there, which never change."""
    return hashlib.sha256(f"{claim.document_id}:{claim.start}:{claim.end}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a fact is stated, and the claims that state it so."""

    value: float
    value_hi: float | None
    comparator: str
    unit: str
    indicator: str | None
    indicator_text: str
    period: str | None
    status: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of one fact that do not say the same, and the fields in which they differ."""

    a: Claim
    b: Claim
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something in a fact's claims that does not fit together.

    `explanation` says it in German, English and Chinese. For `missing`, `documents` are those in which the claim was
    not found, and `pairs` is empty.
    """

    kind: ConflictKind
    pairs: tuple[Pair, ...]
    differs: tuple[str, ...]
    documents: tuple[str, ...]
    explanation: Names

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim in the conflict, once."""
        found = {claim_id(claim): claim for pair in self.pairs for claim in (pair.a, pair.b)}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Note:
    """A relation between figures that looks like a conflict or a sum and is none; with the claims on the other side."""

    kind: NoteKind
    claims: tuple[Claim, ...]
    explanation: Names


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is claimed, with all the variants in which documents and languages claim it.

    `sources` are groups of documents that go back to one release: copies, spun copies and translations; their number is
    `independent_sources`. Documents that retell another page are no sources; `retellings` names them and their page.
    """

    id: str
    indicator: str | None
    indicator_text: str
    place: str | None
    period: str | None
    unit: str
    status: str
    variants: tuple[Variant, ...]
    claims: tuple[Claim, ...]
    languages: tuple[str, ...]
    documents: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    retellings: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def independent_sources(self) -> int:
        """How many releases stand behind the fact; 0 where only retellings do."""
        return len(self.sources)

    def as_json(self) -> dict[str, Any]:
        """The fact as a JSON object, as `hongqiao reconcile --json` prints it."""
        return {
            "fact": self.id,
            "indicator": self.indicator,
            "indicator_text": self.indicator_text,
            "place": self.place,
            "period": self.period,
            "unit": self.unit,
            "status": self.status,
            "variants": [
                {
                    "value": variant.value,
                    "value_hi": variant.value_hi,
                    "comparator": variant.comparator,
                    "unit": variant.unit,
                    "indicator": variant.indicator,
                    "indicator_text": variant.indicator_text,
                    "period": variant.period,
                    "status": variant.status,
                    "documents": list(dict.fromkeys(claim.document for claim in variant.claims)),
                }
                for variant in self.variants
            ],
            "claims": [_claim_json(claim) for claim in self.claims],
            "languages": list(self.languages),
            "documents": list(self.documents),
            "independent_sources": self.independent_sources,
            "sources": [list(group) for group in self.sources],
            "retellings": [{"document": name, "retells": page} for name, page in self.retellings],
            "conflicts": [
                {
                    "kind": conflict.kind,
                    "documents": list(conflict.documents),
                    "quotes": [claim.quote for claim in conflict.claims],
                    "differs": list(conflict.differs),
                    "pairs": [
                        {"a": _claim_json(pair.a), "b": _claim_json(pair.b), "differs": list(pair.differs)}
                        for pair in conflict.pairs
                    ],
                    "explanation": dict(conflict.explanation.entries),
                }
                for conflict in self.conflicts
            ],
            "notes": [
                {
                    "kind": note.kind,
                    "claims": [_claim_json(claim) for claim in note.claims],
                    "explanation": dict(note.explanation.entries),
                }
                for note in self.notes
            ],
        }


def _claim_json(claim: Claim) -> dict[str, Any]:
    names = ("document", "language", "quote", "start", "end", "value", "value_hi", "comparator", "unit", "per", "kind")
    shown = {
        name: getattr(claim, name) for name in (*names, "status", "period", "place", "indicator", "indicator_text")
    }
    return {"claim": claim_id(claim), **shown}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on claims, by their ids; it can be undone by leaving it out.

    ``same`` and ``merge`` put the claims, with the facts they stand in, into one fact; ``different`` parts each of them
    from the others; ``split`` takes them, together, out of their fact.
    """

    verdict: Verdict
    claims: tuple[str, ...]
    who: str
    why: str
    when: dt.datetime | None = field(default=None)
