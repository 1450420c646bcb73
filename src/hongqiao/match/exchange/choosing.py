"""The encoder by setting: the default, a sentence-transformers model, or an HTTP endpoint.

`HONGQIAO_ENCODER` names it (see `chosen_encoder`), `HONGQIAO_ENCODER_TOKEN` holds an endpoint's key.
"""

import os
from urllib.parse import parse_qs, urlsplit, urlunsplit

from hongqiao.errors import BadEncoder
from hongqiao.match.exchange.encoder import Encoder, HttpEncoder, SentenceTransformer, UniversalSentenceEncoder

LOCAL = "sentence-transformers:"


def chosen_encoder(setting: str | None = None, token: str | None = None) -> Encoder:
    """The encoder that a setting names; the environment's where None is given.

    "" is the default. ``sentence-transformers:MODEL?languages=de,en,zh&query=query: &passage=passage: `` takes a local
    model with its prefixes; ``https://host/path?model=NAME&dimension=768&languages=de,en,zh`` an endpoint.
    Raises BadEncoder for a setting that lacks a part.

    >>> chosen_encoder("").dimension
    512
    """
    text = os.environ.get("HONGQIAO_ENCODER", "") if setting is None else setting
    key = os.environ.get("HONGQIAO_ENCODER_TOKEN", "") if token is None else token
    if not text:
        return UniversalSentenceEncoder()
    if text.startswith(LOCAL):
        model, _, rest = text.removeprefix(LOCAL).partition("?")
        given = {name: values[-1] for name, values in parse_qs(rest, keep_blank_values=True).items()}
        if not model:
            raise BadEncoder(f"{text!r} names no model; write {LOCAL}MODEL?languages=de,en,zh")
        return SentenceTransformer(model, _languages(given, text), given.get("query", ""), given.get("passage", ""))
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise BadEncoder(f"{text!r} is neither {LOCAL}MODEL nor an address that begins with http:// or https://")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    dimension = given.get("dimension", "")
    if not given.get("model") or not dimension.isdecimal():
        raise BadEncoder(f"{text!r} needs a model and a dimension, as in ?model=NAME&dimension=768&languages=de,en,zh")
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    return HttpEncoder(address, given["model"], int(dimension), _languages(given, text), key)


def _languages(given: dict[str, str], text: str) -> frozenset[str]:
    found = frozenset(name.strip() for name in given.get("languages", "").split(",") if name.strip())
    if not found:
        raise BadEncoder(f"{text!r} needs the languages of the model, as in languages=de,en,zh")
    return found
