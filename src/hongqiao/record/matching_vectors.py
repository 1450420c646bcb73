"""Vectors of offers and needs, kept beside the model and version that made them; another model makes them anew."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from hongqiao.ground.basis import sha256
from hongqiao.match.exchange import Profile, Store, chosen_encoder, sentences
from hongqiao.match.exchange.encoder import Encoder, Vectors
from hongqiao.record import models

_BATCH = 500


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder of this process, by setting; the default's weights are read when the first new text comes."""
    return chosen_encoder()


class Shelf:
    """Where a store looks before it encodes: the table of vectors. Only verbs write to it, pages read."""

    def __init__(self, *, keeps: bool) -> None:
        self.keeps = keeps

    def fetch(self, model: str, keys: Sequence[str]) -> Mapping[str, Vectors]:
        """The vectors of this model and version that are there."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(keys), _BATCH):
            rows = models.TextVector.objects.filter(encoder=model, text_key__in=keys[start : start + _BATCH])
            for row in rows:
                found[row.text_key] = np.frombuffer(bytes(row.vector), "<f4")
        return found

    def keep(self, model: str, made: Mapping[str, Vectors]) -> None:
        """Write new vectors."""
        if not self.keeps:
            return
        models.TextVector.objects.bulk_create(
            [
                models.TextVector(
                    id=sha256(f"{model}\0{key}"), text_key=key, encoder=model, dimension=len(vector),
                    vector=vector.astype("<f4").tobytes(),
                )
                for key, vector in made.items()
            ],
            batch_size=_BATCH,
            ignore_conflicts=True,
        )  # fmt: skip


def store(*, keeps: bool = False) -> Store:
    """A store over the shelf."""
    return Store(encoder(), shelf=Shelf(keeps=keeps))


def make_ready(profiles: Sequence[Profile]) -> None:
    """Make the vectors of whole texts and of each sentence, as query and as passage, and keep them."""
    texts = list(dict.fromkeys(text for item in profiles for text in (item.text, *sentences(item.text))))
    filled = store(keeps=True)
    for kind in ("query", "passage"):
        filled.encode(texts, kind)
