"""What is exported: a programme on a site, as of a day in either sense, and how its parts are addressed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from hongqiao.publish.ledger_entries import block_of
from hongqiao.record import ledger, models
from hongqiao.record.bulk import table
from hongqiao.record.bulk.scope import Scope, scope_of


@dataclass(frozen=True, slots=True)
class Subject:
    """A programme, the site that its identifiers stand on, and the days that the export is as of.

    `as_of` is about what was true by then, `recorded_by` about what this record held by then. `whole` tells whether what
    is not for everybody goes along: claims that wait or were rejected, what is not published.
    """

    programme: str
    site: str
    as_of: dt.date | None = None
    recorded_by: dt.date | None = None
    whole: bool = False

    def address(self, name: str, *parts: str, anchor: str = "") -> str:
        """The lasting address of a part of the record."""
        with override("en"):
            return f"{self.site.rstrip('/')}{reverse(name, args=parts)}{f'#{anchor}' if anchor else ''}"

    def entry(self, name: str) -> str:
        """The address of an entry of the ledger; one of another ledger is named by its hash, and has no page here."""
        if not name.isdecimal():
            return self.address("about")
        return self.address("ledger-entries", str(block_of(int(name))), anchor=f"e{name}")

    def quote(self, document: str, start: int, end: int) -> str:
        """The address of a quote, in its document."""
        return self.address("document", document, anchor=f"q{start}-{end}")

    def scope(self) -> Scope:
        """The rows that belong to the programme."""
        return scope_of(self.programme, self.as_of, drafts=self.whole)

    def head(self) -> tuple[int, str]:
        """The head of the ledger that the export is drawn from."""
        return ledger.head()

    def row(self) -> models.Programme:
        """The programme itself."""
        return models.Programme.objects.get(pk=self.programme)

    def days(self) -> str:
        """In words, which days the export is as of."""
        said = []
        if self.as_of:
            said.append(f"what was true by {self.as_of}")
        if self.recorded_by:
            said.append(f"what this record held by {self.recorded_by}")
        return "; ".join(said)


def name_of(names: dict[str, str], fallback: str = "") -> str:
    """One name of a thing: English, else any."""
    return names.get("en") or next(iter(names.values()), "") or fallback


def claims(scope: Scope) -> Iterator[tuple[models.Claim, models.CurrentClaim | None]]:
    """The claims of a programme with how each stands; rejected and corrected ones among them."""
    current = {row.claim_id: row for row in models.CurrentClaim.objects.filter(programme=scope.programme)}
    for claim in scope.rows(table("claims")):
        yield claim, current.get(claim.pk)


def rows(scope: Scope, name: str) -> Iterator[Any]:
    """The rows of a table of the exchange format."""
    return scope.rows(table(name))
