"""One request looks at the head of the ledger once: everything on a page is counted as of one entry."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class OneLook:
    """The middleware around pages that read; those that write look again for every entry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        from hongqiao.record import page_queries  # needs the record's tables, which are not ready at import

        with page_queries.one_look():
            return self.get_response(request)
