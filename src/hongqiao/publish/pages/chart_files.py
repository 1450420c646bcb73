"""Charts to take away, at addresses that last."""

from django.http import Http404, HttpRequest, HttpResponse

from hongqiao.publish import cards, drawn, language
from hongqiao.publish.charts.downloads import TYPES, Download
from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import programme_queries


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
    """The social card of a programme or a target."""
    day, _wrong = as_of(request)
    drawn_card = None
    if kind == "programme" and (overview := programme_queries.overview(key, day, language.ours())):
        drawn_card = cards.of_programme(overview, request)
    elif kind == "target" and (found := programme_queries.target(key, day, language.ours())):
        drawn_card = cards.of_target(found[1], day)
    if drawn_card is None:
        raise Http404
    return HttpResponse(drawn_card.png(), content_type="image/png")


def _plain(subject: str) -> str:
    """A subject as part of a file's name: nothing that a header or a file system would read as more."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_~") else "-" for sign in subject)[:80]
