"""What a process would otherwise do at its first reader's cost: import the pages, compile templates, start the charts."""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from hongqiao.record import programme_queries

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_LOG = logging.getLogger(__name__)


def warm(application: Application, host: str, port: int) -> None:
    """Ask for one overview as a reader of `host:port` does; a page that fails is logged, and served as it is."""
    known = programme_queries.programmes()
    path = f"/{settings.LANGUAGE_CODE}/" + (f"programme/{known[0].id}/" if known else "")
    environ: dict[str, Any] = {
        "PATH_INFO": path, "HTTP_HOST": f"{host}:{port}", "SERVER_NAME": host, "SERVER_PORT": str(port),
        "REMOTE_ADDR": host, "HTTP_ACCEPT_ENCODING": "br, gzip",
    }  # fmt: skip
    setup_testing_defaults(environ)
    answered: list[str] = []
    body = application(environ, lambda status, _headers, _error=None: answered.append(status))
    try:
        for _part in body:
            pass
    finally:
        if close := getattr(body, "close", None):
            close()
    if answered[:1] != ["200 OK"]:
        _LOG.warning("the first page, %s, answered %s", path, answered[0] if answered else "nothing")
