"""Which addresses belong to a programme's files, and which file each becomes."""

import hashlib
import posixpath
import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

HOST = "localhost"
ORIGIN = f"http://{HOST}"
_KINDS = frozenset(
    {"programme", "plan", "target", "event", "measure", "project", "fact", "document", "data", "place", "institution",
     "indicator", "industries", "industry", "about", "chart", "card", "feed", "compare", "map"}
)  # fmt: skip
_KEPT_QUERIES = frozenset({"row", "page", "after", "from"})  # other queries ask a living site something
_LIVING = re.compile(r"/(draft|review|exchange|data)/")
_SAFE = re.compile(r"[^\w.~-]+")


def plain(address: str) -> str:
    """An address without the queries that files cannot answer.

    >>> plain("/en/data/t/?row=a%7Cb&as_of=2026-01-15"), plain("/en/chart/funnel/p.csv?as_of=2026-01-15")
    ('/en/data/t/?row=a%7Cb', '/en/chart/funnel/p.csv')
    """
    parts = urlsplit(address)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name in _KEPT_QUERIES and (name != "from" or value.isdecimal())
    ]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def followed(address: str, programme: str) -> bool:
    """Whether an address is one of the programme's pages or files."""
    parts = urlsplit(address).path.split("/")
    if len(parts) < 4 or parts[1] not in {"en", "de", "zh"} or parts[2] not in _KINDS:
        return False
    if parts[2] == "programme":
        return parts[3] == programme and not _LIVING.search("/" + "/".join(parts[4:]))
    if parts[2] == "place" and parts[4:5] and parts[4] in {"contact", "messages"}:
        return False  # a file takes no message
    if parts[2] == "card" and parts[3] in {"fact", "indicator"}:
        return False  # a picture for each of some hundred pages: a living site draws it when somebody asks
    if parts[2] in {"card", "feed"} and parts[3] == "programme":
        return parts[4].rsplit(".", 1)[0] == programme
    return True


def file_of(address: str) -> str:
    """The file of an address, with ``/`` between its folders.

    >>> file_of("/en/target/area/"), file_of("/en/feed/programme/p.atom")
    ('en/target/area/index.html', 'en/feed/programme/p.atom')
    """
    parts = urlsplit(address)
    path = "/".join(_SAFE.sub("-", unquote(part)) or "-" for part in parts.path.strip("/").split("/"))
    if parts.query:
        return f"{path}/q-{hashlib.sha256(parts.query.encode()).hexdigest()[:12]}.html"
    return f"{path}/index.html" if parts.path.endswith("/") else path


def relative(target: str, page: str) -> str:
    """The way from one file to another.

    >>> relative("en/target/area/index.html", "en/programme/p/index.html")
    '../../target/area/index.html'
    """
    return posixpath.relpath(target, posixpath.dirname(page))
