"""The interface itself: its parts, how it is authorised and described."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import HttpBearer

from hongqiao.publish.api import answers
from hongqiao.record.roles import Actor


class Described(NinjaAPI):
    """Ninja's interface, its description completed with what holds for every operation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._descriptions: dict[str, Any] = {}

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """The OpenAPI description; made once a process, since the operations stay the same as long as it runs."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._descriptions:
            self._descriptions[prefix] = answers.described(super().get_openapi_schema(path_prefix=prefix))
        return self._descriptions[prefix]

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The function's own name: short, and the same whichever module it moves to."""
        return str(operation.view_func.__name__)


class Token(HttpBearer):
    """A token of this site; the gate has looked it up before the operation is reached."""

    openapi_description = "A token of your account's page, or of `hongqiao token add`."

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Who holds the token."""
        return getattr(request, "token_actor", None)


api = Described(
    title="Hongqiao",
    version="1",
    description="Programmes of cities that grow together: every figure with the sentences and columns that it rests on. "
    "Reading needs nothing; writing takes a token with a scope, and leaves one row in the ledger.",
    docs_url=None,
    urls_namespace="api-1",
)
answers.install(api)
TOKEN = Token()


def _parts() -> None:
    # operations of one address stand on one router, so that the address takes all of their methods
    from hongqiao.publish.api import (
        evidence,
        exchange,
        firms,
        imports,
        judging,
        keeping,  # noqa: F401 - its operations stand on the routers of what they are about
        ledger,
        measured,
        meetings,
        messages,
        programmes,
        projects,
        scenarios,
        world,
        writing,
    )

    for part in (
        programmes,
        projects,
        evidence,
        world,
        measured,
        scenarios,
        ledger,
        judging,
        writing,
        exchange,
        meetings,
        firms,
        messages,
        imports,
    ):
        api.add_router("", part.router)


_parts()
