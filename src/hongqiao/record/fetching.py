"""Fetching one document by its address, without reaching into a private network.

Names are resolved here, every address that a name has is checked, and the connection goes to the address that was
checked: a name that answers otherwise a moment later leads nowhere else. Each redirect is checked the same way. What
comes is read within limits of size and time, uncompressed, and only where it says that it is a document.
"""

import datetime as dt
import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpcore

from hongqiao.errors import BadAddress, FetchFailed, PrivateAddress

SIZE_LIMIT = 20 * 2**20  # bytes
TIME_LIMIT = 30.0  # seconds for everything, redirects and slow answers among them
STEP_LIMIT = 10.0  # seconds for one step on the network
REDIRECTS = 5
PORTS = frozenset({80, 443, 8080, 8443})
_TYPES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGENT = "Hongqiao (one document, asked for by a person)"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

type Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came: its bytes, where it finally lay, and when."""

    name: str
    body: bytes
    address: str
    retrieved: dt.datetime
    media_type: str


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"{host}: the name cannot be resolved ({error})") from None
    return list(dict.fromkeys(str(item[4][0]) for item in found))


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How documents are fetched; a test brings its own names, and the one address that they may lead to."""

    resolver: Resolver = resolve
    permitted: frozenset[str] = frozenset()
    ports: frozenset[int] = PORTS
    size_limit: int = SIZE_LIMIT
    time_limit: float = TIME_LIMIT
    clock: Callable[[], float] = field(default=time.monotonic)

    def fetch(self, address: str) -> Fetched:
        """The document at an address.

        Raises BadAddress for an address that no document can be fetched from, PrivateAddress where it or a redirect
        leads into a private network, FetchFailed for what comes too late, too large, or is no document.
        """
        end = self.clock() + self.time_limit
        where = address.strip()
        for _ in range(REDIRECTS + 1):
            target = self._checked(where)
            with httpcore.ConnectionPool(network_backend=_Backend(self, end), retries=0) as pool:
                moved, fetched = self._ask(pool, where, target, end)
            if fetched is not None:
                return fetched
            where = urljoin(where, moved)
        raise FetchFailed(
            f"{address} leads on more than {REDIRECTS} times; the address of the document itself would be right"
        )

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a name; raises PrivateAddress where one of them is not public."""
        found = self.resolver(host, port)
        if not found:
            raise FetchFailed(f"{host}: the name has no address")
        for item in found:
            if item not in self.permitted and (inside := private(item)):
                raise PrivateAddress(
                    f"{host} leads to {item}, {inside}; an address on the public internet would be right"
                )
        return found

    def _checked(self, where: str) -> tuple[str, int]:
        if len(where) > 2000 or any(ord(letter) < 33 for letter in where):
            raise BadAddress(f"{where[:80]!r}: an address of at most 2,000 characters without blanks would be right")
        try:
            parts = urlsplit(where)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise BadAddress(f"{where!r}: {error}") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadAddress(f"{where!r}: an address that begins with https:// or http:// would be right")
        if parts.username is not None or parts.password is not None:
            raise BadAddress(f"{where!r}: an address without a name and password would be right")
        if port not in self.ports:
            raise BadAddress(
                f"{where!r}: port {port} is none that documents lie at ({', '.join(map(str, sorted(self.ports)))})"
            )
        self.addresses(parts.hostname, port)
        return parts.hostname, port

    def _ask(
        self, pool: httpcore.ConnectionPool, where: str, target: tuple[str, int], end: float
    ) -> tuple[str, Fetched | None]:
        parts = urlsplit(where)
        host, port = target
        usual = (parts.scheme, port) in {("http", 80), ("https", 443)}
        shown = f"[{host}]" if ":" in host else host
        # no compression is asked for: what comes is as large as it is
        headers = [
            ("Host", shown if usual else f"{shown}:{port}"), ("User-Agent", _AGENT), ("Accept-Encoding", "identity"),
            ("Accept", ", ".join(_TYPES)),
        ]  # fmt: skip
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), STEP_LIMIT)
        try:
            url = httpcore.URL(scheme=parts.scheme, host=host.encode("idna"), port=port, target=_target(parts))
            with pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as answer:
                said = {name.decode("latin-1").casefold(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status in _MOVED and said.get("location"):
                    return said["location"], None
                return "", self._read(answer, said, where, end)
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.TimeoutException,
            OSError,
            UnicodeError,
        ) as error:
            if isinstance(error, PrivateAddress | FetchFailed):
                raise
            raise FetchFailed(f"{where} cannot be fetched ({type(error).__name__} {error})".rstrip()) from None

    def _read(self, answer: httpcore.Response, said: dict[str, str], where: str, end: float) -> Fetched:
        if answer.status != 200:
            raise FetchFailed(f"{where} answered with {answer.status}; a document answers with 200")
        media_type = said.get("content-type", "").partition(";")[0].strip().casefold()
        if media_type not in _TYPES:
            raise FetchFailed(
                f"{where} is {media_type or 'of no stated type'}; one of {', '.join(_TYPES)} would be right"
            )
        if said.get("content-encoding", "identity").casefold() != "identity":
            raise FetchFailed(f"{where} came compressed ({said['content-encoding']}), which was not asked for")
        length = said.get("content-length", "")
        if length.isdecimal() and int(length) > self.size_limit:
            raise FetchFailed(f"{where} has {int(length):,} bytes; at most {self.size_limit:,} would be right")
        body = bytearray()
        for piece in answer.iter_stream():
            body += piece
            if len(body) > self.size_limit:
                raise FetchFailed(f"{where} has more than {self.size_limit:,} bytes; at most that would be right")
            if self.clock() > end:
                raise FetchFailed(f"{where} took longer than {self.time_limit:g} s")
        return Fetched(name_of(where, _TYPES[media_type]), bytes(body), where, dt.datetime.now(dt.UTC), media_type)


class _Backend(httpcore.SyncBackend):
    """Connects to addresses that were checked, and to none else; TLS still asks for the certificate of the name."""

    def __init__(self, fetcher: Fetcher, end: float) -> None:
        self.fetcher, self.end = fetcher, end

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, and connect to what was checked."""
        failed: Exception | None = None
        for address in self.fetcher.addresses(host, port):
            left = self.end - self.fetcher.clock()
            if left <= 0:
                raise FetchFailed(f"{host} took longer than {self.fetcher.time_limit:g} s")
            try:
                return super().connect_tcp(address, port, min(timeout or left, left), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or FetchFailed(f"{host}: the name has no address")


def private(text: str) -> str:
    """What is not public about an address; empty for a public one.

    >>> private("10.1.2.3"), private("::ffff:127.0.0.1"), private("8.8.8.8")
    ('which lies in a private network', 'which is this machine itself', '')
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "which is no address"
    if "%" in text or address.is_link_local:
        return "which lies on the local link, where machines keep their own secrets"
    if isinstance(address, ipaddress.IPv6Address):
        for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), _nat64(address)):
            if inner is not None and (found := private(str(inner))):
                return found
    if address.is_loopback or address.is_unspecified:
        return "which is this machine itself"
    if address.is_multicast:
        return "which is many machines at once"
    return "" if address.is_global else "which lies in a private network"


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _target(parts: Any) -> bytes:
    path = parts.path or "/"
    whole = f"{path}?{parts.query}" if parts.query else path
    return bytes("".join(letter if letter.isascii() else _quoted(letter) for letter in whole), "ascii")


def _quoted(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def name_of(address: str, suffix: str) -> str:
    """A file name for what lay at an address.

    >>> name_of("https://example.org/news/2025/a%2Fb.html?x=1", ".html")
    'a_b.html'
    """
    parts = urlsplit(address)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or "document"
    clean = re.sub(r"[^\w.\-]+", "_", last).strip("._")[:150] or "document"
    return clean if clean.casefold().endswith(suffix) else f"{clean}{suffix}"
