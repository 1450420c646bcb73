"""Forms by which people enter what verbs take: declared here as fields, drawn by one template, read in one way."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hongqiao.errors import BadValue, HongqiaoError, NotAllowed
from hongqiao.record.actions import Amount, Words

_LANGUAGES = {"en": gettext_lazy("English"), "de": gettext_lazy("German"), "zh": gettext_lazy("Chinese")}
_DOCUMENT = re.compile(r"/document/([^/?#]+)")

FIELDS = {
    "infrastructure": gettext_lazy("Infrastructure connectivity"),
    "sci-tech": gettext_lazy("Sci-tech innovation"),
    "industry": gettext_lazy("Industrial collaboration"),
    "finance": gettext_lazy("Financial services"),
    "resources": gettext_lazy("Integration of resources"),
}
STAGES = {
    "lead": gettext_lazy("lead"),
    "negotiating": gettext_lazy("negotiating"),
    "signed": gettext_lazy("signed"),
    "started": gettext_lazy("started"),
    "operating": gettext_lazy("operating"),
    "completed": gettext_lazy("completed"),
    "paused": gettext_lazy("paused"),
    "cancelled": gettext_lazy("cancelled"),
}
MONEY = {
    "announced": gettext_lazy("announced"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
}
BOUNDS = {
    "=": gettext_lazy("exactly"),
    "~": gettext_lazy("about"),
    ">": gettext_lazy("more than"),
    ">=": gettext_lazy("at least"),
    "<": gettext_lazy("less than"),
    "<=": gettext_lazy("up to"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the word before it, what it is, and what stands in it."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    suggest: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: which of the page's deeds it does, its fields, and the word on its button."""

    do: str
    title: str
    fields: tuple[Field, ...]
    button: str
    open: bool = False
    subject: str = ""


def choice(name: str, label: str, options: Mapping[str, Any], value: str = "", *, empty: bool = True) -> Field:
    """A field to choose from options; the empty one first unless something has to be chosen."""
    first = (("", "–"),) if empty else ()
    return Field(name, label, "select", value, (*first, *((key, str(word)) for key, word in options.items())))


def names(given: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    """A name in each language of the pages."""
    known = given or {}
    return tuple(
        Field(f"name_{code}", _("Name in %(language)s") % {"language": word}, value=known.get(code, ""))
        for code, word in _LANGUAGES.items()
    )


def read_names(posted: Mapping[str, str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names that were entered; those in other languages stay."""
    kept = {code: name for code, name in (given or {}).items() if code not in _LANGUAGES}
    return kept | {code: posted.get(f"name_{code}", "").strip() for code in _LANGUAGES}


def descriptions(given: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    """A description in each language of the pages."""
    known = given or {}
    return tuple(
        Field(
            f"description_{code}",
            _("Description in %(language)s") % {"language": word},
            "textarea",
            known.get(code, ""),
        )
        for code, word in _LANGUAGES.items()
    )


def read_descriptions(posted: Mapping[str, str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The descriptions that were entered; those in other languages stay."""
    kept = {code: text for code, text in (given or {}).items() if code not in _LANGUAGES}
    return kept | {code: posted.get(f"description_{code}", "").strip() for code in _LANGUAGES}


def words() -> tuple[Field, ...]:
    """A document and the words in it."""
    return (
        Field("document", _("Document"), suggest="documents", hint=_("its address or id")),
        Field("exact", _("Words that say so"), "textarea", hint=_("copied from the document")),
    )


def read_words(posted: Mapping[str, str]) -> Words | None:
    """The words that were quoted, or None; a document without words, or words without one, are refused."""
    document, exact = posted.get("document", "").strip(), posted.get("exact", "").strip()
    if not document and not exact:
        return None
    if not document or not exact:
        raise BadValue("a quote is a document and the words in it; one of the two is missing")
    found = _DOCUMENT.search(document)
    return Words(found.group(1) if found else document, exact)


def read_quotes(posted: Mapping[str, str]) -> list[Words]:
    """The words that were quoted, as a list of none or one."""
    found = read_words(posted)
    return [found] if found else []


def amount() -> tuple[Field, ...]:
    """An amount of money with its bound."""
    return (
        choice("comparator", _("Bound"), BOUNDS, "=", empty=False),
        Field("value", _("Amount"), "number"),
        Field("value_hi", _("to (of a range)"), "number"),
        Field("unit", _("Currency"), hint="CNY, EUR"),
    )


def read_amount(posted: Mapping[str, str]) -> Amount | None:
    """The amount that was entered, or None."""
    words_ = read_words(posted)
    value = number(posted.get("value", ""))
    if value is None and words_ is None:
        return None
    high = number(posted.get("value_hi", ""))
    bound = posted.get("comparator", "=")
    return Amount(value, posted.get("unit", "").strip().upper(), bound, high, words=words_)


def number(text: str) -> float | None:
    """A number as people write it in a form; None for none."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("'", "")
    if not plain:
        return None
    try:
        return float(plain)
    except ValueError:
        raise BadValue(f"{text!r} is no number; write it as 1500000 or 1500000.5") from None


def lines(posted: Mapping[str, str], name: str) -> list[str]:
    """The lines of a field, the empty ones left out."""
    return [line.strip() for line in posted.get(name, "").splitlines() if line.strip()]


def attempt(deed: Any) -> str:
    """Do it; what was wrong in words, or nothing. What one may not do is for the page of refusals."""
    try:
        deed()
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        return str(error)
    return ""


def refilled(forms: Iterable[Form], request: HttpRequest) -> tuple[Form, ...]:
    """Forms with what was sent: whoever is refused types nothing twice."""
    did, subject = request.POST.get("do"), request.POST.get("subject", "")
    return tuple(_refill(form, request.POST) if (form.do, form.subject) == (did, subject) else form for form in forms)


def _refill(form: Form, posted: Mapping[str, str]) -> Form:
    fields: Sequence[Field] = [
        Field(
            item.name, item.label, item.kind, posted.get(item.name, item.value), item.choices, item.hint, item.required,
            item.suggest,
        )
        for item in form.fields
    ]  # fmt: skip
    return Form(form.do, form.title, tuple(fields), form.button, open=True, subject=form.subject)
