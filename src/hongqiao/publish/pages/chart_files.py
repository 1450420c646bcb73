"""Charts to take away, at addresses that last."""

from django.http import Http404, HttpRequest, HttpResponse

from hongqiao.publish import carded, drawn
from hongqiao.publish.charts.downloads import TYPES, Download
from hongqiao.publish.pages.as_of import as_of


def chart_file(request: HttpRequest, kind: str, subject: str, form: str) -> HttpResponse:
    """One chart as CSV, XLSX, SVG or PNG, with all its sources."""
    day, _wrong = as_of(request)
    found = drawn.chart(kind, subject, day) if form in TYPES else None
    if found is None:
        raise Http404
    response = HttpResponse(Download.of(found, request.build_absolute_uri).data(form), content_type=TYPES[form])
    place = "inline" if form in {"svg", "png"} else "attachment"
    response.headers["Content-Disposition"] = f'{place}; filename="{kind}-{_plain(subject)}-{day}.{form}"'
    return response


def card(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The social card of anything that has a page of its own."""
    day, _wrong = as_of(request)
    drawn_card = carded.card(kind, key, day, request)
    if drawn_card is None:
        raise Http404
    return HttpResponse(drawn_card.png(), content_type="image/png")


def _plain(subject: str) -> str:
    """A subject as part of a file's name: nothing that a header or a file system would read as more."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_~") else "-" for sign in subject)[:80]
