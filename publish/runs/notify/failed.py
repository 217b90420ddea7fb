"""Why a notice was not sent, in words that hold nothing of its address."""

from __future__ import annotations

import http.client
import smtplib
import socket
import ssl


class NotSent(Exception):
    """With a code, a sentence, and whether it may help to try again."""

    def __init__(self, code: str, message: str, hint: str = "", *, again: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.again = code, message, hint, again


def failed(error: Exception) -> NotSent:
    """What an error of a library means. Its own words are left out: they may hold the address."""
    match error:
        case NotSent():
            return error
        case smtplib.SMTPAuthenticationError():
            return _no("the mail server refuses the name or the password")
        case smtplib.SMTPRecipientsRefused():
            return _no("the mail server refuses all who are to get it")
        case smtplib.SMTPSenderRefused():
            return _no(f"the mail server refuses the sender ({error.smtp_code})")
        case smtplib.SMTPNotSupportedError():
            return _no("the mail server has no STARTTLS, or no way to give a name and password")
        case smtplib.SMTPResponseException():
            return _no(f"the mail server answers {error.smtp_code}", again=error.smtp_code < 500)
        case ssl.SSLCertVerificationError():
            return _no(f"the certificate of the server is not accepted (error {error.verify_code})")
        case ssl.SSLError():
            return _no("no encrypted connection could be made", again=True)
        case TimeoutError():
            return _no("nobody answers in time", again=True)
        case socket.gaierror():
            return _no("there is no machine of that name", again=True)
        case ConnectionError() | smtplib.SMTPServerDisconnected():
            return _no("the connection was refused or broken off", again=True)
        case http.client.InvalidURL():
            return NotSent("NTF002", "its address cannot be used")
        case http.client.HTTPException() | smtplib.SMTPException():
            return _no("what answers speaks another protocol")
        case OSError():
            return _no("the network does not reach it", again=True)
        case UnicodeError() | ValueError():
            return NotSent("NTF002", "its address cannot be used")
        case _:
            return _no(f"an error that nobody foresaw ({type(error).__name__})")


def _no(message: str, *, again: bool = False) -> NotSent:
    return NotSent("NTF003", message, again=again)
