"""The exact nearest vectors by way of bytes: a bound sorts nearly all of them out, the rest are computed in full.

Each vector is rounded to signed bytes with a scale of its own. By Cauchy and Schwarz the inner product of q and x
lies at most |q - q'|·|x| + |q'|·|x - x'| above that of the rounded q' and x': only vectors whose bound lies above
the query's tenth best so far can be among its ten best, and those are computed in single precision.
"""

from dataclasses import dataclass

import numpy as np
from numba import get_num_threads, njit, prange
from numpy.typing import NDArray

from hongqiao.match.exchange.byte_tiles import GROUPS, LANES, LIMITS, QUERIES, SPAN, promising

type Matrix = NDArray[np.float32]
HEAD = 64 * SPAN  # vectors whose products are all computed, for a first floor
BLOCK = 8  # tiles of vectors that stay in the cache while every query passes
_OFFSET, _MOST, _ROUNDING = 128, 127, np.float32(1e-5)


@njit(cache=True, nogil=True, parallel=True, fastmath={"reassoc", "nsz", "contract"})  # type: ignore[untyped-decorator]  # numba ships no types
def _search(  # pragma: no cover
    packed: NDArray[np.uint8], scale: Matrix, length: Matrix, error: Matrix, vectors: Matrix, queries: Matrix,
    coded: NDArray[np.int8], limits: Matrix, values: Matrix, places: NDArray[np.int64], first: int, threads: int,
) -> None:  # fmt: skip
    tiles, steps = packed.shape[0], packed.shape[1]
    rows, k = coded.shape[0] // QUERIES, values.shape[1]
    share = (rows + threads - 1) // threads
    for thread in prange(threads):
        masks = np.zeros(QUERIES * GROUPS, np.uint16)
        for start in range(first, tiles, BLOCK):
            for row in range(thread * share, min(rows, (thread + 1) * share)):
                for tile in range(start, min(tiles, start + BLOCK)):
                    promising(
                        packed.ctypes.data + tile * steps * SPAN * 4,
                        coded.ctypes.data + row * QUERIES * steps * 4,
                        steps,
                        limits.ctypes.data + row * QUERIES * LIMITS * 4,
                        scale.ctypes.data + tile * SPAN * 4,
                        length.ctypes.data + tile * SPAN * 4,
                        error.ctypes.data + tile * SPAN * 4,
                        masks.ctypes.data,
                    )
                    for place in range(QUERIES * GROUPS):
                        mask = masks[place]
                        if mask == 0:
                            continue
                        query = row * QUERIES + place // GROUPS
                        for bit in range(LANES):
                            column = tile * SPAN + (place % GROUPS) * LANES + bit
                            if not mask >> bit & 1 or query >= queries.shape[0] or column >= vectors.shape[0]:
                                continue
                            score = np.float32(0)
                            for number in range(vectors.shape[1]):
                                score += queries[query, number] * vectors[column, number]
                            if score > values[query, k - 1]:
                                at = k - 1
                                while at > 0 and values[query, at - 1] < score:
                                    values[query, at] = values[query, at - 1]
                                    places[query, at] = places[query, at - 1]
                                    at -= 1
                                values[query, at] = score
                                places[query, at] = column
                                limits[query, LIMITS - 1] = values[query, k - 1]


@dataclass(frozen=True, slots=True)
class Packed:
    """Vectors as bytes in the order in which tiles read them, with each one's scale, length and rounding error."""

    bytes: NDArray[np.uint8]
    scale: Matrix
    length: Matrix
    error: Matrix


def pack(vectors: Matrix) -> Packed:
    """Round vectors (count, dimension) to bytes; a quarter of their memory again."""
    count, dimension = vectors.shape
    steps, tiles = -(-dimension // 4), -(-count // SPAN)
    room = np.empty(tiles * steps * SPAN * 4 + 64, np.uint8)
    start = -room.ctypes.data % 64
    packed = room[start : start + tiles * steps * SPAN * 4].reshape(tiles, steps, GROUPS, LANES, 4)
    numbers = np.zeros((3, tiles * SPAN), np.float32)
    for tile in range(0, tiles, 64):
        part = vectors[tile * SPAN : (tile + 64) * SPAN]
        scale, code, error = _rounded(part)
        full = np.zeros((-(-len(part) // SPAN) * SPAN, steps * 4), np.int16)
        full[: len(part), :dimension] = code
        shaped = (full + _OFFSET).astype(np.uint8).reshape(-1, GROUPS, LANES, steps, 4)
        packed[tile : tile + len(shaped)] = shaped.transpose(0, 3, 1, 2, 4)
        here = slice(tile * SPAN, tile * SPAN + len(part))
        numbers[:, here] = scale, np.linalg.norm(part, axis=1), error
    return Packed(packed, *numbers)


def _rounded(vectors: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Scale, whole numbers from -127 to 127, and the length of what rounding left."""
    scale = np.maximum(np.abs(vectors).max(axis=1), np.float32(1e-30)) / np.float32(_MOST)
    code = np.rint(vectors / scale[:, None])
    return scale, code, np.linalg.norm(vectors - code * scale[:, None], axis=1)


def search(index: Packed, vectors: Matrix, queries: Matrix, k: int) -> tuple[Matrix, NDArray[np.int64]]:
    """The k largest inner products of each query and their rows; needs more than HEAD vectors and k of at most HEAD."""
    threads = get_num_threads()
    head = queries @ vectors[:HEAD].T
    best = np.argpartition(-head, k - 1, axis=1)[:, :k]
    values = np.take_along_axis(head, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    values = np.ascontiguousarray(np.take_along_axis(values, order, axis=1))
    places = np.take_along_axis(best, order, axis=1).astype(np.int64)
    scale, code, error = _rounded(queries)
    rows = -(-len(queries) // QUERIES) * QUERIES
    coded = np.zeros((rows, index.bytes.shape[1] * 4), np.int8)
    coded[: len(queries), : queries.shape[1]] = code
    limits = np.zeros((rows, LIMITS), np.float32)
    limits[:, -1] = np.inf
    rounded = np.linalg.norm(code, axis=1) * scale
    given = (-_OFFSET * code.sum(axis=1), scale, error + _ROUNDING * (rounded + error), rounded, values[:, -1])
    limits[: len(queries)] = np.stack(given, axis=1)
    _search(
        index.bytes, index.scale, index.length, index.error, vectors, queries, coded, limits, values, places,
        HEAD // SPAN, threads,
    )  # fmt: skip
    return values, places
