"""The exact nearest vectors: a matrix product in blocks, and a compiled choice of the largest few.

`Nearest` holds vectors that are asked again and again; where the processor multiplies bytes (AVX-512 VNNI) it sorts
most of them out by a bound over bytes first. The answers are those of `nearest`, which needs no preparation.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

type Matrix = NDArray[np.float32]
BLOCK = 4096  # profiles whose scores are held at once


@njit(cache=True, nogil=True, parallel=True, fastmath=False)  # type: ignore[untyped-decorator]  # numba ships no types
def _keep_largest(scores: Matrix, offset: int, values: Matrix, places: NDArray[np.int64]) -> None:  # pragma: no cover
    # `values` descends in each row; most scores fall below its last and cost one comparison
    k = values.shape[1]
    for row in prange(scores.shape[0]):
        floor = values[row, k - 1]
        for column in range(scores.shape[1]):
            score = scores[row, column]
            if score > floor:
                at = k - 1
                while at > 0 and values[row, at - 1] < score:
                    values[row, at] = values[row, at - 1]
                    places[row, at] = places[row, at - 1]
                    at -= 1
                values[row, at] = score
                places[row, at] = offset + column
                floor = values[row, k - 1]


def nearest(queries: Matrix, vectors: Matrix, k: int) -> tuple[Matrix, NDArray[np.int64]]:
    """The k largest inner products of each query, exactly: (queries, k) scores in descending order, and their rows.

    >>> scores, rows = nearest(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), 1)
    >>> rows.ravel().tolist()
    [0, 1]
    """
    count = min(k, len(vectors))
    values = np.full((len(queries), count), -np.inf, np.float32)
    places = np.full((len(queries), count), -1, np.int64)
    if count == 0 or len(queries) == 0:
        return values, places
    left = np.ascontiguousarray(queries, np.float32)
    right = np.ascontiguousarray(vectors, np.float32)
    room = np.empty((len(left), min(BLOCK, len(right))), np.float32)
    for start in range(0, len(right), BLOCK):
        block = right[start : start + BLOCK]
        scores = room[:, : len(block)] if len(block) == room.shape[1] else np.empty((len(left), len(block)), np.float32)
        np.matmul(left, block.T, out=scores)
        _keep_largest(scores, start, values, places)
    return values, places


class Nearest:
    """Vectors ready to be asked for the nearest of many queries, exactly.

    >>> index = Nearest(np.eye(2, dtype=np.float32))
    >>> index.search(np.eye(2, dtype=np.float32), 1)[1].ravel().tolist()
    [0, 1]
    """

    def __init__(self, vectors: Matrix) -> None:
        from hongqiao.match.exchange import byte_tiles, nearest_bytes

        self.vectors = np.ascontiguousarray(vectors, np.float32)
        large = len(self.vectors) > nearest_bytes.HEAD and bool(np.isfinite(self.vectors).all())
        self._packed = nearest_bytes.pack(self.vectors) if large and byte_tiles.available() else None

    def search(self, queries: Matrix, k: int) -> tuple[Matrix, NDArray[np.int64]]:
        """The k largest inner products of each query: (queries, k) scores in descending order, and their rows."""
        from hongqiao.match.exchange import nearest_bytes

        asked = np.ascontiguousarray(queries, np.float32)
        few = k < 1 or k > nearest_bytes.HEAD or not len(asked) or not np.isfinite(asked).all()
        if self._packed is None or few:
            return nearest(asked, self.vectors, k)
        return nearest_bytes.search(self._packed, self.vectors, asked, k)


def nearest_reference(queries: Matrix, vectors: Matrix, k: int) -> tuple[Matrix, NDArray[np.int64]]:
    """The same by a full sort: what `nearest` is held to."""
    scores = queries @ vectors.T
    rows = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(scores, rows, axis=1), rows
