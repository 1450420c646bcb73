"""Every page as this record held it by a day: ``?recorded_by=2025-12-31``.

A page is as of a day in two senses: `as_of` is about what was true by then, `recorded_by` about what had been recorded by
then. Both can be asked for at once; what is shown says which. The past is only read.
"""

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hongqiao.errors import NothingRecorded
from hongqiao.record import recorded

PARAMETER = "recorded_by"
_READING = frozenset({"GET", "HEAD"})

type View = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: View) -> View:
    """Answer a request that asks for a day from the record as it stood at that day's end (UTC)."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get(PARAMETER, "").strip()
        if not asked:
            return get_response(request)
        if request.method not in _READING:
            return _refused(request, 400, _("The past can be read, and not be changed."))
        try:
            day = dt.date.fromisoformat(asked)
        except ValueError:
            return _refused(request, 400, _("“%(asked)s” is no day; write it as 2025-12-31.") % {"asked": asked[:40]})
        try:
            with recorded.by(day):
                request.recorded_by = day  # type: ignore[attr-defined]  # read by the context of every page
                answer = get_response(request)
        except NothingRecorded as error:
            return _refused(request, 404, str(error))
        answer["Cache-Control"] = "no-store"
        return answer

    return answer


def _refused(request: HttpRequest, status: int, text: str) -> HttpResponse:
    title = _("This day cannot be shown")
    return render(request, "refused.html", {"refusal": title, "text": text}, status=status)
