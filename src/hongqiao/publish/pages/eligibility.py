"""May we claim this? The form of a measure, and its answer: eligible, not eligible (why), or which data are needed."""

import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import eligibility_queries as queries
from hongqiao.record import models, programme_queries


def claim(request: HttpRequest, measure: str) -> HttpResponse:
    """Nothing that is typed here is stored: the address holds the question, so that an answer can be passed on."""
    found = programme_queries.measure(measure)
    rules = queries.rules(measure)
    if found is None:
        raise Http404
    day, wrong = as_of(request)
    firm = request.GET.get("firm", "")
    recorded = models.FirmFacts.objects.filter(pk=firm).values_list("facts", flat=True).first() or {}
    stated: dict[str, Any] = {}
    unread: list[str] = []
    asked = queries.questions(rules, recorded)
    if "asked" in request.GET:
        for question in asked:
            try:
                stated[question.id] = typed(question.type, request.GET.get(question.id, "").strip())
            except ValueError:
                unread.append(_("“%(asked)s” is no number.") % {"asked": request.GET.get(question.id, "")[:40]})
        asked = queries.questions(rules, stated)
    answered = bool(firm or "asked" in request.GET) and not unread
    context = {
        "section": "programmes",
        "programme": found.programme,
        "banner": name_of(found.programme.banner)[0] if found.programme.banner else "",
        "measure": found,
        "rules": rules,
        "questions": asked,
        "firms": queries.firms(),
        "firm": firm,
        "as_of": day,
        "wrong": [text for text in (wrong, *unread) if text],
        "answer": queries.answer(measure, firm, stated, day) if answered else None,
    }
    return render(request, "matching/claim.html", context)


def typed(kind: str, text: str) -> Any:
    """What was typed as a value of its type; None for nothing, ValueError for what is no number."""
    if not text:
        return None
    match kind:
        case "number":
            number = float(text.replace(",", "."))
            if not math.isfinite(number):
                raise ValueError(text)
            return int(number) if number.is_integer() else number
        case "flag":
            return {"yes": True, "no": False}.get(text)
        case "list":
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text
