"""The labelled set: nDCG@10 of the exchange beside BM25, plain embeddings and reciprocal rank fusion.

uv run --frozen python bench/match/exchange.py
"""

import json
from pathlib import Path

import numpy as np

from hongqiao.match.exchange import Exchange, Profile, Store, UniversalSentenceEncoder
from hongqiao.match.exchange.scores import Lexical

folder = Path(__file__).parent / "labelled"
needs, offers = (
    [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    for name in ("needs.jsonl", "offers.jsonl")
)
store = Store(UniversalSentenceEncoder())


def ndcg(order, relevance):
    """Järvelin & Kekäläinen (2002), gain 2^grade - 1, at ten."""
    discount = 1 / np.log2(np.arange(2, 12))
    gains = [2 ** relevance.get(name, 0) - 1 for name in order[:10]]
    ideal = sorted((2**grade - 1 for grade in relevance.values()), reverse=True)[:10]
    return float(np.dot(gains, discount[: len(gains)]) / np.dot(ideal, discount[: len(ideal)]))


def orders(asked, pool):
    """Each method's order of the pool for each need."""
    texts = [need["text"] for need in asked]
    lexical = Lexical([offer["text"] for offer in pool]).scores(texts)
    plain = store.encode(texts, "query") @ store.encode([offer["text"] for offer in pool], "passage").T
    ranks = [np.argsort(np.argsort(-scores, axis=1), axis=1) for scores in (lexical, plain)]
    fused = sum(1 / (60 + rank) for rank in ranks)
    for name, scores in (("BM25", lexical), ("embeddings", plain), ("RRF", fused)):
        yield name, [[pool[at]["id"] for at in np.argsort(-row, kind="stable")] for row in scores]
    exchange = Exchange([Profile(offer["id"], offer["text"], offer["language"]) for offer in pool], store=store)
    found = exchange.find([Profile(need["id"], need["text"], need["language"]) for need in asked])
    yield "ours", [[match.id for match in row] for row in found]


print(f"{len(needs)} needs, {len(offers)} offers")
for source in ("de", "en", "zh"):
    for target in ("de", "en", "zh", "all"):
        pool = [offer for offer in offers if target in {offer["language"], "all"}]
        names = {offer["id"] for offer in pool}
        asked = [
            need for need in needs if need["language"] == source and any(need["relevance"].get(name) for name in names)
        ]
        line = []
        for method, ordered in orders(asked, pool):
            graded = [{name: grade for name, grade in need["relevance"].items() if name in names} for need in asked]
            line.append(
                f"{method} {np.mean([ndcg(order, one) for order, one in zip(ordered, graded, strict=True)]):.3f}"
            )
        print(f"{source} → {target:3} ({len(asked):2} needs)  " + "  ".join(line))
