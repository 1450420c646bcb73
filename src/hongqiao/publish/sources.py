"""What a reader is shown of a root: the sentence, who said it and when, and the way to it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from hongqiao.ground.basis import Assumption, Column, Entry, Quote, Root, StoredText
from hongqiao.ground.period import Period
from hongqiao.ground.words import period_words
from hongqiao.publish import assumptions, language
from hongqiao.publish.language import TAGS
from hongqiao.publish.ledger_entries import entry_address
from hongqiao.record import page_queries

_REACH = 240  # a wire text may have no sentence end for pages; more is a click away
_BEFORE = re.compile(r"[。！？!?\n]|[.](?=\s|[A-ZÄÖÜ\u4e00-\u9fff])")
_AFTER = re.compile(r"[。！？!?]|[.](?=\s|[A-ZÄÖÜ\u4e00-\u9fff]|$)|\n")


@dataclass(frozen=True, slots=True)
class RootShown:
    """A root as pages and citations show it."""

    key: str
    kind: str
    exact: str
    speaker: str
    date: str
    path: str
    original: str = ""
    title: str = ""
    language: str = ""
    before: str = ""
    after: str = ""
    retells: str = ""
    retrieved: str = ""
    licence: str = ""

    @property
    def retells_host(self) -> str:
        """The site that is retold, as a short name for the link."""
        return host(self.retells)


def host(address: str) -> str:
    """An address's site without its www."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a quote in its sentence, or as much of it as can be read at a glance.

    >>> sentence("One. Of 300.000 yuan, 20 were spent.Three.", 22, 24)
    ('Of 300.000 yuan, ', ' were spent.')
    """
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    cuts = [match.end() for match in _BEFORE.finditer(text, low, start)]
    first = cuts[-1] if cuts else low
    stop = _AFTER.search(text, end, high)
    last = stop.end() if stop else high
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    clipped_before = "…" if not cuts and low > 0 else ""
    clipped_after = "" if stop or high == len(text) else "…"
    return clipped_before + before, after + clipped_after


def day(text: str) -> str:
    """A stored period in the page's language; empty for none."""
    return period_words(Period.parse(text), language.ours()) if text else ""


def shown(roots: Iterable[Root]) -> dict[str, RootShown]:
    """Each root by its key, from one look at the documents, data sets and ledger rows that they name."""
    unique = {root.key: root for root in roots}
    documents = page_queries.documents_of({root.document for root in unique.values() if isinstance(root, Quote)})
    tables = page_queries.datasets_of({root.dataset for root in unique.values() if isinstance(root, Column)})
    entries = page_queries.entries_of({root.ledger for root in unique.values() if isinstance(root, Entry)})
    texts = page_queries.keep_texts(document.id for document in documents.values())
    asked = {root.dataset for root in unique.values() if isinstance(root, Column) and root.row}
    page_queries.keep_tables(table.id for table in tables.values() if table.hash in asked)
    found: dict[str, RootShown] = {}
    for key, root in unique.items():
        match root:
            case Quote():
                found[key] = _quote(root, documents[root.document], texts)
            case Column():
                found[key] = _column(root, tables[root.dataset])
            case Entry():
                found[key] = _entry(root, entries.get(root.ledger))
            case Assumption():
                who, why, tongue = assumptions.said(root)
                spoken = "" if tongue == language.ours() else tongue
                found[key] = RootShown(key, "assumption", why, who, "", reverse("about"), language=spoken)
    return found


def _quote(root: Quote, document: page_queries.DocumentHead, texts: Mapping[str, StoredText]) -> RootShown:
    before, after = sentence(texts[document.id].text, root.start, root.end)
    return RootShown(
        root.key,
        "quote",
        root.exact,
        document.speaker,
        day(document.published),
        f"{reverse('document', args=[document.id])}#q{root.start}-{root.end}",
        document.address or document.retells,
        document.title,
        TAGS.get(document.language, "zh-Hans" if document.language == "zh" else document.language),
        before,
        after,
        document.retells,
        document.retrieved,
        document.licence,
    )


def _column(root: Column, table: page_queries.DataSetHead) -> RootShown:
    cells = page_queries.cells_of(table.id, root.row) if root.row else {}
    # a table may name the source of each row; otherwise its own source speaks for all
    original = cells.get("source_url") or table.source_address
    said = cells.get("source_title") or (host(original) if original else table.name)
    shown = {
        name: cell for name, cell in cells.items() if cell and not name.startswith(("source_", "retrieved", "note"))
    }
    path = reverse("dataset", args=[table.id])
    return RootShown(
        root.key,
        "column",
        " · ".join(f"{name} {cell}" for name, cell in shown.items()) or f"{root.column} {root.row or ''}".strip(),
        said,
        cells.get("retrieved") or table.retrieved,
        f"{path}?{urlencode({'row': root.row})}#row" if root.row else path,
        original,
        table.title or table.name,
        retrieved=cells.get("retrieved") or table.retrieved,
        licence=table.licence,
    )


def _entry(root: Entry, entry: page_queries.EntryHead | None) -> RootShown:
    if entry is None:
        return RootShown(root.key, "entry", "", root.ledger, "", reverse("about"))
    return RootShown(root.key, "entry", entry.verb, entry.actor, day(entry.day), entry_address(entry.position))
