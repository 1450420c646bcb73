"""The drop zone: files or a pasted text are read, compared with the programme, and judged claim by claim."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hongqiao.errors import HongqiaoError, NotAllowed, PathInName
from hongqiao.publish import language
from hongqiao.publish.figures import Sheet
from hongqiao.publish.page_tags import name_of
from hongqiao.publish.pages.as_of import default_day
from hongqiao.publish.people import actor, require_member
from hongqiao.publish.sources import sentence
from hongqiao.publish.uploads import sent_name
from hongqiao.record import actions, page_queries, programme_queries, refusals
from hongqiao.record import intake_queries as queries
from hongqiao.record.bulk.opening import safe_name
from hongqiao.record.roles import may, may_read_drafts

NAME_LIMIT = 200


def add(request: HttpRequest) -> HttpResponse:
    """The form, and what was sent with it."""
    person = actor(request)
    context: dict[str, Any] = {
        "section": "intake",
        "may_add": may(person, "add documents"),
        "programmes": programme_queries.programmes(),
        "chosen": request.GET.get("programme", ""),
        "megabytes": settings.UPLOAD_LIMIT // 1024 // 1024,
        "files_limit": settings.UPLOAD_FILES,
        "batches": queries.batches() if may_read_drafts(person) else [],
    }
    if request.method != "POST":
        return render(request, "intake/add.html", context)
    files = request.FILES.getlist("files")  # asking for them is what reads the request
    text, title = request.POST.get("text", ""), request.POST.get("title", "").strip()
    context |= {"chosen": request.POST.get("programme", ""), "text": text, "title": title}
    refused = _unfit(request, files, text)
    if not refused:
        try:
            batch = actions.add_documents(person, context["chosen"], _sources(files, text, title))
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except HongqiaoError as error:
            refused = [str(error)]
        else:
            refused = [f"{item.name}: {item.refused}" for item in batch.refused]
            if len(refused) < len(batch.taken):
                for line in refused:
                    messages.error(request, line)
                return HttpResponseRedirect(reverse("batch", args=[_landed(batch)]))
    return render(request, "intake/add.html", context | {"refused": refused}, status=400)


@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """One document by its address."""
    person = actor(request)
    programme, address = request.POST.get("programme", ""), request.POST.get("address", "").strip()
    try:
        found = actions.fetch_document(person, programme, address)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        context = {
            "section": "intake",
            "may_add": True,
            "programmes": programme_queries.programmes(),
            "chosen": programme,
            "address": address,
            "megabytes": settings.UPLOAD_LIMIT // 1024 // 1024,
            "files_limit": settings.UPLOAD_FILES,
            "batches": queries.batches(),
            "refused": [str(error)],
        }
        return render(request, "intake/add.html", context, status=400)
    return HttpResponseRedirect(reverse("batch", args=[_landed(found)]))


def _unfit(request: HttpRequest, files: list[UploadedFile], text: str) -> list[str]:
    if getattr(request, "upload_too_large", False):
        limit = {"megabytes": settings.UPLOAD_LIMIT // 1024 // 1024}
        return [
            _("Together the files are larger than %(megabytes)s MB. Read large ones with “hongqiao up --with”.") % limit
        ]
    refused = []
    for file in files:
        name = sent_name(request, file.name or "")
        try:
            with refusals.noted(actor(request), "add documents", name):
                safe_name(name)
        except PathInName as error:
            refused.append(str(error))
    if refused:
        return refused
    if not files and not text.strip():
        return [_("Choose a file or paste a text: there was neither.")]
    return []


def _sources(files: list[UploadedFile], text: str, title: str) -> list[tuple[str, bytes]]:
    found = [((file.name or "document")[:NAME_LIMIT], file.read()) for file in files]
    if text.strip():
        # an empty title leaves a name that says where the text came from
        found.append((f"{title or _('pasted text')}.txt"[:NAME_LIMIT], text.encode()))
    return found


def _landed(batch: actions.Batch) -> str:
    """The batch that the documents stand in: an earlier one where each of them had been added before."""
    known = queries.batch_of([item.document for item in batch.taken if item.document], batch.programme)
    return batch.id if batch.id in known or not known else known[0]


def batch(request: HttpRequest, batch: str) -> HttpResponse:
    """One batch: what its documents add, contradictions first; a draft, which members alone read."""
    require_member(request)
    first = request.GET.get("from", "0")
    start = int(first) if first.isdecimal() and len(first) < 9 else 0
    found = queries.batch(batch, default_day(), language.ours(), start=start)
    if found is None:
        raise Http404
    context = {
        "section": "intake",
        "batch": found,
        "programme": found.programme,
        "banner": name_of(found.programme.banner)[0] if found.programme.banner else "",
        "differences": queries.differences(batch, default_day()) if start == 0 else [],
        "claims": [_in_sentence(item) for item in found.claims],
        "next_from": start + queries.CLAIMS if start + queries.CLAIMS < found.total else 0,
        "may_judge": may(actor(request), "judge a claim"),
        "batch_id": found.id,
    }
    return render(request, "intake/batch.html", context)


def _in_sentence(item: queries.Compared) -> dict[str, Any]:
    quote = item.said.quote
    before, after = sentence(page_queries.stored_text(quote.document_id).text, quote.start, quote.end)
    return {"said": item.said, "fact": item.fact, "others": item.others, "before": before, "after": after}


@require_POST
def judge(request: HttpRequest, claim: str) -> HttpResponse:
    """Accept or reject a claim, or undo that; by htmx the claim alone comes back, without it the page."""
    person = actor(request)
    programme, batch_id = request.POST.get("programme", ""), request.POST.get("batch", "")
    try:
        match request.POST.get("verdict"):
            case "accept":
                actions.accept_claim(person, programme, claim)
            case "reject":
                actions.reject_claim(person, programme, claim)
            case "undo":
                actions.undo(person, queries.standing_judgement(programme, claim))
            case _:
                messages.error(request, _("A claim is accepted, rejected, or its judgement undone."))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except HongqiaoError as error:
        messages.error(request, str(error))
    found = queries.batch(batch_id, default_day(), language.ours(), only=claim)
    if found is None or not found.claims:
        raise Http404
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{reverse('batch', args=[batch_id])}#claim-{claim}")
    context = {
        "claim": _in_sentence(found.claims[0]),
        "programme": found.programme,
        "batch_id": batch_id,
        "may_judge": True,
        "alone": True,
        "sheet": Sheet(salt=f"{claim} {found.claims[0].said.state}"),
    }
    return render(request, "intake/claim.html", context)
