"""Who may claim a measure, kept by people: its rules as a table, the facts they ask, and what is known of a firm."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hongqiao.errors import BadValue
from hongqiao.publish import entry_forms as forms
from hongqiao.publish.entry_forms import Field, Form
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.eligibility import typed
from hongqiao.publish.pages.projects import shell
from hongqiao.publish.people import actor
from hongqiao.record import actions, eligibility_queries, firm_queries, programme_queries, suggestions
from hongqiao.record.roles import may

COLUMNS = ("id", "condition", "needs", "document", "exact")
TYPES = {
    "number": gettext_lazy("number"),
    "flag": gettext_lazy("yes or no"),
    "text": gettext_lazy("text"),
    "list": gettext_lazy("list"),
}
_FIELD_LIMIT = 5000


def rules(request: HttpRequest, measure: str) -> HttpResponse:
    """A measure's rules with their sentences; a new one, the whole table, and a new fact that rules may ask."""
    found = programme_queries.measure(measure)
    if found is None:
        raise Http404
    present = firm_queries.rules_table(measure)
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _rules_deed(request, measure, present))
        if not refused:
            return HttpResponseRedirect(request.path)
    asked = firm_queries.asked()
    allowed = may(actor(request), "edit a measure")
    shown = (
        Form("rule", _("A new rule"), (*_rule_fields(), *forms.words()), _("Add")),
        Form("table", _("All rules as a table"), _table_fields(present), _("Put in place of the present ones")),
        Form("fact", _("A new fact that rules may ask"), _asked_fields(), _("Add")),
    )
    rows = eligibility_queries.rules(measure)
    context = {
        **shell(found.programme),
        "measure": found,
        "title": _("Rules of the measure"),
        "forms": _offered(request, shown, refused) if allowed else (),
        "refused": refused,
        "may": allowed,
        "suggestions": {
            "documents": suggestions.of_programme(found.programme.id)["documents"],
            "facts": [(item.id, item.names) for item in asked],
        },
        "crumbs": [(reverse("measure", args=[measure]), found.names)],
        "rules": [(row, quote) for row, quote in eligibility_queries.with_quotes(rows)],
        "asked": [(item, TYPES[item.type]) for item in asked],
    }
    return render(request, "matching/rules.html", context, status=400 if refused else 200)


def _rules_deed(request: HttpRequest, measure: str, present: Sequence[Mapping[str, Any]]) -> None:
    person, posted = actor(request), request.POST
    reason = posted.get("reason", "").strip()
    match posted.get("do"):
        case "fact":
            actions.ask_fact(
                person, posted.get("fact", "").strip(), posted.get("type", ""), forms.read_names(posted),
                unit=posted.get("unit", "").strip(), reason=reason,
            )  # fmt: skip
        case "table":
            actions.set_rules(person, measure, read_table(posted.get("table", "")), reason=reason)
        case _:
            words = forms.read_words(posted)
            if words is None:
                raise BadValue("a rule stands on words of a document; got none")
            made = {
                "id": posted.get("id", "").strip(),
                "condition": posted.get("condition", "").strip(),
                "needs": _named(posted.get("needs", "")),
                "document": words.document,
                "exact": words.exact,
            }
            actions.set_rules(person, measure, [*present, made], reason=reason)


def read_table(text: str) -> list[dict[str, Any]]:
    """Rules from a pasted table, its header first; cells lie between tabs, or commas as in a CSV file.

    Raises BadValue, naming the line, for a header or a line that does not fit.
    """
    if not text.strip():
        return []
    separator = "\t" if "\t" in text.splitlines()[0] else ","
    lines = csv.reader(io.StringIO(text.strip("\r\n")), delimiter=separator)
    try:
        header = [cell.strip() for cell in next(lines)]
        if sorted(header) != sorted(COLUMNS):
            raise BadValue(f"line 1 is {separator.join(header)!r}; the columns {', '.join(COLUMNS)} would be right")
        found = []
        for row in lines:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise BadValue(f"line {lines.line_num} has {len(row)} cells; {len(header)} would be right")
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
            found.append({**cells, "needs": _named(cells["needs"])})
    except csv.Error as error:
        raise BadValue(f"line {lines.line_num} cannot be read as a table: {error}") from None
    return found


def _named(text: str) -> list[str]:
    return [part for part in text.replace(",", " ").split() if part]


def _rule_fields() -> tuple[Field, ...]:
    return (
        Field("id", _("Short name"), required=True, hint="size, seat"),
        Field("condition", _("Condition"), required=True, hint="employees < 250"),
        Field("needs", _("Facts it asks"), required=True, suggest="facts", hint=_("several between spaces")),
    )


def _table_fields(present: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for rule in present:
        table.writerow([" ".join(rule[name]) if name == "needs" else rule[name] for name in COLUMNS])
    hint = _("with its header, cells between tabs or commas; a line that is left out is a rule taken away")
    return (Field("table", _("Its rules"), "textarea", out.getvalue(), hint=hint), Field("reason", _("Reason")))


def _asked_fields() -> tuple[Field, ...]:
    return (
        Field("fact", _("Short name"), required=True, hint="employees"),
        forms.choice("type", _("Type"), TYPES, "number", empty=False),
        Field("unit", _("Unit"), hint="count, EUR, %"),
        *forms.names(),
    )


def facts(request: HttpRequest, institution: str) -> HttpResponse:
    """What is known of a firm as measures ask it, each fact with its basis; and the form that records one."""
    found = firm_queries.firm(institution)
    if found is None:
        raise Http404
    asked = firm_queries.asked()
    refused = ""
    if request.method == "POST":
        refused = forms.attempt(lambda: _record(request, institution, {item.id: item.type for item in asked}))
        if not refused:
            return HttpResponseRedirect(request.path)
    options = {item.id: f"{name_of(item.names, item.id)[0]} ({TYPES[item.type]})" for item in asked}
    fields = (
        forms.choice("fact", _("Fact"), options, empty=False),
        Field("value", _("Value"), hint=_("a number; yes or no; several texts between commas; empty: not known")),
        Field("source", _("Source"), required=True, hint=_("who told it, when")),
        *forms.words(),
        Field("reason", _("Reason")),
    )
    allowed = may(actor(request), "edit what is known of a firm", frozenset({institution}))
    shown = (Form("fact", _("Record a fact"), fields, _("Record"), open=True),) if asked else ()
    context = {
        "section": "institutions",
        "title": _("What measures ask of it"),
        "firm": found,
        "forms": _offered(request, shown, refused) if allowed else (),
        "refused": refused,
        "may": allowed,
        "suggestions": {"documents": suggestions.of_programme("")["documents"]},
        "crumbs": [
            (reverse("institutions"), _("Institutions")),
            (reverse("institution", args=[institution]), found.names),
        ],
        "asked": asked,
    }
    return render(request, "matching/firm.html", context, status=400 if refused else 200)


def _offered(request: HttpRequest, shown: tuple[Form, ...], refused: str) -> tuple[Form, ...]:
    """The forms for those who may send them; readers come for what is known."""
    return forms.refilled(shown, request) if refused else shown


def _record(request: HttpRequest, institution: str, types: Mapping[str, str]) -> None:
    posted = request.POST
    name, text, words = posted.get("fact", ""), posted.get("value", "").strip()[:_FIELD_LIMIT], forms.read_words(posted)
    try:
        value = typed(types.get(name, "text"), text.casefold() if types.get(name) == "flag" else text)
    except ValueError:
        raise BadValue(f"{text!r} is no number; write it as 250 or 250.5") from None
    if value is None and text:
        raise BadValue(f"{text!r} is neither yes nor no")
    actions.record_firm_facts(
        actor(request), institution, {name: value}, source=posted.get("source", "").strip(),
        quotes={name: words} if words else None, reason=posted.get("reason", "").strip(),
    )  # fmt: skip
