"""A notice as a mail."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from publish.disk import digest
from publish.runs.notify.failed import NotSent
from publish.runs.notify.notice import Notice

_HOW = "write it as smtp://user:password@host/?from=me@example.org&to=you@example.org"


class _Way(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    sender: str
    to: tuple[str, ...]
    encrypted: bool


def send(address: str, notice: Notice, seconds: float) -> None:
    """Send a mail, encrypted unless the server is this machine. Raises NotSent, and what smtplib does."""
    way = _way(urlsplit(address))
    with _server(way, seconds) as server:
        if way.user:
            _log_in(server, way)
        refused = server.send_message(message(notice, way.sender, way.to), way.sender, way.to)
    if refused:
        number = f"{len(refused)} of {len(way.to)}"
        raise NotSent("NTF003", f"the mail server refuses {number} who are to get it")


def _log_in(server: smtplib.SMTP, way: _Way) -> None:
    try:
        server.login(way.user, way.password)
    except smtplib.SMTPServerDisconnected:  # not tried again: accounts are locked after a few tries
        message = "the mail server breaks off when it is given the name and the password"
        raise NotSent("NTF003", message) from None


def message(notice: Notice, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """The mail. Its identifier is that of the run, so that one that is sent again is known."""
    mail = EmailMessage()
    mail["Subject"] = notice.subject
    mail["From"] = _address(sender)
    mail["To"] = [_address(each) for each in to]
    mail["Date"] = format_datetime(notice.sent)
    name = digest(f"{notice.subject} {notice.sent.isoformat()} {notice.run.id}".encode())[:20]
    mail["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # no answer of an absent reader
    mail.set_content(notice.text)
    return mail


def _address(text: str) -> Address:
    name, _, host = text.rpartition("@")
    return Address(username=name, domain=host)


@contextmanager
def _server(way: _Way, seconds: float) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if way.encrypted:
        with smtplib.SMTP_SSL(way.host, way.port, timeout=seconds, context=context) as server:
            yield server
        return
    with smtplib.SMTP(way.host, way.port, timeout=seconds) as server:
        if not _is_here(way.host):
            server.starttls(context=context)
        yield server


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _way(parts: SplitResult) -> _Way:
    asked = parse_qs(parts.query)
    to = tuple(each.strip() for value in asked.get("to", ()) for each in value.split(","))
    sender = asked.get("from", [""])[0].strip()
    encrypted = parts.scheme.lower() == "smtps"
    try:
        port = parts.port or (465 if encrypted else 587)
    except ValueError:
        raise NotSent("NTF002", "the port of its address is no number", _HOW) from None
    if not parts.hostname:
        raise NotSent("NTF002", "its address names no machine", _HOW)
    if not to or not all("@" in each for each in (sender, *to)):
        raise NotSent("NTF002", "its address does not say from whom and to whom", _HOW)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return _Way(parts.hostname, port, user, password, sender, to, encrypted)
