"""The exact top ten of 1,000 queries among 100,000 × 512 vectors, beside FAISS IndexFlatIP, in one run.

uv run --frozen --with faiss-cpu python bench/match/nearest.py
"""

import resource
import time

import numpy as np

from hongqiao.match.exchange.nearest import Nearest, nearest

dice = np.random.default_rng(1)
vectors, queries = (dice.normal(size=(n, 512)).astype(np.float32) for n in (100_000, 1_000))
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
queries /= np.linalg.norm(queries, axis=1, keepdims=True)
nearest(queries[:2], vectors[:10], 10)  # compile
start = time.perf_counter()
index = Nearest(vectors)
print(f"ours is ready after {time.perf_counter() - start:.2f} s")
index.search(queries[:8], 10)  # compile, or read what was compiled


def best(function, rounds=6):
    """The shortest of several times, by the clock and in processor seconds over all threads, and the answer."""
    taken, worked = [], []
    for _ in range(rounds):
        start, work = time.perf_counter(), time.process_time()
        answer = function()
        taken.append(time.perf_counter() - start)
        worked.append(time.process_time() - work)
    return min(taken), min(worked), answer


ours, work, (scores, rows) = best(lambda: index.search(queries, 10))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"ours   {ours:.3f} s ({work:.2f} s of processor), peak {peak:.0f} MB")
blas, blas_work, (plain, plain_rows) = best(lambda: nearest(queries, vectors, 10))
print(f"BLAS   {blas:.3f} s ({blas_work:.2f} s), equal rows: {np.array_equal(rows, plain_rows)}")
try:
    import faiss
except ImportError:
    print("FAISS is not installed: add --with faiss-cpu")
else:
    flat = faiss.IndexFlatIP(512)
    flat.add(vectors)
    theirs, their_work, (other, other_rows) = best(lambda: flat.search(queries, 10))
    assert np.allclose(scores, other, atol=1e-5)
    print(f"FAISS  {theirs:.3f} s ({their_work:.2f} s), equal rows: {np.array_equal(rows, other_rows)}")
    print(f"ours is {theirs / ours:.2f} × as fast ({their_work / work:.2f} × in processor time)")
