"""A notice by one of the services that Apprise knows."""

from __future__ import annotations

import logging

from publish.runs.notify.failed import NotSent
from publish.runs.notify.notice import Notice


def send(address: str, notice: Notice, _seconds: float) -> None:
    """Send a notice. Raises NotSent: Apprise is not installed, knows no such address, or failed."""
    try:
        import apprise
    except ImportError:
        hint = "run: pip install 'publish[apprise]'; web addresses and mail need nothing"
        raise NotSent("NTF004", "its address needs Apprise, which is not installed", hint) from None
    logging.getLogger("apprise").disabled = True  # it writes addresses
    service = apprise.Apprise()
    if not service.add(address):
        hint = "write https://…, smtp://…, smtps://… or an address that Apprise knows"
        raise NotSent("NTF002", "its address is of no service that is known", hint)
    if not service.notify(body=notice.text, title=notice.subject):
        raise NotSent("NTF003", "the service did not take it", again=True)
