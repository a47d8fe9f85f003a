"""Addresses pictures may be sent to, pauses between tries, and what the program said without the key. Pure."""

import ipaddress
import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec

PORTS = {"rtmp": 1935, "rtmps": 443}  # where nothing is said
MOST_TARGETS = 4  # of one session
MOST_TRIES = 8  # in a row: with the pauses below some four minutes
LONGEST_PAUSE = timedelta(seconds=60)
FIRST_PAUSE = timedelta(seconds=2)
HINT = 4  # signs of a key that are shown
LONGEST_SAID = 300  # characters kept of what the program said

_PATH = re.compile(r"/[A-Za-z0-9._~/=,;:@!$&'()*+%-]{1,180}")
_KEY = re.compile(r"[!-~]{1,400}")


class Address(msgspec.Struct, frozen=True):
    """An RTMP server and its application; the key is the stream's name there."""

    url: str
    host: str
    port: int


def read_address(written: str) -> Address | None:
    """What was typed as an address, without the slash at its end; None where it is none to send a picture to.

    A query, a fragment, a user or a password is refused: what is secret is the key, and only that is sealed.
    """
    try:
        parts = urlsplit(written.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or parts.query or parts.fragment or port == 0:
        return None
    if not _PATH.fullmatch(path):
        return None
    netloc = parts.netloc.lower()
    return Address(f"{parts.scheme}://{netloc}{path}", host, port or PORTS[parts.scheme])


def is_stream_name(key: str) -> bool:
    """Whether a key is one word of printable signs: what the program reads it from has one option a line."""
    return _KEY.fullmatch(key) is not None


def is_public(ip: str) -> bool:
    """Whether an IP address lies in the public internet."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    found = mapped or found
    return found.is_global and not found.is_multicast


def is_plainly_private(host: str) -> bool:
    """Whether a host is private by its name alone, before anybody is asked for its address."""
    if _is_ip(host):
        return not is_public(host)
    return "." not in host or host.endswith((".localhost", ".local", ".internal"))


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row (from 1): 2 s, doubled, at most a minute."""
    doubled: int = 1 << min(attempts - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def hint_of(key: str) -> str:
    """What is shown of a key: its last four signs, where it is long enough to stay secret."""
    return key[-HINT:] if len(key) >= HINT * 3 else ""


def without(line: str, secrets: Iterable[str]) -> str:
    """What a program said, with nothing of the secrets in it, cut to what is kept."""
    for secret in secrets:
        for part in (secret, secret.partition("?")[0]):
            if part:
                line = line.replace(part, "•••")
    return line.strip()[:LONGEST_SAID]


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
