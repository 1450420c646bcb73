"""One page as a file: links relative, forms gone, what a page loads when it opens put in, leaving no dead end."""

import re
from collections.abc import Set as AbstractSet
from html import escape, unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from selectolax.lexbor import LexborHTMLParser, LexborNode

from hongqiao.publish.static_site.addresses import ORIGIN, file_of, plain, relative

_WHOLE = re.compile(re.escape(ORIGIN) + r"/[^\s\"'<>\\)|]*")
_DATA = re.compile(r'(<script[^>]*type="application/json"[^>]*>)(.*?)(</script>)', re.DOTALL)
_PATH = re.compile(r'"(/(?:en|de|zh|static)/[^"\\]*)"')


def rewritten(text: str, address: str, known: AbstractSet[str], programme: str, base: str, policy: str) -> str:
    """A page's text for its file; `known` are the addresses that have files, `policy` what the page may load."""
    tree = LexborHTMLParser(text)
    here = file_of(address)
    for node in tree.css("[hx-get]"):
        node.decompose()  # what it would load stands on a page of its own, to which the heading leads
    for node in tree.css("details.entry"):
        node.decompose()  # what folds a form away goes with it
    for node in tree.css("form, script[src*=htmx], meta[name=htmx-config]"):
        node.decompose()
    for node in tree.css('meta[property="og:image"]'):
        if plain((node.attributes.get("content") or "").removeprefix(ORIGIN)) not in known:
            node.decompose()
    for node in tree.css("a[href], area[href]"):
        _lead(node, address, here, known, programme)
    for node in tree.css("link[href], script[src], img[src]"):
        _load(node, address, here, known)
    text = tree.html or ""
    # who may frame the files is the web server's to say: a page cannot
    kept = "; ".join(part for part in policy.split("; ") if not part.startswith("frame-ancestors"))
    text = text.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{escape(kept)}">', 1)
    text = _DATA.sub(
        lambda match: match[1] + _PATH.sub(lambda path: _told(path[1], here, known), match[2]) + match[3], text
    )
    return "<!doctype html>\n" + with_addresses(text.removeprefix("<!DOCTYPE html>"), known, base, escaped=True)


def _lead(node: LexborNode, address: str, here: str, known: AbstractSet[str], programme: str) -> None:
    """A link to a file, or to another site; a link to what no file holds becomes its words."""
    link = node.attributes.get("href") or ""
    whole, anchor = urldefrag(urljoin(ORIGIN + address, link))
    if not whole.startswith(ORIGIN + "/"):
        return
    target = plain(whole.removeprefix(ORIGIN))
    if target == plain(address) and anchor:
        node.attrs["href"] = f"#{anchor}"  # type: ignore[index]  # attributes of selectolax can be set
        return
    if target not in known and _is_front(target):
        target = f"/{target.split('/')[1]}/programme/{programme}/"
    if target in known:
        way = relative(file_of(target), here)
        node.attrs["href"] = f"{way}#{anchor}" if anchor else way  # type: ignore[index]  # the same
    elif node.parent is not None and node.parent.tag == "li" and _in_navigation(node):
        node.parent.decompose()
    else:
        node.unwrap()


def _told(path: str, here: str, known: AbstractSet[str]) -> str:
    """A path within a page's data as the way to its file; one without a file leads nowhere."""
    whole, anchor = urldefrag(path)
    if whole.startswith(settings.STATIC_URL):
        return f'"{relative(urlsplit(whole).path.lstrip("/"), here)}"'
    target = plain(whole)
    way = relative(file_of(target), here) if target in known else ""
    return f'"{way}#{anchor}"' if anchor and way else f'"{way}"'


def _is_front(path: str) -> bool:
    return len(path.strip("/")) == 2


def _in_navigation(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag == "nav":
            return True
        above = above.parent
    return False


def _load(node: LexborNode, address: str, here: str, known: AbstractSet[str]) -> None:
    name = "src" if node.tag != "link" else "href"
    path = urlsplit(urljoin(ORIGIN + address, node.attributes.get(name) or "")).path
    if path.startswith(settings.STATIC_URL):
        node.attrs[name] = relative(path.lstrip("/"), here)  # type: ignore[index]  # attributes of selectolax can be set
    elif plain(path) in known:
        node.attrs[name] = relative(file_of(plain(path)), here)  # type: ignore[index]  # the same
    elif node.tag == "link":
        node.decompose()


def with_addresses(text: str, known: AbstractSet[str], base: str, *, escaped: bool = False) -> str:
    """Whole addresses of the living site as those of the files: below the base, or within the folder."""

    def told(match: re.Match[str]) -> str:
        found = unescape(match[0]) if escaped else match[0]
        whole, anchor = urldefrag(found)
        target = plain(whole.removeprefix(ORIGIN))
        file = file_of(target) if target in known else target.lstrip("/")
        address = f"{base.rstrip('/')}/{file}" if base else file
        address = f"{address}#{anchor}" if anchor else address
        return escape(address) if escaped else address

    return _WHOLE.sub(told, text)
