"""Reading a site as the law asks: every number shown in content, and whether it reaches a root."""

import math
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

DIGITS = re.compile(r"\d")
RELEASE = """Kunshan (Amt) - Die Stadt plant, bis 2025 mindestens 18 Projekte für typische Anwendungsszenarien abzuschließen.

Das BIP von Kunshan lag 2021 bei mehr als 470 Milliarden Yuan. Der neue Park hat 12 Hallen.
"""
PLAIN = ("data-plain", "data-quote", "data-source")


@dataclass(slots=True)
class Page:
    """One page: its address, its tree, and where it leads."""

    path: str
    status: int
    tree: HTMLParser
    links: list[str] = field(default_factory=list)
    is_page: bool = True

    @property
    def kind(self) -> str:
        """The page's kind: the first word after the language."""
        return [*self.path.split("?")[0].split("/"), "", "", ""][2]


def fetch(address: str) -> tuple[int, str, bool]:
    """Status, text where it is a page, and whether it is one: feeds and downloads have tests of their own."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own site
            is_page = "html" in answer.headers["Content-Type"]
            return answer.status, answer.read().decode("utf-8") if is_page else "", is_page
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace"), True


FILES = re.compile(r"/(?:chart|card|feed)/")


def crawl(
    address: str, start: str, prefix: str, *, files: bool = False, rows: float = math.inf, per_kind: float = math.inf
) -> dict[str, Page]:
    """Every page below `prefix` that can be reached by links, by path and query; `files` fetches downloads too.

    `rows` bounds the pages of single rows of data sets, which differ in nothing but their row; `per_kind` those of
    each kind (the first and the last words of the address).
    """
    waiting, found = [start], {}
    kinds: dict[tuple[str, str], int] = {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        status, text, is_page = fetch(address + path)
        tree = HTMLParser(text)
        page = found[path] = Page(path, status, tree, is_page=is_page)
        for node in tree.css("a[href]"):
            target = urljoin(address + path, node.attributes["href"] or "")
            plain, _anchor = urldefrag(target)
            if plain.startswith(address):
                page.links.append(target.removeprefix(address))
                inside = plain.removeprefix(address)
                if "?row=" in inside and inside not in found and inside not in waiting:
                    rows -= 1
                    if rows < 0:
                        continue
                if inside.startswith(prefix) and (files or not FILES.search(inside)):
                    if inside not in found and inside not in waiting and per_kind < math.inf:
                        words = inside.split("?")[0].strip("/").split("/")
                        kind = (words[1] if len(words) > 1 else "", words[-1] if len(words) > 3 else "")
                        kinds[kind] = kinds.get(kind, 0) + 1
                        if kinds[kind] > per_kind:
                            continue
                    waiting.append(inside)
    return found


def texts(node: Node) -> Iterator[Node]:
    for part in node.traverse(include_text=True):
        if part.tag == "-text" and DIGITS.search(part.text(deep=False) or ""):
            yield part


def numbers_without_root(page: Page) -> list[str]:
    """Texts with digits in the page's content that neither open a basis nor are marked as what is no quantity."""
    main = page.tree.css_first("main")
    if not page.is_page:
        return []
    if main is None:
        return [f"{page.path}: no content"]
    wrong = []
    for text in texts(main):
        above, marked = text.parent, False
        while above is not None and above.tag != "main" and not marked:
            if above.tag == "button" and "data-figure" in above.attributes:
                marked = has_roots(page, above.attributes["data-figure"] or "")
            marked = marked or any(name in above.attributes for name in PLAIN)
            # what a reader types or chooses is the reader's own
            marked = marked or above.tag in {"option", "textarea", "script"}
            above = above.parent
        if not marked:
            wrong.append(f"{page.path}: {(text.text(deep=False) or '').strip()[:80]!r}")
    return wrong


def has_roots(page: Page, key: str) -> bool:
    panel = page.tree.css_first(f"#b-{key}")
    return panel is not None and bool(panel.css("[data-root]"))


def roots(page: Page) -> Iterator[tuple[str, str, str]]:
    """Every root that the page's figures and quotes name: its kind, its address with anchor, the words quoted."""
    for item in page.tree.css("[data-root]"):
        link = item.css_first("a[href]")
        mark = item.css_first("mark")
        yield (
            item.attributes["data-root"] or "",
            (link.attributes["href"] or "") if link else "",
            mark.text() if mark else "",
        )
    for item in page.tree.css("q[data-quote][cite]"):
        yield "quote", item.attributes["cite"] or "", item.text()


def stands(pages: dict[str, Page], link: str, words: str) -> bool:
    """Whether a root's address leads to a page that has its anchor, and the words quoted from there on."""
    path, anchor = urldefrag(link)
    page = pages.get(path)
    if page is None or page.status != 200:
        return False
    if not anchor:
        return True
    place = page.tree.css_first(f'[id="{unquote(anchor)}"]')
    if place is None:
        return False
    if not words:
        return True
    shown = page.tree.css_first("article.text, ol.excerpts")
    return shown is not None and words in shown.text()


def dead(pages: dict[str, Page], address: str) -> list[str]:
    """Links within the crawled part that lead nowhere, or to an anchor that is not there."""
    wrong = []
    for page in pages.values():
        for link in page.links:
            path, anchor = urldefrag(link)
            target = pages.get(path)
            if target is None:
                continue
            if target.status != 200 or (anchor and target.tree.css_first(f'[id="{unquote(anchor)}"]') is None):
                wrong.append(f"{page.path} -> {link}")
    return wrong
