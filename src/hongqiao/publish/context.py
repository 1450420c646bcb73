"""What every page knows: its language, the same page in the others, its sheet of figures, the head of the ledger."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from hongqiao.publish import language
from hongqiao.publish.figures import Sheet
from hongqiao.publish.people import actor
from hongqiao.record.roles import may, may_read_drafts


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`."""
    from hongqiao.record import page_queries

    code = get_language() or "en"
    person = actor(request)
    return {
        "sheet": Sheet(),
        "tongue": language.ours(),
        "language_tag": language.TAGS.get(code, "en"),
        "tongues": language.same_page(request),
        "ledger": page_queries.ledger_head(),
        "recorded_by": getattr(request, "recorded_by", None),
        "reads_drafts": may_read_drafts(person),
        "edits": may(person, "add documents"),
        "may_grant_roles": may(person, "grant a role"),
        "open_site": settings.HONGQIAO_OPEN,
        "signup_open": settings.SIGNUP_OPEN,
    }
