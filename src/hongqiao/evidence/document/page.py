"""The text of an HTML page: blocks on lines of their own, scripts left out, navigation kept apart from the story."""

import re
from typing import Any

from hongqiao.evidence.document.dates import find_date
from hongqiao.evidence.document.formats import Extracted

_SKIP = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "iframe",
        "object",
        "math",
        "-comment",
        "textarea",
        "select",
    }
)
_BLOCK = frozenset(
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul br".split()
)  # fmt: skip
_FRAME = frozenset({"nav", "footer", "aside", "form", "menu"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def html_text(source: str, encoding: str) -> Extracted:
    """Text, title, language, date and addresses of a page; broken HTML is read as a browser reads it."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    main = tree.css_first("article") or tree.css_first("main")
    inside = main.mem_id if main is not None and len(main.text(strip=True)) > 200 else None
    writer = _Writer()
    # (node, lies in the frame, lies in the main part); a node of None closes a block
    waiting: list[tuple[Any, bool, bool]] = [(tree.root, False, inside is None)]
    while waiting:
        node, frame, in_main = waiting.pop()
        if node is None:
            writer.line()
            continue
        tag = node.tag or ""
        if node.is_text_node:
            writer.write(node.text_content or "", outside=frame or not in_main)
            continue
        if tag in _SKIP:
            continue
        if tag in _BLOCK:
            writer.line()
            waiting.append((None, False, False))
        elif tag in {"td", "th"}:
            writer.cell()
        frame = frame or tag in _FRAME
        in_main = in_main or node.mem_id == inside
        children = []
        child = node.first_child
        while child is not None:
            children.append((child, frame, in_main))
            child = child.next
        waiting.extend(reversed(children))
    text, outside = writer.finish()
    return Extracted(text, "text/html", encoding, _about(tree), outside)


class _Writer:
    """Collects text, one line a block, blanks folded, and remembers which stretches lie outside the story."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.outside: list[tuple[int, int]] = []
        self.blank = True  # nothing, or a break, stands before

    def write(self, text: str, *, outside: bool) -> None:
        text = _BLANKS.sub(" ", text)
        if self.blank:
            text = text.lstrip(" ")
        if not text:
            return
        start = self.length
        self._put(text)
        self.blank = text.endswith(" ")
        if outside:
            if self.outside and self.outside[-1][1] >= start - 1:
                self.outside[-1] = (self.outside[-1][0], self.length)
            else:
                self.outside.append((start, self.length))

    def line(self) -> None:
        if self.length and not self.parts[-1].endswith("\n"):
            self._put("\n")
        self.blank = True

    def cell(self) -> None:
        if self.length and not self.parts[-1].endswith(("\n", "\t")):
            self._put("\t")
        self.blank = True

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def finish(self) -> tuple[str, list[tuple[int, int]]]:
        return "".join(self.parts).rstrip(), self.outside


_META = {
    "published": (
        'meta[property="article:published_time"]', 'meta[name="date"]', 'meta[itemprop="datePublished"]',
        'meta[name="pubdate"]', 'meta[name="publishdate"]', 'meta[name="DC.date"]', 'meta[property="og:published_time"]',
    ),
    "publisher": ('meta[property="og:site_name"]', 'meta[name="publisher"]', 'meta[name="application-name"]'),
    "title": ('meta[property="og:title"]',),
    "licence": ('meta[name="DC.rights"]', 'meta[name="license"]'),
}  # fmt: skip


def _about(tree: Any) -> dict[str, str]:
    """What the head of the page says: title, language, publication date, publisher, licence."""
    about: dict[str, str] = {}
    for name, selectors in _META.items():
        for selector in selectors:
            node = tree.css_first(selector)
            value = (node.attributes.get("content") or "").strip() if node is not None else ""
            if value:
                about[name] = value
                break
    root = tree.css_first("html")
    if root is not None and (language := (root.attributes.get("lang") or "").strip()):
        about["language"] = language
    for selector in ("h1", "title"):
        node = tree.css_first(selector)
        if "title" not in about and node is not None and (words := node.text(strip=True)):
            about["title"] = _BLANKS.sub(" ", words)
    if (node := tree.css_first('link[rel="license"]')) is not None:
        about.setdefault("licence", node.attributes.get("href") or "")
    if "published" not in about and (found := _linked_data_date(tree)):
        about["published"] = found
    if "published" not in about and (node := tree.css_first("time[datetime]")) is not None:
        about["published"] = node.attributes.get("datetime") or ""
    if "published" in about:
        date = find_date(about["published"][:40])
        if date is not None and date.period is not None:
            about["published"] = date.period.text
        else:
            del about["published"]
    return about


def _linked_data_date(tree: Any) -> str | None:
    for node in tree.css('script[type="application/ld+json"]'):
        match = re.search(r'"datePublished"\s*:\s*"([^"]{4,40})"', node.text() or "")
        if match is not None:
            return match[1]
    return None
