"""The exact method, in a process of its own: UWrMaxSAT (through `hermax`) proves the fewest breaks.

A process of its own can be stopped at any time, and keeps the solver's native library away from OR-Tools.
Run as ``python -m hongqiao.match.meetings.exact PARITY`` with a pickled `MeetingProblem` on its standard input.
"""

import json
import pickle
import subprocess
import sys
from dataclasses import dataclass

from hongqiao.match.meetings import maxsat
from hongqiao.match.meetings.problem import MeetingProblem, breaks_of

OPTIMUM, IMPOSSIBLE = 30, 20  # what IPAMIR solvers answer
PARITIES = ("full", "cap")  # the two encodings of the even count, raced where there are cores for both


@dataclass(frozen=True, slots=True)
class Proof:
    """The fewest breaks and a schedule with them; `slots` is None where there is no schedule at all."""

    slots: list[int] | None
    breaks: int


def prove(problem: MeetingProblem, parity: str = "full") -> Proof:
    """Solve to the optimum, however long it takes.

    Fairness d lets breaks lie in [k, k + d] for some k: k = 0 is solved first, and a larger k only where
    k × participants could still be fewer.
    """
    mine = problem.of_participant()
    best: Proof = Proof(None, sys.maxsize)
    least = 0
    while least == 0 or (
        least * len(mine) < best.breaks and all(len(numbers) > least for numbers in mine) and least < problem.slots
    ):
        most = None if problem.fairness is None else least + problem.fairness
        found = _solve(problem, least, most, parity)
        if found is not None and (best.slots is None or found.breaks < best.breaks):
            best = found
        if problem.fairness is None:
            break
        least += 1
    return best


def _solve(problem: MeetingProblem, least: int, most: int | None, parity: str) -> Proof | None:
    from hermax.core.urmaxsat_py import UWrMaxSAT

    encoded = maxsat.encode(problem, least, most, parity)
    if any(not clause for clause in encoded.clauses.hard):
        return None
    solver = UWrMaxSAT()
    for clause in encoded.clauses.hard:
        solver.addClause(clause, None)
    for literal in encoded.clauses.soft:
        solver.addClause([literal], 1)
    answer = int(solver.solve())
    if answer == IMPOSSIBLE:
        return None
    if answer != OPTIMUM:
        raise RuntimeError(f"the MaxSAT solver stopped with {answer}; 30 would be an optimum, 20 none")
    slots = encoded.slots(
        [variable for variable in encoded.takes.values() if solver.getValue(variable)], len(problem.requests)
    )
    total = sum(breaks_of([slots[number] for number in numbers], problem.days) for numbers in problem.of_participant())
    return Proof(slots, total)


class Prover:
    """An exact solve under way in its own process; `stop` it, or ask for its `proof`."""

    def __init__(self, problem: MeetingProblem, parity: str) -> None:
        # our own interpreter and module, no shell
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "hongqiao.match.meetings.exact", parity],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin is not None  # noqa: S101 (for the type checker: a pipe was asked for)
        self.process.stdin.write(pickle.dumps(problem))
        self.process.stdin.close()
        self.process.stdin = None

    def proof(self) -> Proof | None:
        """The proof once there is one; RuntimeError where the solver failed."""
        if self.process.poll() is None:
            return None
        output, complaint = self.process.communicate()
        if self.process.returncode != 0:
            raise RuntimeError(f"the exact solver ended with {self.process.returncode}: {complaint.decode()[-400:]}")
        # the solver may print lines of its own before our answer
        answer = json.loads(output.decode().strip().splitlines()[-1])
        return Proof(answer["slots"], answer["breaks"])

    def stop(self) -> None:
        """End the process, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


if __name__ == "__main__":
    asked: MeetingProblem = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own parent process)
    result = prove(asked, sys.argv[1])
    sys.stdout.write("\n" + json.dumps({"slots": result.slots, "breaks": result.breaks}) + "\n")
