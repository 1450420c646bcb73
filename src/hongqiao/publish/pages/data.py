"""A programme's data: taken along in tables and open standards, and brought in as tables."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongqiao.errors import HongqiaoError, NotAllowed
from hongqiao.publish import exports
from hongqiao.publish.pages.as_of import as_of
from hongqiao.publish.people import actor
from hongqiao.publish.uploads import sent_name
from hongqiao.record import actions, job_queries, jobs, ledger, programme_queries
from hongqiao.record.bulk import tables
from hongqiao.record.bulk.exporting import FORMATS, Export
from hongqiao.record.bulk.exporting import to_file as tables_to_file
from hongqiao.record.roles import may

VERB = "import a table"
TABLE_FORMS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "zip": "application/zip",
               "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


def data(request: HttpRequest, programme: str) -> HttpResponse:
    """What can be taken along, the form of an import, and the imports before."""
    found = programme_queries.programme(programme)
    if found is None:
        raise Http404
    person = actor(request)
    context: dict[str, Any] = {
        "section": "programmes",
        "programme": found,
        "may_import": may(person, VERB),
        "tables": tables(),
        "sent": request.POST,
    }
    if request.method == "POST":
        if not context["may_import"]:
            raise PermissionDenied
        try:
            job = _asked(request, programme)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except HongqiaoError as error:
            context["refused"] = str(error)
        else:
            jobs.begin(job)
            return HttpResponseRedirect(reverse("job", args=[job.id]))
    if context["may_import"]:
        context["jobs"] = job_queries.latest(programme)
        context["megabytes"] = settings.UPLOAD_LIMIT // 1024 // 1024
    return render(request, "data.html", context, status=400 if "refused" in context else 200)


def _asked(request: HttpRequest, programme: str) -> Any:
    file = request.FILES.get("file")
    if getattr(request, "upload_too_large", False):
        raise HongqiaoError(
            _("The file is larger than %(megabytes)s MB; “hongqiao import” takes it from the command line.")
            % {"megabytes": settings.UPLOAD_LIMIT // 1024 // 1024}
        )
    if file is None:
        raise HongqiaoError(_("Choose a file: there was none."))
    said = request.POST
    return actions.ask_for_import(
        actor(request), programme, sent_name(request, file.name or ""), file.read(), dry_run=said.get("what") != "import",
        skip_bad_rows="skip" in said, table=said.get("table", "").strip(), reading=_reading(said, file.name or ""),
    )  # fmt: skip


def _reading(said: Any, name: str) -> dict[str, Any] | None:
    lines = [line.strip() for line in said.get("figures", "").splitlines() if line.strip()]
    if not lines:
        return None
    figures = {}
    for line in lines:
        column, equals, indicator = line.rpartition("=")
        if not equals or not column.strip() or not indicator.strip():
            raise HongqiaoError(
                _(
                    "“%(line)s”: a column, an equals sign and an indicator would be right, such as population=people:count."
                )
                % {"line": line[:80]}
            )
        figures[column.strip()] = indicator.strip()
    parts = {part: said.get(part, "").strip() for part in ("place", "period", "unit")}
    if not parts["place"] or not parts["period"]:
        raise HongqiaoError(_("A number is of a place and a period: say which columns hold them."))
    return {"figures": figures, **parts, "title": said.get("title", "").strip() or name}


@require_safe
def export(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    """A download: a format of tables, or an open standard."""
    if programme_queries.programme(programme) is None or form not in {*FORMATS, *exports.FORMATS}:
        raise Http404
    day, wrong = as_of(request)
    if wrong:
        return HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
    asked = day if request.GET.get("as_of") else None
    by = getattr(request, "recorded_by", None)
    whole = may(actor(request), VERB)
    with tempfile.TemporaryDirectory(prefix="hongqiao-export-") as folder:
        path = Path(folder) / "export"
        try:
            if form in FORMATS:
                tables_to_file(Export(programme, asked, by, whole=whole), form, path)
            else:
                site = request.build_absolute_uri("/")
                exports.to_file(form, exports.Subject(programme, site, asked, by, whole=whole), path)
        except HongqiaoError as error:
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        file = path.open("rb")  # an open file stays when its folder goes
    suffix = form if form in FORMATS else exports.SUFFIXES[form]
    kind = TABLE_FORMS.get(form) or exports.MEDIA_TYPES[form]
    answer = FileResponse(file, as_attachment=True, filename=f"{programme}.{suffix}", content_type=kind)
    position, head = ledger.head()
    answer["X-Hongqiao-Ledger"] = f"{position} {head}"
    return answer
