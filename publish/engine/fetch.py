"""One file over the network: https, listed hosts, public addresses, limits of time and size."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import publish
from publish.publication.remote import is_allowed

_REDIRECTS = 5
_CHUNK = 1 << 16
_SAFE = "/%:@!$&'()*+,;=~-._?"


class Limits(NamedTuple):
    """What a request may do. ``loopback`` lets it ask a server on this machine, and no other, by
    any port and without encryption, as a test must."""

    allow: tuple[str, ...]
    max_bytes: int
    seconds: float = 30
    loopback: bool = False


class RefusedError(Exception):
    """Why there is no content, as a sentence."""


def fetch(url: str, limits: Limits) -> bytes:
    """The content at an address; every redirect is checked like the address itself.

    Raises RefusedError.
    """
    end = time.monotonic() + limits.seconds
    for _ in range(_REDIRECTS + 1):
        try:
            with _opened(url, limits, end) as response:
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                if response.status != 200:
                    raise RefusedError(f"the server answers {response.status}")
                return _content(response, limits, end)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= end:
                raise RefusedError(f"it took more than {limits.seconds:g} seconds") from None
            raise RefusedError(f"no connection: {error}") from None
    raise RefusedError(f"more than {_REDIRECTS} redirects")


def _content(response: http.client.HTTPResponse, limits: Limits, end: float) -> bytes:
    told = response.headers.get("Content-Length", "")
    wanted = int(told) if told.isdecimal() else 0
    pieces: list[bytes] = []
    size = 0
    while max(size, wanted) <= limits.max_bytes:
        piece = response.read1(_CHUNK)
        if time.monotonic() >= end:
            raise TimeoutError
        if not piece:
            if size < wanted:
                raise RefusedError("the answer ends too early")
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
    raise RefusedError(f"it is larger than {limits.max_bytes / 1_000_000:g} MB")


@contextmanager
def _opened(url: str, limits: Limits, end: float) -> Iterator[http.client.HTTPResponse]:
    parts = _checked(url, limits)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    wire = socket.create_connection(
        (_public(host, port, limits), port), max(end - time.monotonic(), 0.001)
    )
    # Whatever the other side does, and however slowly: the connection ends in time.
    connection = http.client.HTTPConnection(host, port)
    wires = [wire]
    clock = threading.Timer(max(end - time.monotonic(), 0), _cut, (wires,))
    clock.daemon = True
    clock.start()
    try:
        if parts.scheme == "https":
            secure = ssl.create_default_context().wrap_socket(
                wire, server_hostname=host, do_handshake_on_connect=False
            )
            wires[0] = wire = secure
            secure.do_handshake()
        connection.sock = wire
        target = quote(parts.path or "/", safe=_SAFE)
        if parts.query:
            target += "?" + quote(parts.query, safe=_SAFE)
        connection.request("GET", target, headers=_headers(parts))
        yield connection.getresponse()
    finally:
        clock.cancel()
        wires[0].close()


def _headers(parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc.encode("idna").decode(),
        "Accept": "image/*",
        "Accept-Encoding": "identity",
        "User-Agent": f"publish/{publish.__version__}",
        "Connection": "close",
    }


def _cut(wires: Sequence[socket.socket]) -> None:
    with suppress(OSError):
        wires[0].shutdown(socket.SHUT_RDWR)


def _checked(url: str, limits: Limits) -> SplitResult:
    """The parts of an address that may be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"this is no address: {error}") from None
    if limits.loopback and is_allowed(parts.hostname or "", limits.allow):
        return parts
    if parts.scheme != "https":
        raise RefusedError(f"only https is asked, not {parts.scheme or 'nothing'}")
    if parts.username or parts.password or port not in (None, 443):
        raise RefusedError("the address holds a name, a password or a port")
    if not is_allowed(parts.hostname or "", limits.allow):
        raise RefusedError(f"[assets] allow does not name {parts.hostname}")
    return parts


def _public(host: str, port: int, limits: Limits) -> str:
    """The number under which a host is asked; none of a private network, and not looked up again."""
    numbers = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for number in map(str, numbers):
        address = ipaddress.ip_address(number.partition("%")[0])
        if limits.loopback:
            if not address.is_loopback:
                raise RefusedError(f"{host} is not this machine")
        elif not address.is_global or address.is_multicast:
            raise RefusedError(f"{host} is an address of a private network")
    if not numbers:
        raise RefusedError(f"{host} has no address")
    return str(numbers[0])
