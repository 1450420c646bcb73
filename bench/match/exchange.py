"""The labelled set: nDCG@10 of the exchange beside BM25, plain embeddings and reciprocal rank fusion.

The weights of the exchange were chosen on the topics whose split is "tune"; the topics of the other half are
reported. All methods search the same 300 offers; a pair ranks the offers in its target language.

uv run --frozen python bench/match/exchange.py [tune|report|both] [VECTORS.npz]
"""

import json
import sys
from pathlib import Path

import numpy as np

from hongqiao.match.exchange import Exchange, Profile, Store, UniversalSentenceEncoder
from hongqiao.match.exchange.scores import Lexical

LANGUAGES = ("de", "en", "zh")
METHODS = ("BM25", "embeddings", "RRF", "ours")
half = sys.argv[1] if len(sys.argv) > 1 else "report"
folder = Path(__file__).parent / "labelled"
needs, offers = (
    [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    for name in ("needs.jsonl", "offers.jsonl")
)
store = Store(UniversalSentenceEncoder())
if len(sys.argv) > 2 and Path(sys.argv[2]).exists():
    store.load(Path(sys.argv[2]))


def ndcg(order, relevance):
    """Järvelin & Kekäläinen (2002), gain 2^grade - 1, at ten."""
    discount = 1 / np.log2(np.arange(2, 12))
    gains = [2 ** relevance.get(name, 0) - 1 for name in order[:10]]
    ideal = sorted((2**grade - 1 for grade in relevance.values()), reverse=True)[:10]
    return float(np.dot(gains, discount[: len(gains)]) / np.dot(ideal, discount[: len(ideal)]))


texts = [need["text"] for need in needs]
lexical = Lexical([offer["text"] for offer in offers]).scores(texts)
plain = store.encode(texts, "query") @ store.encode([offer["text"] for offer in offers], "passage").T
exchange = Exchange([Profile(offer["id"], offer["text"], offer["language"]) for offer in offers], store=store)
found = exchange.find([Profile(need["id"], need["text"], need["language"]) for need in needs], k=len(offers))
if len(sys.argv) > 2:
    store.save(Path(sys.argv[2]))
row_of = {offer["id"]: number for number, offer in enumerate(offers)}
ours = np.empty_like(plain)
for row, matches in enumerate(found):
    for place, match in enumerate(matches):
        ours[row, row_of[match.id]] = -place


def orders(row, columns):
    """Each method's order of the offers of one language, for one need."""
    scores = [lexical[row, columns], plain[row, columns]]
    ranks = [np.argsort(np.argsort(-part, kind="stable")) for part in scores]
    for part in (*scores, sum(1 / (60 + rank) for rank in ranks), ours[row, columns]):
        yield [offers[columns[at]]["id"] for at in np.argsort(-part, kind="stable")]


print(f"{len(needs)} needs, {len(offers)} offers; topics of the half: {half}")
ahead = 0
for source in LANGUAGES:
    for target in LANGUAGES:
        columns = np.array([number for number, offer in enumerate(offers) if offer["language"] == target])
        names = {offers[column]["id"] for column in columns}
        scores = [
            [ndcg(order, graded) for order in orders(row, columns)]
            for row, need in enumerate(needs)
            if need["language"] == source and half in {need["split"], "both"}
            for graded in [{name: grade for name, grade in need["relevance"].items() if name in names}]
            if graded
        ]
        mean = np.mean(scores, axis=0)
        ahead += bool(mean[3] > mean[:3].max())
        line = "  ".join(f"{name} {value:.3f}" for name, value in zip(METHODS, mean, strict=True))
        print(f"{source} → {target} ({len(scores):2} needs)  {line}  lead {mean[3] - mean[:3].max():+.3f}")
print(f"ahead of all three in {ahead} of 9 pairs")
