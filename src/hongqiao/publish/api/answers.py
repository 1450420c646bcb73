"""Answers: how what cannot be done is said, and which answers each operation may give."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from hongqiao.errors import (
    AlreadyAnswered,
    BadToken,
    DocumentTooLarge,
    DuplicateId,
    HongqiaoError,
    LastAdministrator,
    NotAllowed,
    NothingToJudge,
    Superseded,
)


class Wrong(Schema):
    """One thing in a request that is wrong."""

    where: str = Field(description="Where it stands: query.limit, body.reason.")
    what: str


class Refused(Schema):
    """Why a request was refused, in words for people."""

    detail: str
    errors: list[Wrong] = Field(default_factory=list)


#: what an operation that reads may answer besides its content
READ: dict[int, type[Schema]] = dict.fromkeys((400, 401, 404, 422, 429), Refused)
#: the same for one that writes
WRITE: dict[int, type[Schema]] = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 422, 429), Refused)


def status_of(error: HongqiaoError) -> int:
    """The status of an error, by what is wrong."""
    match error:
        case BadToken():
            return 401
        case NotAllowed():
            return 403
        case NothingToJudge() | LastAdministrator() | AlreadyAnswered() | DuplicateId():
            return 409
        case Superseded():
            return 412
        case DocumentTooLarge():
            return 413
        case LookupError():
            return 404
        case _:
            return 422


def install(api: NinjaAPI) -> None:
    """Teach an interface to say what is wrong in one form."""

    def said(
        request: HttpRequest, status: int, detail: str, errors: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "errors": errors or []}, status=status)

    @api.exception_handler(HongqiaoError)
    def ours(request: HttpRequest, error: HongqiaoError) -> HttpResponse:
        return said(request, status_of(error), str(error))

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return said(request, 403, str(error) or "this is not yours to do")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return said(request, 404, str(error) or "nothing has this id")

    @api.exception_handler(RequestDataTooBig)
    def large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001 - ninja's signature
        return said(request, 413, "the request is larger than this interface takes")

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
        return unauthorised(api, request, "writing takes a token: Authorization: Bearer hq_…")

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return said(request, error.status_code, str(error))

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"where": ".".join(str(part) for part in item["loc"][:1] + item["loc"][2:] or item["loc"]) or "request",
             "what": str(item["msg"])}
            if item["loc"] and item["loc"][0] == "body" and len(item["loc"]) > 2
            else {"where": ".".join(map(str, item["loc"])), "what": str(item["msg"])}
            for item in error.errors
        ]  # fmt: skip
        first = errors[0] if errors else {"where": "request", "what": "it cannot be read"}
        return said(request, 422, f"{first['where']}: {first['what']}", errors)


def unauthorised(api: NinjaAPI, request: HttpRequest, detail: str) -> HttpResponse:
    """401, saying how one would be authorised."""
    response = api.create_response(request, {"detail": detail, "errors": []}, status=401)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Hongqiao"'
    return response


def found[T](thing: T | None, what: str) -> T:
    """The thing, or 404."""
    if thing is None:
        raise HttpError(404, f"no {what} has this id")
    return thing


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description of an interface with what holds for every operation: conditions, keys, limits, their headers."""
    for path in schema["paths"].values():
        for method, operation in path.items():
            reads = method == "get"
            parameters = operation.setdefault("parameters", [])
            parameters += [_IF_NONE_MATCH] if reads else [_IDEMPOTENCY_KEY, _IF_MATCH]
            for status, answer in operation["responses"].items():
                headers = answer.setdefault("headers", {})
                if str(status) == "429":
                    headers["Retry-After"] = _RETRY_AFTER
                if str(status) == "200" and reads:
                    headers["ETag"] = _ETAG
                    if answer.get("content", {}).get("application/json", {}).get("schema", {}).get("type") == "array":
                        headers["Link"] = _LINK
                if str(status) == "401":
                    headers["WWW-Authenticate"] = _AUTHENTICATE
            if reads:
                operation["responses"]["304"] = {"description": "Not changed since the ETag of `If-None-Match`."}
            operation["responses"].setdefault(
                "405",
                {
                    "description": "This address does not take this method.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}},
                },
            )
    return schema


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


def _parameter(name: str, description: str, **limits: Any) -> dict[str, Any]:
    schema = {"type": "string", **limits}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


_ETAG = _header("The version of this answer, for `If-None-Match` and `If-Match`.")
_LINK = _header('The next page, where there is one: `<…?after=KEY>; rel="next"`.')
_RETRY_AFTER = _header("Seconds until the next request is taken.", "integer")
_AUTHENTICATE = _header("How one would be authorised.")
_IF_NONE_MATCH = _parameter("If-None-Match", "Answer 304 where the answer still has one of these ETags.")
_IF_MATCH = _parameter(
    "If-Match",
    "Write only where the thing that is written about still has this ETag, the one that reading it gave; else 412.",
)
_IDEMPOTENCY_KEY = _parameter(
    "Idempotency-Key",
    "Any text of your own, new for each thing you want done: the same request with the same key is done once, and "
    "answered alike, for a day. The same key with another request is refused with 409.",
    pattern=r"^[!-~]{1,120}$",
)
