"""People's judgements on groups of claims, taken in their order; what a later one says holds."""

from collections.abc import Iterable

from hongqiao.errors import BadJudgement
from hongqiao.evidence.reconciling.value import Judgement

_VERDICTS = ("same", "different", "merge", "split")


def judged(groups: list[list[int]], ids: list[str], judgements: Iterable[Judgement]) -> list[list[int]]:
    """Groups of claim numbers after the judgements; `ids` are the claims' ids by number.

    Raises BadJudgement where a judgement is of no known kind, or names fewer than two claims that are at hand. A
    judgement on claims of which none is at hand is about other documents and is passed over.

    >>> judged([[0, 1], [2]], ["a", "b", "c"], [Judgement("same", ("a", "c"), "officer", "one release")])
    [[0, 1, 2]]
    """
    group_of = {claim: number for number, group in enumerate(groups) for claim in group}
    members = {number: set(group) for number, group in enumerate(groups)}
    known = {name: number for number, name in enumerate(ids)}

    def move(claims: Iterable[int], target: int) -> None:
        for claim in list(claims):
            members[group_of[claim]].discard(claim)
            group_of[claim] = target
            members.setdefault(target, set()).add(claim)

    new = len(groups)
    for judgement in judgements:
        if judgement.verdict not in _VERDICTS:
            raise BadJudgement(f"a judgement is {', '.join(_VERDICTS)}; got {judgement.verdict!r}")
        least = 1 if judgement.verdict == "split" else 2
        if len(judgement.claims) < least:
            raise BadJudgement(
                f"{judgement.verdict!r} by {judgement.who} names {len(judgement.claims)} claims, {least} are needed"
            )
        here = [known[name] for name in judgement.claims if name in known]
        if not here:
            continue
        if judgement.verdict in {"same", "merge"}:
            for number in {group_of[claim] for claim in here[1:]} - {group_of[here[0]]}:
                move(members[number], group_of[here[0]])
        elif judgement.verdict == "split":
            move(here, new)
            new += 1
        else:
            for claim in here[1:]:
                if any(group_of[claim] == group_of[other] for other in here if other != claim):
                    move([claim], new)
                    new += 1
    return sorted(sorted(group) for group in members.values() if group)
