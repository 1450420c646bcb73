"""Clauses and cardinality encodings: what a MaxSAT solver is given.

Sequential counter: Sinz, Towards an Optimal CNF Encoding of Boolean Cardinality Constraints, CP 2005.
Totalizer: Bailleux & Boufkhad, Efficient CNF Encoding of Boolean Cardinality Constraints, CP 2003.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clauses:
    """Hard clauses and soft literals (each costs one where false), with variables counted from 1."""

    hard: list[list[int]] = field(default_factory=list)
    soft: list[int] = field(default_factory=list)
    variables: int = 0

    def new(self) -> int:
        """A fresh variable."""
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """One hard clause."""
        self.hard.append(list(literals))

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Pairwise for few literals, a ladder for many."""
        if len(literals) > 8:
            self.at_most(literals, 1)
            return
        for index, literal in enumerate(literals):
            for other in literals[:index]:
                self.add(-literal, -other)

    def at_most(self, literals: Sequence[int], limit: int) -> None:
        """At most `limit` of the literals are true (sequential counter)."""
        if limit < 0:
            self.add()  # the empty clause: nothing can satisfy it
            return
        if len(literals) <= limit:
            return
        if limit == 0:
            for literal in literals:
                self.add(-literal)
            return
        previous: list[int] = []
        for index, literal in enumerate(literals):
            row = [self.new() for _ in range(min(index + 1, limit))]
            self.add(-literal, row[0])
            for rank, counter in enumerate(previous):
                self.add(-counter, row[rank])
                if rank + 1 < len(row):
                    self.add(-counter, -literal, row[rank + 1])
                elif rank + 1 == limit:
                    self.add(-counter, -literal)
            previous = row

    def totalizer(self, literals: Sequence[int], limit: int) -> list[int]:
        """Unary count in both directions: the k-th output is true exactly when more than k literals are (k < limit)."""
        if len(literals) <= 1:
            return list(literals)
        half = len(literals) // 2
        left, right = self.totalizer(literals[:half], limit), self.totalizer(literals[half:], limit)
        outputs = [self.new() for _ in range(min(len(left) + len(right), limit))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                total = i + j
                if total > 0:  # at least i and at least j make at least i + j
                    clause = [outputs[min(total, len(outputs)) - 1]]
                    clause += [-left[i - 1]] if i else []
                    clause += [-right[j - 1]] if j else []
                    if total <= len(outputs) or (i <= limit and j <= limit):
                        self.hard.append(clause)
                # fewer than i + 1 and fewer than j + 1 make fewer than i + j + 1; a saturated side says nothing
                if total < len(outputs) and (i < len(left) or i < limit) and (j < len(right) or j < limit):
                    clause = [-outputs[total]]
                    clause += [left[i]] if i < len(left) else []
                    clause += [right[j]] if j < len(right) else []
                    self.hard.append(clause)
        return outputs
