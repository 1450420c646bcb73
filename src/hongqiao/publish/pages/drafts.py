"""Release drafts: a text is held against the record, figure by figure, before it goes out."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hongqiao.publish import language, people, release
from hongqiao.publish.pages.as_of import as_of
from hongqiao.record import drafting, programme_queries
from hongqiao.record.drafting import Checked, Draft
from hongqiao.record.roles import may

LONGEST = 20_000
"""Characters of a draft that a page checks; the command line checks longer ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and what was found of the figure that it is, if it is one."""

    text: str
    checked: Checked | None = None
    why: str = ""


def draft(request: HttpRequest, programme: str) -> HttpResponse:
    """A form that begins with a draft out of the record; what is sent comes back with every figure marked."""
    head = programme_queries.programme(programme)
    if head is None:
        raise Http404
    if not may(people.actor(request), "add documents"):
        raise PermissionDenied("checking drafts takes the role of an editor")
    day, wrong = as_of(request)
    text, checked, said = request.POST.get("text", "").replace("\r\n", "\n"), None, ""
    if request.method == "POST" and len(text) > LONGEST:
        said = _("A draft has at most %(most)s characters here; “hongqiao brief --draft” checks longer ones.") % {
            "most": LONGEST
        }
    elif request.method == "POST" and text.strip():
        checked = drafting.check(programme, text, day, language.ours())
    else:
        text = release.begin(programme, day)
    context = {
        "section": "programmes", "programme": head, "as_of": day, "wrong": wrong, "said": said, "text": text,
        "draft": checked, "pieces": pieces(checked) if checked else [],
        "refused": [(item, release.why(item)) for item in checked.refused] if checked else [],
        "written": release.footnoted(checked, request.build_absolute_uri) if checked and not checked.refused else "",
    }  # fmt: skip
    return render(request, "draft.html", context, status=400 if said else 200)


def pieces(draft: Draft) -> list[Piece]:
    """The text in pieces, its figures apart."""
    found, at = [], 0
    for item in draft.figures:
        if item.start < at:
            continue
        found += [
            Piece(draft.text[at : item.start]),
            Piece(draft.text[item.start : item.end], item, release.why(item) if item.why else ""),
        ]
        at = item.end
    return [piece for piece in (*found, Piece(draft.text[at:])) if piece.text]
