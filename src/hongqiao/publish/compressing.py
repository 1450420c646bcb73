"""Compression: brotli where the reader takes it, else gzip; style and scripts are compressed once and kept."""

import functools
import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase

FEWEST_BYTES = 400
_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/geo+json",
    "image/svg",
    "application/atom",
    "application/feed",
    "application/ld+json",
)
_QUALITY = {"br": 6, "gzip": 6}


def chosen(accepted: str, headers: Iterable[tuple[str, str]]) -> str:
    """The coding for an answer: ``br``, ``gzip``, or empty for what is not text or for a reader who takes neither.

    >>> chosen("gzip, deflate, br;q=0.9", [("Content-Type", "text/html")]), chosen("br;q=0", [("Content-Type", "text/html")])
    ('br', '')
    """
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    if not kind.startswith(_TEXT):
        return ""
    takes = set()
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            takes.add(name.strip().lower())
    return "br" if "br" in takes else "gzip" if "gzip" in takes or "*" in takes else ""


def compress(body: bytes, coding: str) -> bytes:
    """A body in a coding."""
    if coding == "br":
        data: bytes = brotli.compress(body, quality=_QUALITY["br"])
        return data
    return gzip.compress(body, _QUALITY["gzip"], mtime=0)


class StaticCompression:
    """Middleware above WhiteNoise: a static file leaves compressed, each version compressed once in this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Compress what WhiteNoise sends."""
        response = self._get_response(request)
        from django.conf import settings

        if (
            not request.path.startswith(settings.STATIC_URL)
            or response.status_code != 200
            or "Range" in request.headers
            or response.headers.get("Content-Encoding")
        ):
            return response
        coding = chosen(request.headers.get("Accept-Encoding", ""), response.items())
        found = finders.find(request.path.removeprefix(settings.STATIC_URL)) if coding else None
        if not found:
            return response
        path = Path(found)
        if path.stat().st_size < FEWEST_BYTES:
            return response
        made = HttpResponse(_file(str(path), path.stat().st_mtime_ns, coding))
        for name, value in response.items():
            if name.lower() not in {"content-length", "accept-ranges"}:
                made.headers[name] = value
        made.headers["Content-Encoding"] = coding
        made.headers["Vary"] = "Accept-Encoding"
        opened = getattr(response, "file_to_stream", None)
        if opened is not None:  # closing the response itself would end the request before it has answered
            opened.close()
        return made


@functools.lru_cache(maxsize=64)
def _file(path: str, _changed: int, coding: str) -> bytes:
    return compress(Path(path).read_bytes(), coding)
