"""What may stand in a request: ids, days, pages by key, texts."""

import datetime as dt
from typing import Annotated

from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field, StringConstraints

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
type Key = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_ID)]
type Text = Annotated[str, StringConstraints(max_length=10_000, pattern=_TEXT)]
type Line = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
type Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")]
type NamesIn = Annotated[
    dict[Tongue, Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]],
    Field(min_length=1, max_length=20, description="The name by language: de, en, zh and others."),
]
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
