"""Speed of measuring, beside its peers, in one run on the same input.

``uv run python bench/measure/run.py [complexity localisation reweighting topsis]``; peers are fetched by uv into
environments of their own and skipped, with words, where that is not possible. Wall times are the best of the
runs made; user CPU stands beside them, since a shared machine disturbs wall times only.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def timed(work: Callable[[], object], runs: int = 3) -> tuple[float, float]:
    """Best wall time and the CPU time of that run, in seconds."""
    best = (float("inf"), 0.0)
    for _ in range(runs):
        cpu, start = time.process_time(), time.perf_counter()
        work()
        best = min(best, (time.perf_counter() - start, time.process_time() - cpu))
    return best


def peak() -> float:
    """Largest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(what: str, wall: float, cpu: float, more: str = "") -> None:
    print(f"{what:<58} {wall:8.3f} s wall {cpu:8.3f} s cpu  {more}", flush=True)


def peer(name: str, packages: list[str], *arguments: str) -> dict[str, float] | None:
    """Runs a peer's script in its own environment; None where it cannot be had."""
    if shutil.which("uv") is None:
        print(
            f"{name}: skipped, uv is not on the path (pip install {' '.join(packages)} and run bench/measure/peers.py)"
        )
        return None
    extra = [part for package in packages for part in ("--with", package)]
    command = [
        "uv",
        "run",
        "--no-project",
        "--python",
        "3.12",
        *extra,
        "python",
        str(HERE / "peers.py"),
        name,
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"{name}: skipped, it ended with: {last}")
        return None
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def complexity(places: int = 3000, products: int = 1000) -> None:
    import polars as pl

    from hongqiao.measure import complexity_table

    rng = np.random.default_rng(0)
    table = rng.lognormal(0, 2, (places, products)) * rng.lognormal(0, 1, (places, 1)) * rng.lognormal(0, 1, products)
    frame = pl.DataFrame(
        {
            "place": np.char.add("r", np.arange(places).astype(str)).repeat(products),
            "product": np.tile(np.char.add("p", np.arange(products).astype(str)), places),
            "value": table.ravel(),
        }
    )
    print(f"\ncomplexity of {places:,} × {products:,}: long table in, every measure out")
    wall, cpu = timed(lambda: complexity_table(frame))
    report("hongqiao.measure.complexity_table", wall, cpu, f"peak {peak():.0f} MB")
    ours = complexity_table(frame).sort("place", "product")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        frame.write_parquet(path)
        for name, packages in (
            ("econcomplex", ["econcomplex", "pyarrow"]),
            ("ecomplexity", ["ecomplexity", "pyarrow"]),
        ):
            answer = Path(folder) / f"{name}.parquet"
            found = peer(name, packages, str(path), str(answer))
            if found is None:
                continue
            # once more beside this peer, so that both ran on the machine as it was then
            wall, cpu = timed(lambda: complexity_table(frame), runs=5)
            report("hongqiao.measure.complexity_table, after it", wall, cpu)
            report(name, found["wall"], found["cpu"], f"peak {found['peak']:.0f} MB; {found['wall'] / wall:.1f} × ours")
            theirs = pl.read_parquet(answer).sort("place", "product")
            for column in ("eci", "pci"):
                a, b = ours[column].to_numpy(), theirs[column].to_numpy()
                print(f"  the same order: correlation of {column} {abs(np.corrcoef(a, b)[0, 1]):.9f}")


def towns(plants: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 600, (60, 2))
    return centres[rng.integers(0, 60, plants)] + rng.normal(0, 12, (plants, 2))


def localisation() -> None:
    from hongqiao.measure import duranton_overman
    from hongqiao.measure.cluster.localisation import kernel, pairs

    at = np.arange(0.0, 200.0)
    small = towns(500)
    for method in ("exact", "grid"):
        duranton_overman(small, small, at, simulations=3, method=method)
    print("\nDuranton–Overman, 200 distances (compiled beforehand)")
    points = towns(20_000)
    wall, cpu = timed(lambda: duranton_overman(points, points, at, simulations=0))
    report("exact, 20,000 plants", wall, cpu, "bar 5 s")
    some = points[:1500]
    found = duranton_overman(some, some, at, simulations=0)
    exact, _ = timed(lambda: duranton_overman(some, some, at, simulations=0))
    plain, plain_cpu = timed(
        lambda: kernel.reference_density(pairs.reference_distances(some), at, found.bandwidth), runs=1
    )
    report("plain NumPy, 1,500 plants", plain, plain_cpu, f"{plain / exact:.0f} × ours at 1,500 ({exact:.3f} s)")
    many = towns(100_000)
    wall, cpu = timed(lambda: duranton_overman(many, many, at, simulations=0, method="grid"))
    bound = duranton_overman(many, many, at, simulations=0, method="grid")
    relative = float((bound.error_bound / bound.density.max()).max())
    report("grid, 100,000 plants", wall, cpu, f"bar 3 s; error bound {relative:.1%} of the highest density")
    sites = towns(50_000)
    wall, cpu = timed(lambda: duranton_overman(sites[:2000], sites, at, simulations=1000), runs=2)
    report("bands: 1,000 simulations, 2,000 of 50,000 sites", wall, cpu, f"bar 30 s; peak {peak():.0f} MB")


def reweighting() -> None:
    from hongqiao.measure import reweighted

    rng = np.random.default_rng(0)
    weights, scores = rng.dirichlet(np.ones(30), 10_000), rng.uniform(0, 100, (41, 30))
    print("\n10,000 re-weightings of 41 places × 30 indicators, scores and ranks")
    report("hongqiao.measure.reweighted", *timed(lambda: reweighted(scores, weights)), "bar 1 s")

    def plain() -> None:
        for share in weights:
            np.argsort(np.argsort(-(scores @ share)))

    report("plain NumPy, one weighting after the other", *timed(plain, runs=1))


def topsis() -> None:
    from hongqiao.measure import topsis as ours

    rng = np.random.default_rng(0)
    table, weights = rng.uniform(1, 100, (2000, 30)), rng.dirichlet(np.ones(30))
    benefit = rng.integers(0, 2, 30).astype(bool)
    print("\nTOPSIS of 2,000 × 30, both with vector normalisation")
    wall, cpu = timed(lambda: [ours(table, weights, benefit) for _ in range(20)])
    report("hongqiao.measure.topsis, 20 times", wall, cpu)
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "in.npz", table=table, weights=weights, benefit=benefit)
        found = peer("pymcdm", ["pymcdm"], f"{folder}/in.npz", f"{folder}/out.npy")
        if found is not None:
            report("pymcdm, 20 times", found["wall"], found["cpu"], f"{found['wall'] / wall:.1f} × ours")
            gap = np.abs(np.load(f"{folder}/out.npy") - ours(table, weights, benefit)).max()
            print(
                f"  largest difference {gap:.1e}; its default (range normalisation) differs by {found['default_gap']:.3f}"
            )


PARTS = {"complexity": complexity, "localisation": localisation, "reweighting": reweighting, "topsis": topsis}

if __name__ == "__main__":
    for name in sys.argv[1:] or list(PARTS):
        PARTS[name]()
