"""What every page knows: its language, the same page in the others, its sheet of figures, the head of the ledger."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from hongqiao.publish import language, people
from hongqiao.publish.figures import Sheet
from hongqiao.record.roles import may


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`."""
    from hongqiao.record import page_queries

    code = get_language() or "en"
    return {
        "sheet": Sheet(),
        "tongue": language.ours(),
        "language_tag": language.TAGS.get(code, "en"),
        "tongues": language.same_page(request),
        "ledger": page_queries.ledger_head(),
        "edits": may(people.actor(request), "add documents"),
    }
