"""The way out for mail: a folder, or an SMTP server. The only file that knows smtplib."""

import asyncio
import os
import smtplib
import ssl
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import msgspec

from config.settings import Settings

PATIENCE = 10.0  # seconds one step of an SMTP talk may take
FOR_GOOD = range(500, 600)  # answers an SMTP server will not take back
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One e-mail ready to go. `id` is the notice's: the same mail sent twice carries the same Message-ID."""

    id: UUID
    to: str
    locale: str
    subject: str
    text: str
    html: str
    at: datetime


class MailRefused(Exception):
    """The mail cannot be sent now; with `for_good` it never will."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Mailer(Protocol):
    """Something that takes mail. It may be given the same mail again after a crash."""

    async def send(self, mail: Mail) -> None:
        """Hand `mail` over.

        Raises:
            MailRefused: it was not taken.
        """


class FolderMailer:
    """Writes each mail as `<notice id>.eml`: a repeat overwrites itself, a reader never sees half a file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Write the file."""
        message = make_message(mail, self._sender)
        try:
            await asyncio.to_thread(self._write, f"{mail.id}.eml", bytes(message))
        except OSError as error:
            raise MailRefused(str(error), for_good=False) from error

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{name}.{os.getpid()}"
        part.write_bytes(content)
        part.replace(self._folder / name)


class SmtpMailer:
    """Speaks SMTP in a thread, one talk a mail. A password never goes over an open line but to this machine."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Hand the mail to the server."""
        message = make_message(mail, self._sender)
        try:
            await asyncio.to_thread(self._talk, message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise MailRefused(f"recipient refused {codes}", for_good=all(code in FOR_GOOD for code in codes)) from error
        except smtplib.SMTPResponseException as error:
            raise MailRefused(f"{type(error).__name__} {error.smtp_code}", for_good=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailRefused(type(error).__name__, for_good=False) from error

    def _talk(self, message: EmailMessage) -> None:
        with self._open() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(message)

    def _open(self) -> smtplib.SMTP:
        host, secure = self._url.hostname or "", ssl.create_default_context()
        us = _domain(self._sender)  # named, else smtplib asks the network who we are
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self._url.port or 465, us, timeout=PATIENCE, context=secure)
        server = smtplib.SMTP(host, self._url.port or 587, us, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=secure)
        elif self._url.username and host not in _LOOPBACK:
            server.close()
            raise smtplib.SMTPNotSupportedError("no STARTTLS")
        return server


def make_mailer(settings: Settings) -> Mailer:
    """The way the settings name."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FolderMailer(settings.mail_dir, settings.mail_from)


def make_message(mail: Mail, sender: str) -> EmailMessage:
    """The mail as it goes over the wire.

    Raises:
        MailRefused: an address or a header that no mail may have.
    """
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{mail.id}@{_domain(sender)}>"
        message["Content-Language"] = mail.locale
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
    except (ValueError, MessageError) as error:
        raise MailRefused(f"{type(error).__name__} in a header", for_good=True) from error
    return message


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "chomay"
