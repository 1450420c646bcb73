"""A pack into the record: checked as a whole, loaded in one transaction, and loaded again without doubling anything."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hongqiao.errors import BadPack
from hongqiao.ground.basis import sha256
from hongqiao.ground.period import Period
from hongqiao.record import models, projections, search_rows, storing
from hongqiao.record.actions.documents import Reading, file_documents, reading_of, store, stored_quotes
from hongqiao.record.actions.packs_matching import load_matching
from hongqiao.record.actions.packs_respect import VERB, judged_by_people, left_to_people
from hongqiao.record.actions.packs_values import load_values
from hongqiao.record.ledger import Act, acting, canonical
from hongqiao.record.models import Kept
from hongqiao.record.pack import Contents, find, read_pack
from hongqiao.record.pack.contents import PackQuote, Thing
from hongqiao.record.pack.rows import MODELS, ROWS, filling
from hongqiao.record.roles import Actor, require

_STATED = frozenset({"target", "watch", "fact"})
"""Things of a pack whose quotes are claims of a fact."""

type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a pack did."""

    pack: str
    programmes: tuple[str, ...]
    documents: int
    claims: int
    values: int
    changed: int
    unread: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """Where the record stays as people left it, although the pack says otherwise."""


def load_pack(actor: Actor, name: str | Path, progress: Progress | None = None) -> Loaded:
    """Load an installed pack by its name, or any folder that holds a `pack.toml`.

    Raises BadPack for the first thing that is wrong; the database then stays as it was. Quotes in which the reader
    found no quantity are reported in `unread`.
    """
    require(actor, VERB)
    contents = read_pack(find(name), (lambda done, total: progress("documents", done, total)) if progress else None)
    readings = []
    for count, item in enumerate(contents.documents, start=1):
        readings.append(reading_of(item.document, item.body, address=item.document.retells or "", place=item.place))
        if progress:
            progress("claims", count, len(contents.documents))
    with acting(actor, VERB, subject=f"pack:{contents.id}") as act:
        return _Loading(act, contents, readings).load()


class _Loading:
    """One pack on its way into the record."""

    def __init__(self, act: Act, contents: Contents, readings: list[Reading]) -> None:
        self.act, self.contents, self.readings = act, contents, readings
        self.programmes = tuple(thing.id for thing in contents.of("programme"))
        self.documents: dict[str, models.Document] = {}
        self.quotes: dict[PackQuote, models.Quote] = {}
        self.kept: list[str] = []
        self.unread = [reading.unread for reading in readings if reading.unread]

    def load(self) -> Loaded:
        before = len(self.act.digests)
        self._owned()
        self._world()
        self._programmes()
        new = self._documents()
        self._quotes()
        self._programme_things()
        judged = self._variants()
        values = load_values(self.act, self.contents, self.programmes, self.kept)
        if self.programmes:
            self.kept += load_matching(self.act, self.contents, self.programmes[0])
        if len(self.act.digests) > before:
            self._project()
        self.act.summary = {
            "pack": self.contents.id,
            "documents": new,
            "variants": judged,
            "values": values,
            "unread": self.unread,
            "kept": self.kept,
        }
        claims = models.Claim.objects.filter(document__in=[row.id for row in self.documents.values()]).count()
        return Loaded(
            self.contents.id, self.programmes, len(self.documents), claims, len(self.contents.values),
            len(self.act.digests) - before, tuple(self.unread), tuple(self.kept),
        )  # fmt: skip

    def _owned(self) -> None:
        """Refuse a pack that would overwrite what another one brought."""
        for model, kind in ((models.Programme, "programme"), (models.Indicator, "indicator")):
            ids = [thing.id for thing in (*self.contents.things, *self.contents.indicators) if thing.kind == kind]
            for key, pack in model._default_manager.filter(pk__in=ids).values_list("id", "pack"):
                if pack and pack != self.contents.id and kind == "programme":
                    raise BadPack(f"pack.toml: the {kind} {key!r} came with the pack {pack!r}; choose another id")

    def _keep(self, rows: list[Any], model: type[Kept]) -> None:
        """Write rows of this pack; those of another pack, and those that people edited or took away, stay as they are."""
        if not rows:
            return
        rows, notes = left_to_people(rows, model)
        self.kept += notes
        if any(field.name == "pack" for field in model._meta.concrete_fields):
            others = set(
                model._default_manager.filter(pk__in=[row.pk for row in rows])
                .exclude(pack=self.contents.id)
                .values_list("pk", flat=True)
            )
            rows = [row for row in rows if row.pk not in others]
        self.act.keep(rows)

    def _world(self) -> None:
        pack = self.contents.id
        self._keep(
            [
                models.Place(id=row.id, kind=row.kind, parent_id=row.parent, names=row.names, latitude=row.latitude,
                             longitude=row.longitude, source=row.source, pack=pack)
                for row in self.contents.places
            ],
            models.Place,
        )  # fmt: skip
        self._keep(
            [
                models.PlaceCode(id=_derived(row.place, row.scheme, row.code, str(row.valid_from)), place_id=row.place,
                                 scheme=row.scheme, code=row.code, valid_from=row.valid_from, valid_to=row.valid_to,
                                 source=row.source)
                for row in self.contents.codes
            ],
            models.PlaceCode,
        )  # fmt: skip
        self._keep(
            [
                models.Institution(id=row.id, kind=row.kind, place_id=row.place, names=row.names, aliases=row.aliases,
                                   source=row.source, pack=pack)
                for row in self.contents.institutions
            ],
            models.Institution,
        )  # fmt: skip
        columns = ("names", "definition", "unit", "direction", "field", "aspect", "goalposts", "computed")
        self._keep(
            [
                models.Indicator(
                    id=thing.id,
                    pack=pack,
                    **filling(thing.fields.get("would_fill", "")),
                    **{key: thing.fields[key] for key in columns if key in thing.fields},
                )
                for thing in self.contents.indicators
            ],
            models.Indicator,
        )

    def _programmes(self) -> None:
        self._keep(
            [
                models.Programme(
                    id=thing.id,
                    names=thing.fields["names"],
                    description=thing.fields.get("description", self.contents.description),
                    banner=thing.fields.get("banner", self.contents.banner),
                    places=thing.fields.get("places", []),
                    fields=thing.fields.get("fields", []),
                    started=thing.fields.get("started", ""),
                    pack=self.contents.id,
                    licence=self.contents.licence,
                )
                for thing in self.contents.of("programme")
            ],
            models.Programme,
        )

    def _documents(self) -> int:
        places = storing.place_names()
        hashes = [reading.document.raw_sha256 for reading in self.readings]
        known = {row.bytes_hash: row for row in models.Document.objects.filter(bytes_hash__in=hashes)}
        count = 0
        for reading in self.readings:
            row, new = store(
                self.act, reading, places, pack=self.contents.id, known=known.get(reading.document.raw_sha256)
            )
            self.documents[reading.document.name] = row
            count += new
        for programme in self.programmes:
            file_documents(self.act, programme, list(self.documents.values()), f"pack:{self.contents.id}")
            self._replaced(programme)
        return count

    def _replaced(self, programme: str) -> None:
        """Reject the claims of an earlier wording of a document that the pack has since replaced."""
        current = [row.id for row in self.documents.values()]
        stale = (
            models.Claim.objects.filter(
                document__pack=self.contents.id, document__name__in=list(self.documents), current__programme=programme
            )
            .exclude(document__in=current)
            .exclude(current__state="rejected")
        )
        stale = stale.prefetch_related("judgements").distinct()
        judged = {
            row.id: judged_by_people([item for item in row.judgements.all() if item.programme_id == programme])
            for row in stale
        }
        self.kept += [
            f"claim {key}: {item.verdict} by {item.by} (entry {item.position}) stands, although the pack replaced its document"
            for key, item in judged.items()
            if item is not None
        ]
        self.act.add(
            [
                models.Judgement(claim_id=claim, programme_id=programme, verdict="reject", by=f"pack {self.contents.id}",
                                 at=self.act.at, reason="the pack replaced this document")
                for claim, item in judged.items()
                if item is None
            ]
        )  # fmt: skip

    def _quotes(self) -> None:
        texts = {reading.document.name: reading.document.stored for reading in self.readings}
        for thing in self.contents.things:
            wanted = [*thing.quotes, *(quote for _, _, quote in thing.life if quote)]
            for quote in [*wanted, *thing.announces]:
                document = self.documents[quote.document]
                self.quotes[quote] = storing.quote_row(document, texts[quote.document], quote.start, quote.end)
        stored_quotes(self.act, self.quotes.values())

    def _programme_of(self, thing: Thing) -> str:
        if thing.fields.get("programme"):
            return str(thing.fields["programme"])
        if thing.fields.get("plan"):
            plan = next(item for item in self.contents.of("plan") if item.id == thing.fields["plan"])
            return str(plan.fields["programme"])
        if len(self.programmes) != 1:
            raise BadPack(
                f"pack.toml, {thing.kind} {thing.id}: say which programme; this pack has {len(self.programmes)}"
            )
        return self.programmes[0]

    def _programme_things(self) -> None:
        facts = [
            models.Fact(
                id=thing.id if thing.kind != "event" else f"{thing.id}-announced",
                programme_id=self._programme_of(thing),
                kind={"event": "announced", "fact": "stated"}.get(thing.kind, thing.kind),
                names=thing.fields["names"],
                indicator=thing.fields.get("indicator", ""),
                place=thing.fields.get("place", ""),
                period=thing.fields.get("deadline", thing.fields.get("period", "")),
            )
            for thing in self.contents.things
            if thing.kind in _STATED or thing.announces
        ]
        self._keep(facts, models.Fact)
        for kind, make in ROWS.items():
            self._keep(
                [make(order, thing, self._programme_of(thing)) for order, thing in enumerate(self.contents.of(kind))],
                MODELS[kind],
            )
        citations = [
            models.Citation(id=_derived(thing.kind, thing.id, self.quotes[quote].id), kind=thing.kind, subject=thing.id,
                            quote=self.quotes[quote], order=order)
            for thing in self.contents.things
            if thing.kind not in {*_STATED, "programme"}
            for order, quote in enumerate(dict.fromkeys(thing.quotes))
        ]  # fmt: skip
        gone = models.Citation.objects.filter(subject__in=[thing.id for thing in self.contents.things]).exclude(
            pk__in=[row.pk for row in citations]
        )
        self.act.remove(left_to_people(list(gone), models.Citation)[0])
        self._keep(citations, models.Citation)
        life = [
            models.ProjectEvent(
                key=sha256(canonical([thing.id, stage, period, self.quotes[quote].id if quote else ""])),
                project_id=thing.id,
                stage=stage,
                period=period,
                on=Period.parse(period).start,
                at=self.act.at,
                quote=self.quotes[quote] if quote else None,
            )
            for thing in self.contents.of("project")
            for stage, period, quote in thing.life
        ]
        known = set(models.ProjectEvent.objects.filter(key__in=[row.key for row in life]).values_list("key", flat=True))
        self.act.add([row for row in life if row.key not in known])

    def _variants(self) -> int:
        """Accept the claims that overlap the quotes of targets, watched quantities and announcements."""
        by_document: dict[str, list[models.Claim]] = {}
        rows = models.Claim.objects.filter(document__in=[row.id for row in self.documents.values()], origin="reader")
        for claim in rows.select_related("quote"):
            by_document.setdefault(claim.document_id, []).append(claim)
        wanted: dict[tuple[str, str], str] = {}
        for thing in self.contents.things:
            quotes = [(thing.id, quote) for quote in thing.quotes] if thing.kind in _STATED else []
            quotes += [(f"{thing.id}-announced", quote) for quote in thing.announces]
            for fact, quote in quotes:
                claim = storing.overlapping(by_document.get(self.documents[quote.document].id, []), quote)
                if claim is None:
                    self.unread.append(
                        f"{thing.kind} {thing.id}: no quantity was read in {quote.exact!r} of {quote.document}"
                    )
                else:
                    wanted[self._programme_of(thing), claim.id] = fact
        ids = [claim for _, claim in wanted]
        judged: dict[tuple[str, str], list[models.Judgement]] = {}
        for row in models.Judgement.objects.filter(claim__in=ids):
            judged.setdefault((row.programme_id, row.claim_id), []).append(row)
        fresh = []
        for (programme, claim_id), fact in wanted.items():
            rows_ = judged.get((programme, claim_id), [])
            holds, person = projections.fold(rows_), judged_by_people(rows_)
            if holds is not None and holds.fact == fact:
                continue  # judged so already
            if person is not None:
                self.kept.append(
                    f"claim {claim_id} in {fact}: {person.verdict} by {person.by} (entry {person.position}) stands"
                )
                continue
            fresh.append(
                models.Judgement(
                    claim_id=claim_id, programme_id=programme, verdict="accept", fact=fact, relation="",
                    by=f"pack {self.contents.id}", at=self.act.at, reason="quoted by the pack",
                )
            )  # fmt: skip
        self.act.add(fresh)
        return len(fresh)

    def _project(self) -> None:
        for programme in self.programmes:
            projections.project_claims(programme)
            projections.project_facts(programme)
            projections.compare_waiting(programme)
            projections.project_projects(programme)
        search_rows.put(search_rows.thing_rows())


def _derived(*parts: str) -> str:
    """An id for a link between two things: made from their own lasting ids, never from what can be edited."""
    return sha256(canonical(list(parts)))[:40]
