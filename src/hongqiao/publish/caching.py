"""Pages kept as they were sent, until the ledger moves on: for anonymous readers, who all see the same.

A page is a function of its address, its language (which is in the address), the day, and the record as its ledger
stands. So what was answered once is answered again, compressed as it was, while the head of the ledger stays; readers
who have it already are told so (304). Whoever has signed in, or holds a form, gets pages of their own.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware

from hongqiao.publish.compressing import chosen, compress
from hongqiao.publish.pages.as_of import default_day
from hongqiao.record.page_queries import ledger_head

type Key = tuple[str, ...]
_LONGEST_QUERY = 300
_MOST_OWN = 10_000
_MADE_ANEW = frozenset({"content-length", "content-encoding", "etag", "cache-control", "vary", "date", "connection"})


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its headers, its body in each coding that was asked for, and its tag."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    coded: dict[str, bytes]
    tag: str


class Shelf:
    """The answers of this process: the latest used stay, up to so many bytes; all go when the ledger moves on."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._making: dict[Key, threading.Lock] = {}
        self._own: set[str] = set()
        self._guard = threading.Lock()
        self._position: tuple[int, str] = (0, "")

    def find(self, key: Key, position: tuple[int, str]) -> Kept | None:
        """The answer kept for a key, while the ledger stands where it was made."""
        with self._guard:
            if position != self._position:
                self._kept.clear()
                self._making.clear()
                self._own.clear()
                self._bytes, self._position = 0, position
            found = self._kept.get(key)
            if found:
                self._kept.move_to_end(key)
            return found

    def making(self, key: Key) -> threading.Lock:
        """The lock of one page: of many who ask at once for a page that is not kept, one makes it."""
        with self._guard:
            return self._making.setdefault(key, threading.Lock())

    def keep(self, key: Key, kept: Kept, position: tuple[int, str]) -> None:
        """Keep an answer, unless the ledger moved on while it was made."""
        with self._guard:
            self._making.pop(key, None)
            if position != self._position or len(kept.body) > self._most // 8:
                return
            self._kept[key] = kept
            self._bytes += _size(kept)
            while self._bytes > self._most and len(self._kept) > 1:
                _oldest, gone = self._kept.popitem(last=False)
                self._bytes -= _size(gone)

    def own(self, path: str) -> None:
        """Remember that the pages of an address are each reader's own, so that nobody waits for another's."""
        with self._guard:
            if len(self._own) < _MOST_OWN:
                self._own.add(path)

    def is_own(self, path: str) -> bool:
        """Whether they are."""
        return path in self._own

    def grew(self, by: int) -> None:
        """Count the bytes of a further coding."""
        with self._guard:
            self._bytes += by


def _size(kept: Kept) -> int:
    return len(kept.body) + sum(len(data) for data in kept.coded.values())


class PageCache:
    """The middleware: outermost, so that a kept page costs one question to the database and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._shelf = Shelf(settings.HONGQIAO_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the shelf, or make the page and keep it where it is everybody's."""
        if not _askable(request) or self._shelf.is_own(request.path):
            return self._compressed(request, self._get_response(request))
        head = ledger_head()
        position = (head.position, head.hash) if head else (0, "")
        key = (request.get_host(), request.scheme or "", request.get_full_path(), default_day().isoformat())
        kept = self._shelf.find(key, position)
        if kept is None:
            with self._shelf.making(key):
                kept = self._shelf.find(key, position)
                if kept is None:
                    response = self._get_response(request)
                    kept = _everybodys(request, response, key, position)
                    if kept is None:
                        self._shelf.own(request.path)
                        return self._compressed(request, response)
                    self._shelf.keep(key, kept, position)
        return self._answer(request, kept)

    @staticmethod
    def _compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """A page of one reader's own: Django's gzip pads it, so that its length tells nothing of the form's token."""
        if isinstance(response, HttpResponse) and not response.headers.get("Content-Encoding"):
            return GZipMiddleware(lambda _request: response).process_response(request, response)
        return response

    def _answer(self, request: HttpRequest, kept: Kept) -> HttpResponse:
        if kept.tag in request.headers.get("If-None-Match", ""):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = HttpResponse()
            coding = chosen(request.headers.get("Accept-Encoding", ""), kept.headers)
            if coding and coding not in kept.coded:
                kept.coded[coding] = compress(kept.body, coding)
                self._shelf.grew(len(kept.coded[coding]))
            response.content = kept.coded[coding] if coding else kept.body
            del response.headers["Content-Type"]
            for name, value in kept.headers:
                response.headers[name] = value
            if coding:
                response.headers["Content-Encoding"] = coding
            response.headers["Content-Length"] = str(len(response.content))
        response.headers["ETag"] = kept.tag
        response.headers["Cache-Control"] = "no-cache"  # keep it, and ask whether it still stands
        response.headers["Vary"] = "Accept-Encoding, Cookie"
        return response


def _askable(request: HttpRequest) -> bool:
    """Whether the page may be everybody's: read, not sent; by somebody who holds no cookie that makes it their own."""
    return (
        request.method == "GET"
        and not any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages"))
        and "Authorization" not in request.headers
        and "HX-Request" not in request.headers
        and not request.path.startswith(settings.STATIC_URL)
        and not request.path.startswith("/api/")  # it has tags and limits of its own
        and request.path != "/health"
        and len(request.META.get("QUERY_STRING", "")) <= _LONGEST_QUERY
    )


def _everybodys(request: HttpRequest, response: HttpResponseBase, key: Key, position: tuple[int, str]) -> Kept | None:
    """The answer as it can be kept; None where it is one reader's own (a form, a message, a refusal)."""
    if (
        response.status_code != 200
        or not isinstance(response, HttpResponse)
        or response.streaming
        or response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or response.headers.get("Cache-Control", "") not in {"", "no-cache"}
        or response.headers.get("Content-Encoding")
    ):
        return None
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in _MADE_ANEW)
    digest = hashlib.sha256("\n".join((*key, str(position))).encode() + response.content).hexdigest()
    return Kept(headers, response.content, {}, f'W/"{digest[:24]}"')
