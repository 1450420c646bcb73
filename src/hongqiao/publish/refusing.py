"""Every refusal is written down: which request, by whom, and why."""

import json
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from hongqiao.errors import NotAllowed
from hongqiao.record import refusals
from hongqiao.record.refusals import Asked

KINDS = {
    400: "request",
    401: "token",
    403: "right",
    409: "state",
    412: "precondition",
    413: "size",
    422: "content",
    429: "rate",
}


def client(request: HttpRequest) -> str:
    """The address that asks; behind the TLS proxy (`HONGQIAO_HTTPS`) the one that the proxy saw."""
    if settings.HTTPS:
        return request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))


def asked(request: HttpRequest, about: str = "") -> Asked:
    """A request as a refusal remembers it."""
    who = getattr(getattr(request, "actor", None), "name", "")
    if not who and getattr(request, "user", None) is not None and request.user.is_authenticated:
        who = request.user.get_username()
    return Asked(request.method or "", request.path, who or "public", client(request), about)


def note(request: HttpRequest, kind: str, status: int, what: str, about: str = "") -> None:
    """Write down what was refused of a request, where its answer alone does not show that something was."""
    refusals.note(kind, status, what, asked(request, about))
    request.refusal_noted = True  # type: ignore[attr-defined]  # ours, read below


class NoteRefusals:
    """Writes down each answer that refuses; the reason is what the page or the answer says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and look at its answer."""
        response = self._get_response(request)
        kind = KINDS.get(response.status_code)
        if kind and not getattr(request, "refusal_noted", False):
            what = getattr(request, "refusal", "") or _said(response) or response.reason_phrase
            note(request, getattr(request, "refusal_kind", kind), response.status_code, what)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Remember why, where a page refused by raising; what a verb does not allow is a page of its own, too."""
        if isinstance(exception, PermissionDenied | SuspiciousOperation | NotAllowed):
            request.refusal = str(exception)  # type: ignore[attr-defined]  # ours, read above
        if isinstance(exception, NotAllowed):
            from hongqiao.publish.pages import refused

            return refused.forbidden(request)
        return None


def _said(response: HttpResponse) -> str:
    if not response.headers.get("Content-Type", "").startswith("application/json") or response.streaming:
        return ""
    try:
        return str(json.loads(response.content)["detail"])
    except (ValueError, KeyError, TypeError):
        return ""
