"""What every request to the interface passes: its size, its token, its rate, and the ETag of its answer."""

import hashlib
import math
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from hongqiao.errors import BadToken
from hongqiao.publish import refusing
from hongqiao.publish.people import actor as page_actor
from hongqiao.record import membership
from hongqiao.record.roles import Actor

PREFIX = "/api/v1/"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MINUTE = 60


class Counted:
    """How often each caller asked in this minute; each server process counts for itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._asked: dict[tuple[str, bool], int] = {}

    def wait(self, caller: str, *, reads: bool, most: int) -> int:
        """Seconds to wait; none where one more request is within `most` a minute."""
        now = time.time()
        with self._lock:
            if int(now) // _MINUTE != self._minute:
                self._minute, self._asked = int(now) // _MINUTE, {}
            count = self._asked[caller, reads] = self._asked.get((caller, reads), 0) + 1
        return 0 if count <= most else max(1, math.ceil((self._minute + 1) * _MINUTE - now))

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._asked = {}


COUNTED = Counted()


def etag(body: bytes) -> str:
    """The version of an answer: a hash of its bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(header: str, tag: str) -> bool:
    """Whether a condition names a tag; `W/`, which compression puts before it, makes no difference here."""
    named = [part.strip().removeprefix("W/") for part in header.split(",")]
    return "*" in named or tag in named


class Gate:
    """The middleware of the interface; pages pass it by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse early, answer, and say the answer's version."""
        if not request.path.startswith(PREFIX):
            return self._get_response(request)
        refused = self._too_large(request) or self._who(request) or self._too_often(request)
        if refused is not None:
            return refused
        response = self._get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.status_code == 405 and not response.headers.get("Content-Type", "").startswith("application/json"):
            allowed = response.headers.get("Allow", "")
            response = _refusal(405, f"this address takes {allowed or 'no method'}, not {request.method}")
            response.headers["Allow"] = allowed
        if request.method == "GET" and response.status_code == 200 and not response.streaming:
            tag = etag(response.content)
            response.headers["ETag"] = tag
            asked = request.headers.get("If-None-Match", "")
            if asked and matches(asked, tag):
                response = HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
                del response.headers["Content-Type"]
        return response

    @staticmethod
    def _too_large(request: HttpRequest) -> HttpResponse | None:
        length = request.headers.get("Content-Length") or "0"
        if length.isdecimal() and int(length) <= settings.API_BODY_LIMIT:
            return None
        megabytes = settings.API_BODY_LIMIT / 1024 / 1024
        return _refusal(413, f"a request may hold {megabytes:g} MB; large documents are read by `hongqiao up --with`")

    @staticmethod
    def _who(request: HttpRequest) -> HttpResponse | None:
        """Whoever holds the token that was sent; without one, a reader, signed in or not."""
        sent = request.headers.get("Authorization", "")
        if not sent:
            return None
        scheme, _, text = sent.partition(" ")
        if scheme.lower() != "bearer" or not text.strip().isascii():
            return _unauthorised("send a token as `Authorization: Bearer hq_…`")
        try:
            token, actor = membership.holder(text.strip())
        except BadToken as error:
            return _unauthorised(str(error))
        request.token, request.token_actor, request.actor = token, actor, actor  # type: ignore[attr-defined]  # ours
        return None

    @staticmethod
    def _too_often(request: HttpRequest) -> HttpResponse | None:
        token = getattr(request, "token", None)
        caller = token.id if token is not None else refusing.client(request)
        reads = request.method in _SAFE
        most = settings.API_READS_PER_MINUTE if reads else settings.API_WRITES_PER_MINUTE
        wait = COUNTED.wait(caller, reads=reads, most=most)
        if not wait:
            return None
        response = _refusal(429, f"more than {most} requests in a minute; go on in {wait} seconds")
        response.headers["Retry-After"] = str(wait)
        return response


def reader(request: HttpRequest) -> Actor:
    """Who reads: the holder of a token, somebody signed in, the person at an open site, or the public."""
    return page_actor(request)


def _refusal(status: int, detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail, "errors": []}, status=status)


def _unauthorised(detail: str) -> JsonResponse:
    response = _refusal(401, detail)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Hongqiao"'
    return response
