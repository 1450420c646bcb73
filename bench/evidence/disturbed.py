"""Whether a claim whose value was disturbed on purpose is still laid beside its translations, kind by kind.

    python bench/evidence/disturbed.py FOLDER [--read] [--misses]

FOLDER holds `gold/*.jsonl`. Of every labelled quantity that another document of its group states too, the value is
disturbed in one document, and the group is reconciled; it counts as aligned where its fact holds the same claim of
another document. `--read` takes the claims as the reader reads them instead of the labels. The last line counts, among
undisturbed pairs of one claim that agree in value, unit and bound, those that a conflict names.
"""

import argparse
import collections
import json
import pathlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hongqiao.evidence.claim import Claim, claims
from hongqiao.evidence.document import read
from hongqiao.evidence.document.value import Document
from hongqiao.evidence.reconciling import Meaning, claim_id, reconcile


def raised(value: float) -> float:
    """The value with its first digit one higher (9 becomes 1)."""
    text = f"{value:.12g}"
    at = next(place for place, letter in enumerate(text) if letter in "123456789")
    return float(text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :])


def swapped(value: float) -> float:
    """The value with its last two different neighbouring digits exchanged, or its first digit doubled."""
    text = f"{value:.12g}"
    for at in range(len(text) - 1, 0, -1):
        if text[at - 1].isdigit() and text[at].isdigit() and text[at] != text[at - 1] and text[at] != "0":
            return float(text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])
    return value * 1.5


def lost(value: float) -> float:
    """The value without its first digit, as a corrupted mirror loses it; half of it where it has but one."""
    text = f"{value:.12g}"
    rest = text[1:].lstrip("0.")
    return float(text[1:]) if rest and text[0].isdigit() and text[1] != "." and "e" not in text else value / 2


KINDS: dict[str, Callable[[float], float]] = {
    "× 10": lambda value: value * 10,
    "÷ 10": lambda value: value / 10,
    "× 1000": lambda value: value * 1000,
    "first digit raised": raised,
    "first digit lost": lost,
    "digits swapped": swapped,
    "+ 7 %": lambda value: value * 1.07,
    "× 2": lambda value: value * 2,
}


def labelled(row: dict[str, Any], document: Document) -> list[tuple[Claim, str]]:
    """The labelled quantities of a document as claims, with their keys."""
    return [
        (
            Claim(
                document.name, document.id, row["lang"], part["quote"], part["start"], part["end"],
                document.text[max(0, part["start"] - 40) : part["start"]], document.text[part["end"] : part["end"] + 40],
                part["value"], part["unit"], part["value_hi"], part["per"], part["comparator"], part["kind"],
                part["direction"], part["status"], part["period"],
            ),
            part["claim_key"],
        )
        for part in row["quantities"]
    ]  # fmt: skip


def as_read(row: dict[str, Any], document: Document) -> list[tuple[Claim, str]]:
    """The claims that the reader finds where labels stand, with the keys of these."""
    return [
        (claim, part["claim_key"])
        for claim in claims(document)
        for part in row["quantities"]
        if claim.start < part["end"] and part["start"] < claim.end and claim.value == part["value"]
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    rows = [
        json.loads(line)
        for path in sorted((args.folder / "gold").glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]
    groups: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for row in rows:
        groups[row["group"]].append(row)
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    agreeing = alarms = 0
    for group in groups.values():
        documents = [read(row["text"].encode(), name=row["id"]) for row in group]
        keyed = [
            (as_read if args.read else labelled)(row, document) for row, document in zip(group, documents, strict=True)
        ]
        everything = [pair for part in keyed for pair in part]
        key_of = {claim_id(claim): key for claim, key in everything}
        for at, (claim, key) in enumerate(everything):
            mates = {claim_id(other) for other, its in everything if its == key and other.document != claim.document}
            if not mates:
                continue
            for kind, change in KINDS.items():
                high = None if claim.value_hi is None else change(claim.value_hi)
                hurt = replace(claim, value=change(claim.value), value_hi=high)
                stated = [hurt if place == at else other for place, (other, _) in enumerate(everything)]
                facts = reconcile(stated, documents, meaning=Meaning(0))
                home = next(fact for fact in facts if any(one is hurt for one in fact.claims))
                right = any(claim_id(one) in mates for one in home.claims)
                found[kind].append(right)
                if args.misses and not right:
                    print(
                        f"    {kind}: {claim.document} {claim.quote!r}, beside {[one.quote for one in home.claims if one is not hurt]}"
                    )
        for fact in reconcile([claim for claim, _ in everything], documents, meaning=Meaning(0)):
            pairs = {
                frozenset((claim_id(pair.a), claim_id(pair.b)))
                for conflict in fact.conflicts
                for pair in conflict.pairs
            }
            alarms += sum(_agree(everything, pair, key_of) for pair in pairs)
        agreeing += sum(
            a.document < b.document
            and one == two
            and (a.value, a.unit, a.comparator) == (b.value, b.unit, b.comparator)
            for a, one in everything
            for b, two in everything
        )
    for kind, rights in found.items():
        print(f"{kind:20} {sum(rights):4} of {len(rights):4} aligned, {sum(rights) / max(1, len(rights)):.3f}")
    print(f"false alarms {alarms} among {agreeing} agreeing pairs, {alarms / max(1, agreeing):.3f}")


def _agree(everything: list[tuple[Claim, str]], pair: frozenset[str], key_of: dict[str, str]) -> bool:
    """Whether the two claims of a conflict state one thing alike, or two things."""
    one, *others = [claim for claim, _ in everything if claim_id(claim) in pair]
    if not others:
        return False
    other = others[0]
    same = key_of[claim_id(one)] == key_of[claim_id(other)]
    return not same or (one.value, one.unit, one.comparator) == (other.value, other.unit, other.comparator)


if __name__ == "__main__":
    main()
