"""The exact top ten of 1,000 queries among 100,000 × 512 vectors, beside FAISS IndexFlatIP, in one run.

uv run --frozen --with faiss-cpu python bench/match/nearest.py
"""

import resource
import time

import numpy as np

from hongqiao.match.exchange.nearest import nearest

dice = np.random.default_rng(1)
vectors, queries = (dice.normal(size=(n, 512)).astype(np.float32) for n in (100_000, 1_000))
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
queries /= np.linalg.norm(queries, axis=1, keepdims=True)
nearest(queries[:2], vectors[:10], 10)  # compile


def best(function, rounds=4):
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer = function()
        taken.append(time.perf_counter() - start)
    return min(taken), answer


ours, (scores, _) = best(lambda: nearest(queries, vectors, 10))
print(f"ours   {ours:.3f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
try:
    import faiss
except ImportError:
    print("FAISS is not installed: add --with faiss-cpu")
else:
    index = faiss.IndexFlatIP(512)
    index.add(vectors)
    theirs, (other, _) = best(lambda: index.search(queries, 10))
    assert np.allclose(scores, other, atol=1e-4)
    print(f"FAISS  {theirs:.3f} s; equal answers; ours is {theirs / ours:.2f} × as fast")
