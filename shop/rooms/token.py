"""The token of a room: says for a minute that who holds it was let in over HTTP. Nobody's in particular."""

import base64
import hmac
import time

from shop.core.ids import keyed_digest
from shop.rooms.errors import RoomTokenInvalid

TOKEN_SECONDS = 60
LONGEST_TOKEN = 200  # characters

_PURPOSE = "room socket"
_MAC_BYTES = 24


def make_token(secret: str, room: str, subject: str, *, now: int | None = None) -> str:
    """A token for the room at the address `room`; `subject` (no dot in it) comes back when it is read.

    It lives by the machine's clock, not the shop's: a handshake asks no database. Clocks that differ by a
    minute refuse every token, and viewers fall back to the stream of events.
    """
    until = str((_machine_seconds() if now is None else now) + TOKEN_SECONDS)
    return f"{subject}.{until}.{_mac(secret, room, subject, until)}"


def read_token(secret: str, room: str, token: str, *, now: int | None = None) -> str:
    """The subject of a token of this room.

    Raises:
        RoomTokenInvalid: it is not of this room, not ours, or older than a minute.
    """
    subject, _, rest = token.partition(".")
    until, _, mac = rest.partition(".")
    if len(token) > LONGEST_TOKEN or not token.isascii() or not until.isdecimal():
        raise RoomTokenInvalid
    if not hmac.compare_digest(mac, _mac(secret, room, subject, until)):
        raise RoomTokenInvalid
    if not 0 <= int(until) - (_machine_seconds() if now is None else now) <= TOKEN_SECONDS:
        raise RoomTokenInvalid
    return subject


def _mac(secret: str, *parts: str) -> str:
    digest = keyed_digest(secret, _PURPOSE, *parts)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode()


def _machine_seconds() -> int:
    return int(time.time())
