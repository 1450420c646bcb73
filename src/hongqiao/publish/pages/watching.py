"""Feeds of what changed, for programmes, targets, projects and places."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hongqiao.publish.feeds import TYPES, Feed
from hongqiao.publish.pages.as_of import EARLIEST
from hongqiao.record import changes

BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # of a record in which nothing happened yet


def feed(request: HttpRequest, kind: str, key: str, form: str) -> HttpResponse:
    """The latest changes of one thing."""
    of = changes.subject(kind, key) if form in TYPES else None
    if of is None:
        raise Http404
    found = Feed(
        of,
        changes.since(of, EARLIEST),
        request.build_absolute_uri(request.path),
        request.build_absolute_uri(reverse(kind, args=[key])),
        request.build_absolute_uri,
        BEGINNING,
    )
    return HttpResponse(found.atom() if form == "atom" else found.json(), content_type=TYPES[form])
