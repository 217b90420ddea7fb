"""The way of an address, tried a few times within a limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from publish.runs.notify import apprise, mail, webhook
from publish.runs.notify.failed import NotSent, failed
from publish.runs.notify.notice import Notice

Way = Callable[[str, Notice, float], None]
WAYS: dict[str, Way] = {
    "http": webhook.send,
    "https": webhook.send,
    "smtp": mail.send,
    "smtps": mail.send,
}


class Patience(NamedTuple):
    """Seconds to wait for one answer, and before each new try."""

    answer: float = 10.0
    pauses: tuple[float, ...] = (1.0, 4.0)


def send(address: str, notice: Notice, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
    """Send a notice to an address. Raises NotSent, after the last try."""
    try:
        way = WAYS.get(urlsplit(address).scheme.lower(), apprise.send)
    except ValueError:
        raise NotSent("NTF002", "its address cannot be used") from None
    for pause in (*patience.pauses, None):
        why = _tried(way, address, notice, patience.answer)
        if why is None:
            return
        if pause is None or not why.again:
            raise why
        time.sleep(pause)


def _tried(way: Way, address: str, notice: Notice, limit: float) -> NotSent | None:
    """One try in a thread, so that whoever answers a byte at a time is left alone."""
    ended: list[NotSent | None] = []

    def run() -> None:
        try:
            way(address, notice, limit)
        except Exception as error:  # of whatever library leads there
            ended.append(failed(error))
        else:
            ended.append(None)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit * 1.5)
    return ended[0] if ended else failed(TimeoutError())
