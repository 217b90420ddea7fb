"""Pictures on other sites: their addresses, and which of them the manifest lets in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from publish.regex import regex

_AUTHORITY = regex(r"(?:https?:)?//(?P<authority>[^/?#\\\s]*)", re.IGNORECASE)
# Numbers in the odd forms that some libraries take for an address: 0x7f.1, 2130706433.
_NUMBERS = regex(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*")
_LOCAL_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def https(address: str) -> str:
    """The address without fragment and with the protocol by which it would be fetched."""
    plain = address.partition("#")[0].strip()
    return re.sub(r"^(?:http:)?//", "https://", plain, count=1, flags=re.IGNORECASE)


def host_of(address: str) -> str:
    """The host of an address of the web, in lower case; empty where there is none."""
    found = _AUTHORITY.match(address)
    if found is None:
        return ""
    host = found["authority"].rpartition("@")[2].lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


def is_allowed(host: str, allow: Iterable[str]) -> bool:
    """Whether a list names a host: itself, ``*.example.org`` for all below it, ``*`` for any."""
    return bool(host) and any(
        name in ("*", host) or (name.startswith("*.") and host.endswith(name[1:]))
        for name in map(str.lower, allow)
    )


def is_private(host: str) -> bool:
    """Whether a host, by its name or number, is of this machine or of a network of its own."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    return "." not in host or host.endswith(_LOCAL_NAMES) or bool(_NUMBERS.fullmatch(host))
