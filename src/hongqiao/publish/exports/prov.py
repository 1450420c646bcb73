"""Where every number comes from, as PROV-JSON (W3C Member Submission, 24 April 2013, of the PROV data model).

Documents, quotes, data sets, columns, claims and values are entities; computations and verbs of the ledger are
activities; publishers and those who acted are agents.
"""

from typing import Any

from hongqiao.ground import basis as bases
from hongqiao.publish.exports.subject import Subject, claims, rows
from hongqiao.record import models
from hongqiao.record.storing import texts_of

_ENTITY, _ACTIVITY, _AGENT = "entity", "activity", "agent"


def document(subject: Subject) -> dict[str, Any]:
    """The whole programme as one PROV document."""
    return _Writing(subject).document()


class _Writing:
    """One PROV document on its way; each thing stands in it once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.scope = subject.scope()
        self.found: dict[str, dict[str, Any]] = {}
        self.count = 0
        self.entries = dict(models.LedgerEntry.objects.in_bulk())
        self.documents = {row.id: row for row in models.Document.objects.filter(pk__in=self.scope.world["documents"])}
        self.by_text = {row.text_hash: row for row in self.documents.values()}

    def document(self) -> dict[str, Any]:
        position, head = self.subject.head()
        self._thing(
            _ENTITY,
            "hq:record",
            {"prov:type": _typed("prov:Collection"), "hq:ledger_position": position, "hq:ledger_head": head,
             **({"hq:days": self.subject.days()} if self.subject.days() else {})},
        )  # fmt: skip
        for row in rows(self.scope, "documents"):
            self._document(row)
        for row in rows(self.scope, "data_sets"):
            self._data_set(row)
        for claim, stands in claims(self.scope):
            self._claim(claim, stands)
        for row in rows(self.scope, "values"):
            self._value(row)
        prefix = {"hq": f"{self.subject.site.rstrip('/')}/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
        return {"prefix": prefix, **self.found}

    def _thing(self, kind: str, key: str, said: dict[str, Any]) -> str:
        self.found.setdefault(kind, {}).setdefault(
            key, {name: value for name, value in said.items() if value not in (None, "")}
        )
        return key

    def _relation(self, kind: str, **ends: Any) -> None:
        self.count += 1
        self.found.setdefault(kind, {})[f"_:r{self.count}"] = {
            f"prov:{name}" if ":" not in name else name: end for name, end in ends.items() if end
        }

    def _document(self, row: models.Document) -> None:
        key = self._thing(
            _ENTITY, f"hq:document-{row.id}",
            {"prov:type": "document", "prov:label": row.title or row.name, "prov:location": self.subject.address("document", row.id),
             "hq:sha256": row.bytes_hash, "hq:published": row.published, "hq:address": row.address or row.original_link,
             "hq:retrieved": row.retrieved.isoformat(), "hq:licence": row.licence},
        )  # fmt: skip
        self._made(key, row.position)
        if row.publisher:
            agent = self._thing(
                _AGENT, f"hq:publisher-{bases.sha256(row.publisher)[:16]}", {"prov:label": row.publisher}
            )
            self._relation("wasAttributedTo", entity=key, agent=agent)
        if row.retells:
            source = self._thing(_ENTITY, f"hq:page-{bases.sha256(row.retells)[:16]}", {"prov:location": row.retells})
            self._relation("wasDerivedFrom", generatedEntity=key, usedEntity=source)

    def _data_set(self, row: models.DataSet) -> None:
        key = self._thing(
            _ENTITY, f"hq:data-set-{row.hash}",
            {"prov:type": "data set", "prov:label": row.title or row.name, "prov:location": self.subject.address("dataset", row.id),
             "hq:sha256": row.hash, "hq:address": row.source_address, "hq:licence": row.licence},
        )  # fmt: skip
        self._made(key, row.position)

    def _quote(self, quote: Any, owner: models.Document) -> str:
        key = f"hq:quote-{owner.id}-{quote.start}-{quote.end}"
        if key not in self.found.get(_ENTITY, {}):
            self._thing(
                _ENTITY, key,
                {"prov:type": "quote", "prov:value": quote.exact, "hq:start": quote.start, "hq:end": quote.end,
                 "prov:location": self.subject.quote(owner.id, quote.start, quote.end)},
            )  # fmt: skip
            self._relation(
                "wasDerivedFrom",
                generatedEntity=key,
                usedEntity=f"hq:document-{owner.id}",
                type=_typed("prov:Quotation"),
            )
        return key

    def _claim(self, claim: models.Claim, stands: models.CurrentClaim | None) -> None:
        key = self._thing(
            _ENTITY, f"hq:claim-{claim.id}",
            {"prov:type": "claim", "prov:value": claim.value, "hq:value_hi": claim.value_hi, "hq:unit": claim.unit or "count",
             "hq:comparator": claim.comparator, "hq:status": claim.status, "hq:state": stands.state if stands else "waiting",
             "hq:fact": self.subject.address("fact", stands.fact_id) if stands and stands.fact_id else ""},
        )  # fmt: skip
        quote = self._quote(claim.quote, self.documents[claim.document_id])
        self._relation("wasDerivedFrom", generatedEntity=key, usedEntity=quote)
        self._made(key, claim.position)
        if claim.supersedes_id:
            self._relation(
                "wasDerivedFrom",
                generatedEntity=key,
                usedEntity=f"hq:claim-{claim.supersedes_id}",
                type=_typed("prov:Revision"),
            )

    def _value(self, row: models.Figure) -> None:
        key = self._thing(
            _ENTITY, f"hq:value-{row.id}",
            {"prov:type": "value", "prov:value": row.value, "hq:value_hi": row.value_hi, "hq:unit": row.unit,
             "hq:comparator": row.comparator, "hq:period": row.period, "hq:indicator": row.indicator, "hq:place": row.place},
        )  # fmt: skip
        basis = bases.from_json(row.basis, texts_of([row.basis]))
        self._relation("wasDerivedFrom", generatedEntity=key, usedEntity=self._basis(basis))
        self._made(key, row.position)
        if row.supersedes_id:
            self._relation(
                "wasDerivedFrom",
                generatedEntity=key,
                usedEntity=f"hq:value-{row.supersedes_id}",
                type=_typed("prov:Revision"),
            )

    def _basis(self, basis: bases.Basis) -> str:
        """The entity that a basis is; a computation is what an activity made of its inputs."""
        match basis:
            case bases.Quote():
                owner = self.by_text.get(basis.document)
                if owner is not None:
                    return self._quote(basis, owner)
                return self._thing(_ENTITY, f"hq:quote-{basis.key}", {"prov:type": "quote", "prov:value": basis.exact})
            case bases.Column():
                key = f"hq:column-{basis.key}"
                if key not in self.found.get(_ENTITY, {}):
                    self._thing(
                        _ENTITY, key, {"prov:type": "column", "hq:column": basis.column, "hq:row": basis.row or ""}
                    )
                    table = self._thing(
                        _ENTITY, f"hq:data-set-{basis.dataset}", {"prov:type": "data set", "hq:sha256": basis.dataset}
                    )
                    self._relation("wasDerivedFrom", generatedEntity=key, usedEntity=table)
                return key
            case bases.Entry():
                key = self._thing(
                    _ENTITY, f"hq:entry-{basis.ledger}", {"prov:type": "entry of a person", "hq:ledger": basis.ledger}
                )
                if basis.ledger.isdecimal():
                    self._made(key, int(basis.ledger))
                return key
            case bases.Assumption():
                key = self._thing(
                    _ENTITY, f"hq:assumption-{basis.key}", {"prov:type": "assumption", "prov:value": basis.why}
                )
                agent = self._thing(
                    _AGENT,
                    f"hq:person-{bases.sha256(basis.who)[:16]}",
                    {"prov:type": _typed("prov:Person"), "prov:label": basis.who},
                )
                self._relation("wasAttributedTo", entity=key, agent=agent)
                return key
            case _:
                return self._step(basis)

    def _step(self, step: bases.Step) -> str:
        key, activity = f"hq:result-{step.key}", f"hq:computation-{step.key}"
        if key in self.found.get(_ENTITY, {}):
            return key
        self._thing(_ENTITY, key, {"prov:type": "result"})
        said = {
            f"hq:parameter-{name}": value for name, value in step.parameters if isinstance(value, str | int | float)
        }
        self._thing(
            _ACTIVITY,
            activity,
            {"prov:type": "computation", "prov:label": step.formula, "hq:version": step.version, **said},
        )
        self._relation("wasGeneratedBy", entity=key, activity=activity)
        for part in step.inputs:
            used = self._basis(part)
            self._relation("used", activity=activity, entity=used)
            self._relation("wasDerivedFrom", generatedEntity=key, usedEntity=used, activity=activity)
        return key

    def _made(self, key: str, position: int) -> None:
        """An entity came in by a verb of the ledger."""
        entry = self.entries.get(position)
        if entry is None:
            return
        activity = f"hq:ledger-{position}"
        if activity not in self.found.get(_ACTIVITY, {}):
            at = entry.at.isoformat()
            self._thing(
                _ACTIVITY,
                activity,
                {"prov:label": entry.verb, "prov:startTime": at, "prov:endTime": at, "hq:hash": entry.hash},
            )
            agent = self._thing(
                _AGENT, f"hq:actor-{bases.sha256(entry.actor)[:16]}", {"prov:label": entry.actor, "hq:role": entry.role}
            )
            self._relation("wasAssociatedWith", activity=activity, agent=agent)
        self._relation("wasGeneratedBy", entity=key, activity=activity)


def _typed(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
