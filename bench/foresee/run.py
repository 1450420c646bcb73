"""Foresee beside its peers: one counterfactual, many, and the value of every link, on the same input in one run.

    python bench/foresee/run.py [--regions 300] [--without-peer]

gegravity runs in an environment of its own (`uv run --with gegravity`); where that cannot be made, this says so.
Plain NumPy is the textbook fixed point of `hongqiao.foresee.equilibrium.reference`.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hongqiao.foresee import Gravity
from hongqiao.foresee.equilibrium.reference import plain_fixed_point

SIGMA = 5.0
FASTER = 0.8  # ratio of trade cost on the one link that changes


def delta(size: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Flows that fit gravity exactly (distance and border), and log distances: what a fitted model starts from."""
    rng = np.random.default_rng(seed)
    where = rng.uniform(0, 1000, (size, 2))
    distance = np.sqrt(((where[:, None] - where[None]) ** 2).sum(-1)) + 15
    mass = np.exp(rng.normal(0, 1, size))
    weights = np.exp(-np.log(distance) - (1 - np.eye(size)))
    rows = np.ones(size)
    for _ in range(2000):
        columns = mass / (weights.T @ rows)
        rows = mass / (weights @ columns)
    return weights * np.outer(rows, columns), np.log(distance)


def best(work: Callable[[], Any], rounds: int = 5) -> tuple[float, Any]:
    times, result = [], None
    for _ in range(rounds):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return min(times), result


def link_shock(size: int) -> np.ndarray:
    factors = np.ones((size, size))
    factors[0, 1] = factors[1, 0] = FASTER
    return factors


def peer(flows: np.ndarray, distance: np.ndarray) -> dict[str, Any] | str:
    uv = shutil.which("uv")
    if uv is None:
        return "gegravity was not run: uv is not on PATH"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "input.npz"
        effect = (1 - SIGMA) * np.log(FASTER)
        np.savez(file, flows=flows, log_distance=distance, link=[0, 1], sigma=SIGMA, effect=effect)
        script = Path(__file__).with_name("peer_gegravity.py")
        command = [uv, "run", "--no-project", "--python", sys.executable, "--with", "gegravity", "--with", "pandas<3"]
        done = subprocess.run([*command, "python", str(script), str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"gegravity did not run: {done.stderr.strip().splitlines()[-1][:200]}"
    return json.loads(done.stdout.splitlines()[-1])


def beside_the_peer(size: int) -> None:
    flows, distance = delta(size)
    factors = link_shock(size)
    Gravity.from_flows(flows, SIGMA).counterfactual(factors)  # compile
    ours, found = best(lambda: Gravity.from_flows(flows, SIGMA).counterfactual(factors), 20)
    plain, reference = best(lambda: plain_fixed_point(flows, factors, SIGMA, "multiplicative", 1e-12), 1)
    print(f"one counterfactual, {size} regions (set-up included)")
    print(f"  hongqiao        {1000 * ours:12.2f} ms   residual {found.residual:.1e}")
    print(
        f"  plain NumPy     {1000 * plain:12.2f} ms   {plain / ours:8.0f} × ours   largest difference of price {np.abs(reference[0] - found.price).max():.1e}"
    )
    theirs = peer(flows, distance)
    if isinstance(theirs, str):
        print(f"  {theirs}")
        return
    gap = np.abs(np.array(theirs["welfare"]) - 100 * (found.welfare - 1)).max()
    largest = 100 * np.abs(found.welfare - 1).max()
    print(
        f"  gegravity       {1000 * theirs['seconds']:12.0f} ms   {theirs['seconds'] / ours:8.0f} × ours   peak memory {theirs['memory']:.0f} MB"
    )
    print(
        f"    its {theirs['column']!r} differs by up to {gap:.4f} points where the largest change is {largest:.4f} (its numeraire and its closure are others)"
    )


def alone() -> None:
    for size in (1000, 3000):
        flows, _ = delta(size)
        for label, factors in (
            ("one link", link_shock(size)),
            ("every link", np.exp(np.random.default_rng(1).normal(0, 0.05, (size, size)))),
        ):
            seconds, found = best(lambda f=flows, c=factors: Gravity.from_flows(f, SIGMA).counterfactual(c), 3)
            print(
                f"{size} regions, {label:10} changed: {seconds:7.3f} s   {found.iterations} iterations, residual {found.residual:.1e}"
            )
        if size == 1000:
            model = Gravity.from_flows(flows, SIGMA)
            links = np.random.default_rng(1).integers(0, size, (400, 2))
            links = links[links[:, 0] != links[:, 1]][:256]
            seconds, many = best(lambda m=model, pairs=links: m.counterfactuals(pairs, FASTER), 3)
            print(
                f"256 single-link counterfactuals, {size} regions: {seconds:.3f} s ({1000 * seconds / 256:.2f} ms each), residual {many.residual.max():.1e}"
            )
    for size in (1000, 2000):
        model = Gravity.from_flows(delta(size)[0], SIGMA)
        seconds, _ = best(model.link_values, 3)
        print(f"value of every link, {size} regions ({size * (size - 1) // 2:,} links): {seconds:.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--regions", type=int, default=100, help="size of the run beside gegravity (300 takes it minutes)"
    )
    parser.add_argument("--without-peer", action="store_true")
    arguments = parser.parse_args()
    if not arguments.without_peer:
        beside_the_peer(arguments.regions)
    alone()
    print(f"our peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
