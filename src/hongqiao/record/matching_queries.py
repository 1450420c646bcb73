"""What the pages of the exchange ask of the record: offers, needs, and the match list of each with its reasons."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hongqiao.ground.basis import Assumption, Entry, Step
from hongqiao.ground.figure import Figure
from hongqiao.match.exchange import DECLINE_REASONS, Exchange, Match
from hongqiao.record import matching_vectors, models
from hongqiao.record.actions.matching import KINDS, PUBLISHED, Listing, profile
from hongqiao.record.ledger import head
from hongqiao.record.programme_queries import programme as programme_head
from hongqiao.record.programme_shown import Names, ProgrammeHead

OTHER = {"offer": "need", "need": "offer"}
SHOWN = 10
_WEIGHTS = Assumption(
    "Hongqiao", "whole texts, closest sentences and shared terms are weighted as tuned on a labelled set of its own"
)


@dataclass(frozen=True, slots=True)
class ListingShown:
    """An offer or need as pages show it."""

    kind: str
    id: str
    title: str
    text: str
    language: str
    state: str
    institution: tuple[str, Names]
    expires: dt.date | None
    expired: bool
    note: str
    submitted_by: str
    position: int


@dataclass(frozen=True, slots=True)
class Sentences:
    """Two sentences that meet, with their closeness as a figure."""

    ours: str
    theirs: str
    closeness: Figure


@dataclass(frozen=True, slots=True)
class MatchShown:
    """One match: the other side, its score, the sentences that meet, what speaks against, and what was decided."""

    other: ListingShown
    score: Figure
    grade: str
    reasons: tuple[Sentences, ...]
    shared_terms: tuple[str, ...]
    against: tuple[object, ...]
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matches:
    """One offer or need with its match list; `declined` are those judged so, with the reason."""

    listing: ListingShown
    programme: ProgrammeHead
    found: tuple[MatchShown, ...]
    declined: tuple[tuple[ListingShown, str], ...]
    encoder: str


@dataclass(frozen=True, slots=True)
class ExchangeShown:
    """Everything that is open in a programme, and what waits for a review."""

    programme: ProgrammeHead
    offers: tuple[ListingShown, ...]
    needs: tuple[ListingShown, ...]
    waiting: tuple[ListingShown, ...]
    institutions: tuple[tuple[str, Names], ...]


def shown(kind: str, row: Listing, day: dt.date) -> ListingShown:
    """One row as pages show it, as of a day."""
    expired = row.expires is not None and row.expires < day
    return ListingShown(
        kind, row.id, row.title, row.text, row.language, row.state, (row.institution_id, row.institution.names),
        row.expires, expired, row.note, row.submitted_by, row.position,
    )  # fmt: skip


def exchange(programme: str, day: dt.date) -> ExchangeShown | None:
    """The exchange of a programme; None where there is no such programme."""
    found = programme_head(programme)
    if found is None:
        return None
    rows = {
        kind: [
            shown(kind, row, day)
            for row in model._default_manager.filter(programme=programme).select_related("institution")
        ]
        for kind, model in KINDS.items()
    }
    opened = {kind: tuple(r for r in part if r.state == PUBLISHED and not r.expired) for kind, part in rows.items()}
    waiting = tuple(row for part in rows.values() for row in part if row.state in {"submitted", "reviewed", "returned"})
    institutions = tuple(models.Institution.objects.order_by("id").values_list("id", "names"))
    return ExchangeShown(found, opened["offer"], opened["need"], waiting, institutions)


def matches(kind: str, key: str, day: dt.date) -> Matches | None:
    """One offer or need with its match list as of a day; what is not published yet is matched for its own eyes."""
    row = KINDS[kind]._default_manager.filter(pk=key).select_related("institution").first()
    found = programme_head(row.programme_id) if row else None
    if row is None or found is None:
        return None
    other = OTHER[kind]
    pool = _pool(row.programme_id, other, head())
    listed = {item.id: item for item in pool.rows}
    judged = standing(kind, key)
    got: list[Match] = []
    if listed and row.state != "withdrawn":
        got = pool.exchange.find([profile(row)], SHOWN, as_of=day)[0]
    items = tuple(_match(row, listed[item.id], other, item, judged, day) for item in got)
    turned = [(name, verdict[1]) for name, verdict in judged.items() if verdict[0] == "decline"]
    known = KINDS[other]._default_manager.filter(pk__in=[name for name, _ in turned]).select_related("institution")
    by_id = {item.id: shown(other, item, day) for item in known}
    return Matches(
        shown(kind, row, day),
        found,
        items,
        tuple((by_id[name], reason) for name, reason in turned if name in by_id),
        matching_vectors.encoder().name,
    )


def standing(kind: str, key: str) -> dict[str, tuple[str, str]]:
    """The verdict that holds on each other side (accept or decline) and its reason."""
    rows = models.MatchJudgement.objects.filter(**{f"{kind}_id": key}).order_by("position", "id")
    found = {getattr(row, f"{OTHER[kind]}_id"): (row.verdict, row.reason) for row in rows}
    return {name: verdict for name, verdict in found.items() if verdict[0] != "undo"}


def _match(
    row: Listing, other: Listing, kind: str, item: Match, judged: Mapping[str, tuple[str, str]], day: dt.date
) -> MatchShown:
    texts = (Entry(str(row.position)), Entry(str(other.position)), _made_by(matching_vectors.encoder().name))
    parts = item.parts
    basis = Step(
        "fit of an offer and a need", "1", (*dict.fromkeys(texts), _WEIGHTS),
        (("whole", parts.whole), ("sentence", parts.sentence), ("lexical", parts.lexical), ("hub", parts.hub)),
    )  # fmt: skip
    reasons = tuple(
        Sentences(
            reason.query_text,
            reason.profile_text,
            Figure(reason.score, "1", Step("cosine of two sentences", "1", tuple(dict.fromkeys(texts)))),
        )
        for reason in item.reasons
    )
    verdict, reason = judged.get(item.id, ("", ""))
    return MatchShown(
        shown(kind, other, day), Figure(item.score, "1", basis), item.grade, reasons, item.shared_terms, item.against,
        verdict, reason,
    )  # fmt: skip


def _made_by(encoder: str) -> Assumption:
    return Assumption(encoder, "the encoder of this site, which says how close the meanings of two texts are")


@dataclass(frozen=True, slots=True)
class _Pool:
    exchange: Exchange
    rows: tuple[Listing, ...]


@lru_cache(maxsize=8)
def _pool(programme: str, kind: str, _position: tuple[int, str]) -> _Pool:
    """The published side of a programme, ready to be asked, with every decline; made anew when the ledger grows."""
    rows = tuple(
        KINDS[kind]._default_manager.filter(programme=programme, state=PUBLISHED).select_related("institution")
    )
    made = Exchange([profile(row) for row in rows], store=matching_vectors.store())
    known = {row.id for row in rows}
    for asks, answers, reason in _declines(kind):
        if answers in known:
            made.decline(asks, answers, reason)
    return _Pool(made, rows)


def forget() -> None:
    """Forget the pools at hand; a rolled back ledger may grow to the same head again."""
    _pool.cache_clear()


def _declines(kind: str) -> Iterable[tuple[str, str, str]]:
    """Declines that hold: who asks, which profile of `kind` was declined, and why."""
    last: dict[tuple[str, str], models.MatchJudgement] = {}
    for row in models.MatchJudgement.objects.order_by("position", "id"):
        last[row.need_id, row.offer_id] = row
    for row in last.values():
        if row.verdict != "decline":
            continue
        pair = {"need": row.need_id, "offer": row.offer_id}
        # "gone" takes the other side out for all, and so only where the other side is what is asked for
        gone = DECLINE_REASONS[row.reason].withdraws and row.side == kind
        yield pair[OTHER[kind]], pair[kind], "known" if gone else row.reason
