"""The technology exchange: offers and needs matched across languages, with reasons."""

from hongqiao.match.exchange.choosing import chosen_encoder
from hongqiao.match.exchange.encoder import (
    Encoder,
    HttpEncoder,
    SentenceTransformer,
    Shelf,
    Store,
    UniversalSentenceEncoder,
)
from hongqiao.match.exchange.finding import Exchange
from hongqiao.match.exchange.profile import (
    DECLINE_REASONS,
    Match,
    Objection,
    Parts,
    Profile,
    Reason,
    recognised,
    sentences,
)

__all__ = [
    "DECLINE_REASONS", "Encoder", "Exchange", "HttpEncoder", "Match", "Objection", "Parts", "Profile", "Reason",
    "SentenceTransformer", "Shelf", "Store", "UniversalSentenceEncoder", "chosen_encoder", "recognised", "sentences",
]  # fmt: skip
