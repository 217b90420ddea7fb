"""Pictures: from the address in a post to bytes, found in the proven order and checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from publish.confined import OutsideError, TooLargeError, read_below
from publish.diagnostics import Severity
from publish.publication.addresses import is_external
from publish.publication.files import Files
from publish.publication.lock import Lock
from publish.publication.model import Resource
from publish.publication.picture_bytes import Checked, Lost, checked
from publish.publication.remote import host_of, https, is_allowed, is_private

Remote = Literal["deny", "allow", "vendor"]


class Pictures(NamedTuple):
    """Where pictures may be: among ``files``, none larger than ``max_file`` bytes; and, if ``remote``
    does not deny it, those of other sites whose copies the ``lock`` knows."""

    files: Files
    max_file: int
    remote: Remote
    allow: tuple[str, ...]
    lock: Lock

    @property
    def root(self) -> Path:
        """The folder outside of which nothing is read."""
        return self.files.root


class Picture(NamedTuple):
    """A picture that is to be had, what is doubtful about it, and how it was changed."""

    resource: Resource
    doubt: str = ""
    changes: tuple[Lost, ...] = ()


def picture(address: str, source: str, where: Pictures) -> Picture | Lost:
    """The picture that ``address`` in the post ``source`` means."""
    if address.startswith("data:"):
        return _found(_from_data(address, where.max_file))
    if is_external(address) and not address.lower().startswith("file:"):
        return _found(_copy(address, where))
    located = where.files.locate(address, source)
    if located is None:
        if where.files.leads_out(address, source):
            return _outside(address)
        hint = "check the path and upper and lower case"
        if ":" in unquote(address)[:6]:
            hint = "no other machine has this folder: copy the picture beside the post"
        return Lost("LNK007", f"there is no picture “{address}”", hint)
    return _found(_read(located.path, address, where), located.doubt)


def _found(result: Checked | Lost, doubt: str = "") -> Picture | Lost:
    if isinstance(result, Lost):
        return result
    return Picture(result.resource, doubt, result.changes)


def _outside(address: str) -> Lost:
    return Lost("SEC002", f"the picture “{address}” lies outside the folder of the manifest")


def _read(path: str, address: str, where: Pictures) -> Checked | Lost:
    try:
        content = read_below(where.root, path, where.max_file)
    except OutsideError:
        return _outside(address)
    except TooLargeError:
        return _too_large(f"the picture “{address}”", where.max_file)
    except OSError as error:
        return Lost("LNK007", f"the picture “{address}” cannot be read: {error.strerror}")
    return checked(content, _stem(path), address)


def _too_large(what: str, largest: int) -> Lost:
    hint = "save it smaller, or raise “max_file” in [assets] of publish.toml"
    return Lost("LNK013", f"{what} is larger than {largest / 1_000_000:g} MB", hint)


def _copy(address: str, where: Pictures) -> Checked | Lost:
    """The copy of a picture of another site, as the lock has it."""
    url = https(address)
    entry = where.lock.get(url)
    if where.remote == "deny" or not is_allowed(host_of(url), where.allow):
        message = f"the picture is on another site: {address}"
        if host_of(url) and is_private(host_of(url)):
            return Lost("SEC002", message, "no reader can see it there: copy it beside the post")
        return Lost(
            "LNK008", message, "keep a copy beside the post, or let publish vendor fetch one"
        )
    if entry is None:
        return Lost("LNK008", f"the picture was never fetched: {address}", "run publish vendor")
    try:
        content = read_below(where.root, entry.file, where.max_file)
    except OutsideError:
        return _outside(entry.file)
    except OSError:
        return Lost("LNK008", f"there is no copy “{entry.file}”", "run publish vendor")
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        message = f"the copy “{entry.file}” is not the picture that the lock file knows"
        hint = "run publish vendor --update, and look at the picture"
        return Lost("LNK017", message, hint, Severity.ERROR)
    return checked(content, _stem(entry.file), address)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _from_data(address: str, largest: int) -> Checked | Lost:
    head, _, body = address.partition(",")
    if len(body) > largest:
        return _too_large("a picture written into the post", largest)
    try:
        content = (
            base64.b64decode(unquote(body), validate=False)
            if head.endswith(";base64")
            else unquote_to_bytes(body)
        )
    except (binascii.Error, ValueError):
        return Lost("LNK012", "the picture written into the post cannot be decoded")
    return checked(content, "inline", "data: …")
