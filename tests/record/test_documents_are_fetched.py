"""One document by its address, from a real server on this machine: whatever leads inside is refused, and noted."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hongqiao.errors import BadAddress, FetchFailed, HongqiaoError, NotAllowed, PrivateAddress, UnknownRow
from hongqiao.record import actions, ledger, models, verifying
from hongqiao.record.fetching import Fetcher, private
from hongqiao.record.roles import LOCAL, Actor, Role

PAGE = b"<html><head><title>Bridges</title></head><body><p>The port of Ald has 12 cranes.</p></body></html>"
HERE = "127.0.0.1"
NAMES = {
    "open.example": [HERE], "mixed.example": [HERE, "10.0.0.1"], "inside.example": ["192.168.1.1"],
    "self.example": ["127.0.0.2"], "six.example": ["::1"], "mapped.example": ["::ffff:169.254.169.254"],
    "local.example": ["fe80::1%eth0"], "unique.example": ["fd00::1"], "carrier.example": ["100.64.0.1"],
    "nat.example": ["64:ff9b::a00:1"], "tunnel.example": ["2002:a00:1::"], "none.example": [], "zero.example": ["0.0.0.0"],  # noqa: S104 -- a name in a table, nothing is bound
}  # fmt: skip


class Site(BaseHTTPRequestHandler):
    """Pages that behave, and pages that do not."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        match path:
            case "/to":
                self.send_response(302)
                self.send_header("Location", query)
                self.end_headers()
            case "/round":
                self.send_response(301)
                self.send_header("Location", "/round")
                self.end_headers()
            case "/gone":
                self.answer(b"no", status=404)
            case "/picture":
                self.answer(b"\x89PNG", "image/png")
            case "/untyped":
                self.answer(b"text", "")
            case "/large":
                self.answer(b"a" * 3000)
            case "/endless":
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.endless()
            case "/packed":
                self.answer(b"\x1f\x8b", more={"Content-Encoding": "gzip"})
            case "/empty":
                self.answer(b"", "text/plain")
            case _:
                self.answer(PAGE)

    def endless(self) -> None:
        try:
            while True:
                self.wfile.write(b"more and more ")
        except OSError:
            return

    def answer(
        self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer((HERE, 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def fetcher(port: int) -> Fetcher:
    def resolver(host: str, _port: int) -> list[str]:
        return NAMES.get(host, [host])

    return Fetcher(resolver, frozenset({HERE}), frozenset({port}), size_limit=2000, time_limit=20)


def test_a_document_is_kept_with_its_bytes_its_address_and_its_day(towns: str, fetcher: Fetcher, port: int) -> None:
    address = f"http://open.example:{port}/to?http://open.example:{port}/news/bridges"
    batch = actions.fetch_document(LOCAL, towns, address, fetcher=fetcher)
    row = models.Document.objects.get(pk=batch.taken[0].document)
    assert (batch.taken[0].new, batch.taken[0].claims) == (True, 1)
    assert (row.name, row.title, row.address) == ("bridges.html", "Bridges", f"http://open.example:{port}/news/bridges")
    assert row.bytes_hash == hashlib.sha256(PAGE).hexdigest()
    assert bytes(row.content.body) == PAGE
    entry = models.LedgerEntry.objects.get(verb="fetch a document")
    assert entry.summary["address"] == row.address
    assert row.retrieved.date() == entry.at.date()
    again = actions.fetch_document(LOCAL, towns, address, fetcher=fetcher)
    assert (again.taken[0].document, again.taken[0].new) == (row.id, False)
    assert verifying.verify().sound
    assert not models.Refusal.objects.exists()


REFUSED: list[tuple[str, type[HongqiaoError], str]] = [
    ("http://inside.example:{port}/", PrivateAddress, "192.168.1.1, which lies in a private network"),
    ("http://mixed.example:{port}/", PrivateAddress, "10.0.0.1"),
    ("http://self.example:{port}/", PrivateAddress, "this machine itself"),
    ("http://six.example:{port}/", PrivateAddress, "this machine itself"),
    ("http://mapped.example:{port}/latest/meta-data/", PrivateAddress, "local link"),
    ("http://local.example:{port}/", PrivateAddress, "local link"),
    ("http://unique.example:{port}/", PrivateAddress, "private network"),
    ("http://carrier.example:{port}/", PrivateAddress, "private network"),
    ("http://nat.example:{port}/", PrivateAddress, "private network"),
    ("http://tunnel.example:{port}/", PrivateAddress, "private network"),
    ("http://zero.example:{port}/", PrivateAddress, "this machine itself"),
    ("http://[::1]:{port}/", PrivateAddress, "this machine itself"),
    ("http://169.254.169.254:{port}/latest/", PrivateAddress, "local link"),
    ("http://open.example:{port}/to?http://inside.example:{port}/", PrivateAddress, "192.168.1.1"),
    ("http://open.example:{port}/to?http://169.254.169.254:{port}/", PrivateAddress, "local link"),
    ("http://open.example:{port}/to?//self.example:{port}/x", PrivateAddress, "this machine itself"),
    ("http://open.example:{port}/to?file:///etc/passwd", BadAddress, "begins with https://"),
    ("http://open.example:{port}/to?http://open.example:22/", BadAddress, "port 22"),
    ("http://open.example:{port}/round", FetchFailed, "more than 5 times"),
    ("http://open.example:{port}/gone", FetchFailed, "answered with 404"),
    ("http://open.example:{port}/picture", FetchFailed, "is image/png; one of text/html"),
    ("http://open.example:{port}/untyped", FetchFailed, "of no stated type"),
    ("http://open.example:{port}/large", FetchFailed, "has 3,000 bytes; at most 2,000"),
    ("http://open.example:{port}/endless", FetchFailed, "more than 2,000 bytes"),
    ("http://open.example:{port}/packed", FetchFailed, "came compressed"),
    ("http://none.example:{port}/", FetchFailed, "has no address"),
    ("http://me:secret@open.example:{port}/", BadAddress, "without a name and password"),
    ("ftp://open.example/", BadAddress, "begins with https://"),
    ("open.example", BadAddress, "begins with https://"),
    ("http://open.example:99999/", BadAddress, "out of range"),
    ("http://open.example:{port}/\nHost: x", BadAddress, "without blanks"),
    ("http://open.example:{port}/empty", HongqiaoError, "empty"),
]


def test_what_may_not_be_fetched_is_refused_and_noted(towns: str, fetcher: Fetcher, port: int) -> None:
    before = ledger.head()
    for address, error, message in REFUSED:
        asked = address.replace("{port}", str(port))
        with pytest.raises(error, match=message) as raised:
            actions.fetch_document(LOCAL, towns, asked, fetcher=fetcher)
        noted = models.Refusal.objects.order_by("-id")[0]
        assert (noted.who, noted.kind) == ("local", type(raised.value).__name__)
        assert noted.what == " ".join(f"fetch a document: {raised.value}".splitlines())
    assert ledger.head() == before


def test_the_address_that_was_checked_is_the_one_that_is_asked(fetcher: Fetcher, port: int) -> None:
    answers = iter([[HERE], ["10.0.0.1"]])
    rebound = Fetcher(lambda _host, _port: next(answers), fetcher.permitted, fetcher.ports)
    with pytest.raises(PrivateAddress, match=r"10\.0\.0\.1"):
        rebound.fetch(f"http://turns.example:{port}/")


def test_an_answer_that_takes_too_long_is_given_up(fetcher: Fetcher, port: int) -> None:
    ticks = iter(range(0, 1000, 9))
    slow = Fetcher(fetcher.resolver, fetcher.permitted, fetcher.ports, 10**9, 30.0, lambda: float(next(ticks)))
    with pytest.raises(FetchFailed, match="took longer than 30 s"):
        slow.fetch(f"http://open.example:{port}/endless")


@pytest.mark.parametrize("actor", [Actor("nobody", Role.PUBLIC), Actor("jo", Role.CONTRIBUTOR, "ald-council")])
def test_not_everybody_may_fetch(towns: str, fetcher: Fetcher, port: int, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.fetch_document(actor, towns, f"http://open.example:{port}/", fetcher=fetcher)
    assert models.Refusal.objects.get().kind == "NotAllowed"


def test_a_document_goes_into_a_programme_that_is_there(towns: str, fetcher: Fetcher, port: int) -> None:
    with pytest.raises(UnknownRow, match="atlantis"):
        actions.fetch_document(LOCAL, "atlantis", f"http://open.example:{port}/", fetcher=fetcher)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert private(address) == ""
