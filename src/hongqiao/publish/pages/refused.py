"""What is shown when a page cannot be: what happened, and where to go from here."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):  # a machine asked
        return JsonResponse({"detail": f"{title}. {text}", "errors": []}, status=status)
    return render(request, "refused.html", {"refusal": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The request was not understood, or larger than the site takes."""
    return _page(
        request,
        400,
        _("This request was not understood"),
        _("It may have been larger than the site accepts. Large documents are read by the command line."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The reader may not do this."""
    from hongqiao.publish.people import lacks_second_factor

    if lacks_second_factor(request):
        text = _("Your role takes a second factor. Set one up on your account's page, then this is yours to do.")
    else:
        text = _("Each change takes a role that allows it; contributors act for their own institution.")
    return _page(request, 403, _("This is not yours to do"), text)


def too_often(request: HttpRequest, wait: dt.timedelta) -> HttpResponse:
    """Somebody tried too often."""
    response = _page(
        request,
        429,
        _("Too many attempts"),
        _("Wait a quarter of an hour, then try again. An administrator can set a new password."),
    )
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another site, or its page was too old."""
    request.refusal, request.refusal_kind = reason, "forged form"  # type: ignore[attr-defined]  # for the log
    return _page(
        request,
        403,
        _("This form has expired"),
        _("Go back, load the page again and send it once more. Nothing was changed."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Nothing stands at this address."""
    return _page(
        request,
        404,
        _("Nothing stands at this address"),
        _("The search finds programmes, places, institutions and documents."),
    )


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Something failed here; written without the record, which may be what failed."""
    return HttpResponse(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Hongqiao</title>"
        "<h1>Something failed</h1><p>The record is as it was. The server's log says what happened.</p>"
        "<p>Etwas ist fehlgeschlagen. Der Datenbestand ist unverändert.</p><p lang=zh-Hans>出现错误，数据未变。</p>",
        status=500,
    )
