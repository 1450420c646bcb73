"""What may stand in a request: ids, days, pages by key, texts."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field, StringConstraints

from hongqiao.record.actions import Amount, Words

_ID = r"^[^\x00-\x1f\x7f/]{1,120}$"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

LIMIT = 100
type Id = Annotated[str, Path(min_length=1, max_length=120, pattern=_ID, description="The id of a row.")]
type AsOf = Annotated[dt.date | None, Query(description="The day that the answer is as of; today by default.")]
type Limit = Annotated[int, Query(ge=1, le=500, description="How many rows at most.")]
type After = Annotated[
    str,
    Query(
        max_length=120,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Only rows after this key: the last one of the page before, which the header `Link` gives.",
    ),
]
type Only = Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$", description="Only rows of this one.")]
type Position = Annotated[int, Path(ge=1, le=2**63 - 1, description="The position of a ledger entry; the first is 1.")]
type Key = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_ID)]
type Text = Annotated[str, StringConstraints(max_length=10_000, pattern=_TEXT)]
type Line = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
type Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")]
type NamesIn = Annotated[
    dict[Tongue, Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]],
    Field(min_length=1, max_length=20, description="The name by language: de, en, zh and others."),
]
type TextsIn = Annotated[dict[Tongue, Text], Field(max_length=20, description="A text by language.")]
type PeriodIn = Annotated[
    str, StringConstraints(max_length=32, pattern=r"^[0-9A-Za-z/.-]*$"),
    Field(description="A day, month, quarter, half, year or range: 2026-03-02, 2026-03, 2026-Q1, 2026-H1, 2026, 2022/2025."),
]  # fmt: skip


class Sent(Schema):
    """What is sent: what is not named here is refused, so that nothing is set by the way."""

    model_config = ConfigDict(extra="forbid")


class Reason(Sent):
    """Why, for the ledger."""

    reason: Text = ""


type Number = Annotated[float, Field(allow_inf_nan=False, strict=True, ge=-1e18, le=1e18)]
type Comparator = Literal["=", ">", ">=", "<", "<=", "~", "~<", "~>", "range"]


class WordsIn(Sent):
    """Words that stand in a stored document; `nth` says which, where they stand there more than once."""

    document: Key
    exact: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    nth: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None


class AmountIn(Sent):
    """An amount of money: that of a claim, or a value in a currency, with or without the words that state it."""

    value: Number | None = None
    value_hi: Number | None = None
    unit: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""
    comparator: Comparator = "="
    claim: Key | None = None
    words: WordsIn | None = None


def words(sent: WordsIn) -> Words:
    """Words as the actions take them."""
    return Words(sent.document, sent.exact, sent.nth)


def all_words(sent: list[WordsIn] | None) -> list[Words] | None:
    """Several of them; None stays None, which leaves a thing's quotes as they are."""
    return None if sent is None else [words(item) for item in sent]


def amount(sent: AmountIn) -> Amount:
    """An amount as the actions take it."""
    return Amount(
        sent.value,
        sent.unit,
        sent.comparator,
        sent.value_hi,
        sent.claim or "",
        words(sent.words) if sent.words else None,
    )


def columns(sent: Schema, *without: str) -> dict[str, Any]:
    """What was sent, as columns: what was not sent stays as it is, and so do names that were sent as null."""
    found = sent.dict(exclude_unset=True, exclude={*without, "reason"})
    return {name: value for name, value in found.items() if name != "names" or value is not None}
