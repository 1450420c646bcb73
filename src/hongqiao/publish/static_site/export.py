"""Gather the pages of a programme by its links, and write them with every link made relative."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory
from selectolax.lexbor import LexborHTMLParser

from hongqiao.errors import UnknownProgramme
from hongqiao.publish.static_site.addresses import HOST, ORIGIN, file_of, followed, plain
from hongqiao.publish.static_site.rewriting import rewritten

TONGUES = ("en", "de", "zh")

type Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Exported:
    """What was written: how many pages and files, and the head of the ledger that they show."""

    folder: Path
    pages: int = 0
    files: int = 0
    position: int = 0
    head: str = ""


@dataclass(slots=True)
class _Gathered:
    """Answers by address: pages as text, other files as bytes."""

    pages: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def export_site(
    programme: str, folder: Path, day: dt.date, base: str = "", progress: Progress | None = None
) -> Exported:
    """Write a programme's pages in every language into a folder, as of a day.

    `base` is the address at which the folder will stand, for feeds, cards and copied citations; without it they name
    files within the folder. Raises UnknownProgramme.
    """
    from hongqiao.record import page_queries, programme_queries

    if programme_queries.programme(programme) is None:
        raise UnknownProgramme(f"the record has no programme {programme!r}")
    os.environ["HONGQIAO_AS_OF"] = day.isoformat()  # the site's own switch for the day of every page
    gathered = _gather(programme, progress)
    known = {*gathered.pages, *gathered.files}
    done = Exported(folder)
    for address, text in gathered.pages.items():
        _write(
            folder / file_of(address),
            rewritten(text, address, known, programme, base, gathered.policies[address]).encode(),
        )
        done.pages += 1
    for address, data in gathered.files.items():
        _write(folder / file_of(address), _addressed(data, address, known, base))
        done.files += 1
    done.files += _copy_static(folder)
    _write(folder / "index.html", _front(programme).encode())
    head = page_queries.ledger_head()
    if head:
        done.position, done.head = head.position, head.hash
        _write(folder / "ledger.txt", f"{head.position} {head.hash}\n".encode())
    return done


def _gather(programme: str, progress: Progress | None) -> _Gathered:
    handler = BaseHandler()
    handler.load_middleware()
    requests = RequestFactory(HTTP_HOST=HOST)
    waiting = [f"/{tongue}/programme/{programme}/" for tongue in TONGUES]
    seen, gathered = set(waiting), _Gathered()
    while waiting:
        address = waiting.pop()
        response = handler.get_response(requests.get(address))
        if response.status_code != 200:
            continue
        data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # one or the other
        if not response.headers["Content-Type"].startswith("text/html"):
            gathered.files[address] = data
            continue
        text = data.decode()
        tree = LexborHTMLParser(text)
        if _of_another(tree, programme):
            continue
        gathered.pages[address] = text
        gathered.policies[address] = response.headers.get("Content-Security-Policy", "")
        for link in _links(tree, address):
            if link not in seen and followed(link, programme):
                seen.add(link)
                waiting.append(link)
        if progress:
            progress(len(gathered.pages), len(gathered.pages) + len(waiting))
    return gathered


def _links(tree: LexborHTMLParser, address: str) -> list[str]:
    """Where a page leads within the site: links, its card, its feeds."""
    found = [node.attributes.get("href") or "" for node in tree.css("a[href], link[rel=alternate][href]")]
    found += [node.attributes.get("content") or "" for node in tree.css('meta[property="og:image"]')]
    whole = (urldefrag(urljoin(ORIGIN + address, link))[0] for link in found)
    return [plain(link.removeprefix(ORIGIN)) for link in whole if link.startswith(ORIGIN + "/")]


def _of_another(tree: LexborHTMLParser, programme: str) -> bool:
    """Whether a page belongs to another programme, by the way back that it offers."""
    crumb = tree.css_first(".crumbs a[href]")
    parts = (crumb.attributes.get("href") or "").split("/") if crumb else []
    return len(parts) > 3 and parts[2] == "programme" and parts[3] != programme


def _addressed(data: bytes, address: str, known: set[str], base: str) -> bytes:
    """A feed or table with the addresses of the files; pictures and workbooks stay as they are."""
    if urlsplit(address).path.rsplit(".", 1)[-1] not in {"atom", "json", "csv", "svg"}:
        return data
    from hongqiao.publish.static_site.rewriting import with_addresses

    escaped = address.endswith((".atom", ".svg"))
    return with_addresses(data.decode(), known, base, escaped=escaped).encode()


def _copy_static(folder: Path) -> int:
    count = 0
    for name, _storage in [item for finder in finders.get_finders() for item in finder.list([])]:
        source = finders.find(name)
        if source and Path(source).suffix in {
            ".css",
            ".js",
            ".mjs",
            ".svg",
            ".woff2",
            ".md",
            ".LICENSE",
            ".json",
            ".png",
        }:
            _write(folder / settings.STATIC_URL.strip("/") / name, Path(source).read_bytes())
            count += 1
    return count


def _front(programme: str) -> str:
    links = "".join(
        f'<li><a lang="{tag}" href="{tongue}/programme/{programme}/index.html">{name}</a></li>'
        for tongue, tag, name in (("en", "en", "English"), ("de", "de", "Deutsch"), ("zh", "zh-Hans", "中文"))
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hongqiao</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="0; url=en/programme/{programme}/index.html">'
        '<link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="static/hongqiao.css"></head><body><main><ul>{links}</ul></main></body></html>'
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
