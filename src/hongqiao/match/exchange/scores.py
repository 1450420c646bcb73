"""The scores of the exchange, as functions of arrays.

BM25: Robertson & Zaragoza, The Probabilistic Relevance Framework (2009). Hub correction: CSLS, Conneau et al.,
Word Translation without Parallel Data (ICLR 2018), on the side of the profile only. Centring and likeness: see there.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

type Scores = NDArray[np.float32]
SENTENCE_STEP, SENTENCE_LEAST, SENTENCE_MOST, SCALE, LEXICAL_WEIGHT = 0.15, 0.3, 1.0, 1.3, 0.03
HUB_WEIGHT, HUB_NEIGHBOURS, HUB_QUERIES = 0.45, 20, 50
CENTRE_WEIGHT = 10.0  # a language's mean counts fully only where many profiles make it
LIKE_BEST, LIKE_WEIGHT, LIKE_HEAT = 2, 0.6, 0.1
PRIOR_MEAN, PRIOR_SPREAD, PRIOR_WEIGHT = 0.02, 0.15, 20.0  # of the whole score over unrelated texts
HALF, STEEP = 4.3, 1.63  # where the labelled set's readers find half of the pairs fit, and how fast that turns
_RUN = re.compile(r"[^\W\d_\u3400-\u9fff]+|\d+(?:[.,]\d+)*|[\u3400-\u9fff]+")


def terms(text: str) -> list[str]:
    """What two texts may share across languages: words, runs of four letters, numbers, pairs of Han characters.

    >>> terms("5G 机器人")
    ['#5', '_g_', '机器', '器人']
    """
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0].isdigit():
            found.append("#" + run)
        elif "\u3400" <= run[0] <= "\u9fff":
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        else:
            found.append(f"_{run}_")
            if len(run) > 4:
                found += [run[i : i + 4] for i in range(len(run) - 3)]
    return found


class Lexical:
    """BM25 over the terms of a fixed list of texts."""

    def __init__(self, texts: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        counts = [Counter(terms(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], np.float64)
        average = max(float(lengths.mean()) if len(lengths) else 1.0, 1.0)
        postings: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for term, times in count.items():
                postings.setdefault(term, []).append((number, times))
        self.size = len(texts)
        self._weights: dict[str, tuple[NDArray[np.int64], Scores]] = {}
        for term, entries in postings.items():
            rows, times = np.array(entries, np.int64).T
            rarity = math.log(1 + (self.size - len(rows) + 0.5) / (len(rows) + 0.5))
            weight = rarity * times * (k1 + 1) / (times + k1 * (1 - b + b * lengths[rows] / average))
            self._weights[term] = rows, weight.astype(np.float32)

    def scores(self, queries: Sequence[str]) -> Scores:
        """(queries, texts) BM25."""
        found = np.zeros((len(queries), self.size), np.float32)
        for row, query in enumerate(queries):
            for term in set(terms(query)):
                if term in self._weights:
                    columns, weight = self._weights[term]
                    found[row, columns] += weight
        return found


def best_of_sentences(similarity: Scores, starts: NDArray[np.int64]) -> Scores:
    """(queries, sentences) to (queries, profiles): each profile's closest sentence; `starts` has each one's first."""
    return np.maximum.reduceat(similarity, starts, axis=1) if len(starts) else similarity[:, :0]


def centres(vectors: Scores, groups: NDArray[np.int64]) -> Scores:
    """(groups, dimension): the mean vector of each language's profiles, drawn towards nothing where they are few.

    What all texts of a language share is its language, not their matter: without it they stand further apart.
    Mu & Viswanath, All-but-the-Top (ICLR 2018), per language.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    found = np.zeros((count, vectors.shape[1]), np.float32)
    for group in range(count):
        part = vectors[groups == group]
        if len(part):
            found[group] = part.mean(axis=0) * (len(part) / (len(part) + CENTRE_WEIGHT))
    return found


def centred(vectors: Scores, groups: NDArray[np.int64], means: Scores) -> Scores:
    """Each vector without the mean of its language, at length one again."""
    found = vectors - means[groups] if len(vectors) else vectors
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)


def sentence_weights(starts: NDArray[np.int64]) -> Scores:
    """(profiles,): how much the closest sentence counts beside the whole text; more in long texts, which blur."""
    return np.clip(SENTENCE_STEP * np.diff(starts), SENTENCE_LEAST, SENTENCE_MOST).astype(np.float32)


def fused(whole: Scores, sentence: Scores, lexical: Scores, weights: Scores) -> Scores:
    """The weighted mean of whole-text and best-sentence cosine, and 0.03 ln(1 + BM25); tuned on half of two sets.

    weights: (profiles,) of the sentence beside a whole text of 1; the sum is put on the scale of 1.3 for all.
    """
    mean = (whole + weights * sentence) / (1 + weights)
    return np.asarray(SCALE * mean + LEXICAL_WEIGHT * np.log1p(lexical), np.float32)


def like_the_best(scores: Scores, vectors: Scores) -> Scores:
    """(queries, profiles): how close each profile lies to the two best of its query, in any language.

    The two are weighted by their scores (softmax). Relevance feedback without a reader: Rocchio, in The SMART
    Retrieval System (1971); what one language finds surely, it finds in the others through it.
    """
    count = min(LIKE_BEST, scores.shape[1])
    best = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    height = np.take_along_axis(scores, best, axis=1).astype(np.float64)
    weight = np.exp((height - height.max(axis=1, keepdims=True)) / LIKE_HEAT)
    weight /= weight.sum(axis=1, keepdims=True)
    aim = (weight[:, :, None] * vectors[best]).sum(axis=1).astype(np.float32)
    return np.asarray(aim @ vectors.T, np.float32)


def hubness(scores: Scores) -> Scores:
    """(profiles,): the mean of each profile's 20 highest scores over the queries; hubs are close to everything."""
    count = min(HUB_NEIGHBOURS, scores.shape[0])
    return np.partition(scores, scores.shape[0] - count, axis=0)[-count:].mean(axis=0)


def beside_their_language(scores: Scores, groups: NDArray[np.int64]) -> Scores:
    """Each score in spreads above the mean of its row's profiles of the same language, so that languages compare.

    scores: (queries, profiles); groups: (profiles,) a number per language. Few profiles lean on a prior mean and
    spread, weighing as much as four profiles.
    """
    found = np.empty_like(scores)
    for group in np.unique(groups):
        columns = np.flatnonzero(groups == group)
        part = scores[:, columns].astype(np.float64)
        share = len(columns) / (len(columns) + PRIOR_WEIGHT)
        mean = share * part.mean(axis=1, keepdims=True) + (1 - share) * PRIOR_MEAN
        variance = share * ((part - mean) ** 2).mean(axis=1, keepdims=True) + (1 - share) * PRIOR_SPREAD**2
        found[:, columns] = ((part - mean) / np.sqrt(variance)).astype(np.float32)
    return found


def graded(standing: Scores) -> Scores:
    """Spreads above the mean as a score from 0 to 1: the chance of a fit, by a logistic curve over the labelled set."""
    return (1 / (1 + np.exp(-STEEP * (standing - HALF)))).astype(np.float32)
