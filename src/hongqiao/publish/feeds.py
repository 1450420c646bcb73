"""Atom (RFC 4287) and JSON Feed 1.1 of what changed in a programme, a target, a project or a place."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hongqiao.ground.words import figure_words, period_words
from hongqiao.publish import language
from hongqiao.publish.page_tags import name_text, when_text
from hongqiao.record.changes import Changed, Subject

TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}
_ATOM = "http://www.w3.org/2005/Atom"
# what XML 1.0 cannot hold at all
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What changed of one thing: its page, this feed's own address, and the changes, newest first."""

    of: Subject
    changes: Sequence[Changed]
    own: str
    page: str
    address: Callable[[str], str]
    started: dt.datetime

    @property
    def title(self) -> str:
        """The feed's title in the page's language."""
        return f"{name_text(self.of.names) or self.of.id}: {_('What changed')}"

    @property
    def updated(self) -> dt.datetime:
        """When something last changed; before the first change, when the record began."""
        return max((item.at for item in self.changes), default=self.started)

    def atom(self) -> bytes:
        """The feed as Atom."""
        ET.register_namespace("", _ATOM)
        tag = language.TAGS[{"zh": "zh-hans"}.get(language.ours(), language.ours())]
        feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": tag})
        _text(feed, "id", _urn(f"{self.of.kind}/{self.of.id}/{language.ours()}"))
        _text(feed, "title", self.title)
        _text(feed, "updated", _stamp(self.updated))
        _link(feed, self.own, "self", "application/atom+xml")
        _link(feed, self.page, "alternate", "text/html")
        author = ET.SubElement(feed, f"{{{_ATOM}}}author")
        _text(author, "name", "Hongqiao")
        _text(feed, "generator", "Hongqiao")
        for item in self.changes:
            entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
            _text(entry, "id", _urn(item.key, item.at))
            _text(entry, "title", headline(item))
            _text(entry, "updated", _stamp(item.at))
            _link(entry, self.address(where(item)), "alternate", "text/html")
            _text(entry, "content", body(item, self.address), type="text")
        return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8")

    def json(self) -> bytes:
        """The feed as JSON Feed 1.1."""
        items = [
            {
                "id": _urn(item.key, item.at),
                "url": self.address(where(item)),
                "title": headline(item),
                "content_text": body(item, self.address),
                "date_published": _stamp(item.at),
            }
            for item in self.changes
        ]
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.page,
            "feed_url": self.own,
            "language": language.TAGS[{"zh": "zh-hans"}.get(language.ours(), language.ours())],
            "items": items,
        }
        return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def headline(item: Changed) -> str:
    """One change in a line: what happened to what, and the figure where one was judged."""
    words = {
        "added": _("new"), "accepted": _("accepted"), "rejected": _("rejected"), "removed": _("removed"),
        "edited": _("changed"), "stage": _("stage"), "retracted": _("retracted"),
        "published": _("published again"),
    }  # fmt: skip
    name = name_text(item.names) or item.id
    line = f"{words.get(item.how, item.how)}: {name}"
    if item.stage:
        line += f" · {item.stage}" + (f" ({when_text(item.period)})" if item.period else "")
    if item.said:
        line += f" · {figure_words(item.said.figure, language.ours())} [{item.said.language}]"
    return line


def body(item: Changed, address: Callable[[str], str]) -> str:
    """What the change rests on: the quote, who said it when, and where it stands."""
    if item.said is None:
        return headline(item)
    quote = item.said.quote
    when = f", {period_words(item.said.figure.period, language.ours())}" if item.said.figure.period else ""
    path = f"{reverse('document', args=[quote.document_id])}#q{quote.start}-{quote.end}"
    said = f"“{' '.join(quote.exact.split())}”{when}. {item.said.document.speaker}"
    published = f", {when_text(quote.published)}" if quote.published else ""
    return f"{said}{published}: {address(path)}"


def where(item: Changed) -> str:
    """The page of what changed; the front page where it has none."""
    try:
        return reverse(item.kind, args=[item.id])
    except NoReverseMatch:
        return reverse("home")


def _urn(key: str, at: dt.datetime | None = None) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"hongqiao:{key}:{at.isoformat() if at else ''}").urn


def _stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _text(above: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(above, f"{{{_ATOM}}}{name}", attributes).text = _UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _link(above: ET.Element, address: str, relation: str, media: str) -> None:
    ET.SubElement(above, f"{{{_ATOM}}}link", {"href": address, "rel": relation, "type": media})
