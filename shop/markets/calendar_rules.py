"""Calendar files (RFC 5545): an evening in somebody's own calendar. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

_OCTETS = 75  # of a line, without its end (RFC 5545, 3.1)


class Evening(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar is told of a market or a stall.

    `uid` stays for ever, `sequence` grows with every change, so that a calendar that has it moves it.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    location: str
    url: str
    called_off: bool
    written_at: datetime


def calendar_file(evenings: Iterable[Evening]) -> bytes:
    """The file: UTC times, CRLF, lines folded between characters at 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cho May//Night markets//VI", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", *(line for one in evenings for line in _event(one)), "END:VCALENDAR"]
    return "".join(part + "\r\n" for line in lines for part in _folded(line)).encode()


def _event(one: Evening) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{_utc(one.written_at)}"
    yield f"DTSTART:{_utc(one.starts_at)}"
    yield f"DTEND:{_utc(one.ends_at)}"
    yield f"SUMMARY:{_text(one.title)}"
    if one.description:
        yield f"DESCRIPTION:{_text(one.description)}"
    if one.location:
        yield f"LOCATION:{_text(one.location)}"
    yield f"URL:{one.url}"
    yield f"STATUS:{'CANCELLED' if one.called_off else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(written: str) -> str:
    """A value of type TEXT (3.3.11)."""
    plain = written.replace("\r\n", "\n").replace("\r", "\n")
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, escaped)
    return plain


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
