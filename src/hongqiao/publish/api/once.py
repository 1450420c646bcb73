"""Writing: once for each idempotency key, and only where the thing is still as it was read."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import resolve
from ninja import Status
from ninja.errors import HttpError

from hongqiao.errors import Superseded
from hongqiao.publish.api.gate import PREFIX, etag, matches
from hongqiao.record import answered
from hongqiao.record.roles import Actor

_KEY = re.compile(r"[!-~]{1,120}")


def actor(request: HttpRequest) -> Actor:
    """Who writes: the holder of the token."""
    return request.token_actor  # type: ignore[attr-defined,no-any-return]  # set by the gate; writing asks for it


def done(work: Callable[[], object]) -> Callable[[], dict[str, bool]]:
    """A piece of work whose answer is that it is done."""

    def answered_done() -> dict[str, bool]:
        work()
        return {"done": True}

    return answered_done


def write(request: HttpRequest, work: Callable[[], Any], *, status: int = 200, about: str = "") -> Status[Any]:
    """Do a piece of work in one transaction and give its answer, or the answer that was given before.

    `about` is the address of what is written about, below the interface: its ETag is held against `If-Match`.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise HttpError(422, "Idempotency-Key: 1 to 120 printable letters of ASCII, without spaces")
    condition = request.headers.get("If-Match", "")

    def conditional() -> tuple[int, str]:
        if condition:
            _require_unchanged(request, about, condition)
        return status, json.dumps(work(), ensure_ascii=False, default=str)

    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    code, body = answered.once(request.token, key or "", digest, conditional)  # type: ignore[attr-defined]  # set by the gate
    return Status(code, json.loads(body))


def _require_unchanged(request: HttpRequest, about: str, condition: str) -> None:
    """Read the thing as a reader would, within the transaction that will change it."""
    if not about:
        raise HttpError(412, "If-Match: what this makes is not there yet, so that it has no version")
    address = PREFIX.rstrip("/") + about
    reading = HttpRequest()
    reading.method, reading.path, reading.path_info = "GET", address, address
    reading.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": ""}
    for name in ("token", "token_actor", "actor", "user", "session"):
        if hasattr(request, name):
            setattr(reading, name, getattr(request, name))
    view = resolve(reading.path_info)
    response = view.func(reading, *view.args, **view.kwargs)
    if response.status_code != 200:
        raise Superseded(f"{about} cannot be read any more: {json.loads(response.content)['detail']}")
    if not matches(condition, etag(response.content)):
        raise Superseded(f"{about} has changed since it was read: read it again, then decide")
