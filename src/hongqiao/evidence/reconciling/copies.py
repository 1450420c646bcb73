"""Near-duplicate texts, by MinHash over shingles (Broder 1997) with banding (Leskovec, Rajaraman & Ullman, ch. 3).

A shingle is three words, of Chinese and Japanese five characters. Texts of one language whose estimated share of
common shingles reaches a threshold are copies. Candidates come from equal bands of the sketches, so that no text is
compared with all others.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 64
BANDS = (
    16  # of four rows: texts with half their shingles in common meet in a band with probability 0.64, at 0.7 with 0.99
)
COPY = 0.5
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CAP = 4_000  # words of a text that enter its sketch
_RANDOM = np.random.default_rng(20221114)
# multiply-shift hashing (Dietzfelbinger et al. 1997): odd factors of 64 bits, the upper half of the product
_FACTORS: NDArray[np.uint64] = _RANDOM.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS: NDArray[np.uint64] = _RANDOM.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)


def shingles(text: str) -> set[int]:
    """Hashes of the text's shingles; figures count as words, blanks and signs do not."""
    tokens = _WORDS.findall(text.casefold())[:_CAP]
    if not tokens:
        return set()
    width = 5 if sum(1 for token in tokens if _HAN.match(token)) > 0.5 * len(tokens) else 3
    if len(tokens) <= width:
        return {zlib.crc32("\x1f".join(tokens).encode())}
    return {zlib.crc32("\x1f".join(tokens[at : at + width]).encode()) for at in range(len(tokens) - width + 1)}


def sketch(found: Iterable[int]) -> NDArray[np.uint32]:
    """The MinHash sketch of a set of hashes: for each permutation its smallest image. Shape (PERMUTATIONS,).

    The share of equal entries of two sketches estimates the Jaccard similarity of the sets, with a standard error
    below 1/(2·√PERMUTATIONS) = 0.0625.
    """
    hashes = np.fromiter(found, dtype=np.uint64)
    if hashes.size == 0:
        return np.full(PERMUTATIONS, 2**32 - 1, dtype=np.uint32)
    images = hashes[:, None] * _FACTORS[None, :] + _SHIFTS[None, :]
    return (images >> np.uint64(32)).min(axis=0).astype(np.uint32)


def likeness(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """Estimated Jaccard similarity of two sketched texts."""
    return float(np.mean(a == b))


def copies(texts: Sequence[tuple[str, str]], threshold: float = COPY) -> list[tuple[int, int, float]]:
    """Pairs of near-duplicates among (language, text), as (first, second, likeness).

    Of a cluster of many copies only the pairs with its first members are listed, which joins it all the same.
    """
    sketches = [sketch(shingles(text)) if text else None for _, text in texts]
    rows = PERMUTATIONS // BANDS
    found: dict[tuple[int, int], float] = {}
    for band in range(BANDS):
        buckets: dict[tuple[str, bytes], list[int]] = defaultdict(list)
        for number, part in enumerate(sketches):
            if part is None:
                continue
            leaders = buckets[texts[number][0], part[band * rows : (band + 1) * rows].tobytes()]
            for leader in leaders:
                key = (leader, number)
                if key in found:
                    break
                other = sketches[leader]
                assert other is not None  # noqa: S101 -- only sketched texts enter a bucket
                score = likeness(other, part)
                if score >= threshold:
                    found[key] = score
                    break
            else:
                if len(leaders) < 8:
                    leaders.append(number)
    return [(a, b, score) for (a, b), score in found.items()]
