"""Who may claim a measure: the facts that measures ask, their rules, and what is known of firms."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from hongqiao.publish.api.answers import READ, WRITE, found
from hongqiao.publish.api.asked import Id, Key, Line, NamesIn, Number, Reason, Text, WordsIn, words
from hongqiao.publish.api.figures import Figures, quote
from hongqiao.publish.api.interface import TOKEN
from hongqiao.publish.api.judging import DoneOut
from hongqiao.publish.api.once import actor, done, write
from hongqiao.publish.api.shapes.matching import AskedOut, FirmOut, RuleOut
from hongqiao.publish.api.writing import CreatedOut
from hongqiao.record import actions, firm_queries, programme_queries

router = Router()
type FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
type Value = Annotated[bool, Field(strict=True)] | Number | Line | Annotated[list[Line], Field(max_length=200)] | None


class AskedIn(Reason):
    """A fact that rules may name: its type, its unit, how a form asks for it."""

    id: FactName
    type: Literal["text", "number", "flag", "list"]
    names: NamesIn
    unit: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class RuleIn(Reason):
    """A condition in CEL over facts, and the words it stands on."""

    id: Key
    condition: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00-\x1f\x7f]+$")]
    needs: Annotated[list[FactName], Field(min_length=1, max_length=50)]
    document: Key
    exact: Annotated[str, StringConstraints(min_length=1, max_length=5000)]


class RulesIn(Reason):
    """All rules of a measure; they take the place of the present ones."""

    rules: Annotated[list[RuleIn], Field(max_length=200)]


class FactsIn(Reason):
    """Facts of a firm by name; one sent as null is no longer known. `quotes` gives the words that state one."""

    facts: Annotated[dict[FactName, Value], Field(max_length=200)]
    source: Annotated[Text, StringConstraints(min_length=1)]
    quotes: Annotated[dict[FactName, WordsIn], Field(max_length=200)] = Field(default_factory=dict)


@router.get("/asked-facts", response={200: list[AskedOut], **READ}, tags=["measures"])
def asked_facts(request: HttpRequest) -> Any:  # noqa: ARG001 - a view's signature
    """Every fact that measures may ask."""
    return firm_queries.asked()


@router.post("/asked-facts", response={201: CreatedOut, **WRITE}, auth=TOKEN, tags=["measures"])
def ask_fact(request: HttpRequest, sent: AskedIn) -> Any:
    """Declare a fact that rules may name; one that is there gets these names and this unit, its type stays."""
    who = actor(request)
    return write(
        request,
        lambda: {"id": actions.ask_fact(who, sent.id, sent.type, sent.names, unit=sent.unit, reason=sent.reason).id},
        status=201,
    )


@router.get("/measures/{measure}/rules", response={200: list[RuleOut], **READ}, tags=["measures"])
def rules(request: HttpRequest, measure: Id) -> Any:  # noqa: ARG001 - a view's signature
    """The rules of a measure in their order."""
    found(programme_queries.measure(measure), "measure")
    return firm_queries.rules_table(measure)


@router.put("/measures/{measure}/rules", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["measures"])
def set_rules(request: HttpRequest, measure: Id, sent: RulesIn) -> Any:
    """Put these rules in the place of a measure's present ones."""
    who, given = actor(request), [rule.dict(exclude={"reason"}) for rule in sent.rules]

    return write(
        request,
        done(lambda: actions.set_rules(who, measure, given, reason=sent.reason)),
        about=f"/measures/{measure}/rules",
    )


@router.get("/institutions/{institution}/facts", response={200: FirmOut, **READ}, tags=["institutions"])
def firm_facts(request: HttpRequest, institution: Id) -> Any:  # noqa: ARG001 - a view's signature
    """What is known of an institution, as measures ask it."""
    shown = found(firm_queries.firm(institution), "institution")
    figures = Figures(item.figure for item in shown.facts if item.figure is not None)
    return {
        "id": shown.id,
        "source": shown.source,
        "entry": shown.entry,
        "facts": [
            {"id": item.id, "type": item.type, "names": item.names,
             "value": None if item.figure is not None else item.value,
             "figure": figures.out(item.figure) if item.figure is not None else None,
             "quote": quote(item.quote) if item.quote is not None else None}
            for item in shown.facts
        ],
    }  # fmt: skip


@router.patch("/institutions/{institution}/facts", response={200: DoneOut, **WRITE}, auth=TOKEN, tags=["institutions"])
def record_firm_facts(request: HttpRequest, institution: Id, sent: FactsIn) -> Any:
    """Record facts of a firm, each on the words that state it or on this entry; a contributor of the own one."""
    who, quotes = actor(request), {name: words(item) for name, item in sent.quotes.items()}

    return write(
        request,
        done(
            lambda: actions.record_firm_facts(
                who, institution, sent.facts, source=sent.source, quotes=quotes, reason=sent.reason
            )
        ),
        about=f"/institutions/{institution}/facts",
    )
