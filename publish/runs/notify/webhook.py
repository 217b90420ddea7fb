"""A notice as JSON to a web address."""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import msgspec

import publish
from publish.runs.notify.failed import NotSent
from publish.runs.notify.notice import Notice

_MOST = 65_536  # bytes read of an answer, of which nothing is used


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Nothing is sent on to a place that the address does not name."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def send(address: str, notice: Notice, seconds: float) -> None:
    """POST a notice; any answer of 200 to 299 is good. Raises NotSent, and whatever urllib does."""
    request = urllib.request.Request(_without_user(address), body(notice), _head(address))  # noqa: S310 - http or https, by WAYS
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=seconds) as answer:
            answer.read(_MOST)
    except urllib.error.HTTPError as error:
        error.close()
        where = "; the address must be the last one" if 300 <= error.code < 400 else ""
        message = f"the server answers {error.code}{where}"
        raise NotSent(
            "NTF003", message, again=error.code in (408, 425, 429) or error.code >= 500
        ) from None
    except urllib.error.URLError as error:
        raise (error.reason if isinstance(error.reason, Exception) else OSError()) from None


def body(notice: Notice) -> bytes:
    """``text``, which chats show, beside the fields of the run."""
    value = msgspec.to_builtins(notice)
    return msgspec.json.encode({"product": f"publish {publish.__version__}", **value})


def _head(address: str) -> dict[str, str]:
    head = {"Content-Type": "application/json", "User-Agent": f"publish/{publish.__version__}"}
    parts = urlsplit(address)
    if parts.username is not None:
        known = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        head["Authorization"] = f"Basic {b64encode(known.encode()).decode()}"
    return head


def _without_user(address: str) -> str:
    parts = urlsplit(address)
    if not parts.hostname:
        raise NotSent("NTF002", "its address names no machine", "write it as https://host/path")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
